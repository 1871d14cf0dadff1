using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

public sealed class ScoreOrderTests
{
    private static AttributeColumn Column(string name, int levels, int rows, int seed)
    {
        var random = new Random(seed);
        return new(name, [.. Enumerable.Range(0, levels).Select(k => $"{name}{k}")], [.. Enumerable.Range(0, rows).Select(_ => random.Next(levels))], 0, true);
    }

    [Test]
    public void Each_group_is_what_sorting_its_own_rows_gives([Values] bool weighted)
    {
        var rows = Rows.Random(1, 400, weighted: weighted);
        var index = GroupIndex.Of([Column("a", 3, 400, 2), Column("b", 4, 400, 3)]);
        var order = new ScoreOrder(rows.Scores, rows.Labels, rows.Weights);
        var ranked = order.Split(index);
        Assert.That(ranked, Has.Count.EqualTo(index.Groups.Count));
        for (var g = 0; g < ranked.Count; g++)
        {
            var own = rows.Take(Enumerable.Range(0, 400).Where(i => index.Codes[i] == g)).Evidence.Ranked;
            Assert.That(ranked[g].Scores, Is.EqualTo(own.Scores).And.Ordered.And.Unique);
            Assert.That(ranked[g].Events.Select(t => t.Rows), Is.EqualTo(own.Events.Select(t => t.Rows)));
            Assert.That(ranked[g].NonEvents.Select(t => t.EffectiveSize), Is.EqualTo(own.NonEvents.Select(t => t.EffectiveSize)).Within(1e-12));
        }
        Assert.That(ranked.Sum(r => r.Events.Sum(t => t.Rows) + r.NonEvents.Sum(t => t.Rows)), Is.EqualTo(400));
    }

    [Test]
    public void Weights_of_tied_rows_are_added_in_row_order_so_that_sums_are_the_same_bytes_every_time()
    {
        // Sums of the same weights in another order differ in the last bits; the library's sort is not stable.
        var rows = Rows.Random(4, 500, weighted: true);
        rows = rows with { Scores = [.. rows.Scores.Select((_, i) => i % 3 / 4.0)], Weights = Array.ConvertAll(rows.Weights!, w => Math.Min(1.9, w)) };
        var ranked = rows.Evidence.Ranked;
        for (var k = 0; k < 3; k++)
        {
            var inRowOrder = 0.0;
            for (var i = k; i < 500; i += 3) if (rows.Labels[i] == 1) inRowOrder += rows.Weights![i];
            Assert.That(ranked.Events[k].Weight, Is.EqualTo(inRowOrder));
        }
    }

    [Test]
    public void Equal_weights_count_as_none() => Assert.Multiple(() =>
    {
        var order = new ScoreOrder([0.5, 0.6], [1, 0], [7.5, 7.5]);
        Assert.That(order.IsWeighted, Is.False);
        Assert.That(order.Split(GroupIndex.Overall(2))[0].Events[0], Is.EqualTo(new Tally(1, 1, 1)));
        Assert.That(new ScoreOrder([0.5, 0.6], [1, 0], [7.5, 7]).IsWeighted, Is.True);
    });

    [Test]
    public void Columns_of_unequal_length_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => new ScoreOrder([0.5], [1, 0], null), Throws.ArgumentException);
        Assert.That(() => new ScoreOrder([0.5, 0.6], [1, 0], [1.0]), Throws.ArgumentException);
    });

    [Test]
    public void Nobody_is_a_group_too() => Assert.That(new ScoreOrder([], [], null).Split(GroupIndex.Overall(0))[0].Count, Is.Zero);

    [Test]
    public void Counts_at_a_threshold_equal_counts_row_by_row([Values] bool weighted)
    {
        var rows = Rows.Random(5, 300, weighted: weighted);
        var ranked = rows.Evidence.Ranked;
        foreach (var threshold in new[] { 0, 1.0 / 1024, 0.3, 0.5, rows.Scores.Max(), 1 })
        {
            var cells = ranked.At(threshold);
            int Rows(int label, bool flagged) => Enumerable.Range(0, rows.Count).Count(i => rows.Labels[i] == label && rows.Scores[i] >= threshold == flagged);
            Assert.That((cells.TruePositives.Rows, cells.FalsePositives.Rows, cells.TrueNegatives.Rows, cells.FalseNegatives.Rows),
                Is.EqualTo((Rows(1, true), Rows(0, true), Rows(0, false), Rows(1, false))));
            Assert.That((cells.Events + cells.NonEvents).Rows, Is.EqualTo((cells.Flagged + cells.NotFlagged).Rows).And.EqualTo(cells.All.Rows));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Decisions_at_several_thresholds_are_those_at_each(bool weighted)
    {
        var ranked = Rows.Random(12, 400, ties: true, weighted).Evidence.Ranked;
        double[] thresholds = [double.PositiveInfinity, 1, 0.9, ranked.Scores[^2], 0.5, 0.5, 0.2, 0];
        foreach (var (together, threshold) in ranked.At(thresholds).Zip(thresholds))
        {
            var rows = Enumerable.Range(0, ranked.Count).Where(i => ranked.Scores[i] >= threshold).ToArray();
            Assert.That(together.TruePositives.Rows, Is.EqualTo(rows.Sum(i => ranked.Events[i].Rows)));
            Assert.That(together.FalsePositives.Weight, Is.EqualTo(rows.Sum(i => ranked.NonEvents[i].Weight)).Within(1e-9));
            Assert.That(together.FalseNegatives.Weight, Is.EqualTo(ranked.Events.Sum().Weight - rows.Sum(i => ranked.Events[i].Weight)).Within(1e-9));
            Assert.That(together.All.Rows, Is.EqualTo(400));
            Assert.That(ranked.At(threshold).TrueNegatives.Weight, Is.EqualTo(together.TrueNegatives.Weight).Within(1e-9));
        }
    }
}
