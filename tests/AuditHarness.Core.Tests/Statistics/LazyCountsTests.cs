namespace AuditHarness.Statistics;

/// <summary>Multinomial draws of which only what is asked for is made: held against the moments of the distribution.</summary>
internal sealed class LazyCountsTests
{
    private static readonly int[] s_cells = [40, 0, 0, 5, 155, 0, 300, 80, 20];

    [TestCase(true)]
    [TestCase(false)]
    public void Sums_of_cells_vary_as_those_of_a_multinomial_draw_whatever_is_asked_first(bool narrowFirst)
    {
        const int replicates = 20_000;
        const double n = 600, narrow = 45 / n, wide = 500 / n;
        var counts = new LazyCounts(s_cells);
        double sum = 0, sumWide = 0, squares = 0, products = 0;
        for (var r = 0; r < replicates; r++)
        {
            counts.Begin(new Seed(7).Generator((ulong)r));
            var (a, b) = narrowFirst ? (counts.Within(4), counts.Within(7)) : (0, counts.Within(7));
            if (!narrowFirst) a = counts.Within(4);
            (sum, sumWide, squares, products) = (sum + a, sumWide + b, squares + Math.Pow(a - (n * narrow), 2), products + ((a - (n * narrow)) * (b - (n * wide))));
        }
        var (variance, covariance) = (n * narrow * (1 - narrow), n * narrow * (1 - wide));
        Assert.That(sum / replicates, Is.EqualTo(n * narrow).Within(4 * Math.Sqrt(variance / replicates)));
        Assert.That(sumWide / replicates, Is.EqualTo(n * wide).Within(4 * Math.Sqrt(n * wide * (1 - wide) / replicates)));
        Assert.That(squares / replicates, Is.EqualTo(variance).Within(0.05 * variance));
        Assert.That(products / replicates, Is.EqualTo(covariance).Within(0.15 * covariance));
    }

    [Test]
    public void All_answers_about_one_replicate_agree()
    {
        var counts = new LazyCounts(s_cells);
        for (var r = 0; r < 50; r++)
        {
            counts.Begin(new Seed(8).Generator((ulong)r));
            var reached = Enumerable.Range(1, counts.Patients).Select(counts.Reaching).ToArray();
            int[] within = [.. Enumerable.Range(0, counts.Cells + 1).Select(counts.Within)];
            Assert.That((within[0], within[^1]), Is.EqualTo((0, 600)));
            Assert.That(within, Is.Ordered);
            Assert.That(within[3], Is.EqualTo(within[1]), "a cell of nobody was drawn from");
            for (var d = 1; d <= counts.Patients; d++)
            {
                var first = Array.FindIndex(within, w => w >= d);
                Assert.That(reached[d - 1], Is.EqualTo((first, within[first], within[first - 1])));
            }
        }
    }

    [Test]
    public void The_same_stream_and_questions_give_the_same_answers()
    {
        var (one, other) = (new LazyCounts(s_cells), new LazyCounts(s_cells));
        other.Begin(new Seed(1).Generator(5));
        _ = other.Within(3);
        foreach (var counts in new[] { one, other }) counts.Begin(new Seed(9).Generator(2));
        Assert.That(Enumerable.Range(0, 10).Select(one.Within), Is.EqualTo(Enumerable.Range(0, 10).Select(other.Within)));
    }
}
