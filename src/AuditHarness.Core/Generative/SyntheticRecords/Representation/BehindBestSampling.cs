using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>
/// How far a group is behind the best of several, of which the sample's best need not be the truly best: limits at a level hold whichever it
/// is. Multiple comparisons with the best, Hsu (1984), Ann. Stat. 12:1136–1144, with Bonferroni's bound.
/// </summary>
/// <param name="differences">The group's figure less that of each other one, with the standard error of the difference, positive; at least one.</param>
/// <param name="scale">By how much larger samples shrink the errors.</param>
public sealed class BehindBestSampling(IReadOnlyList<(double Value, double Error)> differences, double scale = 1) : Sampling
{
    /// <summary>How far the group is behind the one that it is furthest behind, in [−1, 0]; 0 when it is behind none.</summary>
    public double Value => Math.Clamp(differences.Min(d => d.Value), -1, 0);

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"multiple comparisons with the best, Bonferroni");

    /// <inheritdoc/>
    public override double StandardError => differences.MinBy(d => d.Value).Error * scale;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new BehindBestSampling(differences, scale / Math.Sqrt(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var reach = -Normal.InvCDF(0, 1, Normal.CDF(0, 1, -z) / differences.Count) * scale;
        return (Math.Clamp(differences.Min(d => d.Value - (reach * d.Error)), -1, 0), Math.Clamp(differences.Min(d => d.Value + (reach * d.Error)), -1, 0));
    }
}
