namespace AuditHarness.Metrics.Calibration;

public sealed class CurveErrorsTests
{
    // R's type 7 on the patients written out one by one.
    private static double Quantile(double[] errors, double[] weights, double share)
    {
        double[] sorted = [.. errors.SelectMany((e, i) => Enumerable.Repeat(e, (int)weights[i])).Order()];
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    // With many equal errors, with one that dwarfs all others, few and many.
    [Test]
    public void Quantiles_are_those_of_the_patients_in_order([Values(1, 2, 31, 33, 250, 5000)] int points, [Values] bool coarse, [Values] bool dwarfed, [Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        double[] errors = [.. Enumerable.Range(0, points).Select(_ => coarse ? random.Next(4) / 8.0 : random.NextDouble())], weights = [.. errors.Select(_ => 1.0 + random.Next(3))];
        if (dwarfed) errors[0] = 1e6;
        var (median, ninety) = (Quantile(errors, weights, 0.5), Quantile(errors, weights, 0.9));
        var found = CurveErrors.Of((double[])errors.Clone(), (double[])weights.Clone(), false);
        Assert.That(new[] { found.Median, found.Ninety, found.Largest }, Is.EqualTo(new[] { median, ninety, errors.Max() }).Within(1e-12));
        Assert.That(found.Mean, Is.EqualTo(errors.Zip(weights, (e, w) => e * w).Sum() / weights.Sum()).Within(1e-9));
    }

    // The distribution function inverted: half of the weight lies at or below the median, less than half strictly below.
    [Test]
    public void With_weights_the_distribution_function_is_inverted([Values(10, 100, 5000)] int points, [Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        double[] errors = [.. Enumerable.Range(0, points).Select(_ => random.NextDouble())], weights = [.. errors.Select(_ => 0.1 + random.NextDouble())];
        var found = CurveErrors.Of((double[])errors.Clone(), (double[])weights.Clone(), true);
        foreach (var (value, share) in new[] { (found.Median, 0.5), (found.Ninety, 0.9) })
        {
            double Weight(Func<double, bool> of) => errors.Zip(weights).Where(p => of(p.First)).Sum(p => p.Second) / weights.Sum();
            Assert.That((Weight(e => e < value), Weight(e => e <= value)), Is.EqualTo((share, share)).Using<(double, double)>((a, b) => a.Item1 < b.Item1 && a.Item2 >= b.Item2));
        }
    }
}
