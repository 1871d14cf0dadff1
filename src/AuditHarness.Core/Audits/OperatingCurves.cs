using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>
/// Sensitivity, false positive rate and precision over all thresholds, for everybody and every group: exact points of the empirical
/// curve, thinned so that nobody can be told from them. Intervals are of each point by itself, not of the curve as a whole.
/// </summary>
/// <param name="tables">Overall, every attribute and every intersection.</param>
/// <param name="threshold">Flagged when score >= threshold.</param>
/// <param name="profile">Who may read the outputs.</param>
/// <param name="suppression">What must not be shown.</param>
/// <param name="bins">The reliability curves that are shown beside.</param>
internal sealed class OperatingCurves(
    IReadOnlyList<GroupTable> tables, double threshold, ReportProfile profile, Suppression suppression, IEnumerable<Exhibit.ReliabilityCurve> bins)
{
    /// <summary>Most points of a curve: enough for the eye, few enough for a page with many groups.</summary>
    public const int MostPoints = 60;

    // Scores at which the groups of a table are cut together, before any is left out.
    private const int MostCuts = 2000;

    private readonly Dictionary<Subgroup, Exhibit.ReliabilityCurve> _bins = bins.ToDictionary(c => c.Subgroup);

    /// <summary>The curves, group by group in the order of the tables.</summary>
    public IReadOnlyList<Exhibit.OperatingCurve> All()
    {
        var curves = new List<Exhibit.OperatingCurve>();
        foreach (var table in tables)
        {
            var shown = Enumerable.Range(0, table.Evidence.Count).Where(g => WhyNone(table.Evidence[g]) is null).ToArray();
            var scores = new double[table.Evidence.Count][];
            // Where many patients share a score, as with points scores, points of all groups stand at the same scores: what one
            // of them leaves out would be everybody's less the others'. So there all are cut at the same scores.
            if (table.Evidence.Count > 1 && tables[0].Evidence[0].Ranked.Count * 2 < tables[0].Rows[0])
            {
                var axis = Axis(tables[0].Evidence[0].Ranked);
                var cuts = shown.Length == 0 ? [] : Cuts(axis, [.. shown.Select(g => Party(axis, table, g)), .. Rests(axis, table, shown)]);
                foreach (var g in shown) scores[g] = cuts;
            }
            else
                foreach (var g in shown) scores[g] = Cuts(table.Evidence[g].Ranked.Scores, [Party(table.Evidence[g].Ranked.Scores, table, g)]);
            curves.AddRange(table.Evidence.Select((e, g) => Curve(curves.Count + g, e, scores[g])));
        }
        return curves;
    }

    private Phrase? WhyNone(SubgroupEvidence evidence) =>
        suppression.HidesOutcomes(evidence.Subgroup) ? Suppression.Reason
        : evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0 ? Estimate.Because.OneClass
        : null;

    private Exhibit.OperatingCurve Curve(int number, SubgroupEvidence evidence, double[]? scores)
    {
        if (WhyNone(evidence) is { } none) return Of(none, []);
        var points = new List<ConfusionCounts> { evidence.Ranked.At(double.PositiveInfinity) };
        foreach (var counts in scores!.Select(evidence.Ranked.At))
            if (counts.Flagged.Rows > points[^1].Flagged.Rows) points.Add(counts);
        // The two ends alone would look like a model that tells nothing.
        return points.Count == 2 && evidence.Ranked.Count > 1 ? Of(Suppression.Reason, []) : Of(null, [.. points.Select(Point)]);

        Exhibit.OperatingCurve Of(Phrase? reason, IReadOnlyList<OperatingPoint> shown) => new(
            FormattableString.Invariant($"operating-{number}"),
            evidence.Subgroup.IsOverall ? Phrase.Of($"Operating points, overall") : Phrase.Of($"Operating points, {evidence.Subgroup.ToString()}"),
            evidence.Subgroup, shown, reason);
    }

    private static OperatingPoint Point(ConfusionCounts c)
    {
        var sensitivity = (Estimate.Known)Estimate.Share(c.TruePositives, c.Events, Estimate.Because.NoEvents);
        var falsePositives = (Estimate.Known)Estimate.Share(c.FalsePositives, c.NonEvents, Estimate.Because.NoNonEvents);
        var precision = Estimate.Share(c.TruePositives, c.Flagged, Estimate.Because.NoneFlagged) as Estimate.Known;
        return new(falsePositives.Value, sensitivity.Value, precision?.Value, Pointwise(sensitivity)!, Pointwise(precision));
    }

    private static Interval? Pointwise(Estimate.Known? share) =>
        share?.Sampling!.Interval(Audit.Level) is { } interval ? interval with { Method = Phrase.Of($"{interval.Method}, pointwise") } : null;

    // The lowest flagged score of each point, from the highest on; the last flags everybody.
    private double[] Cuts(double[] axis, IReadOnlyList<CutParty> parties) =>
        [.. CurveCuts.Choose(parties, axis.Count(score => score >= threshold), MostPoints).Skip(1).Select(cut => axis[^cut])];

    // Within each group of a margin that is shown, those without a curve: all that subtraction leaves.
    private IEnumerable<CutParty> Rests(double[] axis, GroupTable table, int[] shown) =>
        from parent in tables
        where parent.Index.Attributes.Count < table.Index.Attributes.Count && parent.Index.Attributes.All(table.Index.Attributes.Contains)
        from margin in parent.Index.Groups
        where !suppression.HidesOutcomes(margin)
        let rest = Enumerable.Range(0, table.Evidence.Count).Except(shown).Select(g => table.Evidence[g]).Where(e => margin.Conditions.All(e.Subgroup.Conditions.Contains)).ToArray()
        where rest.Length > 0
        select Party(axis, rest, []);

    private CutParty Party(double[] axis, GroupTable table, int g) => Party(axis, [table.Evidence[g]], Marks(table, g));

    private static CutParty Party(double[] axis, IReadOnlyList<SubgroupEvidence> groups, IReadOnlyList<CutMark> marks)
    {
        var (events, nonEvents) = (new int[axis.Length + 1], new int[axis.Length + 1]);
        foreach (var ranked in groups.Select(e => e.Ranked))
        {
            var (i, e, n) = (ranked.Count - 1, 0, 0);
            for (var cut = 1; cut <= axis.Length; cut++)
            {
                for (; i >= 0 && (ranked.Scores[i] >= axis[^cut] || cut == axis.Length); i--) (e, n) = (e + ranked.Events[i].Rows, n + ranked.NonEvents[i].Rows);
                (events[cut], nonEvents[cut]) = (events[cut] + e, nonEvents[cut] + n);
            }
        }
        return new(events, nonEvents, marks);
    }

    private List<CutMark> Marks(GroupTable table, int g)
    {
        var evidence = table.Evidence[g];
        var (c, ranked) = (evidence.Confusion, evidence.Ranked);
        bool Hides(string metric) => suppression.Hides(MetricCatalog.Find(metric)!.Info, evidence.Subgroup, table.Of(metric)[g]);
        List<CutMark> marks =
        [
            new(c.TruePositives.Rows, c.FalsePositives.Rows, Hides(nameof(Sensitivity)) || Hides(nameof(Specificity)) ? CutMarkKind.Hidden : CutMarkKind.Counts),
        ];
        // The bins of the reliability curve tell how many stand above each of their edges.
        var (i, left, events, nonEvents) = (0, 0, evidence.Events.Rows, evidence.NonEvents.Rows);
        foreach (var bin in _bins.TryGetValue(evidence.Subgroup, out var curve) ? curve.Bins.SkipLast(1) : [])
        {
            for (left += bin.N ?? 0; left > 0 && i < ranked.Count; i++)
            {
                left -= ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
                (events, nonEvents) = (events - ranked.Events[i].Rows, nonEvents - ranked.NonEvents[i].Rows);
            }
            marks.Add(new(events, nonEvents, profile == ReportProfile.Public ? CutMarkKind.Counts : CutMarkKind.Patients));
        }
        return marks;
    }

    // All scores, or so many that the patients between two of them are few.
    private double[] Axis(RankedScores ranked)
    {
        if (ranked.Count <= MostCuts) return ranked.Scores;
        var rows = ranked.Events.Sum(t => t.Rows) + ranked.NonEvents.Sum(t => t.Rows);
        List<double> axis = [];
        var (above, next) = (0, 0.0);
        for (var i = ranked.Count - 1; i >= 0; i--)
        {
            above += ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
            var atThreshold = ranked.Scores[i] >= threshold && (i == 0 || ranked.Scores[i - 1] < threshold);
            if (above < next && !atThreshold && i > 0) continue;
            axis.Add(ranked.Scores[i]);
            next = above + (rows / (double)MostCuts);
        }
        axis.Reverse();
        return [.. axis];
    }
}
