namespace AuditHarness.Metrics.Calibration;

/// <summary>Largest of |smoothed event rate − risk| over the patients, smoothed by isotonic regression.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class EmaxIsotonic : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(EmaxIsotonic), "Emax (isotonic regression)", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Largest of |smoothed event rate − risk| over the patients, smoothed by isotonic regression. Over the sample: the largest of the population lies in tails that few patients reach.",
        SimulatedError.NoIntervalOfLargest,
        "Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118; Austin, Steyerberg (2019), Stat. Med. 38:4051–4065")
    {
        Convention = "Isotonic regression of outcome on risk by pooling adjacent violators; equal scores are one point. No bandwidth; overfits small groups more than a smoother does; a level of the curve settles with the cube root of the number of patients.",
        Oracle = "IsotonicRegressionTests.It_has_the_knots_of_scikit_learn", Prominence = Prominence.Detail, HasNoInterval = true, NarrowsByCubeRoot = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Errors(Smoother.Isotonic).Largest;
        return new Estimate.Known(value, null, evidence.Count, SimulatedError.LargestLiesInTails);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(Smoother.Isotonic)[3].Mean[0];
}
