using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>What a generator answered once, kept: a run refers to it by its id.</summary>
/// <param name="Id">SHA-256 of the generator's hash and of all that it was asked, 64 lower-case hexadecimal digits.</param>
/// <param name="Generator">What answered.</param>
/// <param name="Modality">What it made.</param>
/// <param name="Asked">SHA-256 of the settings with which it was asked, whatever of them can change the answer.</param>
/// <param name="Request">What it was asked.</param>
/// <param name="Files">The answer, in a fixed order; at least one. Of records it is one file.</param>
public sealed record Draw(string Id, ModelIdentity Generator, Modality Modality, string Asked, SampleRequest Request, IReadOnlyList<DrawFile> Files)
{
    /// <summary>True when the generator said that the same seed gives the same draw.</summary>
    public bool TakesSeeds { get; init; } = true;

    /// <summary>Version that the generator named itself; null where it named none.</summary>
    public string? OwnVersion { get; init; }

    /// <summary>SHA-256 of the file with the answer, or of the hashes of several, one after the other.</summary>
    public string Sha256 => Files.Count == 1 ? Files[0].Sha256
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(Files.Select(f => f.Sha256)))));

    /// <summary>
    /// The id of a draw: the same wherever it is asked for, and another for another generator, setting, number of rows, condition, seed or
    /// repeat.
    /// </summary>
    /// <param name="generator">What is asked.</param>
    /// <param name="asked">SHA-256 of the settings with which it is asked.</param>
    /// <param name="request">What it is asked.</param>
    public static string IdOf(GeneratorIdentity generator, string asked, SampleRequest request)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return IdOf(generator.Model.Sha256, generator.OwnVersion, generator.Modality, asked, request);
    }

    /// <inheritdoc cref="IdOf(GeneratorIdentity, string, SampleRequest)"/>
    internal static string IdOf(string generator, string? ownVersion, Modality modality, string asked, SampleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            // Counted up whenever the same answer of a generator becomes other records than before: what is kept then is none of ours any more.
            json.WriteStringValue("draw 2");
            json.WriteStringValue(generator);
            json.WriteStringValue(ownVersion);
            json.WriteStringValue(modality.ToString());
            json.WriteStringValue(asked);
            json.WriteNumberValue(request.Count);
            json.WriteNumberValue(request.Seed);
            json.WriteNumberValue(request.Repeat);
            foreach (var (column, value) in request.Conditions)
            {
                json.WriteStringValue(column);
                json.WriteStringValue(value);
            }
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(text.ToArray()));
    }
}

/// <summary>A file of a draw.</summary>
/// <param name="Name">Its name in the folder of the draw: letters, digits, '-', '_' and '.', which it does not begin with.</param>
/// <param name="Media">What is in it, as a media type: "application/jsonl" for records.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256.</param>
public sealed record DrawFile(string Name, string Media, long Bytes, string Sha256);
