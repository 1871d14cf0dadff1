using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary>Whether the report is printed as well.</summary>
internal sealed class PdfOption : Option<bool>
{
    public PdfOption() : base("--pdf") =>
        Description = "Print report.html to report.pdf too, with a Chromium of this machine (on the PATH, or named in AUDIT_CHROMIUM)";
}
