using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>Who answers over HTTP, in the words of a config.</summary>
internal static class EndpointJson
{
    /// <summary>The section of a scoring server.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="http">What is written.</param>
    public static void Write(Utf8JsonWriter json, HttpPlan http)
    {
        json.WriteStartObject("http");
        json.WriteString("url", http.Endpoint.Url);
        json.WriteString("protocol", http.Protocol.ConfigText());
        json.WriteIfSaid("model", http.Model);
        json.WriteIfSaid("modelVersion", http.ModelVersion);
        json.WriteIfSaid("output", http.Output);
        json.WriteNumber("batchRows", http.BatchRows);
        Write(json, http.Endpoint);
        json.WriteEndObject();
    }

    /// <summary>The section of a chat model.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="chat">What is written.</param>
    public static void Write(Utf8JsonWriter json, ChatPlan chat)
    {
        json.WriteStartObject("chat");
        json.WriteString("url", chat.Endpoint.Url);
        json.WriteString("model", chat.Model);
        // A text of a config is one line.
        if (chat.System is { } system) json.WriteTexts("system", system.Split('\n'));
        json.WriteTexts("prompt", chat.Prompt.Split('\n'));
        json.WriteString("missing", chat.Missing);
        json.WriteStartObject("answers");
        if (chat.Answers.Words is { } words)
        {
            json.WriteStartObject("words");
            foreach (var (word, risk) in words) json.WriteNumber(word, risk);
            json.WriteEndObject();
        }
        if (chat.Answers.Number is { } number) json.WriteString("number", number.ConfigText());
        json.WriteIfSaid("pattern", chat.Answers.Pattern);
        json.WriteEndObject();
        json.WriteNumber("temperature", chat.Temperature);
        if (chat.Seed is { } seed) json.WriteNumber("seed", seed);
        json.WriteNumber("maxTokens", chat.MaxTokens);
        json.WriteNumber("repeats", chat.Repeats);
        if (chat.Unanswered is { } unanswered) json.WriteNumber("unanswered", unanswered);
        json.WriteString("cache", chat.Cache);
        json.WriteBoolean("offline", chat.Offline);
        Write(json, chat.Endpoint);
        json.WriteEndObject();
    }

    // Within the section of whoever answers there; its address comes first.
    private static void Write(Utf8JsonWriter json, EndpointPlan endpoint)
    {
        json.WriteIfSaid("tokenVariable", endpoint.TokenVariable);
        json.WriteBoolean("allowPlainHttp", endpoint.AllowPlainHttp);
        json.WriteIfSaid("proxy", endpoint.Proxy);
        json.WriteNumber("timeoutSeconds", endpoint.TimeoutSeconds);
        json.WriteNumber("retries", endpoint.Retries);
        if (endpoint.RequestsPerSecond is { } rate) json.WriteNumber("requestsPerSecond", rate);
        json.WriteNumber("concurrency", endpoint.Concurrency);
    }
}
