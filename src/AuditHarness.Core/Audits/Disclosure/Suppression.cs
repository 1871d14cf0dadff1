using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ClinicalUtility;
using AuditHarness.Metrics.ErrorRates;
using MathNet.Numerics;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// What must not be shown, decided once for all outputs. Patients, events and non-events of 1 to 10 are hidden, and so many more
/// that none of these can be worked out from sums. A figure is hidden when a count it rests on is: an exact rate gives its
/// numerator and denominator away. Profile public treats the cells of the decision table in the same way; under profile internal
/// they are shown, and so is what follows from them, a predictive value on few flagged patients too. Why this is enough for every figure
/// that is published stands in DISCLOSURE.md beside this file.
/// </summary>
public sealed class Suppression
{
    /// <summary>Why a figure is not shown; the same words whether its own count is small or a neighbour's.</summary>
    public static Phrase Reason { get; } = Phrase.Of($"hidden to protect a small group");

    private readonly Dictionary<(Subgroup Group, Count Count), int> _cells = [];
    private readonly CellTable _table = new();
    private readonly Dictionary<Subgroup, List<ConfusionCounts>> _elsewhere = [];
    private readonly Dictionary<Subgroup, ConfusionCounts> _unweighted = [];
    private readonly HashSet<Subgroup> _fewWithinStrata = [];
    private readonly HashSet<Subgroup> _atOwnThreshold = [];
    private readonly IReadOnlyList<AttributePlan> _attributes;
    private readonly bool _public;

    /// <summary>Decides.</summary>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="plan">Who may read the outputs, and what the attributes are made of.</param>
    public Suppression(IReadOnlyList<GroupTable> tables, DiagnosticPlan plan)
    {
        _attributes = plan.Subgroups.Attributes;
        _public = plan.Report.Profile == ReportProfile.Public;
        foreach (var table in tables)
            foreach (var evidence in table.Evidence) AddGroup(evidence);
        var counts = _public ? Enum.GetValues<Count>() : [Count.Patients, Count.Events, Count.NonEvents];
        foreach (var table in tables)
            foreach (var parent in tables.Where(p => IsMargin(p, table)))
                foreach (var group in parent.Index.Groups)
                {
                    var parts = table.Index.Groups.Where(g => group.Conditions.All(g.Conditions.Contains)).ToArray();
                    foreach (var count in counts)
                        _table.Sum(_cells[(group, count)], [.. parts.Select(p => _cells[(p, count)])]);
                }
        _table.Protect();
        if (!_public) return;
        foreach (var table in tables)
            for (var g = 0; g < table.Evidence.Count; g++) DecideElsewhere(table, g);
    }

    /// <summary>Decisions at other thresholds than the audit's that metrics which are shown give away; none under profile internal, where readers may know of decisions.</summary>
    /// <param name="group">Whose decisions.</param>
    public IReadOnlyList<ConfusionCounts> ToldElsewhere(Subgroup group) => _elsewhere.GetValueOrDefault(group, []);

    private enum Count { Patients, Events, NonEvents, TruePositives, FalsePositives, TrueNegatives, FalseNegatives, Flagged, NotFlagged }

    /// <summary>True when the number of patients of a group is hidden.</summary>
    public bool HidesPatients(Subgroup group) => Hides(group, Count.Patients);

    /// <summary>True when the number of events of a group is hidden.</summary>
    public bool HidesEvents(Subgroup group) => Hides(group, Count.Events);

    /// <summary>True when the number of non-events of a group is hidden.</summary>
    public bool HidesNonEvents(Subgroup group) => Hides(group, Count.NonEvents);

    /// <summary>True when nothing that depends on outcomes may be shown of a group.</summary>
    public bool HidesOutcomes(Subgroup group) => HidesPatients(group) || HidesEvents(group) || HidesNonEvents(group);

    /// <summary>True when a metric of a group is hidden.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="group">The group.</param>
    /// <param name="estimate">What was estimated.</param>
    public bool Hides(MetricInfo metric, Subgroup group, Estimate estimate)
    {
        if (metric.Id == nameof(SelectionRate)) return HidesPatients(group) || (_public && HidesAny(group, [Count.Flagged, Count.NotFlagged]));
        if (HidesOutcomes(group)) return true;
        // To hide of the decisions one figure and not those it follows from would be a pretence.
        if (_public && estimate is Estimate.Known { Tells: { } told } && !ToldElsewhere(group).Contains(told)) return true;
        if (_public && metric.TellsOrder && estimate is Estimate.Known { Value: var figure } && OrderTells(metric, group, figure)) return true;
        return metric.Basis == MetricBasis.Decision ? _public && HidesAny(group, Needs(metric.Id))
            : estimate is Estimate.Known { Denominator: var rows } && CellTable.IsSmall(rows);
    }

    /// <summary>
    /// True when a figure of a group within levels of covariates may not be shown: an attribute is made of the same columns, something of
    /// the groups that it parts this one into is hidden, and a mean over their rates, of which all others are shown, is one equation for it.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="covariates">The covariates, such as those of the case mix.</param>
    public bool HidesWithin(Subgroup group, IReadOnlyList<AttributePlan> covariates)
    {
        var within = _attributes.Where(a => covariates.Any(c => c.Column == a.Column)).Select(a => a.Name).ToArray();
        return within.Length > 0 && _cells.Keys.Where(c => c.Count == Count.Patients).Select(c => c.Group).Any(part =>
            part.Conditions.Count > group.Conditions.Count && group.Conditions.All(part.Conditions.Contains)
            && part.Conditions.All(c => within.Contains(c.Attribute) || group.Conditions.Contains(c))
            && (HidesOutcomes(part) || (_public && HidesAny(part, Enum.GetValues<Count>()))));
    }

    /// <summary>
    /// True when a figure of a group within the declared strata may not be shown: an exact mean over strata can be solved for the counts of
    /// each, so none of them may be 1 to 10. Those of strata that are audited groups themselves are <see cref="HidesWithin"/>'s.
    /// </summary>
    /// <param name="group">The group.</param>
    public bool HidesWithinStrata(Subgroup group) => _fewWithinStrata.Contains(group);

    /// <summary>Counts the patients of each group in each of the declared strata.</summary>
    /// <param name="tables">The groups.</param>
    /// <param name="cohort">The rows.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    public void LookWithinStrata(IReadOnlyList<GroupTable> tables, ScoredCohort cohort, double threshold)
    {
        if (cohort.ParityStrata.Count == 0) return;
        var strata = GroupIndex.Of(cohort.ParityStrata);
        foreach (var table in tables)
        {
            var cells = new int[table.Index.Groups.Count, strata.Groups.Count, 4];
            for (var i = 0; i < cohort.Count; i++)
                cells[table.Index.Codes[i], strata.Codes[i], (cohort.Labels[i] == 1 ? 0 : 2) + (cohort.Scores[i] >= threshold ? 0 : 1)]++;
            for (var g = 0; g < table.Index.Groups.Count; g++)
                for (var s = 0; s < strata.Groups.Count; s++)
                {
                    var (tp, fn, fp, tn) = (cells[g, s, 0], cells[g, s, 1], cells[g, s, 2], cells[g, s, 3]);
                    int[] counts = [tp + fn + fp + tn, tp + fn, fp + tn, .. _public ? new[] { tp, fn, fp, tn, tp + fp, tn + fn } : []];
                    if (counts.Any(CellTable.IsSmall)) _fewWithinStrata.Add(table.Index.Groups[g]);
                }
        }
    }

    // Orders of a group's outcomes that digits can tell apart: a figure has 15 of them, and an area with its limits is three sums of whole
    // numbers. Fewer orders than these and the figure is as good as the list of outcomes in order of score.
    private const double OrdersOfAFigure = 1e18, OrdersOfAnArea = 1e12;

    // How many decisions other than the true ones an area must leave open where they are hidden.
    private const int FewestTables = CellTable.LargestSmall / 2;

    // Of a group whose decisions are hidden: with the number flagged, which may be known, the order tells who of them has the event. Weights
    // that only the data hold scramble it.
    private bool OrderTells(MetricInfo metric, Subgroup group, double figure)
    {
        if (!_unweighted.TryGetValue(group, out var c) || !HidesAny(group, Enum.GetValues<Count>())) return false;
        var (events, nonEvents) = (c.Events.Rows, c.NonEvents.Rows);
        var area = metric.Id == nameof(Metrics.Discrimination.AreaUnderRoc);
        var orders = SpecialFunctions.GammaLn(events + nonEvents + 1) - SpecialFunctions.GammaLn(events + 1) - SpecialFunctions.GammaLn(nonEvents + 1);
        if (orders < Math.Log(area ? OrdersOfAnArea : OrdersOfAFigure)) return true;
        if (!area) return false;
        // The pairs won: at least those of a flagged event and a non-event that is not, at most all but those the other way round.
        var won = figure * events * nonEvents;
        var open = 0;
        for (var found = Math.Max(0, c.Flagged.Rows - nonEvents); found <= Math.Min(events, c.Flagged.Rows); found++)
        {
            double vain = c.Flagged.Rows - found, spared = nonEvents - vain, missed = events - found;
            if (found * spared <= won + 0.5 && won - 0.5 <= ((double)events * nonEvents) - (missed * vain)) open++;
        }
        return open <= FewestTables;
    }

    /// <summary>True when nothing may be told of how a group would be flagged at a threshold of its own.</summary>
    /// <param name="group">The group, not the reference.</param>
    public bool HidesOwnThreshold(Subgroup group) => !_atOwnThreshold.Contains(group);

    /// <summary>Decides of each group whether the decisions at a threshold of its own may be told; what is told counts as told from then on.</summary>
    /// <param name="tables">The groups.</param>
    public void LookAtOwnThresholds(IReadOnlyList<GroupTable> tables)
    {
        foreach (var (table, reference) in tables.Where(t => t.Index.Reference >= 0).Select(t => (t, t.Index.Reference)))
        {
            // The groups that hold an intersection have curves of their own, and where scores are few these could stand at its own threshold.
            if (_public && table.Index.Attributes.Count > 1) continue;
            if (HidesOutcomes(table.Index.Groups[reference]) || (_public && HidesAny(table.Index.Groups[reference], Enum.GetValues<Count>()))) continue;
            for (var g = 0; g < table.Evidence.Count; g++)
                if (g != reference && table.Evidence[g] is var own && Tell(own, ThresholdPart.Told(own.Ranked, table.Evidence[reference].Ranked, own.Threshold)))
                    _atOwnThreshold.Add(own.Subgroup);
        }
    }

    /// <summary>True when decisions at further thresholds may be told beside all that is; they count as told from then on, so curves keep clear of them.</summary>
    /// <param name="evidence">Whose decisions.</param>
    /// <param name="cells">Of figures each of which tells one or lies between its two.</param>
    private bool Tell(SubgroupEvidence evidence, IEnumerable<IReadOnlyList<ConfusionCounts>> cells)
    {
        if (!_public) return true;
        if (HidesOutcomes(evidence.Subgroup) || HidesAny(evidence.Subgroup, Enum.GetValues<Count>())) return false;
        List<ConfusionCounts> told = [.. ToldElsewhere(evidence.Subgroup)];
        foreach (var between in cells)
        {
            if (between.Any(c => c.HasSmallCount || !told.Append(evidence.Confusion).All(other => MayBothBeTold(c, other)))) return false;
            told.AddRange(between);
        }
        _elsewhere[evidence.Subgroup] = told;
        return true;
    }

    // Decisions at another threshold may be told where no count of them is small, and none of the patients between that threshold and
    // any other that is told; where the audit's own decisions are hidden, at none.
    private void DecideElsewhere(GroupTable table, int g)
    {
        var evidence = table.Evidence[g];
        if (HidesOutcomes(evidence.Subgroup) || HidesAny(evidence.Subgroup, Enum.GetValues<Count>())) return;
        List<ConfusionCounts> told = [];
        foreach (var estimates in table.Estimates)
        {
            if (estimates[g] is not Estimate.Known { Tells: { } cells, Denominator: var rows } || told.Contains(cells)) continue;
            if (!CellTable.IsSmall(rows) && !cells.HasSmallCount && told.Append(evidence.Confusion).All(other => MayBothBeTold(cells, other))) told.Add(cells);
        }
        _elsewhere[evidence.Subgroup] = told;
    }

    private static bool MayBothBeTold(ConfusionCounts one, ConfusionCounts other) =>
        !CellTable.IsSmall(Math.Abs(one.TruePositives.Rows - other.TruePositives.Rows))
        && !CellTable.IsSmall(Math.Abs(one.FalsePositives.Rows - other.FalsePositives.Rows));

    // The cells that a metric gives away, the counts of the group being known.
    private static Count[] Needs(string metric) => metric switch
    {
        nameof(Sensitivity) or nameof(FalseNegativeRate) or PatientsPer1000.Found or PatientsPer1000.Missed => [Count.TruePositives, Count.FalseNegatives],
        nameof(Specificity) or nameof(FalsePositiveRate) or PatientsPer1000.InVain or PatientsPer1000.LeftAlone => [Count.FalsePositives, Count.TrueNegatives],
        nameof(PositivePredictiveValue) or nameof(FalseDiscoveryRate) or nameof(NumberNeededToEvaluate) => [Count.TruePositives, Count.FalsePositives, Count.Flagged],
        nameof(NegativePredictiveValue) or nameof(FalseOmissionRate) => [Count.TrueNegatives, Count.FalseNegatives, Count.NotFlagged],
        _ => Enum.GetValues<Count>(),
    };

    private bool HidesAny(Subgroup group, Count[] counts) => counts.Any(count => Hides(group, count));

    private bool Hides(Subgroup group, Count count) => _table.IsHidden(_cells[(group, count)]);

    private void AddGroup(SubgroupEvidence evidence)
    {
        var c = evidence.Confusion;
        var group = evidence.Subgroup;
        var number = _cells.Count;
        Add(Count.Patients, evidence.Count);
        Add(Count.Events, evidence.Events.Rows);
        Add(Count.NonEvents, evidence.NonEvents.Rows);
        Is(Count.Patients, Count.Events, Count.NonEvents);
        if (!_public) return;
        if (!evidence.IsWeighted) _unweighted[group] = c;
        Add(Count.TruePositives, c.TruePositives.Rows);
        Add(Count.FalsePositives, c.FalsePositives.Rows);
        Add(Count.TrueNegatives, c.TrueNegatives.Rows);
        Add(Count.FalseNegatives, c.FalseNegatives.Rows);
        Add(Count.Flagged, c.Flagged.Rows);
        Add(Count.NotFlagged, c.NotFlagged.Rows);
        Is(Count.Events, Count.TruePositives, Count.FalseNegatives);
        Is(Count.NonEvents, Count.FalsePositives, Count.TrueNegatives);
        Is(Count.Flagged, Count.TruePositives, Count.FalsePositives);
        Is(Count.NotFlagged, Count.FalseNegatives, Count.TrueNegatives);
        Is(Count.Patients, Count.Flagged, Count.NotFlagged);

        void Add(Count count, int rows) => _cells[(group, count)] = _table.Add(rows, number);
        void Is(Count total, Count one, Count other) => _table.Sum(_cells[(group, total)], [_cells[(group, one)], _cells[(group, other)]]);
    }

    private static bool IsMargin(GroupTable parent, GroupTable table) =>
        parent.Index.Attributes.Count < table.Index.Attributes.Count && parent.Index.Attributes.All(table.Index.Attributes.Contains);
}
