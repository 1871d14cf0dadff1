namespace AuditHarness.Metrics.Discrimination;

/// <summary>Sensitivity at the lowest threshold that still spares the asked share of patients without the event.</summary>
/// <remarks>In [0, 1]; undefined when all patients have the same outcome.</remarks>
public sealed class SensitivityAtSpecificity : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(SensitivityAtSpecificity), "Sensitivity at a specificity", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Largest sensitivity among the thresholds whose specificity is at least 0.9 (or what the plan says). Unlike sensitivity at the threshold in force, it compares groups where each flags as few in vain.",
        "Wilson's limits at that threshold, and the reach of the threshold by the order statistics of the patients without the event, squared and added",
        "Zhou, Obuchowski, McClish (2011), Statistical Methods in Diagnostic Medicine; Zhou, Qin (2005), Stat. Med. 24:465–477")
    {
        Swapped = new LabelSwap.Into(nameof(SpecificityAtSensitivity)),
        Prominence = Prominence.Detail, NarrowsBySteps = true, Oracle = "RateAtTargetTests.The_rates_are_the_best_that_trying_every_threshold_gives",
        Convention = "Thresholds are the scores that occur, and one above them all, flagged when score >= threshold, patients of equal score together; no interpolation between points of the curve.",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var ranked = evidence.Ranked;
        return RateAtTarget.Of(evidence, ranked.NonEvents, ranked.Events, fromTop: false, evidence.Measures.SpecificityTarget,
            taken => taken < ranked.Count ? ranked.Scores[taken] : double.PositiveInfinity);
    }
}
