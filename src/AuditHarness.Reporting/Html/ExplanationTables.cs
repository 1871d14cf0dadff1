using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html.Parts;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>The figures behind the charts of explanations as rows of text: every feature, also those that a chart sums.</summary>
internal static class ExplanationTables
{
    private const string SmallCell = "hidden: small cell";

    /// <summary>Mean sizes: a column for each group.</summary>
    /// <param name="exhibit">The bars.</param>
    /// <param name="groups">The columns.</param>
    public static IReadOnlyList<FeatureTable.Row> Importance(Exhibit.AttributionBars exhibit, IReadOnlyList<Subgroup> groups) =>
        [.. exhibit.Bars.GroupBy(b => b.Feature).Select(feature => new FeatureTable.Row(feature.Key,
            [.. groups.Select(g => feature.FirstOrDefault(b => b.Subgroup.Equals(g)) switch
            {
                null => ((string?)null, "not explained"),
                { MeanAbsolute: { } size } bar => (Figures.WithInterval(size, bar.Interval), string.Join(", ", new[]
                {
                    bar.Share is { } share ? "share " + Figures.Share(share) : null, bar.Mean is { } mean ? "mean " + Figures.Signed(mean) + (bar.MeanInterval is { } limits ? " " + Figures.Limits(limits) : "") : null,
                    bar.MonteCarloError is { } error ? "Monte Carlo error " + Figures.Value(error) : null,
                }.OfType<string>())),
                _ => (null, SmallCell),
            })]))];

    /// <summary>Parts of gaps: a column for each pair that has a gap, and the gap itself in the last row.</summary>
    /// <param name="exhibits">Decompositions.</param>
    public static IReadOnlyList<FeatureTable.Row> Gaps(IReadOnlyList<Exhibit.GapDecomposition> exhibits) =>
    [
        .. exhibits.SelectMany(e => e.Parts.Select(p => p.Feature)).Distinct().Select(feature => new FeatureTable.Row(feature,
            [.. exhibits.Select(e => e.Parts.FirstOrDefault(p => p.Feature == feature) is { } part
                ? (Figures.Signed(part.Contribution), part.Interval is { } interval ? Figures.Limits(interval) : "")
                : ((string?)null, "no part"))])),
        new FeatureTable.Row(Wording.Say($"all together: the difference"), [.. exhibits.Select(e => (e.Gap is { } gap ? Figures.Signed(gap) : null, ""))]),
    ];

    /// <summary>Mean attributions with what is typical: a column for each group that has a profile.</summary>
    /// <param name="exhibits">Profiles.</param>
    public static IReadOnlyList<FeatureTable.Row> Profiles(IReadOnlyList<Exhibit.Waterfall> exhibits) =>
    [
        new FeatureTable.Row(Wording.Say($"everybody in the background"), [.. exhibits.Select(e => ((string?)Figures.Value(e.BaseValue), ""))]),
        .. exhibits.SelectMany(e => e.Steps.Select(s => s.Feature)).Distinct().Select(feature => new FeatureTable.Row(feature,
            [.. exhibits.Select(e => e.Steps.FirstOrDefault(s => s.Feature == feature) is { } step
                ? (Figures.Signed(step.Attribution), Wording.Say(step.TypicalValue))
                : ((string?)null, "no step"))])),
        new FeatureTable.Row(Wording.Say($"mean output of the group"), [.. exhibits.Select(e => ((string?)Figures.Value(e.Output), ""))]),
    ];
}
