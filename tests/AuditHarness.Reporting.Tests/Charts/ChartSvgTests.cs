using ScottPlot;

namespace AuditHarness.Reporting.Charts;

public sealed class ChartSvgTests
{
    private static string Drawn(Action<Canvas> draw)
    {
        using var canvas = new Canvas("x", 100, 100);
        draw(canvas);
        return SvgShapes.Shapes(canvas.ToXml("picture"));
    }

    [Test]
    public void Boxes_of_one_look_that_follow_each_other_are_one_path_and_others_stay_as_they_are()
    {
        var svg = Drawn(c =>
        {
            c.Box(10, 20, 30, 40, ChartColors.Group(0));
            c.Box(50.5, 20, 5, 10, ChartColors.Group(0));
            c.Box(60, 20, 5, 10, ChartColors.Group(0), 0.5);
            c.Box(70, 20, 5, 10, ChartColors.Group(1));
        });
        Assert.That(svg, Does.Contain("<path class=\"f-group-1\" d=\"M10 20h30v40h-30M50.5 20h5v10h-5\"/>"));
        Assert.That(svg.Split("<rect").Length - 1, Is.EqualTo(2), "one is paler, one of another colour");
        Assert.That(SvgShapes.Boxes(svg: $"<svg {svg[1..]}", "group-1"), Is.EqualTo(new[] { (10.0, 20.0, 30.0, 40.0), (50.5, 20.0, 5.0, 10.0) }));
    }

    [Test]
    public void Filled_shapes_of_one_look_are_one_path_and_circles_say_their_radius_once()
    {
        var svg = Drawn(c =>
        {
            c.Mark(10, 10, MarkerShape.FilledDiamond, ChartColors.Group(2));
            c.Mark(30, 10, MarkerShape.FilledDiamond, ChartColors.Group(2));
            c.Mark(50, 10, MarkerShape.FilledCircle, ChartColors.Group(2));
        });
        Assert.That(svg.Split("<path").Length - 1, Is.EqualTo(1));
        Assert.That(svg, Does.Contain("<circle class=\"f-group-3\" cx=\"50\" cy=\"10\" r=\"4\"/>"));
    }

    [Test]
    public void Looks_that_shapes_share_are_classes_with_a_rule_and_any_other_stays_with_its_shape()
    {
        var svg = Drawn(c =>
        {
            c.Line(0, 0, 50, 50, ChartColors.Ink, 1.75f);
            c.Line(0, 0, 50, 50, ChartColors.InLanes.Limit, 7);
            c.Box(10, 20, 30, 40, ChartColors.Paper, 0.5);
        });
        Assert.That(svg, Does.Contain("<path class=\"s-ink w-1-75\" d=").And.Contain("<path class=\"s-limit d-13-20\" stroke-width=\"7\" d=").And.Contain("<rect class=\"f-paper\" fill-opacity="));
        Assert.That(ShapeLooks.Css, Does.Contain(".s-ink { fill: none; stroke: var(--chart-ink); }").And.Contain(".w-1-75 { stroke-width: 1.75; }").And.Contain(".d-13-20 { stroke-dasharray: 13 20; }"));
    }

    [Test]
    public void A_fill_comes_after_lines_for_what_has_both() =>
        Assert.That(ShapeLooks.Css.IndexOf(".f-", StringComparison.Ordinal), Is.GreaterThan(ShapeLooks.Css.LastIndexOf(".s-", StringComparison.Ordinal)));

    [Test]
    public void Texts_stand_together_by_where_they_begin_and_each_is_said_once()
    {
        var svg = Drawn(c =>
        {
            c.Text(1, 10, "a", "start");
            c.Text(99, 10, "b", "end");
            c.Text(1, 30, "c", "start");
            c.Text(99, 30, "d", "end");
            c.Text(50, 30, "e");
        });
        Assert.That(svg.Split("text-anchor").Length - 1, Is.EqualTo(2));
        Assert.That(SvgShapes.Texts($"<svg {svg[1..]}"), Is.EqualTo(new[] { "a", "c", "e", "b", "d" }));
    }
}
