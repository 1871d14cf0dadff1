using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>A calibration error: above 0 even for a calibrated model, the more so the smaller the group.</summary>
public interface ICalibrationError : IMetric
{
    /// <summary>
    /// What chance alone gives on average of a perfectly calibrated model with these very scores: the figure to read an error
    /// against. Null when there is no patient.
    /// </summary>
    /// <param name="evidence">The subgroup.</param>
    double? ByChance(SubgroupEvidence evidence);
}

/// <summary>Estimates of errors whose interval comes from simulated worlds.</summary>
internal static class SimulatedError
{
    public const string Interval =
        "inverted simulation of worlds along the line from a calibrated one through the one seen (256 draws each, of isotonic curves through more than 50,000 scores 128, cumulants, Feldman-Cousins at 0); holds the estimate";

    /// <summary>Why the largest distance of a curve has none. Measured: simulated limits held the population's largest in about half of samples of 500.</summary>
    public const string NoIntervalOfLargest =
        "none: the largest distance of a population lies in tails that a sample does not reach, so that no limits around the sample's could be trusted; E90 has an interval";

    /// <summary>The same beside a figure.</summary>
    public static readonly Phrase LargestLiesInTails = Phrase.Of($"the largest distance lies in tails that no sample reaches");

    private const double FewestExpected = 2.5;

    /// <summary>
    /// Why a group is too small for an interval, or null. By what the risks let expect and not by what was seen: to give intervals
    /// only where events came out would show the groups in which there were too many.
    /// </summary>
    /// <param name="evidence">The group.</param>
    /// <param name="fewest">So many events, and non-events, must be expected.</param>
    public static Phrase? WhyNoInterval(SubgroupEvidence evidence, double fewest = FewestExpected) =>
        FewerExpected(evidence) < fewest ? Phrase.Of($"fewer than {fewest:exact} events or non-events are expected by the risks: no interval") : null;

    /// <summary>The estimate.</summary>
    /// <param name="evidence">At least one patient.</param>
    /// <param name="value">The figure.</param>
    /// <param name="worlds">What it is compared with.</param>
    /// <param name="min">Smallest possible value.</param>
    /// <param name="max">Largest possible value.</param>
    /// <param name="others">Worlds along a second line, or null.</param>
    /// <param name="fewest">So many events, and non-events, must be expected for an interval.</param>
    /// <param name="isStudent">True to take Student's t, with as many degrees of freedom as the risks let expect events or non-events, whichever are fewer.</param>
    public static Estimate Of(
        SubgroupEvidence evidence, double value, Func<ErrorWorlds> worlds, double min, double max, Func<ErrorWorlds>? others = null, double fewest = FewestExpected, bool isStudent = false) =>
        WhyNoInterval(evidence, fewest) is { } why
            ? new Estimate.Known(value, null, evidence.Count, why)
            : new Estimate.Known(value, new CalibrationErrorSampling(value, worlds, min, max, others, isStudent ? FewerExpected(evidence) : null), evidence.Count);

    // Events or non-events, of which the risks let expect fewer.
    private static double FewerExpected(SubgroupEvidence evidence)
    {
        var (events, nonEvents) = evidence.Curves.ByRisks;
        return Math.Min(events, nonEvents) / evidence.All.Weight * evidence.All.EffectiveSize;
    }
}
