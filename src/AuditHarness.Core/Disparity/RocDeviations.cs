using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// How a group's ROC curve varies by chance: bootstrap replicates less the curve itself, on a grid of false positive rates. Events and
/// non-events are resampled apart.
/// </summary>
/// <remarks>
/// One draw fewer than patients, as their mean is estimated too. Of a class with more than <see cref="MostDraws"/> only so many are drawn
/// and the deviation of its distribution is shrunk by the root of what is missing: the m out of n bootstrap. Scores of large groups are
/// resampled in up to <see cref="MostBins"/> bins of equal size.
/// </remarks>
internal sealed class RocDeviations
{
    /// <summary>Steps of the grid.</summary>
    public const int Steps = 100;

    /// <summary>Places that a replicate takes: whole vectors of eight, of which those beyond the grid are 0.</summary>
    public const int Stride = (Steps + 8) / 8 * 8;

    /// <summary>Draws of a class in one replicate.</summary>
    public const int MostDraws = 500;

    /// <summary>Bins of scores.</summary>
    public const int MostBins = 512;

    private const int Guides = 4096;

    private static readonly double[] s_grid = [.. Enumerable.Range(0, Steps + 1).Select(at => at / (double)Steps)];

    private readonly float[] _values;

    /// <summary>Resamples.</summary>
    /// <param name="group">At least one patient of each outcome.</param>
    /// <param name="replicates">How many.</param>
    /// <param name="random">Where chance comes from.</param>
    public RocDeviations(SubgroupEvidence group, int replicates, CounterRandom random)
    {
        Replicates = replicates;
        var bins = Binned(group.Ranked, group.Count);
        var (events, nonEvents) = (new Class(bins.Events), new Class(bins.NonEvents));
        Curve = OnGrid(events.Shares, nonEvents.Shares);
        _values = new float[replicates * Stride];
        var (e, n) = (new double[bins.Events.Length], new double[bins.Events.Length]);
        var norms = 0.0;
        for (var r = 0; r < replicates; r++)
        {
            events.Resample(random, e);
            nonEvents.Resample(random, n);
            var replicate = OnGrid(e, n);
            for (var t = 0; t <= Steps; t++)
            {
                var deviation = replicate[t] - Curve[t];
                _values[(r * Stride) + t] = (float)deviation;
                norms += Math.Abs(deviation);
            }
        }
        MeanSize = norms / (replicates * (Steps + 1.0));
    }

    private RocDeviations(double[] curve, float[] values, int replicates)
    {
        (Curve, _values, Replicates) = (curve, values, replicates);
        MeanSize = values.Sum(v => Math.Abs((double)v)) / (replicates * (Steps + 1.0));
    }

    /// <summary>
    /// How curves vary over clusters: what changes when clusters are left out, each times a normal draw that all groups share, so that sums
    /// have the jackknife's variances and covariances along the curve and between groups (the multiplier bootstrap).
    /// Kline, Santos (2012), J. Econom. Methods 1:23–41.
    /// </summary>
    /// <param name="context">The groups, with a design.</param>
    /// <param name="groups">Whose curves; each with both outcomes.</param>
    /// <param name="replicates">How many.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>For each group its deviations; null where an outcome is missing without some clusters.</returns>
    public static IReadOnlyDictionary<int, RocDeviations?> OverClusters(ComparisonContext context, int[] groups, int replicates, CounterRandom random)
    {
        var design = context.Design!;
        var without = new double[design.Replicates][][];
        context.Replicates.ForEach((r, replicate) => without[r] = [.. groups.Select(g => OnGrid(replicate.Table.Evidence[g]))]);
        var draws = new double[replicates][];
        for (var b = 0; b < replicates; b++)
        {
            draws[b] = new double[design.Replicates];
            for (var r = 0; r < design.Replicates; r++) draws[b][r] = random.NextNormal() * Math.Sqrt(design.Coefficient(r));
        }
        return groups.Select((g, k) => (Group: g, Deviations: Of(k))).ToDictionary(d => d.Group, d => d.Deviations);

        RocDeviations? Of(int k)
        {
            if (Array.Exists(without, r => r[k].Length == 0)) return null;
            var curve = OnGrid(context.Table.Evidence[groups[k]]);
            var values = new float[replicates * Stride];
            var sums = new double[Steps + 1];
            for (var b = 0; b < replicates; b++)
            {
                Array.Clear(sums);
                for (var r = 0; r < draws[b].Length; r++)
                {
                    var (draw, changed) = (draws[b][r], without[r][k]);
                    for (var t = 0; t <= Steps; t++) sums[t] += draw * (changed[t] - curve[t]);
                }
                for (var t = 0; t <= Steps; t++) values[(b * Stride) + t] = (float)sums[t];
            }
            return new(curve, values, replicates);
        }
    }

    // Empty where an outcome is missing.
    private static double[] OnGrid(SubgroupEvidence group) => group.Events.Rows == 0 || group.NonEvents.Rows == 0 ? []
        : OnGrid([.. Enumerable.Range(0, group.Ranked.Count).Select(i => group.Ranked.Events[i].Weight / group.Events.Weight)], [.. Enumerable.Range(0, group.Ranked.Count).Select(i => group.Ranked.NonEvents[i].Weight / group.NonEvents.Weight)]);

    /// <summary>How many replicates.</summary>
    public int Replicates { get; }

    /// <summary>The curve itself on the grid.</summary>
    public double[] Curve { get; }

    /// <summary>Mean area between a replicate and the curve.</summary>
    public double MeanSize { get; }

    /// <summary>The deviations of one replicate.</summary>
    /// <param name="replicate">From 0.</param>
    public ReadOnlySpan<float> Of(int replicate) => _values.AsSpan(replicate * Stride, Steps + 1);

    /// <summary>The same with zeros behind, <see cref="Stride"/> in all.</summary>
    /// <param name="replicate">From 0.</param>
    public ReadOnlySpan<float> WholeVectorsOf(int replicate) => _values.AsSpan(replicate * Stride, Stride);

    private static (Tally[] Events, Tally[] NonEvents) Binned(RankedScores ranked, int rows)
    {
        if (ranked.Count <= MostBins) return ([.. ranked.Events], [.. ranked.NonEvents]);
        var (events, nonEvents) = (new Tally[MostBins], new Tally[MostBins]);
        long passed = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            var bin = (int)(passed * MostBins / rows);
            (events[bin], nonEvents[bin]) = (events[bin] + ranked.Events[i], nonEvents[bin] + ranked.NonEvents[i]);
            passed += ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
        }
        return (events, nonEvents);
    }

    // True positive rate at each false positive rate of the grid, from the highest score downward; at a jump its upper end.
    private static double[] OnGrid(double[] events, double[] nonEvents)
    {
        var (grid, steps) = (new double[Steps + 1], s_grid);
        double x = 0, y = 0;
        var at = 0;
        for (var i = events.Length - 1; i >= 0; i--)
        {
            var (nextX, nextY) = (x + nonEvents[i], y + events[i]);
            if (nonEvents[i] > 0)
                for (; at < steps.Length && steps[at] < nextX; at++)
                    grid[at] = y + (events[i] * (steps[at] - x) / nonEvents[i]);
            (x, y) = (nextX, nextY);
        }
        for (; at <= Steps; at++) grid[at] = 1;
        return grid;
    }

    private sealed class Class
    {
        private readonly double[] _cumulative;
        private readonly int[] _guide = new int[Guides];
        private readonly double[] _drawn;
        private readonly double _kept;

        public Class(Tally[] bins)
        {
            var all = default(Tally);
            foreach (var bin in bins) all += bin;
            Shares = Array.ConvertAll(bins, b => b.Weight / all.Weight);
            _cumulative = new double[bins.Length];
            var sum = 0.0;
            var last = Array.FindLastIndex(bins, b => b.Rows > 0);
            for (var i = 0; i < bins.Length; i++) _cumulative[i] = i >= last ? 1 : sum += Shares[i];
            for (int g = 0, i = 0; g < Guides; g++)
            {
                while (_cumulative[i] < g / (double)Guides) i++;
                _guide[g] = i;
            }
            var free = Math.Max(1, all.EffectiveSize - 1);
            _drawn = new double[(int)Math.Min(free, MostDraws)];
            _kept = Math.Sqrt(_drawn.Length / free);
        }

        public double[] Shares { get; }

        public void Resample(CounterRandom random, double[] into)
        {
            var (cumulative, guide, each) = (_cumulative, _guide, _kept / _drawn.Length);
            for (var i = 0; i < into.Length; i++) into[i] = (1 - _kept) * Shares[i];
            random.NextUniforms(_drawn);
            foreach (var u in _drawn)
            {
                var i = guide[(int)(u * Guides)];
                while (cumulative[i] < u) i++;
                into[i] += each;
            }
        }
    }
}
