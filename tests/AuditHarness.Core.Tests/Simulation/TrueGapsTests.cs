using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Simulation;

/// <summary>True gaps against closed forms of normal scores, and against a sample so large that it is nearly everybody.</summary>
public sealed class TrueGapsTests
{
    private static readonly GroupedPopulation Population = GroupedPopulation.Of(new(500, new BinormalPopulation(0.1, 0.75)));
    private static readonly TrueGaps Truths = new(Population);
    private static readonly double Total = Population.Sizes.Sum();

    // Log-odds of the scores of a class are normal: mean and standard deviation.
    private static (double Mean, double Deviation) LogOdds(int group, bool isEvent)
    {
        var p = Population.Groups[group];
        double Logit(double marker) => Math.Log(p.Score(marker) / (1 - p.Score(marker)));
        var at = isEvent ? p.Separation : 0;
        return (Logit(at), Logit(at + 1) - Logit(at));
    }

    private static double Area(int ofEvents, int ofNonEvents) => LogOdds(ofEvents, true) is var e && LogOdds(ofNonEvents, false) is var n
        ? Normal.CDF(0, 1, (e.Mean - n.Mean) / double.Hypot(e.Deviation, n.Deviation)) : 0;

    private static double Flagged(int group, bool isEvent) =>
        LogOdds(group, isEvent) is var s ? Normal.CDF(0, 1, (s.Mean - Math.Log(Population.Groups[0].Threshold / (1 - Population.Groups[0].Threshold))) / s.Deviation) : 0;

    private static double Flagged(int group) => Population.Groups[group].Prevalence is var p ? (p * Flagged(group, true)) + ((1 - p) * Flagged(group, false)) : 0;

    private static double Events(int group) => Population.Sizes[group] * Population.Groups[group].Prevalence;

    private static double NonEvents(int group) => Population.Sizes[group] * (1 - Population.Groups[group].Prevalence);

    private static double Area(IEnumerable<int> ofEvents, IEnumerable<int> ofNonEvents)
    {
        var pairs = (from e in ofEvents from n in ofNonEvents select (Weight: Events(e) * NonEvents(n), Area: Area(e, n))).ToArray();
        return pairs.Sum(p => p.Weight * p.Area) / pairs.Sum(p => p.Weight);
    }

    private static double Truth(string disparity, Comparison comparison, int group = -1, params int[] leftOut)
    {
        Subgroup Named(int g) => new([new AttributeLevel("group", $"{(char)('a' + g)}")]);
        return Truths.Of(DisparityCatalog.Entries.Single(d => d.Info.Id == disparity), new GroupDisparity
        {
            Metric = disparity, Attributes = ["group"], Form = DisparityForm.Difference, Comparison = comparison, Groups = 3,
            Group = group < 0 ? null : Named(group), LeftOut = [.. leftOut.Select(g => new LeftOut(Named(g), Phrase.Of($"no events")))],
        })!.Value;
    }

    [Test]
    public void Truths_of_gaps_are_those_of_closed_forms() => Assert.Multiple(() =>
    {
        int[] all = [0, 1, 2];
        Assert.That(Truth("EqualOpportunityDifference", Comparison.Reference, 1), Is.EqualTo(Flagged(1, true) - Flagged(0, true)).Within(1e-7));
        Assert.That(Truth("DemographicParityRatio", Comparison.Reference, 2), Is.EqualTo(Flagged(2) / Flagged(0)).Within(1e-7));
        Assert.That(Truth("DemographicParityDifference", Comparison.Overall, 2), Is.EqualTo(Flagged(2) - all.Sum(g => Population.Sizes[g] * Flagged(g) / Total)).Within(1e-7));
        Assert.That(Truth("DemographicParityRatio", Comparison.WorstPair), Is.EqualTo(all.Min(Flagged) / all.Max(Flagged)).Within(1e-7));
        Assert.That(Truth("EqualizedOddsDifference", Comparison.WorstPair), Is.EqualTo(new[] { true, false }.Max(e => all.Max(g => Flagged(g, e)) - all.Min(g => Flagged(g, e)))).Within(1e-7));
        Assert.That(Truth("AurocGap", Comparison.WorstPair), Is.EqualTo(0.1).Within(1e-6), "0.75 − (0.5 + 0.6 · 0.25)");
        Assert.That(Truth("AurocGap", Comparison.WorstPair, -1, 2), Is.Zero.Within(1e-7), "of groups that are left out nothing is said");
        // Of two groups the steps of the grids lie beside each other.
        Assert.That(Truth("CrossGroupAuc", Comparison.Reference, 1), Is.EqualTo(Area(1, 0) - Area(0, 1)).Within(3e-4));
        Assert.That(Truth("BackgroundNegativeSubgroupPositive", Comparison.Overall, 1), Is.EqualTo(Area([1], [0, 2]) - Area(all, all)).Within(3e-4));
        Assert.That(Truth("BackgroundPositiveSubgroupNegative", Comparison.Overall, 2), Is.EqualTo(Area([0, 1], [2]) - Area(all, all)).Within(3e-4));
        Assert.That(Truth("WorstGroupAuroc", Comparison.AllGroups), Is.EqualTo(0.65).Within(1e-6));
        Assert.That(Truth("DifferentialFairness", Comparison.AllGroups), Is.EqualTo(Math.Log(all.Max(Flagged) / all.Min(Flagged))).Within(1e-4));
        Assert.That(Truth("AverageOddsDifference", Comparison.Reference, 2), Is.EqualTo((Flagged(2, true) - Flagged(0, true) + Flagged(2, false) - Flagged(0, false)) / 2).Within(1e-7));
    });

    [Test]
    public void What_every_disparity_measures_of_very_many_patients_is_its_truth()
    {
        var large = GroupedPopulation.Of(new(100_000, new BinormalPopulation(0.1, 0.75)));
        var truths = new TrueGaps(large);
        IDisparity[] disparities = [.. DisparityCatalog.Entries.Where(d => truths.WhyNone(d) is null)];
        var sample = large.Draw(new Seed(3), disparities.SelectMany(d => d.Info.Metrics).Except(["IntegratedCalibrationIndexLoess"]).ToHashSet(), 1);
        Assert.Multiple(() =>
        {
            foreach (var disparity in disparities)
                foreach (var row in disparity.Compare(sample).Select(g => g.Disparity).Where(r => r.Value is not null))
                    Assert.That(row.Value, Is.EqualTo(truths.Of(disparity, row)).Within(disparity.Info.DependsOnSize ? 4 : 0.05).Or.EqualTo(truths.Of(disparity, row)).Within(10).Percent,
                        $"{disparity.Info.Id} {row.Comparison} {row.Group}");
        });
    }

    [Test]
    public void What_has_no_truth_here_says_why() => Assert.That(
        DisparityCatalog.Entries.Where(d => Truths.WhyNone(d) is { Template.Length: > 0 }).Select(d => d.Info.Id), Is.EqualTo((string[])
        [
            "ConditionalDemographicDisparity", "DemographicParityWithinStrata", "EqualOpportunityWithinStrata", "PredictiveEqualityWithinStrata",
            .. StandardizedGap.All.Select(g => g.Info.Id),
            "Consistency", "CounterfactualFlipRate", "BetweenGroupDeviationOfSensitivity", "BetweenGroupDeviationOfFalsePositiveRate",
            "BetweenGroupDeviationOfSelectionRate", "BetweenGroupDeviationOfAuroc",
        ]));
}
