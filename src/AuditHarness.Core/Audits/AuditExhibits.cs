using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>The exhibits of an audit of scores: where the rows came from, who is in which group, the threshold, curves and notices.</summary>
internal static class AuditExhibits
{
    public static IReadOnlyList<Exhibit> Of(
        DiagnosticPlan plan, ScoredCohort cohort, DecisionThreshold threshold, IReadOnlyList<GroupTable> tables, Suppression suppression,
        IReadOnlyList<Phrase> notices, ScoreOrder order, ReplicateDesign? design, AuditOptions options)
    {
        (ReplicateDesign, ScoreOrder)? clusters = design is null ? null : (design, order);
        var exhibits = new List<Exhibit> { Flow(cohort.Flow), Subgroups(plan, tables, suppression), Threshold(threshold) };
        if (notices.Count > 0) exhibits.Add(new Exhibit.Notices("notices", Phrase.Of($"To be borne in mind"), notices));
        if (plan.Audits.Contains(AuditCatalog.Calibration)) exhibits.AddRange([MulticalibrationExhibit.Of(plan, cohort, tables, suppression), .. Calibration(plan, cohort, tables, suppression, clusters, options)]);
        if (plan.Audits.Contains(AuditCatalog.Performance))
            exhibits.AddRange(new OperatingCurves(tables, threshold.Value, plan.Report.Profile, suppression, exhibits.OfType<Exhibit.ReliabilityCurve>(), clusters).All(options));
        if (plan.Audits.Contains(AuditCatalog.Utility)) exhibits.Add(Consequences.Of(tables, suppression));
        return exhibits;
    }

    private static List<Exhibit> Calibration(
        DiagnosticPlan plan, ScoredCohort cohort, IReadOnlyList<GroupTable> tables, Suppression suppression, (ReplicateDesign Design, ScoreOrder Order)? clusters, AuditOptions options)
    {
        var dependent = cohort.WhyNotIndependent;
        List<Exhibit> exhibits =
        [
            ErrorByChance(tables, suppression, dependent), CalibrationExhibits.ByChance(tables, suppression, dependent), CalibrationExhibits.Tests(tables, suppression, dependent),
        ];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop };
        var number = 0;
        foreach (var table in tables)
        {
            var (first, groups) = (number, table.Evidence.Count);
            number += groups;
            var bins = new (List<ScoreBin>? Bins, bool Merged)[groups];
            Parallel.For(0, groups, threads, g => bins[g] = Bins(table, g, plan.Report.Profile, suppression));
            var slices = clusters is not var (design, order) ? null
                : new DesignSlices(design, order, table, [.. bins.Select((b, g) => Slices(table.Evidence[g].Ranked, b.Bins))], options);
            var curves = new (Exhibit.ReliabilityCurve Curve, bool Merged)[groups];
            Parallel.For(0, groups, threads, g => curves[g] = Reliability(first + g, table, g, bins[g], slices));
            exhibits.AddRange(MaySubtract(tables[0], table, curves.Select(c => c.Merged || c.Curve.Bins.Count == 0))
                ? curves.Select(c => c.Curve with { Bins = [], Reason = Suppression.Reason }) : curves.Select(c => c.Curve));
        }
        return exhibits;
    }

    private static Exhibit.Table Flow(CohortFlow flow)
    {
        List<IReadOnlyList<Cell>> rows = [[new Cell.Said(Phrase.Of($"rows in the data file")), new Cell.Count(flow.RowsRead)]];
        rows.AddRange(flow.Dropped.Select(d => (IReadOnlyList<Cell>)[new Cell.Said(Phrase.Of($"left out: {d.Reason}")), new Cell.Count(d.Rows)]));
        if (flow.RowsForCalibration > 0)
            rows.Add([new Cell.Said(Phrase.Of($"set aside to fix the threshold")), new Cell.Count(flow.RowsForCalibration)]);
        rows.Add([new Cell.Said(Phrase.Of($"evaluated")), new Cell.Count(flow.RowsEvaluated)]);
        return new("cohort-flow", Phrase.Of($"From the data file to the evaluated cohort"), ["Rows", "Number"], rows,
            Phrase.Of($"{flow.PredictionsRead:count} predictions were read; {flow.PredictionsUnused:count} of them belong to rows that are not evaluated."));
    }

    private static Exhibit.Table Subgroups(DiagnosticPlan plan, IReadOnlyList<GroupTable> tables, Suppression suppression)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var table in tables)
            for (var g = 0; g < table.Evidence.Count; g++)
            {
                var e = table.Evidence[g];
                Cell Shown(bool hidden, int count) => hidden ? new Cell.Hidden(Suppression.Reason) : new Cell.Count(count);
                rows.Add(
                [
                    e.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(e.Subgroup.Attributes),
                    e.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"everybody")) : new Cell.Text(e.Subgroup.Levels),
                    Shown(suppression.HidesPatients(e.Subgroup), e.Count),
                    Shown(suppression.HidesEvents(e.Subgroup), e.Events.Rows),
                    Shown(suppression.HidesNonEvents(e.Subgroup), e.NonEvents.Rows),
                    suppression.HidesPatients(e.Subgroup) ? new Cell.Hidden(Suppression.Reason) : new Cell.Count((long)Math.Round(e.All.EffectiveSize)),
                    e.Subgroup.IsOverall ? new Cell.Text("") : g == table.Index.Reference ? new Cell.Said(Phrase.Of($"reference"))
                        : e.Count < plan.Subgroups.SmallestCompared ? new Cell.Said(Phrase.Of($"too small for gaps")) : new Cell.Text(""),
                ]);
            }
        return new("subgroups", Phrase.Of($"Who was in it"), ["Attribute", "Group", "Patients", "With event", "Without event", "Effective n", "Reference"], rows,
            Phrase.Of($"Effective n is Kish's (Σw)² / Σw²: how many equally weighted patients would vary as little, rounded; without weights it is the number of patients."));
    }

    private static Exhibit.Table Threshold(DecisionThreshold threshold)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            [new Cell.Said(Phrase.Of($"threshold (flagged when score >= threshold)")), new Cell.Number(threshold.Value)],
            [new Cell.Said(Phrase.Of($"how it was fixed")), new Cell.Said(threshold.Fixing)],
        ];
        void Add(Phrase name, double? value)
        {
            if (value is { } v) rows.Add([new Cell.Said(name), double.IsFinite(v) ? new Cell.Number(v) : new Cell.Hidden(Phrase.Of($"one class only"))]);
        }
        Add(Phrase.Of($"sensitivity where it was fixed"), threshold.Sensitivity);
        Add(Phrase.Of($"specificity where it was fixed"), threshold.Specificity);
        Add(Phrase.Of($"share flagged where it was fixed"), threshold.FlagRate);
        if (threshold.Rows > 0) rows.Add([new Cell.Said(Phrase.Of($"rows on which it was fixed")), new Cell.Count(threshold.Rows)]);
        return new("threshold", Phrase.Of($"The threshold"), ["What", "Value"], rows, null);
    }

    private static Exhibit.Table ErrorByChance(IReadOnlyList<GroupTable> tables, Suppression suppression, Phrase? dependent)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var table in tables)
            for (var g = 0; g < table.Evidence.Count; g++)
            {
                var evidence = table.Evidence[g];
                var error = table.Of(nameof(ExpectedCalibrationError))[g] as Estimate.Known;
                var byChance = ExpectedCalibrationError.UnderPerfectCalibration(evidence);
                Cell Shown(double? value) => suppression.HidesOutcomes(evidence.Subgroup) ? new Cell.Hidden(Suppression.Reason)
                    : value is { } v ? new Cell.Number(v) : new Cell.Hidden(Phrase.Of($"no patient"));
                rows.Add(
                [
                    evidence.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(evidence.Subgroup.ToString()), Shown(error?.Value),
                    dependent is null || suppression.HidesOutcomes(evidence.Subgroup) ? Shown(byChance) : new Cell.Hidden(dependent),
                ]);
            }
        return new("calibration-error-by-chance", Phrase.Of($"How much of the calibration error is chance"),
            ["Group", "Expected calibration error", "Of a perfectly calibrated model"], rows,
            Phrase.Of($"A calibration error is above 0 even for a perfect model, the more the smaller the group. The last column is what chance alone gives with these very scores (De Moivre's mean absolute deviation, bin by bin)."));
    }

    // Where many patients share a score, as with points scores, the bins of groups have common edges: what one group hides or
    // merges is everybody's less the other groups'. Then no group of the table shows its curve.
    private static bool MaySubtract(GroupTable overall, GroupTable table, IEnumerable<bool> held) =>
        table.Evidence.Count > 1 && overall.Evidence[0].Ranked.Count * 2 < overall.Rows[0] && held.Any(h => h);

    // The bins that may be shown, and whether some were merged for that; null where none may.
    private static (List<ScoreBin>? Bins, bool Merged) Bins(GroupTable table, int g, ReportProfile profile, Suppression suppression)
    {
        var evidence = table.Evidence[g];
        if (suppression.HidesOutcomes(evidence.Subgroup)) return (null, true);
        bool Shows(Tally events, Tally nonEvents) =>
            !CellTable.IsSmall(events.Rows + nonEvents.Rows)
            && (profile != ReportProfile.Public || (!CellTable.IsSmall(events.Rows) && !CellTable.IsSmall(nonEvents.Rows)));
        var shown = EqualMassBins.Of(evidence.Ranked, Shows);
        var merged = shown.Count < evidence.Curves.EqualMass.Count;
        var marks = CutMark.Of(table, g, suppression, profile == ReportProfile.Public ? CutMarkKind.Counts : CutMarkKind.Patients);
        return (Apart(shown, marks), merged);
    }

    // From the lowest to the highest score of each bin: its edges are rounded.
    private static Slice[] Slices(RankedScores ranked, List<ScoreBin>? bins)
    {
        var slices = new List<Slice>();
        var i = 0;
        foreach (var bin in bins ?? [])
        {
            var from = i;
            for (var left = bin.All.Rows; left > 0; i++) left -= ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
            slices.Add(new(ranked.Scores[from], ranked.Scores[i - 1]));
        }
        return [.. slices];
    }

    private static (Exhibit.ReliabilityCurve Curve, bool Merged) Reliability(int number, GroupTable table, int g, (List<ScoreBin>? Bins, bool Merged) shown, DesignSlices? slices)
    {
        var evidence = table.Evidence[g];
        var group = evidence.Subgroup;
        var (id, title) = (FormattableString.Invariant($"reliability-{number}"), group.IsOverall ? Phrase.Of($"Reliability of the risks, overall") : Phrase.Of($"Reliability of the risks, {group.ToString()}"));
        if (shown.Bins is null) return (new(id, title, group, [], Suppression.Reason), true);
        var bins = shown.Bins.Select((bin, b) =>
        {
            var own = evidence.Share(bin.Events, bin.All);
            // Without an interval it would not be seen how sure the rate is; rows of too few clusters have none.
            var over = slices?.Of(g, b, Estimate.Of(own, bin.All), s => s.Events + s.NonEvents > 0 ? s.Events / (s.Events + s.NonEvents) : null);
            return new ReliabilityBin(bin.From, bin.To, bin.All.Rows, bin.MeanScore, bin.EventRate, slices is null ? own.Interval(Audit.Level) : over?.Interval(Audit.Level))
            {
                UnderCalibration = slices is not null && over is null ? null : ConsistencyBand.Of(bin.MeanScore, bin.All.EffectiveSize / (over?.Factor ?? 1), Audit.Level),
            };
        }).ToArray();
        return (new(id, title, group, bins, bins.Length == 0 ? Phrase.Of($"no patient") : null), shown.Merged);
    }

    // An edge and a threshold with a few patients between them would tell of these; where the decisions are hidden, of the decisions.
    private static List<ScoreBin> Apart(IReadOnlyList<ScoreBin> bins, IReadOnlyList<CutMark> thresholds)
    {
        List<ScoreBin> apart = [];
        var (events, nonEvents) = (bins.Sum(b => b.Events.Rows), bins.Sum(b => b.NonEvents.Rows));
        var join = false;
        foreach (var bin in bins)
        {
            if (join) apart[^1] = apart[^1].With(bin);
            else apart.Add(bin);
            (events, nonEvents) = (events - bin.Events.Rows, nonEvents - bin.NonEvents.Rows);
            join = thresholds.Any(t => !t.Allows(Math.Abs(events - t.Events), Math.Abs(nonEvents - t.NonEvents)));
        }
        return apart;
    }
}
