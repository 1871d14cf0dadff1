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
        // No file may say so (a weight of 0 is refused), but a cohort that a program makes may.
        var some = Rows.Random(3, 40, weighted: true);
        Rows Weightless(Func<int, bool> which) => some with { Weights = [.. some.Weights!.Select((w, i) => which(i) ? 0 : w)] };
        yield return new TestCaseData(Weightless(_ => true)).SetArgDisplayNames("nobody weighs anything");
        yield return new TestCaseData(Weightless(i => i > 0)).SetArgDisplayNames("one patient alone weighs anything");
        yield return new TestCaseData(Weightless(i => some.Labels[i] == 1)).SetArgDisplayNames("no event weighs anything");
        yield return new TestCaseData(Weightless(i => some.Labels[i] == 0)).SetArgDisplayNames("no non-event weighs anything");
        yield return new TestCaseData(Weightless(i => some.Scores[i] >= some.Threshold)).SetArgDisplayNames("nobody flagged weighs anything");
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

    private const string OfEvents = "Sensitivity FalseNegativeRate GeneralizedTruePositiveRate RecallAtTop AveragePrecision StandardizedNetBenefit";
    private const string OfNonEvents = "Specificity FalsePositiveRate GeneralizedFalsePositiveRate";
    // What compares events with non-events, or fits one line through both.
    private const string OfBoth = "BalancedAccuracy YoudenIndex MatthewsCorrelation PositiveLikelihoodRatio NegativeLikelihoodRatio DiagnosticOddsRatio "
        + "AreaUnderRoc PartialAreaUnderRoc SpecificityAtSensitivity SensitivityAtSpecificity ScaledBrierScore CalibrationIntercept CalibrationJointIntercept CalibrationSlope";
    private const string OfFlagged = "PositivePredictiveValue FalseDiscoveryRate NumberNeededToEvaluate";
    private const string OfNotFlagged = "NegativePredictiveValue FalseOmissionRate";

    private static IEnumerable<TestCaseData> Undefined()
    {
        // Scores below and at or above the threshold of 0.5 in all but the kinds that say otherwise.
        yield return Case("nobody", [], [], string.Join(' ', MetricCatalog.All.Select(m => m.Info.Id)), "");
        yield return Case("no events", [0.1, 0.5, 0.9], [0, 0, 0], $"{OfEvents} {OfBoth} NumberNeededToEvaluate",
            "Prevalence=0 SelectionRate=2/3 Specificity=1/3 FalsePositiveRate=2/3 PositivePredictiveValue=0 NegativePredictiveValue=1 Accuracy=1/3 FalseNegativesPerFalsePositive=0 MeanPrediction=0.5");
        yield return Case("no non-events", [0.1, 0.5, 0.9], [1, 1, 1], $"{OfNonEvents} {OfBoth} FalseNegativesPerFalsePositive",
            "Prevalence=1 Sensitivity=2/3 FalseNegativeRate=1/3 PositivePredictiveValue=1 NegativePredictiveValue=0 Accuracy=2/3 NumberNeededToEvaluate=1 ObservedExpectedRatio=2");
        yield return Case("one event", [0.75], [1], $"{OfNonEvents} {OfBoth} {OfNotFlagged} FalseNegativesPerFalsePositive", "Sensitivity=1 PositivePredictiveValue=1 Accuracy=1 BrierScore=0.0625 MeanPrediction=0.75");
        yield return Case("one non-event", [0.25], [0], $"{OfEvents} {OfBoth} {OfFlagged} FalseNegativesPerFalsePositive", "Specificity=1 NegativePredictiveValue=1 Accuracy=1 BrierScore=0.0625 MeanPrediction=0.25");
        yield return Case("all scores equal", [0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0],
            $"{OfFlagged} CalibrationSlope CalibrationJointIntercept PositiveLikelihoodRatio DiagnosticOddsRatio MatthewsCorrelation FalseNegativesPerFalsePositive",
            "AreaUnderRoc=0.5 Sensitivity=0 Specificity=1 CalibrationIntercept=0 ObservedExpectedRatio=1 BrierScore=3/16 ScaledBrierScore=0");
        yield return Case("nobody flagged", [0.1, 0.2, 0.3, 0.4], [1, 0, 0, 1],
            $"{OfFlagged} PositiveLikelihoodRatio DiagnosticOddsRatio MatthewsCorrelation FalseNegativesPerFalsePositive", "SelectionRate=0 NegativePredictiveValue=0.5 FalseOmissionRate=0.5 F1Score=0 AreaUnderRoc=0.5");
        yield return Case("everybody flagged", [0.6, 0.7, 0.8, 0.9], [1, 0, 0, 1], $"{OfNotFlagged} NegativeLikelihoodRatio DiagnosticOddsRatio MatthewsCorrelation",
            "SelectionRate=1 PositivePredictiveValue=0.5 NumberNeededToEvaluate=2 F1Score=2/3 PositiveLikelihoodRatio=1 AreaUnderRoc=0.5");
        yield return Case("certain and wrong at times", [1, 1, 0, 0], [0, 1, 0, 1], "CalibrationIntercept CalibrationJointIntercept CalibrationSlope", "Accuracy=0.5 BrierScore=0.5 AreaUnderRoc=0.5 CohenKappa=0");

        static TestCaseData Case(string name, double[] scores, byte[] labels, string undefined, string known) => new TestCaseData(scores, labels, undefined, known).SetArgDisplayNames(name);
    }

    // By the definitions: what divides by nobody, or fits a line through one point or one outcome, has no figure; what does not has its own.
    [TestCaseSource(nameof(Undefined))]
    public void What_is_about_nobody_has_no_figure_and_what_is_about_somebody_has_one(double[] scores, byte[] labels, string undefined, string known)
    {
        var evidence = new Rows(scores, labels, null, 0.5).Evidence;
        Assert.Multiple(() =>
        {
            foreach (var id in undefined.Split(' '))
                Assert.That((MetricCatalog.Find(id)!.Measure(evidence) as Estimate.Undefined)?.Reason.ToString(), Is.Not.Null.And.Not.Empty, $"{id} {MetricCatalog.Find(id)!.Measure(evidence)}");
            foreach (var (id, value) in known.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(k => k.Split('=')).Select(k => (k[0], k[1].Split('/').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).Aggregate((a, b) => a / b))))
                Assert.That((MetricCatalog.Find(id)!.Measure(evidence) as Estimate.Known)?.Value, Is.EqualTo(value).Within(1e-9), id);
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
