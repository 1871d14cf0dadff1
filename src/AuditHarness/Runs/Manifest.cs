using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

/// <summary>
/// What a run was made of, so that it can be checked and repeated: every file that went in and came out with its SHA-256, the plan,
/// the seed and the versions. Its presence is also what marks a folder as a report of ours.
/// </summary>
/// <param name="SchemaVersion">Version of the form.</param>
/// <param name="Tool">What measured.</param>
/// <param name="RenderedBy">Version of AuditHarness that rendered the pages; another than the tool's when they were rendered again.</param>
/// <param name="Run">When it was made.</param>
/// <param name="Plan">Name of the plan.</param>
/// <param name="PlanSha256">SHA-256 of the resolved plan, <see cref="ReportFiles.Canonical"/>.</param>
/// <param name="ConfigSha256">SHA-256 of the config file.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Inputs">Every file that went in, the config first.</param>
/// <param name="Outputs">Every file that came out but this one.</param>
internal sealed record Manifest(
    int SchemaVersion, ManifestTool Tool, string RenderedBy, ManifestRun Run, string Plan, string PlanSha256, string ConfigSha256, ulong Seed,
    Verdict Verdict, IReadOnlyList<InputFile> Inputs, IReadOnlyList<OutputFile> Outputs)
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
    /// <param name="result">The result.</param>
    /// <param name="outputs">The files.</param>
    /// <param name="tool">What measured.</param>
    public static Manifest Of(AuditResult result, IReadOnlyList<ReportFile> outputs, ManifestTool tool) => new(
        CurrentSchema,
        tool,
        AuditHarness.Tool.Version,
        new(result.Run.Id, result.Run.StartedUtc, result.Run.Seconds),
        result.Plan.Name,
        Hash(ReportFiles.Canonical(result.Plan)),
        result.Inputs[0].Sha256,
        result.Plan.Seed,
        result.Verdict,
        result.Inputs,
        [.. outputs.Select(f => new OutputFile(f.Name, f.Content.Length, Hash(f.Content)))]);

    /// <summary>UTF-8 without a byte order mark, with a line feed at the end.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    /// <summary>True when the folder is a report of ours and holds nothing that its manifest does not name.</summary>
    /// <param name="folder">An existing folder.</param>
    public static bool Covers(string folder)
    {
        if (Read(folder) is not { } manifest) return false;
        var named = manifest.Outputs.Select(f => f.File).Append(FileName).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateDirectories(folder).FirstOrDefault() is null &&
            Directory.EnumerateFiles(folder).All(f => named.Contains(Path.GetFileName(f)));
    }

    /// <summary>The manifest in a folder; null when there is none of ours.</summary>
    /// <param name="folder">An existing folder.</param>
    public static Manifest? Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists || file.Length > MostBytes) return null;
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file.FullName), Form)
                is { SchemaVersion: >= 1, Tool.Name: AuditHarness.Tool.Name, Run.Id: not null, Outputs: { } outputs } manifest
                && outputs.All(o => o is { File: not null, Sha256: not null }) ? manifest : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>SHA-256, 64 lower-case hexadecimal digits.</summary>
    /// <param name="content">What is hashed.</param>
    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>What measured. Where a result was rendered again without its manifest, all but the version is not known, and null.</summary>
/// <param name="Name">AuditHarness.</param>
/// <param name="Version">Its version.</param>
/// <param name="Runtime">Version of .NET, or null.</param>
/// <param name="Os">Operating system, or null.</param>
/// <param name="Platform">Such as "linux-x64", or null.</param>
/// <param name="Libraries">Those that read the data and ran the model; empty when our own code did, null when not known.</param>
internal sealed record ManifestTool(
    string Name, string Version, string? Runtime, string? Os, string? Platform, IReadOnlyList<ManifestLibrary>? Libraries)
{
    /// <summary>This process.</summary>
    /// <param name="kind">Kind of the model that it ran.</param>
    /// <param name="readers">Libraries that read the data.</param>
    public static ManifestTool Here(string kind, params IEnumerable<(string Name, string Version)> readers) => new(
        AuditHarness.Tool.Name, AuditHarness.Tool.Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription,
        RuntimeInformation.RuntimeIdentifier, [.. readers.Select(r => ((string Name, string Version)?)r).Append(ModelCatalog.RuntimeOf(kind)).OfType<(string Name, string Version)>().Select(l => new ManifestLibrary(l.Name, l.Version))]);

    /// <summary>Nothing but what a result says of what measured it.</summary>
    /// <param name="version">Version of AuditHarness.</param>
    public static ManifestTool Unknown(string version) => new(AuditHarness.Tool.Name, version, null, null, null, null);
}

/// <summary>A library that ran the model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ManifestLibrary(string Name, string Version);

/// <summary>When it was made.</summary>
internal sealed record ManifestRun(string Id, DateTimeOffset StartedUtc, double Seconds);

/// <summary>A file that came out.</summary>
internal sealed record OutputFile(string File, long Bytes, string Sha256);
