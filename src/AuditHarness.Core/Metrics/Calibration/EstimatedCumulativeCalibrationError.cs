namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Cumulative differences Σ (outcome − risk) / n along the scores: their range (ECCE-R) and the largest of them (ECCE-MAD), two metrics.
/// </summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EstimatedCumulativeCalibrationError : ICalibrationError
{
    private readonly bool _isRange;

    /// <summary>One of the two.</summary>
    /// <param name="isRange">True for the range.</param>
    public EstimatedCumulativeCalibrationError(bool isRange)
    {
        _isRange = isRange;
        Info = new(
            isRange ? nameof(EstimatedCumulativeCalibrationError) : "EstimatedCumulativeCalibrationErrorMaximum",
            $"Cumulative calibration error ({(isRange ? "range" : "maximum")})", MetricBasis.Score, Direction.Lower, 0, 0, 1,
            isRange
                ? "Range of the cumulative differences Σ (outcome − risk) / n along the scores (ECCE-R): the largest miscalibration of any interval of scores, times its share of patients."
                : "Largest absolute cumulative difference Σ (outcome − risk) / n along the scores (ECCE-MAD).",
            SimulatedError.Interval,
            "Arrieta-Ibarra, Gujral, Tannen, Tygert, Xu (2022), J. Mach. Learn. Res. 23(351)")
        {
            Convention = "From the lowest score up, starting at 0; equal scores are one step; weights count as patients. No bins, no smoother.",
            Swapped = isRange ? new LabelSwap.Into(nameof(EstimatedCumulativeCalibrationError)) : new LabelSwap.None("It begins at the lowest score, where the swap puts the highest."),
            Oracle = isRange ? "CumulativeCalibrationTests.It_gives_published_values" : "CumulativeCalibrationTests.It_equals_a_sum_over_thresholds_row_by_row", Prominence = Prominence.Detail,
        };
    }

    /// <inheritdoc/>
    public MetricInfo Info { get; }

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var differences = evidence.Curves.Cumulative!.Value;
        return SimulatedError.Of(evidence, _isRange ? differences.Range : differences.MaximumAbsolute, () => Worlds(evidence), 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : Worlds(evidence).Mean[0];

    /// <summary>Its id.</summary>
    public override string ToString() => Info.Id;

    private ErrorWorlds Worlds(SubgroupEvidence evidence) => evidence.Worlds.OfCumulative[_isRange ? 1 : 0];
}
