namespace AuditHarness.Browser;

/// <summary>What every report keeps to in a browser, on the audits that the repository ships.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ShippedReportTests
{
    private const long MostBytes = 3_000_000;

    private static IEnumerable<ShippedReport> Reports => ShippedReport.All;

    private static IEnumerable<Look> Screens => [Look.Phone, Look.Desk, Look.Wall];

    private static IEnumerable<Look> Judged => [Look.Phone, Look.Desk, new() { Dark = true }];

    private static IEnumerable<Look> Looks => [.. Screens, new() { Dark = true }, new() { ReducedMotion = true }, new() { JavaScript = false }, new() { Print = true }];

    [Test]
    public async Task Opening_a_report_asks_for_nothing_and_says_nothing(
        [ValueSource(nameof(Reports))] object report, [ValueSource(nameof(Looks))] object look)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html, (Look)look);
        Assert.That(open.Noise, Is.Empty);
        Assert.That(await open.Page.Locator("h1").CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_wider_than_the_window([ValueSource(nameof(Reports))] object report, [ValueSource(nameof(Screens))] object look)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html, (Look)look);
        var width = await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        Assert.That(width, Is.LessThanOrEqualTo(((Look)look).Width));
    }

    [Test]
    public async Task Axe_finds_nothing_serious_or_moderate([ValueSource(nameof(Reports))] object report, [ValueSource(nameof(Judged))] object look)
    {
        Assert.That(await Axe.Findings(((ShippedReport)report).Html, (Look)look), Is.Empty);
    }

    [TestCaseSource(nameof(Reports))]
    public async Task A_report_is_small_and_says_how_soon_it_is_open(object report)
    {
        var file = ((ShippedReport)report).Html;
        await using var open = await OpenReport.At(file);
        // The time is told, not judged: a busy machine proves nothing.
        TestContext.Out.WriteLine($"{report}: {new FileInfo(file).Length:N0} bytes, loaded after {await open.LoadedAfter():N0} ms");
        Assert.That(new FileInfo(file).Length, Is.LessThan(MostBytes));
    }
}
