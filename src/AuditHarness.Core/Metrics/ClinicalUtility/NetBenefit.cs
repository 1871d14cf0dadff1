using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>True positives less false positives, each weighed by the odds of the threshold, per patient.</summary>
/// <remarks>Up to the prevalence; undefined when there is no patient or the threshold is 1.</remarks>
public sealed class NetBenefit : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NetBenefit), "Net benefit", MetricBasis.Decision, Direction.Higher, null, double.NegativeInfinity, 1,
        "(TP − FP · t / (1 − t)) / n, with the threshold in force taken as the risk t at which one event found is worth (1 − t) / t flags in vain. In units of true positives per patient; flagging nobody is worth 0. Moves with prevalence.",
        "MOVER of the limits of both shares of patients, with their correlation",
        "Vickers, Elkin (2006), Med. Decis. Making 26:565–574")
    {
        Swapped = new LabelSwap.Into(nameof(InterventionsAvoided), 0.01),
        Oracle = "NetBenefitTests.Net_benefit_of_the_published_decision_curve_example",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => At(evidence, evidence.Confusion, evidence.Threshold);

    /// <summary>Net benefit of decisions.</summary>
    /// <param name="evidence">Whose.</param>
    /// <param name="cells">The decisions.</param>
    /// <param name="threshold">The risk that they are taken at.</param>
    public static Estimate At(SubgroupEvidence evidence, ConfusionCounts cells, double threshold)
    {
        if (cells.All.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        if (threshold >= 1) return new Estimate.Undefined(NoTradeAtOne);
        var odds = threshold / (1 - threshold);
        var found = evidence.Share(cells.TruePositives, cells.All);
        var sampling = new SharesSampling(Phrase.Of($"MOVER of {found.Method} intervals"), 0,
            odds > 0 ? [(1, found), (-odds, evidence.Share(cells.FalsePositives, cells.All))] : [(1, found)], max: 1);
        return new Estimate.Known(sampling.Value, sampling, cells.All.Rows);
    }

    /// <summary>Why there is none at a threshold of 1.</summary>
    internal static Phrase NoTradeAtOne { get; } = Phrase.Of($"at a threshold of 1 no number of events found outweighs one flag in vain");
}
