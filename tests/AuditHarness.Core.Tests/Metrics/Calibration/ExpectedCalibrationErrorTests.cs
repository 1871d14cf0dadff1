namespace AuditHarness.Metrics.Calibration;

public sealed class ExpectedCalibrationErrorTests
{
    private static double Value(Rows rows) => ((Estimate.Known)new ExpectedCalibrationError().Measure(rows.Evidence)).Value;

    /// <summary>Bin of a score by the definition: (0, 0.1], (0.1, 0.2], …, and 0 in the first; edges as numpy's linspace.</summary>
    private static int Bin(double score) => Enumerable.Range(1, 9).Count(k => score > k * 0.1);

    [Test]
    public void It_equals_a_sum_row_by_row([Range(1, 5)] int seed, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 300, ties: seed % 2 == 0, weighted);
        var (gap, weight) = (new double[10], new double[10]);
        for (var i = 0; i < rows.Count; i++)
        {
            gap[Bin(rows.Scores[i])] += rows.Weight(i) * (rows.Labels[i] - rows.Scores[i]);
            weight[Bin(rows.Scores[i])] += rows.Weight(i);
        }
        Assert.That(Value(rows), Is.EqualTo(gap.Sum(Math.Abs) / weight.Sum()).Within(1e-13));
    }

    [TestCase(0.0, 0)]
    [TestCase(0.1, 0)]
    [TestCase(0.5, 4)]
    [TestCase(0.6, 5)]
    [TestCase(0.7, 6)]
    [TestCase(0.9, 8)]
    [TestCase(0.90000000000001, 9)]
    [TestCase(1.0, 9)]
    public void A_score_on_an_inner_edge_falls_in_the_lower_bin(double score, int bin)
    {
        var only = EqualWidthBins.Of(new Rows([score], [1], null, 0.5).Evidence.Ranked).Single();
        Assert.Multiple(() =>
        {
            Assert.That(only.From, Is.EqualTo(bin * 0.1).Within(1e-15));
            Assert.That(only.To, Is.EqualTo((bin + 1) * 0.1).Within(1e-15));
        });
    }

    [Test]
    public void Bins_hold_everybody_once_and_empty_ones_are_left_out()
    {
        var bins = EqualWidthBins.Of(new Rows([0.05, 0.07, 0.95, 0.35], [0, 1, 1, 0], null, 0.5).Evidence.Ranked);
        Assert.Multiple(() =>
        {
            Assert.That(bins.Select(b => b.All.Rows), Is.EqualTo(new[] { 2, 1, 1 }));
            Assert.That(bins.Select(b => b.EventRate), Is.EqualTo(new[] { 0.5, 0.0, 1.0 }));
            Assert.That(bins.Select(b => b.MeanScore), Is.EqualTo(new[] { 0.06, 0.35, 0.95 }).Within(1e-15));
        });
    }

    // Trap: ECE is positive even for a perfect model, so that small groups look worse.
    [TestCase(25, false)]
    [TestCase(200, false)]
    [TestCase(2000, false)]
    [TestCase(400, true)]
    public void The_error_expected_of_a_calibrated_model_is_what_simulation_gives(int patients, bool weighted)
    {
        var rows = Rows.Random(20 + patients, patients, ties: false, weighted);
        var expected = ExpectedCalibrationError.UnderPerfectCalibration(rows.Evidence)!.Value;
        var random = new Random(21);
        const int draws = 1500;
        var sum = 0.0;
        for (var draw = 0; draw < draws; draw++)
            sum += Value(rows with { Labels = Array.ConvertAll(rows.Scores, s => (byte)(random.NextDouble() < s ? 1 : 0)) });
        Assert.That(expected, Is.EqualTo(sum / draws).Within(3).Percent.And.GreaterThan(0));
    }

    [Test]
    public void A_small_group_is_expected_to_show_a_larger_error_than_a_large_one() => Assert.That(
        ExpectedCalibrationError.UnderPerfectCalibration(Rows.Random(1, 50).Evidence),
        Is.GreaterThan(3 * ExpectedCalibrationError.UnderPerfectCalibration(Rows.Random(1, 2000).Evidence)!.Value));

    [Test]
    public void Without_patients_nothing_is_expected_and_certain_risks_leave_no_room_for_chance() => Assert.Multiple(() =>
    {
        Assert.That(ExpectedCalibrationError.UnderPerfectCalibration(new Rows([], [], null, 0.5).Evidence), Is.Null);
        Assert.That(ExpectedCalibrationError.UnderPerfectCalibration(new Rows([0, 1], [0, 1], null, 0.5).Evidence), Is.Zero);
    });

    [Test]
    public void De_moivre_gives_the_mean_deviation_of_a_binomial_exactly()
    {
        // Three patients at 0.5: |X / 3 − ½| is ½ with probability ¼ and 1/6 with ¾, so 1/4 on average.
        Assert.That(ExpectedCalibrationError.UnderPerfectCalibration(new Rows([0.5, 0.5, 0.5], [0, 1, 1], null, 0.5).Evidence),
            Is.EqualTo(0.25).Within(1e-12));
    }
}
