using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// Every group against everybody, for a metric that is a share or a mean, or the worse of two. Everybody holds the group: with w the
/// group's share of the denominator, overall = w · group + (1 − w) · others, so group − overall = (1 − w)(group − others) and group / overall =
/// ρ / (w ρ + 1 − w) with ρ = group / others. The interval is that of group and others, which are independent, carried through. Where w is a share
/// of all rows it counts as fixed; as a share of events or decisions it is an estimate itself, with groups of the sizes that they have, and limits are
/// recovered from those of the gap and of w (MOVER, Zou and Donner 2008): held fixed, of a few events it made intervals that held the truth in 70 %. With clusters group and everybody are contrasted themselves: the replicates tell how they vary together, and w varies with them.
/// </summary>
internal sealed class OverallComparison
{
    private readonly DisparityInfo _info;
    private readonly ComparisonContext _context;
    private readonly GroupIndex _index;
    // Metric by metric, as the disparity names them.
    private readonly IReadOnlyList<Estimate>[] _groups;
    private readonly IReadOnlyList<Estimate>[] _others;
    private readonly Estimate[] _everybody;
    private readonly Phrase?[] _leftOut;

    /// <summary>Compares.</summary>
    /// <param name="info">The disparity, of one metric or the worse of several.</param>
    /// <param name="context">The groups and all that is known of them.</param>
    public OverallComparison(DisparityInfo info, ComparisonContext context)
    {
        (_info, _context, _index) = (info, context, context.Table.Index);
        (_groups, _others, _everybody) = ([.. info.Metrics.Select(context.Table.Of)], [.. info.Metrics.Select(context.Others.Of)], [.. info.Metrics.Select(m => context.Overall.Of(m)[0])]);
        _leftOut = [.. Enumerable.Range(0, _index.Groups.Count).Select(WhyLeftOut)];
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
        if (Missing(_groups.Select(m => m[group])) is { } own) return own;
        if (_context.Others.Rows(group) < least) return Phrase.Of($"fewer than {least} patients in all other groups");
        if (IsClustered) return Missing(_everybody) is { } all ? Phrase.Of($"of everybody, {all}") : null;
        return Missing(_others.Select(m => m[group])) is { } other ? Phrase.Of($"of all other groups, {other}") : null;
    }

    private static Phrase? Missing(IEnumerable<Estimate> estimates) => estimates.Select(Missing).FirstOrDefault(why => why is not null);

    private static Phrase? Missing(Estimate estimate) => estimate switch
    {
        Estimate.Undefined undefined => undefined.Reason,
        Estimate.Known { Sampling: null } known => known.Reason,
        _ => null,
    };

    private List<GroupGap> Compare()
    {
        var compared = Enumerable.Range(0, _index.Groups.Count).Where(g => _leftOut[g] is null).ToArray();
        var family = compared.Length == 0 ? null
            : Enumerable.Range(1, _info.Metrics.Count - 1).Aggregate(FamilyOf(0, compared), (families, m) => families.And(FamilyOf(m, compared)));
        var z = family?.Critical(GroupComparison.Level) ?? 0;
        double?[] tests = [.. compared.Select(PValue)];
        var (holm, discovery) = (Holm.Adjust(tests), BenjaminiHochberg.Adjust(tests));
        var together = ContrastFamily.Any((compared.Length + 1) * _info.Metrics.Count);
        var gaps = new List<GroupGap>();
        for (var g = 0; g < _index.Groups.Count; g++)
        {
            var group = g;
            var row = Row(group, compared.Length);
            var position = Array.IndexOf(compared, group);
            var limits = position < 0 ? null : Limits(group, 1, 1, family!, compared.Length);
            if (limits is null)
                row = row with { Reason = _leftOut[group] is { } why ? Phrase.Of($"left out: {why}") : WhyNoGap(group)
                    ?? (IsClustered ? Phrase.Of($"the rate of everybody is 0: no ratio to it is defined") : Phrase.Of($"the rate of all other groups is 0: no ratio to it is defined")) };
            else
            {
                var (lower, upper) = limits.At(z);
                var method = Phrase.Join(" / ", Contrasts(group, 1, 1)!.Select(c => c.Method).Distinct());
                var against = IsClustered ? Phrase.Of($"{method} against everybody") : Phrase.Of($"{method} against all others");
                row = row with
                {
                    Value = Value(group),
                    Interval = new Interval(lower, upper, GroupComparison.Level, GroupComparison.Simultaneous(_info, against, compared.Length, family!)),
                    PValue = tests[position], PValueHolm = holm[position], PValueBenjaminiHochberg = discovery[position], MinimumDetectable = Detectable(group, z),
                };
            }
            var (planned, figures, zPlan) = position >= 0 ? (family!, compared.Length, z) : (together, compared.Length + 1, together.Critical(GroupComparison.Level));
            gaps.Add(new(row, (ofGroup, ofOthers) => Limits(group, ofGroup, ofOthers, planned, figures)?.At(zPlan), Value(group)) { Limits = limits });
        }
        return gaps;
    }

    private Phrase? WhyNoGap(int group) =>
        IsClustered ? null : GroupComparison.WhyNoGap(_info.Form, _groups.Select(m => m[group]), _others.Select(m => m[group]));

    // Each against the mean of all, of which all have their parts. With clusters estimates vary together in ways of their own.
    private ContrastFamily FamilyOf(int metric, int[] compared)
    {
        if (IsClustered) return ContrastFamily.Any(compared.Length);
        double[] shares = [.. compared.Select(g => Share(metric, g))];
        double[] variances = [.. compared.Select(g => GroupComparison.Variance(_info.Form, (Estimate.Known)_groups[metric][g]))];
        var everybody = (Estimate.Known)_everybody[metric];
        var byShares = compared.Zip(shares, (g, share) => VarianceByShare((Estimate.Known)_groups[metric][g], g, share, everybody.Value)).Sum();
        if (!IsRatio) return ContrastFamily.WithMean(variances, shares, byShares);
        // A ratio's logarithm moves with everybody's rate by the group's part of that rate.
        shares = [.. shares.Zip(compared, (share, g) => share * ((Estimate.Known)_groups[metric][g]).Value / everybody.Value)];
        return ContrastFamily.WithMean(variances, shares, byShares / (everybody.Value * everybody.Value));
    }

    // What a mean of groups varies by because it is by chance how many patients of a group of a given size count.
    private double VarianceByShare(Estimate.Known own, int group, double share, double mean)
    {
        var (apart, all) = (share * (own.Value - mean), _context.Overall.Evidence[0].All);
        return apart * apart * (1 - (own.Denominator / (double)_context.Table.Rows[group])) / (own.Denominator * all.EffectiveSize / all.Rows);
    }

    private double? Value(int group)
    {
        var values = new double[_info.Metrics.Count];
        for (var m = 0; m < values.Length; m++)
        {
            if ((_groups[m][group], _everybody[m]) is not (Estimate.Known own, Estimate.Known all) || (IsRatio && all.Value <= 0)) return null;
            values[m] = IsRatio ? own.Value / all.Value : own.Value - all.Value;
        }
        return WorseOfRates.Value(_info.Form, values);
    }

    private Contrast[]? Contrasts(int group, double ofGroup, double ofOthers)
    {
        if (WhyNoGap(group) is not null) return null;
        var contrasts = new Contrast[_info.Metrics.Count];
        for (var m = 0; m < contrasts.Length; m++)
        {
            if (Between(m, group, ofGroup, ofOthers) is not { } contrast) return null;
            contrasts[m] = contrast;
        }
        return contrasts;
    }

    private Contrast? Between(int metric, int group, double ofGroup, double ofOthers)
    {
        if (IsClustered)
        {
            if ((_groups[metric][group], _everybody[metric]) is not (Estimate.Known { Sampling: { } part } known, Estimate.Known { Sampling: { } whole } all)) return null;
            var share = known.Denominator / (double)Math.Max(1, all.Denominator);
            return GroupComparison.Compared(_info.Form, known.Value, part.Scaled(ofGroup), all.Value, whole.Scaled((share * ofGroup) + ((1 - share) * ofOthers)));
        }
        return (_groups[metric][group], _others[metric][group], _everybody[metric]) is (Estimate.Known { Sampling: { } one } own, Estimate.Known { Sampling: { } other } others, Estimate.Known)
            ? GroupComparison.Compared(_info.Form, own.Value, one.Scaled(ofGroup), others.Value, (OfGivenSizes(metric, group) ?? other).Scaled(ofOthers)) : null;
    }

    // The mean of all others, as it varies where their groups have the sizes that they have: means of groups may lie further apart than
    // patients do within. Shares are left as those of one sample of all others, which is never too narrow. Null where some of the others are in no group with a mean of its own.
    private SkewedMeanSampling? OfGivenSizes(int metric, int group)
    {
        if (_others[metric][group] is not Estimate.Known { Sampling: SkewedMeanSampling pooled } others) return null;
        var left = 1 - Share(metric, group);
        var (parts, covered, byWeights) = (new List<(double, SkewedMeanSampling)>(), 0.0, 0.0);
        for (var g = 0; g < _index.Groups.Count; g++)
        {
            if (g == group || _groups[metric][g] is Estimate.Undefined) continue;
            if (_groups[metric][g] is not Estimate.Known { Sampling: SkewedMeanSampling mean } own) return null;
            var weight = Share(metric, g) / left;
            byWeights += VarianceByShare(own, g, weight, others.Value);
            parts.Add((weight, mean));
            covered += weight;
        }
        return parts.Count > 1 && Math.Abs(covered - 1) < 1e-9 ? pooled.WithGroupsOf(parts, byWeights) : null;
    }

    private LevelledLimits? Limits(int group, double ofGroup, double ofOthers, ContrastFamily family, int groups)
    {
        if (Contrasts(group, ofGroup, ofOthers) is not { } contrasts) return null;
        Func<double, (double, double)>[] each = [.. contrasts.Select((c, m) => IsClustered ? (Func<double, (double, double)>)c.Limits : z => Carried(m, c, group, ofGroup, ofOthers, z))];
        return each.Length == 1 ? LevelledLimits.Of(family, each[0])
            : LevelledLimits.Worst(family, groups, (near, far) => WorseOfRates.Extreme(_info.Form, each, near, far));
    }

    private (double Lower, double Upper) Carried(int metric, Contrast contrast, int group, double ofGroup, double ofOthers, double z)
    {
        var (lower, upper) = contrast.Limits(z);
        var own = Share(metric, group);
        var grown = (own * ofGroup) + ((1 - own) * ofOthers);
        var share = own * ofGroup / grown;
        var (from, to) = (Carried(lower, share), Carried(upper, share));
        var (everybody, all) = ((Estimate.Known)_everybody[metric], _context.Overall.Evidence[0].All);
        if (everybody.Denominator == all.Rows) return (from, to);
        var part = new ProportionSampling(share, everybody.Denominator * all.EffectiveSize / all.Rows * grown * Precision(metric, group, ofGroup, ofOthers));
        var (least, most) = part.Limits(z);
        var gap = Freed(contrast);
        var (at, one, other) = (Carried(gap, share), Carried(gap, least), Carried(gap, most));
        var seen = Carried(contrast.Value, share);
        var (furthest, reached) = (Apart(seen, from, at, Math.Min(one, other), -1), Apart(seen, to, at, Math.Max(one, other), 1));
        // A product: where both move, each by a part whose squares add up, they may lead further out.
        foreach (var angle in (ReadOnlySpan<double>)[Math.PI / 8, Math.PI / 4, 3 * Math.PI / 8])
        {
            (lower, upper) = contrast.Limits(z * Math.Cos(angle));
            (least, most) = part.Limits(z * Math.Sin(angle));
            furthest = Math.Min(furthest, Math.Min(Carried(lower, least), Carried(lower, most)));
            reached = Math.Max(reached, Math.Max(Carried(upper, least), Carried(upper, most)));
        }
        return (furthest, reached);
    }

    // How many patients are in the group is given. So only how many of them count varies, which is the less the more of them do.
    private double Precision(int metric, int group, double ofGroup, double ofOthers)
    {
        double own = ((Estimate.Known)_groups[metric][group]).Denominator, others = ((Estimate.Known)_everybody[metric]).Denominator - own;
        var (varies, variesOthers) = (1 - (own / _context.Table.Rows[group]), 1 - (others / _context.Others.Rows(group)));
        return ((1 / (own * ofGroup)) + (1 / (others * ofOthers))) / ((varies / (own * ofGroup)) + (variesOthers / (others * ofOthers)));
    }

    // Of two rates a gap in either would be found.
    private double? PValue(int group)
    {
        var tests = Contrasts(group, 1, 1)?.Select(c => c.PValue).ToArray();
        return tests is null || Array.Exists(tests, p => p is null) ? null : Math.Min(1, tests.Length * tests.Min()!.Value);
    }

    // The gap without what chance adds to its size: a share that is an estimate moves the figure by no more than the gap that there really is.
    private double Freed(Contrast contrast)
    {
        if (IsRatio && !(contrast.Value > 0)) return contrast.Value;
        var (gap, error) = (IsRatio ? Math.Log(contrast.Value) : contrast.Value, contrast.StandardError);
        var freed = Math.CopySign(Math.Sqrt(Math.Max(0, (gap * gap) - (error * error))), gap);
        return IsRatio ? Math.Exp(freed) : freed;
    }

    // As far from a figure as two limits are together, each from where it is counted; of ratios on the log scale.
    private double Apart(double seen, double one, double at, double other, int sign) =>
        !IsRatio ? seen + (sign * double.Hypot(one - seen, other - at))
        : seen > 0 && at > 0 && one > 0 && other > 0 ? seen * Math.Exp(sign * double.Hypot(Math.Log(one / seen), Math.Log(other / at))) : one;

    private double Carried(double gap, double share) => IsRatio ? gap / ((share * gap) + 1 - share) : (1 - share) * gap;

    // The group's share of the denominator, in weights.
    private double Share(int metric, int group) => Weight(_groups[metric][group], _context.Table.Evidence[group]) / Weight(_everybody[metric], _context.Overall.Evidence[0]);

    private static double Weight(Estimate estimate, SubgroupEvidence evidence) => ((Estimate.Known)estimate).Weight ?? evidence.All.Weight;

    private double? Detectable(int group, double z)
    {
        var each = Enumerable.Range(0, _info.Metrics.Count).Select(m => Detectable(m, group, z)).ToArray();
        return Array.Exists(each, gap => gap is null) ? null : IsRatio ? each.Min() : each.Max();
    }

    private double? Detectable(int metric, int group, double z)
    {
        // What the interval reaches and 0.84 standard errors more; of a ratio nothing is planned with clusters, as between groups.
        if (IsClustered) return IsRatio || Between(metric, group, 1, 1) is not { } contrast ? null
            : ((contrast.Limits(z).Upper - contrast.Limits(z).Lower) / 2) + (0.8416212335729143 * contrast.StandardError);
        var (own, others) = ((Estimate.Known)_groups[metric][group], (Estimate.Known)_others[metric][group]);
        var ofOthers = OfGivenSizes(metric, group) ?? others.Sampling!;
        var gap = IsRatio ? DetectableGap.Ratio(own.Value, own.Sampling!, others.Value, ofOthers, z)
            : DetectableGap.Difference(own.Sampling!, others.Value, ofOthers, z);
        return gap is { } found ? Carried(found, Share(metric, group)) : null;
    }

    private GroupDisparity Row(int group, int groups) => new()
    {
        Metric = _info.Id, Attributes = _index.Attributes, Form = _info.Form, Comparison = Comparison.Overall, Group = _index.Groups[group],
        Against = Subgroup.Overall, Groups = groups,
        LeftOut = [.. Enumerable.Range(0, _leftOut.Length).Where(g => _leftOut[g] is not null).Select(g => new LeftOut(_index.Groups[g], _leftOut[g]!))],
    };
}
