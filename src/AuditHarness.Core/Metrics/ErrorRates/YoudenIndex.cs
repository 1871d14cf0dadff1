using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Sensitivity + specificity − 1 at the threshold in force.</summary>
/// <remarks>In [−1, 1]; undefined when all patients have the same outcome.</remarks>
public sealed class YoudenIndex : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(YoudenIndex), "Youden index", MetricBasis.Decision, Direction.Higher, 1, -1, 1,
        "Sensitivity + specificity − 1 at the threshold in force (not the largest over all thresholds): 0 for decisions that ignore the patient. Also called bookmaker informedness.",
        "MOVER of the two rates' intervals (Newcombe 1998, Stat. Med. 17:873–890, method 10, for sensitivity less false positive rate)",
        "Youden (1950), Cancer 3:32–35")
    {
        Swapped = new LabelSwap.Into(nameof(YoudenIndex)),
        Prominence = Prominence.Detail, Oracle = "TableFunctionTests.Youden_limits_are_newcombes_of_two_rates",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var (found, spared) = (evidence.Share(evidence.Confusion.TruePositives, evidence.Events), evidence.Share(evidence.Confusion.TrueNegatives, evidence.NonEvents));
        return new Estimate.Known(found.Proportion + spared.Proportion - 1,
            new SquareAndAddSampling(Phrase.Of($"MOVER of two {found.Method} intervals"), p => p[0] + p[1] - 1, [found, spared], -1, 1, isSum: true),
            Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows));
    }
}
