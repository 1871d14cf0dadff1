using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Config;

/// <summary>What must hold of made-up records, and every rule broken once.</summary>
public class RecordExpectationReaderTests
{
    private const string Declared = """
        "holdout": "h.csv", "columns": ["age", "sex", "death", "time", "id", "× odd"], "outcome": { "column": "death", "positive": 1 },
            "survival": { "time": "time", "event": "death", "eventLevel": 1 }, "patient": "id", "quasiIdentifiers": ["age"], "sensitive": ["death"],
            "rules": [{ "name": "grown up", "rule": "age >= 18" }]
        """;

    private static string With(string expectation, string more = "") =>
        SampleRecordsConfig.Records(Declared)[..^1].TrimEnd() + $",\n  {more}\"expectations\": [{{ {expectation} }}]\n}}";

    private static Expectation Read(string expectation, string more = "") => SampleConfig.Load(With(expectation, more)).Plan.Expectations.Single();

    [Test, SetCulture("de-DE")]
    public void All_that_an_expectation_says_is_in_the_plan()
    {
        var plan = SampleConfig.Load(SampleRecordsConfig.Whole).Plan;
        Assert.Multiple(() =>
        {
            Assert.That(plan.Expectations[0] with { Where = [] }, Is.EqualTo(new Expectation
            {
                Index = 0, Metric = "KolmogorovSmirnovComplement", Subject = "age", Where = [], Bound = Bound.AtLeast, Limit = 0.9, Severity = Severity.Warn, Evidence = Evidence.Point,
                Why = "As good.", Line = plan.Expectations[0].Line,
            }));
            Assert.That(plan.Expectations.Select(e => string.Join(" & ", e.Where)), Is.EqualTo(new[]
            {
                $"{new AttributeLevel("sex", "*")}", "", $"{new AttributeLevel("sex", "F")} & {new AttributeLevel("age", "<40")}", "",
            }));
            Assert.That(plan.Expectations.Select(e => e.Subject), Is.EqualTo(new[] { "age", "age × sex", "pressures in order", "logistic regression" }), "a pair in the order of the columns, a learner by the name that its figures have");
        });
    }

    [TestCaseSource(typeof(RecordMeasureCatalog), nameof(RecordMeasureCatalog.Infos))]
    public void Every_metric_of_the_catalog_can_be_expected(Metrics.MetricInfo metric)
    {
        var limit = double.IsFinite(metric.Max) ? metric.Max : double.IsFinite(metric.Min) ? metric.Min : 0;
        Assert.That(Read(FormattableString.Invariant($"\"metric\": \"{metric.Id}\", \"where\": {{ \"sex\": \"*\", \"age\": \"*\" }}, \"atMost\": {limit:R}")).Metric, Is.EqualTo(metric.Id));
    }

    [TestCase("\"metric\": \"MixedPairSimilarity\", \"subject\": \"death × age\", \"atLeast\": 0.9", "age × death")]
    [TestCase("\"metric\": \"MixedPairSimilarity\", \"subject\": \"× odd × age\", \"atLeast\": 0.9", "age × × odd")]
    [TestCase("\"metric\": \"TotalVariationComplement\", \"subject\": \"× odd\", \"atLeast\": 0.9", "× odd")]
    [TestCase("\"metric\": \"UtilityAurocDifference\", \"subject\": \"fastTree\", \"atLeast\": -0.1", "boosted trees (ML.NET FastTree)")]
    [TestCase("\"metric\": \"UtilityAurocDifference\", \"subject\": \"boosted trees (ML.NET FastTree)\", \"atLeast\": -0.1", "boosted trees (ML.NET FastTree)")]
    public void A_subject_is_called_as_the_figures_call_it(string expectation, string subject) => Assert.That(Read(expectation).Subject, Is.EqualTo(subject));

    [Test]
    public void Where_no_columns_are_named_any_subject_may_be_one() =>
        Assert.That(SampleConfig.Load(SampleRecordsConfig.LeastWith("\"expectations\": [{ \"metric\": \"KolmogorovSmirnovComplement\", \"subject\": \"anything\", \"atLeast\": 0.9 }]")).Plan.Expectations[0].Subject, Is.EqualTo("anything"));

    private const string Ks = "\"metric\": \"KolmogorovSmirnovComplement\", ";

    [TestCase("\"metric\": \"KolmogorovSmirnovComplment\", \"atLeast\": 0.9", ".metric: there is no metric 'KolmogorovSmirnovComplment' of made-up records. Did you mean 'KolmogorovSmirnovComplement'?")]
    [TestCase("\"metric\": \"x\", \"atLeast\": 0.9", ".metric: there is no metric 'x' of made-up records. 'audit metrics' lists them.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.9", ".metric: 'Sensitivity' is measured of a model that scores patients, and this config audits a generator of records. Name a metric of made-up records, such as 'KolmogorovSmirnovComplement'; 'audit metrics' lists them.")]
    [TestCase("\"metric\": \"AurocGap\", \"atMost\": 0.9", ".metric: 'AurocGap' is measured of a model that scores patients, and this config audits a generator of records. Name a metric of made-up records, such as 'KolmogorovSmirnovComplement'; 'audit metrics' lists them.")]
    [TestCase("\"metric\": \"AttributionShare\", \"atMost\": 0.9", ".metric: 'AttributionShare' is measured of a model that scores patients, and this config audits a generator of records. Name a metric of made-up records, such as 'KolmogorovSmirnovComplement'; 'audit metrics' lists them.")]
    [TestCase(Ks + "\"atLeast\": 1.5", ".atLeast: expected a limit in the range of 'KolmogorovSmirnovComplement', 0 to 1, found the number 1.5.")]
    [TestCase("\"metric\": \"WassersteinDistance\", \"atMost\": -1", ".atMost: expected a limit in the range of 'WassersteinDistance', at least 0, found the number -1.")]
    [TestCase(Ks + "\"why\": \"x\"", ": there is no limit. Give 'atMost' or 'atLeast'.")]
    [TestCase(Ks + "\"atMost\": 1, \"atLeast\": 0", ".atLeast: 'atMost' and 'atLeast' do not go together. Write two expectations.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"compare\": \"reference\"", ".compare: a figure of made-up records is judged by itself, in each group. Take 'compare' out.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"against\": \"equivalence\"", ".against: a figure of made-up records is judged by itself, in each group. Take 'against' out.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"feature\": \"age\"", ".feature: a figure of made-up records is about no feature of a model. Name a column, a pair of columns or a rule in 'subject', or take this out.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"form\": \"ratio\"", ".form: there is no key 'form' here. Valid here: 'metric', 'subject', 'where', 'atMost', 'atLeast', 'severity', 'evidence', 'why'.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"where\": { \"sx\": \"*\" }", ".where.sx: 'sx' is not among 'subgroups.attributes'. Did you mean 'sex'? Valid here: 'sex', 'age'.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"where\": { \"age\": \"<20\" }", ".where.age: '<20' is not a level of 'age'. Did you mean '<40'? Valid here: '<40', '40-<60', '>=60', 'missing'.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"where\": { \"age\": \"<40\", \"sex\": \"*\" }", ".where: '*' and a level do not go together. Give '*' for all of the attributes, or a level for each.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"subject\": \"agee\"", ".subject: 'agee' is no column among 'records.columns' and no pair of them such as \"age × × odd\". Did you mean 'age'? Valid here: 'age', 'sex', 'death', 'time', 'id', '× odd'.")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"subject\": \"age × height\"", ".subject: 'age × height' is no column among 'records.columns' and no pair of them such as \"age × × odd\".")]
    [TestCase(Ks + "\"atLeast\": 0.9, \"subject\": \"age × age\"", ".subject: 'age × age' is no column among 'records.columns' and no pair of them such as \"age × × odd\".")]
    [TestCase("\"metric\": \"RuleViolationRate\", \"atMost\": 0.1, \"subject\": \"grown-up\"", ".subject: there is no rule 'grown-up'. Did you mean 'grown up'? Valid here: 'grown up'.")]
    [TestCase("\"metric\": \"UtilityAurocDifference\", \"atLeast\": -0.1, \"subject\": \"lightGbm\"", ".subject: there is no learner 'lightGbm' beside the first. Valid here: 'fastTree'.")]
    [TestCase("\"metric\": \"UtilityAurocDifference\", \"atLeast\": -0.1, \"subject\": \"logisticRegression\"", ".subject: 'logisticRegression' is the first of the learners, which makes the figure of the records as a whole. Take 'subject' out.")]
    [TestCase("\"metric\": \"DistanceToClosestRecord\", \"atLeast\": 0", null)]
    public void Every_rule_of_an_expectation_is_held(string expectation, string? words)
    {
        // The name of a measure that has several metrics is none of them.
        if (words is null) Assert.That(SampleConfig.Faults(With(expectation))[1], Does.Contain("there is no metric 'DistanceToClosestRecord' of made-up records."));
        else SyntheticRecordsReaderTests.Fault(With(expectation), "line 8, $.expectations[0]" + words);
    }

    [Test]
    public void A_metric_whose_audit_is_left_out_is_refused() => SyntheticRecordsReaderTests.Fault(
        With(Ks + "\"atLeast\": 0.9", "\"audits\": [\"privacy\"], "),
        "line 8, $.expectations[0].metric: 'KolmogorovSmirnovComplement' is measured by the audit 'fidelity', which 'audits' leaves out. Add it there, or take the expectation out.");

    [Test]
    public void A_pair_of_attributes_must_be_declared() => SyntheticRecordsReaderTests.Fault(
        With(Ks + "\"atLeast\": 0.9, \"where\": { \"sex\": \"*\", \"age\": \"*\" }").Replace(", \"intersections\": [[\"sex\", \"age\"]]", "", StringComparison.Ordinal),
        "line 8, $.expectations[0].where: sex & age is not a declared intersection. Add [\"sex\", \"age\"] to 'subgroups.intersections'.");

    [TestCase("RuleViolationRate", "which rules every possible record meets. Declare 'records.rules'")]
    [TestCase("UtilityAurocDifference", "what a model would predict. Declare 'records.outcome'")]
    [TestCase("SurvivalCurveGap", "times to an event. Declare 'records.survival'")]
    [TestCase("VisitsPerPatientSimilarity", "which rows belong to one patient. Declare 'records.patient'")]
    [TestCase("AttributeInferenceRisk", "what an attacker knows and would like to learn. Declare 'records.quasiIdentifiers' and 'records.sensitive'")]
    public void What_could_only_be_inconclusive_is_refused(string id, string needs) => SyntheticRecordsReaderTests.Fault(
        SampleRecordsConfig.LeastWith($"\"expectations\": [{{ \"metric\": \"{id}\", \"atLeast\": 0 }}]"),
        $"line 6, $.expectations[0].metric: '{id}' needs to know {needs}, or take the expectation out.");

    [TestCase("\"metric\": \"KolmogorovSmirnovComplement\", \"atLeast\": 0.9", ".metric: 'KolmogorovSmirnovComplement' is measured of records that a generator makes up, and this config audits a model that scores patients. Name a metric of scores, such as 'Sensitivity'; 'audit metrics' lists them.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.9, \"subject\": \"age\"", ".subject: a figure of scores is about no column or rule of records. Name the model's feature in 'feature', or take this out.")]
    public void A_config_of_a_model_expects_nothing_of_records(string expectation, string words) =>
        SyntheticRecordsReaderTests.Fault(SampleConfig.LeastWith($"\"expectations\": [{{ {expectation} }}]"), "line 7, $.expectations[0]" + words);
}
