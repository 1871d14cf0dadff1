namespace AuditHarness.Metrics.Calibration;

/// <summary>Largest of |smoothed event rate − risk| over the patients, smoothed by LOESS.</summary>
/// <remarks>From 0; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EmaxLoess : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(EmaxLoess), "Emax (LOESS)", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Largest of |smoothed event rate − risk| over the patients, smoothed by LOESS. Over the sample: the largest of the population lies in tails that few patients reach.",
        SimulatedError.NoIntervalOfLargest,
        "Austin, Steyerberg (2019), Stat. Med. 38:4051–4065; Cleveland, Devlin (1988), J. Am. Stat. Assoc. 83:596–610")
    {
        Convention = "LOESS of outcome on risk: span 0.75, degree 2, tricube, family gaussian, no iterations, exact (R: surface = direct; its default interpolates the surface and moves ICI by up to 0.0020 in our oracles). Every distinct score is fitted up to 2,000 of them; above that 512 knots with cubic interpolation. The span is ⌊0.75 n⌋ patients, so the value follows their number.",
        Oracle = "LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r", Prominence = Prominence.Detail, HasNoInterval = true, FollowsSize = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Errors(Smoother.Loess).Largest;
        return new Estimate.Known(value, null, evidence.Count, SimulatedError.LargestLiesInTails);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(Smoother.Loess)[3].Mean[0];
}
