using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Charts;

public sealed partial class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Test]
    public void The_same_chart_drawn_twice_is_the_same_text() => Assert.That(Reliability(), Is.EqualTo(Reliability()));

    [Test]
    public void A_chart_is_sound_xml_that_names_no_font_no_clip_path_and_no_fixed_colour()
    {
        foreach (var svg in new[] { Reliability(), Forest(), Finding() })
        {
            Assert.That(() => Xml(svg), Throws.Nothing);
            Assert.That(svg, Does.Not.Contain("font-").And.Not.Contain("clip").And.Not.Contain("#0").And.Not.Contain("black").And.Not.Contain("style="));
            Assert.That(Colors().Matches(svg).Select(m => m.Groups[1].Value), Is.All.Matches<string>(c => c == "none" || c!.StartsWith("var(--", StringComparison.Ordinal)));
        }
    }

    [Test]
    public void Points_of_a_reliability_curve_lie_where_their_figures_say()
    {
        // Data area of 320 × 290 with padding 48, 12, 42, 10: x = 48 + 260 v / 0.4, y = 248 − 238 v / 0.4.
        var bins = new[] { Bin(0.1, 0.2), Bin(0.3, 0.25) };
        var svg = ReliabilityChart.Draw("a", Curve(bins), null, 1, 0.4);
        Assert.That(Line(svg, "group-2", 1.5), Does.Contain("M113 129L243 99.25"));
    }

    [Test]
    public void A_hidden_bin_is_not_drawn_and_is_said_to_be_hidden()
    {
        var with = Curve([Bin(0.1, 0.2), new ReliabilityBin(0.5, 0.6, null, null, null, null)]);
        var svg = ReliabilityChart.Draw("a", with, null, 0, 0.5);
        Assert.That(Shapes(svg), Is.EqualTo(Shapes(ReliabilityChart.Draw("a", Curve([Bin(0.1, 0.2)]), null, 0, 0.5))));
        Assert.That(ReliabilityChart.Describe(with), Does.EndWith("1 of 2 bins hidden: small cell."));
    }

    [Test]
    public void The_description_counts_the_bins_whose_interval_misses_the_prediction()
    {
        var curve = Curve([Bin(0.1, 0.2), Bin(0.3, 0.31), Bin(0.5, 0.7)]);
        Assert.That(ReliabilityChart.Describe(curve), Does.StartWith("In 2 of 3 bins the interval").And.Contain("predicted 0.500, observed 0.700"));
    }

    [Test]
    public void Both_axes_end_above_every_point_of_every_curve() =>
        Assert.That(ReliabilityChart.End([Curve([Bin(0.1, 0.2)]), Curve([Bin(0.31, 0.2)])]), Is.EqualTo(0.4).Within(1e-12));

    [Test]
    public void An_interval_wider_than_the_chart_ends_at_its_edge()
    {
        var svg = ReliabilityChart.Draw("a", Curve([new ReliabilityBin(0, 1, 3, 0.2, 0.3, new Interval(0.1, 0.95, 0.95, Phrase.Of($"Wilson")))]), null, 0, 0.4);
        Assert.That(Line(svg, "group-1", 1.5), Is.EqualTo("M178 188.5L178 10"));
    }

    [Test]
    public void The_forest_draws_each_interval_and_the_limits_to_scale()
    {
        // Data area of 520 × 92 with padding 132, 166, 30, 10: x = 132 + 222 (v + 0.5); two rows of 26 from y = 62 up.
        var svg = DisparityForest.Draw("a", [Gap(-0.25, -0.4, -0.1), Gap(0.1, 0, 0.2) with { Comparison = Comparison.WorstPair }], [-0.2, 0.2], _ => 0, (-0.5, 0.5));
        Assert.That(Line(svg, "group-1", 2), Is.EqualTo("M154.2 23L220.8 23"), "first row on top");
        Assert.That(Line(svg, "chart-ink", 2), Is.EqualTo("M243 49L287.4 49"));
        Assert.That(Texts(svg), Has.Member("−0.250 (−0.400 to −0.100)").And.Member("worst pair").And.Member("+0.100 (0.000 to 0.200)"));
        Assert.That(svg.Split("var(--chart-limit)").Length - 1, Is.EqualTo(2));
    }

    [Test]
    public void A_ratio_and_its_inverse_lie_equally_far_from_equality()
    {
        var ratio = Gap(0.5, 0.25, 1) with { Form = DisparityForm.Ratio };
        var (from, to) = DisparityForest.Range([ratio], [0.8, 1.25]);
        Assert.That(from * to, Is.EqualTo(1).Within(1e-12));
        var svg = DisparityForest.Draw("a", [ratio], [], _ => 0, (0.1, 10));
        Assert.That(Numbers(Line(svg, "group-1", 2)), Is.EqualTo(new[] { 243 - (111 * Math.Log10(4)), 23, 243, 23 }).Within(0.001));
    }

    [TestCase("ethnicity", new[] { -0.1, 0.1 })]
    [TestCase("gender", new double[0])]
    public void A_limit_is_drawn_only_where_the_plan_sets_it(string attribute, double[] expected) =>
        Assert.That(DisparityForest.Limits(SampleAudit.Typical.Plan.Expectations, "EqualOpportunityDifference", DisparityForm.Difference, [attribute]), Is.EqualTo(expected));

    [Test]
    public void A_hidden_gap_leaves_no_shape()
    {
        var hidden = Gap(0, 0, 0) with { Value = null, Interval = null, Suppressed = true, Reason = Phrase.Of($"suppressed") };
        var svg = DisparityForest.Draw("a", [hidden], [], _ => 0, (-1, 1));
        Assert.That(svg, Does.Not.Contain("var(--group-1)"));
        Assert.That(Texts(svg), Has.Member("hidden: small cell"));
    }

    [Test]
    public void Texts_from_data_cannot_leave_their_element()
    {
        foreach (var payload in SampleAudit.Hostile)
        {
            var gap = Gap(0.1, 0, 0.2) with { Group = SampleAudit.Group("a", payload), Against = SampleAudit.Group("a", "b") };
            var svg = DisparityForest.Draw("a", [gap], [], _ => 0, (-1, 1)).Replace("&#x0;", "", StringComparison.Ordinal)
                .Replace("&#x7;", "", StringComparison.Ordinal).Replace("&#x1B;", "", StringComparison.Ordinal);   // the page takes these out
            Assert.That(Xml(svg).Elements().Select(e => e.Name.LocalName).Distinct(), Is.SubsetOf(new[] { "title", "g", "path", "rect", "circle", "ellipse", "text" }));
        }
    }

    [Test]
    public void A_long_name_is_cut_by_what_a_reader_counts_as_characters()
    {
        Assert.That(ChartSvg.Cut("abcdef", 6), Is.EqualTo("abcdef"));
        Assert.That(ChartSvg.Cut("abcdefg", 6), Is.EqualTo("abcde…"));
        Assert.That(ChartSvg.Cut("e\u0301e\u0301e\u0301e\u0301", 3), Is.EqualTo("e\u0301e\u0301…"));
    }

    [TestCase(0.0, 1.0, 6, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [TestCase(-0.13, 0.31, 5, new[] { 0.0, 0.2 })]
    [TestCase(0.0, 0.3, 4, new[] { 0, 0.1, 0.2, 0.3 })]
    [TestCase(-40.0, 40.0, 5, new[] { -40.0, -20, 0, 20, 40 })]
    public void Ticks_are_round_numbers_exactly(double from, double to, int most, double[] expected) =>
        Assert.That(Ticks.Linear(from, to, most), Is.EqualTo(expected));

    [TestCase(0.37, 0.4)]
    [TestCase(0.4, 0.4)]
    [TestCase(0.041, 0.05)]
    [TestCase(1.0, 1.0)]
    public void An_axis_ends_at_a_round_number(double value, double expected) => Assert.That(Ticks.RoundUp(value), Is.EqualTo(expected).Within(1e-12));

    private static string Reliability() => ReliabilityChart.Draw("a", Curve([Bin(0.1, 0.2), Bin(0.3, 0.25)]), Curve([Bin(0.2, 0.2), Bin(0.4, 0.4)]), 1, 0.5);

    private static string Forest() => DisparityForest.Draw("a", [Gap(0.1, -0.1, 0.2)], [-0.2, 0.2], _ => 3, (-0.5, 0.5));

    private static string Finding() => FindingChart.Draw(SampleAudit.Typical.Findings[5], FindingChart.Range([SampleAudit.Typical.Findings[5]]));

    private static Exhibit.ReliabilityCurve Curve(IReadOnlyList<ReliabilityBin> bins) => new("r", Phrase.Of($"r"), Subgroup.Overall, bins, null);

    private static ReliabilityBin Bin(double mean, double rate) => new(0, 1, 100, mean, rate, new Interval(rate - 0.05, rate + 0.05, 0.95, Phrase.Of($"Wilson")));

    private static GroupDisparity Gap(double value, double lower, double upper) => new()
    {
        Metric = "AurocGap", Attributes = ["a"], Form = DisparityForm.Difference, Comparison = Comparison.Reference, Group = SampleAudit.Group("a", "x"),
        Against = SampleAudit.Group("a", "y"), Value = value, Interval = new(lower, upper, 0.95, Phrase.Of($"m")), Groups = 2, LeftOut = [],
    };

    private static XElement Xml(string svg) => XElement.Parse(svg.Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal));

    private static List<string> Texts(string svg) => [.. Xml(svg).Elements(Svg + "text").Select(t => t.Value)];

    private static string Shapes(string svg) => svg[svg.IndexOf("</title>", StringComparison.Ordinal)..];

    // The path of the last line drawn in a colour and width.
    private static string Line(string svg, string color, double width) =>
        Xml(svg).Descendants(Svg + "path").Last(p => (string?)p.Attribute("stroke") == $"var(--{color})"
            && (string?)p.Attribute("stroke-width") == width.ToString(CultureInfo.InvariantCulture) && p.Attribute("d")!.Value.Count(c => c == 'L') == 1).Attribute("d")!.Value;

    private static double[] Numbers(string path) =>
        [.. path.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    [GeneratedRegex("(?:fill|stroke)=\"([^\"]*)\"")]
    private static partial Regex Colors();
}
