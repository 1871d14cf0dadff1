using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Reporting.Html;

/// <summary>Figures of exhibits as they stand on the page, against what is counted row by row.</summary>
public sealed class CountedExhibitsTests
{
    // Six digits stand in a table for programs.
    private const double Digits = 6e-6;

    private static readonly IDocument s_page = new HtmlParser().ParseDocument(ReportHtml.Render(CountedAudit.Result));

    private static (string Group, string Against)[] Pairs => [("south", "north"), ("west", "north"), ("m", "f")];

    [Test]
    public void What_1000_patients_come_to_is_counted()
    {
        var rows = Rows("consequences");
        Assert.That(rows.Select(r => r[0].Said()), Is.EqualTo(CountedAudit.Groups.Select(g => g.Name)));
        foreach (var (row, (_, name, patients)) in rows.Zip(CountedAudit.Groups))
        {
            int Count(Func<CountedAudit.Row, bool> of) => patients.Count(of);
            int[] counts = [Count(IsFlagged), Count(r => IsFlagged(r) && r.Label == 1), Count(r => !IsFlagged(r) && r.Label == 1), Count(r => IsFlagged(r) && r.Label == 0), Count(r => !IsFlagged(r) && r.Label == 0), Count(r => r.Label == 1), Count(r => r.Label == 0)];
            Assert.That(row.Skip(1).Select(c => c.Exact()[0]), Is.EqualTo(counts.Select(c => 1000.0 * c / patients.Count)).Within(1e-3), name);
        }
    }

    // Where the plan asks for one of the figures it stands among what is asked for too, and without the exhibit they are details like others.
    [Test]
    public void What_1000_patients_come_to_is_said_once_unless_it_is_asked_for()
    {
        var result = CountedAudit.Result;
        var titles = MetricCatalog.Infos.Where(i => i.Id.EndsWith("Per1000", StringComparison.Ordinal)).ToDictionary(i => i.Id, i => i.Title);
        Assert.That(titles, Has.Count.EqualTo(4));
        Assert.That(result.Measurements.Where(m => titles.ContainsKey(m.Metric)), Has.Exactly(4 * CountedAudit.Groups.Count).Items, "they are measured");
        Assert.That(Named(s_page, "table.detail, table.measurements"), Is.Empty);
        var asked = new Expectation { Index = 0, Metric = "FalseNegativesPer1000", Where = [], Bound = Bound.AtMost, Limit = 100 };
        var page = Page(result with { Plan = result.Plan with { Expectations = [asked] } });
        Assert.That(Named(page, "table.measurements").Distinct(), Is.EqualTo(new[] { titles[asked.Metric] }));
        Assert.That(Named(page, "table.detail"), Is.Empty);
        Assert.That(Named(Page(result with { Exhibits = [.. result.Exhibits.Where(e => e.Id != "consequences")] }), "table.detail").Distinct(), Is.EquivalentTo(titles.Values));

        IDocument Page(AuditResult audit) => new HtmlParser().ParseDocument(ReportHtml.Render(audit));
        IEnumerable<string> Named(IDocument of, string tables) =>
            of.QuerySelectorAll($"#utility :is({tables}) th").Select(th => titles.Values.FirstOrDefault(t => th.TextContent.Contains(t, StringComparison.Ordinal))).OfType<string>();
    }

    [Test]
    public void Parts_of_a_gap_sum_to_the_gap_that_is_counted()
    {
        var rows = Rows("threshold-part");
        Assert.That(rows.Select(r => (r[1].Said(), r[2].Said(), r[3].Said())), Is.EqualTo(Pairs.SelectMany(p => new[] { "Sensitivity", "False positive rate", "Selection rate" }, (p, figure) => (p.Group, p.Against, figure))));
        foreach (var row in rows)
        {
            var gap = Rate(Of(row[1].Said()), row[3].Said()) - Rate(Of(row[2].Said()), row[3].Said());
            Assert.That(row[4].Exact()[0], Is.EqualTo(gap).Within(Digits), row[1].Said() + row[3].Said());
            Assert.That(row[5].Exact()[0] + row[6].Exact()[0], Is.EqualTo(gap).Within(3 * Digits), row[1].Said() + row[3].Said());
        }
    }

    [Test]
    public void A_gap_with_everybodys_case_mix_is_that_of_each_age_averaged_with_everybodys_ages()
    {
        foreach (var row in Rows("case-mix").Where(r => r[3].Said() is "Sensitivity" or "False positive rate" or "Selection rate"))
        {
            var (figure, own, other) = (row[3].Said(), Of(row[1].Said()), Of(row[2].Said()));
            Assert.That(row[4].Exact()[0], Is.EqualTo(Rate(own, figure) - Rate(other, figure)).Within(Digits), figure);
            // Of a sensitivity the mix among those with the event counts, and so on.
            var mix = CountedAudit.Rows.Where(r => IsIn(r, figure)).GroupBy(r => r.Age).ToDictionary(g => g.Key, g => (double)g.Count());
            var alike = mix.Sum(m => m.Value / mix.Values.Sum() * (Rate(own.Where(r => r.Age == m.Key), figure) - Rate(other.Where(r => r.Age == m.Key), figure)));
            // To three digits only: the cells themselves are not told.
            Assert.That(row[5].Exact()[0], Is.EqualTo(alike).Within(0.00051), figure);
            Assert.That(row[4].Exact()[0] - row[5].Exact()[0], Is.EqualTo(row[6].Exact()[0]).Within(3 * Digits), figure);
            Assert.That(row[7].Exact(), Is.EqualTo(new[] { 1.0 }), "both ages are in every group");
        }
        Assert.That(Rows("case-mix").Select(r => (r[1].Said(), r[2].Said())).Distinct(), Is.EqualTo(Pairs));
        // Where the mix makes nothing of a gap, what subtracting leaves in the last bit is no figure.
        Assert.That(Rows("case-mix").Select(r => r[6].Said()), Has.None.Contains("E−"));
    }

    [Test]
    public void The_worst_calibrated_group_is_found_by_sums_row_by_row()
    {
        var rows = Rows("multicalibration");
        var expected = CountedAudit.Groups.Select(g =>
        {
            double sum = 0, low = 0, high = 0;
            foreach (var row in g.Rows.OrderBy(r => r.Score)) (sum, low, high) = (sum + row.Label - row.Score, Math.Min(low, sum + row.Label - row.Score), Math.Max(high, sum + row.Label - row.Score));
            return (g.Name, Range: (high - low) / g.Rows.Count, Sigmas: (high - low) / Math.Sqrt(g.Rows.Sum(r => r.Score * (1 - r.Score))));
        }).OrderByDescending(e => e.Sigmas).ToList();
        Assert.That(rows.Select(r => r[0].Said()), Is.EqualTo(expected.Select(e => e.Name).Prepend("largest of 6 groups")));
        Assert.That(expected[0].Name, Is.EqualTo("region = west"), "whose risks are made too high");
        foreach (var (row, (name, range, sigmas)) in rows.Zip(expected.Prepend(expected[0])))
        {
            Assert.That(row[1].Exact()[0], Is.EqualTo(range).Within(Digits), name);
            Assert.That(row[2].Exact()[0], Is.EqualTo(sigmas).Within(10 * Digits), name);
        }
        // Feller (1951): the range of Brownian motion is √(8/π) on average.
        Assert.That(rows.Skip(1).Select(r => r[3].Exact()[0]), Is.All.EqualTo(Math.Sqrt(8 / Math.PI)).Within(10 * Digits));
        Assert.That(rows[0][3].Exact()[0], Is.GreaterThan(2), "of the largest of six it is more");
        Assert.That(rows[0][4].Exact()[0], Is.EqualTo(1 - Math.Pow(1 - rows[1][4].Exact()[0], 6)).Within(0.001).Percent);
    }

    [Test]
    public void Calibration_errors_are_counted_in_tenths_of_risk_and_chance_is_what_right_risks_give()
    {
        var rows = Rows("calibration-error-by-chance");
        Assert.That(rows.Select(r => r[0].Said()), Is.EqualTo(CountedAudit.Groups.Select(g => g.Name)));
        var random = new Random(7);
        foreach (var (row, (_, name, patients)) in rows.Zip(CountedAudit.Groups))
        {
            Assert.That(row[1].Exact()[0], Is.EqualTo(Error(patients, r => r.Label)).Within(Digits), name);
            const int draws = 400;
            var chance = Enumerable.Range(0, draws).Average(_ => Error(patients, r => random.NextDouble() < r.Score ? 1 : 0));
            // The mean of 400 draws is off by about 1.5 %.
            Assert.That(row[2].Exact()[0], Is.EqualTo(chance).Within(6).Percent, name);
        }
    }

    [Test]
    public void Every_calibration_error_of_every_group_stands_beside_what_chance_gives_and_is_the_figure_of_the_other_tables()
    {
        var rows = Rows("calibration-by-chance");
        foreach (var (group, name, patients) in CountedAudit.Groups)
        {
            var own = rows.Where(r => r[0].Said() == name).ToDictionary(r => r[1].Said());
            Assert.That(own, Has.Count.EqualTo(21), "as many as there are errors");
            Assert.That(own["Expected calibration error"][2].Exact()[0], Is.EqualTo(Error(patients, r => r.Label)).Within(Digits), name);
            Assert.That(own["Brier reliability"][2].Exact()[0], Is.EqualTo(Tenths(patients).Sum(b => b.Count() * Math.Pow(b.Average(r => r.Label) - b.Average(r => r.Score), 2)) / patients.Count).Within(Digits), name);
            Assert.That(own.Values.Select(r => r[3].Exact().Single()), Is.All.Positive, "chance alone gives more than nothing");
            // More than 2,000 distinct scores are in nobody but everybody.
            var fitted = group.IsOverall ? "fitted at 512 quantile knots and 64 at bends" : "fitted at every distinct score";
            Assert.That(own.Keys.Where(k => k.Contains("oess)", StringComparison.OrdinalIgnoreCase) || k.Contains("owess)", StringComparison.Ordinal)), Has.Exactly(8).Items.And.All.EndsWith(fitted), name);
        }
        var everybody = s_page.QuerySelector("#t-more-calibration-1")!.Grid().Concat(s_page.QuerySelector("#t-calibration")!.Grid()).ToDictionary(r => r[0].FirstChild!.TextContent.Trim(), r => r[1].Exact()[0]);
        foreach (var row in rows.Where(r => r[0].Said() == "overall"))
            Assert.That(row[2].Exact()[0], Is.EqualTo(everybody[row[1].Said().Split(", fitted")[0]]).Within(1e-12), row[1].Said());
    }

    [Test]
    public void Each_test_of_calibration_stands_with_its_statistic_and_p()
    {
        var rows = Rows("calibration-tests");
        Assert.That(rows, Has.Count.EqualTo(6 * 3));
        foreach (var (_, name, patients) in CountedAudit.Groups)
        {
            var own = rows.Where(r => r[0].Said() == name).ToDictionary(r => r[1].Said());
            // Spiegelhalter (1986).
            var z = patients.Sum(r => (r.Label - r.Score) * (1 - (2 * r.Score))) / Math.Sqrt(patients.Sum(r => (1 - (2 * r.Score)) * (1 - (2 * r.Score)) * r.Score * (1 - r.Score)));
            Assert.That(own["Spiegelhalter's Z"][2].Exact()[0], Is.EqualTo(z).Within(10 * Digits), name);
            Assert.That(own["Spiegelhalter's Z"][4].Exact()[0], Is.EqualTo(2 * Normal.CDF(0, 1, -Math.Abs(z))).Within(0.001).Percent, name);
            if (patients.Count % 10 > 0) continue;
            // A tenth of the patients in order of risk, where there are whole ones, against what their risks let expect; risks that were made elsewhere cost no degree of freedom.
            var hosmer = own.Single(o => o.Key.StartsWith("Hosmer", StringComparison.Ordinal)).Value;
            var tenths = patients.OrderBy(r => r.Score).Chunk(patients.Count / 10).ToList();
            Assert.That(hosmer[2].Exact()[0], Is.EqualTo(tenths.Sum(t => Math.Pow(t.Sum(r => r.Label - r.Score), 2) / (t.Sum(r => r.Score) * (1 - t.Average(r => r.Score))))).Within(0.01).Percent, name);
            Assert.That(hosmer[3].Said(), Is.EqualTo("10"), name);
            Assert.That(hosmer[4].Exact()[0], Is.EqualTo(1 - ChiSquared.CDF(10, hosmer[2].Exact()[0])).Within(0.1).Percent, name);
        }
    }

    private static List<IElement[]> Rows(string id) => s_page.GetElementById("t-" + id)!.Grid();

    private static bool IsFlagged(CountedAudit.Row row) => row.Score >= CountedAudit.Threshold;

    private static List<CountedAudit.Row> Of(string level) => [.. CountedAudit.Rows.Where(r => r.Region == level || r.Sex == level)];

    private static bool IsIn(CountedAudit.Row row, string figure) => figure switch { "Sensitivity" => row.Label == 1, "False positive rate" => row.Label == 0, _ => true };

    private static double Rate(IEnumerable<CountedAudit.Row> rows, string figure) => rows.Where(r => IsIn(r, figure)).Average(r => IsFlagged(r) ? 1.0 : 0);

    // (0, 0.1], (0.1, 0.2] and so on.
    private static IEnumerable<IGrouping<int, CountedAudit.Row>> Tenths(IEnumerable<CountedAudit.Row> patients) => patients.GroupBy(r => (int)Math.Ceiling(r.Score * 10));

    private static double Error(IReadOnlyList<CountedAudit.Row> patients, Func<CountedAudit.Row, int> outcome) =>
        Tenths(patients).Sum(b => Math.Abs(b.Sum(r => outcome(r) - r.Score))) / patients.Count;
}
