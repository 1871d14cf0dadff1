namespace AuditHarness.Metrics.Calibration;

/// <summary>Brier score less that of the isotonic risks: what recalibration by any increasing function would save.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class CorpMiscalibration : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CorpMiscalibration), "CORP miscalibration", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Brier score less that of the isotonic risks: what recalibration by any increasing function would save.",
        SimulatedError.Interval,
        "Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118")
    {
        Convention = "Brier = miscalibration − discrimination + uncertainty; isotonic regression as in IntegratedCalibrationIndexIsotonic.",
        Swapped = new LabelSwap.Into(nameof(CorpMiscalibration)),
        TellsOrder = true, Oracle = "BrierDecompositionTests.Corp_equals_an_isotonic_fit_by_brute_force", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = CorpDecomposition.Of(evidence).Miscalibration;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.Of(Smoother.Isotonic)[4], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(Smoother.Isotonic)[4].Mean[0];
}
