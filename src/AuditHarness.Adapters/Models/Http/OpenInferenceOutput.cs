using System.Globalization;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>The output tensor that the risk is in: one number for each row, or one for each class.</summary>
internal sealed class OpenInferenceOutput
{
    // Servers that compute in single precision sum to one but for this.
    private const double SumTolerance = 1e-3;
    private readonly int? _class;
    private readonly EndpointFaults _faults;

    private OpenInferenceOutput(string name, int? positive, EndpointFaults faults) => (Name, _class, _faults) = (name, positive, faults);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Finds the output.</summary>
    /// <param name="tensors">What the model gives.</param>
    /// <param name="plan">The model, which may name the output, and the class by its number.</param>
    /// <param name="faults">Words the refusals.</param>
    public static OpenInferenceOutput Of(IReadOnlyList<TensorInfo> tensors, ModelPlan plan, EndpointFaults faults)
    {
        string[] names = [.. tensors.Select(t => t.Name)];
        var tensor = plan.Http!.Output is { } asked
            ? tensors.FirstOrDefault(t => t.Name == asked) ?? throw faults.Of($"has no output {Quoted.Text(asked)}.{Quoted.Nearest(asked, names)} It has {Quoted.List(names)}", $"Correct {faults.Key("output")}.")
            : tensors is [var only] ? only : throw faults.Of($"has several outputs: {Quoted.List(names)}", $"Name the one with the risk in {faults.Key("output")}.");
        tensor.CheckType(faults);
        if (tensor.IsText || tensor.Shape.Count is not (1 or 2))
            throw faults.Of($"gives its output {Quoted.Text(tensor.Name)} as {tensor.Type} in the shape [{string.Join(", ", tensor.Shape)}], where numbers in the shape [-1] or [-1, n] are expected", $"Name another one of {Quoted.List(names)} in {faults.Key("output")}.");
        if (plan.PositiveClass is not { } text) return new(tensor.Name, null, faults);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var positive) ? new(tensor.Name, positive, faults)
            : throw faults.Of("has no names for its classes", $"Say in 'model.positiveClass' the number of the column, from 0, in place of {Quoted.Text(text)}.");
    }

    /// <summary>Reads the answers of a response.</summary>
    /// <param name="root">The response.</param>
    /// <param name="into">Filled, one for each row.</param>
    public void Read(JsonElement root, Span<double> into)
    {
        var outputs = root.TryGetProperty("outputs", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        var output = outputs.FirstOrDefault(o => o.ValueKind == JsonValueKind.Object && o.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == Name);
        if (output.ValueKind != JsonValueKind.Object || !output.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array || !output.TryGetProperty("shape", out var shape))
            throw _faults.Of($"gave an answer without the output {Quoted.Text(Name)} with a shape and data", "It must answer as the Open Inference Protocol asks for.");
        var (rows, columns) = Shape(shape);
        Numbers.Counted(rows, into.Length, _faults);
        var values = new List<JsonElement>();
        Flatten(data, values, 0);
        if (values.Count != (long)rows * columns) throw _faults.Of(
            EndpointFaults.Invariant($"gave {values.Count} numbers for {rows} rows of {columns}"), "Its data must be what its shape says.");
        var all = new double[values.Count];
        var (none, sums) = (0, 0);
        for (var k = 0; k < all.Length; k++)
        {
            if (values[k].ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)) throw _faults.Of("answered with something else than numbers", "Name the output with the risk in 'model.http.output'.");
            all[k] = values[k].ValueKind == JsonValueKind.Number ? values[k].GetDouble() : double.NaN;
        }
        var column = Column(columns);
        for (var row = 0; row < rows; row++)
        {
            into[row] = all[(row * columns) + column];
            if (!double.IsFinite(into[row])) none++;
            else if (columns > 1 && !(Math.Abs(all.AsSpan(row * columns, columns).ToArray().Sum() - 1) <= SumTolerance)) sums++;
        }
        if (none > 0) throw _faults.Of(EndpointFaults.Invariant($"gave {none} of {rows} rows an answer that is no number"), "Check its inputs in 'model.features': a model may not take missing values, or not these units.");
        if (sums > 0) throw _faults.Of(EndpointFaults.Invariant($"gave {sums} of {rows} rows {columns} probabilities that do not sum to one"), "Name the output with the probabilities in 'model.http.output'.");
    }

    private int Column(int columns) => columns == 1 ? 0
        : (_class ?? (columns == 2 ? 1 : -1)) is >= 0 and var column && column < columns ? column
        : throw _faults.Of(EndpointFaults.Invariant($"gives each row {columns} numbers, one for each class"), EndpointFaults.Invariant($"Say in 'model.positiveClass' which of them is the risk, from 0 to {columns - 1}."));

    private (int Rows, int Columns) Shape(JsonElement shape)
    {
        var sizes = new List<int>();
        if (shape.ValueKind == JsonValueKind.Array)
            foreach (var size in shape.EnumerateArray()) sizes.Add(size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var length) ? length : -1);
        return sizes switch
        {
            [>= 0 and var rows] => (rows, 1),
            [>= 0 and var rows, > 0 and <= 100_000 and var columns] => (rows, columns),
            _ => throw _faults.Of($"gave its output {Quoted.Text(Name)} in a shape that is neither [rows] nor [rows, classes]", "Name another one in 'model.http.output'."),
        };
    }

    // Data may come flat, or as lists within lists.
    private static void Flatten(JsonElement item, List<JsonElement> into, int depth)
    {
        foreach (var part in item.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Array && depth < 2) Flatten(part, into, depth + 1);
            else into.Add(part);
        }
    }
}
