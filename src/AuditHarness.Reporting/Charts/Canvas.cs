using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>A picture measured in SVG units from its upper left corner: what pictures that are more than one pair of axes are drawn on.</summary>
internal sealed class Canvas : IDisposable
{
    /// <summary>Width of a picture that a phone shows whole with legible text, in SVG units.</summary>
    public const int Narrow = 360;

    private readonly ChartSvg _chart;

    /// <summary>An empty picture.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="width">In SVG units.</param>
    /// <param name="height">In SVG units.</param>
    public Canvas(string id, double width, double height)
    {
        (Width, Height) = (Math.Ceiling(width), Math.Ceiling(height));
        _chart = new ChartSvg(id, (int)Width, (int)Height, new PixelPadding(0));
        _chart.Limits(0, Width, 0, Height);
    }

    /// <summary>Width in SVG units.</summary>
    public double Width { get; }

    /// <summary>Height in SVG units.</summary>
    public double Height { get; }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, Color color, float width = 1) =>
        _chart.Line(x1, Height - y1, x2, Height - y2, color, width);

    /// <summary>A line through points; nothing for fewer than two.</summary>
    public void Path(IReadOnlyList<(double X, double Y)> points, Color color, float width)
    {
        if (points.Count < 2) return;
        var line = _chart.Plot.Add.ScatterLine(points.Select(p => p.X).ToArray(), points.Select(p => Height - p.Y).ToArray(), color);
        line.LineWidth = width;
    }

    /// <summary>Fills an area; nothing for fewer than three points.</summary>
    public void Area(IReadOnlyList<(double X, double Y)> points, Color color, double opacity = 1)
    {
        if (points.Count < 3) return;
        var area = _chart.Plot.Add.Polygon([.. points.Select(p => new Coordinates(p.X, Height - p.Y))]);
        (area.FillColor, area.LineWidth) = (color.WithAlpha(opacity), 0);
    }

    /// <summary>Fills a rectangle.</summary>
    public void Box(double x, double y, double width, double height, Color color, double opacity = 1)
    {
        if (width <= 0 || height <= 0) return;
        var box = _chart.Plot.Add.Rectangle(x, x + width, Height - y - height, Height - y);
        (box.FillColor, box.LineWidth) = (color.WithAlpha(opacity), 0);
    }

    /// <summary>Draws the outline of a rectangle.</summary>
    public void Frame(double x, double y, double width, double height, Color color, float line = 1)
    {
        var box = _chart.Plot.Add.Rectangle(x, x + width, Height - y - height, Height - y);
        (box.FillColor, box.LineColor, box.LineWidth) = (Colors.Transparent, color, line);
    }

    /// <summary>Strikes a rectangle through with slanted lines: what is hidden.</summary>
    public void Hatch(double x, double y, double width, double height) => Box(x, y, width, height, ChartColors.Hatch);

    /// <summary>A marker.</summary>
    public void Mark(double x, double y, MarkerShape shape, Color color, float size = 8)
    {
        var marker = _chart.Plot.Add.Marker(x, Height - y, shape, size, color);
        marker.MarkerLineWidth = 2;
    }

    /// <inheritdoc cref="ChartSvg.Text"/>
    public void Text(double x, double y, string text, string anchor = "middle", bool rotated = false, string? tone = null) =>
        _chart.Text(x, y, text, anchor, rotated, tone);

    /// <summary>A text in the middle over a place, moved so that all of it is within the picture.</summary>
    public void Label(double x, double y, string text)
    {
        var half = Typeface.Width(text) / 2;
        Text(Math.Clamp(x, Math.Min(half, Width / 2), Math.Max(Width - half, Width / 2)), y, text);
    }

    /// <inheritdoc cref="ChartSvg.ToXml"/>
    public string ToXml(string? title) => _chart.ToXml(title);

    /// <inheritdoc/>
    public void Dispose() => _chart.Dispose();
}
