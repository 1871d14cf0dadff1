namespace AuditHarness.Metrics.Calibration;

[TestFixture]
internal sealed class EqualMassBinsTests
{
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Bins_are_those_of_calibration_curve_with_strategy_quantile(string folder, string model)
    {
        var agreement = new Agreement();
        var oracle = OracleFolder.Of(folder);
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            var curve = theirs.GetProperty("probability").GetProperty("calibration_quantile");
            var bins = EqualMassBins.Of(ours.Ranked, (_, _) => true);
            agreement.Check($"{who} bins", bins.Count, curve.GetProperty("count").GetArrayLength(), 0);
            for (var b = 0; b < Math.Min(bins.Count, curve.GetProperty("count").GetArrayLength()); b++)
            {
                agreement.Check($"{who} bin {b} count", bins[b].All.Rows, curve.GetProperty("count")[b].GetDouble(), 0);
                agreement.Check($"{who} bin {b} observed", bins[b].EventRate, curve.GetProperty("prob_true")[b].GetDouble(), 1e-12);
                agreement.Check($"{who} bin {b} predicted", bins[b].MeanScore, curve.GetProperty("prob_pred")[b].GetDouble(), 1e-12);
            }
        }
        agreement.Holds(atLeast: 60);
    }

    [Test]
    public void Bins_too_small_to_show_are_merged_with_a_neighbour_and_nobody_is_lost()
    {
        var rows = Rows.Random(3, 57, ties: false);
        var bins = EqualMassBins.Of(rows.Evidence.Ranked, (events, nonEvents) => events.Rows + nonEvents.Rows > 10);
        Assert.Multiple(() =>
        {
            Assert.That(bins, Has.Count.InRange(2, 5));
            Assert.That(bins.Select(b => b.All.Rows), Has.All.GreaterThan(10));
            Assert.That(bins.Sum(b => b.All.Rows), Is.EqualTo(57));
            Assert.That(bins.Sum(b => b.Events.Rows), Is.EqualTo(rows.Labels.Count(l => l == 1)));
            Assert.That(bins.Sum(b => b.MeanScore * b.All.Rows), Is.EqualTo(rows.Scores.Sum()).Within(1e-12));
            Assert.That(bins.Skip(1).Zip(bins, (b, a) => b.From == a.To), Has.All.True);
        });
    }
}
