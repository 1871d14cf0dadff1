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

    /// <summary>Renders the page; ASCII only, everything else as character references.</summary>
    /// <param name="audit">The result.</param>
    public static string Render(AuditResult audit)
    {
        var (css, script) = (StyleSheet(), Resource("report.js"));
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
        return BlankLines().Replace(UnprintableReference().Replace(html.ReplaceLineEndings("\n"), "&#xFFFD;"), "\n");
    }

    private static string StyleSheet() => string.Join("\n", Styles.Select(Resource).Prepend(Typeface.Css));

    private static string Resource(string name)
    {
        using var stream = typeof(ReportHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // The encoder turns these into references, in every text and attribute alike, so this one place holds for all of them: the
    // characters of Unprintable, and the carriage return, which is an error as a reference.
    [GeneratedRegex(@"&#x(?:[0-8B-F]|1[0-9A-F]|7F|8[0-9A-F]|9[0-9A-F]|200[EF]|202[A-E]|206[6-9]|FFF[EF]);")]
    private static partial Regex UnprintableReference();

    [GeneratedRegex(@"\n\s*(?=\n)")]
    private static partial Regex BlankLines();
}
