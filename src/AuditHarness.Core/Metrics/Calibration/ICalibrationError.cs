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
        "inverted simulation of worlds along the line from a calibrated one through the one seen (256 draws each, cumulants, Feldman-Cousins at 0); holds the estimate";

    /// <summary>The estimate; without an interval where an outcome was seen less than twice.</summary>
    /// <param name="evidence">At least one patient.</param>
    /// <param name="value">The figure.</param>
    /// <param name="worlds">What it is compared with.</param>
    /// <param name="min">Smallest possible value.</param>
    /// <param name="max">Largest possible value.</param>
    public static Estimate Of(SubgroupEvidence evidence, double value, Func<ErrorWorlds> worlds, double min, double max) =>
        Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows) < 2
            ? new Estimate.Known(value, null, evidence.Count, Phrase.Of($"fewer than 2 patients with or without an event: no variance"))
            : new Estimate.Known(value, new CalibrationErrorSampling(value, worlds(), min, max), evidence.Count);
}
