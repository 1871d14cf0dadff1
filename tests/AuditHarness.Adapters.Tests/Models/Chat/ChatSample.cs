using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>A server of chat completions that answers from the numbers in the prompt, the plan that asks it, and a folder of kept answers.</summary>
internal sealed class ChatSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="answer">What the model says to a prompt; null says the risk of its numbers.</param>
    /// <param name="bend">Changes the reply.</param>
    public ChatSample(Func<string, string>? answer = null, Func<SeenRequest, Reply, Reply>? bend = null)
    {
        Server = new(request =>
        {
            if (request.Path != "/v1/chat/completions") return new("{}") { Status = 404 };
            using var json = JsonDocument.Parse(request.Body);
            var prompt = Prompt(request);
            var reply = new Reply(Completion(answer?.Invoke(prompt) ?? Said(prompt)).ToJsonString());
            return bend?.Invoke(request, reply) ?? reply;
        });
        Plan = new(ModelCatalog.Chat, "", null, null, "", null)
        {
            Features = [new("x", "x", FeatureKind.Number), new("z", "z", FeatureKind.Number)],
            Chat = new()
            {
                Endpoint = new() { Url = Server.Url + "/v1", Retries = 0 }, Model = "tiny-1", Prompt = "x = {x}, z = {z}\nRisk?", Answers = new() { Number = ChatNumber.Probability },
            },
        };
    }

    public LoopbackServer Server { get; }

    public ModelPlan Plan { get; set; }

    public ChatPlan Chat { get => Plan.Chat!; set => Plan = Plan with { Chat = value }; }

    public TemporaryFolder Folder => _folder;

    public IEnumerable<string> Kept => _folder.Everything().Where(f => f.EndsWith(".json", StringComparison.Ordinal));

    public IDiagnosticModel Open(IProgress<AuditProgress>? progress = null) => ChatModel.Open(Plan, new(_folder.FullPath, progress));

    public double[] Score(FeatureTable patients)
    {
        using var model = Open();
        return model.Score(patients);
    }

    public double[] Score(int rows = 10) => Score(Table(rows));

    public static FeatureTable Table(int rows) => new(
    [
        new FeatureColumn.Numeric("x", [.. Enumerable.Range(0, rows).Select(r => (r % 41 / 10.0) - 2)]), new FeatureColumn.Numeric("z", [.. Enumerable.Range(0, rows).Select(r => (double)(r % 101))]),
    ]);

    public static double Risk(double x, double z) => 1 / (1 + Math.Exp(-(x + (0.03 * (z - 50)))));

    public static string Prompt(SeenRequest request) => Content(JsonNode.Parse(request.Body)!["messages"]!.AsArray()[^1]!["content"]!);

    public static string Content(JsonNode content) => content is JsonArray parts ? string.Concat(parts.Select(p => p!["text"]!.GetValue<string>())) : content.GetValue<string>();

    public static JsonObject Completion(string text) => JsonNode.Parse(
        $$"""{ "id": "c", "object": "chat.completion", "created": 0, "model": "tiny-1", "choices": [{ "index": 0, "message": { "role": "assistant", "content": {{JsonSerializer.Serialize(text)}} }, "finish_reason": "stop" }], "usage": { "prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14 } }""")!.AsObject();

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }

    private static string Said(string prompt)
    {
        var match = Regex.Match(prompt, @"^x = (\S+), z = (\S+)\nRisk\?$");
        return match.Success ? Risk(Number(match.Groups[1].Value), Number(match.Groups[2].Value)).ToString("R", CultureInfo.InvariantCulture) : "no";
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
