using AuditHarness.Audits.Disclosure;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ClinicalUtility;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Audits;

/// <summary>
/// What acting on the decisions comes to in 1,000 patients of each group, beside acting on everybody and on nobody: metrics of the
/// catalog in the units of a clinic, side by side, each hidden where the metric is.
/// </summary>
internal static class Consequences
{
    private const int Patients = PatientsPer1000.Patients;

    /// <summary>One row for everybody and for each group.</summary>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="suppression">What must not be shown.</param>
    public static Exhibit.Table Of(IReadOnlyList<GroupTable> tables, Suppression suppression) => new(
        "consequences", Phrase.Of($"What 1,000 patients come to"),
        ["Group", "Flagged", "Events found", "Events missed", "Flagged in vain", "Rightly left alone", "With event", "Without event"],
        [.. tables.SelectMany(table => Enumerable.Range(0, table.Evidence.Count).Select(g => Row(table, g, suppression)))],
        Phrase.Of($"Per 1,000 patients of each group at the threshold in force, with 95 % intervals. Without a model: if everybody were flagged, all with the event would be found and all without flagged in vain; if nobody were, all with the event would be missed."));

    private static Cell[] Row(GroupTable table, int g, Suppression suppression)
    {
        var group = table.Evidence[g].Subgroup;
        return
        [
            group.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(group.ToString()),
            Shown(nameof(SelectionRate), Patients),
            Shown(PatientsPer1000.Found), Shown(PatientsPer1000.Missed), Shown(PatientsPer1000.InVain), Shown(PatientsPer1000.LeftAlone),
            Shown(nameof(Prevalence), Patients), Shown(nameof(Prevalence), -Patients, Patients),
        ];

        // Offset + factor · the metric.
        Cell Shown(string metric, double factor = 1, double offset = 0)
        {
            var estimate = table.Of(metric)[g];
            if (suppression.Hides(MetricCatalog.Find(metric)!.Info, group, estimate)) return new Cell.Hidden(Suppression.Reason);
            if (estimate is not Estimate.Known known) return new Cell.Hidden(((Estimate.Undefined)estimate).Reason);
            if (known.Sampling?.Interval(Audit.Level) is not { } own) return new Cell.Figure(offset + (factor * known.Value), null, known.Reason);
            var (one, other) = (offset + (factor * own.Lower), offset + (factor * own.Upper));
            return new Cell.Figure(offset + (factor * known.Value), own with { Lower = Math.Min(one, other), Upper = Math.Max(one, other) });
        }
    }
}
