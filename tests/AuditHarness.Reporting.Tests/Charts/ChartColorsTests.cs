using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditHarness.Reporting.Charts;

/// <summary>The style sheet's colours of charts: seen, read and told apart on light and dark grounds, on paper, and by those who do not see red or green.</summary>
public sealed partial class ChartColorsTests
{
    private static readonly string[] Grounds = ["light", "dark", "print"];

    // Machado, Oliveira, Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15:1291–1298, severity 1.0; for linear RGB.
    private static readonly double[][] Protanopia = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deuteranopia = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];

    [TestCaseSource(nameof(Grounds))]
    public void Marks_have_three_to_one_against_the_ground(string ground)
    {
        var colors = Colors(ground);
        foreach (var mark in new[] { "chart-ink", "chart-quiet", "chart-limit", "group-1", "group-2", "group-3", "group-4", "group-5", "group-6", "rise", "fall", "rank-1", "rank-2", "rank-3", "rank-4", "rank-5" })
            foreach (var paper in new[] { "paper", "card" })
                Assert.That(Contrast(colors[mark], colors[paper]), Is.GreaterThanOrEqualTo(3), $"{mark} on {paper}");
    }

    [TestCaseSource(nameof(Grounds))]
    public void Texts_have_four_and_a_half_to_one_also_on_the_darkest_cell(string ground)
    {
        var colors = Colors(ground);
        foreach (var under in new[] { "paper", "sunken", "worse-1", "worse-2", "worse-3", "better-1", "better-2", "better-3" })
            Assert.That(Contrast(colors["chart-ink"], colors[under]), Is.GreaterThanOrEqualTo(4.5), under);
        foreach (var text in new[] { "soft", "chart-limit" }) Assert.That(Contrast(colors[text], colors["paper"]), Is.GreaterThanOrEqualTo(4.5), text);
    }

    // A distance of 10 in CIELAB is well beyond the just noticeable 2.3 (Mahy, Van Eycken, Oosterlinck 1994). Shapes tell groups apart too.
    [TestCaseSource(nameof(Grounds))]
    public void Groups_differ_without_red_or_green_receptors(string ground)
    {
        var colors = Colors(ground);
        foreach (var sight in new[] { Protanopia, Deuteranopia })
            for (var a = 1; a <= 6; a++)
            {
                Assert.That(Distance(colors[$"group-{a}"], colors["chart-limit"], sight), Is.GreaterThanOrEqualTo(10), $"{a} and limits");
                for (var b = a + 1; b <= 6; b++)
                    Assert.That(Distance(colors[$"group-{a}"], colors[$"group-{b}"], sight), Is.GreaterThanOrEqualTo(10), $"{a} and {b}");
            }
    }

    [TestCaseSource(nameof(Grounds))]
    public void Worse_better_and_their_steps_differ_without_red_or_green_receptors(string ground)
    {
        var colors = Colors(ground);
        foreach (var sight in new[] { Protanopia, Deuteranopia })
        {
            for (var step = 1; step <= 3; step++) Assert.That(Distance(colors[$"worse-{step}"], colors[$"better-{step}"], sight), Is.GreaterThanOrEqualTo(10), $"step {step}");
            foreach (var side in new[] { "worse", "better" })
                for (var step = 1; step < 3; step++) Assert.That(Distance(colors[$"{side}-{step}"], colors[$"{side}-{step + 1}"], sight), Is.GreaterThanOrEqualTo(8), $"{side} {step}");
            Assert.That(Distance(colors["rise"], colors["fall"], sight), Is.GreaterThanOrEqualTo(20));
        }
    }

    [Test]
    public void Red_and_green_of_equal_lightness_would_not_have_passed() =>
        Assert.That(Distance("#b05050", "#7a7038", Deuteranopia), Is.LessThan(10));

    // All rules for :root that hold for a ground, later ones over earlier ones, as the page joins its sheets.
    private static Dictionary<string, string> Colors(string ground)
    {
        var css = string.Join("\n", new[] { "report.css", "charts.css", "print.css" }.Select(Sheet));
        var colors = new Dictionary<string, string>();
        foreach (Match rule in Rule().Matches(css))
        {
            var media = rule.Groups[1].Value;
            if (media.Length > 0 && !(ground == "dark" && media.Contains("dark", StringComparison.Ordinal)) && !(ground == "print" && media.Contains("print", StringComparison.Ordinal))) continue;
            foreach (Match color in Variable().Matches(rule.Groups[2].Value)) colors[color.Groups[1].Value] = color.Groups[2].Value;
        }
        return colors;
    }

    private static string Sheet(string name)
    {
        using var reader = new StreamReader(typeof(ChartColors).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static double[] Linear(string hex)
    {
        var digits = hex.Length == 4 ? string.Concat(hex[1..].Select(c => $"{c}{c}")) : hex[1..];
        return [.. Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(string a, string b)
    {
        static double Luminance(string hex) => Linear(hex) is var c ? (0.2126 * c[0]) + (0.7152 * c[1]) + (0.0722 * c[2]) : 0;
        var (low, high) = (Math.Min(Luminance(a), Luminance(b)), Math.Max(Luminance(a), Luminance(b)));
        return (high + 0.05) / (low + 0.05);
    }

    private static double Distance(string a, string b, double[][] sight) =>
        Math.Sqrt(Lab(Seen(a, sight)).Zip(Lab(Seen(b, sight)), (x, y) => (x - y) * (x - y)).Sum());

    private static double[] Seen(string hex, double[][] sight) =>
        Linear(hex) is var c ? [.. sight.Select(row => Math.Clamp(row.Zip(c, (m, v) => m * v).Sum(), 0, 1))] : [];

    // CIE 1976 L*a*b* of linear sRGB, D65.
    private static double[] Lab(double[] c)
    {
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        var x = F(((0.4124564 * c[0]) + (0.3575761 * c[1]) + (0.1804375 * c[2])) / 0.95047);
        var y = F((0.2126729 * c[0]) + (0.7151522 * c[1]) + (0.0721750 * c[2]));
        var z = F(((0.0193339 * c[0]) + (0.1191920 * c[1]) + (0.9503041 * c[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    [GeneratedRegex(@"(?:@media ([^{]*)\{\s*)?:root \{([^}]*)\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b")]
    private static partial Regex Variable();
}
