using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>The mean score of some patients.</summary>
internal static class ScoreAverage
{
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
        var squares = 0.0;
        for (var i = 0; i < scores.Length; i++) squares += patients[i].WeightSquared * (scores[i] - mean) * (scores[i] - mean);
        var size = all.EffectiveSize;
        if (size < 2) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"fewer than 2 (effective) patients: no variance"));
        var error = Math.Sqrt(squares / (all.Weight * all.Weight) * (size / (size - 1)));
        if (mean - error == mean || mean + error == mean) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"no variation between patients"));
        return new Estimate.Known(mean, new BoundedMeanSampling(Phrase.Of($"Wilson for a mean, Student t"), mean, error, size), all.Rows);
    }
}
