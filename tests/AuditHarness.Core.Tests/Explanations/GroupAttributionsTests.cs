using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

public sealed class GroupAttributionsTests
{
    internal static GroupIndex Groups(params int[] codes)
    {
        string[] levels = [.. Enumerable.Range(0, codes.Max() + 1).Select(k => $"g{k}")];
        return GroupIndex.Of([new AttributeColumn("group", levels, codes, 0, true)]);
    }

    internal static Attributions Of(int players, double baseValue, double[] values, double[]? errors = null, int[]? rows = null) => new()
    {
        Players = [.. Enumerable.Range(0, players).Select(p => $"p{p}")], Rows = rows ?? [.. Enumerable.Range(0, values.Length / players)],
        Values = values, MonteCarloErrors = errors, BaseValue = baseValue,
        Outputs = [.. values.Chunk(players).Select(row => baseValue + row.Sum())],
        ValueFunction = ValueFunction.Interventional, Output = ExplainedOutput.Margin, Method = Phrase.Of($""), Background = Phrase.Of($""),
    };

    private static Estimate.Known Known(Estimate estimate) => (Estimate.Known)estimate;

    [Test]
    public void Means_sizes_and_shares_are_those_of_the_rows_of_the_group()
    {
        // Four rows of two players; the third evaluated row is not explained.
        var attributions = Of(2, 0.5, [1, -1, 3, 0, -2, 2, 5, 5], rows: [0, 1, 3, 4]);
        var summary = GroupAttributions.Of(attributions, Groups(0, 0, 1, 0, 1));
        Assert.That(summary.Select(s => (s.Subgroup.Levels, s.Player, s.N)), Is.EqualTo(new[] { ("g0", "p0", 3), ("g0", "p1", 3), ("g1", "p0", 1), ("g1", "p1", 1) }));
        Assert.That(Known(summary[0].Mean).Value, Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(Known(summary[0].MeanAbsolute).Value, Is.EqualTo(2).Within(1e-15));
        Assert.That(Known(summary[0].Share).Value, Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(Known(summary[1].Share).Value, Is.EqualTo(1 / 3.0).Within(1e-15));
        // The standard deviation of 1, 3 and −2 is √(19/3); Student's quantile with 2 degrees of freedom 4.302652729696142.
        var interval = Known(summary[0].Mean).Sampling!.Interval(0.95);
        Assert.That(interval.Upper - (2 / 3.0), Is.EqualTo(4.302652729696142 * Math.Sqrt(19 / 9.0)).Within(1e-8));
        Assert.That(summary[0].MonteCarloError, Is.Null);
        foreach (var single in new[] { summary[2].Mean, summary[2].MeanAbsolute, summary[2].Share })
            Assert.That(Known(single) is { Sampling: null, Reason: { Template: "fewer than 2 (effective) patients: no variance" } });
    }

    [Test]
    public void A_group_of_which_nobody_is_explained_has_no_figure()
    {
        var summary = GroupAttributions.Of(Of(1, 0, [1, 2], rows: [0, 1]), Groups(0, 0, 1));
        Assert.That(summary[1].N, Is.Zero);
        foreach (var none in new[] { summary[1].Mean, summary[1].MeanAbsolute, summary[1].Share })
            Assert.That(none, Is.EqualTo(new Estimate.Undefined(Phrase.Of($"no patient of the group is among those explained"))));
    }

    [Test]
    public void A_feature_that_never_counts_has_a_share_of_0_without_interval_and_no_feature_at_all_has_none()
    {
        var summary = GroupAttributions.Of(Of(2, 0, [1, 0, -3, 0, 0, 0, 0, 0]), Groups(0, 0, 1, 1));
        Assert.That(Known(summary[1].Share) is { Value: 0, Sampling: null, Reason: { Template: "no variation between patients" } });
        Assert.That(Known(summary[0].Share) is { Value: 1, Sampling: null });
        Assert.That(summary[2].Share, Is.InstanceOf<Estimate.Undefined>());
        Assert.That(Known(summary[2].Mean).Value, Is.Zero);
    }

    [Test]
    public void A_weight_of_two_moves_the_means_as_a_row_twice_does()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => Tables.Gauss(random))];
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? 2.0 : 1)];
        int[] rows = [.. Enumerable.Range(0, 20).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        var weighted = GroupAttributions.Of(Of(2, 0, values), GroupIndex.Overall(20), weights);
        var repeated = GroupAttributions.Of(Of(2, 0, [.. rows.SelectMany(i => values[(2 * i)..((2 * i) + 2)])]), GroupIndex.Overall(rows.Length));
        foreach (var (a, b) in weighted.Zip(repeated))
            foreach (var (x, y) in new[] { (a.Mean, b.Mean), (a.MeanAbsolute, b.MeanAbsolute), (a.Share, b.Share) })
                Assert.That(Known(x).Value, Is.EqualTo(Known(y).Value).Within(1e-14));
        // Linearised: √(Σ w²(x − mean)² / W² · size / (size − 1)).
        var (all, mean) = (weights.Sum(), Known(weighted[0].Mean).Value);
        var size = all * all / weights.Sum(w => w * w);
        var error = Math.Sqrt(Enumerable.Range(0, 20).Sum(i => Math.Pow(weights[i] * (values[2 * i] - mean) / all, 2)) * size / (size - 1));
        Assert.That(Known(weighted[0].Mean).Sampling!.StandardError, Is.EqualTo(error).Within(1e-14));
    }

    [Test]
    public void The_error_of_a_share_is_near_the_jackknifes([Values] bool weighted)
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 900).Select(at => Tables.Gauss(random) * (at % 3 + 1))];
        double[]? weights = weighted ? [.. Enumerable.Range(0, 300).Select(_ => 0.3 + random.NextDouble())] : null;
        double Share(IEnumerable<int> rows) => rows.Sum(i => (weights?[i] ?? 1) * Math.Abs(values[3 * i]))
            / rows.Sum(i => (weights?[i] ?? 1) * (Math.Abs(values[3 * i]) + Math.Abs(values[(3 * i) + 1]) + Math.Abs(values[(3 * i) + 2])));
        var without = Enumerable.Range(0, 300).Select(i => Share(Enumerable.Range(0, 300).Where(j => j != i))).ToArray();
        var jackknife = Math.Sqrt(without.Sum(v => Math.Pow(v - without.Average(), 2)) * 299 / 300);
        var ours = Known(GroupAttributions.Of(Of(3, 0, values), GroupIndex.Overall(300), weights)[0].Share);
        Assert.That(ours.Value, Is.EqualTo(Share(Enumerable.Range(0, 300))).Within(1e-14));
        Assert.That(ours.Sampling!.StandardError, Is.EqualTo(jackknife).Within(2).Percent);
    }

    [Test]
    public void Intervals_of_95_percent_cover_at_least_93()
    {
        var random = new Random(3);
        var (covered, draws) = (new int[3], 1000);
        // |N(0, 1)| has mean √(2/π), |N(1, 1)| 1.1666…: 2 φ(1) + 2 Φ(1) − 1.
        var (first, second) = (Math.Sqrt(2 / Math.PI), (2 * 0.24197072451914337) + (2 * 0.8413447460685429) - 1);
        double[] truth = [1, second, second / (first + second)];
        for (var draw = 0; draw < draws; draw++)
        {
            double[] values = [.. Enumerable.Range(0, 160).Select(at => Tables.Gauss(random) + (at % 2))];
            var summary = GroupAttributions.Of(Of(2, 0, values), GroupIndex.Overall(80))[1];
            foreach (var (k, estimate) in new[] { summary.Mean, summary.MeanAbsolute, summary.Share }.Index())
            {
                var interval = Known(estimate).Sampling!.Interval(0.95);
                if (interval.Lower <= truth[k] && truth[k] <= interval.Upper) covered[k]++;
            }
        }
        Assert.That(covered.Select(c => c / (double)draws), Is.All.InRange(0.93, 0.97));
    }

    [Test]
    public void Sampling_of_coalitions_widens_what_it_blurs()
    {
        double[] values = [1, 2, 3, 4];
        var exact = GroupAttributions.Of(Of(1, 0, values), GroupIndex.Overall(4))[0];
        var blurred = GroupAttributions.Of(Of(1, 0, values, [0.1, 0.2, 0.3, 0.6]), GroupIndex.Overall(4))[0];
        Assert.That(blurred.MonteCarloError, Is.EqualTo(0.3).Within(1e-15));
        Assert.That(Known(blurred.Mean).Sampling!.StandardError, Is.EqualTo(double.Hypot(Known(exact.Mean).Sampling!.StandardError, 0.3)).Within(1e-15));
        Assert.That(Known(blurred.Mean).Value, Is.EqualTo(Known(exact.Mean).Value));
    }
}
