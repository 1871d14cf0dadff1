namespace AuditHarness.Metrics.Discrimination;

/// <summary>Specificity at the highest threshold that still finds the asked share of events.</summary>
/// <remarks>In [0, 1]; undefined when all patients have the same outcome.</remarks>
public sealed class SpecificityAtSensitivity : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(SpecificityAtSensitivity), "Specificity at a sensitivity", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Largest specificity among the thresholds whose sensitivity is at least 0.9 (or what the plan says). Unlike specificity at the threshold in force, it compares groups where each finds as many of its events.",
        "Wilson's limits at that threshold, and the reach of the threshold by the order statistics of the events, squared and added",
        "Zhou, Obuchowski, McClish (2011), Statistical Methods in Diagnostic Medicine; Zhou, Qin (2005), Stat. Med. 24:465–477")
    {
        Swapped = new LabelSwap.Into(nameof(SensitivityAtSpecificity)),
        Prominence = Prominence.Detail, NarrowsBySteps = true, Oracle = "RateAtTargetTests.The_rates_are_the_best_that_trying_every_threshold_gives",
        Convention = "Thresholds are the scores that occur, flagged when score >= threshold, patients of equal score together; no interpolation between points of the curve.",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var ranked = evidence.Ranked;
        return RateAtTarget.Of(evidence, ranked.Events, ranked.NonEvents, fromTop: true, evidence.Measures.SensitivityTarget, taken => ranked.Scores[^taken]);
    }
}
