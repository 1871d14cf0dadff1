using Microsoft.Playwright;

namespace AuditHarness.Browser;

/// <summary>
/// The machine's Chromium, started once for all tests of this project. Without one the tests skip themselves and say why; under
/// <c>CI=true</c> they fail, for there nobody would notice. Playwright never downloads a browser here.
/// </summary>
[SetUpFixture]
public sealed class Chromium
{
    private const string PathVariable = "AUDIT_CHROMIUM";

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>The running browser.</summary>
    internal static IBrowser Browser => _browser ?? throw new InvalidOperationException("Chromium was not started.");

    [OneTimeSetUp]
    public async Task Start()
    {
        if (Find() is not { } program)
        {
            const string Missing = $"no Chromium: neither chromium-headless-shell, chromium, chromium-browser nor google-chrome is in PATH, and {PathVariable} names none";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)) Assert.Fail(Missing);
            Assert.Ignore(Missing);
            return;
        }
        _playwright = await Playwright.CreateAsync();
        // Without the sandbox, because it does not start as root, as which CI runs; what is opened here is our own report.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Headless = true, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        ShippedReport.Delete();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named) return File.Exists(named) ? named : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        // A shell without windows shows the same pages; the whole browser starts a second page for the frame of each window, which takes longer than most tests.
        return new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome" }
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);
    }
}
