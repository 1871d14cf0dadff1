using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>A line of a worker, read strictly: it is a stranger's.</summary>
/// <param name="faults">Words the refusals.</param>
internal sealed class WorkerAnswer(WorkerFaults faults)
{
    private const int LongestText = 200;

    // The rounding of answers that keep 6 decimals.
    private const double SumTolerance = 1e-5;

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
                ? faults.Of($"answered '{method}' with NaN or Infinity, which are no numbers of JSON", method == "score" ? "Check its inputs in 'model.features': a model may not take missing values, or not these units." : "Write null where there is no number.")
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
            method == "score" ? "Correct the worker, or what it is given in 'model.features'." : "Correct the worker, or what it is asked for.");
    }

    /// <summary>What it is.</summary>
    public WorkerHello Hello(JsonElement root)
    {
        if (!root.TryGetProperty("protocol", out var protocol) || protocol.ValueKind != JsonValueKind.Number || !protocol.TryGetInt32(out var version) || version != WorkerHello.Protocol)
            throw faults.Of(string.Create(CultureInfo.InvariantCulture,
                $"does not speak version {WorkerHello.Protocol} of the protocol, but {(root.TryGetProperty("protocol", out var p) && p.ValueKind == JsonValueKind.Number ? "version " + Cut(p.GetRawText()) : "says none in 'protocol'")}"));
        if (!root.TryGetProperty("capabilities", out var list) || list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
            throw faults.Of("does not say in 'capabilities', a list of texts, which requests it answers");
        var hello = new WorkerHello(Text(root, "name"), Text(root, "version"), string.Join(',', list.EnumerateArray().Select(c => c.GetString()!).Distinct().Order(StringComparer.Ordinal)));
        // Of a worker that makes nothing these keys are none of ours.
        return hello.Can("sample") ? hello with { Modality = MadeBy(root), Conditions = ConditionsOf(root), TakesSeeds = SeedsOf(root) } : hello;
    }

    private Modality? MadeBy(JsonElement root) => Text(root, "modality") switch
    {
        null => null,
        "records" => Modality.Records,
        "images" => Modality.Images,
        "text" => Modality.Text,
        "molecules" => Modality.Molecules,
        "actions" => Modality.Actions,
        var other => throw faults.Of($"says that its modality is {Quoted.Text(other)}", "Say \"records\", \"images\", \"text\", \"molecules\" or \"actions\"."),
    };

    private string ConditionsOf(JsonElement root)
    {
        if (!root.TryGetProperty("conditions", out var list) || list.ValueKind == JsonValueKind.Null) return "";
        string?[] columns = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(c => Line(c))] : [null];
        return columns.Contains(null) ? throw faults.Of("does not say in 'conditions', a list of texts, which columns a request may set")
            : string.Join('\n', columns.Distinct().Order(StringComparer.Ordinal));
    }

    private bool SeedsOf(JsonElement root) => !root.TryGetProperty("seeds", out var seeds) || seeds.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw faults.Of("gave 'seeds' that is neither true nor false"),
    };

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

    /// <summary>Probabilities of actions: for each state one of each action, that sum to 1.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="states">How many were asked for.</param>
    public (IReadOnlyList<string> Actions, IReadOnlyList<double[]> Probabilities) Actions(JsonElement root, int states)
    {
        List<string> names = [.. Items(root.TryGetProperty("actions", out var named) ? named : default, "actions").EnumerateArray().Select(a => Line(a) ?? "")];
        if (names.Count == 0 || names.Contains("") || names.Distinct(StringComparer.Ordinal).Count() < names.Count) throw faults.Of("does not say in 'actions', a list of different texts, what it can do");
        var rows = Items(root.TryGetProperty("probabilities", out var list) ? list : default, "probabilities");
        if (rows.GetArrayLength() != states || rows.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.Array || r.GetArrayLength() != names.Count || r.EnumerateArray().Any(p => p.ValueKind != JsonValueKind.Number)))
            throw faults.Of(string.Create(CultureInfo.InvariantCulture, $"did not answer {states} states with a number for each of {names.Count} actions in 'probabilities'"), "It must give one list for each state, in order.");
        double[][] probabilities = [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(p => p.GetDouble()).ToArray())];
        return probabilities.All(r => r.All(p => p is >= 0 and <= 1) && Math.Abs(r.Sum() - 1) <= SumTolerance) ? (names, probabilities)
            : throw faults.Of("gave probabilities of actions that are not between 0 and 1 or do not sum to 1 in each state");
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
        return Line(value) ?? throw faults.Of(string.Create(CultureInfo.InvariantCulture, $"gave '{key}' that is no text of 1 to {LongestText} characters on one line"));
    }

    private static string? Line(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text && !text.EnumerateRunes().Any(r => Unprintable.Contains(r) || r.Value is '\t' or '\n' or '\r')
            ? text : null;

    private static string Cut(string text) => text.Length > 20 ? text[..20] + "…" : text;
}
