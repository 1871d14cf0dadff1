using System.Security.Cryptography;
using AuditHarness.Adapters.Models.Http;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>One question: a prompt, asked for the n-th time.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Repeat">Which time it is, from 0.</param>
internal readonly record struct ChatRequest(string Prompt, int Repeat)
{
    /// <summary>The seed that is sent: each repeat has its own; null where none is declared.</summary>
    /// <param name="chat">The plan.</param>
    public long? Seed(ChatPlan chat) => chat.Seed + Repeat;

    /// <summary>
    /// SHA-256 of everything that an answer depends on: the address, the model, both prompts, the parameters, the seed and the number of
    /// the repeat. 64 lower-case hexadecimal digits.
    /// </summary>
    /// <param name="chat">The plan.</param>
    public string Key(ChatPlan chat)
    {
        var (prompt, repeat, seed) = (Prompt, Repeat, Seed(chat));
        return Convert.ToHexStringLower(SHA256.HashData(RequestJson.Of(json =>
        {
            json.WriteNumber("version", 1);
            json.WriteString("url", chat.Endpoint.Url);
            json.WriteString("model", chat.Model);
            json.WriteString("system", chat.System);
            json.WriteString("prompt", prompt);
            json.WriteNumber("temperature", chat.Temperature);
            json.WriteNumber("maxTokens", chat.MaxTokens);
            if (seed is { } value) json.WriteNumber("seed", value);
            json.WriteNumber("repeat", repeat);
        })));
    }

    /// <summary>SHA-256 of the classifier that a plan makes of a model: all that the config says of it.</summary>
    /// <param name="chat">The plan.</param>
    /// <param name="version">Version of the model, or null.</param>
    public static string Sha256(ChatPlan chat, string? version) => Convert.ToHexStringLower(SHA256.HashData(RequestJson.Of(json =>
    {
        json.WriteString("url", chat.Endpoint.Url);
        json.WriteString("model", chat.Model);
        json.WriteString("version", version);
        json.WriteString("system", chat.System);
        json.WriteString("prompt", chat.Prompt);
        json.WriteString("missing", chat.Missing);
        json.WriteStartObject("words");
        foreach (var (word, risk) in chat.Answers.Words ?? new Dictionary<string, double>()) json.WriteNumber(word, risk);
        json.WriteEndObject();
        json.WriteString("number", chat.Answers.Number?.ToString());
        json.WriteString("pattern", chat.Answers.Pattern);
        json.WriteNumber("temperature", chat.Temperature);
        json.WriteNumber("maxTokens", chat.MaxTokens);
        if (chat.Seed is { } seed) json.WriteNumber("seed", seed);
        json.WriteNumber("repeats", chat.Repeats);
        if (chat.Unanswered is { } risk_) json.WriteNumber("unanswered", risk_);
    })));
}
