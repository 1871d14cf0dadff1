using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Weighted mean of something that depends on a patient's score and outcome, with its standard error.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">Robust to weights; without weights the sample standard deviation / √n. NaN for a single row.</param>
/// <param name="Size">Effective number of rows.</param>
internal readonly record struct ScoreMean(double Value, double StandardError, double Size)
{
    /// <summary>Averages over a subgroup.</summary>
    /// <param name="evidence">At least one row.</param>
    /// <param name="of">Value for a score and an outcome (1 or 0).</param>
    public static ScoreMean Of(SubgroupEvidence evidence, Func<double, int, double> of)
    {
        var ranked = evidence.Ranked;
        var weight = evidence.All.Weight;
        var sum = 0.0;
        for (var i = 0; i < ranked.Count; i++)
        {
            if (ranked.Events[i].Rows > 0) sum += ranked.Events[i].Weight * of(ranked.Scores[i], 1);
            if (ranked.NonEvents[i].Rows > 0) sum += ranked.NonEvents[i].Weight * of(ranked.Scores[i], 0);
        }
        var mean = sum / weight;
        var squares = 0.0;
        for (var i = 0; i < ranked.Count; i++)
        {
            if (ranked.Events[i].Rows > 0) squares += ranked.Events[i].WeightSquared * Square(of(ranked.Scores[i], 1) - mean);
            if (ranked.NonEvents[i].Rows > 0) squares += ranked.NonEvents[i].WeightSquared * Square(of(ranked.Scores[i], 0) - mean);
        }
        var size = evidence.All.EffectiveSize;
        return new(mean, Math.Sqrt(squares / (weight * weight) * (size / (size - 1))), size);
    }

    private static double Square(double x) => x * x;
}
