using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class ClassifierTwoSampleTestTests
{
    private static readonly ClassifierTwoSampleTest Measure = new();

    private static double[] Normals(ulong seed, int count, double mean)
    {
        var random = new Seed(seed).Generator();
        return [.. Enumerable.Range(0, count).Select(_ => mean + random.NextNormal())];
    }

    [Test]
    public void Normal_distributions_a_shift_apart_have_a_closed_form()
    {
        // The best classifier of N(0, 1) and N(δ, 1) ranks by the value itself: Φ(δ / √2).
        foreach (var shift in new[] { 0.3, 1.0, 2.5 })
        {
            var known = (Estimate.Known)Measure.Whole(RecordWorlds.Numbers(Normals(1, 1500, 0), Normals(2, 1200, shift)), "RealOrSyntheticAuroc");
            var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / Math.Sqrt(2));
            Assert.That(known.Value, Is.EqualTo(truth).Within(0.03));
        }
        Assert.That(Measure.Value(RecordWorlds.Numbers(Normals(3, 1500, 0), Normals(4, 1200, 0))), Is.EqualTo(0.5).Within(0.05));
    }

    [Test]
    public void Limits_hold_the_area_of_the_best_classifier([Values(0.0, 1.0)] double shift)
    {
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / Math.Sqrt(2));
        var held = Enumerable.Range(0, 100).Count(i =>
        {
            var known = (Estimate.Known)Measure.Whole(RecordWorlds.Numbers(Normals((ulong)(300 + (2 * i)), 120, 0), Normals((ulong)(301 + (2 * i)), 100, shift)));
            var interval = known.Sampling!.Interval(0.95);
            return interval.Lower <= truth && truth <= interval.Upper;
        });
        Assert.That(held, Is.GreaterThanOrEqualTo(89), "95 on average");
    }

    [Test]
    public void Propensity_of_two_proportions_has_a_closed_form()
    {
        // 40 of 100 against 30 of 60: of those with the level 3/7 are made up, of those without 1/3; c is 3/8. One column: k = 1.
        string?[] Table(int a, int b) => [.. Enumerable.Repeat("a", a), .. Enumerable.Repeat("b", b)];
        const double share = 60 / 160.0;
        var squares = (70 * Math.Pow((30 / 70.0) - share, 2)) + (90 * Math.Pow((30 / 90.0) - share, 2));
        var ratio = squares / 160 / (share * (1 - share) * 1 / 160);
        var evidence = RecordWorlds.Categories(Table(40, 60), Table(30, 30));
        Assert.That(Measure.Value(evidence, "PropensityMseRatio"), Is.EqualTo(ratio).Within(1e-4));
        // It is Pearson's χ² of the table of two by two, over its one degree of freedom.
        const double pearson = 160.0 * ((40 * 30) - (60 * 30)) * ((40 * 30) - (60 * 30)) / (100.0 * 60 * 70 * 90);
        Assert.That(ratio, Is.EqualTo(pearson).Within(1e-12));
    }

    [Test]
    public void Propensity_ratio_of_samples_of_one_population_is_one_on_average()
    {
        var ratios = Enumerable.Range(0, 30).Select(i =>
            Measure.Value(RecordWorlds.Of(RecordWorlds.Patients(100 + i, 260), null, RecordWorlds.Patients(200 + i, 240), RecordRoles.None), "PropensityMseRatio")).ToList();
        // 14 to 16 degrees of freedom each: a standard error of √(2 / 15) / √30 = 0.07.
        Assert.That(ratios.Average(), Is.EqualTo(1).Within(0.22));
    }

    [Test]
    public void Propensity_ratio_needs_records_for_every_column()
    {
        RecordTable Wide(int seed, int count, int columns) => new([.. Enumerable.Range(0, columns).Select(c => new RecordColumn.Number($"x{c}", Normals((ulong)((100 * seed) + c), count, 0)))], count);
        RecordEvidence Of(int seed, int train, int synthetic, int columns) => RecordWorlds.Of(Wide(seed, train, columns), null, Wide(seed + 500, synthetic, columns), RecordRoles.None);
        Assert.That(((Estimate.Undefined)Measure.Whole(Of(1, 400, 49, 10), "PropensityMseRatio")).Reason.ToString(), Does.StartWith("fewer than 5 training or made-up records for each of 10 columns"));
        // At the fewest, samples of one population still have a ratio near 1: 40 ratios of 10 degrees of freedom, an error of √(2 / 10) / √40 = 0.07.
        foreach (var (train, synthetic) in new[] { (50, 50), (400, 50) })
            Assert.That(Enumerable.Range(0, 40).Average(i => Measure.Value(Of(10 + i, train, synthetic, 10), "PropensityMseRatio")), Is.EqualTo(1).Within(0.25), $"{train} and {synthetic}");
    }

    [Test]
    public void Rank_leaves_out_what_other_columns_say()
    {
        double[] rows = [1, 2, 0, 5, 2, 4, 1, 5, 3, 6, 0, 5, 4, 8, 1, 5, 1, 2, 1, 5];
        Assert.That(DesignRank.Of(rows, 5, 4), Is.EqualTo(2), "a, 2a, b and a constant");
    }

    [Test]
    public void A_learner_that_is_given_is_used()
    {
        var evidence = RecordWorlds.Numbers(Normals(1, 60, 0), Normals(2, 60, 3));
        Assert.That(new ClassifierTwoSampleTest(new Indifferent()).Value(evidence), Is.EqualTo(0.5));
    }

    private sealed record Indifferent : ILearner, IFittedClassifier
    {
        public Phrase Name { get; } = Phrase.Of($"none");

        public IFittedClassifier Fit(FeatureTable features, byte[] labels, double[]? weights, Seed seed, CancellationToken stop = default) => this;

        public double[] Score(FeatureTable features) => [.. Enumerable.Repeat(0.5, features.Count)];
    }
}
