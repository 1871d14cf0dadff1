using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

public sealed class ConditionalFidelityGapTests
{
    private static readonly ConditionalFidelityGap Measure = new();

    private static double Of(RecordEvidence evidence, string metric, Subgroup group) =>
        ((Estimate.Known)Measure.Figures(evidence).Single(f => f.Metric == metric && f.Group.Equals(group)).Estimate).Value;

    [Test]
    public void Fidelity_is_the_mean_of_the_columns_own_and_the_floor_that_of_real_samples()
    {
        var evidence = RecordWorlds.Evidence(51, 400, 0, 300);
        foreach (var group in evidence.Groups.Take(3).Select(g => g.Subgroup))
        {
            var columns = new KolmogorovSmirnovComplement().Figures(evidence).Concat(new TotalVariationComplement().Figures(evidence))
                .Where(f => f.Subject is not null && f.Group.Equals(group)).Select(f => ((Estimate.Known)f.Estimate).Value).ToList();
            Assert.That(Of(evidence, "ConditionalFidelity", group), Is.EqualTo(columns.Average()).Within(1e-12));
        }
        // What two samples of the population itself show, drawn anew 20 times.
        var real = Enumerable.Range(0, 20).Average(i => Of(RecordWorlds.Evidence(5100 + i, 400, 0, 300, drift: 0), "ConditionalFidelity", Subgroup.Overall));
        Assert.That(Of(evidence, "ConditionalFidelityFloor", Subgroup.Overall), Is.EqualTo(real).Within(0.006));
    }

    // Of groups of as many patients nothing is drawn: the gap is that of what each has beyond its floor, to the one it is furthest behind.
    [Test]
    public void The_gap_of_groups_of_one_size_is_that_of_fidelities_beyond_their_floors()
    {
        const int n = 1500;
        var random = new Random(52);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        RecordTable Table(params double[] shifts) => new([.. Enumerable.Range(0, 4).Select(c => new RecordColumn.Number($"x{c}", [.. Rows(0, 3 * n).Select(r => Normal() + shifts[r / n])]))], 3 * n);
        RecordGroup Group(string level, int k) => new(new(new AttributeLevel("site", level)), Rows(n * k, n * (k + 1)), [], Rows(n * k, n * (k + 1)));
        RecordGroup[] sites = [Group("a", 0), Group("b", 1), Group("c", 2)];
        var evidence = RecordWorlds.Of(Table(0, 0, 0), null, Table(0.9, 0.5, 0.3), RecordRoles.None) with { Groups = sites };
        double[] beyond = [.. sites.Select(s => Of(evidence, "ConditionalFidelity", s.Subgroup) - Of(evidence, "ConditionalFidelityFloor", s.Subgroup))];
        for (var k = 0; k < sites.Length; k++)
            Assert.That(Of(evidence, "ConditionalFidelityGap", sites[k].Subgroup), Is.EqualTo(Math.Min(0, beyond[k] - beyond.Max())).Within(1e-12), sites[k].Subgroup.Levels);
        // N(0, 1) and N(δ, 1) are 2 Φ(δ / 2) − 1 apart.
        static double Apart(double shift) => (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / 2)) - 1;
        Assert.That(Of(evidence, "ConditionalFidelityGap", sites[0].Subgroup), Is.EqualTo(Apart(0.3) - Apart(0.9)).Within(0.05));
    }

    [Test]
    public void A_group_made_up_worse_is_found_and_small_groups_are_not_for_being_small()
    {
        var good = RecordWorlds.Evidence(61, 1200, 0, 1000, drift: 0);
        Interval Gap(RecordEvidence evidence, string level) => ((Estimate.Known)Measure.Figures(evidence)
            .Single(f => f.Metric == "ConditionalFidelityGap" && f.Group.Equals(new Subgroup(new AttributeLevel("sex", level)))).Estimate) is { } known
            ? new(known.Value, known.Sampling?.Interval(0.95).Lower ?? known.Value, known.Sampling?.Interval(0.95).Upper ?? known.Value) : default!;
        // Women's numbers are those of other women, shifted; men's stay.
        var made = good.Synthetic;
        var sex = ((RecordColumn.Category)made.Find("sex")!).Codes;
        var shifted = RecordWorlds.With(made, new RecordColumn.Number("age", [.. ((RecordColumn.Number)made.Find("age")!).Values.Select((v, r) => v + (sex[r] == 0 ? 25 : 0))]));
        var bad = RecordWorlds.Of(good.Train, null, shifted, RecordWorlds.Roles);
        Assert.Multiple(() =>
        {
            Assert.That(Gap(bad, "female").Upper, Is.LessThan(-0.02));
            foreach (var figure in Measure.Figures(good).Where(f => f.Metric == "ConditionalFidelityGap"))
                if (figure.Estimate is Estimate.Known known) Assert.That(known.Value, Is.GreaterThan(-0.04), $"{figure.Group}");
        });
    }

    [Test]
    public void Groups_made_up_alike_are_seldom_accused()
    {
        var (accused, asked) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
            foreach (var figure in Measure.Figures(RecordWorlds.Evidence(7000 + seed, 300, 0, 260, drift: 0)))
            {
                if (figure.Metric != "ConditionalFidelityGap" || figure.Estimate is not Estimate.Known { Sampling: { } sampling }) continue;
                asked++;
                if (sampling.Interval(0.95).Upper < 0) accused++;
            }
        Assert.That(accused / (double)asked, Is.LessThan(0.05), $"{accused} of {asked}");
    }

    [Test]
    public void A_memoriser_makes_nobody_worse_than_the_group_it_copies_whole()
    {
        // At the numbers of the 40 women, who are all copied, men are a random draw and have the noise of one.
        var evidence = Unequal(9400, 0, 0);
        foreach (var figure in Measure.Figures(evidence with { Synthetic = evidence.Train }).Where(f => f.Metric == "ConditionalFidelityGap" && !f.Group.IsOverall))
        {
            var known = (Estimate.Known)figure.Estimate;
            Assert.That((known.Value > -0.03, known.Sampling!.Interval(0.95).Upper), Is.EqualTo((true, 0.0)), $"{figure.Group}: {known.Value}");
        }
    }

    private static readonly RecordGroup[] Sexes =
    [
        new(Subgroup.Overall, Rows(0, 840), [], Rows(0, 840)),
        new(new(new AttributeLevel("sex", "female")), Rows(0, 40), [], Rows(0, 40)), new(new(new AttributeLevel("sex", "male")), Rows(40, 840), [], Rows(40, 840)),
    ];

    private static int[] Rows(int from, int to) => [.. Enumerable.Range(from, to - from)];

    // 40 women and 800 men of one population in each table, in six numbers; those made up are moved.
    private static RecordEvidence Unequal(int seed, double ofWomen, double ofMen)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        RecordTable Table(double women, double men) =>
            new([.. Enumerable.Range(0, 6).Select(c => new RecordColumn.Number($"x{c}", [.. Rows(0, 840).Select(r => Normal() + (r < 40 ? women : men))]))], 840);
        return RecordWorlds.Of(Table(0, 0), null, Table(ofWomen, ofMen), RecordRoles.None) with { Groups = Sexes };
    }

    [TestCase(0)]
    [TestCase(0.3)]
    [TestCase(0.8)]
    public void Groups_of_unequal_sizes_that_drift_alike_are_not_told_apart(double drift)
    {
        const int worlds = 150;
        var accused = new int[2];
        for (var seed = 0; seed < worlds; seed++)
            foreach (var figure in Measure.Figures(Unequal(9000 + seed, drift, drift)))
                if (figure.Metric == "ConditionalFidelityGap" && figure.Estimate is Estimate.Known { Sampling: { } sampling } && sampling.Interval(0.95).Upper < 0)
                    accused[figure.Group.Equals(Sexes[1].Subgroup) ? 0 : 1]++;
        // One-sided at 2.5 %: of 150 worlds 3.75 ± 1.9.
        Assert.That(accused, Has.All.LessThanOrEqualTo(9), "of 150: women, men");
    }

    [Test]
    public void A_small_group_that_drifts_more_is_found_and_the_large_one_stays_the_best()
    {
        var found = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var gaps = Measure.Figures(Unequal(9500 + seed, 0.8, 0.2)).Where(f => f.Metric == "ConditionalFidelityGap" && !f.Group.IsOverall).Select(f => (Estimate.Known)f.Estimate).ToList();
            Assert.That(gaps[1].Value, Is.Zero, $"men of world {seed}");
            if (gaps[0].Sampling!.Interval(0.95).Upper < 0) found++;
        }
        Assert.That(found, Is.GreaterThanOrEqualTo(36), "of 40 worlds");
    }

    private sealed record Interval(double Value, double Lower, double Upper);
}
