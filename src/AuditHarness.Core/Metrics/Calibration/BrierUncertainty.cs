using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Part of the Brier score that is in the outcome alone: prevalence · (1 − prevalence). The same in Murphy’s decomposition and in CORP’s.</summary>
/// <remarks>In [0, 0.25]; undefined when there is no patient.</remarks>
public sealed class BrierUncertainty : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BrierUncertainty), "Brier uncertainty", MetricBasis.Outcome, Direction.Neither, null, 0, 0.25,
        "Part of the Brier score that is in the outcome alone: prevalence · (1 − prevalence). The same in Murphy’s decomposition and in CORP’s.",
        "That of the prevalence, carried through p (1 − p)",
        "Murphy (1973), J. Appl. Meteorol. 12:595–600; Stephenson, Coelho, Jolliffe (2008), Weather Forecast. 23:752–757; Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118")
    {
        Convention = "Outcomes alone, with weights.",
        Swapped = new LabelSwap.Into(nameof(BrierUncertainty)),
        Oracle = "BrierDecompositionTests.The_parts_sum_to_the_brier_score", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var prevalence = (ProportionSampling)((Estimate.Known)new ErrorRates.Prevalence().Measure(evidence)).Sampling!;
        return new Estimate.Known(evidence.Curves.Brier.Uncertainty, new BinaryVarianceSampling(prevalence), evidence.Count);
    }
}
