using System.Security.Cryptography;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>The plain form: columns and rows in, scores out; see HTTP.md.</summary>
/// <param name="plan">The model.</param>
/// <param name="faults">Words the refusals.</param>
internal sealed class JsonProtocol(ModelPlan plan, EndpointFaults faults) : IScoringProtocol
{
    private const string DefaultOutput = "scores";
    private readonly string _output = plan.Http!.Output ?? DefaultOutput;

    /// <inheritdoc/>
    public Uri Address { get; } = new(plan.Http!.Endpoint.Url);

    /// <inheritdoc/>
    public string Name => Address.Host;

    /// <inheritdoc/>
    public string? Version => null;

    /// <inheritdoc/>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(RequestJson.Of(json =>
    {
        json.WriteString("url", plan.Http!.Endpoint.Url);
        json.WriteString("version", plan.Version);
    })));

    /// <inheritdoc/>
    public (Phrase How, Phrase Hash) Reading => (
        Phrase.Of($"rows of JSON to a scoring server, features by name"),
        plan.Version is null
            ? Phrase.Of($"the SHA-256 is that of its address alone, for the server says nothing of the model and the config declares no version")
            : Phrase.Of($"the SHA-256 is that of its address and the version that the config declares, for the server says nothing of the model"));

    /// <inheritdoc/>
    public int MostRows => int.MaxValue;

    /// <inheritdoc/>
    public void Check(FeatureTable patients)
    {
        // Every value can be sent: a missing one is null.
    }

    /// <inheritdoc/>
    public byte[] Request(FeatureTable patients, int first, int rows) => RequestJson.Of(json =>
    {
        json.WriteStartArray("columns");
        foreach (var column in patients.Columns) json.WriteStringValue(column.Name);
        json.WriteEndArray();
        json.WriteStartArray("ids");
        for (var row = first; row < first + rows; row++) json.WriteNumberValue(row);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        for (var row = first; row < first + rows; row++)
        {
            json.WriteStartArray();
            foreach (var column in patients.Columns) Write(json, column, row);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public void Read(JsonElement root, int first, Span<double> into)
    {
        if (!root.TryGetProperty(_output, out var scores) || scores.ValueKind != JsonValueKind.Array)
            throw faults.Of($"gave an answer without a list {Quoted.Text(_output)}", $"It must answer with such a list, or {faults.Key("output")} must name the key that it answers with.");
        Numbers.Read(scores, into, faults);
        if (!root.TryGetProperty("ids", out var ids)) return;
        if (ids.ValueKind != JsonValueKind.Array || ids.GetArrayLength() != into.Length || ids.EnumerateArray().Where((id, k) => id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out var n) || n != first + k).Any())
            throw faults.Of("gave the 'ids' of the rows back in another order, or other ones", "It must answer row by row in the order in which it was asked.");
    }

    private static void Write(Utf8JsonWriter json, FeatureColumn column, int row)
    {
        switch (column)
        {
            case FeatureColumn.Numeric { Values: var values } when double.IsFinite(values[row]): json.WriteNumberValue(values[row]); break;
            case FeatureColumn.Text { Codes: var codes, Levels: var levels } when codes[row] >= 0: json.WriteStringValue(levels[codes[row]]); break;
            default: json.WriteNullValue(); break;
        }
    }
}

/// <summary>Numbers of an answer.</summary>
internal static class Numbers
{
    private const string Mend = "Check its inputs in 'model.features': a model may not take missing values, or not these units.";

    /// <summary>Reads one number for each row.</summary>
    /// <param name="list">A list.</param>
    /// <param name="into">Filled.</param>
    /// <param name="faults">Words the refusals.</param>
    public static void Read(JsonElement list, Span<double> into, EndpointFaults faults)
    {
        Counted(list.GetArrayLength(), into.Length, faults);
        var (row, none) = (0, 0);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)) throw faults.Of("answered with something else than numbers", "It must answer with one number for each row.");
            into[row] = item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN;
            if (!double.IsFinite(into[row++])) none++;
        }
        if (none > 0) throw faults.Of(EndpointFaults.Invariant($"gave {none} of {into.Length} rows an answer that is no number"), Mend);
    }

    /// <summary>Refuses another number of answers than of rows.</summary>
    public static void Counted(int answers, int rows, EndpointFaults faults)
    {
        if (answers != rows) throw faults.Of(EndpointFaults.Invariant($"gave {answers} answers for {rows} rows"), "It must answer once for each row, in order.");
    }
}
