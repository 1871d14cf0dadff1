namespace AuditHarness.Metrics.Calibration;

/// <summary>Mean over the tenths of the group by risk of |event rate − mean risk|, each bin counting the same.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class AdaptiveCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(AdaptiveCalibrationError), "Adaptive calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Mean over the tenths of the group by risk of |event rate − mean risk|, each bin counting the same.",
        SimulatedError.Interval,
        "Nixon, Dusenberry, Zhang, Jerfel, Tran (2019), CVPR Workshops 38–41")
    {
        Convention = "Nixon's adaptive error, not the 'average calibration error' that other tools call ACE: bins of equal mass as in EqualMassCalibrationError, unweighted mean over the bins there are. For a binary outcome the risk of the event alone.",
        Swapped = new LabelSwap.None("Bins of equal mass are filled from the lowest score up, and where patients share scores the swap fills them otherwise."),
        Oracle = "CalibrationErrorTests.Binned_errors_equal_sums_row_by_row", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var bins = evidence.Curves.EqualMass;
        var value = bins.Average(b => Math.Abs(b.EventRate - b.MeanScore));
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Adaptive], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Adaptive].Mean[0];
}
