using AuditHarness.Metrics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// Standard deviation of the groups' true values of a metric: what is left of their scatter once each group's own sampling error is
/// taken out. With many small groups the largest gap is mostly chance; this is not.
/// </summary>
/// <remarks>
/// From 0 (equality), in units of the metric. Paule and Mandel's method of moments (1982), J. Res. NBS 87:377–385, which is DerSimonian
/// and Laird's carried to its end; limits by the Q-profile of Viechtbauer (2007), in which the estimate always lies.
/// </remarks>
/// <param name="info">What it is.</param>
internal sealed class BetweenGroupDeviation(DisparityInfo info) : IDisparity
{
    // No values in [0, 1] can deviate more.
    private const double Largest = 0.5;

    /// <inheritdoc/>
    public DisparityInfo Info => info;

    /// <summary>The deviation of a metric in [0, 1].</summary>
    /// <param name="id">Id of the disparity.</param>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="name">The metric's name in running text.</param>
    /// <param name="swapped">What it is of the other outcome.</param>
    public static BetweenGroupDeviation Of(string id, string metric, string name, LabelSwap swapped) => new(new(
        id, $"Between-group standard deviation of {name}", DisparityForm.Difference, [metric],
        $"Standard deviation of the groups' true {name}, each group counted once: their scatter less what sampling alone gives.",
        "DerSimonian, Laird (1986), Control. Clin. Trials 7:177–188; Lum, Zhang, Bower (2022), FAccT:379–389")
    {
        Swapped = swapped, Comparisons = [Comparison.AllGroups], IntervalMethod = "Q-profile (Viechtbauer 2007, Stat. Med. 26:37–52); with clusters the variance of each group is the design's",
        Convention = "Paule–Mandel estimate; sampling variances of rates from the pooled rate, of areas as they are at the pooled area; 0 where scatter is no more than chance gives.",
        Oracle = metric == "AreaUnderRoc" ? "BetweenGroupDeviationTests.The_deviation_of_areas_meets_the_same_equations_with_the_variance_at_their_pooled_area" : "BetweenGroupDeviationTests.Estimate_and_limits_meet_the_equations_that_define_them", Prominence = Prominence.Detail, TakesClusters = true, Max = Largest, DependsOnSize = true,
    });

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var estimates = context.Table.Of(info.Metrics[0]);
        var family = new GapFamily(info, context, g => GapFamily.Missing(estimates[g]));
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => (Estimate.Known)estimates[g])]))];
    }

    /// <summary>Cochran's Q about the weighted mean when true values deviate by so much.</summary>
    /// <param name="values">Estimates.</param>
    /// <param name="variances">Their sampling variances, positive.</param>
    /// <param name="between">Variance of the true values.</param>
    public static double Q(double[] values, double[] variances, double between)
    {
        double weights = 0, mean = 0;
        for (var i = 0; i < values.Length; i++) (weights, mean) = (weights + (1 / (variances[i] + between)), mean + (values[i] / (variances[i] + between)));
        mean /= weights;
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += (values[i] - mean) * (values[i] - mean) / (variances[i] + between);
        return sum;
    }

    private static GapFigure Figure(Estimate.Known[] groups)
    {
        var values = Array.ConvertAll(groups, k => k.Value);
        var variances = Variances(groups);
        if (Array.Exists(variances, v => !(v > 0))) return new GapFigure.Undefined(Phrase.Of($"no variation between patients"));
        var degrees = values.Length - 1;
        var deviation = Deviation(values, variances, degrees);
        (double, double) Limits(double factor, double z)
        {
            double[] grown = Array.ConvertAll(variances, v => v / factor);
            var tail = Normal.CDF(0, 1, -z);
            // Where chance made the scatter tiny the upper limit is that of the scatter it makes half of the time: never an interval of 0 to 0.
            var (q, median) = (Q(values, grown, 0), ChiSquared.InvCDF(degrees, 0.5));
            var spread = q > 0 && q < median ? Math.Sqrt(median / q) : 1;
            var lower = Deviation(values, grown, ChiSquared.InvCDF(degrees, 1 - tail));
            var upper = q > 0 ? Deviation(Array.ConvertAll(values, v => v * spread), grown, Math.Max(ChiSquared.InvCDF(degrees, tail), double.Epsilon))
                : Math.Sqrt(grown.Max() * median / Math.Max(ChiSquared.InvCDF(degrees, tail), double.Epsilon));
            return (Math.Min(lower, deviation), Math.Max(Math.Min(upper, Largest), deviation));
        }
        return new GapFigure.Known(deviation, Array.Exists(groups, k => k.Sampling is DesignSampling) ? Phrase.Of($"Q-profile, clusters: jackknife") : Phrase.Of($"Q-profile"), z => Limits(1, z))
        {
            PValue = Math.Clamp(1 - ChiSquared.CDF(degrees, Q(values, variances, 0)), 0, 1),
            Grown = (_, all, z) => Limits(all, z),
        };
    }

    // The deviation at which Q comes down to a value; 0 when it is below that from the start.
    private static double Deviation(double[] values, double[] variances, double target)
    {
        if (Q(values, variances, 0) <= target) return 0;
        var (low, high) = (0.0, Largest * Largest);
        while (Q(values, variances, high) > target && high < 1e6) high *= 4;
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (Q(values, variances, middle) > target) low = middle;
            else high = middle;
        }
        return Math.Min(Largest, Math.Sqrt((low + high) / 2));
    }

    // A group whose area is large by chance would seem to vary little, and so to lie far from the others: all vary as at one area.
    private static double Pooled(Estimate.Known[] groups, Sampling[] areas)
    {
        var mean = groups.Average(k => k.Value);
        double[] weights = Array.ConvertAll(areas, s => 1 / ((AreaSampling)s).VarianceAt(mean));
        return mean is <= 0 or >= 1 ? mean : groups.Select((k, g) => k.Value * weights[g]).Sum() / weights.Sum();
    }

    private static double[] Variances(Estimate.Known[] groups)
    {
        // Clusters multiply a variance; that they are few, and know it badly, counts as Student's t does, squared.
        double[] designs = Array.ConvertAll(groups, k => k.Sampling is DesignSampling d ? d.Factor * Math.Pow(CriticalValue.Student(1.96, d.DegreesOfFreedom) / 1.96, 2) : 1);
        var inner = Array.ConvertAll(groups, k => k.Sampling is DesignSampling d ? d.Inner : k.Sampling!);
        if (Array.TrueForAll(inner, s => s is ProportionSampling))
        {
            var shares = Array.ConvertAll(inner, s => (ProportionSampling)s);
            var size = shares.Sum(s => s.Size);
            // Half an event added, so that a rate of 0 or 1 in all groups has a variance too.
            var pooled = (shares.Sum(s => s.Proportion * s.Size) + 0.5) / (size + 1);
            return [.. shares.Select((s, g) => pooled * (1 - pooled) / s.Size * designs[g])];
        }
        if (Array.TrueForAll(inner, s => s is AreaSampling) && Pooled(groups, inner) is var area and > 0 and < 1)
            return [.. inner.Select((s, g) => ((AreaSampling)s).VarianceAt(area) * designs[g])];
        return [.. inner.Select((s, g) =>
        {
            var (lower, upper) = s.Limits(1);
            var error = Math.Max(s.StandardError, (upper - lower) / 2);
            return error * error * designs[g];
        })];
    }
}
