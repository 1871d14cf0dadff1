using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>Asks an endpoint for chat completions, over <see cref="EndpointHandler"/> alone: the client's own repeats, time-outs, logs and traces are off.</summary>
internal sealed class ChatEndpoint : IDisposable
{
    private const string Section = "chat";
    private const long LongestAnswer = 8L * 1024 * 1024;
    private const int LongestName = 100;

    // The client wants one; the handler sends the real one, or none.
    private const string NoToken = "none";
    private readonly ChatPlan _chat;
    private readonly EndpointHandler _way;
    private readonly HttpClient _http;
    private readonly IChatClient _client;

    /// <param name="chat">What is asked, and where.</param>
    /// <param name="faults">Words the refusals.</param>
    /// <exception cref="AuditInputException">The address may not be used, or the token is not there.</exception>
    public ChatEndpoint(ChatPlan chat, EndpointFaults faults)
    {
        (_chat, Faults) = (chat, faults);
        _way = new(chat.Endpoint, Section, faults, LongestAnswer) { IsRefusal = IsFilter };
        _http = _way.Client();
        var options = new OpenAIClientOptions
        {
            Endpoint = new(chat.Endpoint.Url.TrimEnd('/')),
            Transport = new HttpClientPipelineTransport(_http, enableLogging: false, loggerFactory: null),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
            EnableDistributedTracing = false,
        };
        _client = new OpenAI.Chat.ChatClient(chat.Model, new ApiKeyCredential(NoToken), options).AsIChatClient();
    }

    /// <summary>Words the refusals.</summary>
    public EndpointFaults Faults { get; }

    /// <summary>The answer to a question.</summary>
    /// <param name="request">The question.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The endpoint is not reached, refuses the request, or sends no chat completion.</exception>
    public async Task<ChatAnswer> Ask(ChatRequest request, CancellationToken stop)
    {
        List<ChatMessage> messages = [new(ChatRole.User, request.Prompt)];
        if (_chat.System is { } system) messages.Insert(0, new(ChatRole.System, system));
        var options = new ChatOptions { Temperature = (float)_chat.Temperature, Seed = request.Seed(_chat), MaxOutputTokens = _chat.MaxTokens };
        var repeats = _way.Counter.Value = new();
        ChatResponse response;
        try
        {
            response = await _client.GetResponseAsync(messages, options, stop).ConfigureAwait(false);
        }
        catch (AnswerRefusedException)
        {
            return new("", ChatEnd.Refused, "", 0, 0, repeats.Count);
        }
        // What a stranger sent is read by a library that does not expect the worst.
        catch (Exception e) when (e is not (AuditInputException or OperationCanceledException))
        {
            throw NoCompletion(e);
        }
        if (response.Messages.Count == 0) throw NoCompletion(null);
        var refused = response.FinishReason == ChatFinishReason.ContentFilter
            || response.Messages.SelectMany(m => m.Contents).OfType<ErrorContent>().Any();
        var end = refused ? ChatEnd.Refused : response.FinishReason == ChatFinishReason.Length ? ChatEnd.Cut : ChatEnd.Whole;
        var model = Unprintable.Replace(response.ModelId ?? "");
        return new(response.Text, end, model.Length > LongestName ? model[..LongestName] : model, Count(response.Usage?.InputTokenCount), Count(response.Usage?.OutputTokenCount), repeats.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    // Some endpoints answer with an error when a filter of contents stops the prompt.
    private static bool IsFilter(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() == "content_filter";

    private AuditInputException NoCompletion(Exception? cause) => Faults.Of(
        "answered with JSON that is no chat completion", $"Check that {Faults.Key("url")} ends where '/chat/completions' follows, such as in '/v1'. What it sent is not shown, as it may hold patients' values.", cause);

    private static long Count(long? tokens) => Math.Clamp(tokens ?? 0, 0, int.MaxValue);
}
