using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>The mean score of some patients.</summary>
internal static class ScoreAverage
{
    // The skewness of fewer cannot be told, and predicted risks are skewed.
    private const int Fewest = 5;

    /// <summary>Averages the score.</summary>
    /// <param name="scores">Distinct scores, each in [0, 1].</param>
    /// <param name="patients">Who has each of them.</param>
    /// <param name="all">All of them together.</param>
    /// <param name="empty">Why there is none when there is no patient.</param>
    public static Estimate Of(double[] scores, IReadOnlyList<Tally> patients, Tally all, Phrase empty)
    {
        if (all.Rows == 0) return new Estimate.Undefined(empty);
        var mean = 0.0;
        for (var i = 0; i < scores.Length; i++) mean += patients[i].Weight * scores[i];
        mean = Math.Clamp(mean / all.Weight, 0, 1);
        double squares = 0, spread = 0, cubes = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var from = scores[i] - mean;
            squares += patients[i].WeightSquared * from * from;
            spread += patients[i].Weight * from * from;
            cubes += patients[i].Weight * from * from * from;
        }
        var size = all.EffectiveSize;
        if (size < Fewest) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"fewer than {Fewest} (effective) patients: no interval"));
        var error = Math.Sqrt(squares / (all.Weight * all.Weight) * (size / (size - 1)));
        if (mean - error == mean || mean + error == mean) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"no variation between patients"));
        var deviation = Math.Sqrt(spread / all.Weight);
        var skewness = cubes / all.Weight / (deviation * deviation * deviation);
        return new Estimate.Known(
            mean, new SkewedMeanSampling(Phrase.Of($"mean, Student t and Hall"), mean, error, size, double.IsFinite(skewness) ? skewness : 0, 0, 1), all.Rows);
    }
}
