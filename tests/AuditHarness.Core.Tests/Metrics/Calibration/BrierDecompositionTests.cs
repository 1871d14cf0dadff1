namespace AuditHarness.Metrics.Calibration;

public sealed class BrierDecompositionTests
{
    private static double Value(IMetric metric, Rows rows) => ((Estimate.Known)metric.Measure(rows.Evidence)).Value;

    [Test]
    public void The_parts_sum_to_the_brier_score([Range(1, 4)] int seed, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 170, ties: seed % 2 == 0, weighted);
        var all = Enumerable.Range(0, rows.Count).ToArray();
        var total = all.Sum(rows.Weight);
        var brier = all.Sum(i => rows.Weight(i) * Math.Pow(rows.Scores[i] - rows.Labels[i], 2)) / total;
        var prevalence = all.Sum(i => rows.Weight(i) * rows.Labels[i]) / total;
        var bins = all.GroupBy(i => Math.Ceiling(rows.Scores[i] * 10)).Select(b => (
            Share: b.Sum(rows.Weight) / total, Rate: b.Sum(i => rows.Weight(i) * rows.Labels[i]) / b.Sum(rows.Weight), Risk: b.Sum(i => rows.Weight(i) * rows.Scores[i]) / b.Sum(rows.Weight))).ToArray();
        var ours = BrierDecomposition.Of(rows.Evidence);
        Assert.Multiple(() =>
        {
            Assert.That(ours.Brier, Is.EqualTo(brier).Within(1e-13));
            Assert.That(ours.Reliability, Is.EqualTo(bins.Sum(b => b.Share * Math.Pow(b.Risk - b.Rate, 2))).Within(1e-13));
            Assert.That(ours.Resolution, Is.EqualTo(bins.Sum(b => b.Share * Math.Pow(b.Rate - prevalence, 2))).Within(1e-13));
            Assert.That(ours.Uncertainty, Is.EqualTo(prevalence * (1 - prevalence)).Within(1e-13));
            Assert.That(Value(new BrierReliability(), rows), Is.EqualTo(bins.Sum(b => b.Share * Math.Pow(b.Risk - b.Rate, 2))).Within(1e-13));
            Assert.That(Value(new BrierResolution(), rows), Is.EqualTo(bins.Sum(b => b.Share * Math.Pow(b.Rate - prevalence, 2))).Within(1e-13));
            Assert.That(Value(new BrierUncertainty(), rows), Is.EqualTo(prevalence * (1 - prevalence)).Within(1e-13));
        });
    }

    [Test]
    public void Corp_equals_an_isotonic_fit_by_brute_force([Range(1, 4)] int seed, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 60, ties: seed % 2 == 0, weighted);
        double Average(IEnumerable<int> of, Func<int, double> what) => of.ToArray() is var all ? all.Sum(i => rows.Weight(i) * what(i)) / all.Sum(rows.Weight) : 0;
        var everybody = Enumerable.Range(0, rows.Count);
        var scores = rows.Scores.Distinct().Order().ToArray();
        double Mean(double from, double to) => Average(everybody.Where(i => rows.Scores[i] >= from && rows.Scores[i] <= to), i => rows.Labels[i]);
        var fitted = scores.ToDictionary(s => s, s => scores.Where(a => a <= s).Max(a => scores.Where(b => b >= s).Min(b => Mean(a, b))));
        double Brier(Func<int, double> risk) => Average(everybody, i => Math.Pow(risk(i) - rows.Labels[i], 2));
        var prevalence = Average(everybody, i => rows.Labels[i]);
        var ours = CorpDecomposition.Of(rows.Evidence);
        Assert.Multiple(() =>
        {
            Assert.That(ours.Miscalibration, Is.EqualTo(Brier(i => rows.Scores[i]) - Brier(i => fitted[rows.Scores[i]])).Within(1e-12));
            Assert.That(ours.Discrimination, Is.EqualTo(Brier(_ => prevalence) - Brier(i => fitted[rows.Scores[i]])).Within(1e-12));
            Assert.That(ours.Brier, Is.EqualTo(Brier(i => rows.Scores[i])).Within(1e-12));
            Assert.That(Value(new CorpMiscalibration(), rows), Is.EqualTo(Brier(i => rows.Scores[i]) - Brier(i => fitted[rows.Scores[i]])).Within(1e-12));
            Assert.That(Value(new CorpDiscrimination(), rows), Is.EqualTo(Brier(_ => prevalence) - Brier(i => fitted[rows.Scores[i]])).Within(1e-12));
        });
    }
}
