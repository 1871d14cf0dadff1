using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Metrics;

/// <summary>Groups too small or too uniform to measure. Peers answer 0, NaN, 10 or an exception; here it is a reason.</summary>
public sealed class DegenerateGroupsTests
{
    private static readonly double[] Levels = [0.5, 0.95, 0.9999999];

    private static IEnumerable<TestCaseData> Groups()
    {
        (string Name, double[] Scores, byte[] Labels)[] groups =
        [
            ("nobody", [], []),
            ("one event", [0.7], [1]),
            ("one non-event", [0.2], [0]),
            ("one of each", [0.7, 0.2], [1, 0]),
            ("one of each, the wrong way round", [0.2, 0.7], [1, 0]),
            ("one of each, tied", [0.4, 0.4], [1, 0]),
            ("events only", [0.1, 0.5, 0.9], [1, 1, 1]),
            ("non-events only", [0.1, 0.5, 0.9], [0, 0, 0]),
            ("all scores equal", [0.3, 0.3, 0.3, 0.3, 0.3], [1, 0, 0, 1, 0]),
            ("certain and right", [1, 1, 0, 0], [1, 1, 0, 0]),
            ("certain and wrong", [1, 1, 0, 0], [0, 0, 1, 1]),
            ("certain and mixed", [1, 1, 0, 0], [0, 1, 0, 1]),
            ("risk 0 for all", [0, 0, 0], [0, 1, 0]),
            ("risk 0 for all, no event", [0, 0, 0], [0, 0, 0]),
            ("risk 1 for all", [1, 1, 1], [0, 1, 0]),
            ("one event among many", [.. Enumerable.Range(0, 50).Select(i => i / 50.0)], [.. Enumerable.Range(0, 50).Select(i => (byte)(i == 20 ? 1 : 0))]),
            ("nearly tied", [0.3, Math.BitIncrement(0.3), 0.3, Math.BitIncrement(0.3)], [1, 0, 0, 1]),
            ("next to 0 and 1", [double.Epsilon, 1e-300, Math.BitDecrement(1), 0.5], [1, 0, 0, 1]),
            ("nearly certain, separated", [1e-16, 1e-17, 1 - 1e-16, 1 - 1e-15], [0, 0, 1, 1]),
            ("flagged without exception, one class each side", [0.6, 0.7, 0.8, 0.9], [1, 0, 1, 0]),
        ];
        foreach (var (name, scores, labels) in groups)
        {
            yield return new TestCaseData(new Rows(scores, labels, null, 0.5)).SetArgDisplayNames(name);
            if (scores.Length < 2) continue;
            double[] weights = [.. Enumerable.Range(0, scores.Length).Select(i => Math.Pow(10, 3 * (i % 3)))];
            yield return new TestCaseData(new Rows(scores, labels, weights, 0.5)).SetArgDisplayNames(name + ", weighted");
            double[] extreme = [.. Enumerable.Range(0, scores.Length).Select(i => i == 0 ? 1e10 : 1)];
            yield return new TestCaseData(new Rows(scores, labels, extreme, 0.5)).SetArgDisplayNames(name + ", one weight drowning the others");
        }
    }

    [TestCaseSource(nameof(Groups))]
    public void No_metric_is_ever_not_a_number_and_what_is_missing_has_a_reason(object group)
    {
        var evidence = ((Rows)group).Evidence;
        Assert.Multiple(() =>
        {
            foreach (var metric in MetricCatalog.All)
            {
                var id = metric.Info.Id;
                if (metric.Measure(evidence) is not Estimate.Known known)
                {
                    Assert.That(((Estimate.Undefined)metric.Measure(evidence)).Reason?.ToString(), Is.Not.Empty, id);
                    continue;
                }
                Assert.That(double.IsFinite(known.Value) && known.Value >= metric.Info.Min && known.Value <= metric.Info.Max, Is.True, $"{id} = {known.Value}");
                Assert.That(known.Denominator, Is.InRange(1, evidence.Count), id);
                Assert.That(known.Sampling is null, Is.EqualTo(known.Reason is { Template.Length: > 0 }), $"{id}: an interval or a reason");
                foreach (var level in known.Sampling is null ? [] : Levels)
                {
                    var interval = known.Sampling!.Interval(level);
                    Assert.That(double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper), Is.True, $"{id} {interval}");
                    Assert.That(interval.Lower <= known.Value && known.Value <= interval.Upper, Is.True, $"{id} {known.Value} in {interval}");
                    Assert.That(interval.Lower < interval.Upper, Is.True, $"{id}: {interval} reads like certainty");
                }
            }
        });
    }

    // Trap: a group without positives has no TPR (fairlearn 0, AIF360 NaN, aequitas NaN).
    [Test]
    public void A_group_without_events_has_no_sensitivity_and_no_miss_rate()
    {
        var evidence = new Rows([0.1, 0.9], [0, 0], null, 0.5).Evidence;
        Assert.Multiple(() =>
        {
            Assert.That(new Sensitivity().Measure(evidence), Is.EqualTo(new Estimate.Undefined(Phrase.Of($"no patient with an event"))));
            Assert.That(new FalseNegativeRate().Measure(evidence), Is.EqualTo(new Estimate.Undefined(Phrase.Of($"no patient with an event"))));
        });
    }

    // Trap: predictive values forced to 0 (AIF360 classic) where nobody is flagged.
    [Test]
    public void Nobody_flagged_leaves_no_positive_predictive_value_and_everybody_flagged_no_negative_one() => Assert.Multiple(() =>
    {
        Assert.That(new PositivePredictiveValue().Measure(new Rows([0.1, 0.2], [0, 1], null, 0.5).Evidence), Is.TypeOf<Estimate.Undefined>());
        Assert.That(new NegativePredictiveValue().Measure(new Rows([0.8, 0.9], [0, 1], null, 0.5).Evidence), Is.TypeOf<Estimate.Undefined>());
    });

    // Trap: a ratio over 0 (aequitas prints 10.0, fairlearn 0 or NaN).
    [Test]
    public void A_likelihood_ratio_over_0_is_infinite_and_so_has_no_figure_but_one_of_0_has() => Assert.Multiple(() =>
    {
        Assert.That(new PositiveLikelihoodRatio().Measure(new Rows([0.1, 0.9], [0, 1], null, 0.5).Evidence), Is.TypeOf<Estimate.Undefined>());
        var zero = new PositiveLikelihoodRatio().Measure(new Rows([0.9, 0.1], [0, 1], null, 0.5).Evidence);
        Assert.That(zero, Has.Property(nameof(Estimate.Known.Value)).Zero.And.Property(nameof(Estimate.Known.Sampling)).Not.Null);
    });

    // Trap: confusion_matrix().ravel() of a one-class group is 1 × 1.
    [Test]
    public void The_table_is_2_by_2_even_with_one_class_or_nobody() => Assert.Multiple(() =>
    {
        var cells = new Rows([0.1, 0.9, 0.8], [0, 0, 0], null, 0.5).Evidence.Confusion;
        Assert.That((cells.TruePositives.Rows, cells.FalsePositives.Rows, cells.TrueNegatives.Rows, cells.FalseNegatives.Rows), Is.EqualTo((0, 2, 1, 0)));
        Assert.That(new Rows([], [], null, 0.5).Evidence.Confusion.All.Rows, Is.Zero);
    });

    // Trap: >= or >.
    [Test]
    public void A_score_equal_to_the_threshold_is_flagged() =>
        Assert.That(new Rows([0.5, Math.BitDecrement(0.5)], [1, 1], null, 0.5).Evidence.Confusion.TruePositives.Rows, Is.EqualTo(1));
}
