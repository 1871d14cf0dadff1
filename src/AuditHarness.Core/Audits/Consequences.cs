using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>
/// What acting on the decisions comes to in 1,000 patients of each group, beside acting on everybody and on nobody: the figures of the
/// performance audit in the units of a clinic. A cell is hidden exactly where the metrics that it follows from are.
/// </summary>
/// <param name="tables">Overall, every attribute and every intersection.</param>
/// <param name="suppression">What must not be shown.</param>
internal sealed class Consequences(IReadOnlyList<GroupTable> tables, Suppression suppression)
{
    private const int Patients = 1000;

    /// <summary>One row for everybody and for each group.</summary>
    public Exhibit.Table Table() => new(
        "consequences", Phrase.Of($"What 1,000 patients come to"),
        ["Group", "Flagged", "Events found", "Events missed", "Flagged in vain", "Rightly left alone", "With event", "Without event"],
        [.. tables.SelectMany(table => Enumerable.Range(0, table.Evidence.Count).Select(g => Row(table, g)))],
        Phrase.Of($"Per 1,000 patients of each group at the threshold in force, with 95 % intervals. Without a model: if everybody were flagged, all with the event would be found and all without flagged in vain; if nobody were, all with the event would be missed."));

    private Cell[] Row(GroupTable table, int g)
    {
        var evidence = table.Evidence[g];
        var cells = evidence.Confusion;
        bool Hides(string metric) => suppression.Hides(MetricCatalog.Find(metric)!.Info, evidence.Subgroup, table.Of(metric)[g]);
        var (prevalence, events, nonEvents) = (Hides(nameof(Prevalence)), Hides(nameof(Sensitivity)), Hides(nameof(Specificity)));
        return
        [
            evidence.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(evidence.Subgroup.ToString()),
            Shown(Hides(nameof(SelectionRate)), cells.Flagged),
            Shown(prevalence || events, cells.TruePositives),
            Shown(prevalence || events, cells.FalseNegatives),
            Shown(prevalence || nonEvents, cells.FalsePositives),
            Shown(prevalence || nonEvents, cells.TrueNegatives),
            Shown(prevalence, cells.Events),
            Shown(prevalence, cells.NonEvents),
        ];

        Cell Shown(bool hidden, Tally patients)
        {
            if (hidden) return new Cell.Hidden(Suppression.Reason);
            if (Estimate.Share(evidence, patients, evidence.All, Estimate.Because.NoPatients) is not Estimate.Known { Sampling: { } sampling, Value: var share })
                return new Cell.Hidden(Estimate.Because.NoPatients);
            var interval = sampling.Interval(Audit.Level);
            return new Cell.Figure(Patients * share, interval with { Lower = Patients * interval.Lower, Upper = Patients * interval.Upper });
        }
    }
}
