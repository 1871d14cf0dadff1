using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Audits;

/// <summary>The worst calibrated of all groups, against sums row by row.</summary>
public sealed class MulticalibrationExhibitTests
{
    private static SampleAudit Sample(int rare)
    {
        var rows = Rows.Random(9, 600, ties: false);
        return SampleAudit.Of(ReportProfile.Internal, rows.Labels, rows.Scores,
            [.. Enumerable.Range(0, 600).Select(i => i < rare ? "rare" : i % 3 == 0 ? "x" : "y")], [.. Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? "p" : "q")]);
    }

    private static readonly Lazy<Exhibit.Table> s_alone = new(() => Table(Sample(0)));

    private static Exhibit.Table Table(SampleAudit sample) => sample.Run().Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "multicalibration");

    private static double Number(IReadOnlyList<Cell> row, int column) => ((Cell.Number)row[column]).Value;

    [Test]
    public void Every_group_and_intersection_enters_with_its_range_summed_row_by_row()
    {
        var sample = Sample(0);
        var (labels, scores) = (sample.Cohort.Labels, sample.Cohort.Scores);
        (double Range, double Sigmas) Of(Func<int, bool> within)
        {
            double sum = 0, low = 0, high = 0, variance = 0, n = 0;
            foreach (var tied in Enumerable.Range(0, labels.Length).Where(within).GroupBy(i => scores[i]).OrderBy(g => g.Key))
            {
                sum += tied.Sum(i => labels[i] - scores[i]);
                (low, high) = (Math.Min(low, sum), Math.Max(high, sum));
                variance += tied.Sum(i => scores[i] * (1 - scores[i]));
                n += tied.Count();
            }
            return ((high - low) / n, (high - low) / Math.Sqrt(variance));
        }
        var expected = new List<(double Range, double Sigmas)> { Of(_ => true) };
        for (var a = 0; a < 2; a++)
        {
            var level = a;
            expected.Add(Of(i => sample.Cohort.Attributes[0].Codes[i] == level));
            expected.Add(Of(i => sample.Cohort.Attributes[1].Codes[i] == level));
            for (var b = 0; b < 2; b++)
            {
                var other = b;
                expected.Add(Of(i => sample.Cohort.Attributes[0].Codes[i] == level && sample.Cohort.Attributes[1].Codes[i] == other));
            }
        }
        var rows = s_alone.Value.Rows;
        Assert.Multiple(() =>
        {
            Assert.That(((Cell.Said)rows[0][0]).Value.ToString(), Is.EqualTo("largest of 9 groups"));
            Assert.That(rows.Skip(1).Select(r => Number(r, 2)), Is.EqualTo(expected.Select(e => e.Sigmas).OrderDescending()).Within(1e-9));
            Assert.That(rows.Skip(1).Select(r => Number(r, 1)), Is.EqualTo(expected.OrderByDescending(e => e.Sigmas).Select(e => e.Range)).Within(1e-9));
            Assert.That(Number(rows[0], 2), Is.EqualTo(expected.Max(e => e.Sigmas)).Within(1e-9));
            // Feller (1951): the range of Brownian motion is √(8/π) on average; of the largest of several it is more.
            Assert.That(Number(rows[1], 3), Is.EqualTo(Math.Sqrt(8 / Math.PI)).Within(1e-6));
            Assert.That(Number(rows[0], 3), Is.EqualTo(BrownianRange.ExpectedLargest(9)).And.GreaterThan(2));
            Assert.That(rows.Select(r => Number(r, 4)), Has.All.InRange(0, 1));
        });
    }

    [Test]
    public void A_group_whose_figures_are_hidden_or_that_is_too_small_does_not_enter()
    {
        var rows = Table(Sample(18)).Rows;
        Assert.That(rows.Select(r => r[0]).OfType<Cell.Text>().Select(t => t.Value), Has.None.Contains("rare"));
        Assert.That(rows, Has.Count.GreaterThan(3));
    }

    [Test]
    public void With_clusters_the_errors_stand_and_what_chance_gives_does_not()
    {
        var (alone, together) = (s_alone.Value.Rows, Table(Sample(0).In([.. Enumerable.Range(0, 600).Select(i => i / 60)])).Rows);
        Assert.That(together.Select(r => Number(r, 2)), Is.EqualTo(alone.Select(r => Number(r, 2))));
        Assert.That(together.SelectMany(r => r.Skip(3)), Has.All.TypeOf<Cell.Hidden>());
    }
}
