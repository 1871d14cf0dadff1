using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Disparity;

/// <summary>What every disparity in the catalog must meet: one added to it meets these laws unasked.</summary>
public sealed class DisparityLawsTests
{
    private static readonly int[] Sizes = [150, 90, 120];

    public static IEnumerable<TestCaseData> Entries => DisparityCatalog.Entries.Select(d => new TestCaseData(d.Info.Id));

    private static ComparedCohort Sample(int seed = 3, bool weighted = false) => WithModel(ComparedCohort.Random(seed, Sizes, [0, 0.1, -0.05], weighted));

    // Some features, and a model that uses the attribute.
    private static ComparedCohort WithModel(ComparedCohort cohort) => cohort with
    {
        Features = Feature(cohort), ModelFeatures = [new("a", "a", Audits.FeatureKind.Text), new("x", "x", Audits.FeatureKind.Number)],
        Scorer = new ShiftingModel(),
    };

    private static FeatureTable Feature(ComparedCohort cohort)
    {
        var column = ComparedCohort.Column("a", cohort.Groups, null);
        return new([new FeatureColumn.Text("a", column.Levels, column.Codes), new FeatureColumn.Numeric("x", [.. cohort.Scores.Select(s => Math.Round(s, 2))])]);
    }

    // A number of another sign, or its inverse, when the two groups change places.
    private static IEnumerable<(string Who, GroupDisparity Gap)> Named(IEnumerable<GroupDisparity> gaps) =>
        gaps.Select(g => ($"{g.Comparison} {(g.Comparison == Comparison.Reference ? g.Group?.Levels : g.Comparison == Comparison.Overall ? g.Group?.Levels : "")}", g));

    private static void AssertSame(IReadOnlyList<GroupDisparity> one, IReadOnlyList<GroupDisparity> other, double tolerance, double intervals = -1)
    {
        var byName = Named(other).ToDictionary(n => n.Who, n => n.Gap);
        Assert.That(other, Has.Count.EqualTo(one.Count));
        foreach (var (who, a) in Named(one))
        {
            var b = byName[who];
            Assert.That(b.Value, a.Value is { } value ? Is.EqualTo(value).Within(tolerance) : Is.Null, who);
            Assert.That(b.Groups, Is.EqualTo(a.Groups), who);
            if (a.Interval is null) { Assert.That(b.Interval, Is.Null, who); continue; }
            var within = intervals < 0 ? tolerance : intervals;
            Assert.That(b.Interval!.Lower, Is.EqualTo(a.Interval.Lower).Within(within), who);
            Assert.That(b.Interval.Upper, Is.EqualTo(a.Interval.Upper).Within(within), who);
        }
    }

    [TestCaseSource(nameof(Entries))]
    public void Gaps_come_in_the_order_of_the_declared_comparisons_and_have_an_interval_or_a_reason(string id)
    {
        var info = DisparityCatalog.Find(id)!;
        var gaps = Sample().Compare(id);
        Assert.Multiple(() =>
        {
            Assert.That(gaps.Select(g => g.Comparison).Distinct(), Is.EqualTo(info.Comparisons));
            foreach (var comparison in info.Comparisons)
                Assert.That(gaps.Count(g => g.Comparison == comparison), Is.EqualTo(comparison switch { Comparison.Reference => 2, Comparison.Overall => 3, _ => 1 }), $"{comparison}");
            foreach (var gap in gaps)
            {
                Assert.That((gap.Metric, gap.Form), Is.EqualTo((id, info.Form)));
                Assert.That(gap.Value, Is.Not.Null, $"{gap.Comparison} {gap.Group}: {gap.Reason}");
                AssertSound(gap, id);
            }
        });
    }

    // By what it says of its own interval, or by what the metrics that it compares say of theirs.
    private static bool IsDrawn(string id)
    {
        var info = DisparityCatalog.Find(id)!;
        return (info.IntervalMethod.Length > 0 ? [info.IntervalMethod] : info.Metrics.Select(m => MetricCatalog.Find(m)!.Info.IntervalMethod))
            .Any(method => method.Contains("bootstrap", StringComparison.OrdinalIgnoreCase) || method.Contains("simulation", StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertSound(GroupDisparity gap, string what)
    {
        if (gap.Value is not { } value)
        {
            Assert.That(gap.Interval, Is.Null, what);
            Assert.That(gap.Reason?.ToString(), Is.Not.Null.And.Not.Empty, what);
            return;
        }
        Assert.That(double.IsFinite(value), Is.True, $"{what} = {value}");
        Assert.That(gap.Interval, Is.Not.Null, $"{what} {value}");
        var (lower, upper) = (gap.Interval!.Lower, gap.Interval.Upper);
        Assert.That(double.IsFinite(lower) && double.IsFinite(upper), Is.True, $"{what} {gap.Interval}");
        Assert.That(lower, Is.LessThan(upper), $"{what} {gap.Comparison}: reads like certainty");
        // A worst pair's or an extreme's limits are those of its size.
        Assert.That(lower <= value + 1e-12 && value <= upper + 1e-12, Is.True, $"{what} {gap.Comparison} {value} in {lower} to {upper}");
        foreach (var p in new[] { gap.PValue, gap.PValueHolm })
            Assert.That(p is null or (>= 0 and <= 1), Is.True, $"{what} p {p}");
        Assert.That(gap.ExpectedUnderEquality is null or (>= 0 and < double.PositiveInfinity), Is.True, $"{what} {gap.ExpectedUnderEquality}");
    }

    [TestCaseSource(nameof(Entries))]
    public void The_order_of_rows_changes_nothing(string id)
    {
        AssertSame(Sample().Compare(id), Sample().Shuffled(8).Compare(id), 1e-12);
        AssertSame(Sample(weighted: true).Compare(id), Sample(weighted: true).Shuffled(8).Compare(id), 1e-9, 1e-5);
    }

    [TestCaseSource(nameof(Entries))]
    public void Equal_weights_are_no_weights(string id)
    {
        var sample = Sample();
        AssertSame(sample.Compare(id), (sample with { Weights = [.. Enumerable.Repeat(0.3, sample.Count)] }).Compare(id), 0);
    }

    [TestCaseSource(nameof(Entries))]
    public void All_weights_doubled_change_nothing(string id)
    {
        var sample = Sample(weighted: true);
        AssertSame(sample.Compare(id), (sample with { Weights = Array.ConvertAll(sample.Weights!, w => 2 * w) }).Compare(id), 1e-12);
        AssertSame(sample.Compare(id), (sample with { Weights = Array.ConvertAll(sample.Weights!, w => 1e200 * w) }).Compare(id), 1e-9, 1e-5);
    }

    [TestCaseSource(nameof(Entries))]
    public void A_patient_who_weighs_nothing_is_nobody(string id)
    {
        var sample = Sample(weighted: true);
        var (some, weightless) = (sample.Take(Enumerable.Range(0, sample.Count).Where(i => i % 3 != 0)), sample with { Weights = [.. sample.Weights!.Select((w, i) => i % 3 == 0 ? 0 : w)] });
        // Among whom a patient's neighbours are sought does not depend on what they weigh.
        if (id == nameof(Consistency)) Assert.That(weightless.Compare(id).Single().Value, Is.InRange(0.9, 1));
        else AssertSame(some.Compare(id), weightless.Compare(id), 1e-12);
    }

    [TestCaseSource(nameof(Entries))]
    public void Other_names_of_the_groups_change_no_figure(string id)
    {
        var sample = Sample();
        string Renamed(string group) => group switch { "g0" => "z", "g1" => "y", _ => "x" };
        var other = WithModel(sample with { Groups = Array.ConvertAll(sample.Groups, Renamed), Reference = "z" });
        var gaps = other.Compare(id).Select(g => g with
        {
            Group = g.Group is null ? null : Original(g.Group), Against = g.Against is null ? null : Original(g.Against),
        }).ToArray();
        var own = (sample with { Reference = "g0" }).Compare(id);
        // What is drawn is drawn by the name of the group: limits from replicates or simulated worlds move by their Monte Carlo error.
        AssertSame(own, gaps, 1e-12, IsDrawn(id) ? 0.02 : 1e-3);
        var others = Named(gaps).ToDictionary(n => n.Who, n => n.Gap.Interval!);
        foreach (var (who, gap) in IsDrawn(id) ? [] : Named(own))
        {
            // How far three groups stray from everybody at once is a sum over directions, of which the first group's is one: good for 3 digits.
            var within = $"{gap.Interval!.Method}".Contains("analysis of means", StringComparison.Ordinal) ? 1e-3 * (gap.Interval.Upper - gap.Interval.Lower) : 1e-9;
            Assert.That((others[who].Lower, others[who].Upper), Is.EqualTo((gap.Interval.Lower, gap.Interval.Upper)).Using<double>((a, b) => Math.Abs(a - b) <= within), who);
        }

        static Cohorts.Subgroup Original(Cohorts.Subgroup group) => group.IsOverall ? group
            : new(new Cohorts.AttributeLevel("a", group.Levels switch { "z" => "g0", "y" => "g1", _ => "g2" }));
    }

    [TestCaseSource(nameof(Entries))]
    public void Every_patient_twice_gives_the_same_figure_and_a_narrower_interval(string id)
    {
        var sample = Sample();
        var (once, twice) = (sample.Compare(id), sample.Take(Enumerable.Range(0, 2 * sample.Count).Select(i => i / 2)).Compare(id));
        foreach (var (a, b) in once.Zip(twice))
        {
            var who = $"{a.Comparison} {a.Group}";
            var (least, most, width) = Twice(id, a, sample);
            Assert.That(b.Value, Is.InRange(least, most), who);
            var (was, now) = (a.Interval!.Upper - a.Interval.Lower, b.Interval!.Upper - b.Interval.Lower);
            if (width == Width.Narrower) Assert.That(now, Is.LessThan(was), who);
            else if (width == Width.Same) Assert.That(now, Is.EqualTo(was).Within(1e-9), who);
            else Assert.That(b.Interval.Lower, Is.GreaterThanOrEqualTo(a.Interval.Lower - 1e-9), who);
        }
    }

    private enum Width { Narrower, Same, FromFartherUp }

    // Between which values the figure of every patient twice lies, and what becomes of its interval. What depends on the number of patients says here how.
    private static (double Least, double Most, Width Width) Twice(string id, GroupDisparity once, ComparedCohort sample)
    {
        var (info, value) = (DisparityCatalog.Find(id)!, once.Value!.Value);
        // The span of a smoother is of whole patients, rounded down.
        if (!info.DependsOnSize) return Around(value, info.IntervalMethod.Length == 0 && info.Metrics.Any(m => MetricCatalog.Find(m)!.Info.FollowsSize) ? 0.005 : 1e-9);
        switch (id)
        {
            // In units of what chance makes, of which twice the patients have the root of 2 as many.
            case nameof(MulticalibrationError):
                return ((Math.Sqrt(2) * value) - 1e-9, (Math.Sqrt(2) * value) + 1e-9, Width.Same);
            case nameof(DifferentialFairness):
                (double Flagged, double All)[] groups = [.. Enumerable.Range(0, sample.Count).GroupBy(i => sample.Groups[i]).Select(g => (2.0 * g.Count(i => sample.Scores[i] >= sample.Threshold), 2.0 * g.Count()))];
                return Around(groups.SelectMany(_ => groups, (a, b) => Math.Max(
                    Math.Log((a.Flagged + 0.5) / (a.All + 1) / ((b.Flagged + 0.5) / (b.All + 1))),
                    Math.Log((a.All - a.Flagged + 0.5) / (a.All + 1) / ((b.All - b.Flagged + 0.5) / (b.All + 1))))).Max(), 1e-9);
            // A patient's twin is the nearest and decided on alike.
            case nameof(Consistency):
                return (value, 1, Width.Narrower);
            // Half as much scatter is by chance, so that no less of it is true: of half the variances v Q is 2 Q(v, 2τ²), which is no less than Q(v, τ²).
            case var deviation when deviation.StartsWith(nameof(BetweenGroupDeviation), StringComparison.Ordinal):
                return (value - 1e-9, info.Range.Max, Width.FromFartherUp);
            default:
                Assert.Fail("a disparity that depends on the number of patients says how");
                return default;
        }

        static (double, double, Width) Around(double value, double within) => (value - within, value + within, Width.Narrower);
    }

    [TestCaseSource(nameof(Entries))]
    public void Groups_of_the_same_patients_show_no_gap(string id)
    {
        var info = DisparityCatalog.Find(id)!;
        // The flips of a model that uses the attribute, a value that is no gap, and calibration are not about equality of groups.
        var one = ComparedCohort.Random(5, [200]);
        var n = one.Count;
        var same = WithModel(one.Take(Enumerable.Range(0, 3 * n).Select(i => i % n)) with { Groups = [.. Enumerable.Range(0, 3 * n).Select(i => $"g{i / n}")] });
        foreach (var gap in (same with { Scorer = new ShiftingModel(0) }).Compare(id))
        {
            if (info.Form == DisparityForm.Value || info.EqualityIsCalibration) continue;
            var equality = info.Form == DisparityForm.Ratio ? 1 : 0;
            Assert.That(gap.Value, Is.EqualTo(equality).Within(1e-9), $"{gap.Comparison} {gap.Group}");
            Assert.That(equality, Is.InRange(gap.Interval!.Lower - 1e-9, gap.Interval.Upper + 1e-9), $"{gap.Comparison} {gap.Group}");
        }
    }

    [TestCaseSource(nameof(Entries))]
    public void Swapped_outcomes_and_risks_turn_a_disparity_into_the_one_that_it_names(string id)
    {
        var info = DisparityCatalog.Find(id)!;
        foreach (var weighted in new[] { false, true })
        {
            // No score, and none of the model's, is at the threshold.
            var sample = Sample(4, weighted) with { Threshold = 0.4993 };
            var swapped = Swapped(sample);
            switch (info.Swapped)
            {
                case LabelSwap.Into(var other, var factor, var offset):
                    AssertTurned(sample.Compare(id), swapped.Compare(other), x => offset + (factor * x), info.Form);
                    break;
                case LabelSwap.Inverse(var other):
                    AssertTurned(sample.Compare(id), swapped.Compare(other), x => 1 / x, info.Form);
                    break;
                case LabelSwap.None(var why):
                    Assert.That(why, Does.EndWith("."));
                    var own = OfGroups(sample.Compare(id));
                    foreach (var other in DisparityCatalog.All.Where(d => d.Form == info.Form && d.Comparisons.SequenceEqual(info.Comparisons)))
                        if (OfGroups(swapped.Compare(other.Id)) is var theirs)
                            foreach (var turned in new Func<double, double>[] { x => x, x => -x, x => 1 / x })
                                Assert.That(own.Zip(theirs).All(p => Math.Abs(p.First - turned(p.Second)) < 1e-9), Is.False, $"there is one all the same: {other.Id}");
                    break;
                default:
                    Assert.Fail("a disparity says what it is of the other outcome");
                    break;
            }
        }
    }

    private static ComparedCohort Swapped(ComparedCohort cohort) => cohort with
    {
        Scores = Array.ConvertAll(cohort.Scores, s => 1 - s), Labels = Array.ConvertAll(cohort.Labels, y => (byte)(1 - y)), Threshold = 1 - cohort.Threshold,
        Scorer = new SwappedModel(cohort.Scorer!),
    };

    private static double[] OfGroups(IReadOnlyList<GroupDisparity> gaps) => [.. gaps.Where(g => g.Comparison != Comparison.WorstPair).Select(g => g.Value!.Value)];

    private static void AssertTurned(IReadOnlyList<GroupDisparity> own, IReadOnlyList<GroupDisparity> swapped, Func<double, double> turned, DisparityForm form)
    {
        // Simulated worlds are mirrored and move by their Monte Carlo error as those of metrics do. A curve drawn anew varies up and down, and what was up
        // and down becomes left and right: in groups this small the limits of an area between two agree no better (0.04, the largest of 36 pairs of them).
        // How contrasts of reciprocals vary together is told by standard errors, which are those of a slope.
        var within = own[0].Metric == nameof(Abroca) ? 0.05 : IsDrawn(own[0].Metric) || turned(2) == 0.5 ? 1e-3 : 1e-9;
        foreach (var ((who, a), (other, b)) in Named(own).Zip(Named(swapped)))
        {
            // A worst pair is told by its size, which has no sign, and a ratio of one pair is below 1 either way.
            var size = a.Comparison == Comparison.WorstPair || (a.Comparison == Comparison.AllGroups && form != DisparityForm.Value);
            Assert.That(other, Is.EqualTo(who));
            Assert.That(size && form == DisparityForm.Ratio ? b.Value : size ? Math.Abs(turned(b.Value!.Value)) : turned(b.Value!.Value), Is.EqualTo(a.Value!.Value).Within(1e-9), who);
            double[] limits = size ? [b.Interval!.Lower, b.Interval.Upper] : [turned(b.Interval!.Lower), turned(b.Interval.Upper)];
            Assert.That(limits.Min(), Is.EqualTo(a.Interval!.Lower).Within(within * Math.Max(1, a.Interval.Lower)), who);
            Assert.That(limits.Max(), Is.EqualTo(a.Interval.Upper).Within(within * Math.Max(1, a.Interval.Upper)), who);
        }
    }

    [TestCaseSource(nameof(Entries))]
    public void Figures_lie_in_the_range_that_is_stated_and_to_both_sides_of_equality_where_it_goes_that_far(string id)
    {
        var info = DisparityCatalog.Find(id)!;
        var (min, max) = info.Range;
        List<double> found = [];
        foreach (var seed in new[] { 3, 4, 6 })
            foreach (var gap in Sample(seed, weighted: seed == 6).Compare(id))
            {
                Assert.That(gap.Value, Is.InRange(min - 1e-12, max + 1e-12), $"{gap.Comparison} {gap.Group}");
                Assert.That(gap.Interval!.Lower, Is.InRange(min - 1e-12, max + 1e-12), $"{gap.Comparison} {gap.Group}");
                Assert.That(gap.Interval.Upper, Is.InRange(min - 1e-12, max + 1e-12), $"{gap.Comparison} {gap.Group}");
                if (gap.Comparison is Comparison.Reference or Comparison.Overall) found.Add(gap.Value!.Value);
            }
        if (info.Form == DisparityForm.Difference && min < 0) Assert.That((found.Min() < 0, found.Max() > 0), Is.EqualTo((true, true)), "it has a sign");
        if (info.Form == DisparityForm.Ratio && max > 1) Assert.That((found.Min() < 1, found.Max() > 1), Is.EqualTo((true, true)), "it is no folded one");
    }

    private static IEnumerable<TestCaseData> Degenerate()
    {
        var random = ComparedCohort.Random(4, [60, 60]);
        int[] g0 = [.. Enumerable.Range(0, 60)], g1 = [.. Enumerable.Range(60, 60)];
        ComparedCohort WithSecond(double[] scores, byte[] labels) => new([.. g0.Select(i => random.Scores[i]), .. scores], [.. g0.Select(i => random.Labels[i]), .. labels],
            [.. g0.Select(_ => "g0"), .. scores.Select(_ => "g1")]) { Strata = [.. g0.Select(i => random.Strata![i]), .. scores.Select((_, i) => i % 2 == 0 ? "low" : "other")] };
        double[] Repeat(double s) => [.. Enumerable.Repeat(s, 40)];
        byte[] mixed = [.. Enumerable.Range(0, 40).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        yield return Case("a group without events", WithSecond([.. g1.Select(i => random.Scores[i])], [.. g1.Select(_ => (byte)0)]));
        yield return Case("a group of events only", WithSecond([.. g1.Select(i => random.Scores[i])], [.. g1.Select(_ => (byte)1)]));
        yield return Case("a group of one row", WithSecond([0.7], [1]));
        yield return Case("a group of one of each", WithSecond([0.7, 0.2], [1, 0]));
        yield return Case("nobody flagged", WithSecond(Repeat(0.1), mixed));
        yield return Case("everybody flagged", WithSecond(Repeat(0.9), mixed));
        yield return Case("all scores equal at the threshold", WithSecond(Repeat(0.5), mixed));
        yield return Case("risk 0 for all", WithSecond(Repeat(0), mixed));
        yield return Case("risk 1 for all", WithSecond(Repeat(1), mixed));
        yield return Case("certain and right", WithSecond([.. mixed.Select(y => (double)y)], mixed));
        yield return Case("certain and wrong", WithSecond([.. mixed.Select(y => 1.0 - y)], mixed));
        yield return Case("separated", WithSecond([.. mixed.Select((y, i) => y == 1 ? 0.6 + (i / 200.0) : 0.1 + (i / 200.0))], mixed));
        yield return Case("one event among many", WithSecond([.. g1.Select(i => random.Scores[i])], [.. g1.Select((_, i) => (byte)(i == 20 ? 1 : 0))]));
        yield return Case("everybody certain and right", new([.. mixed.Select(y => (double)y)], mixed, [.. mixed.Select((_, i) => $"g{i % 2}")]));
        yield return Case("nobody flagged at all", new([.. random.Scores.Select(s => s / 4)], random.Labels, random.Groups) { Strata = random.Strata });
        yield return Case("everybody flagged at all", new([.. random.Scores.Select(s => 0.5 + (s / 4))], random.Labels, random.Groups) { Strata = random.Strata });
        yield return Case("one group alone", random with { Groups = [.. random.Groups.Select(_ => "g0")] });
        yield return Case("one weight drowning the others", random with { Weights = [.. random.Groups.Select((_, i) => i == 0 ? 1e10 : 1)] });
        // No file may say so (a weight of 0 is refused), but a cohort that a program makes may.
        yield return Case("a group that weighs nothing", random with { Weights = [.. random.Groups.Select((g, i) => g == "g1" ? 0 : 1 + (i % 3))] });
        yield return Case("a group whose events weigh nothing", random with { Weights = [.. random.Groups.Select((g, i) => g == "g1" && random.Labels[i] == 1 ? 0 : 1 + (i % 3))] });
        yield return Case("a group whose flagged weigh nothing", random with { Weights = [.. random.Groups.Select((g, i) => g == "g1" && random.Scores[i] >= 0.5 ? 0 : 1 + (i % 3))] });
        yield return Case("nobody weighs anything", random with { Weights = new double[120] });
        yield return Case("two of each in every group", new([0.1, 0.7, 0.3, 0.9, 0.2, 0.6, 0.8, 0.4], [0, 1, 0, 1, 0, 1, 0, 1], ["a", "a", "a", "a", "b", "b", "b", "b"]));

        static TestCaseData Case(string name, ComparedCohort cohort) => new TestCaseData(WithModel(cohort)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Degenerate))]
    public void Degenerate_groups_give_a_reason_and_never_not_a_number(object cohort)
    {
        // Groups this small are never compared in an audit (SmallestCompared is at least 11): here their figures are asked for all the same.
        var context = ((ComparedCohort)cohort).Context;
        Assert.Multiple(() =>
        {
            foreach (var entry in DisparityCatalog.Entries)
                foreach (var gap in Compared(entry, context))
                {
                    AssertSound(gap.Disparity, $"{entry.Info.Id} {gap.Disparity.Comparison}");
                    foreach (var factor in new[] { 1.0, 4.0 })
                        if (gap.LimitsWhenGrown(factor, factor) is var (lower, upper))
                            Assert.That(double.IsFinite(lower) && double.IsFinite(upper) && lower <= upper, Is.True, $"{entry.Info.Id} grown {lower} {upper}");
                    if (gap.Limits is null) continue;
                    foreach (var z in new[] { 0.1, 1.0, 2.0, 3.0, 5.0 })
                        Assert.That(gap.Limits.At(z) is var (l, u) && double.IsFinite(l) && double.IsFinite(u) && l <= u, Is.True, $"{entry.Info.Id} at {z}: {gap.Limits.At(z)}");
                }
        });
    }

    // Which one failed must be said.
    private static IReadOnlyList<GroupGap> Compared(IDisparity entry, ComparisonContext context)
    {
        try
        {
            return entry.Compare(context);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(entry.Info.Id, failure);
        }
    }

    [TestCaseSource(nameof(Entries))]
    public void Limits_spread_with_the_level(string id)
    {
        foreach (var gap in DisparityCatalog.Entries.Single(d => d.Info.Id == id).Compare(Sample().Context))
        {
            var (low, high) = (gap.Disparity.Value!.Value, gap.Disparity.Value!.Value);
            foreach (var z in new[] { 0.5, 1, 2, 3, 4.5 })
            {
                var (lower, upper) = gap.Limits!.At(z);
                Assert.That(lower, Is.LessThanOrEqualTo(low + 1e-12), $"{gap.Disparity.Comparison} at {z}");
                Assert.That(upper, Is.GreaterThanOrEqualTo(high - 1e-12), $"{gap.Disparity.Comparison} at {z}");
                (low, high) = (lower, upper);
            }
        }
    }

    /// <summary>The model of the other outcome.</summary>
    private sealed class SwappedModel(IDiagnosticModel model) : IDiagnosticModel
    {
        public ModelIdentity Identity => model.Identity;
        public Phrase Reading => model.Reading;
        public Explanations.ModelStructure? Structure => null;
        public double[] Score(FeatureTable patients, CancellationToken stop = default) => Array.ConvertAll(model.Score(patients, stop), s => 1 - s);
        public void Dispose() { }
    }

    /// <summary>A model whose score is x, shifted for a group.</summary>
    private sealed class ShiftingModel(double shift = 0.1) : IDiagnosticModel
    {
        public ModelIdentity Identity => new("test", "shifting", null, "");
        public Phrase Reading => Phrase.Of($"read");
        public Explanations.ModelStructure? Structure => null;
        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            var (a, x) = ((FeatureColumn.Text)patients.Columns[0], (FeatureColumn.Numeric)patients.Columns[1]);
            return [.. Enumerable.Range(0, patients.Count).Select(i => Math.Clamp(x.Values[i] + (a.Levels[a.Codes[i]] is "g0" or "z" ? shift : 0), 0, 1))];
        }
        public void Dispose() { }
    }
}
