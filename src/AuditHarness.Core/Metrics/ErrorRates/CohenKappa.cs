using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Agreement of decision and outcome beyond chance.</summary>
/// <remarks>In [−1, 1]; undefined when all patients have the same outcome.</remarks>
public sealed class CohenKappa : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CohenKappa), "Cohen's kappa", MetricBasis.Decision, Direction.Higher, 1, -1, 1,
        "Agreement of decision and outcome beyond chance, (pₒ − pₑ) / (1 − pₑ), unweighted: pₑ is the agreement of independent decisions with the same margins. Moves with prevalence.",
        "the limits of prevalence, sensitivity and specificity, each moved alone, squared and added (MOVER)",
        "Cohen (1960), Educ. Psychol. Meas. 20:37–46")
    {
        Swapped = new LabelSwap.Into(nameof(CohenKappa)),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.Kappa_agrees_with_scikit_learn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var cells = evidence.Confusion;
        ProportionSampling[] rates = [evidence.Share(evidence.Events, evidence.All), evidence.Share(cells.TruePositives, cells.Events), evidence.Share(cells.TrueNegatives, cells.NonEvents)];
        return new Estimate.Known(
            Kappa(Array.ConvertAll(rates, r => r.Proportion)),
            new SquareAndAddSampling(Phrase.Of($"MOVER of three {rates[0].Method} intervals"), Kappa, rates, -1, 1), evidence.Count);
    }

    // Of prevalence, sensitivity and specificity.
    private static double Kappa(double[] p)
    {
        double tp = p[0] * p[1], fn = p[0] * (1 - p[1]), tn = (1 - p[0]) * p[2], fp = (1 - p[0]) * (1 - p[2]);
        var chance = ((tp + fp) * (fp + tn)) + ((tp + fn) * (fn + tn));
        return chance > 0 ? Math.Clamp(2 * ((tp * tn) - (fp * fn)) / chance, -1, 1) : 0;
    }
}
