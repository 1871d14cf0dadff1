using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary>The config file that a command is about.</summary>
internal sealed class ConfigArgument : Argument<string>
{
    public ConfigArgument() : base("CONFIG")
    {
        Description = "The audit config, a JSON file ('audit schema' describes it)";
        Validators.Add(result =>
        {
            // An option that is misspelt would otherwise be taken for the name of a config.
            var value = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (value.StartsWith('-')) result.AddError($"'{value}' is neither a command nor an option here.");
        });
    }
}
