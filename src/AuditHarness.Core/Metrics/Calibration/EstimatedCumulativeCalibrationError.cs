namespace AuditHarness.Metrics.Calibration;

/// <summary>Range of the cumulative differences Σ (outcome − risk) / n along the scores (ECCE-R): the largest miscalibration of any interval of scores, times its share of patients.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EstimatedCumulativeCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(EstimatedCumulativeCalibrationError), "Cumulative calibration error (range)", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Range of the cumulative differences Σ (outcome − risk) / n along the scores (ECCE-R): the largest miscalibration of any interval of scores, times its share of patients.",
        SimulatedError.Interval,
        "Arrieta-Ibarra, Gujral, Tannen, Tygert, Xu (2022), J. Mach. Learn. Res. 23(351)")
    {
        Convention = "From the lowest score up, starting at 0; equal scores are one step; weights count as patients. No bins, no smoother.",
        Oracle = "CumulativeCalibrationTests.It_gives_published_values", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = CumulativeCalibration.Of(evidence.Ranked)!.Value.Range;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.OfCumulative[1], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.OfCumulative[1].Mean[0];
}
