using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Audits;

[TestFixture]
internal sealed class ExplanationAuditTests
{
    [Test]
    public void A_known_structure_is_explained_exactly_and_the_decomposition_sums_to_the_gap()
    {
        var (result, model) = Run(Linear);
        var gap = result.Exhibits.OfType<Exhibit.GapDecomposition>().Single(g => g.Group.ToString() == "sex = f");
        // margin = −1 + 0.8 lab + 1.5 proxy; only the proxy depends on sex.
        var proxy = (FeatureColumn.Numeric)Features.Columns[1];
        var expected = 1.5 * (MeanOf(proxy, 0) - MeanOf(proxy, 1));
        Assert.Multiple(() =>
        {
            Assert.That(gap.Parts[0].Feature, Is.EqualTo("proxy"));
            Assert.That(gap.Parts[0].Contribution, Is.EqualTo(expected).Within(1e-12));
            Assert.That(gap.Parts.Sum(p => p.Contribution), Is.EqualTo(gap.Gap).Within(1e-12));
            Assert.That(gap.Footer?.ToString(), Does.Contain("Interventional").And.Contain("background").And.Contain("log-odds"));
            Assert.That(model.RowsScored, Is.LessThan(2 * Rows), "an exact explanation does not call the model; only parity does");
        });
    }

    [Test]
    public void Every_kind_of_exhibit_is_there_and_says_how_it_was_made()
    {
        var exhibits = Run(Linear).Result.Exhibits;
        Assert.Multiple(() =>
        {
            Assert.That(exhibits.OfType<Exhibit.AttributionBars>().Select(b => b.Id), Is.EqualTo(new[] { "importance-1" }));
            Assert.That(exhibits.OfType<Exhibit.Beeswarm>().Single().Rows.Select(r => r.Feature), Is.EqualTo(new[] { "proxy", "lab" }));
            Assert.That(exhibits.OfType<Exhibit.Waterfall>().Select(w => w.Subgroup.Levels), Is.EqualTo(new[] { "overall", "f", "m" }));
            foreach (var w in exhibits.OfType<Exhibit.Waterfall>())
                Assert.That(w.BaseValue + w.Steps.Sum(s => s.Attribution), Is.EqualTo(w.Output).Within(1e-12));
            var proxies = exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "proxies");
            Assert.That(proxies.Rows.Select(r => ((Cell.Text)r[5]).Value), Has.All.EqualTo("proxy"));
            Assert.That(exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "model-reading").Rows.Select(r => ((Cell.Said)r[0]).Value.ToString()), Has.Some.Contains("structure against runtime"));
        });
    }

    [Test]
    public void A_black_box_is_explained_by_calling_it_on_the_scale_of_risk_and_calls_are_counted()
    {
        var (result, model) = Run(null);
        var reading = result.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "model-reading").Rows.ToDictionary(r => ((Cell.Said)r[0]).Value.ToString(), r => r[1]);
        Assert.Multiple(() =>
        {
            Assert.That(reading["structure"], Is.EqualTo(new Cell.Said(Phrase.Of($"not known: explained by calling the model"))));
            Assert.That(((Cell.Count)reading["rows scored in them"]).Value, Is.EqualTo(model.RowsScored));
            Assert.That(((Cell.Number)reading["local accuracy: largest relative error of base + attributions"]).Value, Is.LessThan(1e-12));
            Assert.That(result.Exhibits.OfType<Exhibit.Beeswarm>().Single().Scale, Is.EqualTo("risk"));
            Assert.That(result.Findings, Is.Empty, "a black box has no structure that could differ from it");
        });
    }

    [Test]
    public void A_structure_that_is_not_the_model_fails_the_audit()
    {
        var wrong = (ModelStructure.Linear)Linear with { Intercept = -1.2 };
        var finding = Run(wrong).Result.Findings.Single();
        Assert.That((finding.Expectation.Metric, finding.Verdict), Is.EqualTo(("ScorerParity", Verdict.Fail)), finding.Sentence.ToString());
    }

    [Test]
    public void Expectations_can_be_written_on_attributions_gaps_and_proxies()
    {
        var findings = Run(Linear,
            Expect("AttributionShare", "proxy", Bound.AtMost, 0.3), Expect("MeanAbsoluteAttribution", "lab", Bound.AtLeast, 0.1),
            Expect("ScoreGapContribution", "proxy", Bound.AtMost, 0.5, ("sex", "*")), Expect("ScoreGapContribution", "lab", Bound.AtMost, 0.5, ("sex", "f")),
            Expect("AttributeRecoverability", null, Bound.AtMost, 0.6, ("sex", "f")), Expect("AttributeRecoverability", "lab", Bound.AtMost, 0.7, ("sex", "f")),
            Expect("LocalAccuracy", null, Bound.AtMost, 1e-9)).Result.Findings;
        Assert.That(findings.Select(f => (f.Expectation.Metric, f.Expectation.Feature, f.Verdict)), Is.EqualTo(new (string, string?, Verdict)[]
        {
            ("AttributionShare", "proxy", Verdict.Fail), ("MeanAbsoluteAttribution", "lab", Verdict.Pass), ("ScoreGapContribution", "proxy", Verdict.Fail),
            ("ScoreGapContribution", "lab", Verdict.Pass), ("AttributeRecoverability", null, Verdict.Fail), ("AttributeRecoverability", "lab", Verdict.Pass),
            ("LocalAccuracy", null, Verdict.Pass),
        }), string.Join("\n", findings.Select(f => f.Sentence)));
    }

    [Test]
    public void A_group_of_a_few_patients_shows_no_attribution_and_a_finding_on_it_no_figure()
    {
        var few = Enumerable.Range(0, Rows).Select(i => i < 6 ? 0 : 1).ToArray();
        var result = Run(Linear, few, Expect("AttributionShare", "proxy", Bound.AtMost, 0.01, ("sex", "f"))).Result;
        var finding = result.Findings.Single();
        Assert.Multiple(() =>
        {
            Assert.That(result.Exhibits.OfType<Exhibit.AttributionBars>().SelectMany(b => b.Bars).Where(b => b.Subgroup.Levels == "f").Select(b => b.MeanAbsolute), Has.All.Null);
            Assert.That(result.Exhibits.OfType<Exhibit.GapDecomposition>().Select(g => g.Gap), Has.All.Null);
            Assert.That(result.Exhibits.OfType<Exhibit.Waterfall>().Single(w => w.Subgroup.Levels == "f").Steps, Is.Empty);
            Assert.That((finding.Value, finding.Interval), Is.EqualTo(((double?)null, (Statistics.Interval?)null)));
        });
    }

    [Test]
    public void Path_dependence_is_refused_where_no_tree_has_a_cover() =>
        Assert.That(() => Explainer.Explain(new ExplanationPlan { ValueFunction = ValueFunction.PathDependent }, new CountingModel(Linear), Features,
            PlayerMap.Of(["lab", "proxy"], new Dictionary<string, IReadOnlyList<string>>()), new Statistics.Seed(1), new AuditOptions()),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("interventional"));

    [Test]
    public void Any_number_of_workers_explains_alike()
    {
        static string Text(AuditResult r) => string.Join("\n", r.Exhibits.OfType<Exhibit.GapDecomposition>().SelectMany(g => g.Parts).Select(p => FormattableString.Invariant($"{p.Feature} {p.Contribution:R}"))
            .Concat(r.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "proxies").Rows.SelectMany(x => x).Select(c => c.ToString()!)));
        Assert.That(Text(Run(Linear, workers: 4).Result), Is.EqualTo(Text(Run(Linear, workers: 1).Result)));
    }

    private const int Rows = 600;

    private static ModelStructure Linear { get; } = new ModelStructure.Linear(FeatureEncoding.Direct(2), Link.Logit, -1, [0.8, 1.5]);

    private static int[] Sexes { get; } = [.. Enumerable.Range(0, Rows).Select(i => i % 2)];

    // lab knows nothing of sex; the proxy is higher for f (code 0).
    private static FeatureTable Features { get; } = new(
    [
        new FeatureColumn.Numeric("lab", [.. Enumerable.Range(0, Rows).Select(i => Math.Sin(i * 0.7) * 1.2)]),
        new FeatureColumn.Numeric("proxy", [.. Enumerable.Range(0, Rows).Select(i => Math.Cos(i * 1.3) + (i % 2 == 0 ? 1 : 0))]),
    ]);

    private static double MeanOf(FeatureColumn.Numeric column, int sex) => column.Values.Where((_, i) => Sexes[i] == sex).Average();

    private static Expectation Expect(string metric, string? feature, Bound bound, double limit, params (string Attribute, string Level)[] where) => new()
    {
        Index = 0, Metric = metric, Feature = feature, Where = [.. where.Select(w => new AttributeLevel(w.Attribute, w.Level))], Bound = bound, Limit = limit, Line = 1,
        Compare = metric == "ScoreGapContribution" ? Comparison.Reference : null,
    };

    private static (AuditResult Result, CountingModel Model) Run(ModelStructure? structure, params Expectation[] expectations) => Run(structure, Sexes, expectations);

    private static (AuditResult Result, CountingModel Model) Run(ModelStructure? structure, int[] sexes, params Expectation[] expectations) => Run(structure, 1, sexes, expectations);

    private static (AuditResult Result, CountingModel Model) Run(ModelStructure? structure, int workers) => Run(structure, workers, Sexes);

    private static (AuditResult Result, CountingModel Model) Run(ModelStructure? structure, int workers, int[] sexes, params Expectation[] expectations)
    {
        var model = new CountingModel(structure);
        var scores = model.Score(Features);
        model.RowsScored = 0;
        var implicitOnes = expectations.Length > 0 ? expectations : [Expect("ScorerParity", null, Bound.AtMost, 1e-6) with { Line = null }];
        var plan = new DiagnosticPlan
        {
            Name = "explained", Data = new DataPlan("d.csv", "id", "y", "1", null, null, null), Model = new ModelPlan("linear", "m", null, null, "m", null),
            Threshold = new ThresholdPlan.Fixed(0.5), Subgroups = new SubgroupPlan([new("sex", "sex", null, null)], [], 30, "missing"),
            Audits = AuditCatalog.All, Explanations = new ExplanationPlan(), Expectations = implicitOnes, Report = new ReportPlan("explained", ReportProfile.Internal),
        };
        var cohort = new ScoredCohort
        {
            Labels = [.. scores.Select((s, i) => (byte)((i * 0.61803 % 1) < s ? 1 : 0))], Scores = scores, Features = Features,
            Attributes = [new AttributeColumn("sex", ["f", "m"], sexes, 1, true)], Flow = new CohortFlow(Rows, [], 0, Rows, Rows, 0),
        };
        return (Audit.Run(plan, cohort, model.Identity, [], [], new RunInfo("run", default, 0, "0"), new AuditOptions { Workers = workers }, model), model);
    }

    private sealed class CountingModel(ModelStructure? structure) : IDiagnosticModel
    {
        public long RowsScored { get; set; }
        public ModelIdentity Identity { get; } = new("linear", "m", null, "");
        public Phrase Reading => Phrase.Of($"a formula");
        public ModelStructure? Structure => structure;

        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            RowsScored += patients.Count;
            return Linear.Risks(patients);
        }

        public void Dispose() { }
    }
}
