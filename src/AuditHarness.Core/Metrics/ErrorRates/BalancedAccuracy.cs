using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Mean of sensitivity and specificity.</summary>
/// <remarks>In [0, 1]; undefined when all patients have the same outcome.</remarks>
public sealed class BalancedAccuracy : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BalancedAccuracy), "Balanced accuracy", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Mean of sensitivity and specificity: 0.5 for decisions that ignore the patient.",
        "MOVER of the two rates' intervals (Zou, Donner 2008, Stat. Med. 27:1693–1702)",
        "Brodersen et al. (2010), ICPR 20:3121–3124")
    {
        Swapped = new LabelSwap.Into(nameof(BalancedAccuracy)),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0)
            return new Estimate.Undefined(Estimate.Because.OneClass);
        var sensitivity = Rate(new Sensitivity(), evidence);
        var specificity = Rate(new Specificity(), evidence);
        return new Estimate.Known(
            (sensitivity.Proportion + specificity.Proportion) / 2, new MeanOfTwoSampling(sensitivity, specificity),
            Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows));
    }

    /// <summary>The proportion behind a rate that is known to be defined.</summary>
    internal static ProportionSampling Rate(IMetric rate, SubgroupEvidence evidence) =>
        (ProportionSampling)((Estimate.Known)rate.Measure(evidence)).Sampling!;
}
