using System.Text;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Markdown;

/// <summary>summary.md: the verdict, the findings, the key figures and the worst gaps, for a pull request or a ticket.</summary>
internal static class SummaryPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="audit">The result.</param>
    public static string Write(AuditResult audit)
    {
        var page = new StringBuilder();
        page.Append("# ").Append(MarkdownText.Escape(Words.Title(audit.Plan))).Append("\n\n");
        page.Append("**").Append(Words.Audit(audit.Verdict)).Append(".** ").Append(Words.Meaning(audit)).Append("\n\n");
        if (audit.Records is not null) return RecordPages.Summary(page, audit, Findings);
        page.Append(MarkdownText.Escape(audit.Model.Version is { } version
            ? Wording.Say($"Model {audit.Model.Name}, version {version}, flagged from a score of {audit.Threshold:exact}.")
            : Wording.Say($"Model {audit.Model.Name}, flagged from a score of {audit.Threshold:exact}."))).Append('\n');
        Findings(page, audit);
        KeyFigures(page, audit);
        WorstGaps(page, audit);
        Explanations(page, audit);
        return page.ToString();
    }

    private static void Findings(StringBuilder page, AuditResult audit)
    {
        if (audit.Findings.Count == 0) return;
        page.Heading(Wording.Say($"Findings"));
        page.Head(Wording.Say($"Verdict"), Wording.Say($"Expectation"), Wording.Say($"For"), Wording.Say($"Measured (interval)"), Wording.Say($"More patients needed"), Wording.Say($"In words"));
        foreach (var finding in audit.Findings.OrderBy(f => f.Verdict switch { Verdict.Fail => 0, Verdict.Inconclusive => 1, _ => 2 }))
        {
            var expected = finding.Expectation;
            page.Row(
                expected.Severity == Severity.Warn ? Wording.Say($"{Words.Finding(finding.Verdict)} (warning only)") : Words.Finding(finding.Verdict),
                $"{Words.Figure(expected)} {Words.Limit(expected)}" + (expected.Evidence == Evidence.Point ? $" ({Wording.Say($"evidence: point")})" : ""),
                Words.Who(finding),
                finding.Value is { } value ? Figures.WithInterval(value, finding.Interval) : Wording.Say($"no figure shown"),
                finding.Verdict != Verdict.Inconclusive ? "" : finding.MorePatients is { } more ? Figures.Count(more) : Wording.Say($"no number can be given"),
                Wording.Say(finding.Sentence));
        }
    }

    private static void KeyFigures(StringBuilder page, AuditResult audit)
    {
        var (all, shown) = (audit.Measurements.Where(m => m.Subgroup.IsOverall).ToList(), new Prominences(audit));
        var overall = all.Where(m => shown.IsFirst(m.Metric)).ToList();
        if (overall.Count == 0) return;
        page.Heading(Wording.Say($"Everybody"));
        page.Append(Wording.Say($"{Figures.CountOrHidden(overall[0].N)} patients, {Figures.CountOrHidden(overall[0].Events)} with the event.")).Append("\n\n");
        page.Head(Wording.Say($"Metric"), Wording.Say($"Value (interval)"));
        foreach (var measurement in overall)
        {
            page.Row(Words.Title(measurement.Metric), measurement switch
            {
                Measurement.Known known => Figures.WithInterval(known.Value, known.Interval),
                Measurement.Unknown unknown => Figures.Missing(unknown),
                _ => "",
            });
        }
        if (all.Count > overall.Count) page.Append('\n').Append(Wording.Say($"{all.Count - overall.Count:count} more {all.Count - overall.Count:plural(figure stands|figures stand)} in report.html.")).Append('\n');
    }

    private static void WorstGaps(StringBuilder page, AuditResult audit)
    {
        var shown = new Prominences(audit);
        var worst = audit.Disparities.Where(d => d.Comparison == Comparison.WorstPair && shown.IsFirst(d.Metric)).ToList();
        if (worst.Count == 0) return;
        page.Heading(Wording.Say($"Largest gaps"));
        page.Head(Wording.Say($"Among"), Wording.Say($"Gap"), Wording.Say($"Between"), Wording.Say($"Value (interval)"), Wording.Say($"By chance alone"), Wording.Say($"Groups left out"));
        foreach (var gap in worst)
        {
            page.Row(
                Words.Family(gap.Attributes), Words.Title(gap.Metric), Words.Pair(gap),
                gap.Value is { } value ? Figures.WithInterval(value, gap.Interval) : gap.Suppressed ? Wording.Say($"hidden: small cell") : Wording.Say($"not estimable: {gap.Reason}"),
                gap.ExpectedUnderEquality is { } chance ? Figures.Value(chance) : "",
                gap.LeftOut.Count == 0 ? Wording.Say($"none") : Words.LeftOut(gap));
        }
    }

    private static void Explanations(StringBuilder page, AuditResult audit)
    {
        var top = ExplanationWords.Top(audit.Exhibits, 5);
        var gaps = audit.Exhibits.OfType<Exhibit.GapDecomposition>().ToList();
        if (top.Count == 0 && gaps.Count == 0) return;
        page.Append("\n## ").Append(Wording.Say($"Why it answers so")).Append('\n');
        if (ExplanationWords.Opening(audit.Exhibits) is { Length: > 0 } opening) page.Append('\n').Append(MarkdownText.Escape(opening)).Append('\n');
        if (top.Count > 0)
        {
            page.Append('\n');
            page.Head(Wording.Say($"Feature, everybody"), Wording.Say($"Mean size of its attribution (interval)"), Wording.Say($"Share"));
            foreach (var bar in top) page.Row(bar.Feature, Figures.WithInterval(bar.MeanAbsolute!.Value, bar.Interval), bar.Share is { } share ? Figures.Share(share) : "");
        }
        if (gaps.Count == 0) return;
        page.Append('\n');
        page.Head(Wording.Say($"Among"), Wording.Say($"Difference in mean output"), Wording.Say($"Scale"), Wording.Say($"Value"), Wording.Say($"Largest part"), Wording.Say($"Its contribution (interval)"));
        foreach (var gap in gaps)
        {
            var part = gap.Parts.Count > 0 ? gap.Parts[0] : null;
            page.Row(
                Words.Family([.. gap.Group.Conditions.Select(c => c.Attribute)]), $"{gap.Group.Levels} − {gap.Against.Levels}", Wording.Term(gap.Scale),
                gap.Gap is { } value ? Figures.Signed(value) : gap.Reason is { } reason ? Wording.Say(reason) : Wording.Say($"not known"), part?.Feature ?? "",
                part is null ? "" : Figures.Signed(part.Contribution) + (part.Interval is null ? "" : " " + Figures.Limits(part.Interval)));
        }
    }
}
