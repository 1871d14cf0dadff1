using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>The copula against what is known of normals.</summary>
public sealed class GaussianCopulaTests
{
    private const int Rows = 20_000;

    // Scores of two levels of equal shares are ±c with c = Φ⁻¹(¾), and the chance that both normals are above 0 is ¼ + asin(ρ)/2π (Sheppard 1899).
    [TestCase(-0.8)]
    [TestCase(-0.3)]
    [TestCase(0)]
    [TestCase(0.5)]
    [TestCase(0.8)]
    public void The_correlation_behind_two_median_cuts_is_found(double correlation)
    {
        int[] groups = [.. Enumerable.Range(0, 1000).Select(k => k % 2)];
        var margin = new LatentMargin(groups, [500, 500]);
        const double c = 0.6744897501960817;
        var both = 0.25 + (Math.Asin(correlation) / (2 * Math.PI));
        Assert.That(LatentCorrelation.FromCovariance(margin.Hermite, margin.Hermite, c * c * ((4 * both) - 1)), Is.EqualTo(correlation).Within(2e-3));
        Assert.That(margin.Spread, Is.EqualTo(c).Within(1e-12));
    }

    [Test]
    public void Scores_of_many_ranks_are_nearly_the_normal_itself()
    {
        int[] groups = [.. Enumerable.Range(0, 5000)];
        var margin = new LatentMargin(groups, [.. Enumerable.Repeat(1, 5000)]);
        Assert.That(margin.Hermite[0], Is.EqualTo(1).Within(2e-3));
        Assert.That(margin.Hermite.Skip(1), Has.All.EqualTo(0).Within(0.02));
        Assert.That(margin.Group(-9), Is.Zero);
        Assert.That(margin.Group(9), Is.EqualTo(4999));
        Assert.That(margin.Group(0), Is.EqualTo(2500).Within(1));
    }

    [Test]
    public void Correlations_and_tables_of_two_columns_come_back()
    {
        var train = Patients.Of(20_000);
        using var copula = new GaussianCopula(train);
        var made = copula.Sample(Patients.Ask(Rows));
        double[] Sex(RecordTable t) => Array.ConvertAll(Patients.Codes(t, "sex"), c => (double)c);
        Assert.Multiple(() =>
        {
            // The law is known: 0.6, and for the two cuts ¼ + asin(0.6)/2π.
            Assert.That(Patients.Pearson(Patients.Values(made, "age"), Patients.Values(made, "pressure")), Is.EqualTo(Patients.Correlation).Within(0.03));
            Assert.That(Patients.Codes(made, "sex").Zip(Patients.Codes(made, "ill")).Average(p => p.First * p.Second), Is.EqualTo(0.25 + (Math.Asin(0.6) / (2 * Math.PI))).Within(0.02));
            // A normal and the median cut of one: ρ·√(2/π).
            Assert.That(Patients.Pearson(Patients.Values(made, "age"), Sex(made)), Is.EqualTo(0.6 * Math.Sqrt(2 / Math.PI)).Within(0.03));
            Assert.That(Patients.Pearson(Patients.Values(made, "age"), Patients.Values(made, "born")), Is.Zero.Within(0.04));
        });
    }

    [Test]
    public void Every_column_is_distributed_as_the_training_column()
    {
        var train = Patients.Of(4000);
        using var copula = new GaussianCopula(train);
        var made = copula.Sample(Patients.Ask(Rows));
        Assert.Multiple(() =>
        {
            foreach (var column in new[] { "age", "pressure", "born", "lab" })
            {
                double[] real = [.. Patients.Values(train, column).Where(v => !double.IsNaN(v)).Order()], drawn = [.. Patients.Values(made, column).Where(v => !double.IsNaN(v)).Order()];
                // Kolmogorov's bound at 0.001 for the draw; the marginal itself is the training one up to interpolation.
                Assert.That(Steps(real, drawn), Is.LessThan((1.95 / Math.Sqrt(drawn.Length)) + (1.0 / real.Length)), column);
                Assert.That((drawn[0] >= real[0], drawn[^1] <= real[^1]), Is.EqualTo((true, true)), column);
            }
            Assert.That(Patients.Values(made, "age").Concat(Patients.Values(made, "born")).All(v => v == Math.Round(v)));
            Assert.That(Patients.Values(made, "pressure").All(v => v == Math.Round(v, 1)));
            Assert.That(Patients.Values(made, "lab").Average(v => double.IsNaN(v) ? 1.0 : 0), Is.EqualTo(Patients.Values(train, "lab").Average(v => double.IsNaN(v) ? 1.0 : 0)).Within(0.012));
            Assert.That(Patients.Codes(made, "sex").Average(), Is.EqualTo(Patients.Codes(train, "sex").Average()).Within(0.016));
        });
    }

    [Test]
    public void Missing_is_a_state_that_hangs_together_with_others()
    {
        var train = Patients.Of(6000);
        var ages = Patients.Values(train, "age");
        RecordTable told = new([train.Find("age")!, new RecordColumn.Number("x", [.. ages.Select(a => a > 58 ? double.NaN : 1 / a)]), new RecordColumn.Category("c", ["u"], [.. ages.Select(a => a > 58 ? -1 : 0)])], 6000);
        using var copula = new GaussianCopula(told);
        var made = copula.Sample(Patients.Ask(6000));
        bool[] x = [.. Patients.Values(made, "x").Select(double.IsNaN)], c = [.. Patients.Codes(made, "c").Select(k => k < 0)];
        Assert.That(x.Zip(c).Average(p => p.First == p.Second ? 1.0 : 0), Is.GreaterThan(0.97), "they are missing together");
        var known = Patients.Values(made, "age").Zip(x).ToLookup(p => p.Second, p => p.First);
        Assert.That(known[true].Average() - known[false].Average(), Is.GreaterThan(12), "and of the old");
    }

    [Test]
    public void Columns_that_say_the_same_can_be_fitted_and_still_do()
    {
        var train = Patients.Of(500);
        RecordTable twice = new([.. train.Columns, new RecordColumn.Number("again", Patients.Values(train, "age")), new RecordColumn.Number("against", Array.ConvertAll(Patients.Values(train, "age"), a => -a))], 500);
        using var copula = new GaussianCopula(twice);
        var made = copula.Sample(Patients.Ask(2000));
        Assert.That(Patients.Pearson(Patients.Values(made, "age"), Patients.Values(made, "again")), Is.GreaterThan(0.99));
        Assert.That(Patients.Pearson(Patients.Values(made, "age"), Patients.Values(made, "against")), Is.LessThan(-0.99));
    }

    [Test]
    public void Correlations_that_do_not_fit_together_are_made_to()
    {
        var triangle = LatentCorrelation.Triangle(new double[,] { { 1, 0.9, -0.9 }, { 0.9, 1, 0.9 }, { -0.9, 0.9, 1 } });
        for (var i = 0; i < 3; i++)
            Assert.That(Enumerable.Range(0, 3).Sum(k => triangle[i, k] * triangle[i, k]), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void A_table_without_anything_that_varies_can_be_fitted()
    {
        using var copula = new GaussianCopula(new([new RecordColumn.Number("x", [3]), new RecordColumn.Category("c", ["a", "b"], [-1])], 1));
        var made = copula.Sample(Patients.Ask(3));
        Assert.That(Patients.Values(made, "x"), Has.All.EqualTo(3));
        Assert.That(Patients.Codes(made, "c"), Has.All.EqualTo(-1));
    }

    // The largest gap of two distributions that are steps.
    private static double Steps(double[] one, double[] other)
    {
        var (largest, i, j) = (0.0, 0, 0);
        while (i < one.Length && j < other.Length)
        {
            var value = Math.Min(one[i], other[j]);
            while (i < one.Length && one[i] <= value) i++;
            while (j < other.Length && other[j] <= value) j++;
            largest = Math.Max(largest, Math.Abs(((double)i / one.Length) - ((double)j / other.Length)));
        }
        return largest;
    }
}
