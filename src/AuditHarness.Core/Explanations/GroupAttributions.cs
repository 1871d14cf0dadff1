using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Explanations;

/// <summary>What one player's attributions are like in one group.</summary>
/// <param name="Subgroup">Whom it is about.</param>
/// <param name="Player">The player.</param>
/// <param name="N">Rows of the group that are explained.</param>
/// <param name="Mean">Mean attribution.</param>
/// <param name="MeanAbsolute">Mean size of the attribution.</param>
/// <param name="Share"><paramref name="MeanAbsolute"/> divided by its sum over all players.</param>
/// <param name="MonteCarloError">
/// The most that sampling of coalitions can add to the standard error of the mean: the mean of the rows' errors, for rows explained by
/// the same orders err together. Null when the attributions are exact. The intervals include it.
/// </param>
public sealed record GroupAttribution(
    Subgroup Subgroup, string Player, int N, Estimate Mean, Estimate MeanAbsolute, Estimate Share, double? MonteCarloError);

/// <summary>
/// Attributions averaged by group. Intervals are Student's t on the effective number of rows: they say how the averages would vary with
/// other patients, explained against the same background.
/// </summary>
public static class GroupAttributions
{
    internal static readonly Phrase NobodyExplained = Phrase.Of($"no patient of the group is among those explained");

    /// <summary>Averages.</summary>
    /// <param name="attributions">The rows explained.</param>
    /// <param name="index">The groups of the evaluated rows.</param>
    /// <param name="weights">Sampling weights of the evaluated rows, or null.</param>
    /// <returns>Group by group, and in each player by player, in their order.</returns>
    public static IReadOnlyList<GroupAttribution> Of(Attributions attributions, GroupIndex index, double[]? weights = null)
    {
        var summaries = new List<GroupAttribution>();
        for (var g = 0; g < index.Groups.Count; g++)
        {
            var rows = ExplainedRows.Of(attributions, index, weights, g);
            for (var p = 0; p < attributions.Players.Count; p++)
                summaries.Add(rows.Count == 0 ? Empty(index.Groups[g], attributions.Players[p]) : Summary(rows, index.Groups[g], p));
        }
        return summaries;
    }

    private static GroupAttribution Empty(Subgroup group, string player) =>
        new(group, player, 0, new Estimate.Undefined(NobodyExplained), new Estimate.Undefined(NobodyExplained),
            new Estimate.Undefined(NobodyExplained), null);

    private static GroupAttribution Summary(ExplainedRows rows, Subgroup group, int player)
    {
        var errors = rows.MonteCarloErrors;
        var absolute = rows.Mean(r => Math.Abs(rows.Value(r, player)), errors?[player] ?? 0);
        return new(
            group, rows.Attributions.Players[player], rows.Count, rows.MeanOf(player).ToEstimate(Phrase.Of($"mean, Student t")),
            absolute.ToEstimate(Phrase.Of($"mean, Student t"), min: 0), Share(rows, player, absolute.Value), errors?[player]);
    }

    // A ratio of means: its error is that of the mean of what each row adds to it (delta method).
    private static Estimate Share(ExplainedRows rows, int player, double absolute)
    {
        var total = rows.Mean(rows.TotalSize).Value;
        if (!(total > 0)) return new Estimate.Undefined(Phrase.Of($"no feature has any attribution in this group"));
        var share = Math.Min(1, absolute / total);
        var monteCarlo = 0.0;
        if (rows.MonteCarloErrors is { } errors)
            for (var p = 0; p < errors.Length; p++) monteCarlo += errors[p] * (p == player ? 1 - share : share) / total;
        var residual = rows.Mean(r => (Math.Abs(rows.Value(r, player)) - (share * rows.TotalSize(r))) / total, monteCarlo);
        return (residual with { Value = share }).ToEstimate(Phrase.Of($"share of means, delta method, Student t"), 0, 1);
    }
}
