using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// Every group against everybody, for a metric that is a share or a mean. Everybody holds the group: with w the group's share of the
/// denominator, overall = w · group + (1 − w) · others, so group − overall = (1 − w)(group − others) and group / overall =
/// ρ / (w ρ + 1 − w) with ρ = group / others. The interval is that of group and others, which are independent, carried through; w counts as
/// fixed. With clusters group and everybody are contrasted themselves: the replicates tell how they vary together, and w varies with them.
/// </summary>
internal sealed class OverallComparison
{
    private readonly DisparityInfo _info;
    private readonly ComparisonContext _context;
    private readonly GroupIndex _index;
    private readonly IReadOnlyList<Estimate> _groups;
    private readonly IReadOnlyList<Estimate> _others;
    private readonly Estimate _everybody;
    private readonly Phrase?[] _leftOut;

    /// <summary>Compares.</summary>
    /// <param name="info">The disparity, of one metric.</param>
    /// <param name="context">The groups and all that is known of them.</param>
    public OverallComparison(DisparityInfo info, ComparisonContext context)
    {
        var metric = info.Metrics.Single();
        (_info, _context, _index) = (info, context, context.Table.Index);
        (_groups, _others, _everybody) = (context.Table.Of(metric), context.Others.Of(metric), context.Overall.Of(metric)[0]);
        _leftOut = [.. Enumerable.Range(0, _groups.Count).Select(WhyLeftOut)];
        Gaps = Compare();
    }

    /// <summary>Each group against everybody, in the order of the groups; also those left out, with the reason.</summary>
    public IReadOnlyList<GroupGap> Gaps { get; }

    private bool IsClustered => _context.Design is not null;

    private bool IsRatio => _info.Form == DisparityForm.Ratio;

    private Phrase? WhyLeftOut(int group)
    {
        var least = _context.Plan.Subgroups.SmallestCompared;
        if (_context.Table.Rows[group] < least) return Phrase.Of($"fewer than {least} patients");
        if (Missing(_groups[group]) is { } own) return own;
        if (_context.Others.Rows(group) < least) return Phrase.Of($"fewer than {least} patients in all other groups");
        if (IsClustered) return Missing(_everybody) is { } all ? Phrase.Of($"of everybody, {all}") : null;
        return Missing(_others[group]) is { } other ? Phrase.Of($"of all other groups, {other}") : null;
    }

    private static Phrase? Missing(Estimate estimate) => estimate switch
    {
        Estimate.Undefined undefined => undefined.Reason,
        Estimate.Known { Sampling: null } known => known.Reason,
        _ => null,
    };

    private List<GroupGap> Compare()
    {
        var compared = Enumerable.Range(0, _groups.Count).Where(g => _leftOut[g] is null && Between(g, 1, 1) is not null).ToArray();
        var z = CriticalValue.Sidak(GroupComparison.Level, Math.Max(1, compared.Length));
        double?[] tests = [.. compared.Select(g => Between(g, 1, 1)!.PValue)];
        var (holm, discovery) = (Holm.Adjust(tests), BenjaminiHochberg.Adjust(tests));
        var gaps = new List<GroupGap>();
        for (var g = 0; g < _groups.Count; g++)
        {
            var group = g;
            var row = Row(group, compared.Length);
            var position = Array.IndexOf(compared, group);
            if (position < 0)
                row = row with { Reason = _leftOut[group] is { } why ? Phrase.Of($"left out: {why}")
                    : IsClustered ? Phrase.Of($"the rate of everybody is 0: no ratio to it is defined") : Phrase.Of($"the rate of all other groups is 0: no ratio to it is defined") };
            else
            {
                var (lower, upper) = Carried(group, 1, 1, z)!.Value;
                var method = Between(group, 1, 1)!.Method;
                var against = IsClustered ? Phrase.Of($"{method} against everybody") : Phrase.Of($"{method} against all others");
                row = row with
                {
                    Value = Value(group),
                    Interval = new Interval(lower, upper, GroupComparison.Level, compared.Length > 1
                        ? Phrase.Of($"{against}, simultaneous over {compared.Length} groups (Šidák)") : against),
                    PValue = tests[position], PValueHolm = holm[position], PValueBenjaminiHochberg = discovery[position], MinimumDetectable = Detectable(group, z),
                };
            }
            var zPlan = position >= 0 ? z : CriticalValue.Sidak(GroupComparison.Level, compared.Length + 1);
            gaps.Add(new(row, (ofGroup, ofOthers) => Carried(group, ofGroup, ofOthers, zPlan), Value(group))
            {
                Limits = position < 0 ? null : LevelledLimits.Sidak(compared.Length, at => Carried(group, 1, 1, at)!.Value),
            });
        }
        return gaps;
    }

    private double? Value(int group) => (_groups[group], _everybody) is (Estimate.Known own, Estimate.Known all)
        ? !IsRatio ? own.Value - all.Value : all.Value > 0 ? own.Value / all.Value : null : null;

    private Contrast? Between(int group, double ofGroup, double ofOthers)
    {
        if (IsClustered)
        {
            if ((_groups[group], _everybody) is not (Estimate.Known { Sampling: { } part } known, Estimate.Known { Sampling: { } whole } all)) return null;
            var share = known.Denominator / (double)Math.Max(1, all.Denominator);
            return GroupComparison.Compared(_info.Form, known.Value, part.Scaled(ofGroup), all.Value, whole.Scaled((share * ofGroup) + ((1 - share) * ofOthers)));
        }
        return (_groups[group], _others[group], _everybody) is (Estimate.Known { Sampling: { } one } own, Estimate.Known { Sampling: { } other } others, Estimate.Known)
            ? GroupComparison.Compared(_info.Form, own.Value, one.Scaled(ofGroup), others.Value, other.Scaled(ofOthers)) : null;
    }

    private (double Lower, double Upper)? Carried(int group, double ofGroup, double ofOthers, double z)
    {
        if (Between(group, ofGroup, ofOthers)?.Limits(z) is not var (lower, upper)) return null;
        if (IsClustered) return (lower, upper);
        var own = Share(group);
        var share = own * ofGroup / ((own * ofGroup) + ((1 - own) * ofOthers));
        return (Carried(lower, share), Carried(upper, share));
    }

    private double Carried(double gap, double share) => IsRatio ? gap / ((share * gap) + 1 - share) : (1 - share) * gap;

    // The group's share of the denominator: of rows, or of weights as the three figures tell it.
    private double Share(int group)
    {
        var (own, others, all) = ((Estimate.Known)_groups[group], (Estimate.Known)_others[group], (Estimate.Known)_everybody);
        return _context.Overall.Evidence[0].IsWeighted && Math.Abs(own.Value - others.Value) > 1e-9
            ? Math.Clamp((all.Value - others.Value) / (own.Value - others.Value), 0, 1) : own.Denominator / (double)(own.Denominator + others.Denominator);
    }

    private double? Detectable(int group, double z)
    {
        // What the interval reaches and 0.84 standard errors more; of a ratio nothing is planned with clusters, as between groups.
        if (IsClustered) return IsRatio || Between(group, 1, 1) is not { } contrast ? null
            : ((contrast.Limits(z).Upper - contrast.Limits(z).Lower) / 2) + (0.8416212335729143 * contrast.StandardError);
        var (own, others) = ((Estimate.Known)_groups[group], (Estimate.Known)_others[group]);
        var gap = IsRatio ? DetectableGap.Ratio(own.Value, own.Sampling!, others.Value, others.Sampling!, z)
            : DetectableGap.Difference(own.Sampling!, others.Value, others.Sampling!, z);
        return gap is { } found ? Carried(found, Share(group)) : null;
    }

    private GroupDisparity Row(int group, int groups) => new()
    {
        Metric = _info.Id, Attributes = _index.Attributes, Form = _info.Form, Comparison = Comparison.Overall, Group = _index.Groups[group],
        Against = Subgroup.Overall, Groups = groups,
        LeftOut = [.. Enumerable.Range(0, _leftOut.Length).Where(g => _leftOut[g] is not null).Select(g => new LeftOut(_index.Groups[g], _leftOut[g]!))],
    };
}
