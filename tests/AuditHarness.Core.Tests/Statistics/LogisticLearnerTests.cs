namespace AuditHarness.Statistics;

public sealed class LogisticLearnerTests
{
    private sealed record Data(double[] Columns, byte[] Labels, double[]? Weights, int Width);

    private static Data Random(int seed, int rows, int width, bool weighted)
    {
        var random = new Random(seed);
        var columns = new double[rows * width];
        for (var at = 0; at < columns.Length; at++) columns[at] = at % width == 1 ? random.Next(2) : (2 * random.NextDouble()) - 1 + (at % width == 2 ? 0.7 * columns[at - 2] : 0);
        byte[] labels = [.. Enumerable.Range(0, rows).Select(i => (byte)(random.NextDouble() < 1 / (1 + Math.Exp(0.5 - (1.5 * columns[i * width]))) ? 1 : 0))];
        return new(columns, labels, weighted ? [.. Enumerable.Range(0, rows).Select(_ => 0.2 + (3 * random.NextDouble()))] : null, width);
    }

    private static double Loss(Data data, double ridge, double[] coefficients)
    {
        var sum = ridge / 2 * coefficients.Skip(1).Sum(c => c * c);
        for (var i = 0; i < data.Labels.Length; i++)
        {
            var eta = coefficients[0];
            for (var j = 0; j < data.Width; j++) eta += coefficients[j + 1] * data.Columns[(i * data.Width) + j];
            sum += (data.Weights?[i] ?? 1) * Math.Log(1 + Math.Exp(data.Labels[i] == 1 ? -eta : eta));
        }
        return sum;
    }

    // Golden sections along one coefficient after the other: nothing of Newton's method in it, and no derivative.
    private static double[] Minimise(Data data, double ridge)
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        var coefficients = new double[data.Width + 1];
        for (var (round, moved) = (0, 1.0); round < 400 && moved > 1e-8; round++)
        {
            moved = 0;
            for (var j = 0; j < coefficients.Length; j++)
            {
                var before = coefficients[j];
                var (low, high) = (before - (round == 0 ? 8 : 0.5), before + (round == 0 ? 8 : 0.5));
                while (high - low > 1e-9)
                {
                    var (a, b) = (high - (golden * (high - low)), low + (golden * (high - low)));
                    if (At(a) < At(b)) high = b;
                    else low = a;
                }
                coefficients[j] = (low + high) / 2;
                moved = Math.Max(moved, Math.Abs(coefficients[j] - before));

                double At(double value)
                {
                    coefficients[j] = value;
                    return Loss(data, ridge, coefficients);
                }
            }
        }
        return coefficients;
    }

    [Test]
    public void It_finds_the_minimum_that_a_search_without_derivatives_finds([Values(0, 1, 25)] double ridge, [Values] bool weighted)
    {
        var data = Random(7, 120, 3, weighted);
        var theirs = Minimise(data, ridge);
        var ours = LogisticLearner.Fit(data.Columns, data.Labels, data.Weights, ridge);
        Assert.That(ours.Converged);
        // A search by values alone sees √ε of a coefficient.
        Assert.That((double[])[ours.Intercept, .. ours.Weights], Is.EqualTo(theirs).Within(1e-6));
        Assert.That(Loss(data, ridge, [ours.Intercept, .. ours.Weights]), Is.LessThanOrEqualTo(Loss(data, ridge, theirs) + 1e-10));
    }

    [Test]
    public void At_the_minimum_the_slope_of_the_loss_is_0_in_every_direction([Range(1, 4)] int seed)
    {
        var data = Random(seed, 300, 6, seed % 2 == 0);
        var ours = LogisticLearner.Fit(data.Columns, data.Labels, data.Weights, 2);
        double[] at = [ours.Intercept, .. ours.Weights];
        for (var j = 0; j < at.Length; j++)
        {
            var slope = j == 0 ? 0 : 2 * at[j];
            for (var i = 0; i < data.Labels.Length; i++)
            {
                var x = j == 0 ? 1 : data.Columns[(i * 6) + j - 1];
                slope += (data.Weights?[i] ?? 1) * x * (ours.Probability(data.Columns.AsSpan(i * 6, 6)) - data.Labels[i]);
            }
            Assert.That(slope, Is.Zero.Within(1e-9));
        }
    }

    [Test]
    public void With_one_yes_or_no_column_the_weight_is_the_log_odds_ratio()
    {
        // 10 of 40 without, 45 of 60 with: odds 1/3 and 3.
        double[] column = [.. Enumerable.Repeat(0.0, 40), .. Enumerable.Repeat(1.0, 60)];
        byte[] labels = [.. Enumerable.Range(0, 100).Select(i => (byte)(i is < 10 or >= 55 ? 1 : 0))];
        var fit = LogisticLearner.Fit(column, labels, ridge: 0);
        Assert.That(fit.Intercept, Is.EqualTo(Math.Log(1 / 3.0)).Within(1e-12));
        Assert.That(fit.Weights[0], Is.EqualTo(Math.Log(9)).Within(1e-12));
        Assert.That(fit.Probability([1]), Is.EqualTo(0.75).Within(1e-12));
        Assert.That(fit.LogOdds([1]), Is.EqualTo(Math.Log(3)).Within(1e-12));
    }

    [Test]
    public void A_weight_of_two_is_a_row_twice()
    {
        var data = Random(3, 80, 3, false);
        double[] weights = [.. Enumerable.Range(0, 80).Select(i => i % 2 == 0 ? 2.0 : 1)];
        int[] rows = [.. Enumerable.Range(0, 80).SelectMany(i => Enumerable.Repeat(i, i % 2 == 0 ? 2 : 1))];
        var weighted = LogisticLearner.Fit(data.Columns, data.Labels, weights);
        var repeated = LogisticLearner.Fit(rows.SelectMany(i => data.Columns[(i * 3)..((i * 3) + 3)]).ToArray(), Array.ConvertAll(rows, i => data.Labels[i]));
        Assert.That((double[])[weighted.Intercept, .. weighted.Weights], Is.EqualTo((double[])[repeated.Intercept, .. repeated.Weights]).Within(1e-10));
    }

    [Test]
    public void A_ridge_tames_columns_that_separate_the_classes_or_depend_on_each_other()
    {
        double[] columns = [-2, -2, -1, -1, 1, 1, 3, 3];
        var fit = LogisticLearner.Fit(columns, [0, 0, 1, 1], ridge: 1);
        Assert.That(fit.Converged);
        Assert.That(fit.Weights[0], Is.EqualTo(fit.Weights[1]).Within(1e-12));
        Assert.That(fit.Weights[0], Is.InRange(0.1, 2));
        Assert.That(LogisticLearner.Fit([-2, -1, 1, 3], [0, 0, 1, 1], ridge: 1e-6).Converged, "a steep one too");
    }

    [Test]
    public void Without_columns_the_intercept_is_the_log_odds_of_the_rate() =>
        Assert.That(LogisticLearner.Fit([], [1, 0, 0, 0]).Intercept, Is.EqualTo(Math.Log(1 / 3.0)).Within(1e-15));

    [Test]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.That(() => LogisticLearner.Fit([1, 2], [1, 1]), Throws.ArgumentException.With.Message.Contains("Both classes"));
        Assert.That(() => LogisticLearner.Fit([1, 2, 3], [1, 0]), Throws.ArgumentException);
        Assert.That(() => LogisticLearner.Fit([1, 2], [1, 0], [1]), Throws.ArgumentException);
        Assert.That(() => LogisticLearner.Fit([1, 1, 2, 2, 4, 4], [1, 0, 1], ridge: 0), Throws.ArgumentException);
    }
}
