using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>
/// One rate of a decision where the other is held at a target: the threshold is the most favourable score of the sample that still
/// reaches the target, without interpolation.
/// </summary>
/// <remarks>
/// The interval is distribution-free: Wilson's at that threshold, and beside it how far the rate moves along the curve while the target
/// stays within what the patients that fix the threshold allow, squared and added.
/// Zhou, Qin (2005), Stat. Med. 24:465–477, resample what is read from order statistics here.
/// </remarks>
/// <param name="value">The rate.</param>
/// <param name="patients">Effective number of patients whose rate it is.</param>
/// <param name="along">The rate where the other is held at a share, piecewise linear and falling; also beyond 1, down to 0.</param>
/// <param name="target">Where the other is held.</param>
/// <param name="fixing">Effective number of patients that fix the threshold.</param>
internal sealed class RateAtTarget(double value, double patients, Func<double, double> along, double target, double fixing) : Sampling
{
    // Of fewer, the lowest one or two say next to nothing of where nine in ten lie.
    private const int Fewest = 12;

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"Wilson and order statistics, squared and added");

    /// <inheritdoc/>
    public override double StandardError => Limits(1) is var (lower, upper) ? (upper - lower) / 2 : 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new RateAtTarget(value, patients * factor, along, target, fixing * factor);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (low, high) = new ProportionSampling(value, patients).Limits(z);
        var reach = z * Math.Sqrt(target * (1 - target) / fixing);
        var (least, most) = (Math.Min(value, along(target + reach)), Math.Max(value, along(Math.Max(0, target - reach))));
        return (Math.Max(0, value - double.Hypot(value - low, value - least)), Math.Min(1, value + double.Hypot(high - value, most - value)));
    }

    /// <summary>Estimates the share of some patients that is on the right side where that of others is at least a target.</summary>
    /// <param name="evidence">Both kinds of patients.</param>
    /// <param name="fixers">At each score the patients that fix the threshold: they come to their right side.</param>
    /// <param name="others">At each score the others: they leave theirs.</param>
    /// <param name="fromTop">True when the highest score is taken first.</param>
    /// <param name="target">In (0, 1).</param>
    /// <param name="threshold">From the number of scores taken to the threshold.</param>
    public static Estimate Of(SubgroupEvidence evidence, Tallies fixers, Tallies others, bool fromTop, double target, Func<int, double> threshold)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var rates = new RatesByScore(fixers, others, fromTop);
        var at = rates.First(target - 1e-12);
        var value = Math.Clamp(at.Here.Right, 0, 1);
        var denominator = Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows);
        var few = Math.Min(rates.Fixers.EffectiveSize, rates.Others.EffectiveSize) < Fewest;
        return new Estimate.Known(
            value, few ? null : new RateAtTarget(value, rates.Others.EffectiveSize, Along, target, rates.Fixers.EffectiveSize), denominator,
            few ? Phrase.Of($"fewer than {Fewest} (effective) patients with or without an event: no interval") : null)
        {
            Tells = evidence.Ranked.At(threshold(at.Taken)),
        };

        double Along(double share)
        {
            // Beyond the last of them one more would lie anywhere: the rate falls to nothing over as much as one of them counts.
            if (share >= 1) return rates.First(1).Here.Right * Math.Max(0, 1 - ((share - 1) * rates.Fixers.EffectiveSize));
            var (taken, here, before) = rates.First(share);
            return taken == 0 ? here.Right : here.Right + ((before.Right - here.Right) * (here.Reached - share) / (here.Reached - before.Reached));
        }
    }
}
