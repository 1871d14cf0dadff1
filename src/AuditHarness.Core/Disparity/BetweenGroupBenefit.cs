using AuditHarness.Metrics;
using AuditHarness.Statistics;

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
        return [family.AllGroups(() => Figure(info, context, family.Eligible, index))];
    }

    /// <summary>The mean benefit of each group.</summary>
    /// <param name="context">The groups.</param>
    public static Func<int, int, double?> Means(ComparisonContext context) =>
        (g, _) => context.Table.Evidence[g].Count == 0 ? null : Mean(context.Table.Evidence[g].Confusion);

    private static double Mean(ConfusionCounts c) => 1 + ((c.FalsePositives.Weight - c.FalseNegatives.Weight) / c.All.Weight);

    private static GapFigure Figure(DisparityInfo info, ComparisonContext context, int[] eligible, Func<IReadOnlyList<(double Share, double Relative)>, double> index)
    {
        var groups = Array.ConvertAll(eligible, g => context.Table.Evidence[g].Confusion);
        var k = groups.Length;
        var total = groups.Sum(c => c.All.Weight);
        double[] share = Array.ConvertAll(groups, c => c.All.Weight / total);
        double[] mean = Array.ConvertAll(groups, Mean);
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
        var value = index([.. share.Zip(mean, (p, m) => (p, m / overall))]);
        var method = Phrase.Of($"noncentral χ², matched moments");
        if (context.Design is { } design)
        {
            var clusters = context.Replicates.DegreesOfFreedom(eligible);
            double?[][] again = [.. eligible.Select(g => context.Replicates.Of(info.Id, g, -1))];
            if ((clusters < 1 ? DesignEffects.TooFewClusters : Array.Exists(again, r => Array.Exists(r, v => v is null)) ? DesignEffects.NotInEveryReplicate : null) is { } why)
                return new GapFigure.Known(value, method, _ => (value, value)) { WithoutInterval = why };
            (trace, traceOfSquare) = OverClusters(design, share, mean, overall, again, trace, traceOfSquare, context.Replicates.RowsPerCluster(eligible[0]));
            // Few clusters know their own variance badly: as Student's t is to the normal distribution, squared.
            var student = CriticalValue.Student(1.96, clusters) / 1.96;
            (trace, traceOfSquare) = (trace * student * student, traceOfSquare * student * student * student * student);
            method = Phrase.Of($"noncentral χ², matched moments, clusters: jackknife");
        }
        var (scale, degrees) = (traceOfSquare / trace, trace * trace / traceOfSquare);
        (double, double) Limits(double factor, double z)
        {
            var (lower, upper) = NoncentralChiSquared.Limits(2 * value / scale * factor, degrees, z);
            return (Math.Min(lower * scale / factor / 2, value), Math.Max(upper * scale / factor / 2, value));
        }
        return new GapFigure.Known(value, method, z => Limits(1, z))
        {
            PValue = Math.Clamp(1 - NoncentralChiSquared.Cumulative(2 * value / scale, degrees, 0), 0, 1),
            Grown = (_, all, z) => Limits(all, z), ExpectedUnderEquality = trace / 2,
        };
    }

    // The same covariances of what is squared and summed, but as the groups' means change together from replicate to replicate. Where no mean
    // changes in any, clusters count as one row each.
    private static (double Trace, double TraceOfSquare) OverClusters(
        ReplicateDesign design, double[] share, double[] mean, double overall, double?[][] replicates, double trace, double traceOfSquare, double perCluster)
    {
        var changes = replicates.Select((r, g) => r.Select(v => (v!.Value - mean[g]) / overall).ToArray()).ToArray();
        double[] together = [.. Enumerable.Range(0, design.Replicates).Select(r => share.Select((p, g) => p * changes[g][r]).Sum())];
        double[][] off = [.. changes.Select((c, g) => c.Select((v, r) => Math.Sqrt(share[g]) * (v - together[r])).ToArray())];
        var (sum, sumOfSquares) = (0.0, 0.0);
        for (var a = 0; a < off.Length; a++)
            for (var b = 0; b < off.Length; b++)
            {
                var m = design.Covariance(off[a], off[b]);
                if (a == b) sum += m;
                sumOfSquares += m * m;
            }
        var rows = Math.Max(1, perCluster);
        return sum > 1e-24 ? (sum, sumOfSquares) : (trace * rows, traceOfSquare * rows * rows);
    }
}
