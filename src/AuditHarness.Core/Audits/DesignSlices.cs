using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Patients whose score lies between two others, both included.</summary>
/// <param name="From">The lowest.</param>
/// <param name="To">The highest.</param>
internal readonly record struct Slice(double From, double To);

/// <summary>What of a group lies in a slice, in weights.</summary>
/// <param name="Events">With the event, in the slice.</param>
/// <param name="NonEvents">Without.</param>
/// <param name="AllEvents">With the event, in the whole group.</param>
/// <param name="AllNonEvents">Without.</param>
internal readonly record struct SliceWeights(double Events, double NonEvents, double AllEvents, double AllNonEvents);

/// <summary>
/// Slices of scores, such as the patients above a threshold or in a bin, in every replicate of a design: points of curves and bins of
/// reliability curves vary as their clusters do.
/// </summary>
internal sealed class DesignSlices
{
    private readonly ReplicateDesign _design;
    private readonly SliceWeights[][][] _weights;
    private readonly (int Degrees, double RowsPerCluster)[] _groups;

    /// <summary>Measures in every replicate.</summary>
    /// <param name="design">The design.</param>
    /// <param name="order">The rows in order of score.</param>
    /// <param name="table">The groups.</param>
    /// <param name="slices">The slices of each group.</param>
    /// <param name="options">Workers and cancellation.</param>
    public DesignSlices(ReplicateDesign design, ScoreOrder order, GroupTable table, IReadOnlyList<IReadOnlyList<Slice>> slices, AuditOptions options)
    {
        _design = design;
        _weights = new SliceWeights[design.Replicates][][];
        Parallel.For(0, design.Replicates, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, r =>
            _weights[r] = [.. order.Split(table.Index, design.RowFactors(r)).Select((ranked, g) => Weights(ranked, slices[g]))]);
        var present = table.Index.Groups.Select(_ => new bool[design.Clusters]).ToArray();
        for (var i = 0; i < table.Index.Codes.Length; i++) present[table.Index.Codes[i]][design.RowClusters[i]] = true;
        _groups = [.. present.Select((p, g) => (design.DegreesOfFreedom(p), table.Rows[g] / (double)Math.Max(1, p.Count(c => c))))];
    }

    /// <summary>Whether a group has clusters enough to see how they differ.</summary>
    /// <param name="group">Index of the group.</param>
    public bool IsSeen(int group) => _groups[group].Degrees >= 1;

    /// <summary>How a figure of a slice varies over the clusters; null, with no interval, where it cannot be seen.</summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="slice">Index of the slice.</param>
    /// <param name="own">The figure, and how it would vary if every row stood by itself.</param>
    /// <param name="figure">The figure of a slice; null where it has none.</param>
    public DesignSampling? Of(int group, int slice, Estimate.Known own, Func<SliceWeights, double?> figure)
    {
        var (degrees, rows) = _groups[group];
        return degrees < 1 || own.Sampling is null ? null
            : DesignSampling.Of(own.Sampling, own.Value, [.. _weights.Select(r => figure(r[group][slice]))], degrees, rows, _design);
    }

    private static SliceWeights[] Weights(RankedScores ranked, IReadOnlyList<Slice> slices)
    {
        double[] events = new double[ranked.Count + 1], nonEvents = new double[ranked.Count + 1];
        for (var i = 0; i < ranked.Count; i++)
            (events[i + 1], nonEvents[i + 1]) = (events[i] + ranked.Events[i].Weight, nonEvents[i] + ranked.NonEvents[i].Weight);
        return [.. slices.Select(s =>
        {
            var (from, to) = (Below(s.From, false), Below(s.To, true));
            return new SliceWeights(events[to] - events[from], nonEvents[to] - nonEvents[from], events[^1], nonEvents[^1]);
        })];

        int Below(double score, bool included)
        {
            var at = Array.BinarySearch(ranked.Scores, score);
            return at < 0 ? ~at : included ? at + 1 : at;
        }
    }
}
