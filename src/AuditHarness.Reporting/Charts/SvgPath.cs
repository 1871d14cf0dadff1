using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// Shapes in as few letters as show the same picture, for curves are a third of a large page: a tenth of a pixel is kept, and each
/// point of a path is told from the one before it. The points are rounded before they are subtracted, so that nothing adds up.
/// </summary>
internal static partial class SvgPath
{
    /// <summary>Shortens every number and path of a picture.</summary>
    /// <param name="shapes">Elements as ScottPlot writes them: paths of M, L and Z with absolute coordinates; a path with any other command keeps its commands.</param>
    public static string Shorten(string shapes) =>
        Drawn().Replace(Place().Replace(Decimals().Replace(shapes, "$1"), place => $" {place.Groups[1].Value}=\"{Tenths(ToTenths(place.Groups[2].Value))}\""),
            path => Straight().IsMatch(path.Groups[1].Value) ? $" d=\"{Relative(path.Groups[1].Value)}\"" : path.Value);

    private static string Relative(string path)
    {
        var text = new StringBuilder();
        (long X, long Y) at = (0, 0), start = (0, 0);
        foreach (Match step in Step().Matches(path))
        {
            if (step.Value[0] == 'Z')
            {
                text.Append('z');
                at = start;
                continue;
            }
            var to = (X: ToTenths(step.Groups[2].Value), Y: ToTenths(step.Groups[3].Value));
            var (dx, dy) = (to.X - at.X, to.Y - at.Y);
            if (step.Value[0] == 'M')
            {
                // The first one of all is told from the corner, as are those of other pictures that are put together with this one.
                text.Append('M').Append(Tenths(to.X)).Append(Apart(Tenths(to.Y)));
                start = to;
            }
            else if (dy == 0) text.Append('h').Append(Tenths(dx));
            else if (dx == 0) text.Append('v').Append(Tenths(dy));
            else if (text[^1] != 'z' && IsLine(text)) text.Append(Apart(Tenths(dx))).Append(Apart(Tenths(dy)));
            else text.Append('l').Append(Tenths(dx)).Append(Apart(Tenths(dy)));
            at = to;
        }
        return text.ToString();
    }

    // Whether the last command is l, which needs no repeating.
    private static bool IsLine(StringBuilder text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
            if (char.IsAsciiLetter(text[i])) return text[i] == 'l';
        return false;
    }

    private static string Apart(string number) => number[0] == '-' ? number : " " + number;

    private static long ToTenths(string number) => (long)Math.Round(10 * double.Parse(number, CultureInfo.InvariantCulture), MidpointRounding.AwayFromZero);

    private static string Tenths(long tenths)
    {
        var text = Math.Abs(tenths) is var size && size % 10 == 0 ? (size / 10).ToString(CultureInfo.InvariantCulture) : $"{(size < 10 ? "" : (size / 10).ToString(CultureInfo.InvariantCulture))}.{size % 10}";
        return tenths < 0 ? "-" + text : text;
    }

    [GeneratedRegex(" d=\"([^\"]*)\"")]
    private static partial Regex Drawn();

    [GeneratedRegex("^(?:M-?[\\d.]+ -?[\\d.]+|L-?[\\d.]+ -?[\\d.]+|Z)+$")]
    private static partial Regex Straight();

    [GeneratedRegex("(?:([ML])(-?[\\d.]+) (-?[\\d.]+))|Z")]
    private static partial Regex Step();

    [GeneratedRegex(" (x|y|width|height|cx|cy|rx|ry|r)=\"(-?\\d+\\.\\d+)\"")]
    private static partial Regex Place();

    // Widths of lines and opacities are no places.
    [GeneratedRegex(@"(?<=-(?:width|opacity)=""\d*)(\.\d\d)\d+")]
    private static partial Regex Decimals();
}
