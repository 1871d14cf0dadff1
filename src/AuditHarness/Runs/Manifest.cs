using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

/// <summary>
/// What a run was made of, so that it can be checked and repeated: every file that went in and came out with its SHA-256, the plan,
/// the seed and the versions. Its presence is also what marks a folder as a report of ours.
/// </summary>
internal sealed record Manifest(
    int SchemaVersion, ManifestTool Tool, ManifestRun Run, string Plan, string ConfigSha256, ulong Seed, Verdict Verdict,
    IReadOnlyList<InputFile> Inputs, IReadOnlyList<OutputFile> Outputs)
{
    /// <summary>Name of the file that holds it.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of its form; raised when a reader of the old form would be misled.</summary>
    public const int CurrentSchema = 1;

    /// <summary>A manifest is a few kilobytes; what is larger is not one, and is not read.</summary>
    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        // Not for HTML: a plan called "größer" stays readable. Quotes and control characters are still escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The manifest of a result and of the files rendered from it.</summary>
    public static Manifest Of(AuditResult result, IReadOnlyList<ReportFile> outputs) => new(
        CurrentSchema,
        new(AuditHarness.Tool.Name, result.Run.ToolVersion, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription,
            RuntimeInformation.RuntimeIdentifier),
        new(result.Run.Id, result.Run.StartedUtc, result.Run.Seconds),
        result.Plan.Name,
        result.Inputs[0].Sha256,
        result.Plan.Seed,
        result.Verdict,
        result.Inputs,
        [.. outputs.Select(f => new OutputFile(f.Name, f.Content.Length, Convert.ToHexStringLower(SHA256.HashData(f.Content))))]);

    /// <summary>UTF-8 without a byte order mark, with a line feed at the end.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    /// <summary>True when the folder is a report of ours and holds nothing that its manifest does not name.</summary>
    /// <param name="folder">An existing folder.</param>
    public static bool Covers(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists || file.Length > MostBytes) return false;
        Manifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file.FullName), Form);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
        if (manifest is not { SchemaVersion: >= 1, Tool.Name: AuditHarness.Tool.Name, Outputs: not null }) return false;
        var named = manifest.Outputs.Select(f => f.File).Append(FileName).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateDirectories(folder).FirstOrDefault() is null &&
            Directory.EnumerateFiles(folder).All(f => named.Contains(Path.GetFileName(f)));
    }
}

/// <summary>With what it was made.</summary>
internal sealed record ManifestTool(string Name, string Version, string Runtime, string Os, string Platform);

/// <summary>When it was made.</summary>
internal sealed record ManifestRun(string Id, DateTimeOffset StartedUtc, double Seconds);

/// <summary>A file that came out.</summary>
internal sealed record OutputFile(string File, long Bytes, string Sha256);
