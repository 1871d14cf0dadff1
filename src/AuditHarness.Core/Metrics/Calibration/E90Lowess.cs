namespace AuditHarness.Metrics.Calibration;

/// <summary>90 % point of |smoothed event rate − risk| over the patients, smoothed by lowess.</summary>
/// <remarks>From 0; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class E90Lowess : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(E90Lowess), "E90 (lowess)", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "90 % point of |smoothed event rate − risk| over the patients, smoothed by lowess.",
        SimulatedError.Interval,
        "Harrell (2015), Regression Modeling Strategies; Cleveland (1979), J. Am. Stat. Assoc. 74:829–836")
    {
        Convention = "lowess of outcome on risk: span 2/3, degree 1, iter = 0, delta = 0 (val.prob of R’s rms leaves delta at 1 % of the range and differs by up to 1e-3). Every distinct score is fitted up to 2,000 of them; above that 512 knots with cubic interpolation. The span is ⌊2n/3⌋ patients, so the value follows their number. Quantiles are type 7; with weights they invert the weighted distribution function.",
        Oracle = "LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r", Prominence = Prominence.Detail, FollowsSize = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Errors(Smoother.Lowess).Ninety;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.Of(Smoother.Lowess)[2], 0, double.PositiveInfinity);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(Smoother.Lowess)[2].Mean[0];
}
