using AuditHarness.Audits;
using AuditHarness.Metrics;

namespace AuditHarness.Statistics;

/// <summary>How an estimate varies by the bootstrap, or why that cannot be said.</summary>
/// <param name="Sampling">Null with <paramref name="Reason"/>.</param>
/// <param name="Reason">Why there is no interval, or null.</param>
public readonly record struct Bootstrapped(Sampling? Sampling, Phrase? Reason);

/// <summary>From whom a replicate draws.</summary>
public enum Resampling
{
    /// <summary>Patients with the event and patients without it separately: for figures that do not depend on how many have it.</summary>
    WithinOutcome,
    /// <summary>All patients of the group together: for figures that move with the prevalence, such as calibration and net benefit.</summary>
    Patients,
}

/// <summary>
/// Bootstrap for figures that have no closed form. A replicate draws patients with replacement, stratified by group and by outcome (unless
/// the figure moves with the prevalence), as counts on the distinct scores: no row is copied. Efron, Tibshirani (1993), An Introduction to
/// the Bootstrap, chapters 8 and 14.
/// </summary>
public static class Bootstrap
{
    /// <summary>A group in which more than this share of replicates has no figure gets no interval.</summary>
    private const double LargestFailedShare = 0.05;

    /// <summary>A figure of one group.</summary>
    /// <param name="evidence">The group, with seed and plan.</param>
    /// <param name="purpose">Name of the use, such as the metric's id: seeds its own replicates.</param>
    /// <param name="value">The figure of the group itself, exact.</param>
    /// <param name="statistic">The same figure of a resample; null where it has none. Resamples hold no score without patients.</param>
    /// <param name="min">Smallest possible value, or negative infinity.</param>
    /// <param name="max">Largest possible value, or infinity.</param>
    /// <param name="resampling">From whom a replicate draws.</param>
    public static Bootstrapped Of(
        SubgroupEvidence evidence, string purpose, double value, Func<RankedScores, double?> statistic, double min, double max,
        Resampling resampling = Resampling.WithinOutcome) =>
        OfGroups([evidence], purpose, value, groups => statistic(groups[0]), min, max, resampling);

    /// <summary>A figure that compares two groups, each resampled by itself.</summary>
    /// <param name="first">One group; its plan counts.</param>
    /// <param name="second">The other.</param>
    /// <param name="purpose">Name of the use.</param>
    /// <param name="value">The figure itself.</param>
    /// <param name="statistic">The same figure of two resamples; null where it has none.</param>
    /// <param name="min">Smallest possible value, or negative infinity.</param>
    /// <param name="max">Largest possible value, or infinity.</param>
    /// <param name="resampling">From whom a replicate draws.</param>
    public static Bootstrapped OfPair(
        SubgroupEvidence first, SubgroupEvidence second, string purpose, double value, Func<RankedScores, RankedScores, double?> statistic,
        double min, double max, Resampling resampling = Resampling.WithinOutcome) =>
        OfGroups([first, second], purpose, value, groups => statistic(groups[0], groups[1]), min, max, resampling);

    /// <summary>A figure of several groups together, each resampled by itself.</summary>
    /// <param name="evidence">The groups, at least one; the first one's plan counts.</param>
    /// <param name="purpose">Name of the use.</param>
    /// <param name="value">The figure itself.</param>
    /// <param name="statistic">The same figure of resamples in the order of the groups; null where it has none.</param>
    /// <param name="min">Smallest possible value, or negative infinity.</param>
    /// <param name="max">Largest possible value, or infinity.</param>
    /// <param name="resampling">From whom a replicate draws.</param>
    public static Bootstrapped OfGroups(
        IReadOnlyList<SubgroupEvidence> evidence, string purpose, double value, Func<IReadOnlyList<RankedScores>, double?> statistic,
        double min, double max, Resampling resampling = Resampling.WithinOutcome)
    {
        var plan = evidence[0].Intervals;
        BootstrapGroup[] groups = [.. evidence.Select(e => new BootstrapGroup(e, purpose, resampling))];
        if (groups.SelectMany(g => g.Strata).Any(s => s.All.EffectiveSize < 2)) return new(null, Estimate.Because.TooFew);
        RankedScores[] cells = [.. groups.Select(g => g.Cells)];
        var condensed = Array.Exists(groups, g => g.IsCondensed);
        // Cells of the ranking may shift a figure a little: replicates are compared with the figure of the cells.
        if (Finite(condensed ? statistic(cells) : value) is not { } centre) return new(null, Phrase.Of($"no figure can be given for a resample"));

        var replicates = new List<double>(plan.Resamples);
        var resample = new RankedScores[groups.Length];
        for (var r = 0; r < plan.Resamples; r++)
        {
            for (var g = 0; g < groups.Length; g++) resample[g] = groups[g].Draw(r);
            if (Finite(statistic(resample)) is { } figure) replicates.Add(figure + (value - centre));
        }
        var failed = plan.Resamples - replicates.Count;
        if (failed > LargestFailedShare * plan.Resamples)
            return new(null, Phrase.Of($"{failed / (double)plan.Resamples:percent} of bootstrap replicates have no figure"));
        replicates.Sort();
        if (replicates[^1] - replicates[0] <= 1e-12 * Math.Max(1, Math.Abs(value)))
            return new(null, Phrase.Of($"every bootstrap replicate gives the same figure: no variance"));
        var shape = Shape(groups, cells, centre, statistic) with { Value = value, Min = min, Max = max };
        return new(new BootstrapSampling(Method(plan, resampling, condensed), plan.Bootstrap ?? BootstrapMethod.Bca, shape, [.. replicates]), null);
    }

    private static Phrase Method(IntervalPlan plan, Resampling resampling, bool condensed)
    {
        var kind = plan.Bootstrap == BootstrapMethod.Percentile ? Phrase.Of($"percentiles") : Phrase.Of($"BCa");
        var method = resampling == Resampling.WithinOutcome
            ? Phrase.Of($"bootstrap stratified by outcome, {kind}, {plan.Resamples:count} replicates")
            : Phrase.Of($"bootstrap, {kind}, {plan.Resamples:count} replicates");
        return condensed ? Phrase.Of($"{method} on {BootstrapGroup.MostCells:count} cells of the ranking") : method;
    }

    private static double? Finite(double? figure) => figure is { } f && double.IsFinite(f) ? f : null;

    private static BootstrapShape Shape(BootstrapGroup[] groups, RankedScores[] cells, double centre, Func<IReadOnlyList<RankedScores>, double?> statistic) =>
        Shapes(groups, cells, [centre], resample => statistic(resample) is { } figure ? [figure] : null)[0];

    /// <summary>What one patient of each stratum is worth gives the skewness of figures, and how small samples widen them.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="cells">Their cells.</param>
    /// <param name="centres">The figures of the cells.</param>
    /// <param name="statistics">The same figures of other counts on the cells, one beside the other; null where there are none.</param>
    internal static IReadOnlyList<BootstrapShape> Shapes(
        IReadOnlyList<BootstrapGroup> groups, RankedScores[] cells, IReadOnlyList<double> centres, Func<IReadOnlyList<RankedScores>, IReadOnlyList<double>?> statistics)
    {
        var smallest = groups.SelectMany(g => g.Strata).Min(s => s.All.EffectiveSize);
        var unknown = new BootstrapShape(0, 0, 0, 0, smallest - 1, Math.Sqrt(smallest / (smallest - 1)));
        var (cubes, drawn, unbiased, degrees) = (new double[centres.Count], new double[centres.Count], new double[centres.Count], new double[centres.Count]);
        for (var g = 0; g < groups.Count; g++)
        {
            foreach (var stratum in groups[g].Strata)
            {
                var n = (double)stratum.All.Rows;
                var size = stratum.All.EffectiveSize;
                var left = new List<(IReadOnlyList<double> Figures, double Patients)>();
                foreach (var (ranked, patients) in groups[g].WithoutOne(stratum))
                {
                    var without = (RankedScores[])cells.Clone();
                    without[g] = ranked;
                    if (statistics(without) is not { } figures || figures.Any(f => !double.IsFinite(f))) return [.. centres.Select(_ => unknown)];
                    left.Add((figures, patients));
                }
                for (var f = 0; f < centres.Count; f++)
                {
                    (double Influence, double Patients)[] influences = [.. left.Select(l => ((n - 1) * (centres[f] - l.Figures[f]), l.Patients))];
                    var mean = influences.Sum(i => i.Influence * i.Patients) / influences.Sum(i => i.Patients);
                    var squares = influences.Sum(i => i.Patients * (i.Influence - mean) * (i.Influence - mean));
                    cubes[f] += influences.Sum(i => i.Patients * Math.Pow(i.Influence - mean, 3)) / (n * n * n);
                    drawn[f] += squares / (n * n);
                    var variance = squares / (n * n) * (size / (size - 1));
                    unbiased[f] += variance;
                    degrees[f] += variance * variance / (size - 1);
                }
            }
        }
        return [.. centres.Select((_, f) => drawn[f] > 0 && degrees[f] > 0
            ? new(0, 0, 0, cubes[f] / (6 * Math.Pow(drawn[f], 1.5)), unbiased[f] * unbiased[f] / degrees[f], Math.Sqrt(unbiased[f] / drawn[f])) : unknown)];
    }
}
