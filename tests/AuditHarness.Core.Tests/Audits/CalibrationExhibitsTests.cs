using AuditHarness.Metrics;

namespace AuditHarness.Audits;

/// <summary>Calibration errors beside what chance gives, and tests of calibration.</summary>
public sealed class CalibrationExhibitsTests
{
    private static readonly string[] s_ofIndependentRows = ["calibration-error-by-chance", "calibration-by-chance", "calibration-tests"];

    private static Dictionary<string, IReadOnlyList<IReadOnlyList<Cell>>> Tables(SampleAudit sample) => sample.Run().Exhibits.OfType<Exhibit.Table>()
        .Where(t => s_ofIndependentRows.Contains(t.Id)).ToDictionary(t => t.Id, t => t.Rows);

    [TestCase(2000, "fitted at every distinct score")]
    [TestCase(2001, "fitted at 512 quantile knots and 64 at bends")]
    public void The_table_and_every_figure_say_where_a_local_curve_was_fitted(int patients, string fitted)
    {
        double[] scores = [.. Enumerable.Range(0, patients).Select(i => (i + 0.5) / patients)];
        var sample = SampleAudit.Of(ReportProfile.Internal, [.. scores.Select((s, i) => (byte)(i * 0.6180339887498949 % 1 < s ? 1 : 0))], scores, Array.ConvertAll(scores, _ => "x"), Array.ConvertAll(scores, _ => "p")).OfEverybody().Only(AuditCatalog.Calibration);
        var result = sample.Run();
        var titles = result.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "calibration-by-chance").Rows.Select(r => ((Cell.Said)r[1]).Value.ToString()).ToArray();
        Assert.That(titles.Where(t => t.Contains("fitted", StringComparison.Ordinal)), Has.Exactly(8).Items.And.All.EndsWith(fitted));
        Assert.That(titles, Does.Contain("Integrated calibration index (LOESS), " + fitted).And.Contain("E90 (isotonic regression)"));
        // The mean, three quantiles of each of two; Emax has no interval, and says it all the same.
        var local = result.Measurements.OfType<Measurement.Known>().Where(m => m.Fit is not null).ToArray();
        Assert.That(local.Select(m => m.Metric), Is.EquivalentTo(
            from smoother in new[] { "Loess", "Lowess" } from figure in new[] { "IntegratedCalibrationIndex", "E50", "E90", "Emax" } select figure + smoother));
        Assert.That(local.Select(m => m.Fit!.ToString()), Is.All.EqualTo(fitted));
    }

    // Each row ten times over: Spiegelhalter's Z would be √10 times as large, and chance √10 times too small.
    [TestCase(true, "rows of a cluster are not independent")]
    [TestCase(false, "patients drawn within strata are no simple random sample")]
    public void What_counts_independent_rows_is_not_given_for_rows_of_a_design(bool clustered, string why)
    {
        var rows = Metrics.Rows.Random(17, 60, ties: false);
        T[] Tenfold<T>(T[] one) => [.. one.SelectMany(x => Enumerable.Repeat(x, 10))];
        var sample = SampleAudit.Of(ReportProfile.Internal, Tenfold(rows.Labels), Tenfold(rows.Scores), Tenfold(Array.ConvertAll(rows.Labels, _ => "x")), Tenfold(Array.ConvertAll(rows.Labels, _ => "p")))
            .OfEverybody().Only(AuditCatalog.Calibration);
        var (alone, together) = (Tables(sample), Tables(clustered ? sample.In([.. Enumerable.Range(0, 600).Select(i => i / 10)]) : sample.In(null, [.. Enumerable.Range(0, 600).Select(i => i % 2)])));
        Assert.Multiple(() =>
        {
            Assert.That(alone.Keys, Is.EquivalentTo(s_ofIndependentRows));
            foreach (var (table, column) in new[] { ("calibration-error-by-chance", 2), ("calibration-by-chance", 3), ("calibration-tests", 2), ("calibration-tests", 4) })
            {
                Assert.That(alone[table].Select(r => r[column]), Is.Not.Empty.And.All.TypeOf<Cell.Number>(), table);
                Assert.That(together[table].Select(r => (r[column] as Cell.Hidden)?.Reason.ToString()), Is.All.EqualTo(why), table);
            }
            foreach (var (table, column) in new[] { ("calibration-error-by-chance", 1), ("calibration-by-chance", 2) })
                Assert.That(together[table].Select(r => r[column]), Is.EqualTo(alone[table].Select(r => r[column])), "the errors themselves stand");
        });
    }
}
