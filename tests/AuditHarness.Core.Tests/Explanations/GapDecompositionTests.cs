using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;
using static AuditHarness.Explanations.GroupAttributionsTests;

namespace AuditHarness.Explanations;

public sealed class GapDecompositionTests
{
    private static (Attributions Attributions, GroupIndex Index, double[] Weights) Random(int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, 5 * 300).Select(at => Tables.Gauss(random) * Math.Pow(10, (at % 5) - 2))];
        return (Of(5, -2.5, values), Groups([.. Enumerable.Range(0, 300).Select(i => i < 3 ? i : random.Next(3))]),
            [.. Enumerable.Range(0, 300).Select(_ => 0.1 + random.NextDouble())]);
    }

    [Test]
    public void The_contributions_sum_to_the_gap_in_mean_output([Range(1, 5)] int seed, [Values] bool weighted)
    {
        var (attributions, index, weights) = Random(seed);
        foreach (var group in new[] { 1, 2 })
        {
            var gap = GapDecomposition.Of(attributions, index, weighted ? weights : null, group);
            double Mean(int g) => Enumerable.Range(0, 300).Where(i => index.Codes[i] == g).Sum(i => (weighted ? weights[i] : 1) * attributions.Outputs[i])
                / Enumerable.Range(0, 300).Where(i => index.Codes[i] == g).Sum(i => weighted ? weights[i] : 1);
            Assert.That(gap.Gap, Is.EqualTo(Mean(group) - Mean(0)).Within(1e-12));
            Assert.That(gap.Contributions.Sum(c => c.Value), Is.EqualTo(gap.Gap!.Value).Within(1e-12));
            Assert.That(gap.Contributions.Select(c => Math.Abs(c.Value)), Is.Ordered.Descending);
            Assert.That((gap.Group.Levels, gap.Against.Levels), Is.EqualTo(($"g{group}", "g0")));
        }
    }

    [Test]
    public void A_contribution_has_welchs_interval_simultaneous_over_the_features()
    {
        // Group: 1, 2, 6 (mean 3, variance 7); reference: 0, 1 (mean ½, variance ½). The second player is 1 and 0, and never varies.
        var attributions = Of(2, 0, [1, 1, 2, 1, 6, 1, 0, 0, 1, 0]);
        var gap = GapDecomposition.Of(attributions, Groups(1, 1, 1, 0, 0), null, 1);
        var (first, second) = (gap.Contributions[0], gap.Contributions[1]);
        var error = Math.Sqrt((7 / 3.0) + 0.25);
        Assert.That(first.Value, Is.EqualTo(2.5).Within(1e-15));
        Assert.That(first.Interval!.Upper, Is.EqualTo(2.5 + (error * Math.Tan(0.475 * Math.PI))).Within(1e-8), "below five patients no more degrees of freedom than the smaller group has: 1 of 2");
        Assert.That(first.Interval.Method.ToString(), Is.EqualTo("unpaired mean, Welch t"), "the only one that varies");
        Assert.That(second is { Player: "p1", Value: 1, Interval: { Lower: 1, Upper: 1 }, Reason: null }, Is.True, "nobody of either group differs: the figure is exact");
        Assert.That((gap.N, gap.NAgainst, gap.Gap), Is.EqualTo((3, 2, 3.5)));

        var five = GapDecomposition.Of(Random(1).Attributions, Random(1).Index, null, 1).Contributions[0];
        Assert.That(five.Interval!.Method.ToString(), Does.EndWith("simultaneous over 5 features (Šidák)"));
        Assert.That((five.Interval.Lower, five.Interval.Upper), Is.EqualTo(five.Contrast!.Limits(CriticalValue.Sidak(0.95, 5))));
        var (lower, upper) = five.LimitsWhenGrown!(100, 100);
        Assert.That((upper - lower) / (five.Interval.Upper - five.Interval.Lower), Is.EqualTo(0.1).Within(0.01));
    }

    [Test]
    public void All_intervals_of_a_decomposition_hold_at_once_in_95_percent()
    {
        var random = new Random(11);
        var held = 0;
        for (var draw = 0; draw < 600; draw++)
        {
            double[] values = [.. Enumerable.Range(0, 4 * 100).Select(at => Tables.Gauss(random) * (at < 160 ? 1 : 2) + (at < 160 ? at % 4 : 0))];
            var gap = GapDecomposition.Of(Of(4, 0, values), Groups([.. Enumerable.Range(0, 100).Select(i => i < 40 ? 1 : 0)]), null, 1);
            if (gap.Contributions.All(c => c.Interval!.Lower <= c.Player[1] - '0' && c.Player[1] - '0' <= c.Interval.Upper)) held++;
        }
        Assert.That(held / 600.0, Is.InRange(0.93, 0.975));
    }

    [Test]
    public void One_group_that_does_not_vary_is_compared_with_one_that_does()
    {
        var gap = GapDecomposition.Of(Of(1, 0, [2, 2, 0, 1, 5]), Groups(1, 1, 0, 0, 0), null, 1);
        Assert.That(gap.Contributions[0].Value, Is.Zero.Within(1e-15));
        // Variance of 0, 1 and 5 is 7; all of it counts, with the one degree of freedom that the group of two leaves: tan(0.475 π).
        Assert.That(gap.Contributions[0].Interval!.Upper, Is.EqualTo(Math.Tan(0.475 * Math.PI) * Math.Sqrt(7 / 3.0)).Within(1e-8));
    }

    [Test]
    public void What_cannot_be_compared_says_why()
    {
        var attributions = Of(1, 0, [1, 2, 3, 4], rows: [0, 1, 2, 3]);
        var single = GapDecomposition.Of(attributions, Groups(0, 0, 0, 1), null, 1);
        Assert.That(single is { Gap: 2, Interval: null, Reason: { Template: "fewer than 2 (effective) patients: no variance" } });
        Assert.That(single.Contributions[0] is { Value: 2, Interval: null, Contrast: null, LimitsWhenGrown: null });
        var nobody = GapDecomposition.Of(attributions, Groups(0, 0, 0, 0, 1), null, 1);
        Assert.That(nobody is { Gap: null, N: 0, Contributions.Count: 0, Reason: { Template: "no patient of the group is among those explained" } });
        var noReference = GapDecomposition.Of(attributions, Groups(1, 1, 2, 2, 0), null, 1);
        Assert.That(noReference.Reason?.ToString(), Is.EqualTo("no patient of the reference group g0 is among those explained"));
    }
}
