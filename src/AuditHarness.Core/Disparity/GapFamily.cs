using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The comparisons that one disparity with a computation of its own makes over the groups of a table: who is left out and why, limits
/// that hold at once for all of them, p-values adjusted over them.
/// </summary>
/// <remarks>
/// Unlike a metric's, these figures are not differences of one number per group, and two of them share patients; so unless a disparity knows better
/// all limits are simultaneous by Šidák (1967), which holds for normal estimates with any correlation.
/// </remarks>
internal sealed class GapFamily
{
    // Of the standard normal distribution, 0.8 lies below.
    private const double Power = 0.8416212335729143;

    private readonly DisparityInfo _info;
    private readonly GroupIndex _index;
    private readonly Phrase?[] _leftOut;
    private readonly Phrase? _dependent;
    private readonly ReplicatedFigures? _replicates;
    private readonly bool _isClustered;

    /// <summary>Finds who can be compared.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="context">The groups.</param>
    /// <param name="whyLeftOut">Why a group that is large enough cannot be compared, or null.</param>
    public GapFamily(DisparityInfo info, ComparisonContext context, Func<int, Phrase?> whyLeftOut)
    {
        (_info, _index, _isClustered) = (info, context.Table.Index, context.Design is not null);
        _replicates = context.Design is not null && context.Replicates.Has(info.Id) ? context.Replicates : null;
        _dependent = context.Design is not null && !info.TakesClusters ? Phrase.Of($"rows of a cluster are not independent, and this figure has no method that takes account of it") : null;
        var minimum = context.Plan.Subgroups.SmallestCompared;
        _leftOut = [.. Enumerable.Range(0, _index.Groups.Count).Select(g =>
            context.Table.Rows[g] < minimum ? Phrase.Of($"fewer than {minimum} patients") : whyLeftOut(g))];
        Eligible = [.. Enumerable.Range(0, _index.Groups.Count).Where(g => _leftOut[g] is null)];
    }

    /// <summary>The groups compared.</summary>
    public int[] Eligible { get; }

    /// <summary>Why a group lacks what a metric needs: its reason, or null when it has a figure with an interval.</summary>
    /// <param name="estimate">The metric of the group.</param>
    public static Phrase? Missing(Estimate estimate) => estimate switch
    {
        Estimate.Undefined u => u.Reason,
        Estimate.Known { Sampling: null } k => k.Reason,
        _ => null,
    };

    /// <summary>Each group but the reference with it, in the order of the groups.</summary>
    /// <param name="figure">The figure of a group and the reference.</param>
    /// <param name="together">How those of some groups vary together where patients are independent of each other; null when nothing is known of it.</param>
    public IReadOnlyList<GroupGap> ToReference(Func<int, int, GapFigure> figure, Func<int[], ContrastFamily>? together = null)
    {
        var reference = _index.Reference;
        var blocked = reference < 0 ? Phrase.Of($"no patient is in the reference group {_index.ReferenceGroup.Levels}")
            : _leftOut[reference] is { } why ? Phrase.Of($"the reference group {_index.ReferenceGroup.Levels} is left out: {why}")
            : null;
        return Each(Comparison.Reference, _index.ReferenceGroup, [.. Enumerable.Range(0, _index.Groups.Count).Where(g => g != reference)], blocked,
            g => OverClusters(figure, g, reference), blocked is null ? 1 : 0, known => Family(known, together));
    }

    /// <summary>Each group with everybody, in the order of the groups.</summary>
    /// <param name="figure">The figure of a group.</param>
    /// <param name="together">How those of some groups vary together where patients are independent of each other; null when nothing is known of it.</param>
    public IReadOnlyList<GroupGap> ToOverall(Func<int, GapFigure> figure, Func<int[], ContrastFamily>? together = null) =>
        Each(Comparison.Overall, Subgroup.Overall, [.. Enumerable.Range(0, _index.Groups.Count)], null, g => OverClusters((one, _) => figure(one), g, -1), 0,
            known => Family(known, together));

    private ContrastFamily Family(int[] known, Func<int[], ContrastFamily>? together) => together is null || _isClustered ? ContrastFamily.Any(known.Length) : together(known);

    /// <summary>The two groups that lie furthest apart.</summary>
    /// <param name="figure">The figure of two groups: changes its sign when they change places, or is never negative.</param>
    /// <param name="expected">What chance alone would give, or null.</param>
    public GroupGap WorstPair(Func<int, int, GapFigure> figure, double? expected = null)
    {
        var row = Row(Comparison.WorstPair, null, null, Eligible.Length);
        if (Eligible.Length < 2) return new(row with { Reason = Phrase.Of($"fewer than two groups can be compared") }, (_, _) => null, null);
        var pairs = new List<(int First, int Second, GapFigure.Known Figure)>();
        Phrase? missing = null;
        for (var i = 0; i < Eligible.Length; i++)
            for (var j = i + 1; j < Eligible.Length; j++)
            {
                var (a, b) = (Eligible[i], Eligible[j]);
                var one = OverClusters(figure, a, b);
                if (one is GapFigure.Known { Value: < 0 }) (a, b, one) = (b, a, OverClusters(figure, b, a));
                if (one is GapFigure.Known known) pairs.Add((a, b, known));
                else missing ??= ((GapFigure.Undefined)one).Reason;
            }
        if (pairs.Count == 0) return new(row with { Reason = missing }, (_, _) => null, null);
        var family = ContrastFamily.Any(pairs.Count);
        var z = family.Critical(GroupComparison.Level);
        var worst = pairs.MaxBy(p => p.Figure.Value);
        double?[] tests = [.. pairs.Select(p => Test(p.Figure))];
        var at = pairs.IndexOf(worst);
        var limits = Worst(family, [.. pairs.Select(p => p.Figure.Limits)]);
        var (lower, upper) = limits.At(z);
        row = row with
        {
            Group = _index.Groups[worst.First], Against = _index.Groups[worst.Second], Value = worst.Figure.Value,
            Interval = new Interval(lower, upper, GroupComparison.Level, pairs.Count > 1
                ? Phrase.Of($"{worst.Figure.Method}, simultaneous over {pairs.Count} pairs of groups (Šidák)") : worst.Figure.Method),
            PValue = worst.Figure.PValue, PValueHolm = Holm.Adjust(tests)[at], PValueBenjaminiHochberg = BenjaminiHochberg.Adjust(tests)[at],
            ExpectedUnderEquality = expected,
        };
        var plans = pairs.TrueForAll(p => p.Figure.Grown is not null);
        return WithoutFalseCertainty(new(
            row, (_, all) => plans ? Worst(family, [.. pairs.Select(p => (Func<double, (double, double)>)(at => p.Figure.Grown!(all, all, at)))]).At(z) : null, row.Value) { Limits = limits }, pairs.Select(p => p.Figure.WithoutInterval).FirstOrDefault(why => why is not null));
    }

    /// <summary>One figure for all groups together.</summary>
    /// <param name="figure">The figure; asked only when enough groups can be compared.</param>
    /// <param name="atLeast">Groups that it takes.</param>
    public GroupGap AllGroups(Func<GapFigure> figure, int atLeast = 2)
    {
        var row = Row(Comparison.AllGroups, null, null, Eligible.Length);
        if (Eligible.Length < atLeast)
            return new(row with { Reason = atLeast > 1 ? Phrase.Of($"fewer than two groups can be compared") : Phrase.Of($"no group can be compared") }, (_, _) => null, null);
        var found = figure();
        if (found is GapFigure.Undefined undefined) return new(row with { Reason = undefined.Reason }, (_, _) => null, null);
        var known = (GapFigure.Known)found;
        var z = CriticalValue.TwoSided(GroupComparison.Level);
        var (lower, upper) = known.Limits(z);
        row = row with
        {
            Value = known.Value, Interval = new Interval(lower, upper, GroupComparison.Level, known.Method),
            PValue = known.PValue, PValueHolm = known.PValue, PValueBenjaminiHochberg = known.PValue,
            ExpectedUnderEquality = known.ExpectedUnderEquality,
        };
        return WithoutFalseCertainty(new(row, (_, all) => known.Grown?.Invoke(all, all, z), row.Value) { Limits = LevelledLimits.Of(ContrastFamily.Any(1), known.Limits) }, known.WithoutInterval);
    }

    private static LevelledLimits Worst(ContrastFamily family, Func<double, (double, double)>[] figures) =>
        LevelledLimits.Worst(family, 1, (near, far) => WorseOfRates.Extreme(DisparityForm.Difference, figures, near, far));

    private List<GroupGap> Each(Comparison comparison, Subgroup against, int[] groups, Phrase? blocked, Func<int, GapFigure> figure, int others, Func<int[], ContrastFamily> together)
    {
        var compared = blocked is null ? groups.Where(g => _leftOut[g] is null).ToArray() : [];
        var figures = compared.ToDictionary(g => g, figure);
        var known = compared.Where(g => figures[g] is GapFigure.Known).ToArray();
        var family = known.Length == 0 ? ContrastFamily.Any(1) : together(known);
        var z = family.Critical(GroupComparison.Level);
        double?[] tests = [.. known.Select(g => Test((GapFigure.Known)figures[g]))];
        var (holm, discovery) = (Holm.Adjust(tests), BenjaminiHochberg.Adjust(tests));
        var gaps = new List<GroupGap>();
        foreach (var g in groups)
        {
            var row = Row(comparison, _index.Groups[g], against, known.Length + others);
            if (!figures.TryGetValue(g, out var found))
                gaps.Add(new(row with { Reason = blocked ?? Phrase.Of($"left out: {_leftOut[g]}") }, (_, _) => null, null));
            else if (found is GapFigure.Undefined undefined)
                gaps.Add(new(row with { Reason = undefined.Reason }, (_, _) => null, null));
            else
            {
                var one = (GapFigure.Known)found;
                var (lower, upper) = one.Limits(z);
                row = row with
                {
                    Value = one.Value, PValue = one.PValue, PValueHolm = holm[Array.IndexOf(known, g)], PValueBenjaminiHochberg = discovery[Array.IndexOf(known, g)],
                    ExpectedUnderEquality = one.ExpectedUnderEquality, MinimumDetectable = Detectable(one, z),
                    Interval = new Interval(lower, upper, GroupComparison.Level,
                        known.Length > 1 ? Phrase.Of($"{one.Method}, simultaneous over {known.Length} groups ({family.Name})") : one.Method),
                };
                gaps.Add(WithoutFalseCertainty(new(row, (ofGroup, ofOthers) => one.Grown?.Invoke(ofGroup, ofOthers, z), row.Value) { Limits = LevelledLimits.Of(family, one.Limits) }, one.WithoutInterval));
            }
        }
        return gaps;
    }

    private static double? Test(GapFigure.Known figure) => figure.WithoutInterval is null ? figure.PValue : null;

    private GapFigure OverClusters(Func<int, int, GapFigure> figure, int group, int other) =>
        figure(group, other) is var found && _replicates is not null && found is GapFigure.Known known ? _replicates.OverClusters(known, _info.Id, group, other) : found;

    // Rows of a cluster tell less than as many rows by themselves: limits and tests that count rows would be too sure.
    private GroupGap WithoutFalseCertainty(GroupGap gap, Phrase? why) => (_dependent ?? why) is not { } reason ? gap : new(
        gap.Disparity with
        {
            Interval = null, PValue = null, PValueHolm = null, PValueBenjaminiHochberg = null, MinimumDetectable = null, ExpectedUnderEquality = null,
            Reason = reason,
        },
        (_, _) => null, gap.PlanningValue);

    // The reach of the interval and 0.84 standard errors more: found with a probability of 0.8. A figure that is never negative is no mean
    // of errors, and what its interval would be elsewhere cannot be told from here.
    private static double? Detectable(GapFigure.Known figure, double z)
    {
        if (figure.Limits(5).Lower >= 0) return null;
        var (lower, upper) = figure.Limits(z);
        return (upper - lower) / 2 * (1 + (Power / z));
    }

    private GroupDisparity Row(Comparison comparison, Subgroup? group, Subgroup? against, int groups) => new()
    {
        Metric = _info.Id, Attributes = _index.Attributes, Form = _info.Form, Comparison = comparison, Group = group, Against = against,
        Groups = groups,
        LeftOut = [.. Enumerable.Range(0, _leftOut.Length).Where(g => _leftOut[g] is not null).Select(g => new LeftOut(_index.Groups[g], _leftOut[g]!))],
    };
}
