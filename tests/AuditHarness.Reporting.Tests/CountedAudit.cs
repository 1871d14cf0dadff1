using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Models;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting;

/// <summary>A real audit of rows that are made up here, so that a test can count in them row by row what a report shows.</summary>
internal static class CountedAudit
{
    public const double Threshold = 0.3;

    public const string Notice = "A notice of the data.";

    private static readonly Lazy<AuditResult> s_result = new(Run);

    /// <summary>One patient.</summary>
    public sealed record Row(string Region, string Sex, string Age, int Label, double Score);

    /// <summary>1,000 of the north, who are the reference, 750 of the south and 500 of the west; half of them are f. No two have the same score.</summary>
    public static IReadOnlyList<Row> Rows { get; } = Made();

    /// <summary>Every audit of scores, with a case mix; made once.</summary>
    public static AuditResult Result => s_result.Value;

    /// <summary>Everybody and each group, in the order of the result.</summary>
    public static IReadOnlyList<(Subgroup Group, string Name, IReadOnlyList<Row> Rows)> Groups { get; } =
    [
        (Subgroup.Overall, "overall", Rows),
        .. new[] { "north", "south", "west" }.Select(level => (SampleAudit.Group("region", level), $"region = {level}", Of(r => r.Region == level))),
        .. new[] { "f", "m" }.Select(level => (SampleAudit.Group("sex", level), $"sex = {level}", Of(r => r.Sex == level))),
    ];

    private static IReadOnlyList<Row> Of(Func<Row, bool> within) => [.. Rows.Where(within)];

    private static Row[] Made()
    {
        // The numbers of Numerical Recipes: the same rows on every machine.
        var state = 20260105u;
        double Next() => (state = unchecked((state * 1664525) + 1013904223)) / 4294967296.0;
        return
        [
            .. Enumerable.Range(0, 2250).Select(i =>
            {
                var region = (i % 9) switch { < 4 => "north", < 7 => "south", _ => "west" };
                var (age, score) = (Next() < (region == "north" ? 0.65 : 0.4) ? "young" : "old", 0.02 + (0.95 * Math.Pow(Next(), 1.5)));
                // Risks of the old are too low and those of the west too high, so that something is off in every table.
                return new Row(region, i % 2 == 0 ? "f" : "m", age, Next() < Math.Clamp(score * (region == "west" ? 0.7 : 1) * (age == "old" ? 1.2 : 1), 0, 1) ? 1 : 0, score);
            }),
        ];
    }

    private static AuditResult Run()
    {
        AttributeColumn Column(string name, Func<Row, string> of)
        {
            string[] levels = [.. Rows.Select(of).Distinct().Order(StringComparer.Ordinal)];
            return new(name, levels, [.. Rows.Select(r => Array.IndexOf(levels, of(r)))], 0, true);
        }
        var plan = new DiagnosticPlan
        {
            Name = "counted", Data = new("d.csv", "id", "y", "1", null, null, null), Model = new("predictions", "p.csv", "id", "score", "m", null), Threshold = new ThresholdPlan.Fixed(Threshold),
            Subgroups = new([new("region", "region", null, "north"), new("sex", "sex", null, "f")], [], 30, "missing"), Audits = AuditCatalog.OfScores, Expectations = [],
            Intervals = new() { Resamples = 200 }, Fairness = new([], [new("age", "age", null, null)]), Report = new("counted", ReportProfile.Internal),
        };
        var cohort = new ScoredCohort
        {
            Labels = [.. Rows.Select(r => (byte)r.Label)], Scores = [.. Rows.Select(r => r.Score)], Attributes = [Column("region", r => r.Region), Column("sex", r => r.Sex)],
            CaseMix = [Column("age", r => r.Age)], Flow = new(Rows.Count, [], 0, Rows.Count, Rows.Count, 0),
        };
        return Audit.Run(plan, cohort, new("predictions", "m", null, new string('a', 64)), [new("config", "counted.json", 1, new string('c', 64))], [Phrase.Verbatim(Notice)], SampleAudit.Run, new AuditOptions { Workers = 2 });
    }
}
