namespace AuditHarness.Metrics.Calibration;

/// <summary>1 − Brier score / (prevalence · (1 − prevalence)): the share of the outcome's variance that is explained.</summary>
/// <remarks>Up to 1, below 0 when worse than predicting the prevalence; undefined when all patients have the same outcome.</remarks>
public sealed class ScaledBrierScore : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ScaledBrierScore), "Scaled Brier score", MetricBasis.Score, Direction.Higher, 1, double.NegativeInfinity, 1,
        "1 − Brier score / (prevalence · (1 − prevalence)): 0 for predicting the prevalence to everybody.",
        "delta method through the influence of each patient, Student t on the effective size",
        "Steyerberg et al. (2010), Epidemiology 21:128–138")
    {
        Oracle = "ScoreMeanTests.Scaled_brier_is_0_for_the_prevalence_1_for_certainty_and_negative_for_worse",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var brier = ScoreMean.Of(evidence, (score, outcome) => (score - outcome) * (score - outcome)).Value;
        var prevalence = evidence.Events.Weight / evidence.All.Weight;
        var reference = prevalence * (1 - prevalence);
        var value = 1 - (brier / reference);

        // Influence of a patient on 1 − B / V: through B, and through V = π(1 − π).
        var influence = ScoreMean.Of(evidence, (score, outcome) =>
            (-(((score - outcome) * (score - outcome)) - brier) / reference)
            + (brier / (reference * reference) * (1 - (2 * prevalence)) * (outcome - prevalence)));
        return influence.ToEstimate(value, evidence.Count, double.NegativeInfinity, 1);
    }
}
