using System.Globalization;
using System.Security;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Reporting;
using AuditHarness.Reporting.Json;

namespace AuditHarness.Runs;

/// <summary>The results of an audit, read from disk.</summary>
/// <param name="Result">What they say.</param>
/// <param name="Content">The bytes of the file.</param>
/// <param name="Folder">Absolute path of its folder.</param>
/// <param name="Manifest">The manifest beside it, which names these very bytes; null when there is none.</param>
internal sealed record ResultsFile(AuditResult Result, byte[] Content, string Folder, Manifest? Manifest)
{
    /// <summary>Name that a run gives it.</summary>
    public const string Name = "results.json";

    /// <summary>The most that is read: hundreds of intersections come to a tenth of it.</summary>
    public const int LargestBytes = 500 * 1024 * 1024;

    /// <summary>Reads results, and holds them to the manifest beside them.</summary>
    /// <param name="path">Path of the file, or of the folder that it is in.</param>
    /// <exception cref="AuditInputException">The file cannot be read, holds no results, or is not the one that its manifest names.</exception>
    public static ResultsFile Load(string path)
    {
        var shown = ConfigText.Shown(path, 300);
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new AuditInputException($"'{shown}' is not the path of a file. Give the path of the results.json of an audit.");
        if (Directory.Exists(path)) (path, shown) = (Path.Combine(path, Name), ConfigText.Shown(Path.Combine(path, Name), 300));
        var content = Read(path, shown);
        var result = Guarded(() => ResultsReader.Read(content, shown, (plan, line) => ReadPlan(plan, line, shown)), shown);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new(result, content, folder, Beside(folder, Path.GetFileName(path), content, result.Run.Id, shown));
    }

    /// <summary>Every file of the report, rendered from the results; the results themselves stay what they are, byte for byte, whatever version wrote them.</summary>
    /// <exception cref="AuditInputException">They say what no audit says.</exception>
    public IReadOnlyList<ReportFile> Render() =>
        Guarded<IReadOnlyList<ReportFile>>(() => [.. ReportFiles.Render(Result).Select(f => f.Name == Name ? f with { Content = Content } : f)], ConfigText.Shown(Path.Combine(Folder, Name), 300));

    // What an audit wrote can be rendered. Where that fails after every check, the file was never written by one.
    private static T Guarded<T>(Func<T> read, string shown)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not (AuditInputException or OperationCanceledException or OutOfMemoryException))
        {
            throw new AuditInputException(
                $"'{shown}' cannot be rendered: it is damaged or made by hand, and says what no audit says ({fault.GetType().Name}). Restore it, or run the audit again.", fault);
        }
    }

    private static byte[] Read(string path, string shown)
    {
        if (!File.Exists(path))
            throw new AuditInputException($"There is no file '{shown}'. Give the path of the results.json of an audit; it is taken from the current folder.");
        try
        {
            // Asked before it is opened: a pipe has no end to wait for.
            if (!PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular)
                throw new AuditInputException($"'{shown}' is not a plain file. Give the path of the results.json of an audit.");
            using var file = File.OpenRead(path);
            if (file.Length <= LargestBytes)
            {
                var content = new byte[file.Length];
                file.ReadExactly(content);
                return content;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw new AuditInputException($"'{shown}' cannot be read: {ConfigText.Shown(fault.Message, 300)} Make it readable for whoever renders it.", fault);
        }
        throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"'{shown}' is larger than {LargestBytes >> 20} MB, which no results of an audit are. Give the path of a results.json."));
    }

    /// <summary>Reads a plan from results, where it stands as a config.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="line">Line on which they begin.</param>
    /// <param name="shown">The file, as messages name it.</param>
    internal static AuditPlan ReadPlan(byte[] json, int line, string shown)
    {
        var faults = new ConfigFaults(
            shown, "It was damaged or changed since an audit wrote it: restore it, or run the audit again.", $"The plan in '{shown}'");
        var plan = new PlanReader(Nowhere, faults).Read(ConfigParser.Parse(json, faults, line));
        faults.ThrowIfAny();
        return plan;
    }

    // Whether two paths of a plan mean the same file was settled when it was a config. A folder that no path of a plan leads to
    // keeps different paths different, wherever the results lie now.
    private static string Nowhere { get; } = Path.GetFullPath(
        "/" + string.Join('/', Enumerable.Repeat("the-folder-of-the-config-is-not-known-5f0c2a9e", 40)));

    private static Manifest? Beside(string folder, string name, byte[] content, string run, string shown)
    {
        if (Manifest.Read(folder) is not { } manifest || manifest.Run.Id != run || manifest.Outputs.FirstOrDefault(o => o.File == name) is not { } listed) return null;
        return listed.Sha256 == Manifest.Hash(content) ? manifest : throw new AuditInputException(
            $"'{shown}' is not the file that the manifest beside it names: its SHA-256 is another, so it was changed after the audit. " +
            "Restore it, or run the audit again.");
    }
}
