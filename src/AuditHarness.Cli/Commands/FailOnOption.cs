using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary>Which verdicts end with a code other than 0.</summary>
internal sealed class FailOnOption : Option<FailOn>
{
    public FailOnOption() : base("--fail-on")
    {
        HelpName = "fail|inconclusive|never";
        Description = "inconclusive: exit codes as below; fail: 3 becomes 0; never: 1 and 3 become 0. Default: inconclusive";
        CustomParser = r => Enum.TryParse<FailOn>(r.Tokens[0].Value, ignoreCase: true, out var value) && Enum.IsDefined(value) &&
            !char.IsAsciiDigit(r.Tokens[0].Value[0])
            ? value
            : NumberOption.Refuse<FailOn>(r, $"--fail-on takes fail, inconclusive or never, not '{r.Tokens[0].Value}'.");
    }
}
