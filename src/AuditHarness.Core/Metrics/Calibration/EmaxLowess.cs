namespace AuditHarness.Metrics.Calibration;

/// <summary>Largest of |smoothed event rate − risk| over the patients, smoothed by lowess.</summary>
/// <remarks>From 0; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EmaxLowess : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(EmaxLowess), "Emax (lowess)", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Largest of |smoothed event rate − risk| over the patients, smoothed by lowess. Over the sample: the largest of the population lies in tails that few patients reach.",
        SimulatedError.NoIntervalOfLargest,
        "Harrell (2015), Regression Modeling Strategies; Cleveland (1979), J. Am. Stat. Assoc. 74:829–836")
    {
        Convention = "lowess of outcome on risk: span 2/3, degree 1, iter = 0, delta = 0 (val.prob of R’s rms leaves delta at 1 % of the range and differs by up to 1e-3). Every distinct score is fitted up to 2,000 of them; above that 512 knots with cubic interpolation. The span is ⌊2n/3⌋ patients, so the value follows their number.",
        Oracle = "LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r", Prominence = Prominence.Detail, HasNoInterval = true, FollowsSize = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Errors(Smoother.Lowess).Largest;
        return new Estimate.Known(value, null, evidence.Count, SimulatedError.LargestLiesInTails);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(Smoother.Lowess)[3].Mean[0];
}
