using System.Globalization;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>What an ONNX file may not do, judged before any part of it is run.</summary>
internal static class OnnxSafety
{
    private static readonly string[] Standard = ["", "ai.onnx.ml"];

    /// <summary>Refuses operators outside the standard domains, but for those that the file defines itself of standard ones.</summary>
    /// <param name="graph">The file.</param>
    /// <param name="shown">Its name in messages.</param>
    /// <param name="allowed">Further domains that the config allows.</param>
    /// <param name="key">Where the config allows them.</param>
    public static void CheckDomains(OnnxGraph graph, string shown, IReadOnlyList<string> allowed, string key)
    {
        var refused = graph.Operators
            .Where(o => !Standard.Contains(o.Domain) && !allowed.Contains(o.Domain) && !graph.Functions.Contains(o))
            .OrderBy(o => o.Domain, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal).ToArray();
        if (refused is [var first, ..])
            throw new AuditInputException(
                $"{shown} uses the operator {Quoted.Text(first.Name)} of the domain {Quoted.Text(first.Domain)}, which is not a standard one" +
                (refused.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {refused.Length - 1} more)") : "") +
                $". If you trust it, add {Quoted.Text(first.Domain)} to '{key}'.");
    }

    /// <summary>
    /// Holds data in other files to the model's own folder: plain files beneath it, reached without "..", absolute paths or links,
    /// and known under one name only.
    /// </summary>
    /// <param name="graph">The file.</param>
    /// <param name="shown">Its name in messages.</param>
    /// <param name="folder">Folder of the file.</param>
    /// <returns>The files, each once, in ordinal order.</returns>
    public static IReadOnlyList<string> CheckExternal(OnnxGraph graph, string shown, string folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var data in graph.External)
        {
            var file = Beneath(data.Location, shown, folder);
            var length = new FileInfo(file).Length;
            if (data.Offset > length || data.Length > length - data.Offset)
                throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{shown}: the data file {Quoted.Text(data.Location)} is too short: {length} bytes. It is not the one that belongs to the model, or was cut off: copy it again."));
            files.Add(file);
        }
        return [.. files];
    }

    private static string Beneath(string location, string shown, string folder)
    {
        AuditInputException Refused(string why, string mend) => new($"{shown} keeps data in another file, {Quoted.Text(location)}, {why}. {mend}");
        const string Beside = "External data must lie in the model's folder: export the model again with its data beside it.";

        var parts = location.Split('/', '\\');
        if (location.Length == 0 || location.Contains('\0') || Path.IsPathRooted(location) || parts.Any(p => p.Length == 0 || p.Contains(':')))
            throw Refused("by a path that is not relative", Beside);
        if (parts.Contains("..")) throw Refused("outside its folder", Beside);
        var path = folder;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            FileSystemInfo at = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (at.LinkTarget is not null) throw Refused("through a link", "Links are not followed: put the file itself there.");
        }
        if (!File.Exists(path)) throw Refused("which does not exist", "Copy it beside the model, under that name.");
        var (names, regular) = PlainFile.NamesOf(path);
        if (!regular) throw Refused("which is not a plain file", Beside);
        if (names > 1) throw Refused("which has a second name elsewhere (a hard link)", "Put a copy of the file there.");
        return path;
    }
}
