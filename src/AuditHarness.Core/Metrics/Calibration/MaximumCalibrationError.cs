namespace AuditHarness.Metrics.Calibration;

/// <summary>Largest |event rate − mean risk| over the tenths of the group by risk.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class MaximumCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(MaximumCalibrationError), "Maximum calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Largest |event rate − mean risk| over the tenths of the group by risk.",
        SimulatedError.Interval,
        "Naeini, Cooper, Hauskrecht (2015), AAAI 29:2901–2907")
    {
        Convention = "Bins of equal mass as in EqualMassCalibrationError, for of equal-width ones the largest error is often that of a bin with hardly a patient; other tools take those. Norm L∞.",
        Swapped = new LabelSwap.None("Bins of equal mass are filled from the lowest score up, and where patients share scores the swap fills them otherwise."),
        Oracle = "CalibrationErrorTests.Binned_errors_agree_with_scikit_learn", Prominence = Prominence.Detail,
        // Bins drop out of those that may hold the largest error one by one as patients grow.
        NarrowsBySteps = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.EqualMass.Max(b => Math.Abs(b.EventRate - b.MeanScore));
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Maximum], 0, 1, () => evidence.Worlds.EqualMassSpread[(int)CalibrationWorlds.BinFigure.Maximum]);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Maximum].Mean[0];
}
