using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Http;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>
/// Answers that are kept, one file each, named by what was asked. A file holds the answer, which may repeat what the prompt told of a
/// patient, and not the prompt: only the owner may read it. It appears whole or not at all.
/// </summary>
internal sealed class ChatCache
{
    private const int LongestFile = 16 * 1024 * 1024;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder;
    private readonly string _shown;

    /// <param name="folder">Where the config is.</param>
    /// <param name="cache">The folder as the config writes it.</param>
    public ChatCache(string folder, string cache) => (_folder, _shown) = (Path.GetFullPath(cache, folder), Quoted.Text(cache));

    /// <summary>The folder as messages show it.</summary>
    public string Shown => $"{_shown} ('model.chat.cache')";

    /// <summary>A kept answer; null when there is none, or what is there is no answer.</summary>
    /// <param name="key">Its key.</param>
    /// <exception cref="AuditInputException">It is there and cannot be read.</exception>
    public ChatAnswer? Find(string key)
    {
        var path = PathOf(key);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LongestFile) return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(json.RootElement, key);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"The kept answers in {Shown} cannot be read. Give whoever runs the audit the right to, or name another folder.", e);
        }
    }

    /// <summary>Keeps an answer.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="AuditInputException">It cannot be written.</exception>
    public void Keep(string key, ChatAnswer answer)
    {
        var path = PathOf(key);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            // Each by itself: folders above the last would have the mode that is usual here.
            Directory(_folder);
            Directory(Path.GetDirectoryName(path)!);
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
                using (var file = new FileStream(part, options)) file.Write(Written(key, answer));
                File.Move(part, path, overwrite: true);
            }
            finally
            {
                File.Delete(part);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"An answer cannot be kept in {Shown}. Check that the folder can be written to and that the disk is not full, or name another folder.", e);
        }
    }

    private static void Directory(string path)
    {
        if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(path);
        else System.IO.Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".json");

    private static byte[] Written(string key, ChatAnswer answer) => RequestJson.Of(json =>
    {
        json.WriteString("key", key);
        json.WriteString("text", answer.Text);
        json.WriteString("end", answer.End.ToString());
        json.WriteString("model", answer.Model);
        json.WriteNumber("tokensIn", answer.TokensIn);
        json.WriteNumber("tokensOut", answer.TokensOut);
        json.WriteNumber("repeated", answer.Repeated);
    });

    private static ChatAnswer? Read(JsonElement json, string key)
    {
        string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        long? Number(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
        return json.ValueKind == JsonValueKind.Object && Text("key") == key && Text("text") is { } text && Enum.TryParse<ChatEnd>(Text("end"), out var end) && Text("model") is { } model
            && Number("tokensIn") is { } input && Number("tokensOut") is { } output && Number("repeated") is { } repeated
            ? new(text, end, model, input, output, (int)Math.Clamp(repeated, 0, int.MaxValue)) : null;
    }
}
