namespace AuditHarness.Disparity;

/// <summary>A metric (or the worse of two) compared across groups.</summary>
/// <param name="info">Which metric, in which form.</param>
public sealed class MetricDisparity(DisparityInfo info) : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info => info;

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var table = context.Table;
        var comparison = new GroupComparison(
            info, table.Index, table.Rows, [.. info.Metrics.Select(table.Of)], context.Plan.Subgroups.SmallestCompared);
        return [.. info.Comparisons.SelectMany(how => how switch
        {
            Comparison.Reference => comparison.ToReference,
            Comparison.Overall => new OverallComparison(info, context).Gaps,
            _ => [comparison.WorstPair],
        })];
    }
}
