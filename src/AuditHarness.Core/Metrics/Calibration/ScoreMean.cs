using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Weighted mean of something that depends on a patient's score and outcome.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Size">Effective number of rows.</param>
internal readonly record struct ScoreMean(double Value, double Size)
{
    /// <summary>Averages over a subgroup.</summary>
    /// <param name="evidence">At least one row.</param>
    /// <param name="of">Value for a score and an outcome (1 or 0).</param>
    public static ScoreMean Of(SubgroupEvidence evidence, Func<double, int, double> of)
    {
        var (scores, events, nonEvents) = evidence.Ranked;
        ReadOnlySpan<int> eventRows = events.Rows, nonEventRows = nonEvents.Rows;
        var (isUnweighted, sum) = (events.AreUnweighted && nonEvents.AreUnweighted, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            // Of a score that one patient has alone nobody can foretell the outcome: it is read, no jump depends on it.
            if (isUnweighted && eventRows[i] + nonEventRows[i] == 1)
            {
                sum += of(scores[i], eventRows[i]);
                continue;
            }
            var (with, without) = (events[i], nonEvents[i]);
            if (with.Rows > 0) sum += with.Weight * of(scores[i], 1);
            if (without.Rows > 0) sum += without.Weight * of(scores[i], 0);
        }
        return new(sum / evidence.All.Weight, evidence.All.EffectiveSize);
    }

    /// <summary>Its standard error, robust to weights; without weights the sample standard deviation / √n. NaN for a single row.</summary>
    /// <param name="evidence">What was averaged over.</param>
    /// <param name="of">What was averaged.</param>
    public double StandardError(SubgroupEvidence evidence, Func<double, int, double> of)
    {
        var (scores, events, nonEvents) = evidence.Ranked;
        var squares = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var (with, without) = (events[i], nonEvents[i]);
            if (with.Rows > 0) squares += with.WeightSquared * Square(of(scores[i], 1) - Value);
            if (without.Rows > 0) squares += without.WeightSquared * Square(of(scores[i], 0) - Value);
        }
        return Math.Sqrt(squares / (evidence.All.Weight * evidence.All.Weight) * (Size / (Size - 1)));
    }

    private static double Square(double x) => x * x;
}
