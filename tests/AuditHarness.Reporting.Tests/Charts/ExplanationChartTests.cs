using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Reporting.Charts;

public sealed partial class ExplanationChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static IEnumerable<TestCaseData> Charts =>
    [
        new TestCaseData((Func<string>)(() => AttributionChart.Draw("a", Bars(3), [A], _ => 0))).SetArgDisplayNames("bars"),
        new TestCaseData((Func<string>)(() => Draw(Gap(0.5, -0.2)))).SetArgDisplayNames("gap"),
        new TestCaseData((Func<string>)(() => BeeswarmChart.Draw("a", Swarm(new(-1, -0.8, 200, 0.1), new(0.2, 0.4, 300, null))))).SetArgDisplayNames("swarm"),
        new TestCaseData((Func<string>)(() => Draw(Profile(0.5, -0.2)))).SetArgDisplayNames("profile"),
    ];

    private static Subgroup A { get; } = SampleAudit.Group("g", "a");

    private static Subgroup B { get; } = SampleAudit.Group("g", "b");

    [TestCaseSource(nameof(Charts))]
    public void A_chart_is_sound_xml_of_known_shapes_whose_colours_the_page_gives(Func<string> draw)
    {
        var svg = draw();
        Assert.That(svg, Is.EqualTo(draw()), "drawn twice, the same text");
        SvgShapes.AssertSound(svg);
        SvgShapes.AssertNothingCut(svg);
    }

    // The axis of 360 units runs from 10 to 350.
    [Test]
    public void Parts_of_a_gap_start_at_zero_and_end_where_their_figures_say()
    {
        var svg = GapChart.Draw("a", Gap(0.5, -0.25), (-0.5, 0.5));
        Assert.That(Extent(svg, "rise"), Is.EqualTo((180.0, 350.0)).Within(0.051));
        Assert.That(Extent(svg, "fall"), Is.EqualTo((95.0, 180.0)).Within(0.051));
        Assert.That(Extent(svg, "chart-ink"), Is.EqualTo((180.0, 265.0)).Within(0.051), "the sum");
        Assert.That(Texts(svg), Has.Member("+0.500").And.Member("−0.250").And.Member("+0.250").And.Member("= difference, a − b"));
    }

    [Test]
    public void Each_step_of_a_profile_starts_where_the_last_one_ended()
    {
        var profile = Profile(0.5, -0.25);
        var svg = WaterfallChart.Draw("a", profile, (-1, 0));
        Assert.That(Extent(svg, "rise"), Is.EqualTo((10.0, 180.0)).Within(0.051), "from −1 to −0.5");
        Assert.That(Extent(svg, "fall"), Is.EqualTo((95.0, 180.0)).Within(0.051), "from −0.5 back to −0.75");
        Assert.That(Texts(svg), Has.Member("−1.000").And.Member("−0.750").And.Member("f0: median 71"));
    }

    [Test]
    public void Bars_begin_at_zero_and_are_as_long_as_their_figure()
    {
        var exhibit = new Exhibit.AttributionBars("b", Phrase.Of($"t"), "log-odds", [new("x", Subgroup.Overall, 0.5, null, 0.1, 1), new("x", A, 0.25, null, 0.1, 1)], Phrase.Of($"f"));
        var svg = AttributionChart.Draw("a", exhibit, [A], _ => 2);
        // With keys the axis runs from 24, and it ends 2 % beyond the longest bar.
        var bars = SvgShapes.Xml(svg).Descendants(Svg + "rect").Select(r => (X: Number(r, "x"), Width: Number(r, "width"))).Where(r => r.Width > 50).ToList();
        Assert.That(bars.Select(b => b.X), Is.All.EqualTo(24).Within(0.051));
        Assert.That(bars.Select(b => b.Width), Is.EqualTo(new[] { 326 / 1.02, 163 / 1.02 }).Within(0.051));
        Assert.That(Texts(svg), Has.Member("everybody").And.Member("a").And.Member("0.500 · 100 %"));
    }

    [Test]
    public void Beyond_twelve_features_the_rest_is_one_lane_with_their_sum()
    {
        var texts = Texts(AttributionChart.Draw("a", Bars(15), [], _ => 0));
        Assert.That(texts, Has.Member("f11").And.No.Member("f12").And.Member("3 others").And.Member("3.000 · 20 %"));
        Assert.That(Texts(Draw(Gap([.. Enumerable.Repeat(0.5, 14)]))), Has.Member("2 others").And.Member("+1.000").And.Member("+7.000").And.No.Member("f12"));
        Assert.That(Texts(Draw(Profile([.. Enumerable.Repeat(0.5, 14)]))), Has.Member("2 others").And.Member("6.000").And.No.Member("f12"));
        Assert.That(Texts(AttributionChart.Draw("a", Bars(12), [], _ => 0)), Has.None.Contains("other"));
    }

    [Test]
    public void A_hidden_group_has_no_bar_no_key_and_is_named()
    {
        var exhibit = new Exhibit.AttributionBars("b", Phrase.Of($"t"), "s", [new("x", Subgroup.Overall, 0.5, null, 0, 1), new("x", A, null, null, null, null)], Phrase.Of($"f"));
        Assert.That(AttributionChart.Draw("a", exhibit, [A], _ => 0), Does.Not.Contain("-group-1"));
        Assert.That(AttributionChart.Describe(exhibit, [A]), Does.EndWith("Not shown: a."));
    }

    [Test]
    public void No_dot_of_a_swarm_is_a_patient_but_every_bin_has_one()
    {
        var dots = Dots(BeeswarmChart.Draw("a", Swarm(new(-1, -0.98, 100_000, 0.05), new(0.98, 1, 11, 0.95))));
        Assert.That(dots.Count(d => d.Color == "var(--rank-1)"), Is.EqualTo(7 + 1), "a full stack, and the colour's key");
        Assert.That(dots.Count(d => d.Color == "var(--rank-5)"), Is.EqualTo(1 + 1));
    }

    [Test]
    public void Dots_stay_within_their_bin_and_a_wider_bin_of_equal_number_is_lower()
    {
        var dots = Dots(BeeswarmChart.Draw("a", Swarm(new(-1, -0.5, 700, 0.5), new(0, 1, 700, 0.9)))).Where(d => d.Y > 22).ToList();
        var (narrow, wide) = (dots.Where(d => d.Color == "var(--rank-3)").ToList(), dots.Where(d => d.Color == "var(--rank-5)").ToList());
        // The range −1 to 1 has a margin of 0.04 at both ends: 340 units for 2.08.
        double X(double value) => 10 + (340 * (value + 1.04) / 2.08);
        Assert.That(narrow.Select(d => d.X), Is.All.InRange(X(-1), X(-0.5)));
        Assert.That(wide.Select(d => d.X), Is.All.InRange(X(0), X(1)));
        Assert.That(narrow.Select(d => d.Y).Distinct().Count(), Is.EqualTo(7));
        Assert.That(wide.Select(d => d.Y).Distinct().Count(), Is.EqualTo(3), "half as dense: 7 · 16 columns / 33 columns = 3.4 dots");
    }

    [TestCase(0.1, 0.9, "high raises")]
    [TestCase(0.9, 0.1, "high lowers")]
    [TestCase(0.5, 0.5, "")]
    public void Which_way_a_feature_pushes_follows_from_its_values(double low, double high, string expected) =>
        Assert.That(BeeswarmChart.Direction(Swarm(new(-1, -0.8, 50, low), new(0.8, 1, 50, high)).Rows[0]), Is.EqualTo(expected));

    [Test]
    public void Descriptions_name_what_the_charts_show()
    {
        Assert.That(GapChart.Describe(Gap(0.5, -0.25)), Is.EqualTo("The difference in mean output, a − b, is +0.250 log-odds. Carried by f0 with +0.500. Most against it: f1 with −0.250."));
        Assert.That(GapChart.Describe(Gap(0.5) with { Gap = null, Parts = [], Reason = Phrase.Of($"suppressed") }), Is.EqualTo("No difference for a − b: suppressed."));
        Assert.That(WaterfallChart.Describe(Profile(0.5, -0.25)), Is.EqualTo("From −1.000 to −0.750 log-odds, most by f0 with +0.500, f1 with −0.250."));
        Assert.That(BeeswarmChart.Describe(Swarm(new(-1, -0.8, 50, 0.1), new(0.8, 1, 50, 0.9))), Is.EqualTo("Attributions in log-odds: x from −1.000 to +1.000 (high raises)."));
    }

    [Test]
    public void A_long_name_ends_before_the_figure_beside_it()
    {
        var texts = Texts(AttributionChart.Draw("a", new("b", Phrase.Of($"t"), "s", [new(new string('W', 300), Subgroup.Overall, 0.5, null, 0, 1), new(new string('漢', 300), Subgroup.Overall, 0.5, null, 0, 1)], Phrase.Of($"f")), [], _ => 0));
        Assert.That(texts.Single(t => t.StartsWith('W')), Has.Length.LessThanOrEqualTo(22).And.EndsWith("…"));
        Assert.That(texts.Single(t => t.StartsWith('漢')), Has.Length.LessThanOrEqualTo(20).And.EndsWith("…"));
        Assert.That(ChartSvg.Fit("serum free light chain, kappa", 250), Is.EqualTo("serum free light chain, kappa"));
    }

    [Test]
    public void Nothing_moves_and_still_a_chart_is_drawn()
    {
        Assert.That(() => Draw(Gap(0, 0)), Throws.Nothing);
        Assert.That(() => Draw(Profile(0, 0)), Throws.Nothing);
        Assert.That(() => AttributionChart.Draw("a", new("b", Phrase.Of($"t"), "s", [new("x", Subgroup.Overall, 0, null, 0, null)], Phrase.Of($"f")), [], _ => 0), Throws.Nothing);
        Assert.That(() => BeeswarmChart.Draw("a", Swarm(new BeeswarmBin(0, 0, 500, 0.5))), Throws.Nothing);
    }

    [Test]
    public void Texts_from_data_cannot_leave_their_element()
    {
        foreach (var payload in SampleAudit.Hostile)
        {
            var group = SampleAudit.Group("g", payload);
            foreach (var svg in new[]
            {
                AttributionChart.Draw("a", new("b", Phrase.Verbatim(payload), payload, [new(payload, Subgroup.Overall, 1, null, 0, 1), new(payload, group, 1, null, 0, 1)], Phrase.Verbatim(payload)), [group], _ => 0),
                Draw(Gap(1) with { Title = Phrase.Verbatim(payload), Scale = payload, Group = group, Against = group, Parts = [new(payload, 1, null)] }),
                BeeswarmChart.Draw("a", new("s", Phrase.Verbatim(payload), payload, [new(payload, [new(0, 1, 20, 0.5)])], Phrase.Verbatim(payload))),
                Draw(Profile(1) with { Title = Phrase.Verbatim(payload), Scale = payload, Subgroup = group, Steps = [new(payload, Phrase.Verbatim(payload), 1)] }),
            })
                Assert.That(SvgShapes.Xml(ControlReference().Replace(svg, "")).Descendants().Select(e => e.Name.LocalName).Distinct(), Is.SubsetOf(new[] { "path", "rect", "circle", "ellipse", "text", "g" }));
        }
    }

    private static string Draw(Exhibit.GapDecomposition gap) => GapChart.Draw("a", gap, GapChart.Range([gap]));

    private static string Draw(Exhibit.Waterfall profile) => WaterfallChart.Draw("a", profile, WaterfallChart.Range([profile]));

    private static Exhibit.GapDecomposition Gap(params double[] parts) =>
        new("g", Phrase.Of($"t"), "log-odds", A, B, parts.Sum(), [.. parts.Select((p, i) => new GapPart($"f{i}", p, null))], null, Phrase.Of($"f"));

    private static Exhibit.Waterfall Profile(params double[] steps) =>
        new("w", Phrase.Of($"t"), "log-odds", A, -1, -1 + steps.Sum(), [.. steps.Select((s, i) => new WaterfallStep($"f{i}", i == 0 ? Phrase.Of($"median {71.0:G3}") : null, s))], null, Phrase.Of($"f"));

    private static Exhibit.AttributionBars Bars(int features) =>
        new("b", Phrase.Of($"t"), "log-odds", [.. Enumerable.Range(0, features).SelectMany(i => new AttributionBar[] { new($"f{i}", Subgroup.Overall, 1, null, 0, 1.0 / features), new($"f{i}", A, 0.5, SampleAudit.Around(0.5, 0.1), 0, 0.5) })], Phrase.Of($"f"));

    private static Exhibit.Beeswarm Swarm(params BeeswarmBin[] bins) => new("s", Phrase.Of($"t"), "log-odds", [new("x", bins)], Phrase.Of($"f"));

    private static List<string> Texts(string svg) => [.. SvgShapes.Xml(svg).Descendants(Svg + "text").Select(t => t.Value)];

    private static double Number(XElement element, string name) => double.Parse((string?)element.Attribute(name) ?? "0", CultureInfo.InvariantCulture);

    // Left and right end of the last shape filled in a colour.
    private static (double, double) Extent(string svg, string color)
    {
        var path = SvgShapes.Xml(svg).Descendants(Svg + "path").Last(p => (string?)p.Attribute("fill") == $"var(--{color})").Attribute("d")!.Value;
        var x = SvgShapes.Numbers(path).Where((_, i) => i % 2 == 0).ToList();
        return (x.Min(), x.Max());
    }

    private static List<(double X, double Y, string Color)> Dots(string svg) =>
        [.. SvgShapes.Xml(svg).Descendants().Where(e => e.Name.LocalName is "circle" or "ellipse").Select(e => (Number(e, "cx"), Number(e, "cy"), (string?)e.Attribute("fill") ?? ""))];

    [GeneratedRegex("&#x(0|7|1B);")]
    private static partial Regex ControlReference();
}
