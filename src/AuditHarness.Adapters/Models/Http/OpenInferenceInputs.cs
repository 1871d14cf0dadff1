using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>How features become tensors: one each by name, or all as the columns of one matrix, as the server's metadata say.</summary>
internal sealed class OpenInferenceInputs
{
    // The largest whole number that a double holds with all its neighbours.
    private const double LargestWhole = 1L << 53;
    private readonly IReadOnlyList<TensorInfo> _tensors;
    private readonly EndpointFaults _faults;

    private OpenInferenceInputs(IReadOnlyList<TensorInfo> tensors, bool matrix, EndpointFaults faults)
    {
        (_tensors, IsMatrix, _faults) = (tensors, matrix, faults);
        foreach (var tensor in tensors)
        {
            tensor.CheckType(faults);
            var rank = tensor.Shape.Count;
            if (matrix ? rank != 2 : rank is not (1 or 2) || (rank == 2 && tensor.Shape[1] is not (1 or -1))) throw Shape(tensor);
            if (tensor.Shape[0] is not (-1 or 1)) throw Shape(tensor);
        }
        MostRows = tensors.Any(t => t.Shape[0] == 1) ? 1 : int.MaxValue;
    }

    /// <summary>True when all features are columns of one tensor.</summary>
    public bool IsMatrix { get; }

    /// <summary>Rows at once: 1 where the server's tensors hold no more.</summary>
    public int MostRows { get; }

    /// <summary>Fits the features to the tensors.</summary>
    /// <param name="tensors">What the model takes.</param>
    /// <param name="features">What the plan gives.</param>
    /// <param name="faults">Words the refusals.</param>
    /// <exception cref="AuditInputException">They do not fit.</exception>
    public static OpenInferenceInputs Of(IReadOnlyList<TensorInfo> tensors, IReadOnlyList<FeaturePlan> features, EndpointFaults faults)
    {
        var named = features.Select(f => f.Name).ToHashSet(StringComparer.Ordinal).SetEquals(tensors.Select(t => t.Name));
        if (!named && tensors is [var only] && only.Shape.Count == 2)
        {
            if (only.Shape[1] != -1 && only.Shape[1] != features.Count)
                throw faults.Of(EndpointFaults.Invariant($"takes a matrix {Quoted.Text(only.Name)} of {only.Shape[1]} columns, but 'model.features' lists {features.Count}"), "List its features in the order of its columns.");
            if (features.Where(f => f.Kind == FeatureKind.Text != only.IsText).Select(f => f.Name).ToList() is { Count: > 0 } odd)
                throw faults.Of($"takes a matrix of {(only.IsText ? "texts" : "numbers")}, but 'model.features' lists otherwise: {Quoted.List(odd)}", "Give numbers as 'codes', or correct their 'kind'.");
            return new(tensors, matrix: true, faults);
        }
        if (!named) throw Names(tensors, features, faults);
        var types = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        List<string> wrong = [.. features.Where(f => types[f.Name].IsText != (f.Kind == FeatureKind.Text))
            .Select(f => $"{Quoted.Text(f.Name)} is a {(types[f.Name].IsText ? "text" : "number")} for the server, and a {(f.Kind == FeatureKind.Text ? "text" : "number")} in the config.")];
        if (wrong.Count > 0) throw AuditInputException.Of("The inputs that the scoring server describes are of other kinds than 'model.features' says:", wrong, wrong.Count, "Correct each 'kind'.");
        return new([.. features.Select(f => types[f.Name])], matrix: false, faults);
    }

    /// <summary>Refuses rows that these tensors cannot hold: missing values, fractions where whole numbers are taken, what is too large.</summary>
    /// <param name="patients">All rows.</param>
    public void Check(FeatureTable patients)
    {
        for (var k = 0; k < patients.Columns.Count; k++)
        {
            var (column, tensor) = (patients.Columns[k], _tensors[IsMatrix ? 0 : k]);
            var missing = column switch
            {
                FeatureColumn.Numeric { Values: var values } => values.Count(v => !double.IsFinite(v)),
                FeatureColumn.Text { Codes: var codes } => codes.Count(c => c < 0),
                _ => 0,
            };
            if (missing > 0) throw _faults.Of(
                EndpointFaults.Invariant($"is to be given {Quoted.Text(column.Name)} of {column.Count:N0} rows, of which {missing:N0} have no value, and the Open Inference Protocol knows no missing values"),
                "Fill them in beforehand, or let the server speak the plain form (\"protocol\": \"json\"), where a missing value is null.");
            if (column is not FeatureColumn.Numeric numeric) continue;
            var unfit = numeric.Values.Count(v => tensor.Type switch
            {
                "FP32" => !float.IsFinite((float)v),
                "INT32" => v != Math.Floor(v) || v is < int.MinValue or > int.MaxValue,
                "INT64" => v != Math.Floor(v) || Math.Abs(v) > LargestWhole,
                _ => false,
            });
            if (unfit > 0) throw _faults.Of(
                EndpointFaults.Invariant($"takes {Quoted.Text(column.Name)} as {tensor.Type}, which {unfit:N0} of {column.Count:N0} values are not"), "Check the column that 'model.features' names for it, and its units.");
        }
    }

    /// <summary>Writes the inputs of a request.</summary>
    public void Write(Utf8JsonWriter json, FeatureTable patients, int first, int rows)
    {
        json.WriteStartArray("inputs");
        for (var k = 0; k < _tensors.Count; k++)
        {
            var tensor = _tensors[k];
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteStartArray("shape");
            json.WriteNumberValue(rows);
            if (tensor.Shape.Count == 2) json.WriteNumberValue(IsMatrix ? patients.Columns.Count : 1);
            json.WriteEndArray();
            json.WriteString("datatype", tensor.Type);
            json.WriteStartArray("data");
            for (var row = first; row < first + rows; row++)
            {
                if (!IsMatrix) Write(json, tensor, patients.Columns[k], row);
                else foreach (var column in patients.Columns) Write(json, tensor, column, row);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TensorInfo tensor, FeatureColumn column, int row)
    {
        if (column is FeatureColumn.Text text) json.WriteStringValue(text.Levels[text.Codes[row]]);
        else if (tensor.IsWhole) json.WriteNumberValue((long)((FeatureColumn.Numeric)column).Values[row]);
        else if (tensor.Type == "FP32") json.WriteNumberValue((float)((FeatureColumn.Numeric)column).Values[row]);
        else json.WriteNumberValue(((FeatureColumn.Numeric)column).Values[row]);
    }

    private AuditInputException Shape(TensorInfo tensor) => _faults.Of(
        $"takes {Quoted.Text(tensor.Name)} in the shape [{string.Join(", ", tensor.Shape)}]",
        "Understood are [-1] and [-1, 1] for one feature, [-1, n] for n features as a matrix, and 1 in place of -1 for one row at a time.");

    private static AuditInputException Names(IReadOnlyList<TensorInfo> tensors, IReadOnlyList<FeaturePlan> features, EndpointFaults faults)
    {
        var taken = tensors.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var given = features.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        string[] absent = [.. taken.Where(n => !given.Contains(n))];
        List<string> wrong =
        [
            .. given.Where(n => !taken.Contains(n)).Select(n => $"{Quoted.Text(n)} is no input of the model.{Quoted.Nearest(n, absent)}"),
            .. absent.Select(n => $"{Quoted.Text(n)} is taken by the model and not listed."),
        ];
        return AuditInputException.Of(
            $"The inputs that the scoring server describes are not those of 'model.features' ({faults.Key("model")}):", wrong, wrong.Count, $"Name the features as the server does: {Quoted.List([.. tensors.Select(t => t.Name)])}.");
    }
}
