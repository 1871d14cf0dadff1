using System.Text.RegularExpressions;

namespace AuditHarness.Browser;

/// <summary>
/// A page made by hand with the head, texts and script of a real report, so that what the script does to a table can be told cell by
/// cell. Its policy is the report's own.
/// </summary>
internal sealed partial class ScriptPage : IDisposable
{
    private static readonly Lazy<string> Report = new(() => File.ReadAllText(ShippedReport.Default.Html));

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the page.</summary>
    /// <param name="main">What stands in its main part.</param>
    /// <param name="language">Its language.</param>
    public ScriptPage(string main, string language = "en") => File.WriteAllText(Path, $"""
        <!DOCTYPE html>
        <html lang="{language}">
        {Head().Match(Report.Value).Value}
        <body><header><h1>Page</h1></header><main><section id="summary"><h2>Summary</h2></section>{main}</main>
        {Texts().Match(Report.Value).Value}
        {Script}
        </body></html>
        """);

    /// <summary>Where it is.</summary>
    public string Path => _folder.In("page.html");

    /// <summary>The script of a report, with its element.</summary>
    public static string Script => Scripts().Match(Report.Value).Value;

    /// <summary>
    /// Ten groups in an order that is no sort order: ties, a hidden cell, a reason beside a figure, German text, and texts that a
    /// spreadsheet would run.
    /// </summary>
    public const string Groups = """
        <section id="groups"><h2>Groups</h2>
        <div class="scroll" role="group" tabindex="0" aria-label="Groups">
        <table id="t-groups" data-table="groups">
          <caption>Groups</caption>
          <thead><tr><th scope="col">Group</th><th scope="col" data-label="n">n <small>patients</small></th><th scope="col">AUROC</th><th scope="col">Remark</th></tr></thead>
          <tbody>
            <tr><th scope="row"><bdi>group 10</bdi></th><td data-v="1234">1.234</td><td data-v=".8123456789012345 .75 .875">0,812 <small>0,750 bis 0,875</small></td><td>plain</td></tr>
            <tr><th scope="row"><bdi>group 9</bdi></th><td data-v="50">50</td><td data-v="0.5">0,500 <small class="missing">no interval: few events</small></td><td>a, "b"; c</td></tr>
            <tr><th scope="row"><bdi>=HYPERLINK("https://x.example")</bdi></th><td class="missing">hidden: small cell</td><td class="missing">not estimable: -1 events</td><td>-0.5</td></tr>
            <tr><th scope="row"><bdi>+1 group</bdi></th><td data-v="50">50</td><td data-v="-.12 -.3 0">−0,120 <small>−0,300 bis 0,000</small></td><td>−0.12</td></tr>
            <tr><th scope="row"><bdi>-1+cmd</bdi></th><td data-v="9">9</td><td data-v="1e-7 0 0.001">1E-7</td><td>12</td></tr>
            <tr><th scope="row"><bdi>@sum</bdi></th><td data-v="100">100</td><td data-v="0.7 0.6 0.8">0,700</td><td></td></tr>
            <tr><th scope="row"><bdi>&#9;=tab</bdi></th><td data-v="101">101</td><td data-v="0.7 0.6 0.8">0,700</td><td>ＡＢ</td></tr>
            <tr><th scope="row"><bdi>＝wide</bdi></th><td data-v="102">102</td><td data-v="0.7 0.6 0.8">0,700</td><td>x<br>y</td></tr>
            <tr><th scope="row"><bdi>Änne</bdi></th><td data-v="103">103</td><td data-v="0.7 0.6 0.8">0,700</td><td>z</td></tr>
            <tr><th scope="row"><bdi>&lt;img src=x onerror=alert(1)&gt;</bdi></th><td data-v="104">104</td><td data-v="0.7 0.6 0.8">0,700</td><td>z</td></tr>
          </tbody>
        </table></div></section>
        """;

    /// <summary>Two attributes, two metrics, three groups each; with cells that span rows, a folded table and a figure.</summary>
    public const string Families = """
        <section id="everyone"><h2>For everyone?</h2>
        <div class="family" id="everyone-1" data-family="1" data-label="sex"><h3>sex</h3>
          <figure id="roc-1" data-family="1" data-metric="Auroc"><p class="label">AUROC by sex</p></figure>
          <div class="scroll" role="group" tabindex="0" aria-label="One"><table id="t-one" data-table="one" data-family="1">
            <caption>One</caption>
            <thead><tr><th scope="col">Metric</th><th scope="col" data-group="-1" data-label="Everybody">Everybody</th><th scope="col" data-group="0" data-label="female">female</th><th scope="col" data-group="1" data-label="male">male</th></tr></thead>
            <tbody>
              <tr data-metric="Auroc" data-label="AUROC"><th scope="row">AUROC</th><td data-v="1">1</td><td data-v="2">2</td><td data-v="3">3</td></tr>
              <tr data-metric="Brier" data-label="Brier score"><th scope="row">Brier score</th><td data-v="4">4</td><td data-v="5">5</td><td data-v="6">6</td></tr>
            </tbody>
          </table></div>
        </div>
        <div class="family" id="everyone-2" data-family="2" data-label="ward"><h3>ward</h3>
          <details id="gaps-of-ward"><summary>Gaps</summary>
          <div class="scroll" role="group" tabindex="0" aria-label="Two"><table id="t-two" data-table="two" data-family="2">
            <caption>Two</caption>
            <thead><tr><th scope="col">Gap</th><th scope="col">Between</th><th scope="col">Value</th></tr></thead>
            <tbody data-metric="AurocGap Auroc" data-label="AUROC gap">
              <tr data-group="0" data-label="a"><th scope="rowgroup" rowspan="2">AUROC gap</th><td>a, b</td><td data-v="0.3">0.3</td></tr>
              <tr data-group="1" data-label="b"><td>b, c</td><td data-v="0.1">0.1</td></tr>
            </tbody>
            <tbody data-metric="BrierGap Brier" data-label="Brier gap">
              <tr data-group="0"><th scope="rowgroup" rowspan="2">Brier gap</th><td>a, b</td><td data-v="0.2">0.2</td></tr>
              <tr data-group="1"><td>b, c</td><td data-v="0.4">0.4</td></tr>
            </tbody>
          </table></div></details>
        </div></section>
        """;

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("<head>.*?</head>", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("<template id=\"texts\">.*?</template>", RegexOptions.Singleline)]
    private static partial Regex Texts();

    [GeneratedRegex("<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
