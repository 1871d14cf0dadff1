using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// One chart as inline SVG: ScottPlot draws the shapes, this class writes the text. So no font of the machine is ever measured,
/// texts from data are escaped in one place, and the same figures give the same bytes everywhere.
/// </summary>
internal sealed partial class ChartSvg : IDisposable
{
    private readonly string _id;
    private readonly int _width;
    private readonly int _height;
    private readonly PixelPadding _padding;
    private readonly StringBuilder _texts = new();
    private (double Left, double Right, double Bottom, double Top) _limits;

    /// <summary>An empty chart: no grid, no axes, no background.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="width">Width in SVG units.</param>
    /// <param name="height">Height in SVG units.</param>
    /// <param name="padding">Space around the data area, for texts.</param>
    public ChartSvg(string id, int width, int height, PixelPadding padding)
    {
        (_id, _width, _height, _padding) = (id, width, height, padding);
        Plot.HideGrid();
        Plot.Layout.Fixed(padding);
        Plot.FigureBackground.Color = Plot.DataBackground.Color = Colors.Transparent;
        foreach (var axis in Plot.Axes.GetAxes()) axis.IsVisible = false;
    }

    /// <summary>The plot to draw shapes into, in data coordinates and in colours of <see cref="ChartColors"/>.</summary>
    public Plot Plot { get; } = new();

    /// <summary>Sets the data area.</summary>
    /// <param name="left">Left edge.</param>
    /// <param name="right">Right edge.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="top">Upper edge.</param>
    public void Limits(double left, double right, double bottom, double top)
    {
        _limits = (left, right, bottom, top);
        Plot.Axes.SetLimits(left, right, bottom, top);
    }

    /// <summary>SVG position of a data coordinate.</summary>
    /// <param name="x">Data coordinate.</param>
    public double X(double x) =>
        _padding.Left + ((x - _limits.Left) / (_limits.Right - _limits.Left) * (_width - _padding.Left - _padding.Right));

    /// <inheritdoc cref="X"/>
    public double Y(double y) =>
        _height - _padding.Bottom - ((y - _limits.Bottom) / (_limits.Top - _limits.Bottom) * (_height - _padding.Top - _padding.Bottom));

    /// <summary>A straight line between data coordinates.</summary>
    public void Line(double x1, double y1, double x2, double y2, Color color, float width = 1, bool dashed = false)
    {
        var line = Plot.Add.Line(x1, y1, x2, y2);
        (line.Color, line.LineWidth) = (color, width);
        if (dashed) line.LinePattern = LinePattern.Dashed;
    }

    /// <summary>A text of the page's own font.</summary>
    /// <param name="x">SVG position.</param>
    /// <param name="y">SVG position of the base line.</param>
    /// <param name="text">Any text; escaped here.</param>
    /// <param name="anchor">"start", "middle" or "end".</param>
    /// <param name="rotated">Written upwards.</param>
    public void Text(double x, double y, string text, string anchor = "middle", bool rotated = false) =>
        _texts.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{(rotated ? FormattableString.Invariant($" transform=\"rotate(-90 {x:0.#} {y:0.#})\"") : "")}>{HtmlEncoder.Default.Encode(text)}</text>\n");

    /// <summary>The text cut to a number of visible characters, with an ellipsis; the full text stands in the table beside the chart.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">Most characters, at least 2.</param>
    public static string Cut(string text, int length)
    {
        var characters = new StringInfo(text);
        return characters.LengthInTextElements <= length ? text : characters.SubstringByTextElements(0, length - 1).TrimEnd() + "…";
    }

    /// <summary>The text cut to what surely fits a width, whatever sans-serif font the reader's machine has.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="width">SVG units.</param>
    public static string Fit(string text, double width)
    {
        var characters = new StringInfo(text);
        var elements = StringInfo.GetTextElementEnumerator(text);
        var (length, used) = (0, 0.0);
        while (elements.MoveNext() && (used += Width(elements.GetTextElement()[0])) <= width) length++;
        return length == characters.LengthInTextElements ? text : Cut(text, Math.Max(2, length));
    }

    // In units of the style sheet's 12 px: generous for the common sans-serif fonts, and for scripts of wide characters.
    private static double Width(char first) => first switch
    {
        'W' or 'M' or 'm' or 'w' or '@' or '%' => 11.5,
        >= 'A' and <= 'Z' => 8.8,
        >= '\u1100' => 12.5,
        _ => 6.7,
    };

    /// <summary>The chart as an svg element that assistive technology reads as one image.</summary>
    /// <param name="title">What it shows, in words, escaped here; null hides it from assistive technology, for text beside it says the same.</param>
    public string ToXml(string? title)
    {
        var svg = Plot.GetSvgXml(_width, _height).ReplaceLineEndings("\n");
        var shapes = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        // ScottPlot numbers clip paths by a counter of the process, and gives every shape an own path of the same area.
        shapes = ClipPath().Replace(shapes, "");
        shapes = ClipGroup().Replace(shapes, "<g>");
        shapes = ChartColors.ToVariables(Indent().Replace(shapes, ""));
        var (role, label) = title is null
            ? ("aria-hidden=\"true\"", "")
            : ($"role=\"img\" aria-labelledby=\"chart-{_id}\"", $"<title id=\"chart-{_id}\">{HtmlEncoder.Default.Encode(title)}</title>\n");
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" {role} viewBox=\"0 0 {_width} {_height}\" width=\"{_width}\" height=\"{_height}\">{label}{shapes.Trim()}\n{_texts}</svg>");
    }

    /// <inheritdoc/>
    public void Dispose() => Plot.Dispose();

    [GeneratedRegex(@"<clipPath.*?</clipPath>\s*", RegexOptions.Singleline)]
    private static partial Regex ClipPath();

    [GeneratedRegex(@"<g clip-path=""url\(#[^""]*\)"">")]
    private static partial Regex ClipGroup();

    [GeneratedRegex(@"^\s+", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
