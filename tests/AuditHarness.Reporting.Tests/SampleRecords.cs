using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>Results of audits of made-up records, made by hand. The figures are plausible and mean nothing; no test takes them for true.</summary>
internal static class SampleRecords
{
    private static readonly string[] Names = ["age", "creatinine", "sex", "death"];

    /// <summary>Two attributes and their intersection; a group lost, a leak, a hidden group, and figures that could not be estimated.</summary>
    public static AuditResult Typical { get; } = Of(["sex", "age"], ["F", "M", "<50", ">=50"], Names, "pressures in order", "flchain copula");

    /// <summary>Every text that can come from data, config or file names is hostile.</summary>
    public static AuditResult OfHostileTexts { get; } = Hostile();

    private static AuditResult Of(string[] attributes, string[] levels, string[] columns, string rule, string name)
    {
        Subgroup[] groups =
        [
            Subgroup.Overall, SampleAudit.Group(attributes[0], levels[0]), SampleAudit.Group(attributes[0], levels[1]), SampleAudit.Group(attributes[1], levels[2]), SampleAudit.Group(attributes[1], levels[3]),
            new(new AttributeLevel(attributes[0], levels[0]), new AttributeLevel(attributes[1], levels[2])),
        ];
        var hidden = groups[^1];
        var expectation = new Expectation { Index = 0, Metric = "RepresentationRatio", Where = [new(attributes[0], Expectation.EveryLevel)], Bound = Bound.AtLeast, Limit = 0.8, Why = "Nobody may be lost.", Line = 20 };
        var ofColumn = new Expectation { Index = 1, Metric = "KolmogorovSmirnovComplement", Subject = columns[0], Where = [], Bound = Bound.AtLeast, Limit = 0.9, Line = 21 };
        var plan = new SyntheticRecordsPlan
        {
            Name = name, IntendedUse = "Share records for teaching.",
            Records = new() { Train = new("train.csv", "records.train"), Holdout = new("holdout.csv", "records.holdout") },
            Roles = new() { Outcome = columns[3], Positive = "1", QuasiIdentifiers = [columns[0], columns[2]], Sensitive = [columns[1]] },
            Rules = [new(rule, "creatinine > 0")],
            Generator = new("reference", "", null) { Reference = new("gaussianCopula") },
            Subgroups = new([new(attributes[0], attributes[0], null, null), new(attributes[1], attributes[1], null, null)], [attributes], 30, "missing"),
            Audits = AuditCatalog.OfRecords, Expectations = [expectation, ofColumn], Seed = 7, Report = new("", ReportProfile.Internal),
        };
        var model = new ModelIdentity("reference", name, "1", new string('b', 64));
        return new()
        {
            Run = SampleAudit.Run, Plan = plan, Model = model, Verdict = Verdict.Fail, Measurements = [], Disparities = [],
            Inputs = [new("config", "records.json", 900, new string('c', 64)), new("records", "train.csv", 12345, new string('d', 64))],
            Exhibits = [new Exhibit.Notices("notices", Phrase.Of($"Please note"), [Phrase.Of($"A sentence.")])],
            Findings =
            [
                new() { Expectation = expectation, Subgroup = groups[1], Attributes = [], Verdict = Verdict.Fail, Sentence = Phrase.Of($"A sentence."), Value = 0.35, Interval = SampleAudit.Around(0.35, 0.1) },
                new() { Expectation = expectation, Subgroup = groups[2], Attributes = [], Verdict = Verdict.Pass, Sentence = Phrase.Of($"A sentence."), Value = 1.2, Interval = SampleAudit.Around(1.2, 0.1) },
                new() { Expectation = ofColumn, Subgroup = Subgroup.Overall, Attributes = [], Verdict = Verdict.Inconclusive, Sentence = Phrase.Of($"A sentence."), Value = 0.91, Interval = SampleAudit.Around(0.91, 0.03), MorePatients = 300 },
            ],
            Records = new()
            {
                Generator = new(model, Modality.Records, [columns[2]], true), Reading = Phrase.Of($"A sentence."),
                Draws = [new(new string('1', 64), 4000, [KeyValuePair.Create(columns[2], levels[0])], ulong.MaxValue, 0, new string('2', 64))],
                Counts = [.. groups.Select((g, i) => g.Equals(hidden) ? new RecordCounts(g, null, null, 12) : new RecordCounts(g, 4000 / (i + 1), 2000 / (i + 1), 4100 / (i + 1)))],
                Columns = [.. columns.Select((c, i) => new RecordColumnKind(c, i < 2 ? RecordKind.Number : RecordKind.Category))],
                Baselines = [new(RecordBaselines.Real, 1000, null), new(RecordBaselines.Memoriser, 4000, null)],
                Figures = [.. RecordMeasureCatalog.Infos.SelectMany(info => Parts(info, columns, rule).SelectMany(p => groups.Select((g, i) => Measure(info, p, g, i, g.Equals(hidden)))))],
            },
        };
    }

    private static IEnumerable<string?> Parts(MetricInfo info, string[] c, string rule) => info.Id switch
    {
        "KolmogorovSmirnovComplement" or "WassersteinDistance" or "RangeCoverage" => [c[0], c[1], null],
        "TotalVariationComplement" or "CategoryCoverage" => [c[2], c[3], null],
        "CorrelationSimilarity" => [$"{c[0]} × {c[1]}", null],
        "ContingencySimilarity" => [$"{c[2]} × {c[3]}", null],
        "MixedPairSimilarity" => [$"{c[0]} × {c[2]}", $"{c[0]} × {c[3]}", $"{c[1]} × {c[2]}", $"{c[1]} × {c[3]}", null],
        "RuleViolationRate" or "RealRuleViolationRate" => [rule, null],
        "AttributeInferenceRisk" => [c[1], null],
        "RestrictedMeanSurvivalDifference" => ["old drug", null],
        _ => [null],
    };

    private static RecordMeasurement Measure(MetricInfo info, string? part, Subgroup group, int g, bool hidden)
    {
        var shown = hidden ? new RecordFigureShown(null, null, null, Phrase.Of($"suppressed: 1 to 10 patients"), true)
            : info.Id.StartsWith("Survival", StringComparison.Ordinal) ? new(null, null, null, Phrase.Of($"1 of 2 arms cannot be compared"), false)
            : info.Id == "RepresentationRatio" ? group.IsOverall ? new(null, null, null, Phrase.Of($"everybody is in it"), false) : Known(info, g == 1 ? 0.35 : 1.2 - (0.1 * g), 0.1)
            : info.Id.EndsWith("DisparityChange", StringComparison.Ordinal) && group.IsOverall ? new(null, null, null, Phrase.Of($"everybody is compared with no other group"), false)
            : g == 4 && info.Id == "LinkabilityRisk" ? new(null, null, null, Phrase.Of($"no record of the group has a value to infer"), false)
            : Known(info, Near(info, 0.06 + (0.02 * g)), 0.03);
        RecordFigureShown Beside(double off) => hidden ? new(null, null, null, Phrase.Of($"suppressed: 1 to 10 patients"), true) : Known(info, Near(info, off), 0.02);
        return new(info.Id, part, group, shown, [Beside(0.02) is { N: not null } real ? real with { N = 250 } : Beside(0.02), info.Id is "KMap" ? new(null, null, null, Phrase.Of($"failed"), false) : Beside(info.Better == Direction.Lower ? 0.6 : 0)]);
    }

    // So far off the best value, on the side on which there is room.
    private static double Near(MetricInfo info, double off) => Math.Clamp(info.Better switch
    {
        Direction.Higher => (info.Ideal ?? (double.IsFinite(info.Max) ? info.Max : 5)) - off,
        Direction.Lower => (info.Ideal ?? info.Min) + off,
        Direction.Target => info.Ideal!.Value + (info.Max > info.Ideal ? off : -off),
        _ => (double.IsFinite(info.Max) ? info.Max : 1) - off,
    }, info.Min, info.Max);

    private static RecordFigureShown Known(MetricInfo info, double value, double half) => info.HasNoInterval
        ? new(value, null, 500, Phrase.Of($"no variance"), false)
        : new(value, SampleAudit.Around(value, half, info.Min, info.Max), 500, null, false);

    private static AuditResult Hostile()
    {
        var t = SampleAudit.Hostile;
        var basis = Of([t[0], t[6]], [t[1], t[2], t[3], t[9]], [t[4], t[8], t[11], t[12]], t[5], t[7]);
        var plan = (SyntheticRecordsPlan)basis.Plan;
        var model = basis.Model with { Version = t[1], Kind = t[3] };
        return basis with
        {
            Plan = plan with { IntendedUse = t[0], Expectations = [.. plan.Expectations.Select((e, i) => e with { Why = t[i] })] },
            Model = model,
            Inputs = [.. t.Select(text => new InputFile("records", text, 1, new string('0', 64)))],
            Findings = [.. t.Select((text, i) => basis.Findings[i % 3] with { Sentence = Phrase.Verbatim(text) })],
            Records = basis.Records! with
            {
                Reading = Phrase.Verbatim(t[2]), Generator = basis.Records.Generator with { Model = model, Conditions = t },
                Draws = [.. t.Select((text, i) => basis.Records.Draws[0] with { Conditions = [KeyValuePair.Create(text, t[(i + 1) % t.Count])] })],
                Figures = [.. basis.Records.Figures.Select((f, i) => f.Figure.Reason is null ? f : f with { Figure = f.Figure with { Reason = Phrase.Verbatim(t[i % t.Count]) } })],
            },
        };
    }
}
