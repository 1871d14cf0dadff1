using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// What must not be shown, decided once for all outputs. Patients, events and non-events of 1 to 10 are hidden, and so many more
/// that none of these can be worked out from sums. A figure is hidden when a count it rests on is: an exact rate gives its
/// numerator and denominator away. Profile public treats the cells of the decision table in the same way; under profile internal
/// they are shown, and so is what follows from them, a predictive value on few flagged patients too.
/// </summary>
public sealed class Suppression
{
    /// <summary>Why a figure is not shown; the same words whether its own count is small or a neighbour's.</summary>
    public static Phrase Reason { get; } = Phrase.Of($"hidden to protect a small group");

    private readonly Dictionary<(Subgroup Group, Count Count), int> _cells = [];
    private readonly CellTable _table = new();
    private readonly Dictionary<Subgroup, List<ConfusionCounts>> _elsewhere = [];
    private readonly IReadOnlyList<AttributePlan> _attributes;
    private readonly bool _public;

    /// <summary>Decides.</summary>
    /// <param name="tables">Overall, every attribute and every intersection.</param>
    /// <param name="plan">Who may read the outputs, and what the attributes are made of.</param>
    public Suppression(IReadOnlyList<GroupTable> tables, AuditPlan plan)
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

    /// <summary>True when decisions at further thresholds may be told beside all that is; they count as told from then on, so curves keep clear of them.</summary>
    /// <param name="evidence">Whose decisions.</param>
    /// <param name="cells">Of figures each of which tells one or lies between its two.</param>
    public bool Tell(SubgroupEvidence evidence, IEnumerable<IReadOnlyList<ConfusionCounts>> cells)
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
        nameof(Sensitivity) or nameof(FalseNegativeRate) => [Count.TruePositives, Count.FalseNegatives],
        nameof(Specificity) or nameof(FalsePositiveRate) => [Count.FalsePositives, Count.TrueNegatives],
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
