using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuditHarness.Audits;
using AuditHarness.Reporting.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuditHarness.Reporting.Html;

/// <summary>report.html: one page that needs nothing but itself; its script only adds comfort, and nothing is missing without it.</summary>
internal static partial class ReportHtml
{
    // In this order: later rules go before earlier ones, and paper before all.
    private static readonly string[] Styles = ["report.css", "charts.css", "evidence.css", "controls.css", "print.css"];

    /// <summary>Renders the page; ASCII and the signs of <see cref="Signs"/>, everything else as character references.</summary>
    /// <param name="audit">The result.</param>
    public static string Render(AuditResult audit)
    {
        var (css, script) = (StyleSheet() + "\n" + RunningHeads.Css(audit), Resource("report.js"));
        using var services = new ServiceCollection().BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportPage.View)] = new ReportView(audit),
            [nameof(ReportPage.Css)] = css,
            [nameof(ReportPage.CssHash)] = Hash(css),
            [nameof(ReportPage.Script)] = script,
            [nameof(ReportPage.ScriptHash)] = Hash(script),
        });
        // No component waits for anything, so the task is complete when it comes back.
        var html = renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ReportPage>(parameters).ConfigureAwait(true)).ToHtmlString()).GetAwaiter().GetResult();
        return Short(Captioned().Replace(Reference().Replace(html.ReplaceLineEndings("\n"), Shown), Titled));
    }

    /// <summary>The same page to every browser in fewer letters.</summary>
    /// <param name="page">As the templates write it.</param>
    internal static string Short(string page) => Spare().Replace(page, "${kept}${line}${name}${value}");

    private static string StyleSheet() => string.Join("\n", Styles.Select(Resource).Prepend(ShapeLooks.Css).Prepend(Typeface.Css));

    // Without what sets its lines in: no string in them goes over several lines.
    private static string Resource(string name)
    {
        using var stream = typeof(ReportHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Inset().Replace(reader.ReadToEnd().ReplaceLineEndings("\n").Trim(), "\n");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // What stands beside nearly every figure is a page's length as a reference; nothing in a page can be made of these.
    private const string Signs = "+\u2212\u2013\u2264\u2265\u00B7\u00D7";

    // The encoder writes all but plain ASCII as references, in every text and attribute alike, so this one place holds for all of
    // them: what no output shows, and the carriage return, which is an error as a reference.
    private static string Shown(Match reference) =>
        Rune.TryCreate(int.Parse(reference.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var rune)
        && rune.Value != '\r' && !Unprintable.Contains(rune) ? Signs.Contains((char)rune.Value, StringComparison.Ordinal) && rune.IsBmp ? rune.ToString() : reference.Value
        : $"&#x{(int)Unprintable.Replacement:X};";

    [GeneratedRegex("&#x([0-9A-F]{1,6});")]
    private static partial Regex Reference();

    // A picture by itself says what its caption says, for it may stand alone; over the caption its title is enough, or all is read aloud twice.
    private static string Titled(Match figure)
    {
        var (label, between, caption) = (figure.Groups[1].Value, figure.Groups[2].Value, figure.Groups[3].Value);
        return caption.Length > 0 && label.EndsWith(" " + caption, StringComparison.Ordinal) ? $" aria-label=\"{label[..^(caption.Length + 1)]}{between}{caption}</bdi>" : figure.Value;
    }

    [GeneratedRegex(" aria-label=\"([^\"]*)(\"(?:(?!</figure>|<svg).)*<figcaption><bdi>)([^<]*)</bdi>", RegexOptions.Singleline)]
    private static partial Regex Captioned();

    [GeneratedRegex(@"\n\s+")]
    private static partial Regex Inset();

    // What no reader sees and no browser needs is a fifth of a page of many tables: what sets the templates' lines in; ends of cells and
    // rows that the next one ends; quotes about numbers and names of ours. Style and script are known by their hashes and stay as they are;
    // what comes from data, the plan's text among it, has no line ends, brackets and quotes of its own but references.
    [GeneratedRegex("""
        (?<kept><style>.*?</style>|<script>.*?</script>)
        |\n\s*(?=<t[dh]\b|</t[hdr])|(?<line>\n)\s+
        |</t(?:[dr]|head|body)>(?=\s*</?t)|</th>(?=\s*<t)
        |(?<name>\s(?:data-(?:v|group|metric|family)|scope|rowspan|colspan|class|x|y|cx|cy|width|text-anchor)=)"(?<value>[\w.-]+)"(?=[\s>])
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Spare();
}
