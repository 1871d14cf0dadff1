using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>The groups of one attribute or intersection (or overall alone) with all that was gathered and estimated about them.</summary>
/// <param name="Index">The groups.</param>
/// <param name="Evidence">For each group what the metrics read.</param>
/// <param name="Estimates">For each metric, in the order of <see cref="MetricCatalog.All"/>, the estimate of each group.</param>
public sealed record GroupTable(
    GroupIndex Index, IReadOnlyList<SubgroupEvidence> Evidence, IReadOnlyList<IReadOnlyList<Estimate>> Estimates)
{
    /// <summary>Rows of each group.</summary>
    public IReadOnlyList<int> Rows { get; } = [.. Evidence.Select(e => e.Count)];

    /// <summary>The estimates of one metric, group by group.</summary>
    /// <param name="metric">Id of the metric.</param>
    public IReadOnlyList<Estimate> Of(string metric) => Estimates[IndexOf(metric)];

    /// <summary>Measures every metric on every group.</summary>
    /// <param name="index">The groups.</param>
    /// <param name="order">The rows of the cohort in order of score.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    /// <param name="plan">Settings and seed.</param>
    /// <param name="design">How clusters and strata make figures vary; null when every row stands by itself.</param>
    /// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
    /// <param name="measured">Called after each group, from any thread.</param>
    public static GroupTable Measure(GroupIndex index, ScoreOrder order, double threshold, AuditPlan plan, ReplicateDesign? design, AuditOptions options, Action measured)
    {
        var ranked = order.Split(index);
        var evidence = new SubgroupEvidence[ranked.Count];
        var byGroup = new Estimate[ranked.Count][];
        Parallel.For(0, ranked.Count, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, g =>
        {
            evidence[g] = new SubgroupEvidence(index.Groups[g], ranked[g], threshold, order.IsWeighted)
            {
                Measures = plan.Measures, Intervals = plan.Intervals, Seed = new Seed(plan.Seed).For($"subgroup/{index.Groups[g]}"),
            };
            byGroup[g] = [.. MetricCatalog.All.Select(m => m.Measure(evidence[g]))];
            measured();
        });
        if (design is not null)
        {
            var effects = new DesignEffects(design, index, order, evidence, MetricCatalog.All, byGroup, options);
            for (var g = 0; g < byGroup.Length; g++) byGroup[g] = effects.Of(g, byGroup[g]);
        }
        return new GroupTable(index, evidence, [.. MetricCatalog.All.Select((_, m) => byGroup.Select(e => e[m]).ToArray())]);
    }

    private static int IndexOf(string metric)
    {
        for (var m = 0; m < MetricCatalog.All.Count; m++)
            if (MetricCatalog.All[m].Info.Id == metric) return m;
        throw new ArgumentException($"No metric is called '{metric}'.", nameof(metric));
    }
}
