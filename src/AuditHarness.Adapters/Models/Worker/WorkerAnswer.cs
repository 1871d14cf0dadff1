using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What a worker says of itself when it is greeted.</summary>
/// <param name="Name">Name of its model, or null.</param>
/// <param name="Version">Version of its model, or null.</param>
/// <param name="Capabilities">Names of the requests that it answers, sorted and joined by commas.</param>
internal sealed record WorkerHello(string? Name, string? Version, string Capabilities)
{
    /// <summary>The version of the protocol that is spoken here.</summary>
    public const int Protocol = 1;

    /// <summary>True when it answers a request.</summary>
    /// <param name="method">Name of the request.</param>
    public bool Can(string method) => Capabilities.Split(',').Contains(method);
}

/// <summary>What a worker says of its model when it is asked to describe it.</summary>
/// <param name="Inputs">The columns that it takes, in no particular order; null when it does not say.</param>
/// <param name="Output">What its answer is; null when it does not say.</param>
internal sealed record WorkerDescription(IReadOnlyList<(string Name, FeatureKind Kind)>? Inputs, ModelOutput? Output);

/// <summary>A line of a worker, read strictly: it is a stranger's.</summary>
/// <param name="faults">Words the refusals.</param>
internal sealed class WorkerAnswer(WorkerFaults faults)
{
    private const int LongestText = 200;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The answer to a request.</summary>
    /// <param name="line">The line.</param>
    /// <param name="id">Number of the request.</param>
    /// <param name="method">Name of the request.</param>
    /// <exception cref="AuditInputException">It is no message, an error, or the answer to another request.</exception>
    public JsonDocument Parse(byte[] line, int id, string method)
    {
        // Until it was given rows nothing of a patient can be in what it writes.
        var harmless = method is "hello" or "describe" && id <= 1;
        JsonDocument message;
        try
        {
            message = JsonDocument.Parse(line.AsMemory(line.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0), s_options);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(line);
            throw text.StartsWith('{') && (text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal))
                ? faults.Of($"answered '{method}' with NaN or Infinity, which are no numbers of JSON", "Check its inputs in 'model.features': a model may not take missing values, or not these units.")
                : faults.NoMessage(harmless ? text : null, line.Length);
        }
        try
        {
            Check(message.RootElement, id, method, line.Length);
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private void Check(JsonElement root, int id, string method, int length)
    {
        if (root.ValueKind != JsonValueKind.Object) throw faults.NoMessage(null, length);
        if (!root.TryGetProperty("id", out var number)) throw faults.Of("wrote an answer without an 'id' to its standard output", "Give each answer the 'id' of its request, and print everything else to standard error.");
        if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var other) || other != id) throw faults.Of(
            string.Create(CultureInfo.InvariantCulture, $"answered another request than it was asked: its 'id' is not {id}"), "Give each answer the 'id' of its request, and answer in order.");
        if (!root.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null) return;
        throw faults.Of(
            $"answered '{method}' with an error: {(error.ValueKind == JsonValueKind.String ? Quoted.Text(error.GetString()!) : "it is no text")}",
            "Correct the worker, or what it is given in 'model.features'.");
    }

    /// <summary>What it is.</summary>
    public WorkerHello Hello(JsonElement root)
    {
        if (!root.TryGetProperty("protocol", out var protocol) || protocol.ValueKind != JsonValueKind.Number || !protocol.TryGetInt32(out var version) || version != WorkerHello.Protocol)
            throw faults.Of(string.Create(CultureInfo.InvariantCulture,
                $"does not speak version {WorkerHello.Protocol} of the protocol, but {(root.TryGetProperty("protocol", out var p) && p.ValueKind == JsonValueKind.Number ? "version " + Cut(p.GetRawText()) : "says none in 'protocol'")}"));
        if (!root.TryGetProperty("capabilities", out var list) || list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
            throw faults.Of("does not say in 'capabilities', a list of texts, which requests it answers");
        return new(Text(root, "name"), Text(root, "version"), string.Join(',', list.EnumerateArray().Select(c => c.GetString()!).Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>What its model takes and answers.</summary>
    public WorkerDescription Description(JsonElement root)
    {
        var output = Text(root, "output") switch
        {
            null => (ModelOutput?)null,
            "probability" => ModelOutput.Probability,
            "logit" => ModelOutput.Logit,
            var other => throw faults.Of($"says that its output is {Quoted.Text(other)}", "Say \"probability\" or \"logit\"."),
        };
        return new(root.TryGetProperty("inputs", out var inputs) && inputs.ValueKind != JsonValueKind.Null ? [.. Items(inputs, "inputs").EnumerateArray().Select(i => (Named(i), Kind(i)))] : null, output);
    }

    /// <summary>Numbers, one for each row.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="rows">How many were asked for.</param>
    /// <param name="into">Filled.</param>
    public void Risks(JsonElement root, int rows, Span<double> into)
    {
        var risks = Items(root.TryGetProperty("risks", out var list) ? list : default, "risks");
        if (risks.GetArrayLength() != rows) throw faults.Of(
            string.Create(CultureInfo.InvariantCulture, $"gave {risks.GetArrayLength()} answers for {rows} rows"), "It must answer once for each row, in order.");
        var (row, none) = (0, 0);
        foreach (var risk in risks.EnumerateArray())
        {
            if (risk.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)) throw faults.Of("answered 'score' with something else than numbers in 'risks'");
            into[row] = risk.ValueKind == JsonValueKind.Number ? risk.GetDouble() : double.NaN;
            if (!double.IsFinite(into[row++])) none++;
        }
        if (none > 0) throw faults.Of(
            string.Create(CultureInfo.InvariantCulture, $"gave {none} of {rows} rows an answer that is no number"), "Check its inputs in 'model.features': a model may not take missing values, or not these units.");
    }

    /// <summary>Made-up rows.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="rows">How many were asked for.</param>
    public FeatureTable Columns(JsonElement root, int rows)
    {
        var columns = Items(root.TryGetProperty("columns", out var list) ? list : default, "columns").EnumerateArray().Select(c => Column(c, rows)).ToList();
        if (columns.Count == 0) throw faults.Of("answered 'sample' without a column in 'columns'");
        return columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() == columns.Count ? new(columns) : throw faults.Of("answered 'sample' with two columns of one name");
    }

    /// <summary>Texts, one for each prompt; null where the model gave none.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="prompts">How many were asked for.</param>
    public IReadOnlyList<string?> Texts(JsonElement root, int prompts)
    {
        var texts = Items(root.TryGetProperty("texts", out var list) ? list : default, "texts");
        if (texts.GetArrayLength() != prompts || texts.EnumerateArray().Any(t => t.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            throw faults.Of(string.Create(CultureInfo.InvariantCulture, $"did not answer {prompts} prompts with {prompts} texts in 'texts'"), "It must give one text, or null, for each prompt, in order.");
        return [.. texts.EnumerateArray().Select(t => t.GetString())];
    }

    private FeatureColumn Column(JsonElement column, int rows)
    {
        var (name, kind) = (Named(column), Kind(column));
        var values = Items(column.TryGetProperty("values", out var list) ? list : default, "values");
        if (values.GetArrayLength() != rows) throw faults.Of(
            string.Create(CultureInfo.InvariantCulture, $"gave the column {Quoted.Text(name)} {values.GetArrayLength()} values for {rows} rows"), "Each column needs a value, or null, for each row.");
        var wanted = kind == FeatureKind.Number ? JsonValueKind.Number : JsonValueKind.String;
        if (values.EnumerateArray().Any(v => v.ValueKind != wanted && v.ValueKind != JsonValueKind.Null))
            throw faults.Of($"gave the column {Quoted.Text(name)} values that are not of its kind", "A column holds numbers or texts, as its 'kind' says, and null where a value is missing.");
        if (kind == FeatureKind.Number) return new FeatureColumn.Numeric(name, [.. values.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())]);
        string?[] texts = [.. values.EnumerateArray().Select(v => v.GetString())];
        string[] levels = [.. texts.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return new FeatureColumn.Text(name, levels, Array.ConvertAll(texts, t => t is null ? -1 : Array.BinarySearch(levels, t, StringComparer.Ordinal)));
    }

    private JsonElement Items(JsonElement list, string key) => list.ValueKind == JsonValueKind.Array ? list : throw faults.Of($"gave an answer without a list '{key}'");

    private string Named(JsonElement item) => (item.ValueKind == JsonValueKind.Object ? Text(item, "name") : null) ?? throw faults.Of("named a column without a text 'name'");

    private FeatureKind Kind(JsonElement item) => Text(item, "kind") switch
    {
        "number" => FeatureKind.Number,
        "text" => FeatureKind.Text,
        _ => throw faults.Of("named a column whose 'kind' is neither \"number\" nor \"text\""),
    };

    private string? Text(JsonElement item, string key)
    {
        if (!item.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text && !text.EnumerateRunes().Any(r => Unprintable.Contains(r) || r.Value is '\t' or '\n' or '\r'))
            return text;
        throw faults.Of(string.Create(CultureInfo.InvariantCulture, $"gave '{key}' that is no text of 1 to {LongestText} characters on one line"));
    }

    private static string Cut(string text) => text.Length > 20 ? text[..20] + "…" : text;
}
