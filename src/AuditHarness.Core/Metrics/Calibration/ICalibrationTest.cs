using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>A test of calibration: a statistic with its p-value under the hypothesis that every risk is true. It says what an interval does not: all at once.</summary>
public interface ICalibrationTest
{
    /// <summary>What it is; the value is its statistic.</summary>
    MetricInfo Info { get; }

    /// <summary>Tests a subgroup.</summary>
    /// <param name="evidence">What is known of the subgroup.</param>
    CalibrationTestResult Test(SubgroupEvidence evidence);
}

/// <summary>What a test of calibration says.</summary>
public abstract record CalibrationTestResult
{
    private CalibrationTestResult() { }

    /// <summary>A statistic.</summary>
    /// <param name="Statistic">Finite.</param>
    /// <param name="DegreesOfFreedom">Of its χ² distribution; null for a standard normal one.</param>
    /// <param name="PValue">In [0, 1], of a statistic as far out when calibrated.</param>
    /// <param name="Note">What else must be known, or null.</param>
    public sealed record Known(double Statistic, int? DegreesOfFreedom, double PValue, Phrase? Note = null) : CalibrationTestResult;

    /// <summary>No test can be made.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Undefined(Phrase Reason) : CalibrationTestResult;
}
