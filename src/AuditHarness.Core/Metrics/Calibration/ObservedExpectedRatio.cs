using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Observed event rate / mean predicted risk.</summary>
/// <remarks>
/// From 0, ideal 1, above 1 when risk is underestimated; undefined when there is no patient or every predicted risk is 0. Sicker patients
/// have more events and larger risks, so the ratio R varies less than its event rate does: by the variance of y − R s in place of that of
/// y (the linearized variance of a ratio; Cochran 1977, Sampling Techniques, section 6.4). The limits are an event rate's, of as many more
/// patients. A few events show that variance badly: it is drawn to what risks that are right up to R imply, Σ R s (1 − R s), as if that
/// came from <see cref="Prior"/> more events.
/// </remarks>
public sealed class ObservedExpectedRatio : IMetric
{
    /// <summary>Events whose variance the risks stand for.</summary>
    public const double Prior = 10;

    // Scores of 0 and 1 that are all right leave no variance, and yet nothing is certain.
    private const double Least = 0.1;

    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ObservedExpectedRatio), "Observed / expected ratio", MetricBasis.Score, Direction.Target, 1, 0, double.PositiveInfinity,
        "Observed event rate / mean predicted risk: above 1 when risk is underestimated.",
        "that of a share (mid-P) for the event rate, of as many patients as let it vary like the ratio (linearized variance), divided by the mean predicted risk",
        "Debray et al. (2017), BMJ 356:i6460")
    {
        Swapped = new LabelSwap.None("Observed over expected of the other outcome is (1 − observed) / (1 − expected), which moves with prevalence otherwise."),
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var expected = ScoreMean.Of(evidence, (score, _) => score).Value;
        if (expected <= 0) return new Estimate.Undefined(Phrase.Of($"every predicted risk is 0"));
        var rate = (ProportionSampling)((Estimate.Known)new ErrorRates.Prevalence().Measure(evidence)).Sampling!;
        var observed = (ProportionSampling)rate.Scaled(1 / VarianceRatio(evidence, rate.Proportion, rate.Proportion / expected));
        return new Estimate.Known(
            observed.Proportion / expected,
            new TransformedSampling(Phrase.Of($"{observed.Method} / mean risk"), observed, observed.StandardError / expected, share => share / expected),
            evidence.Count);
    }

    // Variance of y − R s over that of y: as seen, and as it would be if R s were the risks. 1 where all or none had the event.
    private static double VarianceRatio(SubgroupEvidence evidence, double share, double ratio)
    {
        if (share is <= 0 or >= 1) return 1;
        double residual = 0, total = 0;
        var ranked = evidence.Ranked;
        for (var i = 0; i < ranked.Count; i++)
        {
            var risk = ratio * ranked.Scores[i];
            residual += (ranked.Events[i].WeightSquared * (1 - risk) * (1 - risk)) + (ranked.NonEvents[i].WeightSquared * risk * risk);
            total += (ranked.Events[i].WeightSquared * (1 - share) * (1 - share)) + (ranked.NonEvents[i].WeightSquared * share * share);
        }
        var implied = ScoreMean.Of(evidence, (score, _) => Math.Min(1, ratio * score) is var risk ? risk * (1 - risk) : 0).Value / (share * (1 - share));
        var seen = Math.Min(evidence.Events.EffectiveSize, evidence.NonEvents.EffectiveSize);
        return Math.Max(Least, ((Prior * implied) + (seen * residual / total)) / (Prior + seen));
    }
}
