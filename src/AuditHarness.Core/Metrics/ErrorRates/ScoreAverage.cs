using System.Runtime.Intrinsics;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>The mean score of some patients.</summary>
internal static class ScoreAverage
{
    // The skewness of fewer cannot be told.
    private const int Fewest = 5;

    // A sample's skewness falls short of a large one of the population, the more the fewer patients; by as much more is corrected for.
    private const double Understated = 5;

    /// <summary>Averages the score.</summary>
    /// <param name="scores">Distinct scores, each in [0, 1].</param>
    /// <param name="patients">Who has each of them.</param>
    /// <param name="all">All of them together.</param>
    /// <param name="empty">Why there is none when there is no patient.</param>
    public static Estimate Of(double[] scores, Tallies patients, Tally all, Phrase empty)
    {
        if (all.Rows == 0) return new Estimate.Undefined(empty);
        var mean = Math.Clamp(Sum(scores, patients) / all.Weight, 0, 1);
        var (squares, spread, cubes) = Moments(scores, patients, mean);
        var size = all.EffectiveSize;
        if (size < 2) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"fewer than 2 (effective) patients: no variance")) { Weight = all.Weight };
        var error = Math.Sqrt(squares / (all.Weight * all.Weight) * (size / (size - 1)));
        if (mean - error == mean || mean + error == mean) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"no variation between patients")) { Weight = all.Weight };
        var few = Phrase.Of($"mean, Student t of scores and of their log-odds");
        if (size < Fewest)
        {
            if (OfLogOdds(few, scores, patients, all) is not { } inner) return new Estimate.Known(mean, null, all.Rows, Phrase.Of($"scores of 0 or 1 among fewer than {Fewest} (effective) patients: no interval")) { Weight = all.Weight };
            return new Estimate.Known(mean, new FartherSampling(new(few, mean, error, size, true, 0, 1), inner), all.Rows) { Weight = all.Weight };
        }
        var deviation = Math.Sqrt(spread / all.Weight);
        var skewness = cubes / all.Weight / (deviation * deviation * deviation);
        return new Estimate.Known(
            mean, new SkewedMeanSampling(Phrase.Of($"mean, Student t and Hall"), mean, error, size, double.IsFinite(skewness) ? skewness * (1 + (Understated / size)) : 0, 0, 1), all.Rows) { Weight = all.Weight };
    }

    private static double Sum(double[] scores, Tallies patients)
    {
        var (sums, sum, i) = (Vector256<double>.Zero, 0.0, 0);
        if (patients.AreUnweighted)
            for (; i <= scores.Length - Vector256<double>.Count; i += Vector256<double>.Count) sums += patients.RowsAt(i) * Vector256.Create(scores, i);
        for (; i < scores.Length; i++) sum += patients[i].Weight * scores[i];
        return sum + Vector256.Sum(sums);
    }

    // About their mean. Always four at once where all weigh 1, so that sums are formed in the same order on every machine.
    private static (double Squares, double Spread, double Cubes) Moments(double[] scores, Tallies patients, double mean)
    {
        var (second, third, i) = (Vector256<double>.Zero, Vector256<double>.Zero, 0);
        double squares = 0, spread = 0, cubes = 0;
        if (patients.AreUnweighted)
            for (; i <= scores.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                var from = Vector256.Create(scores, i) - Vector256.Create(mean);
                var square = patients.RowsAt(i) * from * from;
                (second, third) = (second + square, third + (square * from));
            }
        for (; i < scores.Length; i++)
        {
            var (here, from) = (patients[i], scores[i] - mean);
            squares += here.WeightSquared * from * from;
            spread += here.Weight * from * from;
            cubes += here.Weight * from * from * from;
        }
        var (fours, cubesOfFours) = (Vector256.Sum(second), Vector256.Sum(third));
        return (squares + fours, spread + fours, cubes + cubesOfFours);
    }

    // Their mean with its standard error; null where one is infinite or none varies.
    private static NormalSampling? OfLogOdds(Phrase method, double[] scores, Tallies patients, Tally all)
    {
        double mean = 0, squares = 0;
        for (var i = 0; i < scores.Length; i++)
            if (patients[i].Rows > 0) mean += patients[i].Weight * LogOdds(scores[i]) / all.Weight;
        for (var i = 0; i < scores.Length; i++)
            if (patients[i].Rows > 0) squares += patients[i].WeightSquared * (LogOdds(scores[i]) - mean) * (LogOdds(scores[i]) - mean);
        var size = all.EffectiveSize;
        var error = Math.Sqrt(squares / (all.Weight * all.Weight) * (size / (size - 1)));
        return double.IsFinite(error) && error > 0 ? new(method, mean, error, size, true) : null;
    }

    private static double LogOdds(double score) => Math.Log(score / (1 - score));

    /// <summary>
    /// Of two to four patients: Student's t of their scores falls short where these are skewed, that of the log-odds where they are not;
    /// on each side the limit that reaches further is taken.
    /// </summary>
    private sealed class FartherSampling(NormalSampling ofScores, NormalSampling ofLogOdds) : Sampling
    {
        public override Phrase Method => ofScores.Method;

        public override double StandardError => ofScores.StandardError;

        public override Sampling Scaled(double factor) =>
            new FartherSampling((NormalSampling)ofScores.Scaled(factor), (NormalSampling)ofLogOdds.Scaled(factor));

        internal override Sampling Inflated(double factor) => ofScores.Inflated(factor);

        public override (double Lower, double Upper) Limits(double z)
        {
            var ((l1, u1), (l2, u2)) = (ofScores.Limits(z), ofLogOdds.Limits(z));
            return (Math.Min(l1, 1 / (1 + Math.Exp(-l2))), Math.Max(u1, 1 / (1 + Math.Exp(-u2))));
        }
    }
}
