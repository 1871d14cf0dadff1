namespace AuditHarness.Statistics;

/// <summary>
/// A mean of something between 0 and 1, such as a score: Wilson's limits on as many trials as would vary as little as the mean does.
/// They lean away from 0 and 1 as the mean of a skewed score must, where limits to either side alike fall short.
/// </summary>
/// <remarks>Wilson (1927), J. Am. Stat. Assoc. 22:209–212; for a mean of bounded values, Newcombe (2006), Stat. Med. 25:559–573.</remarks>
/// <param name="method">Name of the method.</param>
/// <param name="mean">In [0, 1].</param>
/// <param name="standardError">Its standard error; positive, unless the mean is 0 or 1.</param>
/// <param name="size">Effective number of patients averaged over: Student's t with one degree of freedom less takes the place of the normal.</param>
public sealed class BoundedMeanSampling(Phrase method, double mean, double standardError, double size) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => standardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new BoundedMeanSampling(method, mean, standardError / Math.Sqrt(factor), size * factor);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var trials = mean is 0 or 1 ? size : mean * (1 - mean) / (standardError * standardError);
        return new ProportionSampling(mean, trials).Limits(size >= 2 ? CriticalValue.Student(z, size - 1) : z);
    }
}
