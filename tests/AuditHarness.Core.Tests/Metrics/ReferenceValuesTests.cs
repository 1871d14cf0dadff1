using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Metrics;

/// <summary>Worked examples that other tools state in their documentation and tests.</summary>
public sealed class ReferenceValuesTests
{
    // fairlearn user guide, docs/user_guide/assessment/perform_fairness_assessment.rst and intersecting_groups.rst.
    private static readonly byte[] Outcome = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    private static readonly double[] Decision = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];
    private static readonly AttributeColumn Letter = Column("letter", "b,b,a,b,b,c,c,c,a,a,c,a,b,c,c,b,c,c");
    private static readonly AttributeColumn Digit = Column("digit", "8,6,8,8,8,8,6,6,6,8,6,6,6,6,8,6,6,6");

    private static AttributeColumn Column(string name, string values)
    {
        var texts = values.Split(',');
        string[] levels = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), 0, true);
    }

    private static Dictionary<string, SubgroupEvidence> Groups(params AttributeColumn[] columns)
    {
        var index = GroupIndex.Of(columns);
        return new ScoreOrder(Decision, Outcome, null).Split(index)
            .Select((ranked, g) => new SubgroupEvidence(index.Groups[g], ranked, 0.5, false)).ToDictionary(e => e.Subgroup.Levels);
    }

    private static double Value(IMetric metric, SubgroupEvidence evidence) => ((Estimate.Known)metric.Measure(evidence)).Value;

    [Test]
    public void Rates_of_fairlearns_user_guide_overall()
    {
        var overall = new Rows(Decision, Outcome, null, 0.5).Evidence;
        Assert.Multiple(() =>
        {
            Assert.That(Value(new Sensitivity(), overall), Is.EqualTo(0.5));
            Assert.That(Value(new FalsePositiveRate(), overall), Is.EqualTo(0.666667).Within(5e-7));
            Assert.That(Value(new SelectionRate(), overall), Is.EqualTo(0.555556).Within(5e-7));
        });
    }

    [TestCase("a", 4, 0.5, 1, 0.75)]
    [TestCase("b", 6, 0.6, 0, 0.5)]
    [TestCase("c", 8, 0.4, 0.666667, 0.5)]
    public void Rates_of_fairlearns_user_guide_by_group(string group, int n, double sensitivity, double falsePositiveRate, double selectionRate)
    {
        var evidence = Groups(Letter)[group];
        Assert.Multiple(() =>
        {
            Assert.That(evidence.Count, Is.EqualTo(n));
            Assert.That(Value(new Sensitivity(), evidence), Is.EqualTo(sensitivity).Within(5e-7));
            Assert.That(Value(new FalsePositiveRate(), evidence), Is.EqualTo(falsePositiveRate).Within(5e-7));
            Assert.That(Value(new SelectionRate(), evidence), Is.EqualTo(selectionRate).Within(5e-7));
        });
    }

    [TestCase("a & 6", 0)]
    [TestCase("a & 8", 1)]
    [TestCase("b & 6", 0.666667)]
    [TestCase("b & 8", 0.5)]
    [TestCase("c & 6", 0.5)]
    [TestCase("c & 8", 0)]
    public void Recall_of_fairlearns_intersecting_groups(string cell, double recall) =>
        Assert.That(Value(new Sensitivity(), Groups(Letter, Digit)[cell]), Is.EqualTo(recall).Within(5e-7));

    // fairlearn shows these as plainly as any other figure.
    [TestCase("a & 6")]
    [TestCase("c & 8")]
    public void A_recall_of_one_event_comes_with_an_interval_that_says_it_is_worth_nothing(string cell)
    {
        var known = (Estimate.Known)new Sensitivity().Measure(Groups(Letter, Digit)[cell]);
        Assert.Multiple(() =>
        {
            Assert.That(known.Denominator, Is.EqualTo(1));
            Assert.That(known.Sampling!.Interval(0.95).Upper, Is.GreaterThan(0.79));
        });
    }

    // LiFT, StatsUtilsTest.scala: the counts follow from the rates, 1 true and 4 false positives, 2 true and 3 false negatives.
    [Test]
    public void Rates_of_LiFTs_test() => Assert.Multiple(() =>
    {
        var rows = new Rows([1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 1, 1, 1], null, 0.5).Evidence;
        Assert.That(Value(new PositivePredictiveValue(), rows), Is.EqualTo(0.2).Within(1e-12));
        Assert.That(Value(new FalsePositiveRate(), rows), Is.EqualTo(0.66667).Within(5e-6));
        Assert.That(Value(new FalseNegativeRate(), rows), Is.EqualTo(0.75));
        Assert.That(Value(new Sensitivity(), rows), Is.EqualTo(0.25));
        Assert.That(Value(new Specificity(), rows), Is.EqualTo(0.33333).Within(5e-6));
    });

    // LiFT, StatsUtilsTest.scala: labels of three queries in their ranks, of which 1 or 2 and more is relevant, and the mean over the queries;
    // of one with fewer results all count.
    [TestCase(1, 5, 0.85)]
    [TestCase(2, 5, 0.4166666666666667)]
    [TestCase(1, 10, 0.7944444444444444)]
    [TestCase(2, 10, 0.3833333333333333)]
    public void Precision_at_the_top_of_LiFTs_test(int relevant, int k, double expected)
    {
        int[][] queries = [[1, 1, 2, 0], [2, 2, 1, 1, 0, 1, 2, 2, 1, 0, 0], [2, 2, 2, 1, 1, 0]];
        Assert.That(queries.Average(labels =>
        {
            var e = new Rows([.. labels.Select((_, rank) => 1.0 / (rank + 1))], [.. labels.Select(y => (byte)(y >= relevant ? 1 : 0))], null, 0.5).Evidence;
            return Value(new PrecisionAtTop(), new(e.Subgroup, e.Ranked, e.Threshold, e.IsWeighted) { Measures = new() { TopShare = Math.Min(1, k / (double)labels.Length) } });
        }), Is.EqualTo(expected).Within(1e-12));
    }

    // torchmetrics' example of a calibration error (T1) has 2 bins; within each of them all of our 10 err to the same side, so that the mean
    // is the same. Its mean square and maximum are not, and there is no setting for bins.
    [Test]
    public void The_expected_calibration_error_of_torchmetrics_example() =>
        Assert.That(Value(new ExpectedCalibrationError(), new Rows([0.25, 0.25, 0.55, 0.75, 0.75], [0, 0, 1, 1, 1], null, 0.5).Evidence), Is.EqualTo(0.29).Within(1e-12));

    // holisticai doctests (H1): the first four of ten are group a.
    [Test]
    public void Opportunity_odds_and_accuracy_of_holisticais_example() => Assert.Multiple(() =>
    {
        var a = new Rows([1, 1, 0, 0], [1, 1, 0, 0], null, 0.5).Evidence;
        var b = new Rows([1, 1, 0, 1, 1, 1], [1, 0, 1, 0, 0, 1], null, 0.5).Evidence;
        double Gap(IMetric metric) => Value(metric, a) - Value(metric, b);
        Assert.That(Gap(new Sensitivity()), Is.EqualTo(0.3333333).Within(5e-8), "equal opportunity difference");
        Assert.That(Gap(new FalseNegativeRate()), Is.EqualTo(-0.3333333).Within(5e-8), "false negative rate difference");
        Assert.That((Gap(new Sensitivity()) + Gap(new FalsePositiveRate())) / 2, Is.EqualTo(-0.3333333).Within(5e-8), "average odds difference");
        Assert.That(Gap(new Accuracy()), Is.EqualTo(0.6666667).Within(5e-8), "accuracy difference");
    });
}
