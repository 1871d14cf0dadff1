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
/// <param name="threshold">Flagged when score >= threshold.</param>
/// <param name="suppression">What must not be shown.</param>
/// <param name="clusters">How clusters make counts vary, and the rows in order of score; null when every row stands by itself.</param>
internal sealed class Consequences(IReadOnlyList<GroupTable> tables, double threshold, Suppression suppression, (ReplicateDesign Design, ScoreOrder Order)? clusters)
{
    private const int Patients = 1000;

    /// <summary>One row for everybody and for each group.</summary>
    /// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
    public Exhibit.Table Table(AuditOptions options) => new(
        "consequences", Phrase.Of($"What 1,000 patients come to"),
        ["Group", "Flagged", "Events found", "Events missed", "Flagged in vain", "Rightly left alone", "With event", "Without event"],
        [.. tables.SelectMany(table => Rows(table, options))],
        Phrase.Of($"Per 1,000 patients of each group at the threshold in force, with 95 % intervals. Without a model: if everybody were flagged, all with the event would be found and all without flagged in vain; if nobody were, all with the event would be missed."));

    private IEnumerable<Cell[]> Rows(GroupTable table, AuditOptions options)
    {
        // Of each group those flagged.
        var slices = clusters is not var (design, order) ? null
            : new DesignSlices(design, order, table, [.. table.Evidence.Select(_ => new[] { new Slice(threshold, double.PositiveInfinity) })], options);
        return Enumerable.Range(0, table.Evidence.Count).Select(g => Row(table, g, slices));
    }

    private Cell[] Row(GroupTable table, int g, DesignSlices? slices)
    {
        var evidence = table.Evidence[g];
        var cells = evidence.Confusion;
        bool Hides(string metric) => suppression.Hides(MetricCatalog.Find(metric)!.Info, evidence.Subgroup, table.Of(metric)[g]);
        var (prevalence, events, nonEvents) = (Hides(nameof(Prevalence)), Hides(nameof(Sensitivity)), Hides(nameof(Specificity)));
        return
        [
            evidence.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(evidence.Subgroup.ToString()),
            Shown(Hides(nameof(SelectionRate)), cells.Flagged, s => s.Events + s.NonEvents),
            Shown(prevalence || events, cells.TruePositives, s => s.Events),
            Shown(prevalence || events, cells.FalseNegatives, s => s.AllEvents - s.Events),
            Shown(prevalence || nonEvents, cells.FalsePositives, s => s.NonEvents),
            Shown(prevalence || nonEvents, cells.TrueNegatives, s => s.AllNonEvents - s.NonEvents),
            Shown(prevalence, cells.Events, s => s.AllEvents),
            Shown(prevalence, cells.NonEvents, s => s.AllNonEvents),
        ];

        Cell Shown(bool hidden, Tally patients, Func<SliceWeights, double> weight)
        {
            if (hidden) return new Cell.Hidden(Suppression.Reason);
            if (Estimate.Share(evidence, patients, evidence.All, Estimate.Because.NoPatients) is not Estimate.Known { Sampling: { } own } share)
                return new Cell.Hidden(Estimate.Because.NoPatients);
            var sampling = slices is null ? own : slices.Of(g, 0, share, s => s.AllEvents + s.AllNonEvents is > 0 and var all ? weight(s) / all : null);
            return sampling?.Interval(Audit.Level) is { } interval
                ? new Cell.Figure(Patients * share.Value, interval with { Lower = Patients * interval.Lower, Upper = Patients * interval.Upper })
                : new Cell.Figure(Patients * share.Value, null, slices!.IsSeen(g) ? DesignEffects.NotInEveryReplicate : DesignEffects.TooFewClusters);
        }
    }
}
