using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html.Parts;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>The figures behind the charts of explanations as rows of text: every feature, also those that a chart sums.</summary>
internal static class ExplanationTables
{
    /// <summary>Mean sizes: a column for each group.</summary>
    /// <param name="exhibit">The bars.</param>
    /// <param name="groups">The columns.</param>
    public static IReadOnlyList<FeatureTable.Row> Importance(Exhibit.AttributionBars exhibit, IReadOnlyList<Subgroup> groups) =>
        [.. exhibit.Bars.GroupBy(b => b.Feature).Select(feature => new FeatureTable.Row(feature.Key,
            [.. groups.Select(g => feature.FirstOrDefault(b => b.Subgroup.Equals(g)) switch
            {
                null => Missing(Wording.Say($"not explained")),
                { MeanAbsolute: { } size } bar => new(size, bar.Interval, string.Join(", ", new[]
                {
                    bar.Share is { } share ? Wording.Say($"share {Figures.Share(share)}") : null,
                    bar.Mean is not { } mean ? null : bar.MeanInterval is { } limits ? Wording.Say($"mean {Figures.Signed(mean)} {Figures.Limits(limits)}") : Wording.Say($"mean {Figures.Signed(mean)}"),
                    bar.MonteCarloError is { } error ? Wording.Say($"Monte Carlo error {Figures.Value(error)}") : null,
                }.OfType<string>())),
                _ => Missing(Wording.Say($"hidden: small cell")),
            })]))];

    /// <summary>Parts of gaps: a column for each pair that has a gap, and the gap itself in the last row.</summary>
    /// <param name="exhibits">Decompositions.</param>
    public static IReadOnlyList<FeatureTable.Row> Gaps(IReadOnlyList<Exhibit.GapDecomposition> exhibits) =>
    [
        .. exhibits.SelectMany(e => e.Parts.Select(p => p.Feature)).Distinct().Select(feature => new FeatureTable.Row(feature,
            [.. exhibits.Select(e => e.Parts.FirstOrDefault(p => p.Feature == feature) is { } part
                ? new(part.Contribution, part.Interval, "", Signed: true)
                : Missing(Wording.Say($"no part")))])),
        new(Wording.Say($"all together: the difference"), [.. exhibits.Select(e => new FeatureTable.Figure(e.Gap, null, "", Signed: true))]),
    ];

    /// <summary>Mean attributions with what is typical: a column for each group that has a profile.</summary>
    /// <param name="exhibits">Profiles.</param>
    public static IReadOnlyList<FeatureTable.Row> Profiles(IReadOnlyList<Exhibit.Waterfall> exhibits) =>
    [
        new(Wording.Say($"everybody in the background"), [.. exhibits.Select(e => new FeatureTable.Figure(e.BaseValue, null, ""))]),
        .. exhibits.SelectMany(e => e.Steps.Select(s => s.Feature)).Distinct().Select(feature => new FeatureTable.Row(feature,
            [.. exhibits.Select(e => e.Steps.FirstOrDefault(s => s.Feature == feature) is { } step
                ? new FeatureTable.Figure(step.Attribution, null, Wording.Say(step.TypicalValue), Signed: true)
                : Missing(Wording.Say($"no step")))])),
        new(Wording.Say($"mean output of the group"), [.. exhibits.Select(e => new FeatureTable.Figure(e.Output, null, ""))]),
    ];

    private static FeatureTable.Figure Missing(string why) => new(null, null, why);
}
