using AuditHarness.Audits;
using AuditHarness.Reporting;

namespace AuditHarness.Browser;

/// <summary>Reports at the edges of what an audit can be, from the config to the file, each made once for all tests.</summary>
internal sealed class EdgeReport
{
    private readonly string _name;
    private readonly Func<string, string> _write;
    private readonly Lazy<string> _german;

    private EdgeReport(string name, Func<string, string> write)
    {
        (_name, _write) = (name, write);
        _german = new(() =>
        {
            var plan = Run.Result.Plan;
            var page = ReportFiles.Render(Run.Result with { Plan = plan with { Report = plan.Report with { Language = ReportLanguage.German } } }).Single(f => f.Name == "report.html");
            var path = Path.Combine(Path.GetDirectoryName(Run.Folder)!, _name + ".de.html");
            File.WriteAllBytes(path, page.Content);
            return path;
        });
    }

    /// <summary>Sixty intersections.</summary>
    public static EdgeReport Many { get; } = new("sixty intersections", GeneratedAudits.SixtyIntersections);

    /// <summary>Almost everything is suppressed.</summary>
    public static EdgeReport Suppressed { get; } = new("almost all suppressed", GeneratedAudits.AlmostAllSuppressed);

    /// <summary>Nothing could be judged.</summary>
    public static EdgeReport Unjudged { get; } = new("nothing judged", GeneratedAudits.NothingJudged);

    /// <summary>Made-up records, a group of whom is lost.</summary>
    public static EdgeReport MadeUp { get; } = new("made-up records", GeneratedAudits.MadeUpRecords);

    /// <summary>The run.</summary>
    public CompletedRun Run => ShippedReport.Of(_name, folder => AuditRun.Execute(_write(Directory.CreateDirectory(folder + ".input").FullName), new() { Output = folder, Draws = folder + ".draws" }));

    /// <summary>Path of its page.</summary>
    public string Html => Path.Combine(Run.Folder, "report.html");

    /// <summary>Path of the same result's page in German.</summary>
    public string German => _ = _german.Value;

    public override string ToString() => _name;
}
