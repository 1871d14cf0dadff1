using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>
/// Inequality of benefit between groups: each patient's benefit is 1 + decision − outcome (0 missed, 1 right, 2 flagged in vain) and is
/// replaced by the mean of the group.
/// </summary>
/// <remarks>
/// Both indices are a sum of squared deviations of group means to second order, so their chance is that of Σλχ²: matched to a
/// scaled χ² by Satterthwaite (1946), and to a noncentral one when groups differ. A plain sum of squares is above 0 by chance.
/// </remarks>
internal static class BetweenGroupBenefit
{
    /// <summary>The figure of all groups.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="context">The groups.</param>
    /// <param name="index">The index of shares and relative mean benefits.</param>
    public static IReadOnlyList<GroupGap> Compare(DisparityInfo info, ComparisonContext context, Func<IReadOnlyList<(double Share, double Relative)>, double> index)
    {
        var family = new GapFamily(info, context, _ => null);
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => context.Table.Evidence[g].Confusion)], index))];
    }

    private static GapFigure Figure(ConfusionCounts[] groups, Func<IReadOnlyList<(double Share, double Relative)>, double> index)
    {
        var k = groups.Length;
        var total = groups.Sum(c => c.All.Weight);
        double[] share = Array.ConvertAll(groups, c => c.All.Weight / total);
        double[] mean = Array.ConvertAll(groups, c => 1 + ((c.FalsePositives.Weight - c.FalseNegatives.Weight) / c.All.Weight));
        var overall = share.Zip(mean, (p, m) => p * m).Sum();
        if (overall <= 0) return new GapFigure.Undefined(Phrase.Of($"every patient has an event and none is flagged: no benefit to share"));
        // At least what one wrong decision among n + 1 would make: no sample without a wrong decision shows that there is none.
        var variance = new double[k];
        for (var g = 0; g < k; g++)
        {
            var (n, wrong) = (groups[g].All.EffectiveSize, (groups[g].FalsePositives.Weight + groups[g].FalseNegatives.Weight) / groups[g].All.Weight);
            variance[g] = Math.Max(wrong - ((mean[g] - 1) * (mean[g] - 1)), 1 / (n + 1)) / n;
        }
        // M = D½ (I − 1pᵀ) Σ (I − 1pᵀ)ᵀ D½ / μ²: the covariance of what is squared and summed.
        var weightedVariance = share.Zip(variance, (p, v) => p * p * v).Sum();
        double trace = 0, traceOfSquare = 0;
        for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++)
            {
                var m = Math.Sqrt(share[a] * share[b]) * ((a == b ? variance[a] : 0) - (share[a] * variance[a]) - (share[b] * variance[b]) + weightedVariance) / (overall * overall);
                if (a == b) trace += m;
                traceOfSquare += m * m;
            }
        var (scale, degrees) = (traceOfSquare / trace, trace * trace / traceOfSquare);
        var value = index([.. share.Zip(mean, (p, m) => (p, m / overall))]);
        (double, double) Limits(double factor, double z)
        {
            var (lower, upper) = NoncentralChiSquared.Limits(2 * value / scale * factor, degrees, z);
            return (Math.Min(lower * scale / factor / 2, value), Math.Max(upper * scale / factor / 2, value));
        }
        return new GapFigure.Known(value, Phrase.Of($"noncentral χ², matched moments"), z => Limits(1, z))
        {
            PValue = Math.Clamp(1 - NoncentralChiSquared.Cumulative(2 * value / scale, degrees, 0), 0, 1),
            Grown = (_, all, z) => Limits(all, z), ExpectedUnderEquality = trace / 2,
        };
    }
}
