using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// Colours of charts. ScottPlot draws in these placeholders; the SVG then asks the page's style sheet, so that a chart is
/// legible on light and dark grounds. The groups' colours follow Okabe and Ito (2008), moved until they have 3 : 1 on their
/// ground and differ without red or green receptors; each group has a marker shape of its own, so that nothing hangs on colour.
/// </summary>
internal static class ChartColors
{
    private static readonly (Color Placeholder, string Variable)[] Palette =
    [
        (new Color("#010001"), "chart-ink"),
        (new Color("#010002"), "chart-grid"),
        (new Color("#010003"), "chart-quiet"),
        (new Color("#010004"), "chart-limit"),
        (new Color("#020001"), "group-1"),
        (new Color("#020002"), "group-2"),
        (new Color("#020003"), "group-3"),
        (new Color("#020004"), "group-4"),
        (new Color("#020005"), "group-5"),
        (new Color("#020006"), "group-6"),
        (new Color("#030001"), "rank-1"),
        (new Color("#030002"), "rank-2"),
        (new Color("#030003"), "rank-3"),
        (new Color("#030004"), "rank-4"),
        (new Color("#030005"), "rank-5"),
        (new Color("#040001"), "rise"),
        (new Color("#040002"), "fall"),
        (new Color("#040003"), "paper"),
        (new Color("#050001"), "worse-1"),
        (new Color("#050002"), "worse-2"),
        (new Color("#050003"), "worse-3"),
        (new Color("#050004"), "better-1"),
        (new Color("#050005"), "better-2"),
        (new Color("#050006"), "better-3"),
        (new Color("#050007"), "sunken"),
    ];

    /// <summary>Names of the style sheet's variables that shapes are drawn in.</summary>
    public static IEnumerable<string> Variables => Palette.Select(p => p.Variable);

    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenDiamond,
    ];

    private static readonly Color[] Dashed = [.. Enumerable.Range(1, 6).Select(i => new Color(FormattableString.Invariant($"#09000{i}")))];

    /// <summary>Axes and the line of equality.</summary>
    public static Color Ink => Palette[0].Placeholder;

    /// <summary>Grid lines.</summary>
    public static Color Grid => Palette[1].Placeholder;

    /// <summary>What stands behind for comparison.</summary>
    public static Color Quiet => Palette[2].Placeholder;

    /// <summary>Limits of expectations.</summary>
    public static Color Limit => Palette[3].Placeholder;

    /// <summary>Colour of a group within its attribute.</summary>
    /// <param name="group">Position of the group, from 0.</param>
    public static Color Group(int group) => Palette[4 + (group % 6)].Placeholder;

    /// <summary>A dashed line of a group's colour: what would be without the model.</summary>
    /// <param name="group">Position of the group, from 0.</param>
    public static Color GroupDashed(int group) => Dashed[group % Dashed.Length];

    /// <summary>Number of colours between a feature's lowest and highest values.</summary>
    public const int Ranks = 5;

    /// <summary>Colour of a feature's values, from low to high.</summary>
    /// <param name="rank">Mean rank among all patients, in [0, 1].</param>
    public static Color Rank(double rank) => Palette[10 + Math.Clamp((int)(rank * Ranks), 0, Ranks - 1)].Placeholder;

    /// <summary>What raises or lowers an output; the bar's arrow and the figure's sign say the same.</summary>
    /// <param name="value">The contribution.</param>
    public static Color Direction(double value) => Palette[value < 0 ? 16 : 15].Placeholder;

    /// <summary>The ground, to set a mark off from what it lies on.</summary>
    public static Color Paper => Palette[17].Placeholder;

    /// <summary>A line of <see cref="Ink"/>, dashed.</summary>
    public static Color InkDashed { get; } = new("#060001");

    /// <summary>Ground of a cell that is worse (positive) or better (negative) than everybody.</summary>
    /// <param name="steps">1 to 3 or −1 to −3.</param>
    public static Color Standing(int steps) => Palette[steps > 0 ? 17 + steps : 20 - steps].Placeholder;

    /// <summary>Slanted lines: what is hidden.</summary>
    public static Color Hatch { get; } = new("#070001");

    /// <summary>Lines that stand in the lanes of a chart and leave out the texts between them, see <see cref="LaneDashes"/>.</summary>
    public static (Color Grid, Color Ink, Color Limit) InLanes { get; } = (new("#080001"), new("#080002"), new("#080003"));

    /// <summary>Length of a line in a lane and of the space to the next one, in SVG units.</summary>
    public const string LaneDashes = "13 20";

    /// <summary>A ground a little lower than the paper.</summary>
    public static Color Sunken => Palette[24].Placeholder;

    /// <summary>Marker of a group within its attribute; with 7 shapes and 6 colours the first 42 groups all differ.</summary>
    /// <param name="group">Position of the group, from 0.</param>
    public static MarkerShape Marker(int group) => Shapes[group % Shapes.Length];

    /// <summary>Replaces the placeholders by variables of the style sheet.</summary>
    /// <param name="svg">SVG as ScottPlot wrote it.</param>
    /// <param name="hatch">Id of the pattern that <see cref="Hatch"/> stands for.</param>
    public static string ToVariables(string svg, string hatch)
    {
        (Color Placeholder, string Attributes)[] more =
        [
            (InkDashed, "\"var(--chart-ink)\" stroke-dasharray=\"5 4\""),
            (InLanes.Grid, $"\"var(--chart-grid)\" stroke-dasharray=\"{LaneDashes}\""),
            (InLanes.Ink, $"\"var(--chart-ink)\" stroke-dasharray=\"{LaneDashes}\""),
            (InLanes.Limit, $"\"var(--chart-limit)\" stroke-dasharray=\"{LaneDashes}\""),
            (Hatch, $"\"url(#{hatch})\""),
            .. Dashed.Select((color, i) => (color, FormattableString.Invariant($"\"var(--group-{i + 1})\" stroke-dasharray=\"2 4\""))),
        ];
        return Palette.Aggregate(
            more.Aggregate(svg, (text, entry) => text.Replace($"\"{entry.Placeholder.ToHex()}\"", entry.Attributes, StringComparison.OrdinalIgnoreCase)),
            (text, entry) => text.Replace($"\"{entry.Placeholder.ToHex()}\"", $"\"var(--{entry.Variable})\"", StringComparison.OrdinalIgnoreCase));
    }
}
