using System.Text.RegularExpressions;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// Looks that thousands of shapes of a page share: each is said once, in the style sheet, and the shapes name it by a short class, such
/// as <c>s-ink w-2</c> for a line of ink two units wide.
/// </summary>
internal static partial class ShapeLooks
{
    // Any other look stays with its shape.
    private static readonly (string Attribute, string Prefix, string[] Values)[] Shared =
    [
        // What is drawn as a line is not filled, unless it says so: fills come after lines.
        ("stroke", "s", [.. ChartColors.Variables.Select(Variable)]),
        ("fill", "f", [.. ChartColors.Variables.Select(Variable)]),
        ("stroke-width", "w", ["1.25", "1.5", "1.75", "2", "2.4", "2.5", "3", "3.5"]),
        ("stroke-dasharray", "d", ["5 4", "2 4", ChartColors.LaneDashes]),
    ];

    private static readonly Dictionary<string, string> Classes =
        Shared.SelectMany(s => s.Values, (s, value) => ($"{s.Attribute}=\"{value}\"", Class(s.Prefix, value))).ToDictionary();

    /// <summary>The rules of the classes.</summary>
    public static string Css { get; } = string.Join("\n", Shared.SelectMany(s => s.Values, (s, value) =>
        $".{Class(s.Prefix, value)} {{ {(s.Attribute == "stroke" ? "fill: none; " : "")}{s.Attribute}: {value}; }}"));

    /// <summary>Replaces the looks of shapes by the classes that name them.</summary>
    /// <param name="shapes">Elements that begin with how they look.</param>
    public static string Named(string shapes) => Shape().Replace(shapes, shape =>
    {
        var looks = shape.Groups["look"].Captures.ToLookup(c => Classes.ContainsKey(c.Value), c => c.Value);
        return $"<{shape.Groups["name"]}{(looks.Contains(true) ? $" class=\"{string.Join(' ', looks[true].Select(l => Classes[l]))}\"" : "")}{string.Concat(looks[false].Select(l => " " + l))}";
    });

    private static string Variable(string name) => $"var(--{name})";

    private static string Class(string prefix, string value) => $"{prefix}-{NoName().Replace(value, "")}".Replace('.', '-').Replace(' ', '-');

    [GeneratedRegex("<(?<name>path|rect|circle|ellipse)(?: (?<look>(?:fill|stroke|stroke-width|stroke-dasharray)=\"[^\"]*\"))+")]
    private static partial Regex Shape();

    [GeneratedRegex(@"var\(--(?:chart-)?|\)")]
    private static partial Regex NoName();
}
