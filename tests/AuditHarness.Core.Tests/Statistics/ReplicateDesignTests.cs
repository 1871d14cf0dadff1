namespace AuditHarness.Statistics;

internal sealed class ReplicateDesignTests
{
    [Test]
    public void The_variance_of_a_total_over_few_clusters_is_the_textbook_one()
    {
        // Σ over strata of n / (n − 1) Σ (y − ȳ)²: Cochran (1977), Sampling Techniques, section 11.9, with replacement.
        double[] totals = [3, 8, 1, 10, 12, 5, 7];
        int[] strata = [0, 0, 0, 1, 1, 2, 2];
        var design = new ReplicateDesign([0, 1, 2, 3, 4, 5, 6], strata, new(1));
        Assert.That(Variance(design, totals), Is.EqualTo((1.5 * (1 + 16 + 9)) + (2 * 2) + (2 * 2)).Within(1e-12));
        Assert.That((design.Clusters, design.Strata, design.Replicates, design.IsGrouped), Is.EqualTo((7, 3, 7, false)));
    }

    [Test]
    public void Of_many_clusters_groups_are_left_out_and_the_variance_of_a_total_is_that_of_groups()
    {
        const int clusters = 300;
        var random = new Random(4);
        double[] totals = [.. Enumerable.Range(0, clusters).Select(_ => random.NextDouble())];
        var design = new ReplicateDesign([.. Enumerable.Range(0, clusters)], null, new(7));
        var groups = Enumerable.Range(0, 100).Select(r => Enumerable.Range(0, clusters).Where(c => design.Factor(r, c) == 0).ToArray()).ToArray();
        Assert.That(groups, Has.All.Length.EqualTo(3));
        Assert.That(groups.SelectMany(g => g), Is.Unique);
        var sums = groups.Select(g => g.Sum(c => totals[c])).ToArray();
        var mean = sums.Average();
        // T(r) = (T − t(r)) · 300 / 297: its change is (mean − t(r)) · 100 / 99.
        Assert.That(Variance(design, totals), Is.EqualTo(0.99 * sums.Sum(s => Math.Pow((mean - s) * 100 / 99, 2))).Within(1e-9));
        Assert.That(Variance(design, totals), Is.EqualTo(clusters * Variance(totals)).Within(40).Percent, "99 degrees of freedom");
    }

    [Test]
    public void A_stratum_with_fewer_clusters_than_groups_keeps_its_exact_variance()
    {
        var random = new Random(5);
        double[] totals = [.. Enumerable.Repeat(2.0, 300), .. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
        int[] strata = [.. Enumerable.Repeat(0, 300), .. Enumerable.Repeat(1, 50)];
        var design = new ReplicateDesign([.. Enumerable.Range(0, 350)], strata, new(7));
        Assert.That(Variance(design, totals), Is.EqualTo(50 * Variance(totals[300..])).Within(1e-9));
        Assert.That(Enumerable.Range(0, 100).SelectMany(r => Enumerable.Range(0, 350).Select(c => design.Factor(r, c))), Has.All.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Strata_of_a_single_cluster_are_put_together()
    {
        var two = new ReplicateDesign([0, 1, 2, 3], [0, 1, 2, 2], new(1));
        var one = new ReplicateDesign([0, 1, 2, 3, 4, 5], [0, 1, 1, 1, 2, 2], new(1));
        Assert.That((two.Strata, two.Collapsed), Is.EqualTo((2, 2)));
        Assert.That((one.Strata, one.Collapsed), Is.EqualTo((2, 1)));
        Assert.That(one.Factor(0, 4), Is.EqualTo(1.5), "the single one joins the smallest other");
        Assert.That(new ReplicateDesign([0, 0, 0], null, new(1)).DegreesOfFreedom([true]), Is.Zero);
    }

    [Test]
    public void Degrees_of_freedom_count_the_clusters_and_strata_of_the_group()
    {
        var design = new ReplicateDesign([0, 1, 2, 3, 4], [0, 0, 0, 1, 1], new(1));
        Assert.That(design.DegreesOfFreedom([true, true, true, true, true]), Is.EqualTo(3));
        Assert.That(design.DegreesOfFreedom([true, true, false, false, false]), Is.EqualTo(1));
        Assert.That(design.DegreesOfFreedom([true, false, false, true, false]), Is.Zero);
    }

    [Test]
    public void A_cluster_in_two_strata_is_refused() =>
        Assert.That(() => new ReplicateDesign([0, 0], [0, 1], new(1)), Throws.ArgumentException);

    private static double Variance(ReplicateDesign design, double[] totals)
    {
        var changes = Enumerable.Range(0, design.Replicates).Select(r => totals.Select((t, c) => t * design.Factor(r, c)).Sum() - totals.Sum()).ToArray();
        return design.Covariance(changes, changes);
    }

    private static double Variance(double[] values) => values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1);
}
