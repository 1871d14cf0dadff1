namespace AuditHarness.Metrics.Calibration;

/// <summary>Σ (n_bin / n) · |event rate − mean risk| over the tenths of the group by risk.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EqualMassCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(EqualMassCalibrationError), "Equal-mass calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Σ (n_bin / n) · |event rate − mean risk| over the tenths of the group by risk.",
        SimulatedError.Interval,
        "Nguyen, O’Connor (2015), EMNLP 1587–1598; Nixon et al. (2019), CVPR Workshops 38–41")
    {
        Convention = "Quantile bins as scikit-learn's calibration_curve(strategy = quantile, n_bins = 10): edges are linearly interpolated percentiles (type 7), a score equal to an edge falls in the lower bin, coinciding edges leave one bin. Another convention in print is bin = ceil(10 rank / n). With weights the edges invert the weighted distribution function. Norm L1.",
        Swapped = new LabelSwap.None("Bins of equal mass are filled from the lowest score up, and where patients share scores the swap fills them otherwise."),
        Oracle = "CalibrationErrorTests.Binned_errors_agree_with_scikit_learn", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var bins = evidence.Curves.EqualMass;
        var value = Math.Min(1, bins.Sum(b => b.All.Weight * Math.Abs(b.EventRate - b.MeanScore)) / evidence.All.Weight);
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Expected], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Expected].Mean[0];
}
