using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Part of the Brier score that telling patients apart saves: Σ (n_bin / n) · (event rate − prevalence)² over 10 bins of equal width.</summary>
/// <remarks>In [0, 0.25]; undefined when there is no patient.</remarks>
public sealed class BrierResolution : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BrierResolution), "Brier resolution", MetricBasis.Score, Direction.Higher, null, 0, 0.25,
        "Part of the Brier score that telling patients apart saves: Σ (n_bin / n) · (event rate − prevalence)² over 10 bins of equal width.",
        "inverted simulation of worlds along the line from risks that tell nothing through those seen; holds the estimate",
        "Murphy (1973), J. Appl. Meteorol. 12:595–600; Stephenson, Coelho, Jolliffe (2008), Weather Forecast. 23:752–757")
    {
        Convention = "Bins of ExpectedCalibrationError. Positive even for risks that tell nothing, the more the smaller the group.",
        Swapped = new LabelSwap.Into(nameof(BrierResolution)),
        Oracle = "BrierDecompositionTests.The_parts_sum_to_the_brier_score", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Brier.Resolution;
        return evidence.Curves.EqualWidth.Count == 1 && SimulatedError.WhyNoInterval(evidence) is null
            ? new Estimate.Known(value, OfOneBin(evidence), evidence.Count)
            : SimulatedError.Of(evidence, value, () => evidence.Worlds.OfResolution, 0, 0.25);
    }

    // Nothing is resolved where all risks lie in one bin, and no simulation varies. But a share u of the population may lie in another one,
    // whose event rate nobody has seen: the resolution is then u (1 − u) times the square of what the two rates differ by.
    private static TransformedSampling OfOneBin(SubgroupEvidence evidence)
    {
        var prevalence = evidence.Events.Weight / evidence.All.Weight;
        var furthest = Math.Max(prevalence, 1 - prevalence);
        double Resolution(double share) => Math.Min(share, 0.5) is var u ? u * (1 - u) * furthest * furthest : 0;
        var unseen = new ProportionSampling(0, evidence.All.EffectiveSize, ProportionMethod.MidP);
        return new(Phrase.Of($"mid-P limit of the share of a bin that holds no patient"), unseen, Resolution(unseen.Limits(1).Upper) / 2, Resolution);
    }
}
