using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Spiegelhalter's Z: how far the Brier score is from what true risks would give, in standard errors.</summary>
/// <remarks>Undefined when every risk is 0, ½ or 1, for then the Brier score cannot differ by chance.</remarks>
public sealed class SpiegelhalterTest : ICalibrationTest
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(SpiegelhalterTest), "Spiegelhalter's Z", MetricBasis.Score, Direction.Target, 0, double.NegativeInfinity, double.PositiveInfinity,
        "Σ (y − p)(1 − 2p) / √(Σ (1 − 2p)² p (1 − p)).", "standard normal, two-sided",
        "Spiegelhalter (1986), Stat. Med. 5:421–433")
    {
        Convention = "S:z and S:p of val.prob in R's rms; with weights Σ w … / √(Σ w² …).", Prominence = Prominence.Detail,
        Oracle = "CalibrationTestsTests.Tests_agree_with_val_prob_and_hoslem_test",
    };

    /// <inheritdoc/>
    public CalibrationTestResult Test(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new CalibrationTestResult.Undefined(Estimate.Because.NoPatients);
        double sum = 0, variance = 0;
        for (var i = 0; i < evidence.Ranked.Count; i++)
        {
            var (p, events, nonEvents) = (evidence.Ranked.Scores[i], evidence.Ranked.Events[i], evidence.Ranked.NonEvents[i]);
            sum += ((events.Weight * (1 - p)) - (nonEvents.Weight * p)) * (1 - (2 * p));
            variance += (events.WeightSquared + nonEvents.WeightSquared) * (1 - (2 * p)) * (1 - (2 * p)) * p * (1 - p);
        }
        var z = sum / Math.Sqrt(variance);
        return double.IsFinite(z)
            ? new CalibrationTestResult.Known(z, null, 2 * Normal.CDF(0, 1, -Math.Abs(z)))
            : new CalibrationTestResult.Undefined(Phrase.Of($"every risk is 0, ½ or 1: the statistic has no variance"));
    }
}
