using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>The decisions about each group within each level (or combination of levels) of the declared strata.</summary>
/// <param name="Cells">By stratum, then by group.</param>
internal sealed record StratumCounts(IReadOnlyList<ConfusionCounts[]> Cells)
{
    /// <summary>Counts, in one pass over the rows.</summary>
    /// <param name="context">A context with at least one stratum column.</param>
    public static StratumCounts Of(ComparisonContext context)
    {
        var (cohort, table) = (context.Cohort, context.Table);
        var strata = GroupIndex.Of(cohort.ParityStrata);
        var groups = table.Index.Groups.Count;
        var (positives, negatives) = (new Tally[strata.Groups.Count * groups, 2], new Tally[strata.Groups.Count * groups, 2]);
        // Equal weights count as none; a power of two rounds nothing, and squares of huge weights would overflow.
        var weights = context.RowWeights;
        var exponent = weights is null ? 0 : Math.ILogB(weights.Max());
        for (var i = 0; i < cohort.Count; i++)
        {
            if (weights is not null && weights[i] == 0) continue;
            var cell = (strata.Codes[i] * groups) + table.Index.Codes[i];
            var flagged = cohort.Scores[i] >= context.Threshold ? 1 : 0;
            var weight = weights is null ? 1 : Math.ScaleB(weights[i], -exponent);
            if (cohort.Labels[i] == 1) positives[cell, flagged] = positives[cell, flagged].Plus(weight);
            else negatives[cell, flagged] = negatives[cell, flagged].Plus(weight);
        }
        return new([.. Enumerable.Range(0, strata.Groups.Count).Select(s => Enumerable.Range(s * groups, groups)
            .Select(c => new ConfusionCounts(positives[c, 1], negatives[c, 1], negatives[c, 0], positives[c, 0])).ToArray())]);
    }
}
