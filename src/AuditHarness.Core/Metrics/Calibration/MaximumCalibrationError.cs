namespace AuditHarness.Metrics.Calibration;

/// <summary>Largest |event rate − mean risk| over 10 bins of equal width.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class MaximumCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(MaximumCalibrationError), "Maximum calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Largest |event rate − mean risk| over 10 bins of equal width.",
        SimulatedError.Interval,
        "Naeini, Cooper, Hauskrecht (2015), AAAI 29:2901–2907")
    {
        Convention = "Bins as ExpectedCalibrationError: a score equal to an inner edge falls in the lower bin; empty bins are left out. A bin with few patients can set it. Norm L∞.",
        Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = EqualWidthBins.Of(evidence.Ranked).Max(b => Math.Abs(b.EventRate - b.MeanScore));
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualWidth[(int)CalibrationWorlds.BinFigure.Maximum], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualWidth[(int)CalibrationWorlds.BinFigure.Maximum].Mean[0];
}
