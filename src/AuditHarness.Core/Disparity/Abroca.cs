using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Area between two groups' ROC curves: how differently a model ranks, also where the curves cross and their areas agree.</summary>
/// <remarks>
/// In [0, 1], 0 when the curves are the same; at least the AUROC gap, which is the signed area. An area between noisy curves is above 0
/// by chance, so what chance gives stands beside it and the limits are not centred on it. With E the sampling error of the difference of
/// curves, the true area is at least that of the world, on the line from equal curves to those seen, in which the area seen is just a surprise
/// (<see cref="AreasAlongLine"/>): the lower limit excludes 0 no oftener than it may. It is at most the observed one less the slope of the area in
/// the direction of E (the area is convex): Fang and Santos (2019), Rev. Econ. Stud. 86:377–412. The lower limit counts the degrees of freedom of
/// the smallest class.
/// </remarks>
internal sealed class Abroca : IDisparity
{
    private const int MostReplicates = 1000;

    private sealed record Group(SubgroupEvidence Evidence, RocDeviations Deviations, Estimate Area);

    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(Abroca), "Area between ROC curves (ABROCA)", DisparityForm.Difference, ["AreaUnderRoc"],
        "∫ |ROC of the group − ROC of the other group| over the false positive rate.",
        "Gardner, Brooks, Baker (2019), LAK 9:225–234")
    {
        Swapped = new LabelSwap.Into(nameof(Abroca)), IsSize = true,
        IntervalMethod = "Bootstrap within group and outcome; lower limit by turning a test round along the line from equal curves to those seen, upper by the slope of the area in the direction of the error, so that its upward bias does not count (Fang, Santos 2019); with clusters curves are drawn from how they change when clusters are left out",
        Convention = "Exact on the empirical curves, ties sloped, crossings split. The AUROC gap is the signed area.",
        Oracle = "AbrocaTests.The_area_is_that_of_the_curves_integrated_point_by_point", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var evidence = context.Table.Evidence;
        var family = new GapFamily(Info, context, g => Why(evidence[g]));
        var replicates = Math.Min(context.Plan.Intervals.Resamples, MostReplicates);
        var seed = context.SeedOf(nameof(Abroca));
        var curves = family.Eligible.ToDictionary(g => g, g => RocCurve.Of(evidence[g]));
        var deviations = context.Design is null
            ? family.Eligible.ToDictionary(g => g, g => (RocDeviations?)new RocDeviations(evidence[g], replicates, seed.For(context.Table.Index.Groups[g].ToString()).Generator()))
            : RocDeviations.OverClusters(context, family.Eligible, replicates, seed.For("clusters").Generator());
        var areas = context.Table.Of(nameof(AreaUnderRoc));
        var between = new Dictionary<(int, int), double>();
        double Area(int g, int h) => between.TryGetValue((Math.Min(g, h), Math.Max(g, h)), out var known) ? known
            : between[(Math.Min(g, h), Math.Max(g, h))] = curves[g].AreaTo(curves[h]).Absolute;
        GapFigure Gap(int g, int h)
        {
            var area = Area(g, h);
            var clusters = context.Design is null ? (int?)null : context.Replicates.DegreesOfFreedom(g, h);
            return (clusters < 1 ? DesignEffects.TooFewClusters : deviations[g] is null || deviations[h] is null ? DesignEffects.NotInEveryReplicate : null) is { } why
                ? new GapFigure.Known(area, Phrase.Of($"bootstrap of both curves, corrected for what chance gives"), _ => (area, area)) { WithoutInterval = why }
                : Figure(area, new(evidence[g], deviations[g]!, areas[g]), new(evidence[h], deviations[h]!, areas[h]), clusters);
        }
        return [.. family.ToReference(Gap), family.WorstPair(Gap, family.Eligible.Length < 2 || deviations.Values.Any(d => d is null) ? null : ExpectedLargest([.. family.Eligible.Select(g => deviations[g]!)]))];
    }

    private static Phrase? Why(SubgroupEvidence group) =>
        group.Events.Rows == 0 || group.NonEvents.Rows == 0 ? Estimate.Because.OneClass
        : Math.Min(group.Events.EffectiveSize, group.NonEvents.EffectiveSize) < 2 ? Estimate.Because.TooFew
        : null;

    private static GapFigure.Known Figure(double area, Group one, Group other, int? clusters)
    {
        var line = new AreasAlongLine(area, one.Deviations, other.Deviations);
        // Welch's degrees of freedom are too many by chance too often where a class is small, and would accuse equal groups; those of the smallest
        // class never are. The upper limit has the upward bias of the area seen in hand, which is more than they would add.
        var fewest = clusters ?? Smallest(one.Evidence, other.Evidence) - 1;
        double Longer(double ofOne, double ofOther, double z, double? degrees)
        {
            var (e1, e2) = (Square(one.Deviations.MeanSize), Square(other.Deviations.MeanSize));
            var shrunk = e1 + e2 > 0 ? Math.Sqrt(((e1 / ofOne) + (e2 / ofOther)) / (e1 + e2)) : 1;
            return shrunk * (z > 0 && degrees is { } free ? CriticalValue.Student(z, Math.Max(1, free * Math.Min(ofOne, ofOther))) / z : 1);
        }
        double Apart(double ofOne, double ofOther, double z) => double.Hypot(Separated(one.Area, ofOne, z), Separated(other.Area, ofOther, z));
        double Lower(double ofOne, double ofOther, double z) => area - double.Hypot(area - line.Lower(z, Longer(ofOne, ofOther, z, fewest)), Apart(ofOne, ofOther, z));
        double Upper(double ofOne, double ofOther, double z) => Math.Min(1, area + double.Hypot(line.Upper(z, Longer(ofOne, ofOther, z, clusters)) - area, Apart(ofOne, ofOther, z)));
        (double, double) Limits(double ofOne, double ofOther, double z) => (Math.Max(0, Lower(ofOne, ofOther, z)), Upper(ofOne, ofOther, z));
        // Whether the limit excludes equal curves is known without looking for it, unless scores separate.
        double Excess(double z) => Apart(1, 1, z) == 0 ? line.Surprise(z, Longer(1, 1, z, fewest)) : Lower(1, 1, z);
        return new GapFigure.Known(area, clusters is null ? Phrase.Of($"bootstrap of both curves, corrected for what chance gives")
            : Phrase.Of($"jackknife of both curves over clusters, corrected for what chance gives"), z => Limits(1, 1, z))
        {
            PValue = Contrast.InvertedTest(0, z => (Excess(z), 1)), ExpectedUnderEquality = line.Expected, Grown = Limits,
        };
    }

    private static double Smallest(params SubgroupEvidence[] groups) => groups.Min(g => Math.Min(g.Events.EffectiveSize, g.NonEvents.EffectiveSize));

    // Perfectly separated scores show no variation in any replicate; how far the true area may be from theirs is known nevertheless.
    private static double Separated(Estimate area, double factor, double z)
    {
        if (area is not Estimate.Known { Value: 0 or 1, Sampling: { } sampling } known) return 0;
        var (lower, upper) = sampling.Scaled(factor).Limits(z);
        return Math.Max(known.Value - lower, upper - known.Value);
    }

    // If all curves were equal each would be off by its own error, and the widest pair of errors is what would be seen.
    private static double ExpectedLargest(RocDeviations[] groups)
    {
        var sum = 0.0;
        for (var r = 0; r < groups[0].Replicates; r++)
        {
            var largest = 0.0;
            for (var i = 0; i < groups.Length; i++)
                for (var j = i + 1; j < groups.Length; j++)
                {
                    var a = groups[i].Of(r);
                    var b = groups[j].Of(r);
                    var size = 0.0;
                    for (var t = 0; t < a.Length; t++) size += Math.Abs(a[t] - b[t]);
                    largest = Math.Max(largest, size / a.Length);
                }
            sum += largest;
        }
        return sum / groups[0].Replicates;
    }

    private static double Square(double x) => x * x;
}
