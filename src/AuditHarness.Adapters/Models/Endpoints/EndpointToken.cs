namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>The token of an endpoint: read from the environment, sent to the declared address, and said nowhere.</summary>
internal static class EndpointToken
{
    /// <summary>The token, or null when none is declared.</summary>
    /// <param name="variable">Name of the variable, or null.</param>
    /// <param name="section">The config's section, "http" or "chat".</param>
    /// <exception cref="AuditInputException">The variable is not set, or holds what no token is. The message does not show its name: who mistook the key has written the token there.</exception>
    public static string? Read(string? variable, string section)
    {
        if (variable is null) return null;
        var token = Environment.GetEnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(token))
            throw new AuditInputException($"The environment variable that 'model.{section}.tokenVariable' names is not set, so the endpoint cannot be asked. Set it where the audit is started, or take the key out where the endpoint takes no token.");
        return token.All(c => c is > ' ' and < '\x7F') ? token
            : throw new AuditInputException($"The environment variable that 'model.{section}.tokenVariable' names holds a space, a line break or a letter that no token has. Set it to the token alone.");
    }
}
