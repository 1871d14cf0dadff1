using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A gap before anything is suppressed, and what its interval would be with more patients.</summary>
/// <param name="Disparity">The gap as it is reported.</param>
/// <param name="LimitsWhenGrown">
/// Limits if the group compared had so many times its patients (first factor) and all others so many times theirs (second);
/// null when no interval can be formed. A worst pair takes the second factor for every group.
/// </param>
/// <param name="PlanningValue">The gap as it is, also for a group that is left out of the comparison; null when there is none.</param>
public sealed record GroupGap(
    GroupDisparity Disparity, Func<double, double, (double Lower, double Upper)?> LimitsWhenGrown, double? PlanningValue)
{
    /// <summary>Its limits at any level, for the p-value of a limit; null when no interval can be formed.</summary>
    public LevelledLimits? Limits { get; init; }
}

/// <summary>One disparity over the groups of an attribute or intersection: every group against the reference, and the worst pair.</summary>
public sealed class GroupComparison
{
    /// <summary>Confidence level of a family of simultaneous intervals.</summary>
    public const double Level = 0.95;

    private const int Fewest = 2;

    private readonly DisparityInfo _info;
    private readonly GroupIndex _index;
    private readonly IReadOnlyList<IReadOnlyList<Estimate>> _estimates;
    private readonly Phrase?[] _leftOut;
    private readonly int[] _eligible;

    /// <summary>Compares.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="index">The groups.</param>
    /// <param name="rows">Rows of each group.</param>
    /// <param name="estimates">For each metric of <paramref name="info"/>, in its order, the estimate of each group.</param>
    /// <param name="minimumSize">Groups with fewer rows are left out, and named.</param>
    public GroupComparison(
        DisparityInfo info, GroupIndex index, IReadOnlyList<int> rows, IReadOnlyList<IReadOnlyList<Estimate>> estimates, int minimumSize)
    {
        (_info, _index, _estimates) = (info, index, estimates);
        _leftOut = [.. Enumerable.Range(0, index.Groups.Count).Select(g => WhyLeftOut(g, rows[g], minimumSize))];
        _eligible = [.. Enumerable.Range(0, index.Groups.Count).Where(g => _leftOut[g] is null)];
        ToReference = CompareWithReference();
        WorstPair = CompareAllPairs();
    }

    /// <summary>Each group but the reference against it, in the order of the groups; also those left out, with the reason.</summary>
    public IReadOnlyList<GroupGap> ToReference { get; }

    /// <summary>The two groups that lie furthest apart.</summary>
    public GroupGap WorstPair { get; }

    private bool IsRatio => _info.Form == DisparityForm.Ratio;

    private Phrase? WhyLeftOut(int group, int rows, int minimumSize)
    {
        if (rows < minimumSize) return Phrase.Of($"fewer than {minimumSize} patients");
        foreach (var metric in _estimates)
        {
            if (metric[group] is Estimate.Undefined u) return u.Reason;
            if (metric[group] is Estimate.Known { Sampling: null } k) return k.Reason;
        }
        return null;
    }

    /// <summary>Why there is no gap of two known estimates; null where there is one, or the second rate is 0.</summary>
    /// <param name="form">Difference or ratio.</param>
    /// <param name="first">Metric by metric an estimate.</param>
    /// <param name="second">The other's.</param>
    internal static Phrase? WhyNoGap(DisparityForm form, IEnumerable<Estimate> first, IEnumerable<Estimate> second) =>
        first.Zip(second, (a, b) => (a as Estimate.Known, b as Estimate.Known) is ({ Sampling: ProportionSampling one }, { Sampling: ProportionSampling other }) ? WhyNoGap(form, one, other) : null)
            .FirstOrDefault(why => why is not null);

    // Of one patient a share says next to nothing, as a mean of one has no variance; and of a single patient that counts it is by chance
    // whether there is a ratio at all.
    private static Phrase? WhyNoGap(DisparityForm form, ProportionSampling one, ProportionSampling other) =>
        Math.Min(one.Size, other.Size) < Fewest ? Phrase.Of($"a share of fewer than two (effective) patients says next to nothing: no gap")
        : form == DisparityForm.Ratio && (one.Proportion * one.Size) + (other.Proportion * other.Size) < Fewest - 1e-9 ? Phrase.Of($"fewer than two patients count in both groups together: no ratio") : null;

    private List<GroupGap> CompareWithReference()
    {
        var reference = _index.Reference;
        var blocked = reference < 0 ? Phrase.Of($"no patient is in the reference group {_index.ReferenceGroup.Levels}")
            : _leftOut[reference] is { } why ? Phrase.Of($"the reference group {_index.ReferenceGroup.Levels} is left out: {why}")
            : null;
        var compared = blocked is null ? _eligible.Where(g => g != reference).ToArray() : [];
        var family = compared.Length == 0 ? null : FamilyOf(m => ContrastFamily.WithReference([.. compared.Select(g => Variance(m, g))], Variance(m, reference)));
        var z = family?.Critical(Level) ?? 0;
        double?[] tests = [.. compared.Select(g => PValue(g, reference))];
        var (holm, discovery) = (Holm.Adjust(tests), BenjaminiHochberg.Adjust(tests));
        // A group left out still has a plan: what its gap would show beside the others once it is large enough.
        var together = ContrastFamily.Any((compared.Length + 1) * _info.Metrics.Count);

        var gaps = new List<GroupGap>();
        for (var g = 0; g < _index.Groups.Count; g++)
        {
            if (g == reference) continue;
            var group = g;
            var row = Row(Comparison.Reference, _index.Groups[g], _index.ReferenceGroup, compared.Length + (blocked is null ? 1 : 0));
            var position = Array.IndexOf(compared, g);
            var today = reference >= 0 ? Contrasts(g, reference, 1, 1) : null;
            var limits = position >= 0 && today is not null ? Limits(today, family!, compared.Length) : null;
            if (position < 0)
                row = row with { Reason = blocked ?? Phrase.Of($"left out: {_leftOut[g]}") };
            else if (limits is null)
                row = row with { Reason = WhyNoGap(_info.Form, Of(g), Of(reference)) ?? Phrase.Of($"the rate of the reference group is 0: a ratio to it is not defined") };
            else
            {
                var (lower, upper) = limits.At(z);
                row = row with
                {
                    Value = ValueOf(today!), Interval = new Interval(lower, upper, Level, Simultaneous(_info, MethodOf(today!), compared.Length, family!)),
                    PValue = tests[position], PValueHolm = holm[position], PValueBenjaminiHochberg = discovery[position],
                    MinimumDetectable = Detectable(g, reference, z),
                };
            }
            var (planned, figures, zPlan) = position >= 0 ? (family!, compared.Length, z) : (together, compared.Length + 1, together.Critical(Level));
            gaps.Add(new(
                row,
                (ofGroup, ofOthers) => reference >= 0 && Contrasts(group, reference, ofGroup, ofOthers) is { } grown ? Limits(grown, planned, figures).At(zPlan) : null,
                today is null ? null : ValueOf(today)) { Limits = limits });
        }
        return gaps;
    }

    private GroupGap CompareAllPairs()
    {
        var row = Row(Comparison.WorstPair, null, null, _eligible.Length);
        if (_eligible.Length < 2)
            return new(row with { Reason = Phrase.Of($"fewer than two groups can be compared") }, (_, _) => null, null);
        var family = FamilyOf(_ => ContrastFamily.AllPairs(_eligible.Length));
        var z = CriticalValue.AllPairs(Math.Pow(Level, 1.0 / _info.Metrics.Count), _eligible.Length);
        // A pair is ordered so that its figure is the gap as it is reported: largest − smallest, or smallest / largest.
        var pairs = new List<(int Metric, int First, int Second, Contrast Contrast)>();
        for (var m = 0; m < _info.Metrics.Count; m++)
            for (var i = 0; i < _eligible.Length; i++)
                for (var j = i + 1; j < _eligible.Length; j++)
                {
                    var (a, b) = (_eligible[i], _eligible[j]);
                    var ordered = ValueOf(m, a) >= ValueOf(m, b) != IsRatio ? (First: a, Second: b) : (First: b, Second: a);
                    if (Between(m, ordered.First, ordered.Second, 1, 1) is { } contrast)
                        pairs.Add((m, ordered.First, ordered.Second, contrast));
                }
        if (pairs.Count == 0)
            return new(row with { Reason = Phrase.Of($"all rates are 0: no ratio is defined") }, (_, _) => null, null);
        var worst = IsRatio ? pairs.MinBy(p => p.Contrast.Value) : pairs.MaxBy(p => p.Contrast.Value);
        double?[] tests = [.. pairs.Select(p => p.Contrast.PValue)];
        var at = pairs.IndexOf(worst);
        var limits = Worst([.. pairs.Select(p => p.Contrast)], family, 1);
        var (lower, upper) = limits.At(z);
        row = row with
        {
            Group = _index.Groups[worst.First], Against = _index.Groups[worst.Second], Value = worst.Contrast.Value,
            Interval = new Interval(lower, upper, Level, _info.Metrics.Count > 1
                ? Phrase.Of($"{worst.Contrast.Method}, over all pairs of {_eligible.Length} groups and both rates ({family.Name})")
                : Phrase.Of($"{worst.Contrast.Method}, over all pairs of {_eligible.Length} groups ({family.Name})")),
            PValue = worst.Contrast.PValue, PValueHolm = Holm.Adjust(tests)[at], PValueBenjaminiHochberg = BenjaminiHochberg.Adjust(tests)[at],
            MinimumDetectable = LeastPrecise() is var (one, other) ? Detectable(one, other, z) : null,
            ExpectedUnderEquality = IsRatio ? null : _estimates.Count > 1 ? RangeUnderEquality.ExpectedLargest([.. _estimates.Select(Errors)])
                : RangeUnderEquality.Expected(Errors(_estimates[0])),
        };
        return new(row, (_, all) => Worst([.. pairs.Select(p => Between(p.Metric, p.First, p.Second, all, all)!)], family, 1).At(z), row.Value) { Limits = limits };
    }

    private GroupDisparity Row(Comparison comparison, Subgroup? group, Subgroup? against, int groups) => new()
    {
        Metric = _info.Id, Attributes = _index.Attributes, Form = _info.Form, Comparison = comparison, Group = group, Against = against,
        Groups = groups,
        LeftOut = [.. Enumerable.Range(0, _leftOut.Length).Where(g => _leftOut[g] is not null).Select(g => new LeftOut(_index.Groups[g], _leftOut[g]!))],
    };

    private double ValueOf(int metric, int group) => ((Estimate.Known)_estimates[metric][group]).Value;

    private IEnumerable<Estimate> Of(int group) => _estimates.Select(m => m[group]);

    private Contrast[]? Contrasts(int group, int against, double growGroup, double growAgainst)
    {
        if (WhyNoGap(_info.Form, Of(group), Of(against)) is not null) return null;
        var contrasts = new Contrast[_info.Metrics.Count];
        for (var m = 0; m < contrasts.Length; m++)
        {
            if (Between(m, group, against, growGroup, growAgainst) is not { } contrast) return null;
            contrasts[m] = contrast;
        }
        return contrasts;
    }

    private Contrast? Between(int metric, int first, int second, double growFirst, double growSecond)
    {
        if (_estimates[metric][first] is not Estimate.Known { Sampling: { } s1 } e1
            || _estimates[metric][second] is not Estimate.Known { Sampling: { } s2 } e2) return null;
        return Compared(_info.Form, e1.Value, s1.Scaled(growFirst), e2.Value, s2.Scaled(growSecond));
    }

    /// <summary>Two estimates of different patients as difference or ratio; null where no ratio is defined.</summary>
    internal static Contrast? Compared(DisparityForm form, double first, Sampling firstSampling, double second, Sampling secondSampling)
    {
        if (form == DisparityForm.Difference) return Contrast.Difference(first, firstSampling, second, secondSampling);
        if (firstSampling is DesignSampling || secondSampling is DesignSampling) return ClusteredContrast.Ratio(first, firstSampling, second, secondSampling);
        return (firstSampling, secondSampling) is (ProportionSampling p1, ProportionSampling p2)
            ? Contrast.Ratio(p1, p2) ?? Contrast.RatioOfZero(p1, p2)
            : Contrast.RatioOfMeans(first, firstSampling, second, secondSampling);
    }

    // Gaps in different rates rest on different patients.
    private ContrastFamily FamilyOf(Func<int, ContrastFamily> ofMetric) =>
        Enumerable.Range(1, _info.Metrics.Count - 1).Aggregate(ofMetric(0), (families, m) => families.And(ofMetric(m)));

    private double Variance(int metric, int group) => Variance(_info.Form, (Estimate.Known)_estimates[metric][group]);

    /// <summary>
    /// Variance of an estimate in a contrast, of a ratio on the log scale; 0 where nothing is known of it or clusters make estimates vary
    /// together. A share's with half a patient more on either side: none of many is no certainty.
    /// </summary>
    internal static double Variance(DisparityForm form, Estimate.Known estimate)
    {
        if (estimate.Sampling is null or DesignSampling) return 0;
        var (value, error) = estimate.Sampling is not ProportionSampling share ? (estimate.Value, estimate.Sampling.StandardError)
            : (((share.Proportion * share.Size) + 0.5) / (share.Size + 1), 0);
        if (estimate.Sampling is ProportionSampling { Size: var size }) error = Math.Sqrt(value * (1 - value) / size);
        return form != DisparityForm.Ratio ? error * error : value > 0 ? error * error / (value * value) : 0;
    }

    private double ValueOf(Contrast[] contrasts) => WorseOfRates.Value(_info.Form, [.. contrasts.Select(c => c.Value)]);

    // One rate has its sign; of two the worse counts.
    private LevelledLimits Limits(Contrast[] contrasts, ContrastFamily family, int groups) =>
        contrasts.Length == 1 ? LevelledLimits.Of(family, contrasts[0].Limits) : Worst(contrasts, family, groups);

    private LevelledLimits Worst(Contrast[] contrasts, ContrastFamily family, int figures)
    {
        Func<double, (double, double)>[] each = [.. contrasts.Select(c => (Func<double, (double, double)>)c.Limits)];
        return LevelledLimits.Worst(family, figures, (near, far) => WorseOfRates.Extreme(_info.Form, each, near, far));
    }

    private double? PValue(int group, int against)
    {
        var tests = Contrasts(group, against, 1, 1)?.Select(c => c.PValue).ToArray();
        if (tests is null || Array.Exists(tests, p => p is null)) return null;
        return Math.Min(1, tests.Length * tests.Min()!.Value);
    }

    // Of two rates the worse counts: a gap that would be found in either.
    private double? Detectable(int group, int against, double z)
    {
        var each = _estimates.Select(metric =>
        {
            var (one, other) = ((Estimate.Known)metric[group], (Estimate.Known)metric[against]);
            return IsRatio ? DetectableGap.Ratio(one.Value, one.Sampling!, other.Value, other.Sampling!, z)
                : DetectableGap.Difference(one.Sampling!, other.Value, other.Sampling!, z);
        }).ToArray();
        return Array.Exists(each, gap => gap is null) ? null : IsRatio ? each.Min() : each.Max();
    }

    // Wherever the widest gap lies, it is found if it would be between these two.
    private (int, int) LeastPrecise()
    {
        var ordered = _eligible.OrderByDescending(g => ((Estimate.Known)_estimates[0][g]).Sampling is ProportionSampling share ? 1 / share.Size
            : ((Estimate.Known)_estimates[0][g]).Sampling!.StandardError).ToArray();
        return (ordered[0], ordered[1]);
    }

    private static Phrase MethodOf(Contrast[] contrasts) => Phrase.Join(" / ", contrasts.Select(c => c.Method).Distinct());

    /// <summary>How an interval is made that holds for all groups at once.</summary>
    internal static Phrase Simultaneous(DisparityInfo info, Phrase method, int groups, ContrastFamily family) =>
        info.Metrics.Count > 1 ? Phrase.Of($"{method}, simultaneous over {groups} {groups:plural(group|groups)} and both rates ({family.Name})")
        : groups > 1 ? Phrase.Of($"{method}, simultaneous over {groups} groups ({family.Name})")
        : method;

    // Standard errors as they would be if all groups shared one rate.
    private double[] Errors(IReadOnlyList<Estimate> metric)
    {
        var known = _eligible.Select(g => ((Estimate.Known)metric[g]).Sampling!).ToArray();
        if (Array.TrueForAll(known, s => s is ProportionSampling))
        {
            var shares = Array.ConvertAll(known, s => (ProportionSampling)s);
            var pooled = shares.Sum(s => s.Proportion * s.Size) / shares.Sum(s => s.Size);
            return Array.ConvertAll(shares, s => Math.Sqrt(pooled * (1 - pooled) / s.Size));
        }
        return Array.ConvertAll(known, s => s.StandardError);
    }
}
