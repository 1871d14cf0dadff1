using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using AuditHarness.Cohorts;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// One chart as inline SVG: ScottPlot draws the shapes, this class writes the text. So no font of the machine is ever measured,
/// texts from data are escaped in one place, and the same figures give the same bytes everywhere.
/// </summary>
internal sealed partial class ChartSvg : IDisposable
{
    // ScottPlot shares native objects between plots that no two threads may touch at once.
    private static readonly Lock Drawing = new();

    private readonly string _id;
    private readonly int _width;
    private readonly int _height;
    private readonly PixelPadding _padding;
    // Texts that begin, have their middle or end at their place: of each kind together, so that this is said once.
    private readonly (string Anchor, StringBuilder Texts)[] _texts = [("start", new()), ("middle", new()), ("end", new())];
    private (double Left, double Right, double Bottom, double Top) _limits;

    /// <summary>An empty chart: no grid, no axes, no background.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="width">Width in SVG units.</param>
    /// <param name="height">Height in SVG units.</param>
    /// <param name="padding">Space around the data area, for texts.</param>
    public ChartSvg(string id, int width, int height, PixelPadding padding)
    {
        (_id, _width, _height, _padding) = (id, width, height, padding);
        lock (Drawing) Plot = new Plot();
        Plot.HideGrid();
        Plot.Layout.Fixed(padding);
        Plot.FigureBackground.Color = Plot.DataBackground.Color = Colors.Transparent;
        foreach (var axis in Plot.Axes.GetAxes()) axis.IsVisible = false;
    }

    /// <summary>The plot to draw shapes into, in data coordinates and in colours of <see cref="ChartColors"/>.</summary>
    public Plot Plot { get; }

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
    /// <param name="tone">Style class of the text, or null.</param>
    public void Text(double x, double y, string text, string anchor = "middle", bool rotated = false, string? tone = null)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"x=\"{x:0.#}\" y=\"{y:0.#}\"");
        if (rotated) place += string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x:0.#} {y:0.#})\"");
        Array.Find(_texts, t => t.Anchor == anchor).Texts.Append(CultureInfo.InvariantCulture, $"<text {place}{(tone is null ? "" : $" class=\"{tone}\"")}>{HtmlEncoder.Default.Encode(text)}</text>\n");
    }

    /// <summary>The text cut to a number of visible characters, with an ellipsis; the full text stands in the table beside the chart.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">Most characters, at least 2.</param>
    public static string Cut(string text, int length)
    {
        var characters = new StringInfo(text);
        return characters.LengthInTextElements <= length ? text : characters.SubstringByTextElements(0, length - 1).TrimEnd() + "…";
    }

    /// <summary>The text cut to what fits a width.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="width">SVG units.</param>
    public static string Fit(string text, double width)
    {
        if (Typeface.Width(text) <= width) return text;
        var elements = StringInfo.GetTextElementEnumerator(text);
        var (length, used) = (0, Typeface.Width("…"));
        while (elements.MoveNext() && (used += Typeface.Width(elements.GetTextElement())) <= width) length++;
        return Cut(text, Math.Max(2, length + 1));
    }

    /// <summary>A group's name that fits a width: of an intersection every level keeps a part, for they often differ in the last one only.</summary>
    /// <param name="group">The group.</param>
    /// <param name="width">SVG units.</param>
    public static string Fit(Subgroup group, double width)
    {
        const string and = " & ";
        if (group.Conditions.Count < 2 || Typeface.Width(Words.Group(group)) <= width) return Fit(Words.Group(group), width);
        var (left, parts) = (width - ((group.Conditions.Count - 1) * Typeface.Width(and)), group.Conditions.Select(c => c.Level).ToArray());
        // The shortest first: what they leave is for the longer ones.
        foreach (var (at, open) in Enumerable.Range(0, parts.Length).OrderBy(i => Typeface.Width(parts[i])).Select((i, done) => (i, parts.Length - done)))
        {
            parts[at] = Fit(parts[at], left / open);
            left -= Typeface.Width(parts[at]);
        }
        return string.Join(and, parts);
    }

    /// <summary>A group's name in lines: of an intersection each level begins a line of its own.</summary>
    /// <param name="group">The group.</param>
    /// <param name="width">SVG units.</param>
    public static IReadOnlyList<string> Lines(Subgroup group, double width) =>
        group.Conditions.Count < 2
            ? Wrap(Words.Group(group), width, 2)
            : Typeface.Width(group.Levels) <= width ? [group.Levels]
            : [.. group.Conditions.SelectMany((c, i) => i < group.Conditions.Count - 1 ? And(Wrap(c.Level, width - Typeface.Width(" &"), 2)) : Wrap(c.Level, width, 2))];

    private static IEnumerable<string> And(IReadOnlyList<string> lines) => [.. lines.SkipLast(1), lines[^1] + " &"];

    /// <summary>The text broken into lines at spaces and hyphens; a word that is too long, and a last line that has more to come, is cut.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="width">SVG units.</param>
    /// <param name="most">Most lines, at least 1.</param>
    public static IReadOnlyList<string> Wrap(string text, double width, int most)
    {
        var lines = new List<string>();
        var words = Word().Matches(text).Select(m => m.Value).Where(w => w.Length > 0).ToList();
        for (var next = 0; next < words.Count && lines.Count < most;)
        {
            var line = words[next++];
            while (next < words.Count && Typeface.Width((line + words[next]).TrimEnd()) <= width) line += words[next++];
            if (lines.Count == most - 1) line += string.Concat(words.Skip(next));
            lines.Add(Fit(line.Trim(), width));
        }
        return lines.Count == 0 ? [""] : lines;
    }

    /// <summary>The chart as an svg element that assistive technology reads as one image.</summary>
    /// <param name="title">What it shows, in words, escaped here; null hides it from assistive technology, for text beside it says the same.</param>
    public string ToXml(string? title)
    {
        foreach (var marker in Plot.GetPlottables<ScottPlot.Plottables.Marker>()) marker.MarkerStyle.CustomRenderer = HeldMarker.Of(marker.MarkerStyle.Shape);
        string svg;
        lock (Drawing) svg = Plot.GetSvgXml(_width, _height).ReplaceLineEndings("\n");
        var (begin, end) = (svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1, svg.LastIndexOf("</svg>", StringComparison.Ordinal));
        // An element without content closes itself.
        var shapes = end < 0 ? "" : svg[begin..end];
        // ScottPlot numbers clip paths by a counter of the process, and gives every shape a group and an own path of the same area.
        shapes = Indent().Replace(Group().Replace(ClipPath().Replace(shapes, ""), ""), "");
        shapes = SvgPath.Shorten(shapes.Replace(" stroke-miterlimit=\"4\"", "", StringComparison.Ordinal));
        var label = title is null ? "aria-hidden=\"true\"" : $"role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(title)}\"";
        // As wide as the page's text makes it, so that its own text is never smaller than 12 of 16 parts of that; as high as the view box has it.
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" {label} viewBox=\"0 0 {_width} {_height}\" width=\"{_width / 16.0}rem\">{Colored(shapes.Trim())}\n{string.Concat(_texts.Where(t => t.Texts.Length > 0).Select(t => t.Anchor == "start" ? $"{t.Texts}" : $"<g text-anchor=\"{t.Anchor}\">\n{t.Texts}</g>"))}</svg>");
    }

    // What is hidden is filled with slanted lines, a pattern of the picture's own.
    private string Colored(string shapes)
    {
        var hatch = $"chart-{_id}-1";
        var colored = ChartColors.ToVariables(shapes, hatch);
        // Lines of a grid, and others of one look that follow each other, are one path: a page has thousands of them.
        colored = LinesAlike().Replace(colored, lines => $"{lines.Groups[1].Value}{lines.Groups[2].Value}{string.Concat(lines.Groups[3].Captures.Select(c => c.Value))}\"/>");
        colored = BoxesAlike().Replace(colored, boxes => $"<path {boxes.Groups[1].Value} d=\"{string.Concat(Enumerable.Range(0, boxes.Groups[2].Captures.Count).Select(i => Box(boxes, i)))}\"/>");
        colored = FilledAlike().Replace(colored, shapes => $"{shapes.Groups[1].Value}{shapes.Groups[2].Value}{string.Concat(shapes.Groups[3].Captures.Select(c => c.Value))}\"/>");
        colored = Round().Replace(colored, "<circle$1 r=\"$2\"/>");
        // What the style sheet and SVG itself say of lines need not be said with each.
        colored = ShapeLooks.Named(Outline().Replace(colored, "<$1 ").Replace(" stroke-width=\"1\"", "", StringComparison.Ordinal));
        return colored.Contains($"url(#{hatch})", StringComparison.Ordinal)
            ? $"<pattern id=\"{hatch}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V7\" stroke=\"var(--chart-quiet)\"/></pattern>{colored}"
            : colored;
    }

    private static string Box(Match boxes, int index)
    {
        string Of(int group) => boxes.Groups[group].Captures[index].Value;
        return $"M{Of(2)} {Of(3)}h{Of(4)}v{Of(5)}h-{Of(4)}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Drawing) Plot.Dispose();
    }

    [GeneratedRegex(@"<clipPath.*?</clipPath>\s*", RegexOptions.Singleline)]
    private static partial Regex ClipPath();

    [GeneratedRegex(@"</?g(?: clip-path=""url\(#[^""]*\)"")?>\s*")]
    private static partial Regex Group();

    [GeneratedRegex("<(path|rect|circle|ellipse) fill=\"none\" (?=stroke=)")]
    private static partial Regex Outline();

    [GeneratedRegex("(<path fill=\"none\" stroke=\"[^\"]*\"(?: stroke-(?:width|dasharray)=\"[^\"]*\")* d=\")([^\"]*)\"/>(?:\\s*\\1([^\"]*)\"/>)+")]
    private static partial Regex LinesAlike();

    // Filled rectangles of one look that follow each other.
    [GeneratedRegex("(?=<rect (fill=\"var[^\"]*\"(?: fill-opacity=\"[^\"]*\")?) x)(?:\\s*<rect \\1 x=\"([^\"]*)\" y=\"([^\"]*)\" width=\"([^\"]*)\" height=\"([^\"]*)\"/>){2,}")]
    private static partial Regex BoxesAlike();

    [GeneratedRegex("(<path fill=\"var[^\"]*\" d=\")([^\"]*)\"/>(?:\\s*\\1([^\"]*)\"/>)+")]
    private static partial Regex FilledAlike();

    [GeneratedRegex("<ellipse([^>]*) rx=\"([^\"]*)\" ry=\"\\2\"/>")]
    private static partial Regex Round();

    [GeneratedRegex(@"[^\s_-]*[_-]?\s*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s+", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
