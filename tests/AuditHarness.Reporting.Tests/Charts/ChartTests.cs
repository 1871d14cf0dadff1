using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Charts;

public sealed class ChartTests
{
    [Test]
    public void The_same_chart_drawn_twice_is_the_same_text() => Assert.That(Reliability(), Is.EqualTo(Reliability()));

    [Test]
    public void A_chart_is_sound_xml_that_names_no_font_no_clip_path_and_no_fixed_colour() => SvgShapes.AssertSound(Reliability());

    [Test]
    public void A_finding_is_drawn_for_the_eye_alone_as_its_sentence_stands_beside_it() =>
        Assert.That(Finding(), Does.Contain("aria-hidden=\"true\"").And.Not.Contain("aria-label").And.Not.Contain("\"#"));

    [Test]
    public void Points_of_a_reliability_curve_lie_where_their_figures_say()
    {
        // The curve's axes are 300 wide from 48 and 240 high down to 248: x = 48 + 300 v / 0.4, y = 248 − 240 v / 0.4.
        var svg = ReliabilityChart.Draw("a", Curve([Bin(0.1, 0.2), Bin(0.3, 0.25)]), null, 1, 0.4);
        Assert.That(SvgShapes.Lines(svg, "group-2", 1.5)[^1], Is.EqualTo(new[] { 123, 128, 273, 98.0 }).Within(0.051));
    }

    [Test]
    public void A_hidden_bin_is_hatched_not_drawn_and_is_said_to_be_hidden()
    {
        var with = Curve([Bin(0.1, 0.2), new ReliabilityBin(0.2, 0.3, null, null, null, null)]);
        var (svg, bare) = (ReliabilityChart.Draw("a", with, null, 0, 0.5), ReliabilityChart.Draw("a", Curve([Bin(0.1, 0.2)]), null, 0, 0.5));
        Assert.That(SvgShapes.Boxes(svg, "group-1"), Is.EqualTo(SvgShapes.Boxes(bare, "group-1")));
        Assert.That(SvgShapes.Hatched(svg).Select(h => (h.X, h.Width)), Is.EqualTo(new[] { (48 + (300 * 0.4), 300 * 0.2) }).Within(0.051));
        Assert.That(SvgShapes.Hatched(bare), Is.Empty);
        Assert.That(SvgShapes.Label(svg), Does.EndWith("1 of 2 bins hidden: small cell."));
    }

    [Test]
    public void Beneath_a_curve_areas_are_numbers_of_patients_and_those_with_the_event_are_at_the_foot()
    {
        var svg = ReliabilityChart.Draw("a", Curve([new(0, 0.25, 300, 0.1, 0.2, null), new(0.25, 1, 300, 0.5, 0.5, null)]), null, 0, 1);
        var (with, without) = (SvgShapes.Boxes(svg, "group-1").Where(b => b.Width > 20).ToList(), SvgShapes.Boxes(svg, "group-1", faint: true).Where(b => b.Width > 20).ToList());
        double Area(int i) => (with[i].Width + 1) * (with[i].Height + without[i].Height);
        Assert.That(Area(0), Is.EqualTo(Area(1)).Within(1).Percent, "as many patients, so as large, though three times as wide");
        Assert.That(with[0].Height / (with[0].Height + without[0].Height), Is.EqualTo(0.2).Within(0.001));
        Assert.That(with[0].Y + with[0].Height, Is.EqualTo(with[1].Y + with[1].Height).Within(0.051));
        Assert.That(with.Select(b => b.X - 0.5), Is.EqualTo(new[] { 48, 48 + 75.0 }).Within(0.051), "the same axis as the curve");
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
        Assert.That(SvgShapes.Lines(svg, "group-1", 1.5)[0], Is.EqualTo(new[] { 198, 188, 198, 8.0 }).Within(0.051));
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

    private static string Finding() => FindingChart.Draw(SampleAudit.Typical.Findings[5], FindingChart.Range([SampleAudit.Typical.Findings[5]]));

    private static Exhibit.ReliabilityCurve Curve(IReadOnlyList<ReliabilityBin> bins) => new("r", Phrase.Of($"r"), Subgroup.Overall, bins, null);

    private static ReliabilityBin Bin(double mean, double rate) => new(0, 1, 100, mean, rate, new Interval(rate - 0.05, rate + 0.05, 0.95, Phrase.Of($"Wilson")));
}
