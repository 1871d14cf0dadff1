using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;

namespace AuditHarness.Audits;

/// <summary>
/// How far the worst calibrated of all groups is off, over every attribute and intersection at once: one figure for the audit, and the
/// groups that come nearest to it.
/// </summary>
internal static class MulticalibrationExhibit
{
    private const int Worst = 10;

    /// <summary>The table.</summary>
    /// <param name="plan">Names the smallest group that is compared.</param>
    /// <param name="cohort">The rows, in clusters or not.</param>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="suppression">Whose figures are not shown: such groups do not enter.</param>
    public static Exhibit.Table Of(DiagnosticPlan plan, ScoredCohort cohort, IReadOnlyList<GroupTable> tables, Suppression suppression)
    {
        var info = MetricCatalog.Find(nameof(EstimatedCumulativeCalibrationError))!.Info;
        var groups = (from table in tables
                      from g in Enumerable.Range(0, table.Evidence.Count)
                      let evidence = table.Evidence[g]
                      where (evidence.Subgroup.IsOverall || evidence.Count >= plan.Subgroups.SmallestCompared) && !suppression.Hides(info, evidence.Subgroup, table.Of(info.Id)[g])
                      let error = evidence.Curves.Cumulative
                      where error?.RangeInSigmas is { } sigmas && double.IsFinite(sigmas)
                      select (evidence.Subgroup, error.Value.Range, Sigmas: error.Value.RangeInSigmas!.Value)).OrderByDescending(e => e.Sigmas).ToArray();
        var dependent = cohort.WhyNotIndependent is { } why ? new Cell.Hidden(why) : null;
        Cell Chance(double value) => (Cell?)dependent ?? new Cell.Number(value);
        var rows = new List<IReadOnlyList<Cell>>();
        if (groups.Length > 0)
            rows.Add([new Cell.Said(Phrase.Of($"largest of {groups.Length:count} groups")), new Cell.Number(groups[0].Range), new Cell.Number(groups[0].Sigmas),
                Chance(BrownianRange.ExpectedLargest(groups.Length)), Chance(OfLargest(BrownianRange.Tail(groups[0].Sigmas), groups.Length))]);
        var one = BrownianRange.ExpectedLargest(1);
        foreach (var (group, range, sigmas) in groups.Take(Worst))
            rows.Add([group.IsOverall ? new Cell.Said(Phrase.Of($"overall")) : new Cell.Text(group.ToString()), new Cell.Number(range), new Cell.Number(sigmas),
                Chance(one), Chance(BrownianRange.Tail(sigmas))]);
        return new("multicalibration", Phrase.Of($"Calibration of the worst calibrated group"), ["Group", "Cumulative error", "In units of chance", "By chance alone", "p"], rows,
            Phrase.Of($"Cumulative error is the range of the sums of outcome − risk in order of risk, per patient, without bins; its unit of chance is √Σ r(1 − r) per patient. By chance alone says what it is on average, in these units, when every risk is true. Of the largest of all groups it takes them as if none shared a patient; groups that do give no more. Groups of fewer than {plan.Subgroups.SmallestCompared} patients and those whose figures are hidden do not enter; at most {Worst} are listed. Limits stand elsewhere: of the largest among the gaps, attribute by attribute (multicalibration error), of each group beside its cumulative calibration error (range)."));
    }

    // 1 − (1 − p)ⁿ, which has no digits left for a small p; then n p is as good.
    private static double OfLargest(double p, int groups) => p < 1e-10 ? groups * p : 1 - Math.Pow(1 - p, groups);
}
