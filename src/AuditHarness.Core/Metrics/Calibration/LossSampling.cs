using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The mean of a loss; limits are the means at which the estimate lies just z standard errors away, with a variance that changes with
/// the mean as a skewed loss makes it: v(μ) = v + s (μ − mean), s = third / second central moment. For a loss of two values that is
/// Wilson's variance to first order.
/// </summary>
/// <remarks>
/// Score limits with a variance function: Morris (1982), Ann. Stat. 10:65–80; skewed means: Johnson (1978), J. Am. Stat. Assoc.
/// 73:536–544. Where events are rare a sample says little about how its loss varies. So its variance is drawn, as if by
/// <see cref="Prior"/> more patients of the rarer outcome, to the one that its scores lead one to expect
/// (<see cref="ExpectedOutcomes"/>), and the skewness is the expected one with half an event and half a non-event more than seen.
/// </remarks>
/// <param name="mean">The mean.</param>
/// <param name="variance">Variance of one patient's loss, not negative.</param>
/// <param name="slope">By how much it grows with the mean.</param>
/// <param name="size">Patients, or their effective number; at least 1.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
internal sealed class LossSampling(double mean, double variance, double slope, double size, double min, double max) : Sampling
{
    /// <summary>Patients of the rarer outcome that the expected variance stands for.</summary>
    public const double Prior = 10;

    // With more of them the expected variance hardly counts any more, and the sample's own skewness is exact enough.
    private const double Plenty = 10_000;

    /// <summary>The mean loss of a subgroup with its interval.</summary>
    /// <param name="evidence">At least one row.</param>
    /// <param name="loss">Loss for a score and an outcome (1 or 0).</param>
    /// <param name="max">Largest possible value; the smallest is 0.</param>
    public static Estimate Estimate(SubgroupEvidence evidence, Func<double, int, double> loss, double max)
    {
        var mean = ScoreMean.Of(evidence, loss);
        var (variance, slope) = Spread(evidence, mean.Value, loss);
        var sampling = new LossSampling(mean.Value, variance, slope, mean.Size, 0, max);
        return sampling.Limits(0.1) is var (lower, upper) && lower < upper
            ? new Metrics.Estimate.Known(mean.Value, sampling, evidence.Count)
            : new Metrics.Estimate.Known(mean.Value, null, evidence.Count, Phrase.Of($"no variation between patients"));
    }

    /// <summary>Variance of one patient's loss, and by how much it grows with the mean.</summary>
    /// <param name="evidence">At least one row.</param>
    /// <param name="mean">The mean loss.</param>
    /// <param name="loss">Loss for a score and an outcome (1 or 0).</param>
    /// <param name="prior">Patients of the rarer outcome that the expected variance stands for.</param>
    public static (double Variance, double Slope) Spread(
        SubgroupEvidence evidence, double mean, Func<double, int, double> loss, double prior = Prior)
    {
        double seen = Math.Min(evidence.Events.EffectiveSize, evidence.NonEvents.EffectiveSize), size = evidence.All.EffectiveSize;
        double squares = 0, cubes = 0;
        var (scores, events, nonEvents) = evidence.Ranked;
        ReadOnlySpan<int> eventRows = events.Rows, nonEventRows = nonEvents.Rows;
        var isUnweighted = events.AreUnweighted && nonEvents.AreUnweighted;
        for (var i = 0; i < scores.Length; i++)
        {
            // No jump depends on the outcome of a patient with a score alone, as in ScoreMean.
            if (isUnweighted && eventRows[i] + nonEventRows[i] == 1)
            {
                Add(1, loss(scores[i], eventRows[i]) - mean);
                continue;
            }
            var (with, without) = (events[i], nonEvents[i]);
            if (with.Rows > 0) Add(with.WeightSquared, loss(scores[i], 1) - mean);
            if (without.Rows > 0) Add(without.WeightSquared, loss(scores[i], 0) - mean);
        }
        var observed = size > 1 ? squares / evidence.All.WeightSquared * (size / (size - 1)) : 0;
        if (seen >= Plenty) return (observed, cubes / squares);
        var rate = evidence.Events.Weight / evidence.All.Weight;
        var expected = ExpectedOutcomes.Moments(evidence, rate, loss).Second;
        var (second, third) = ExpectedOutcomes.Moments(evidence, ((rate * size) + 0.5) / (size + 1), loss);
        return (((prior * expected) + (seen * observed)) / (prior + seen), second > 0 ? third / second : 0);

        void Add(double weight, double distance)
        {
            squares += weight * distance * distance;
            cubes += weight * distance * distance * distance;
        }
    }

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"score interval of a skewed mean");

    /// <inheritdoc/>
    public override double StandardError => Math.Sqrt(variance / size);

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new LossSampling(mean, variance, slope, size * factor, min, max);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        // (μ − mean)² = z² v(μ) / n.
        var share = z * z / size;
        var (shift, root) = (share * slope, Math.Sqrt((share * share * slope * slope) + (4 * share * variance)));
        // Each by the form that does not cancel.
        var (down, up) = shift >= 0 ? (2 * share * variance / (shift + root), (shift + root) / 2) : ((root - shift) / 2, 2 * share * variance / (root - shift));
        return (Math.Max(min, mean - (root > 0 ? down : 0)), Math.Min(max, mean + (root > 0 ? up : 0)));
    }
}
