using AuditHarness.Audits.Disclosure;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>
/// Tables of the calibration audit: every error beside what chance alone gives, and the tests of calibration. Chance and tests count rows
/// that are independent, so with clusters or strata neither is given.
/// </summary>
internal static class CalibrationExhibits
{
    /// <summary>Every error of every group.</summary>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="suppression">What must not be shown.</param>
    /// <param name="dependent">Why rows are not independent, or null.</param>
    public static Exhibit.Table ByChance(IReadOnlyList<GroupTable> tables, Suppression suppression, Phrase? dependent)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var (table, g, evidence) in Groups(tables))
            foreach (var error in MetricCatalog.Calibration.OfType<ICalibrationError>())
            {
                var hidden = suppression.Hides(error.Info, evidence.Subgroup, table.Of(error.Info.Id)[g]);
                Cell Shown(Func<double?> value) => hidden ? new Cell.Hidden(Suppression.Reason)
                    : value() is { } v ? new Cell.Number(v) : new Cell.Hidden(Estimate.Because.NoPatients);
                rows.Add(
                [
                    Name(evidence), !hidden && error is SmoothedCalibrationError smoothed ? new Cell.Said(smoothed.TitleOf(evidence)) : Title(error.Info),
                    Shown(() => (table.Of(error.Info.Id)[g] as Estimate.Known)?.Value),
                    hidden || dependent is null ? Shown(() => error.ByChance(evidence)) : new Cell.Hidden(dependent),
                ]);
            }
        return new("calibration-by-chance", Phrase.Of($"How much of each calibration error is chance"),
            ["Group", "Calibration error", "Estimate", "Of a perfectly calibrated model"], rows,
            Phrase.Of($"A calibration error is above 0 even for a perfect model, the more the smaller the group. The last column is its mean over samples of this size with these very scores when every risk is true: for the expected calibration error of bins from the binomial distribution at their mean risk, simulated for the others."));
    }

    /// <summary>Every test of every group.</summary>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="suppression">What must not be shown.</param>
    /// <param name="dependent">Why rows are not independent, or null.</param>
    public static Exhibit.Table Tests(IReadOnlyList<GroupTable> tables, Suppression suppression, Phrase? dependent)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var (_, _, evidence) in Groups(tables))
            foreach (var test in CalibrationTestCatalog.All)
            {
                var nothing = new Cell.Text("");
                rows.Add((suppression.HidesOutcomes(evidence.Subgroup) ? null : dependent is null ? test.Test(evidence) : new CalibrationTestResult.Undefined(dependent)) switch
                {
                    CalibrationTestResult.Known known =>
                    [
                        Name(evidence), Title(test.Info), new Cell.Number(known.Statistic), known.DegreesOfFreedom is { } degrees ? new Cell.Count(degrees) : nothing,
                        new Cell.Number(known.PValue), known.Note is { } note ? new Cell.Said(note) : nothing,
                    ],
                    CalibrationTestResult.Undefined undefined => [Name(evidence), Title(test.Info), new Cell.Hidden(undefined.Reason), nothing, new Cell.Hidden(undefined.Reason), nothing],
                    _ => [Name(evidence), Title(test.Info), new Cell.Hidden(Suppression.Reason), nothing, new Cell.Hidden(Suppression.Reason), nothing],
                });
            }
        return new("calibration-tests", Phrase.Of($"Tests of calibration"), ["Group", "Test", "Statistic", "Degrees of freedom", "p", "Note"], rows,
            Phrase.Of($"Each asks whether every risk of the group could be true; p is not corrected for the number of groups and tests. A large p in a small group shows nothing, and in a large group a small p may be of no consequence: the errors with their intervals say how much."));
    }

    private static IEnumerable<(GroupTable Table, int Group, SubgroupEvidence Evidence)> Groups(IReadOnlyList<GroupTable> tables) =>
        tables.SelectMany(t => t.Evidence.Select((e, g) => (t, g, e)));

    private static Cell Name(SubgroupEvidence evidence) =>
        evidence.Subgroup.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(evidence.Subgroup.ToString());

    private static Cell.Said Title(MetricInfo info) => new(Phrase.Of(info.Title, []));
}
