using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Pictures;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Reporting;
using AuditHarness.Runs;

namespace AuditHarness;

/// <summary>One run of an audit: a config becomes a result, and the result becomes files. This is what people embed.</summary>
public static class AuditRun
{
    /// <summary>
    /// Reads the config and what it names, measures, judges, and writes the outputs with their manifest. The output folder is
    /// checked before any data is read, and appears only when it is complete: whatever goes wrong, nothing half-written stays.
    /// </summary>
    /// <param name="configPath">Path of the config file.</param>
    /// <param name="options">Where to, how fast, and who is told.</param>
    /// <exception cref="AuditInputException">
    /// The config, the data, the model or the output folder is at fault; the message says what, where and how to mend it.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CompletedRun Execute(string configPath, AuditRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(configPath);
        ArgumentNullException.ThrowIfNull(options);
        var stop = options.Stop;
        var started = options.Clock.GetUtcNow();
        var stopwatch = options.Clock.GetTimestamp();
        var printer = options.Pdf ? Chromium.Find() : null;

        var config = ConfigFile.Load(configPath);
        var plan = options.Seed is { } seed ? config.Plan with { Seed = seed } : config.Plan;
        var id = RunId.Of(started, config.Input.Sha256);
        using var folder = OutputFolder.Claim(options.Output ?? OutputFolder.Default(plan.Name, id), id);
        stop.ThrowIfCancellationRequested();
        var (picture, logo) = LogoFile.Read(plan.Report.Logo, config.Folder);
        var attachments = AttachmentFile.Identify(plan.Evidence.Attachments, config.Folder, stop);
        var run = new RunPlace(config.Folder, folder.FullPath, config.Input, [.. logo, .. attachments], new(id, started, 0, Tool.Version));
        var (result, sources) = plan switch
        {
            DiagnosticPlan diagnostic => DiagnosticRun.Of(diagnostic, run, options),
            SyntheticRecordsPlan records => SyntheticRecordsRun.Of(records, run, options),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        result = result with { Logo = picture, Run = result.Run with { Seconds = options.Clock.GetElapsedTime(stopwatch).TotalSeconds } };
        stop.ThrowIfCancellationRequested();

        options.Progress?.Report(new("Writing the report", 0, 1));
        var files = ReportFiles.Render(result);
        if (printer is not null) files = [.. files, printer.Print(files, result.Run.StartedUtc, stop)];
        ReportFile[] all = [.. files, new(Manifest.FileName, Manifest.Of(result, files, sources).ToJson())];
        stop.ThrowIfCancellationRequested();
        folder.Fill(all);
        return new(result, folder.FullPath, [.. all.Select(f => f.Name)]);
    }
}

/// <summary>Where a run reads and writes, and what it has read already.</summary>
/// <param name="Folder">Absolute path that the config's paths are relative to.</param>
/// <param name="Output">Absolute path of the folder that becomes the report.</param>
/// <param name="Config">The config.</param>
/// <param name="Beside">Logo and attachments.</param>
/// <param name="Info">Id and time.</param>
internal sealed record RunPlace(string Folder, string Output, InputFile Config, IReadOnlyList<InputFile> Beside, RunInfo Info)
{
    /// <summary>Whether a path lies within the folder of the report, by its name or behind a link.</summary>
    /// <param name="path">Absolute; what it names need not be there yet.</param>
    public bool IsInReport(string path) =>
        Path.GetRelativePath(LinkedPath.Real(Output), LinkedPath.Real(path)) is var relative && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
}

/// <summary>How a run is carried out. Only <see cref="Seed"/> can change a figure.</summary>
public sealed record AuditRunOptions
{
    /// <summary>Folder that becomes the report; null writes to <c>reports/&lt;plan name&gt;/&lt;run id&gt;</c> under the current directory.</summary>
    public string? Output { get; init; }

    /// <summary>How many threads measure at once; at least 1. The same bytes come out for any number.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Replaces the config's seed; null keeps it.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Prints report.html to report.pdf too, with a Chromium of the machine.</summary>
    public bool Pdf { get; init; }

    /// <summary>Folder of the draws of generators, kept for good; null takes <c>.audit/draws</c> under the current directory.</summary>
    public string? Draws { get; init; }

    /// <summary>Audits the kept draw of a generator without opening the generator, which need not be there any more.</summary>
    public bool Replay { get; init; }

    /// <summary>Told what is done; may be called from any thread.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Where the time of the run is read.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Cancels the run.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>A run that came to its end, whatever the verdict.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Folder">Absolute path of the report's folder.</param>
/// <param name="Files">Names of the files in it, the manifest last.</param>
public sealed record CompletedRun(AuditResult Result, string Folder, IReadOnlyList<string> Files);
