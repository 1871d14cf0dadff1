using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// Limits of the parts of a gap from the bootstrap, stratified by group and outcome, where the plan asks for it. Efron, Tibshirani (1993), An Introduction to the
/// Bootstrap, chapters 8 and 14. Where a group has few patients of a class, whom a replicate cannot show is as good as absent, and limits fall
/// short; those of <see cref="ThresholdPartSampling"/> do not.
/// </summary>
internal static class ThresholdPartBootstrap
{
    /// <summary>Most replicates.</summary>
    public const int MostReplicates = 500;

    private const int CellsOfAcceleration = 128;

    /// <summary>The parts of <see cref="ThresholdPart.All(RankedScores, RankedScores, double)"/> and how they vary.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference, with its replicates: the same for every group that is compared with it.</param>
    /// <param name="method">How limits are read.</param>
    /// <returns>Null when a class is missing; without variation no sampling.</returns>
    public static IReadOnlyList<SampledParts>? Sampled(SubgroupEvidence group, ReplicatedRates reference, BootstrapMethod method)
    {
        if (ThresholdPart.All(group.Ranked, reference.Evidence.Ranked, group.Threshold) is not { } known) return null;
        var own = new ReplicatedRates(group);
        var smallest = Math.Min(own.Smallest, reference.Smallest);
        if (smallest < ThresholdPart.Fewest) return [.. known.Select(k => new SampledParts(k, null, null))];
        var resamples = new IReadOnlyList<GapParts>[ReplicatedRates.Count(group)];
        for (var r = 0; r < resamples.Length; r++) resamples[r] = ThresholdPart.All(own.Curve(r), reference.InForce[r]);
        // Cells of the ranking may shift a part a little: replicates are compared with the part of the cells.
        var centres = ThresholdPart.All(own.Cells, reference.Cells, group.Threshold)!;
        var accelerations = method == BootstrapMethod.Bca ? Accelerations(group, reference.Evidence) : null;
        return
        [
            .. known.Select((k, f) => new SampledParts(k,
                Limits(k.Threshold, resamples.Select(r => k.Threshold + (r[f].Threshold - centres[f].Threshold)), accelerations?[2 * f]),
                Limits(k.Remaining, resamples.Select(r => k.Remaining + (r[f].Remaining - centres[f].Remaining)), accelerations?[(2 * f) + 1]))),
        ];

        Sampling? Limits(double value, IEnumerable<double> replicates, double? acceleration)
        {
            double[] sorted = [.. replicates.Order()];
            return sorted[^1] - sorted[0] <= 1e-12 ? null : new BootstrapSampling(
                acceleration is null ? Phrase.Of($"bootstrap stratified by group and outcome, percentiles, {resamples.Length:count} replicates")
                    : Phrase.Of($"bootstrap stratified by group and outcome, BCa, {resamples.Length:count} replicates"), method,
                new(value, -1, 1, acceleration ?? 0, smallest - 1, Math.Sqrt(smallest / (smallest - 1))), sorted);
        }
    }

    // BCa's accelerations of both parts of each gap, in their order. A few cells tell them as well as all.
    private static double[] Accelerations(SubgroupEvidence group, SubgroupEvidence reference)
    {
        BootstrapGroup[] groups = [.. new[] { group, reference }.Select(g => new BootstrapGroup(g, "threshold-part", Resampling.WithinOutcome, CellsOfAcceleration))];
        double[]? Parts(IReadOnlyList<RankedScores> of) => ThresholdPart.All(of[0], of[1], group.Threshold) is { } gaps ? [.. gaps.SelectMany(g => new[] { g.Threshold, g.Remaining })] : null;
        RankedScores[] cells = [.. groups.Select(g => g.Cells)];
        return [.. Bootstrap.Shapes(groups, cells, Parts(cells)!, Parts).Select(shape => shape.Acceleration)];
    }
}
