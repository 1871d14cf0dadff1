using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Finds the figures that each expectation is about, and has them judged.</summary>
internal sealed class AuditFindings
{
    private readonly DiagnosticPlan _plan;
    private readonly IReadOnlyList<GroupTable> _tables;
    private readonly IReadOnlyList<TableComparisons> _comparisons;
    private readonly Suppression _suppression;
    private readonly ExplanationAudit? _explanations;

    public AuditFindings(
        DiagnosticPlan plan, IReadOnlyList<GroupTable> tables, IReadOnlyList<TableComparisons> comparisons, Suppression suppression,
        ExplanationAudit? explanations)
    {
        (_plan, _tables, _comparisons, _suppression, _explanations) = (plan, tables, comparisons, suppression, explanations);
        All = [.. plan.Expectations.SelectMany(Judged)];
    }

    /// <summary>One finding per expectation, or per group where it names every level.</summary>
    public IReadOnlyList<Finding> All { get; }

    /// <summary>A disparity as it may be shown: without figures when one of the two groups' metrics is hidden.</summary>
    public static GroupDisparity Shown(GroupDisparity gap, IReadOnlyList<GroupTable> tables, Suppression suppression, DiagnosticPlan plan)
    {
        // Why a hidden group is left out could tell that it has no event; that it is small is known anyway.
        var leftOut = gap.LeftOut.Select(l => suppression.HidesOutcomes(l.Subgroup) ? l with { Reason = Phrase.Of($"too small") } : l).ToArray();
        // Adjustments pass the p-values of one comparison on to others.
        var alone = !HidesAnyCompared(gap, tables, suppression, plan);
        if (!Hides(gap, tables, suppression, plan))
            return gap with { LeftOut = leftOut, PValueHolm = alone ? gap.PValueHolm : null, PValueBenjaminiHochberg = alone ? gap.PValueBenjaminiHochberg : null };
        var anonymous = gap.Comparison == Comparison.WorstPair;
        return gap with
        {
            LeftOut = leftOut, Group = anonymous ? null : gap.Group, Against = anonymous ? null : gap.Against, Value = null, Interval = null,
            ExpectedUnderEquality = null, PValue = null, PValueHolm = null, PValueBenjaminiHochberg = null, MinimumDetectable = null,
            Reason = Suppression.Reason, Suppressed = true,
        };
    }

    // The limits of a worst pair, what chance would give, and a figure of all groups rest on every group compared.
    private static bool Hides(GroupDisparity gap, IReadOnlyList<GroupTable> tables, Suppression suppression, DiagnosticPlan plan) =>
        HidesEither(gap, tables, suppression, plan) || (gap.Comparison is Comparison.WorstPair or Comparison.AllGroups && HidesAnyCompared(gap, tables, suppression, plan));

    private static bool HidesAnyCompared(GroupDisparity gap, IReadOnlyList<GroupTable> tables, Suppression suppression, DiagnosticPlan plan)
    {
        var table = tables.Single(t => t.Index.Attributes.SequenceEqual(gap.Attributes));
        return table.Index.Groups.Any(group => gap.LeftOut.All(l => !l.Subgroup.Equals(group)) && Hides(gap.Metric, group, table, suppression, plan));
    }

    private static bool HidesEither(GroupDisparity gap, IReadOnlyList<GroupTable> tables, Suppression suppression, DiagnosticPlan plan)
    {
        var table = tables.Single(t => t.Index.Attributes.SequenceEqual(gap.Attributes));
        return new[] { gap.Group, gap.Against }.OfType<Subgroup>().Any(group => Hides(gap.Metric, group, group.IsOverall ? tables[0] : table, suppression, plan));
    }

    private static bool Hides(string disparity, Subgroup group, GroupTable table, Suppression suppression, DiagnosticPlan plan)
    {
        var info = DisparityCatalog.Find(disparity)!;
        return table.Index.Groups.ToList().IndexOf(group) is >= 0 and var g
            && (info.Metrics.Any(metric => suppression.Hides(MetricCatalog.Find(metric)!.Info, group, table.Of(metric)[g]))
                || (info.WithinStrata && (suppression.HidesWithin(group, plan.Fairness.Strata) || suppression.HidesWithinStrata(group)))
                || (info.ByCaseMix && (suppression.HidesWithin(group, plan.Fairness.CaseMix) || suppression.HidesOutcomes(group)))
                || (info.ByOwnThreshold && (suppression.HidesOutcomes(group) || (g != table.Index.Reference && suppression.HidesOwnThreshold(group)))));
    }

    // An expectation that is about nobody would pass in silence.
    private Finding[] Judged(Expectation expectation)
    {
        var findings = Figures(expectation).Select(figure => Judgement.Of(expectation, figure)).ToArray();
        var ownCheck = expectation.Line is null && ExplanationCatalog.Find(expectation.Metric) is not null;
        return findings.Length > 0 || ownCheck ? findings : throw Refusal(expectation,
            "compares a group with itself or an attribute of a single level: there is nothing to judge. Name another group in 'where', or pin another reference in 'subgroups.reference'");
    }

    private IEnumerable<FigureUnderJudgement> Figures(Expectation expectation)
    {
        var names = _plan.Subgroups.Attributes.Select(a => a.Name).Where(a => expectation.Where.Any(w => w.Attribute == a)).ToArray();
        var table = _tables.FirstOrDefault(t => t.Index.Attributes.SequenceEqual(names))
            ?? throw Refusal(expectation, $"is about {string.Join(" & ", names)}, which is not among 'subgroups.intersections'. Add it there");
        var wanted = Wanted(expectation, names, table);
        if (MetricCatalog.Find(expectation.Metric) is { Info: var metric })
            return (wanted ?? table.Index.Groups).Select(group => OfMetric(metric, table, group));
        if (ExplanationCatalog.Find(expectation.Metric) is { } figure)
            return (_explanations ?? throw Refusal(expectation, "is about explanations, but the audit 'explanations' does not run. Add it to 'audits', with a model that runs"))
                .Figures(expectation, figure, table, wanted, _suppression);
        return _comparisons.Single(c => c.Attributes.SequenceEqual(names)).ById[expectation.Metric]
            .Where(g => g.Disparity.Comparison == expectation.Compare)
            .Where(g => expectation.Compare is Comparison.WorstPair or Comparison.AllGroups || wanted is null || wanted.Contains(g.Disparity.Group!))
            .Select(g => OfGap(g, table, expectation));
    }

    // The group that is named, or null for every group.
    private static Subgroup[]? Wanted(Expectation expectation, string[] names, GroupTable table)
    {
        if (expectation.Where.Any(w => w.Level == Expectation.EveryLevel)) return null;
        var group = new Subgroup([.. names.Select(a => expectation.Where.First(w => w.Attribute == a))]);
        if (table.Index.Groups.Contains(group)) return [group];
        throw Refusal(expectation,
            $"is about {group}, but no evaluated patient is in that group. Groups that occur: " +
            $"{string.Join("; ", table.Index.Groups.Take(AuditInputException.ShownFaults).Select(g => g.Levels))}. Correct 'where', or use \"*\" for every group");
    }

    private static AuditInputException Refusal(Expectation expectation, string fault) => new(
        $"Expectation {expectation.Index + 1} ({expectation.Metric}{(expectation.Line is { } line ? FormattableString.Invariant($", line {line} of the config") : "")}) {fault}.");

    private FigureUnderJudgement OfMetric(MetricInfo metric, GroupTable table, Subgroup group)
    {
        var g = table.Index.Groups.ToList().IndexOf(group);
        var estimate = table.Of(metric.Id)[g];
        var known = estimate as Estimate.Known;
        return new FigureUnderJudgement
        {
            Subject = group.IsOverall ? Phrase.Of($"{metric.Title:term}, overall") : Phrase.Of($"{metric.Title:term} in {group.ToString()}"),
            Subgroup = group, Value = known?.Value, Interval = known?.Sampling?.Interval(Audit.Level),
            Limits = known?.Sampling is { } sampling ? LevelledLimits.Of(sampling) : null,
            Reason = known?.Reason ?? (estimate as Estimate.Undefined)?.Reason,
            Hidden = _suppression.Hides(metric, group, estimate),
            GroupRows = table.Rows[g], AllRows = table.Rows[g],
            LimitsWhenGrown = (ofGroup, _) => known?.Sampling?.Scaled(ofGroup).Interval(Audit.Level) is { } i ? (i.Lower, i.Upper) : null,
        };
    }

    private FigureUnderJudgement OfGap(GroupGap gap, GroupTable table, Expectation expectation)
    {
        var d = gap.Disparity;
        var info = DisparityCatalog.Find(d.Metric)!;
        var title = info.Title;
        // The group whose figure it is; a worst pair and a figure of all groups have none.
        var ofGroup = d.Comparison is Comparison.Reference or Comparison.Overall ? d.Group : null;
        if (expectation.Against == Claim.NonInferiority && (info.Better is not (Direction.Higher or Direction.Lower) || ofGroup is null))
            throw Refusal(expectation, "asks that a group is served no worse, but this figure does not say which way is better for one group. Hold it to its limit in both directions: take 'against' out");
        var hidden = Hides(d, _tables, _suppression, _plan);
        var subject = d.Comparison == Comparison.Reference ? Phrase.Of($"{title:term} of {d.Group!.ToString()} against {d.Against!.Levels}")
            : d.Comparison == Comparison.Overall ? Phrase.Of($"{title:term} of {d.Group!.ToString()} against everybody")
            : d.Group is null || hidden ? Phrase.Of($"{title:term} over {string.Join(" & ", d.Attributes)}")
            : Phrase.Of($"{title:term} over {string.Join(" & ", d.Attributes)} (widest between {d.Group.Levels} and {d.Against!.Levels})");
        return new FigureUnderJudgement
        {
            Subject = subject, Subgroup = ofGroup, Attributes = d.Attributes, Form = d.Form,
            Better = info.Better, Limits = gap.Limits, Value = d.Value, Interval = d.Interval, Reason = d.Reason, Hidden = hidden,
            GroupRows = ofGroup is null ? 0 : table.Rows[table.Index.Groups.ToList().IndexOf(ofGroup)],
            AllRows = table.Rows.Sum(), MinimumRows = _plan.Subgroups.SmallestCompared,
            LimitsWhenGrown = gap.LimitsWhenGrown, PlanningValue = gap.PlanningValue,
        };
    }
}
