using Microsoft.Playwright;

namespace AuditHarness.Browser;

/// <summary>
/// A report opened from its file in a window of its own, with everything it did written down: requests, console messages, errors,
/// dialogs. The page's own policy is in force and the network is off.
/// </summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _requests = [];
    private readonly List<string> _console = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _dialogs = [];

    private OpenReport(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, Address) = (context, page, address);
        context.Request += (_, request) => Note(_requests, request.Url);
        context.Page += (_, other) => { if (other != page) Note(_requests, "a new window: " + other.Url); };
        page.Console += (_, message) => Note(_console, $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(_errors, error);
        page.Dialog += (_, dialog) =>
        {
            Note(_dialogs, $"{dialog.Type}: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Address of the file, without a fragment.</summary>
    public string Address { get; }

    /// <summary>Addresses asked for, beside the report itself; and windows opened.</summary>
    public IReadOnlyList<string> Requests => Copy(_requests, url => url.Split('#')[0] != Address);

    /// <summary>Messages in the console; a breach of the page's policy is one.</summary>
    public IReadOnlyList<string> Console => Copy(_console);

    /// <summary>Errors that no script caught.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Dialogs that were shown.</summary>
    public IReadOnlyList<string> Dialogs => Copy(_dialogs);

    /// <summary>Everything that a report must never do; a quiet report has none.</summary>
    public IReadOnlyList<string> Noise =>
        [.. Requests.Select(r => "request: " + r), .. Console.Select(c => "console: " + c), .. Errors.Select(e => "error: " + e), .. Dialogs.Select(d => "dialog: " + d)];

    /// <summary>Opens a file and waits until it is loaded.</summary>
    /// <param name="path">Path of an HTML file.</param>
    /// <param name="look">How it is looked at; a desk when null.</param>
    /// <param name="bypassPolicy">Puts the page's policy out of force, for tools that must inject their script.</param>
    /// <param name="before">Script that runs before the page's own, to stand in for what the machine has or has not.</param>
    public static async Task<OpenReport> At(string path, Look? look = null, bool bypassPolicy = false, string? before = null)
    {
        look ??= Look.Desk;
        var context = await Chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = look.ReducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            JavaScriptEnabled = look.JavaScript,
            BypassCSP = bypassPolicy,
            Offline = true,
            AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        var report = new OpenReport(context, page, new Uri(Path.GetFullPath(path)).AbsoluteUri);
        if (before is not null) await page.AddInitScriptAsync(before);
        if (look.Print) await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.GotoAsync(report.Address + look.Fragment, new() { WaitUntil = WaitUntilState.Load, Timeout = 120_000 });
        return report;
    }

    /// <summary>Opens everything that is folded.</summary>
    public async Task Unfold() => await Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");

    /// <summary>Milliseconds from the start of the navigation to the end of the load event.</summary>
    public async Task<double> LoadedAfter() => await Page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].loadEventEnd");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    // The events come from the driver's thread.
    private static void Note(List<string> list, string line)
    {
        lock (list) list.Add(line);
    }

    private static IReadOnlyList<string> Copy(List<string> list, Func<string, bool>? which = null)
    {
        lock (list) return [.. list.Where(which ?? (_ => true))];
    }
}
