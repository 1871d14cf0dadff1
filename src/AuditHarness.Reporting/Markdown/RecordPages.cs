using System.Text;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Markdown;

/// <summary>What the Markdown pages say of an audit of made-up records in place of patients, risks and gaps.</summary>
internal static class RecordPages
{
    // Rows of groups that a page for a pull request has room for; report.html has all.
    private const int MostGroups = 40;

    // The figures that are told by group: one of each question.
    private static readonly string[] Key = ["RepresentationRatio", "ConditionalFidelityGap", "UtilityAurocDifference", "DensityMembershipArea", "LinkabilityRisk"];

    /// <summary>The rest of summary.md after the verdict.</summary>
    /// <param name="page">The page.</param>
    /// <param name="audit">The result.</param>
    /// <param name="findings">Writes the findings.</param>
    public static string Summary(StringBuilder page, AuditResult audit, Action<StringBuilder, AuditResult> findings)
    {
        var view = new ReportView(audit);
        page.Append(MarkdownText.Escape(RecordOpenings.Lead(audit, view.Records!))).Append("\n\n");
        var worst = WorstServed.Of(view);
        page.Append("**").Append(MarkdownText.Escape(Wording.Say($"Who fares worst"))).Append(":** ").Append(MarkdownText.Escape($"{worst.Title}. {worst.HowMuch} {worst.HowSure}")).Append('\n');
        findings(page, audit);
        foreach (var section in ReportSection.Of(audit))
            if (OpeningOf(section.Id) is { } opening)
            {
                page.Heading(Wording.Term(section.Title));
                page.Append(MarkdownText.Escape(opening(view))).Append('\n');
            }
        KeyFigures(page, audit);
        return page.ToString();
    }

    /// <summary>Headline figures of everybody beside what stands beside them, then key figures by group.</summary>
    /// <param name="page">The page.</param>
    /// <param name="audit">The result.</param>
    public static void KeyFigures(StringBuilder page, AuditResult audit)
    {
        var view = new ReportView(audit);
        var records = view.Records!;
        var metrics = AuditCatalog.OfRecords.SelectMany(records.FirstOf).Select(m => records.Find(m, Subgroup.Overall)).OfType<RecordMeasurement>().Where(m => m.Figure is not { Value: null, Suppressed: false }).ToList();
        if (metrics.Count > 0)
        {
            page.Heading(Wording.Say($"Key figures: everybody"));
            page.Head([Wording.Say($"Metric"), RecordWords.MadeUp, .. records.Results.Baselines.Select(b => RecordWords.Baseline(b.Name)), "n"]);
            foreach (var m in metrics)
                page.Row([Words.Title(m.Metric), RecordWords.Figure(m.Figure), .. m.Baselines.Select(b => RecordWords.OtherN(b, m.Figure.N) is { } other ? $"{RecordWords.Figure(b)}, {other}" : RecordWords.Figure(b)), m.Figure.N is { } n ? Figures.Count(n) : ""]);
        }
        var (groups, key) = (view.Families.SelectMany(f => f.Groups).ToList(), Key.Where(records.Metrics.Contains).ToList());
        if (groups.Count == 0 || key.Count == 0) return;
        page.Heading(Wording.Say($"Key figures: by group"));
        page.Head([Wording.Say($"Among"), Wording.Say($"Group"), Wording.Say($"Training records"), Wording.Say($"Made-up records"), .. key.Select(Words.Title)]);
        foreach (var group in groups.Take(MostGroups))
        {
            var counts = records.Counts.GetValueOrDefault(group);
            page.Row([
                Words.Family([.. group.Conditions.Select(c => c.Attribute)]), group.Levels, Figures.CountOrHidden(counts?.Train), Figures.CountOrHidden(counts?.Synthetic),
                .. key.Select(m => records.Find(m, group) is { } measured ? RecordWords.Figure(measured.Figure) : ""),
            ]);
        }
        if (groups.Count > MostGroups) page.Append('\n').Append(Wording.Say($"{groups.Count - MostGroups:count} more {groups.Count - MostGroups:plural(group stands|groups stand)} in report.html.")).Append('\n');
    }

    private static Func<ReportView, string>? OpeningOf(string section) => section switch
    {
        "who" => RecordOpenings.Who, "possible" => RecordOpenings.Possible, "alike" => RecordOpenings.Alike, "learned" => RecordOpenings.Learned, "privacy" => RecordOpenings.Privacy, _ => null,
    };
}
