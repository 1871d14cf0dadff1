using System.Collections.Concurrent;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A gap in its two parts, and how both vary.</summary>
/// <param name="Parts">The gap and its parts.</param>
/// <param name="Threshold">How the part that the threshold makes varies; null with too few patients or clusters.</param>
/// <param name="Remaining">The same of the other part.</param>
internal sealed record SampledParts(GapParts Parts, Sampling? Threshold, Sampling? Remaining);

/// <summary>The parts of every group's gaps to its reference, made once for all who show them. Of one audit only.</summary>
/// <param name="design">How clusters make figures vary; null when every row stands by itself.</param>
/// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
internal sealed class OwnThresholds(ReplicateDesign? design, AuditOptions options)
{
    // Those that every part rests on.
    private static readonly string[] s_shares = [nameof(Sensitivity), nameof(FalsePositiveRate), nameof(Prevalence)];

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
    public Phrase WhyNoInterval(GroupTable table, int group)
    {
        int[] both = [group, table.Index.Reference];
        if (both.Select(g => table.Evidence[g]).Any(e => Math.Min(e.Events.EffectiveSize, e.NonEvents.EffectiveSize) < ThresholdPart.Fewest)) return Estimate.Because.TooFew;
        if (design is null) return Phrase.Of($"every bootstrap replicate gives the same figure: no variance");
        return both.SelectMany(g => s_shares.Select(metric => table.Of(metric)[g])).OfType<Estimate.Known>().FirstOrDefault(k => k.Sampling is null)?.Reason ?? DesignEffects.TooFewClusters;
    }

    private IReadOnlyList<SampledParts>?[] OfPatients(GroupTable table)
    {
        var reference = table.Evidence[table.Index.Reference];
        var replicated = reference.Intervals.Bootstrap is null ? null : new ReplicatedRates(reference);
        if (replicated?.Smallest >= ThresholdPart.Fewest) _ = replicated.InForce;
        var parts = new IReadOnlyList<SampledParts>?[table.Evidence.Count];
        Parallel.For(0, parts.Length, Threads, g =>
        {
            if (g == table.Index.Reference) return;
            var own = table.Evidence[g];
            parts[g] = replicated is null ? ThresholdPart.Sampled(own, reference, (SharesOfGroup.Of(own), SharesOfGroup.Of(reference)))
                : ThresholdPartBootstrap.Sampled(own, replicated, reference.Intervals.Bootstrap!.Value);
        });
        return parts;
    }

    // Shares on the effective sizes that their design effects leave, with Student's t for the clusters of both groups.
    private IReadOnlyList<SampledParts>?[] OverClusters(GroupTable table, ReplicateDesign clusters)
    {
        var (index, reference) = (table.Index, table.Index.Reference);
        SharesOfGroup?[] shares = [.. Enumerable.Range(0, table.Evidence.Count).Select(Shares)];
        var parts = new IReadOnlyList<SampledParts>?[table.Evidence.Count];
        Parallel.For(0, parts.Length, Threads, g =>
        {
            if (g == reference) return;
            var degrees = clusters.DegreesOfFreedom(clusters.ClustersOf(row => index.Codes[row] == g || index.Codes[row] == reference));
            (SharesOfGroup, SharesOfGroup)? both = degrees >= 1 && shares[g] is { } own && shares[reference] is { } other ? (own, other) : null;
            parts[g] = ThresholdPart.Sampled(table.Evidence[g], table.Evidence[reference], both, degrees);
        });
        return parts;

        SharesOfGroup? Shares(int g)
        {
            double?[] effects = [.. s_shares.Select(metric => table.Of(metric)[g] is Estimate.Known { Sampling: DesignSampling sampling } ? sampling.Factor : (double?)null)];
            if (effects is not [{ } sensitivity, { } falsePositiveRate, { } withEvent]) return null;
            var own = SharesOfGroup.Of(table.Evidence[g]);
            return new(own.Sensitivity.Grown(1 / sensitivity), own.FalsePositiveRate.Grown(1 / falsePositiveRate), own.WithEvent.Grown(1 / withEvent));
        }
    }
}
