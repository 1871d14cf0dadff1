namespace AuditHarness.Metrics.Calibration;

public sealed class CumulativeCalibrationTests
{
    private static CumulativeCalibration Of(double[] scores, byte[] labels, double[]? weights = null) =>
        CumulativeCalibration.Of(new Rows(scores, labels, weights, 0.5).Evidence.Ranked)!.Value;

    private static double Value(EstimatedCumulativeCalibrationError error, Rows rows) => ((Estimate.Known)error.Measure(rows.Evidence)).Value;

    // Published: tests of the MCGrad package, ECCE (the range) and its value in sigmas.
    [TestCase(new byte[] { 0, 1, 0, 1 }, 0.15, 0.67082)]
    [TestCase(new byte[] { 1, 1, 1, 1 }, 0.5, 2.23607)]
    [TestCase(new byte[] { 0, 1, 0, 0 }, 0.3, 1.34164)]
    public void It_gives_published_values(byte[] labels, double range, double sigmas)
    {
        var ours = Of([0.6, 0.8, 0.2, 0.4], labels);
        Assert.Multiple(() =>
        {
            Assert.That(ours.Range, Is.EqualTo(range).Within(1e-12));
            Assert.That(Value(new EstimatedCumulativeCalibrationError(isRange: true), new Rows([0.6, 0.8, 0.2, 0.4], labels, null, 0.5)), Is.EqualTo(range).Within(1e-12));
            Assert.That(ours.RangeInSigmas, Is.EqualTo(sigmas).Within(1e-5));
        });
    }

    [Test]
    public void It_gives_the_published_weighted_value() =>
        Assert.That(Of([0.6, 0.8, 0.2, 0.4], [0, 1, 0, 0], [0.4, 0.3, 0.2, 0.1]).Range, Is.EqualTo(0.32).Within(1e-12));

    [Test]
    public void Certain_and_wrong_risks_have_no_sigma()
    {
        var ours = Of([0, 0, 0, 0], [1, 1, 1, 1]);
        Assert.Multiple(() =>
        {
            Assert.That(ours.RangeInSigmas, Is.Null);
            Assert.That((ours.Range, ours.MaximumAbsolute), Is.EqualTo((1.0, 1.0)));
        });
    }

    [Test]
    public void It_equals_a_sum_over_thresholds_row_by_row([Range(1, 4)] int seed, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 200, ties: seed % 2 == 0, weighted);
        var all = Enumerable.Range(0, rows.Count).ToArray();
        var total = all.Sum(rows.Weight);
        var sums = rows.Scores.Append(-1).Select(cut => all.Where(i => rows.Scores[i] <= cut).Sum(i => rows.Weight(i) * (rows.Labels[i] - rows.Scores[i])) / total).ToArray();
        var ours = CumulativeCalibration.Of(rows.Evidence.Ranked)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(ours.Range, Is.EqualTo(sums.Max() - sums.Min()).Within(1e-12));
            Assert.That(ours.MaximumAbsolute, Is.EqualTo(sums.Max(Math.Abs)).Within(1e-12));
            Assert.That(Value(new EstimatedCumulativeCalibrationError(isRange: true), rows), Is.EqualTo(sums.Max() - sums.Min()).Within(1e-12));
            Assert.That(Value(new EstimatedCumulativeCalibrationError(isRange: false), rows), Is.EqualTo(sums.Max(Math.Abs)).Within(1e-12));
        });
    }
}
