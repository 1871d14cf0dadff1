using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// A chart of features one below the other, each a lane: its name and figure on a line of text, its shapes beneath across the whole
/// width. So long names need no margin, and the chart is as legible on a phone as on a wide screen.
/// </summary>
internal sealed class FeatureLanes : IDisposable
{
    /// <summary>Most features that a chart draws; the others are one lane together.</summary>
    public const int Most = 12;

    private const int Width = 360;
    private const int Side = 10;
    private const int TextHeight = 19;
    private const int Gap = 5;

    private readonly ChartSvg _chart;
    private readonly int[] _tops;
    private readonly int[] _heights;
    private readonly int _height;

    /// <summary>Lanes with their grid and axis.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="range">Range of the axis.</param>
    /// <param name="heights">Height of each lane's shapes, in SVG units, from the top.</param>
    /// <param name="axis">What the axis counts.</param>
    /// <param name="head">Space above the lanes, in SVG units.</param>
    /// <param name="gutter">Space to the left of the shapes, for keys.</param>
    public FeatureLanes(string id, (double From, double To) range, IReadOnlyList<int> heights, string axis, int head = 0, int gutter = 0)
    {
        _heights = [.. heights];
        _tops = new int[heights.Count];
        var y = head;
        for (var i = 0; i < heights.Count; i++)
        {
            _tops[i] = y + TextHeight;
            y += TextHeight + heights[i] + Gap;
        }
        _height = y + 40;
        // The data area is the whole picture, so that keys beside the axis are drawn like all else.
        _chart = new ChartSvg(id, Width, _height, new PixelPadding(0));
        UnitsPerValue = (Width - (2 * Side) - gutter) / (range.To - range.From);
        _chart.Limits(range.From - ((Side + gutter) / UnitsPerValue), range.To + (Side / UnitsPerValue), 0, _height);
        foreach (var tick in Ticks.Linear(range.From, range.To, 6))
        {
            for (var i = 0; i < heights.Count; i++)
                _chart.Line(tick, Down(i, 0), tick, Down(i, heights[i]), tick == 0 ? ChartColors.Quiet : ChartColors.Grid);
            _chart.Text(_chart.X(tick), y + 16, Figures.Tick(tick));
        }
        _chart.Text(Side + gutter + ((Width - (2 * Side) - gutter) / 2.0), y + 34, ChartSvg.Fit(axis, Width - (2 * Side) - gutter));
    }

    /// <summary>The plot to draw into: data coordinates across, <see cref="Down"/> down.</summary>
    public Plot Plot => _chart.Plot;

    /// <summary>SVG units per unit of the axis.</summary>
    public double UnitsPerValue { get; }

    /// <summary>Writes a lane's line of text.</summary>
    /// <param name="lane">Position from the top.</param>
    /// <param name="name">Any text; cut to what fits beside the figure.</param>
    /// <param name="figure">Short.</param>
    public void Label(int lane, string name, string figure)
    {
        _chart.Text(Side, _tops[lane] - 6, ChartSvg.Fit(name, Width - (2 * Side) - 8 - Typeface.Width(figure)), "start");
        _chart.Text(Width - Side, _tops[lane] - 6, figure, "end");
    }

    /// <summary>Vertical coordinate of a place in a lane.</summary>
    /// <param name="lane">Position from the top.</param>
    /// <param name="units">SVG units below the upper edge of the lane's shapes.</param>
    public double Down(int lane, double units) => _height - _tops[lane] - units;

    /// <summary>Fills a rectangle within a lane.</summary>
    public void Bar(int lane, double from, double to, double top, double height, Color color)
    {
        var bar = Plot.Add.Rectangle(Math.Min(from, to), Math.Max(from, to), Down(lane, top + height), Down(lane, top));
        (bar.FillColor, bar.LineWidth) = (color, 0);
    }

    /// <summary>Fills a bar that points to where it ends.</summary>
    public void Arrow(int lane, double from, double to, double top, double height, Color color)
    {
        // A short bar is all tip.
        var tip = Math.Sign(to - from) * Math.Min(Math.Abs(to - from), 6 / UnitsPerValue);
        var (upper, lower, middle) = (Down(lane, top), Down(lane, top + height), Down(lane, top + (height / 2)));
        var arrow = Plot.Add.Polygon(
        [
            new Coordinates(from, upper), new(to - tip, upper), new(to, middle), new(to - tip, lower), new(from, lower),
        ]);
        (arrow.FillColor, arrow.LineWidth) = (color, 0);
    }

    /// <summary>An interval, with ends, and a rim so that it is seen on a bar of any colour.</summary>
    public void Whisker(int lane, double lower, double upper, double middle, double end = 3)
    {
        var y = Down(lane, middle);
        foreach (var (color, width) in new[] { (ChartColors.Paper, 3.5f), (ChartColors.Ink, 1.5f) })
        {
            _chart.Line(lower, y, upper, y, color, width);
            foreach (var x in end > 0 ? new[] { lower, upper } : []) _chart.Line(x, y - end, x, y + end, color, width);
        }
    }

    /// <summary>A marker within a lane.</summary>
    public void Point(int lane, double x, double middle, MarkerShape shape, Color color, float size) =>
        Plot.Add.Marker(x, Down(lane, middle), shape, size, color);

    /// <summary>A line straight down, from a place in one lane to a place in another.</summary>
    public void Drop(double x, int lane, double units, int below, double unitsBelow, Color color) =>
        _chart.Line(x, Down(lane, units), x, Down(below, unitsBelow), color);

    /// <summary>A marker of a group's shape and colour at the left edge.</summary>
    public void Key(int lane, double middle, int group) => Mark(Side + 4, _tops[lane] + middle, group);

    /// <summary>A line of keys above the lanes: marker and name, two to a row.</summary>
    /// <param name="entries">Names; position of the group, or null for everybody.</param>
    public void Legend(IReadOnlyList<(string Name, int? Group)> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (x, y) = (Side + 4 + (i % 2 * 172), 8 + (i / 2 * 17));
            if (entries[i].Group is { } group) Mark(x, y, group);
            else Shape(x, y, MarkerShape.FilledSquare, ChartColors.Ink);
            _chart.Text(x + 10, y + 4, ChartSvg.Fit(entries[i].Name, 155), "start");
        }
    }

    /// <summary>Height of a legend of so many entries, for the constructor's head.</summary>
    public static int LegendHeight(int entries) => 8 + ((entries + 1) / 2 * 17);

    /// <summary>A text above the lanes.</summary>
    public void Head(double x, double y, string text, string anchor) => _chart.Text(x, y, text, anchor);

    /// <summary>A marker above the lanes, or anywhere.</summary>
    public void Shape(double x, double y, MarkerShape shape, Color color, float size = 8)
    {
        var marker = Plot.Add.Marker((x - _chart.X(0)) / UnitsPerValue, _height - y, shape, size, color);
        marker.MarkerLineWidth = 2;
    }

    /// <inheritdoc cref="ChartSvg.ToXml"/>
    public string ToXml(string title) => _chart.ToXml(title);

    /// <inheritdoc/>
    public void Dispose() => _chart.Dispose();

    private void Mark(double x, double y, int group) => Shape(x, y, ChartColors.Marker(group), ChartColors.Group(group));
}
