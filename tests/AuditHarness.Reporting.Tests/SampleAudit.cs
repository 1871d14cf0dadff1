using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>Audit results made by hand. The figures are plausible and mean nothing; no test takes them for true.</summary>
internal static class SampleAudit
{
    /// <summary>What an attacker, or an unlucky export, may put into a text of the data.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "<script>alert('a')</script>", "\"><img src=x onerror=alert(1)>", "a & b &amp; c", "]]></style><!-- --", "</title></svg>", "' style='x",
        "pipe | and ` tick *bold* _it_ [l](http://e.vil) @you", "null\0bell\u0007esc\u001b[31m", "עברית عربى", "evil\u202Etxt.exe\u2066", "\ud800 half", "two\nlines\r\ttab",
        new string('W', 300),
    ];

    public static RunInfo Run { get; } = new("2026-01-05-081500-7f3a", new DateTimeOffset(2026, 1, 5, 8, 15, 0, TimeSpan.Zero), 2.345, "0.1.0");

    /// <summary>Two attributes and their intersection, everything known except one small group that is hidden.</summary>
    public static AuditResult Typical { get; } = Of(
        [("ethnicity", ["afam", "hispanic", "white", "other"]), ("gender", ["female", "male"])], "white", "Deaths within five years");

    /// <summary>Every text that can come from data, config or file names is one of <see cref="Hostile"/>.</summary>
    public static AuditResult OfHostileTexts { get; } = WithHostileTexts();

    /// <summary>Nothing was expected and nobody was compared.</summary>
    public static AuditResult Bare { get; } = Typical with
    {
        Measurements = [new Measurement.Known("Sensitivity", Subgroup.Overall, 100, 40, 0.5, null, Phrase.Of($"no variance"))],
        Disparities = [], Exhibits = [], Findings = [], Verdict = Verdict.Pass,
        Plan = Typical.Plan with { Expectations = [], Subgroups = new([], [], 30, "missing") },
    };

    public static Interval Around(double value, double half, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        new(Math.Max(min, value - half), Math.Min(max, value + half), 0.95, Phrase.Of($"Wilson"));

    public static Subgroup Group(string attribute, string level) => new(new AttributeLevel(attribute, level));

    private static AuditResult Of((string Name, string[] Levels)[] attributes, string reference, string title, IReadOnlyList<string>? features = null, string footer = SampleExplanations.Footer)
    {
        var (first, second) = (attributes[0], attributes[1]);
        var expectations = Expectations(first.Name, second.Name);
        var families = new List<(string[] Names, List<Subgroup> Groups)>
        {
            ([first.Name], [.. first.Levels.Select(l => Group(first.Name, l))]),
            ([second.Name], [.. second.Levels.Select(l => Group(second.Name, l))]),
            ([first.Name, second.Name],
             [.. first.Levels.SelectMany(a => second.Levels, (a, b) => new Subgroup(new AttributeLevel(first.Name, a), new AttributeLevel(second.Name, b)))]),
        };
        var groups = families.SelectMany(f => f.Groups).Prepend(Subgroup.Overall).ToList();
        var small = families[2].Groups[^1];
        return new AuditResult
        {
            Run = Run,
            Plan = new DiagnosticPlan
            {
                Name = "sample", IntendedUse = "Offer a home visit to patients at high risk.",
                Data = new("cohort.csv", "id", "died", "1", "weight", null, new("part", "test", "calibration")),
                Model = new("predictions", "scores.csv", "id", "risk", "Gradient boosting", "2.1"),
                Threshold = new ThresholdPlan.ByRule(ThresholdRule.Sensitivity, 0.8),
                Subgroups = new([new(first.Name, first.Name, null, reference), new(second.Name, second.Name, [40, 60.5], null)], [[first.Name, second.Name]], 30, "missing"),
                Audits = AuditCatalog.OfScores, Expectations = expectations, Seed = 20260105, Report = new(title, ReportProfile.Internal),
            },
            Model = new("predictions", "Gradient boosting", "2.1", new string('a', 64)),
            Inputs = [new("config", "sample.json", 1234, new string('c', 64)), new("data", "cohort.csv", 1234567, new string('d', 64)), new("predictions", "scores.csv", 45678, new string('e', 64))],
            Threshold = 0.31, Verdict = Verdict.Fail,
            Measurements = [.. MetricCatalog.Infos.SelectMany(info => groups.Select((group, g) => Measure(info, group, g, group.Equals(small))))],
            Disparities = [.. families.SelectMany(f => DisparityCatalog.All.SelectMany(info => Gaps(info, f.Names, f.Groups)))],
            Exhibits = [.. Exhibits(groups, small), .. SampleExplanations.Of(features ?? SampleExplanations.Features, [.. families.Select(f => f.Groups)], small, footer)],
            Findings = Findings(expectations, families[0].Groups, families[1].Groups, small),
        };
    }

    private static IReadOnlyList<Expectation> Expectations(string first, string second) =>
    [
        new() { Index = 0, Metric = "AreaUnderRoc", Where = [], Bound = Bound.AtLeast, Limit = 0.75, Why = "Below that the model is not worth its alarms.", Line = 12 },
        new() { Index = 1, Metric = "Sensitivity", Where = [new(first, Expectation.EveryLevel)], Bound = Bound.AtLeast, Limit = 0.7, Line = 13 },
        new() { Index = 2, Metric = "EqualOpportunityDifference", Where = [new(first, Expectation.EveryLevel)], Compare = Comparison.WorstPair, Bound = Bound.AtMost, Limit = 0.1, Why = "Agreed with the ethics board.", Line = 14 },
        new() { Index = 3, Metric = "DemographicParityRatio", Where = [new(second, Expectation.EveryLevel)], Compare = Comparison.Reference, Bound = Bound.AtLeast, Limit = 0.8, Severity = Severity.Warn, Evidence = Evidence.Point, Line = 15 },
        new() { Index = 4, Metric = "CalibrationGap", Where = [new(second, Expectation.EveryLevel)], Compare = Comparison.WorstPair, Bound = Bound.AtMost, Limit = 0.2, Severity = Severity.Warn, Line = 16 },
    ];

    private static Measurement Measure(MetricInfo info, Subgroup group, int g, bool small)
    {
        var n = small ? (int?)null : 5000 / (1 + g);
        if (small) return new Measurement.Unknown(info.Id, group, null, null, Phrase.Of($"suppressed: 1 to 10 patients"), true);
        if (g == 4 && info.Id is "Sensitivity" or "FalseNegativeRate" && g == 4) return new Measurement.Unknown(info.Id, group, n, 0, Phrase.Of($"no patient with an event"), false);
        var value = info.Id switch { "CalibrationIntercept" => -0.12 + (0.02 * g), "CalibrationSlope" => 0.93, "PositiveLikelihoodRatio" => 12.5 + g, "LogLoss" => 0.41, "BrierScore" => 0.12, _ => Math.Clamp(0.78 - (0.03 * g), info.Min, info.Max) };
        return g == 3 && info.Id == "PositiveLikelihoodRatio"
            ? new Measurement.Known(info.Id, group, n, n / 5, value, null, Phrase.Of($"both rates are 1: no variance"))
            : new Measurement.Known(info.Id, group, n, n / 5, value, Around(value, 0.02 + (0.01 * g), info.Min, info.Max), null)
            {
                // Everybody has too many distinct scores for each to be fitted.
                Fit = !info.Id.EndsWith("Loess", StringComparison.Ordinal) && !info.Id.EndsWith("Lowess", StringComparison.Ordinal) ? null : g == 0 ? Phrase.Of($"fitted at 512 quantile knots and 64 at bends") : Phrase.Of($"fitted at every distinct score"),
            };
    }

    private static IEnumerable<GroupDisparity> Gaps(DisparityInfo info, string[] names, List<Subgroup> groups)
    {
        var reference = groups[Math.Min(2, groups.Count - 1)];
        var ratio = info.Form == DisparityForm.Ratio;
        var leftOut = names.Length > 1 ? new[] { new LeftOut(groups[^1], Phrase.Of($"fewer than {30} patients")) } : [];
        var compared = groups.Where(g => !g.Equals(reference) && leftOut.All(l => !l.Subgroup.Equals(g))).ToList();
        foreach (var comparison in info.Comparisons)
        {
            if (comparison is Comparison.Reference or Comparison.Overall)
            {
                foreach (var (group, g) in compared.Select((x, i) => (x, i)))
                {
                    var value = ratio ? 0.95 - (0.06 * g) : 0.02 - (0.05 * g);
                    var known = !(g == 1 && info.Id == "PredictiveParityDifference");
                    yield return new GroupDisparity
                    {
                        Metric = info.Id, Attributes = names, Form = info.Form, Comparison = comparison, Group = group, Against = comparison == Comparison.Overall ? Subgroup.Overall : reference,
                        Value = known ? value : null, Interval = known ? Around(value, 0.06, ratio ? 0.01 : -1) with { Method = Phrase.Of($"{Phrase.Of($"Newcombe")}, simultaneous over {3} groups ({Phrase.Of($"Dunnett")})") } : null,
                        PValue = known ? 0.0004 * (g + 1) : null, PValueHolm = known ? 0.012 * (g + 1) : null, PValueBenjaminiHochberg = known ? 0.006 * (g + 1) : null, MinimumDetectable = known ? ratio ? 0.88 : 0.09 : null,
                        Groups = groups.Count - leftOut.Length, LeftOut = leftOut, Reason = known ? null : Phrase.Of($"no patient is flagged at the threshold"),
                    };
                }
            }
            else
            {
                var all = comparison == Comparison.AllGroups;
                yield return new GroupDisparity
                {
                    Metric = info.Id, Attributes = names, Form = info.Form, Comparison = comparison, Group = all ? null : ratio ? compared[^1] : reference, Against = all ? null : ratio ? reference : compared[^1],
                    Value = ratio ? 0.83 : 0.13, Interval = Around(ratio ? 0.83 : 0.13, 0.05), ExpectedUnderEquality = all ? null : 0.031, PValue = 0.002, PValueHolm = all ? null : 0.004, Groups = groups.Count - leftOut.Length, LeftOut = leftOut,
                };
            }
        }
    }

    private static IReadOnlyList<Exhibit> Exhibits(IReadOnlyList<Subgroup> groups, Subgroup small) =>
    [
        new Exhibit.Table("cohort-flow", Phrase.Of($"How the rows became the cohort"), ["Step", "Rows"],
            [[new Cell.Text("Rows in the data file"), new Cell.Count(6543)], [new Cell.Text("dropped: label 'died' is missing"), new Cell.Count(43)], [new Cell.Text("Set aside to fix the threshold"), new Cell.Count(1500)], [new Cell.Text("Evaluated"), new Cell.Count(5000)]], null),
        new Exhibit.Table("subgroups", Phrase.Of($"Subgroups"), ["Attribute", "Group", "Patients", "With event", "Without event", "Effective n", "Reference"],
            [.. groups.Skip(1).Select((g, i) => (IReadOnlyList<Cell>)[new Cell.Text(g.Attributes), new Cell.Text(g.Levels),
                g.Equals(small) ? new Cell.Hidden(Phrase.Of($"suppressed: 1 to 10")) : new Cell.Count(5000 / (i + 2)), new Cell.Count(1000 / (i + 2)), new Cell.Count(4000 / (i + 2)), new Cell.Number(4321.5 / (i + 2)), new Cell.Text(i == 2 ? "reference" : "")])], Phrase.Of($"Counts of 1 to 10 are suppressed.")),
        new Exhibit.Table("threshold", Phrase.Of($"How the threshold was fixed"), ["What", "Value"],
            [[new Cell.Text("Rule"), new Cell.Text("highest threshold with sensitivity of at least 0.8 on the calibration split")], [new Cell.Text("Sensitivity reached there"), new Cell.Number(0.8021)]], null),
        new Exhibit.Notices("notices", Phrase.Of($"Please note"), [Phrase.Of($"The reference 'white' is pinned and is not the largest group.")]),
        .. groups.Select((g, i) => new Exhibit.ReliabilityCurve($"reliability-{i}", Phrase.Of($"Reliability: {g.ToString()}"), g, g.Equals(small) ? [] : Bins(i), g.Equals(small) ? Phrase.Of($"suppressed: 1 to 10 patients") : null)),
        .. SampleCurves.Of(groups, small),
        new Exhibit.Table("something-new", Phrase.Of($"An exhibit nobody has heard of"), ["Name", "Figure"], [[new Cell.Text("x"), new Cell.Number(-0.5)]], null),
    ];

    private static IReadOnlyList<ReliabilityBin> Bins(int shift) =>
    [
        .. Enumerable.Range(0, 8).Select(b =>
        {
            var (mean, rate) = ((b + 0.45) / 10, Math.Min(1, ((b + 0.45) / 10 * (0.9 + (0.05 * shift))) + 0.01));
            return b == 7 ? new ReliabilityBin(0.7, 0.8, null, null, null, null) : new ReliabilityBin(b / 10.0, (b + 1) / 10.0, 900 / (b + 1), mean, rate, Around(rate, 0.02 + (0.015 * b), 0, 1));
        }),
    ];

    private static IReadOnlyList<Finding> Findings(IReadOnlyList<Expectation> e, List<Subgroup> first, List<Subgroup> second, Subgroup small) =>
    [
        new() { Expectation = e[0], Subgroup = Subgroup.Overall, Attributes = [], Verdict = Verdict.Pass, Sentence = Phrase.Of($"AUROC overall is 0.812 (0.794 to 0.829): shown to be at least 0.75."), Value = 0.812, Interval = Around(0.812, 0.018) },
        new() { Expectation = e[1], Subgroup = first[0], Attributes = [], Verdict = Verdict.Fail, Sentence = Phrase.Of($"Sensitivity of {first[0].ToString()} is 0.612 (0.551 to 0.670): the whole interval is below 0.7."), Value = 0.612, Interval = Around(0.612, 0.058) },
        new() { Expectation = e[1], Subgroup = first[1], Attributes = [], Verdict = Verdict.Inconclusive, Sentence = Phrase.Of($"Sensitivity of {first[1].ToString()} is 0.720 (0.640 to 0.790): at least 0.7 is neither shown nor excluded."), Value = 0.72, Interval = Around(0.72, 0.08), MorePatients = 1900 },
        new() { Expectation = e[1], Subgroup = first[2], Attributes = [], Verdict = Verdict.Pass, Sentence = Phrase.Of($"Sensitivity of {first[2].ToString()} is 0.801 (0.770 to 0.829): shown to be at least 0.7."), Value = 0.801, Interval = Around(0.801, 0.03) },
        new() { Expectation = e[1], Subgroup = small, Attributes = [], Verdict = Verdict.Inconclusive, Sentence = Phrase.Of($"Sensitivity of {small.ToString()} is hidden: too few patients to show, and too few to judge."), Value = null },
        new() { Expectation = e[2], Subgroup = null, Attributes = [first[0].Conditions[0].Attribute], Verdict = Verdict.Fail, Sentence = Phrase.Of($"The largest gap, between {first[2].Levels} and {first[0].Levels}, is 0.189 (0.112 to 0.266), above 0.1."), Value = 0.189, Interval = Around(0.189, 0.077) },
        new() { Expectation = e[3], Subgroup = second[0], Attributes = [second[0].Conditions[0].Attribute], Verdict = Verdict.Fail, Sentence = Phrase.Of($"The ratio is 0.78, below 0.8."), Value = 0.78, Interval = Around(0.78, 0.1) },
        new() { Expectation = e[4], Subgroup = null, Attributes = [second[0].Conditions[0].Attribute], Verdict = Verdict.Inconclusive, Sentence = Phrase.Of($"The gap is 0.15 (0.02 to 0.28): at most 0.2 is neither shown nor excluded."), Value = 0.15, Interval = Around(0.15, 0.13), MorePatients = 830 },
    ];

    private static AuditResult WithHostileTexts()
    {
        var t = Hostile;
        var basis = Of([(t[0], [t[1], t[2], t[8], t[12]]), (t[6], [t[3], t[9], t[11]])], t[8], t[4], t, t[0]);
        return basis with
        {
            Plan = (DiagnosticPlan)basis.Plan with
            {
                Name = t[1], IntendedUse = t[7], Data = ((DiagnosticPlan)basis.Plan).Data with { Label = t[5], Positive = t[10], File = t[0] }, Model = ((DiagnosticPlan)basis.Plan).Model with { Name = t[2] },
                Expectations = [.. basis.Plan.Expectations.Select((e, i) => e with { Why = t[i] })],
            },
            Model = basis.Model with { Name = t[0], Version = t[1], Kind = t[3] },
            Inputs = [.. t.Select(text => new InputFile("data", text, 1, new string('0', 64)))],
            Exhibits =
            [
                new Exhibit.Notices("notices", Phrase.Verbatim(t[1]), [.. t.Select(Phrase.Verbatim)]), .. basis.Exhibits.Where(e => e.Id != "notices"),
                new Exhibit.Table("t", Phrase.Verbatim(t[0]), t, [[.. t.Select(text => new Cell.Text(text))], [.. t.Select(text => new Cell.Hidden(Phrase.Verbatim(text)))]], Phrase.Verbatim(t[4])),
            ],
            Findings = [.. basis.Findings.Select((f, i) => f with { Sentence = Phrase.Verbatim(t[i]), Expectation = f.Expectation with { Why = t[(i + 5) % t.Count] } }), .. t.Select(text => basis.Findings[0] with { Sentence = Phrase.Verbatim(text) })],
        };
    }
}
