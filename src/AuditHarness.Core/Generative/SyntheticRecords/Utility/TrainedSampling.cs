using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>
/// A figure of classifiers as it varies with the patients that they score and with those that they learned from. The two are independent:
/// what each lets the figure move is squared and added, as Zou, Donner (2008), Stat. Med. 27:1693–1702, do.
/// </summary>
/// <param name="scored">How it varies with the patients scored, the classifiers given.</param>
/// <param name="value">The figure.</param>
/// <param name="trainingError">Its standard error by the patients learned from.</param>
/// <param name="splits">Independent splits that the error was found from: its degrees of freedom.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
public sealed class TrainedSampling(Sampling scored, double value, double trainingError, int splits, double min, double max) : Sampling
{
    /// <inheritdoc/>
    public override bool IsSimulated => true;

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"{scored.Method}, and what classifiers of halves differ by");

    /// <inheritdoc/>
    public override double StandardError => double.Hypot(scored.StandardError, trainingError);

    /// <summary>How it varies with the patients scored, the classifiers given.</summary>
    public Sampling Scored => scored;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new TrainedSampling(scored.Scaled(factor), value, trainingError / Math.Sqrt(factor), splits, min, max);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var ((lower, upper), reach) = (scored.Limits(z), trainingError * CriticalValue.Student(z, splits));
        return (Math.Max(min, value - double.Hypot(value - lower, reach)), Math.Min(max, value + double.Hypot(upper - value, reach)));
    }
}
