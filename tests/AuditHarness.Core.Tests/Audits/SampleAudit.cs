using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Models;

namespace AuditHarness.Audits;

/// <summary>Small audits made up in memory.</summary>
internal sealed record SampleAudit(DiagnosticPlan Plan, ScoredCohort Cohort)
{
    public AuditResult Run(int workers = 1) =>
        Audit.Run(Plan, Cohort, new ModelIdentity("predictions", "m", null, ""), [], [], new RunInfo("run", default, 0, "0"), new AuditOptions { Workers = workers });

    /// <summary>A cohort from counts of a decision table for each pair of levels of attributes a and b.</summary>
    public static SampleAudit OfCounts(ReportProfile profile, params (string A, string B, int Tp, int Fp, int Tn, int Fn)[] cells)
    {
        List<(string A, string B, byte Label, double Score)> rows = [];
        foreach (var (a, b, tp, fp, tn, fn) in cells)
            foreach (var (count, label, flagged) in new[] { (tp, (byte)1, true), (fp, (byte)0, true), (tn, (byte)0, false), (fn, (byte)1, false) })
                for (var i = 0; i < count; i++) rows.Add((a, b, label, flagged ? 0.5 + (0.4 * (i + 1) / (count + 1)) : 0.05 + (0.4 * (i + 1) / (count + 1))));
        return Of(profile, [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Score)], [.. rows.Select(r => r.A)], [.. rows.Select(r => r.B)]);
    }

    public static SampleAudit Of(ReportProfile profile, byte[] labels, double[] scores, string[] a, string[] b) => new(
        new DiagnosticPlan
        {
            Name = "sample", Data = new DataPlan("d.csv", "id", "y", "1", null, null, null),
            Model = new ModelPlan("predictions", "p.csv", "id", "score", "m", null), Threshold = new ThresholdPlan.Fixed(0.5),
            Subgroups = new SubgroupPlan([new("a", "a", null, null), new("b", "b", null, null)], [["a", "b"]], 30, "missing"),
            Audits = AuditCatalog.OfScores, Expectations = [], Intervals = new IntervalPlan { Resamples = 200 }, Report = new ReportPlan("sample", profile),
        },
        new ScoredCohort
        {
            Labels = labels, Scores = scores, Attributes = [Column("a", a), Column("b", b)],
            Flow = new CohortFlow(labels.Length, [], 0, labels.Length, labels.Length, 0),
        });

    public SampleAudit Expecting(params Expectation[] expectations) => this with { Plan = Plan with { Expectations = expectations } };

    /// <summary>Runs these audits alone, for tests that look at nothing else: calibration and its simulated worlds are most of the time.</summary>
    public SampleAudit Only(params string[] audits) => this with { Plan = Plan with { Audits = audits } };

    /// <summary>The same rows in clusters, in strata or in both.</summary>
    public SampleAudit In(int[]? clusters, int[]? strata = null) => this with
    {
        Cohort = new ScoredCohort { Labels = Cohort.Labels, Scores = Cohort.Scores, Attributes = Cohort.Attributes, Flow = Cohort.Flow, Clusters = clusters, Strata = strata },
    };

    /// <summary>Looks at everybody alone.</summary>
    public SampleAudit OfEverybody() => new(
        Plan with { Subgroups = Plan.Subgroups with { Attributes = [], Intersections = [] } },
        new ScoredCohort { Labels = Cohort.Labels, Scores = Cohort.Scores, Attributes = [], Flow = Cohort.Flow });

    private static AttributeColumn Column(string name, string[] texts)
    {
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        var largest = Array.IndexOf(levels, texts.GroupBy(t => t).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key);
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), largest, false);
    }
}
