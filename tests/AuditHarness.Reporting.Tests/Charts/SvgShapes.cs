using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AuditHarness.Reporting.Charts;

/// <summary>Reads back what a chart shows.</summary>
internal static partial class SvgShapes
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Dictionary<string, (string Name, string Value)> Looks =
        Look().Matches(ShapeLooks.Css).ToDictionary(l => l.Groups[1].Value, l => (l.Groups[2].Value, l.Groups[3].Value));

    /// <summary>The picture as XML, without the references that the page takes out, and how a shape looks at the shape itself.</summary>
    public static XElement Xml(string svg)
    {
        var picture = XElement.Parse(ControlReference().Replace(svg, "").Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal));
        foreach (var shape in picture.Descendants().Where(e => e.Name != Svg + "text").ToList())
            foreach (var name in ((string?)shape.Attribute("class"))?.Split(' ') ?? []) shape.SetAttributeValue(Looks[name].Name, Looks[name].Value);
        return picture;
    }

    public static List<string> Texts(string svg) => [.. Xml(svg).Descendants(Svg + "text").Select(t => t.Value)];

    /// <summary>Position of the first text that is equal.</summary>
    public static (double X, double Y) TextAt(string svg, string text) =>
        Xml(svg).Descendants(Svg + "text").First(t => t.Value == text) is var found ? (Number(found, "x"), Number(found, "y")) : default;

    /// <summary>The text alternative.</summary>
    public static string Label(string svg) => (string)Xml(svg).Attribute("aria-label")!;

    /// <summary>All but the text alternative.</summary>
    public static string Shapes(string svg) => svg[svg.IndexOf(" viewBox", StringComparison.Ordinal)..];

    /// <summary>Ends of the straight lines of a colour and width, in drawing order.</summary>
    public static List<double[]> Lines(string svg, string color, double? width = null) =>
    [
        .. Xml(svg).Descendants(Svg + "path").Where(p => (string?)p.Attribute("stroke") == $"var(--{color})" && (width is null || ((double?)p.Attribute("stroke-width") ?? 1) == width))
            .SelectMany(p => Parts((string)p.Attribute("d")!)).Where(n => n.Length == 4),
    ];

    /// <summary>Points of the last line of a colour through more than two points.</summary>
    public static double[] Path(string svg, string color) => Xml(svg).Descendants(Svg + "path").Where(p => (string?)p.Attribute("stroke") == $"var(--{color})").SelectMany(p => Parts((string)p.Attribute("d")!)).Last(n => n.Length > 4);

    /// <summary>Lines of a look, point by point.</summary>
    public static List<(double X, double Y)[]> Traces(string svg, string color, double width, bool dashed = false) =>
    [
        .. Xml(svg).Descendants(Svg + "path").Where(p => (string?)p.Attribute("stroke") == $"var(--{color})" && ((double?)p.Attribute("stroke-width") ?? 1) == width && p.Attribute("stroke-dasharray") is not null == dashed)
            .SelectMany(p => Parts((string)p.Attribute("d")!)).Select(n => n.Chunk(2).Select(c => (c[0], c[1])).ToArray()),
    ];

    /// <summary>Every text with its place.</summary>
    public static List<(string Text, double X, double Y)> Placed(string svg) => [.. Xml(svg).Descendants(Svg + "text").Select(t => (t.Value, Number(t, "x"), Number(t, "y")))];

    /// <summary>x, y, width and height of the rectangles of a colour.</summary>
    public static List<(double X, double Y, double Width, double Height)> Boxes(string svg, string color, bool faint = false) =>
    [
        .. Xml(svg).Descendants().Where(r => (string?)r.Attribute("fill") == $"var(--{color})" && r.Attribute("fill-opacity") is not null == faint).SelectMany(BoxesOf),
    ];

    // Several of one look are one path.
    private static IEnumerable<(double X, double Y, double Width, double Height)> BoxesOf(XElement shape) =>
        shape.Name == Svg + "rect" ? [(Number(shape, "x"), Number(shape, "y"), Number(shape, "width"), Number(shape, "height"))]
        : shape.Name == Svg + "path" ? BoxPart().Matches((string)shape.Attribute("d")!).Select(m => (Of(m, 1), Of(m, 2), Of(m, 3), Of(m, 4)))
        : [];

    private static double Of(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>x, y, width and height of what is hatched.</summary>
    public static List<(double X, double Y, double Width, double Height)> Hatched(string svg) =>
        [.. Xml(svg).Descendants(Svg + "rect").Where(r => ((string?)r.Attribute("fill"))?.StartsWith("url(#chart-", StringComparison.Ordinal) == true).Select(r => (Number(r, "x"), Number(r, "y"), Number(r, "width"), Number(r, "height")))];

    public static double Number(XElement element, string name) => double.Parse((string?)element.Attribute(name) ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Asserts that a picture is sound XML of known elements, and asks the page for every colour.</summary>
    public static void AssertSound(string svg)
    {
        Assert.That(Xml(svg).Descendants().Select(e => e.Name.LocalName).Distinct(), Is.SubsetOf(new[] { "path", "rect", "circle", "ellipse", "text", "pattern", "g" }));
        var attributes = Xml(svg).DescendantsAndSelf().Attributes().Select(a => a.Name.LocalName).Distinct().ToList();
        Assert.That(attributes, Has.None.StartsWith("font").And.None.StartsWith("clip").And.None.StartsWith("on").And.No.Member("style").And.No.Member("href"));
        Assert.That(svg, Does.Not.Contain("NaN"));
        Assert.That(Xml(svg).Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke").Select(a => a.Value), Is.All.Matches<string>(c => c == "none" || c!.StartsWith("var(--", StringComparison.Ordinal) || c.StartsWith("url(#chart-", StringComparison.Ordinal)));
        Assert.That(Label(svg), Is.Not.Empty);
    }

    /// <summary>Asserts that no text runs out of the picture and no two on one line overlap.</summary>
    public static void AssertNothingCut(string svg)
    {
        var picture = Xml(svg);
        var width = ((string)picture.Attribute("viewBox")!).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()[2];
        var placed = picture.Descendants(Svg + "text").Where(t => t.Attribute("transform") is null).Select(t =>
        {
            var (x, length) = (Number(t, "x"), Typeface.Width(t.Value));
            var left = (string?)t.Parent!.Attribute("text-anchor") switch { "middle" => x - (length / 2), "end" => x - length, _ => x };
            return (t.Value, Y: Number(t, "y"), Left: left, Right: left + length);
        }).ToList();
        Assert.That(placed.Where(t => t.Left < -1 || t.Right > width + 1).Select(t => t.Value), Is.Empty, "runs out");
        foreach (var line in placed.GroupBy(t => t.Y))
        {
            var sorted = line.OrderBy(t => t.Left).ToList();
            for (var i = 1; i < sorted.Count; i++) Assert.That(sorted[i].Left, Is.GreaterThanOrEqualTo(sorted[i - 1].Right - 1), $"'{sorted[i - 1].Value}' and '{sorted[i].Value}' overlap");
        }
    }

    // Lines of one look that follow each other are one path.
    private static IEnumerable<double[]> Parts(string path) => path.Split('M', StringSplitOptions.RemoveEmptyEntries).Select(part => Numbers("M" + part));

    /// <summary>Absolute places of a path's points, x and y in turn.</summary>
    public static double[] Numbers(string path)
    {
        var numbers = new List<double>();
        (double X, double Y) at = default, start = default;
        foreach (Match command in Command().Matches(path))
        {
            double[] given = [.. Coordinate().Matches(command.Groups[2].Value).Select(n => double.Parse(n.Value, CultureInfo.InvariantCulture))];
            var letter = command.Groups[1].Value[0];
            if (letter == 'z') at = start;
            for (var i = 0; i < given.Length; i += letter is 'h' or 'v' ? 1 : 2)
            {
                at = letter switch
                {
                    'M' => (given[i], given[i + 1]),
                    'h' => (at.X + given[i], at.Y),
                    'v' => (at.X, at.Y + given[i]),
                    'l' => (at.X + given[i], at.Y + given[i + 1]),
                    _ => throw new FormatException($"'{letter}' in {path}"),
                };
                if (letter == 'M') start = at;
                numbers.AddRange([Math.Round(at.X, 1), Math.Round(at.Y, 1)]);
            }
        }
        return [.. numbers];
    }

    [GeneratedRegex(@"M(-?[\d.]+) (-?[\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+(?=M|$)")]
    private static partial Regex BoxPart();

    [GeneratedRegex(@"([A-Za-z])([^A-Za-z]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?(?:\d+(?:\.\d+)?|\.\d+)")]
    private static partial Regex Coordinate();

    // A line's rule says first that it is not filled.
    [GeneratedRegex(@"\.([\w-]+) \{.* ([\w-]+): ([^;]*); \}")]
    private static partial Regex Look();

    [GeneratedRegex("&#x(0|7|1B);")]
    private static partial Regex ControlReference();
}
