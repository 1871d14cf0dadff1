using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ClinicalUtility;
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
/// <param name="clusters">How clusters make points vary, and the rows in order of score; null when every row stands by itself.</param>
internal sealed class OperatingCurves(
    IReadOnlyList<GroupTable> tables, double threshold, ReportProfile profile, Suppression suppression, IEnumerable<Exhibit.ReliabilityCurve> bins,
    (ReplicateDesign Design, ScoreOrder Order)? clusters = null)
{
    /// <summary>Most points of a curve: enough for the eye, few enough for a page with many groups.</summary>
    public const int MostPoints = 60;

    private static readonly Slice Nobody = new(double.PositiveInfinity, double.PositiveInfinity);

    private readonly Dictionary<Subgroup, Exhibit.ReliabilityCurve> _bins = bins.ToDictionary(c => c.Subgroup);
    private readonly Dictionary<Subgroup, double[]> _cuts = [];

    // Where many patients share a score, points of a group and of the group that holds it can stand at the same score, and what is
    // not shown of the other groups there is the difference.
    private readonly bool _shared = tables[0].Evidence[0].Ranked.Count * 2 < tables[0].Rows[0];

    /// <summary>The curves, group by group in the order of the tables.</summary>
    /// <param name="options">Workers and cancellation; nothing here changes a figure.</param>
    public IReadOnlyList<Exhibit.OperatingCurve> All(AuditOptions options)
    {
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop };
        // A group is cut clear of the groups that hold it, which have fewer attributes; groups of as many do not ask for each other.
        foreach (var level in tables.GroupBy(t => t.Index.Attributes.Count).OrderBy(t => t.Key))
        {
            var apart = new List<(GroupTable Table, int Group)>();
            foreach (var table in level)
            {
                var shown = Enumerable.Range(0, table.Evidence.Count).Where(g => WhyNone(table.Evidence[g]) is null).ToArray();
                if (table.Evidence.Count > 1 && _shared && tables[0].Evidence[0].Ranked.Count <= MostPoints) CutTogether(table, shown);
                else apart.AddRange(shown.Select(g => (table, g)));
            }
            var cuts = new double[apart.Count][];
            Parallel.For(0, cuts.Length, threads, i =>
            {
                var (table, g) = apart[i];
                var axis = table.Evidence[g].Ranked.Scores;
                cuts[i] = Cuts(axis, [Party(axis, table, g)], CutsOfMargins(axis, table.Evidence[g].Subgroup));
            });
            foreach (var ((table, g), cut) in apart.Zip(cuts)) _cuts[table.Evidence[g].Subgroup] = cut;
        }
        var curves = new Exhibit.OperatingCurve[tables.Sum(t => t.Evidence.Count)];
        var first = 0;
        foreach (var table in tables)
        {
            // A slice of each group from every threshold on, and one of nobody.
            var slices = clusters is not var (design, order) ? null : new DesignSlices(design, order, table,
                [.. table.Evidence.Select(e => _cuts.TryGetValue(e.Subgroup, out var cuts) ? [.. cuts.Select(c => new Slice(c, double.PositiveInfinity)), Nobody] : Array.Empty<Slice>())], options);
            var from = first;
            Parallel.For(0, table.Evidence.Count, threads, g => curves[from + g] = Curve(from + g, table.Evidence[g], slices, g));
            first += table.Evidence.Count;
        }
        return curves;
    }

    // With a few scores, as of a points score, all groups are cut at the same ones, and what is left beside them is held to the rule as
    // well. With more, no group is cut where a group that holds it is.
    // A group with few events would leave all others without points, so the curves of the smallest are given up while that wins more.
    private void CutTogether(GroupTable table, int[] shown)
    {
        if (shown.Length == 0) return;
        var axis = tables[0].Evidence[0].Ranked.Scores;
        var bySize = shown.OrderBy(g => Math.Min(table.Evidence[g].Events.Rows, table.Evidence[g].NonEvents.Rows)).ToArray();
        var none = new HashSet<int>();
        var best = Enumerable.Range(0, bySize.Length).Select(given =>
        {
            var kept = bySize[given..];
            return (Groups: kept, Cuts: Cuts(axis, [.. kept.Select(g => Party(axis, table, g)), .. Rests(axis, table, kept)], none));
        }).MaxBy(c => c.Groups.Length * (c.Cuts.Length - 1));
        foreach (var g in best.Groups) _cuts[table.Evidence[g].Subgroup] = best.Cuts;
    }

    private Phrase? WhyNone(SubgroupEvidence evidence) =>
        suppression.HidesOutcomes(evidence.Subgroup) ? Suppression.Reason
        : evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0 ? Estimate.Because.OneClass
        : null;

    private Exhibit.OperatingCurve Curve(int number, SubgroupEvidence evidence, DesignSlices? slices, int group)
    {
        if (WhyNone(evidence) is { } none) return Of(none, []);
        if (!_cuts.TryGetValue(evidence.Subgroup, out var cuts)) return Of(Suppression.Reason, []);
        // A threshold of 1 flags nobody, unless a score is 1; a number just above the highest score would tell that.
        var points = new List<(ConfusionCounts Counts, double? Threshold)> { (evidence.Ranked.At(double.PositiveInfinity), evidence.Ranked.Scores[^1] < 1 ? 1 : null) };
        foreach (var (counts, cut) in evidence.Ranked.At(cuts).Zip(cuts))
            if (counts.Flagged.Rows > points[^1].Counts.Flagged.Rows) points.Add((counts, cut));
        // The two ends alone would look like a model that tells nothing.
        return points.Count == 2 && evidence.Ranked.Count > 1 ? Of(Suppression.Reason, []) : Of(null, [.. points.Select(p => Point(evidence, p.Counts, p.Threshold,
            slices is null ? null : (own, figure) => slices.Of(group, p.Counts.Flagged.Rows == 0 ? cuts.Length : Array.IndexOf(cuts, p.Threshold!.Value), own, figure)))]);

        Exhibit.OperatingCurve Of(Phrase? reason, IReadOnlyList<OperatingPoint> shown) => new(
            FormattableString.Invariant($"operating-{number}"),
            evidence.Subgroup.IsOverall ? Phrase.Of($"Operating points, overall") : Phrase.Of($"Operating points, {evidence.Subgroup.ToString()}"),
            evidence.Subgroup, shown, reason)
        {
            Prevalence = shown.Count == 0 ? null : ((Estimate.Known)new Prevalence().Measure(evidence)).Value,
        };
    }

    private static OperatingPoint Point(
        SubgroupEvidence evidence, ConfusionCounts c, double? threshold, Func<Estimate.Known, Func<SliceWeights, double?>, Sampling?>? overClusters)
    {
        var sensitivity = (Estimate.Known)Estimate.Share(evidence, c.TruePositives, c.Events, Estimate.Because.NoEvents);
        var falsePositives = (Estimate.Known)Estimate.Share(evidence, c.FalsePositives, c.NonEvents, Estimate.Because.NoNonEvents);
        var precision = c.Flagged.Rows == 0 ? null : Estimate.Of(evidence.ShareWithEvent(c.TruePositives, c.Flagged), c.Flagged);
        var benefit = threshold is { } t ? NetBenefit.At(evidence, c, t) as Estimate.Known : null;
        return new(falsePositives.Value, sensitivity.Value, precision?.Value,
            Pointwise(Over(sensitivity, s => s.AllEvents > 0 ? s.Events / s.AllEvents : null)),
            Pointwise(Over(precision, s => s.Events + s.NonEvents > 0 ? s.Events / (s.Events + s.NonEvents) : null)))
        {
            FalsePositiveRateInterval = Pointwise(Over(falsePositives, s => s.AllNonEvents > 0 ? s.NonEvents / s.AllNonEvents : null)),
            Threshold = threshold, NetBenefit = benefit?.Value,
            NetBenefitInterval = Pointwise(Over(benefit, s => threshold is not (< 1 and var t) ? null
                : (s.Events - (s.NonEvents * t / (1 - t))) / (s.AllEvents + s.AllNonEvents))),
        };

        Estimate.Known? Over(Estimate.Known? own, Func<SliceWeights, double?> figure) =>
            own is null || overClusters is null ? own : own with { Sampling = overClusters(own, figure) };
    }

    private static Interval? Pointwise(Estimate.Known? share) =>
        share?.Sampling?.Interval(Audit.Level) is { } interval ? interval with { Method = Phrase.Of($"{interval.Method}, pointwise") } : null;

    // The threshold of each point, from the highest on; the last, 0, flags everybody. No patient's score is told: only at the audit's
    // own threshold, and where two scores have no number between them, might a point stand at one.
    private double[] Cuts(double[] axis, IReadOnlyList<CutParty> parties, IReadOnlySet<int> barred)
    {
        var own = Flagged(axis, threshold);
        double At(int cut) => cut == 0 ? 1 : cut == axis.Length ? 0 : cut == own ? threshold : TellingThreshold.Between(axis[^(cut + 1)], axis[^cut]);
        return [.. CurveCuts.Choose(parties, barred, own, MostPoints, At).Skip(1).Select(At)];
    }

    private static int Flagged(double[] axis, double from)
    {
        var at = Array.BinarySearch(axis, from);
        return axis.Length - (at >= 0 ? at : ~at);
    }

    private HashSet<int> CutsOfMargins(double[] axis, Subgroup group) =>
        [.. _cuts.Where(c => c.Key.Conditions.Count < group.Conditions.Count && c.Key.Conditions.All(group.Conditions.Contains))
            .SelectMany(c => c.Value).Select(score => Flagged(axis, score))];

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
            if (ranked.Scores == axis)
            {
                // Cut at its own scores, as nearly every group is.
                ReadOnlySpan<int> ofEvents = ranked.Events.Rows, ofNonEvents = ranked.NonEvents.Rows;
                var (passedEvents, passedNonEvents) = (0, 0);
                for (var cut = 1; cut <= axis.Length; cut++)
                {
                    (passedEvents, passedNonEvents) = (passedEvents + ofEvents[^cut], passedNonEvents + ofNonEvents[^cut]);
                    (events[cut], nonEvents[cut]) = (events[cut] + passedEvents, nonEvents[cut] + passedNonEvents);
                }
                continue;
            }
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
        var ranked = evidence.Ranked;
        List<CutMark> marks = [.. CutMark.Of(table, g, suppression, CutMarkKind.Counts)];
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
}
