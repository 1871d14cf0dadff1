using System.Text;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Markdown;

/// <summary>model-card.md: what people declare about the model, the key figures for everybody and by group, the verdict, and what is not shown.</summary>
internal static class ModelCardPage
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "model-card.md";

    private static readonly string[] Key = [nameof(AreaUnderRoc), nameof(Sensitivity), nameof(Specificity), nameof(PositivePredictiveValue), nameof(CalibrationIntercept), nameof(CalibrationSlope)];

    /// <summary>Writes the page in the language in force.</summary>
    /// <param name="audit">The result.</param>
    public static string Write(AuditResult audit)
    {
        var page = new StringBuilder();
        page.Append("# ").Append(MarkdownText.Escape(Wording.Say($"Model card: {audit.Model.Name}"))).Append("\n\n");
        page.Append(MarkdownText.Escape(audit.Model.Version is { } version
            ? Wording.Say($"Version {version}, SHA-256 {audit.Model.Sha256}. What is declared was said by people and not checked; figures were computed by the audit “{Words.Title(audit.Plan)}”.")
            : Wording.Say($"No version is given, SHA-256 {audit.Model.Sha256}. What is declared was said by people and not checked; figures were computed by the audit “{Words.Title(audit.Plan)}”."))).Append('\n');
        Declared(page, audit.Plan);
        Verdict(page, audit);
        if (audit.Records is not null) RecordPages.KeyFigures(page, audit);
        Everybody(page, audit);
        Groups(page, audit);
        Limits(page, audit);
        return page.ToString();
    }

    private static void Declared(StringBuilder page, AuditPlan plan)
    {
        Heading(page, Wording.Say($"Declared"));
        if (plan.Card.Entries.Count == 0)
        {
            page.Append(MarkdownText.Escape(Wording.Say($"Nothing is declared: the config has no 'modelCard'."))).Append('\n');
            return;
        }
        page.Head(Wording.Say($"Field"), Wording.Say($"What is declared"), Wording.Say($"By"), Wording.Say($"On"));
        foreach (var field in ModelCardCatalog.All)
            if (plan.Card.Find(field.Id) is { } entry)
                page.Row(Wording.Term(field.Title), entry.Text, entry.By, Wording.Day(entry.On.ToDateTime(TimeOnly.MinValue)));
    }

    private static void Verdict(StringBuilder page, AuditResult audit)
    {
        Heading(page, Wording.Say($"Verdict of the audit"));
        page.Append("**").Append(MarkdownText.Escape(Words.Audit(audit.Verdict))).Append(".** ").Append(MarkdownText.Escape(Words.Meaning(audit))).Append('\n');
        var broken = audit.Findings.Where(f => f.Verdict == Expectations.Verdict.Fail).ToList();
        if (broken.Count > 0) page.Append('\n');
        foreach (var finding in broken) page.Append("- ").Append(MarkdownText.Escape(Wording.Say(finding.Sentence))).Append('\n');
    }

    private static void Everybody(StringBuilder page, AuditResult audit)
    {
        var overall = audit.Measurements.Where(m => m.Subgroup.IsOverall && Key.Contains(m.Metric)).ToList();
        if (overall.Count == 0) return;
        Heading(page, Wording.Say($"Key figures: everybody"));
        page.Append(MarkdownText.Escape(overall[0] is { N: { } n, Events: { } events }
            ? Wording.Say($"{n:count} patients, {events:count} with the event; flagged from a risk of {audit.Threshold:exact} on.")
            : Wording.Say($"The number of patients is hidden; flagged from a risk of {audit.Threshold:exact} on."))).Append("\n\n");
        page.Head(Wording.Say($"Metric"), Wording.Say($"Value (interval)"));
        foreach (var measurement in overall) page.Row(Words.Title(measurement.Metric), Figure(measurement));
    }

    private static void Groups(StringBuilder page, AuditResult audit)
    {
        var groups = audit.Measurements.Where(m => !m.Subgroup.IsOverall && Key.Contains(m.Metric)).ToList();
        if (groups.Count == 0) return;
        var metrics = groups.Select(m => m.Metric).Distinct().ToList();
        Heading(page, Wording.Say($"Key figures: by group"));
        page.Head([Wording.Say($"Among"), Wording.Say($"Group"), Wording.Say($"Patients"), Wording.Say($"With the event"), .. metrics.Select(Words.Title)]);
        foreach (var group in groups.GroupBy(m => m.Subgroup))
        {
            var first = group.First();
            page.Row([
                Words.Family([.. group.Key.Conditions.Select(c => c.Attribute)]), group.Key.Levels, Figures.CountOrHidden(first.N), Figures.CountOrHidden(first.Events),
                .. metrics.Select(id => group.FirstOrDefault(m => m.Metric == id) is { } m ? Figure(m) : ""),
            ]);
        }
    }

    private static void Limits(StringBuilder page, AuditResult audit)
    {
        Heading(page, Wording.Say($"What is not shown, and how this was made"));
        var figures = audit.Records?.Figures ?? [];
        var hidden = audit.Measurements.OfType<Measurement.Unknown>().Count(m => m.Suppressed) + figures.Count(f => f.Figure.Suppressed);
        var unknown = audit.Measurements.OfType<Measurement.Unknown>().Count(m => !m.Suppressed) + figures.Count(f => f.Figure is { Value: null, Suppressed: false });
        Item(page, Wording.Say($"{hidden:count} {hidden:plural(figure is|figures are)} hidden to protect patients in small groups."));
        Item(page, Wording.Say($"{unknown:count} {unknown:plural(figure|figures)} could not be estimated; the report says why."));
        Item(page, Wording.Say($"Intervals are of {100 * Audit.Level:0.##} %; the method of each stands in the report."));
        Item(page, Wording.Say($"Made by AuditHarness {audit.Run.ToolVersion} from report and results of the same folder; no figure here was computed anew."));
    }

    private static string Figure(Measurement measurement) => measurement switch
    {
        Measurement.Known known => Figures.WithInterval(known.Value, known.Interval),
        Measurement.Unknown unknown => Figures.Missing(unknown),
        _ => "",
    };

    private static void Heading(StringBuilder page, string text) => page.Append("\n## ").Append(MarkdownText.Escape(text)).Append("\n\n");

    private static void Item(StringBuilder page, string text) => page.Append("- ").Append(MarkdownText.Escape(text)).Append('\n');
}
