using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
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
    public IReadOnlyList<Estimate> Of(string metric) => Estimates[MetricCatalog.IndexOf(metric)];

    /// <summary>Measures every metric on every group.</summary>
    /// <param name="index">The groups.</param>
    /// <param name="order">The rows of the cohort in order of score.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    /// <param name="plan">Settings and seed.</param>
    /// <param name="design">How clusters and strata make figures vary; null when every row stands by itself.</param>
    /// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
    /// <param name="measured">Called after each group, from any thread.</param>
    public static GroupTable Measure(GroupIndex index, ScoreOrder order, double threshold, DiagnosticPlan plan, ReplicateDesign? design, AuditOptions options, Action measured) =>
        Measure([index], order, threshold, plan, design, options, measured)[0];

    /// <summary>The same for several tables at once: their groups are many units of work, among which the threads share better.</summary>
    /// <param name="indexes">The groups of each table.</param>
    /// <param name="order">The rows of the cohort in order of score.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    /// <param name="plan">Settings and seed.</param>
    /// <param name="design">How clusters and strata make figures vary; null when every row stands by itself.</param>
    /// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
    /// <param name="measured">Called after each group, from any thread.</param>
    internal static GroupTable[] Measure(
        IReadOnlyList<GroupIndex> indexes, ScoreOrder order, double threshold, DiagnosticPlan plan, ReplicateDesign? design, AuditOptions options, Action measured)
    {
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop };
        var ranked = new IReadOnlyList<RankedScores>[indexes.Count];
        Parallel.For(0, ranked.Length, threads, t => ranked[t] = order.Split(indexes[t]));
        var evidence = Array.ConvertAll(ranked, r => new SubgroupEvidence[r.Count]);
        var estimates = Array.ConvertAll(ranked, r => new Estimate[r.Count][]);
        // The largest first, so that no thread is left alone with one.
        var groups = ranked.SelectMany((r, t) => r.Select((scores, g) => (Table: t, Group: g, scores.Count))).OrderByDescending(u => u.Count).ToArray();
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(groups, loadBalance: true), threads, unit =>
        {
            var (t, g, _) = unit;
            var group = indexes[t].Groups[g];
            var known = evidence[t][g] = new SubgroupEvidence(group, ranked[t][g], threshold, order.IsWeighted)
            {
                Measures = plan.Measures, Intervals = plan.Intervals, Seed = new Seed(plan.Seed).For($"subgroup/{group}"),
            };
            estimates[t][g] = [.. MetricCatalog.All.Select(m => m.Measure(known))];
            // Simulated when a limit is first asked for, which would be one group after the other.
            if (plan.Audits.Contains(AuditCatalog.Calibration))
                foreach (var estimate in estimates[t][g])
                    if (estimate is Estimate.Known { Sampling: CalibrationErrorSampling sampling }) _ = sampling.StandardError;
            measured();
        });
        var tables = new GroupTable[indexes.Count];
        for (var t = 0; t < tables.Length; t++)
        {
            if (design is not null)
            {
                var effects = new DesignEffects(design, indexes[t], order, evidence[t], MetricCatalog.All, estimates[t], options);
                for (var g = 0; g < estimates[t].Length; g++) estimates[t][g] = effects.Of(g, estimates[t][g]);
            }
            var byGroup = estimates[t];
            tables[t] = new GroupTable(indexes[t], evidence[t], [.. MetricCatalog.All.Select((_, m) => byGroup.Select(e => e[m]).ToArray())]);
        }
        return tables;
    }
}
