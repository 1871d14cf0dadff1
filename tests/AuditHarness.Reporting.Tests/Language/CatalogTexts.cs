using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting.Language;

/// <summary>The texts that pages take from catalogs, and the other terms that are looked up by <see cref="Wording.Term"/>.</summary>
internal static class CatalogTexts
{
    // Headings of the tables that Core makes.
    private static readonly string[] Columns =
    [
        "Rows", "Number", "Attribute", "Group", "Patients", "With event", "Without event", "Effective n", "Reference", "What", "Value",
        "Expected calibration error", "Of a perfectly calibrated model", "Level", "AUROC from all features", "from", "to", "Foremost feature",
        "AUROC from it alone",
        "Calibration error", "Estimate", "Test", "Statistic", "Degrees of freedom", "p", "Note", "Flagged", "Events found", "Events missed", "Flagged in vain", "Rightly left alone",
        "Cumulative error", "In units of chance", "By chance alone",
        "Compared with", "Figure", "Gap", "Gap with everybody's case mix", "Lower limit", "Upper limit", "From case mix", "Share covered", "From the threshold", "Remaining",
        "Lower limit of what remains", "Upper limit of what remains",
    ];

    /// <summary>Each text, and where it stands.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Texts()
        .Where(t => SourceTexts.HasWords(t.Text)).GroupBy(t => t.Text).ToDictionary(g => g.Key, g => g.First().Where, StringComparer.Ordinal);

    private static IEnumerable<(string Text, string Where)> Texts() =>
    [
        .. MetricCatalog.Infos.SelectMany(m => new[] { m.Title, m.Definition, m.IntervalMethod, m.Convention }.Select(t => (t, "metric " + m.Id))),
        .. RecordMeasureCatalog.Infos.SelectMany(m => new[] { m.Title, m.Definition, m.IntervalMethod, m.Convention }.Select(t => (t, "measure of records " + m.Id))),
        .. DisparityCatalog.All.SelectMany(d => new[] { d.Title, d.Definition, d.IntervalMethod, d.Convention }.Select(t => (t, "disparity " + d.Id))),
        .. CalibrationTestCatalog.All.SelectMany(t => new[] { t.Info.Title, t.Info.Definition, t.Info.Convention }.Select(x => (x, "test " + t.Info.Id))),
        .. ExplanationCatalog.All.SelectMany(e => new[] { e.Title, e.Definition }.Select(t => (t, "explanation " + e.Id))),
        .. ModelCardCatalog.All.SelectMany(f => new[] { f.Title, f.Question }.Select(t => (t, "card " + f.Id))),
        .. EvidenceProfiles.All.SelectMany(p => new[] { p.Title, p.Version, p.Note }.Select(t => (t, "profile " + p.Id))),
        .. EvidenceProfiles.All.SelectMany(p => p.Requirements.SelectMany(r =>
            (r.Figures ?? []).Select(f => f.Wanted).Prepend(r.Text).Select(t => (t, $"requirement {p.Id}/{r.Id}")))),
        .. Enum.GetValues<TestData>().Select(d => (EvidenceRow.Data(d), "test data")),
        .. ReportSection.OfScores.Concat(ReportSection.OfRecords).Select(s => (s.Title, "section " + s.Id)),
        .. ExplanationView.Tables.Select(t => (t.Title, "table " + t.Id)),
        .. new[] { "config", "data", "predictions", "train", "holdout", "synthetic", "model", "model-data", "pictures", "logo", "attachment" }.Select(r => (r, "role of an input")),
        .. new[] { "log-odds", "risk" }.Select(s => (s, "scale of attributions")),
        .. Columns.Select(c => (c, "column of an exhibit")),
        .. new[] { "False positive rate", "Sensitivity", "Specificity", "Precision", "Selection rate" }.Select(a => (a, "axis")),
    ];
}
