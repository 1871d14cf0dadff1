using AuditHarness.Audits;
using AuditHarness.Reporting;
using AuditHarness.Runs;

namespace AuditHarness;

/// <summary>Renders the report of an audit again, from its results alone: nothing is measured and nothing is judged anew.</summary>
public static class ReportRun
{
    /// <summary>
    /// Reads results.json and writes every output that is rendered from it, with a manifest. Beside the results, what is missing is
    /// added and what is there must already be the same; into another folder as <see cref="AuditRun"/> writes.
    /// </summary>
    /// <param name="path">Path of results.json, or of the folder that it is in.</param>
    /// <param name="options">Where to, and whether a PDF is printed.</param>
    /// <exception cref="AuditInputException">
    /// The results, the output folder or the browser is at fault; the message says what, where and how to mend it.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CompletedRun Execute(string path, ReportRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        var stop = options.Stop;
        var printer = options.Pdf ? Chromium.Find() : null;
        options.Progress?.Report(new("Reading the results", 0, 1));
        var results = ResultsFile.Load(path);
        stop.ThrowIfCancellationRequested();
        var result = results.Result;
        var beside = options.Output is null || Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Output)) == results.Folder;
        using var folder = beside ? null : OutputFolder.Claim(options.Output!, result.Run.Id);

        options.Progress?.Report(new("Writing the report", 0, 1));
        var files = results.Render();
        if (printer is not null) files = [.. files, printer.Print(files, result.Run.StartedUtc, stop)];
        var manifest = Manifest.Of(result, files, results.Manifest?.Tool ?? ManifestTool.Unknown(result.Run.ToolVersion));
        stop.ThrowIfCancellationRequested();
        if (folder is null) return new(result, results.Folder, new RunFolder(results.Folder, results.Manifest).Complete(files, manifest));
        ReportFile[] all = [.. files, new(Manifest.FileName, manifest.ToJson())];
        folder.Fill(all);
        return new(result, folder.FullPath, [.. all.Select(f => f.Name)]);
    }
}

/// <summary>How a report is rendered again.</summary>
public sealed record ReportRunOptions
{
    /// <summary>Folder that becomes the report; null adds what is missing beside the results.</summary>
    public string? Output { get; init; }

    /// <summary>Prints report.html to report.pdf too, with a Chromium of the machine.</summary>
    public bool Pdf { get; init; }

    /// <summary>Told what is done; may be called from any thread.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Cancels.</summary>
    public CancellationToken Stop { get; init; }
}
