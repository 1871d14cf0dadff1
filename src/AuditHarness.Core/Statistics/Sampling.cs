using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>
/// How an estimate varies from sample to sample: enough to give its limits at any critical value, and so its own interval,
/// a simultaneous one, and (by <see cref="Contrast"/>) the interval of a gap between two groups.
/// </summary>
public abstract class Sampling
{
    /// <summary>Name of the interval method, such as "Wilson".</summary>
    public abstract Phrase Method { get; }

    /// <summary>Approximate standard error on the scale of the value, for planning; 0 when the sample shows no variation.</summary>
    public abstract double StandardError { get; }

    /// <summary>True when it rests on resampling, so that it is too dear to be repeated for every replicate of a survey design.</summary>
    public virtual bool IsSimulated => false;

    /// <summary>The estimate without what chance adds to it on average, within its limits at any level; null where that is nothing to speak of.</summary>
    internal virtual double? Unbiased => null;

    /// <summary>Limits at a critical value of the standard normal distribution.</summary>
    /// <param name="z">Critical value, such as 1.96; positive.</param>
    public abstract (double Lower, double Upper) Limits(double z);

    /// <summary>How the same estimate would vary in a sample larger by a factor: what planning asks for.</summary>
    /// <param name="factor">Positive; 2 is twice as many patients of the same kind.</param>
    public abstract Sampling Scaled(double factor);

    /// <summary>How it would vary if its variance were larger by a factor that is known well: no degrees of freedom are lost by it.</summary>
    /// <param name="factor">Positive.</param>
    internal virtual Sampling Inflated(double factor) => Scaled(1 / factor);

    /// <summary>The interval of one estimate by itself.</summary>
    /// <param name="level">Confidence level in (0, 1).</param>
    public Interval Interval(double level)
    {
        var (lower, upper) = Limits(CriticalValue.TwoSided(level));
        return new Interval(lower, upper, level, Method);
    }
}

/// <summary>An estimate that is normal (or Student-t) about its true value.</summary>
/// <param name="method">Name of the method, such as "DeLong".</param>
/// <param name="value">The estimate.</param>
/// <param name="standardError">Its standard error, positive.</param>
/// <param name="size">
/// For mean-like estimates the number of rows: a gap of two of them takes Welch's degrees of freedom. Null for others.
/// </param>
/// <param name="student">True to take Student's t with size − 1 degrees of freedom for the estimate's own limits too.</param>
/// <param name="min">Smallest possible value; limits are clipped to it.</param>
/// <param name="max">Largest possible value; limits are clipped to it.</param>
public sealed class NormalSampling(
    Phrase method, double value, double standardError, double? size = null, bool student = false,
    double min = double.NegativeInfinity, double max = double.PositiveInfinity) : Sampling
{
    /// <summary>The estimate.</summary>
    public double Value => value;

    /// <summary>Rows behind a mean-like estimate, or null.</summary>
    public double? Size => size;

    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => standardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new NormalSampling(method, value, standardError / Math.Sqrt(factor), size * factor, student, min, max);

    internal override Sampling Inflated(double factor) => new NormalSampling(method, value, standardError * Math.Sqrt(factor), null, false, min, max);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var half = standardError * (student ? CriticalValue.Student(z, size!.Value - 1) : z);
        return (Math.Max(min, value - half), Math.Min(max, value + half));
    }
}

/// <summary>An estimate that is an increasing function of another one: limits are carried through the function.</summary>
/// <param name="method">Name of the method, such as "logit".</param>
/// <param name="inner">The estimate beneath.</param>
/// <param name="standardError">Standard error on the outer scale (delta method).</param>
/// <param name="map">The increasing function.</param>
public sealed class TransformedSampling(Phrase method, Sampling inner, double standardError, Func<double, double> map) : Sampling
{
    /// <inheritdoc/>
    public override bool IsSimulated => inner.IsSimulated;

    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => standardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new TransformedSampling(method, inner.Scaled(factor), standardError / Math.Sqrt(factor), map);

    internal override Sampling Inflated(double factor) => new TransformedSampling(method, inner.Inflated(factor), standardError * Math.Sqrt(factor), map);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (lower, upper) = inner.Limits(z);
        return (map(lower), map(upper));
    }
}

/// <summary>
/// The mean of two independent proportions; limits by the method of variance estimates recovery, Zou and Donner (2008),
/// Stat. Med. 27:1693–1702.
/// </summary>
/// <param name="first">One proportion.</param>
/// <param name="second">The other, from other patients.</param>
public sealed class MeanOfTwoSampling(ProportionSampling first, ProportionSampling second) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"MOVER of two {first.Method} intervals");

    /// <inheritdoc/>
    public override double StandardError => double.Hypot(first.StandardError, second.StandardError) / 2;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new MeanOfTwoSampling(first.Grown(factor), second.Grown(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (l1, u1) = first.Limits(z);
        var (l2, u2) = second.Limits(z);
        var mean = (first.Proportion + second.Proportion) / 2;
        return (Math.Max(0, mean - (double.Hypot(first.Proportion - l1, second.Proportion - l2) / 2)),
                Math.Min(1, mean + (double.Hypot(u1 - first.Proportion, u2 - second.Proportion) / 2)));
    }
}

/// <summary>
/// An area of exactly 0 or 1, whose DeLong variance is 0 although it is not certain. Scores that separate the classes perfectly
/// do so in min(events, non-events) disjoint pairs too, each concordant with probability AUROC; so Clopper and Pearson's
/// limit of k successes in k trials (1934, Biometrika 26:404–413) covers the area.
/// </summary>
/// <param name="area">0 or 1.</param>
/// <param name="pairs">Number of disjoint pairs (or the effective number), positive.</param>
public sealed class PerfectSeparationSampling(double area, double pairs) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"Clopper-Pearson on disjoint pairs (perfect separation)");

    /// <inheritdoc/>
    public override double StandardError => 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new PerfectSeparationSampling(area, pairs * factor);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var limit = Math.Pow(Normal.CDF(0, 1, -z), 1 / pairs);
        return area == 1 ? (limit, 1) : (0, 1 - limit);
    }
}
