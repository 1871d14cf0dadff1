namespace AuditHarness.Metrics.Calibration;

public sealed class IsotonicRegressionTests
{
    [TestCase("flchain")]
    [TestCase("health_insurance")]
    [TestCase("nhanes_weighted")]
    public void It_has_the_knots_of_scikit_learn(string folder)
    {
        var oracle = OracleFolder.Of(folder);
        var knots = oracle.Metrics.GetProperty("models").GetProperty("lr").GetProperty("isotonic_fit_on_test");
        var ours = oracle.Evidence("lr", "")["overall"];
        var isotonic = IsotonicRegression.Fit(ours.Ranked);
        var agreement = new Agreement();
        var (x, y) = (knots.GetProperty("x"), knots.GetProperty("y"));
        for (var i = 0; i < x.GetArrayLength(); i++)
        {
            var at = Array.BinarySearch(ours.Ranked.Scores, x[i].GetDouble());
            agreement.Check($"knot {i}", at < 0 ? double.NaN : isotonic[at], y[i].GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 10);
    }

    // scikit-learn's curve runs straight between its knots; its distances from the risks, patient by patient, and their quantiles by type 7.
    [TestCase("flchain")]
    [TestCase("health_insurance")]
    [TestCase("nhanes_weighted")]
    public void Distances_from_scikit_learns_curve_are_the_isotonic_errors(string folder)
    {
        var oracle = OracleFolder.Of(folder);
        var knots = oracle.Metrics.GetProperty("models").GetProperty("lr").GetProperty("isotonic_fit_on_test");
        double[] Knots(string name) => [.. knots.GetProperty(name).EnumerateArray().Select(k => k.GetDouble())];
        var (x, y) = (Knots("x"), Knots("y"));
        double Curve(double score)
        {
            var right = Math.Max(1, Array.FindIndex(x, k => k >= score));
            return y[right - 1] + ((y[right] - y[right - 1]) * (score - x[right - 1]) / (x[right] - x[right - 1]));
        }
        double[] errors = [.. oracle.Numbers("score_lr").Select(s => Math.Abs(Curve(s) - s)).Order()];
        double Quantile(double share) => share * (errors.Length - 1) is var at ? errors[(int)at] + ((at - (int)at) * (errors[(int)at + 1] - errors[(int)at])) : 0;
        var evidence = oracle.Evidence("lr", "")["overall"];
        Assert.Multiple(() =>
        {
            foreach (var (id, theirs) in new[] { ("IntegratedCalibrationIndexIsotonic", errors.Average()), ("E50Isotonic", Quantile(0.5)), ("E90Isotonic", Quantile(0.9)), ("EmaxIsotonic", errors[^1]) })
                Assert.That(((Estimate.Known)MetricCatalog.Find(id)!.Measure(evidence)).Value, Is.EqualTo(theirs).Within(1e-12), id);
        });
    }

    // The level at a point is the smallest, over all ends to the right, of the largest mean over all beginnings to the left.
    [Test]
    public void It_equals_the_max_min_formula([Range(1, 4)] int seed, [Values] bool weighted)
    {
        var ranked = Rows.Random(seed, 60, ties: seed % 2 == 0, weighted).Evidence.Ranked;
        double[] events = [.. ranked.Events.Select(e => e.Weight)], nonEvents = [.. ranked.NonEvents.Select(e => e.Weight)];
        double Mean(int from, int to) => events[from..(to + 1)].Sum() / (events[from..(to + 1)].Sum() + nonEvents[from..(to + 1)].Sum());
        var ours = IsotonicRegression.Fit(ranked);
        for (var i = 0; i < ranked.Count; i++)
            Assert.That(ours[i], Is.EqualTo(Enumerable.Range(0, i + 1).Max(from => Enumerable.Range(i, ranked.Count - i).Min(to => Mean(from, to)))).Within(1e-12));
    }
}
