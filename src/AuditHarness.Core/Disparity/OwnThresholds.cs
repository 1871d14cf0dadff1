using System.Collections.Concurrent;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A gap in its two parts, and how both vary.</summary>
/// <param name="Parts">The gap and its parts.</param>
/// <param name="Threshold">How the part that the threshold makes varies; null without variation, or with too few clusters.</param>
/// <param name="Remaining">The same of the other part.</param>
internal sealed record SampledParts(GapParts Parts, Sampling? Threshold, Sampling? Remaining);

/// <summary>The parts of every group's gaps to its reference, made once for all who show them. Of one audit only.</summary>
/// <param name="order">The rows in order of score.</param>
/// <param name="design">How clusters make figures vary; null when every row stands by itself.</param>
/// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
internal sealed class OwnThresholds(ScoreOrder order, ReplicateDesign? design, AuditOptions options)
{
    private readonly ConcurrentDictionary<GroupIndex, Lazy<IReadOnlyList<SampledParts>?[]>> _tables = [];

    private ParallelOptions Threads => new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop };

    /// <summary>The parts of a group's gaps in the order of <see cref="ThresholdPart.All(RankedScores, RankedScores, double)"/>; null when a class is missing in it or in the reference.</summary>
    /// <param name="table">The groups, with a reference.</param>
    /// <param name="group">Another one than the reference.</param>
    public IReadOnlyList<SampledParts>? Of(GroupTable table, int group) =>
        _tables.GetOrAdd(table.Index, _ => new(() => design is null ? OfPatients(table) : OverClusters(table, design))).Value[group];

    /// <summary>Why a part that is known does not say how it varies.</summary>
    /// <param name="table">The groups.</param>
    /// <param name="group">The group compared.</param>
    public Phrase WhyNoInterval(GroupTable table, int group) =>
        new[] { group, table.Index.Reference }.Any(g => Math.Min(table.Evidence[g].Events.EffectiveSize, table.Evidence[g].NonEvents.EffectiveSize) < ThresholdPart.Fewest) ? Estimate.Because.TooFew
        : design is not null ? DesignEffects.TooFewClusters : Phrase.Of($"every bootstrap replicate gives the same figure: no variance");

    private IReadOnlyList<SampledParts>?[] OfPatients(GroupTable table)
    {
        var reference = table.Evidence[table.Index.Reference];
        var replicated = reference.Intervals.Bootstrap is null ? null : new ReplicatedRates(reference);
        if (replicated?.Smallest >= ThresholdPart.Fewest) _ = replicated.InForce;
        var parts = new IReadOnlyList<SampledParts>?[table.Evidence.Count];
        Parallel.For(0, parts.Length, Threads, g =>
        {
            if (g != table.Index.Reference)
                parts[g] = replicated is null ? ThresholdPart.Sampled(table.Evidence[g], reference) : ThresholdPartBootstrap.Sampled(table.Evidence[g], replicated, reference.Intervals.Bootstrap!.Value);
        });
        return parts;
    }

    // The table is split once per replicate; each group of it is compared in all of them.
    private IReadOnlyList<SampledParts>?[] OverClusters(GroupTable table, ReplicateDesign clusters)
    {
        var (index, threshold) = (table.Index, table.Evidence[0].Threshold);
        var replicates = new IReadOnlyList<RankedScores>[clusters.Replicates];
        Parallel.For(0, replicates.Length, Threads, r => replicates[r] = order.Split(index, clusters.RowFactors(r)));
        var parts = new IReadOnlyList<SampledParts>?[table.Evidence.Count];
        Parallel.For(0, parts.Length, Threads, g =>
        {
            if (g == index.Reference || ThresholdPart.All(table.Evidence[g].Ranked, table.Evidence[index.Reference].Ranked, threshold) is not { } gaps) return;
            var degrees = clusters.DegreesOfFreedom(clusters.ClustersOf(row => index.Codes[row] == g || index.Codes[row] == index.Reference));
            var again = Array.ConvertAll(replicates, r => ThresholdPart.All(r[g], r[index.Reference], threshold));
            parts[g] = [.. gaps.Select((gap, f) => new SampledParts(gap,
                clusters.Jackknife(gap.Threshold, [.. again.Select(a => a?[f].Threshold)], degrees, -1, 1),
                clusters.Jackknife(gap.Remaining, [.. again.Select(a => a?[f].Remaining)], degrees, -1, 1)))];
        });
        return parts;
    }
}
