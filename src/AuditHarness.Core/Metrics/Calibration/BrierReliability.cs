namespace AuditHarness.Metrics.Calibration;

/// <summary>Part of the Brier score that miscalibration makes: Σ (n_bin / n) · (mean risk − event rate)² over 10 bins of equal width.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model.</remarks>
public sealed class BrierReliability : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BrierReliability), "Brier reliability", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Part of the Brier score that miscalibration makes: Σ (n_bin / n) · (mean risk − event rate)² over 10 bins of equal width.",
        SimulatedError.Interval,
        "Murphy (1973), J. Appl. Meteorol. 12:595–600; Stephenson, Coelho, Jolliffe (2008), Weather Forecast. 23:752–757")
    {
        Convention = "Bins of ExpectedCalibrationError; Brier = reliability − resolution + uncertainty + the variance of risks within bins less twice their covariance with outcomes, exactly.",
        Swapped = new LabelSwap.Into(nameof(BrierReliability)),
        Oracle = "BrierDecompositionTests.The_parts_sum_to_the_brier_score", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Brier.Reliability;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualWidth[(int)CalibrationWorlds.BinFigure.Squared], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualWidth[(int)CalibrationWorlds.BinFigure.Squared].Mean[0];
}
