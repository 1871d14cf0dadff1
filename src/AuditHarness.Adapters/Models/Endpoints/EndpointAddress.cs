namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>Which addresses may be declared: what cannot hide a token, and what nobody reads on the way.</summary>
public static class EndpointAddress
{
    /// <summary>What is wrong with an address, in one sentence and how to mend it; null when it may be used.</summary>
    /// <param name="url">As the config writes it.</param>
    /// <param name="allowPlain">True when http is allowed to other machines.</param>
    public static string? Fault(string url, bool allowPlain)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return "this is no address of a server. Write it whole, such as \"https://models.example.org/score\".";
        // Neither is shown: what stands there may be a secret.
        if (uri.UserInfo.Length > 0) return "an address here has no user or password. Take them out; a token comes from the variable that 'tokenVariable' names.";
        if (url.Contains('?', StringComparison.Ordinal) || url.Contains('#', StringComparison.Ordinal))
            return "an address here ends before '?' and '#'. Take out what follows; a token comes from the variable that 'tokenVariable' names.";
        return uri.Scheme == "https" || uri.IsLoopback || allowPlain ? null
            : "http sends patients' values so that anybody on the way can read them. Use https, or declare with \"allowPlainHttp\": true that this network is safe.";
    }

    /// <summary>What is wrong with a proxy; null when it may be used.</summary>
    /// <param name="url">As the config writes it.</param>
    public static string? ProxyFault(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0
            ? null : "this is no proxy. Write it such as \"http://proxy.example.org:3128\", without user and password.";

    /// <summary>An address beneath another one.</summary>
    /// <param name="url">The one that is declared.</param>
    /// <param name="parts">What follows, each escaped.</param>
    internal static Uri Beneath(string url, params IEnumerable<string> parts) => new($"{url.TrimEnd('/')}/{string.Join('/', parts.Select(Uri.EscapeDataString))}");
}
