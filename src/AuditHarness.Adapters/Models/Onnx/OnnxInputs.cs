using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>How the columns of a feature table become a model's inputs: one tensor of all of them, or one named input for each.</summary>
internal sealed class OnnxInputs
{
    private const int MostRows = 8192;
    private const int MostCells = 8_000_000;

    private readonly IReadOnlyList<FeaturePlan> _features;
    private readonly IReadOnlyList<OnnxValue> _inputs;
    private readonly string _shown;

    private OnnxInputs(IReadOnlyList<FeaturePlan> features, IReadOnlyList<OnnxValue> inputs, string shown, bool named)
    {
        (_features, _inputs, _shown, Named) = (features, inputs, shown, named);
        var batches = inputs.Where(i => i.Shape is { Length: > 0 } shape && shape[0] > 0).Select(i => (int)i.Shape![0]).Distinct().ToArray();
        if (batches.Length > 1) throw new AuditInputException($"{shown}: its inputs ask for different numbers of rows at a time. Export the model with a free batch size.");
        FixedBatch = batches is [var batch] ? batch : null;
        BatchRows = FixedBatch ?? Math.Clamp(MostCells / Math.Max(1, features.Count), 1, MostRows);
        // For each input the features that go into it, in its own order.
        Columns = [.. inputs.Select(i => named ? [IndexOf(i.Name)] : Enumerable.Range(0, features.Count).ToArray())];
    }

    /// <summary>Names of the inputs.</summary>
    public string[] Names => [.. _inputs.Select(i => i.Name)];

    /// <summary>True when each feature is an input of its own.</summary>
    public bool Named { get; }

    /// <summary>For each input of the graph the feature-table columns that it takes.</summary>
    public IReadOnlyList<int[]> Columns { get; }

    /// <summary>Rows that the model wants at a time; null when it takes any number.</summary>
    public int? FixedBatch { get; }

    /// <summary>Most rows to be given at a time.</summary>
    public int BatchRows { get; }

    /// <summary>What the report says.</summary>
    public Phrase Reading
    {
        get
        {
            var types = string.Join(", ", _inputs.GroupBy(i => i.Type).OrderBy(g => g.Key).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {Name(g.Key)}")));
            var given = Named
                ? Phrase.Of($"{_features.Count} named {_features.Count:plural(input|inputs)} ({types})")
                : Phrase.Of($"one {Name(_inputs[0].Type)} tensor of {_features.Count} {_features.Count:plural(column|columns)}");
            if (FixedBatch is { } batch) given = Phrase.Of($"{given} in batches of exactly {batch}");
            var missing = Phrase.Join(", ", _inputs.Select(i => i.Type).Distinct().Order().Select(t => t switch
            {
                OnnxType.Float or OnnxType.Double => Phrase.Verbatim("NaN"),
                OnnxType.String => Phrase.Of($"an empty text"),
                _ => Phrase.Of($"an error ({Name(t)})"),
            }).Distinct());
            return Phrase.Of($"{given}; a missing value is given as {missing}");
        }
    }

    /// <summary>Matches the features of the plan with the inputs of the model.</summary>
    /// <exception cref="AuditInputException">They do not fit: a name, a number of columns, or a type.</exception>
    public static OnnxInputs Of(OnnxGraph graph, IReadOnlyList<FeaturePlan> features, string shown)
    {
        if (features.Count == 0)
            throw new AuditInputException($"'model.features' names nothing that {shown} could be given. {Wanted(graph)}");
        foreach (var input in graph.Inputs)
        {
            if (input.Kind != OnnxValueKind.Tensor)
                throw new AuditInputException($"{shown}: the input {Quoted.Text(input.Name)} is not a tensor. Export the model with tensors as inputs.");
            if (input.Type is not (OnnxType.Float or OnnxType.Double or OnnxType.Int64 or OnnxType.Int32 or OnnxType.String or OnnxType.Bool))
                throw new AuditInputException(
                    $"{shown}: the input {Quoted.Text(input.Name)} has the element type {Name(input.Type)}; float, double, int64, int32, bool and string are read. Export the model with one of these.");
        }
        return graph.Inputs.Count == 1 && !(features.Count == 1 && features[0].Name == graph.Inputs[0].Name && Width(graph.Inputs[0]) is 1 or null)
            ? Matrix(graph, features, shown)
            : NamedColumns(graph, features, shown);
    }

    private static OnnxInputs Matrix(OnnxGraph graph, IReadOnlyList<FeaturePlan> features, string shown)
    {
        var input = graph.Inputs[0];
        if (Width(input) is { } width && width != features.Count)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{shown}: the input {Quoted.Text(input.Name)} takes {Count(width, "column", "columns")}, but 'model.features' names {features.Count}. ") +
                "Name one feature for each column, in the order in which the model was trained.");
        if (input.Shape is { Length: > 2 } shape && Width(input) is null)
            throw new AuditInputException($"{shown}: the input {Quoted.Text(input.Name)} has {shape.Length} dimensions of which more than the first are free. Export the model with rows of a fixed size.");
        foreach (var feature in features) CheckKind(feature, input, shown);
        return new(features, graph.Inputs, shown, named: false);
    }

    private static OnnxInputs NamedColumns(OnnxGraph graph, IReadOnlyList<FeaturePlan> features, string shown)
    {
        var names = graph.Inputs.Select(i => i.Name).ToArray();
        foreach (var feature in features)
            if (!names.Contains(feature.Name))
                throw new AuditInputException(
                    $"{shown} has no input {Quoted.Text(feature.Name)} that 'model.features' names.{Quoted.Nearest(feature.Name, names)} Its inputs are {Quoted.List(names)}.");
        if (features.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new AuditInputException($"'model.features' names the input {Quoted.Text(twice.Key)} of {shown} twice. Remove one.");
        if (names.Except(features.Select(f => f.Name)).ToArray() is { Length: > 0 } open)
            throw new AuditInputException($"{shown} also wants {Quoted.List(open)}. Add {(open.Length == 1 ? "it" : "them")} to 'model.features'.");
        foreach (var input in graph.Inputs)
        {
            if (Width(input) is not (1 or null) || input.Shape is { Length: > 2 })
                throw new AuditInputException($"{shown}: the input {Quoted.Text(input.Name)} takes several columns at once beside other inputs. Export the model with one tensor, or with one input per column.");
            CheckKind(features.First(f => f.Name == input.Name), input, shown);
        }
        return new(features, graph.Inputs, shown, named: true);
    }

    private static void CheckKind(FeaturePlan feature, OnnxValue input, string shown)
    {
        var text = input.Type == OnnxType.String;
        if (text != (feature.Kind == FeatureKind.Text))
            throw new AuditInputException(
                $"{shown}: the input {Quoted.Text(input.Name)} holds {(text ? "texts" : $"numbers ({Name(input.Type)})")}, but the feature {Quoted.Text(feature.Name)} is declared as {(text ? "a number" : "text")}. " +
                $"Declare it in 'model.features' as {(text ? "text" : "a number")}" + (text ? "." : ", with 'codes' if its column holds texts."));
    }

    /// <summary>The tensors for some rows.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <exception cref="AuditInputException">A value cannot be given to the model.</exception>
    public OrtValue[] Feed(FeatureTable table, int first, int rows)
    {
        var values = new List<OrtValue>(_inputs.Count);
        try
        {
            for (var i = 0; i < _inputs.Count; i++) values.Add(Feed(_inputs[i], table, Columns[i], first, rows));
            return [.. values];
        }
        catch
        {
            values.ForEach(v => v.Dispose());
            throw;
        }
    }

    /// <summary>Holds a table to the plan.</summary>
    /// <exception cref="AuditInputException">It has other columns, or a column of another kind.</exception>
    public void Check(FeatureTable table)
    {
        if (table.Columns.Count != _features.Count)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture, $"{_shown} was given {Count(table.Columns.Count, "column", "columns")}, but 'model.features' names {_features.Count}. Give one for each."));
        if (!table.Columns.Select(c => c.Name).SequenceEqual(_features.Select(f => f.Name)))
            throw new AuditInputException(
                $"{_shown} reads the columns {Quoted.List([.. _features.Select(f => f.Name)])} in this order, but is given {Quoted.List([.. table.Columns.Select(c => c.Name)])}. Correct 'model.features'.");
        for (var c = 0; c < _features.Count; c++)
            if (table.Columns[c] is FeatureColumn.Text != (_features[c].Kind == FeatureKind.Text))
                throw new AuditInputException($"{_shown}: the column given for the feature {Quoted.Text(_features[c].Name)} is not of the kind that 'model.features' declares.");
    }

    private OrtValue Feed(OnnxValue input, FeatureTable table, int[] columns, int first, int rows)
    {
        var shape = ShapeOf(input, rows, columns.Length);
        switch (input.Type)
        {
            case OnnxType.Float: return OrtValue.CreateTensorValueFromMemory(Cells(table, columns, first, rows, SingleOf), shape);
            case OnnxType.Double: return OrtValue.CreateTensorValueFromMemory(Cells(table, columns, first, rows, (_, v) => v), shape);
            case OnnxType.Int64: return OrtValue.CreateTensorValueFromMemory(Cells(table, columns, first, rows, (c, v) => (long)Whole(c, v, long.MaxValue, input)), shape);
            case OnnxType.Int32: return OrtValue.CreateTensorValueFromMemory(Cells(table, columns, first, rows, (c, v) => (int)Whole(c, v, int.MaxValue, input)), shape);
            case OnnxType.Bool: return OrtValue.CreateTensorValueFromMemory(Cells(table, columns, first, rows, (c, v) => Whole(c, v, 1, input) == 1), shape);
            default:
                var texts = new string[rows * columns.Length];
                for (var c = 0; c < columns.Length; c++)
                {
                    var column = (FeatureColumn.Text)table.Columns[columns[c]];
                    for (var r = 0; r < rows; r++)
                        texts[(r * columns.Length) + c] = column.Codes[first + r] < 0 ? "" : column.Levels[column.Codes[first + r]];
                }
                return OrtValue.CreateFromStringTensor(new DenseTensor<string>(texts, [.. shape.Select(s => (int)s)]));
        }
    }

    private static T[] Cells<T>(FeatureTable table, int[] columns, int first, int rows, Func<int, double, T> convert)
    {
        var cells = new T[rows * columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var values = ((FeatureColumn.Numeric)table.Columns[columns[c]]).Values;
            for (var r = 0; r < rows; r++) cells[(r * columns.Length) + c] = convert(columns[c], values[first + r]);
        }
        return cells;
    }

    private float SingleOf(int feature, double value)
    {
        var single = (float)value;
        if (float.IsInfinity(single))
            throw new AuditInputException($"{_shown}: a value of the feature {Quoted.Text(_features[feature].Name)} is too large for the float that the model takes. Correct the data.");
        return single;
    }

    private double Whole(int feature, double value, double most, OnnxValue input)
    {
        if (double.IsNaN(value))
            throw new AuditInputException(
                $"{_shown}: the feature {Quoted.Text(_features[feature].Name)} has missing values, but its input {Quoted.Text(input.Name)} ({Name(input.Type)}) cannot hold one. Fill them in the data, or export the model with a float input.");
        if (value != Math.Floor(value) || Math.Abs(value) > Math.Min(most, 1L << 53) || (most == 1 && value < 0))
            throw new AuditInputException(
                $"{_shown}: the feature {Quoted.Text(_features[feature].Name)} has values that its input {Quoted.Text(input.Name)} ({Name(input.Type)}) cannot hold: {(most == 1 ? "only 0 and 1 fit" : "only whole numbers fit")}. Correct the data or the feature's column.");
        return value;
    }

    private int IndexOf(string name)
    {
        for (var f = 0; f < _features.Count; f++)
            if (_features[f].Name == name) return f;
        throw new InvalidOperationException("Every input was matched.");
    }

    private static long[] ShapeOf(OnnxValue input, int rows, int columns) => input.Shape switch
    {
        { Length: 1 } => [rows],
        { Length: > 2 } shape => [rows, .. shape[1..]],
        _ => [rows, columns],
    };

    /// <summary>Columns that an input takes: the product of all sizes but the first; null when it is open.</summary>
    public static long? Width(OnnxValue input) => input.Shape switch
    {
        null => null,
        { Length: 0 } => 1,
        { Length: 1 } => 1,
        var shape => shape.Skip(1).Any(s => s <= 0) ? null : shape.Skip(1).Aggregate(1L, (a, b) => a * b),
    };

    private static string Wanted(OnnxGraph graph) =>
        graph.Inputs is [var one] && Width(one) is { } width and > 1
            ? string.Create(CultureInfo.InvariantCulture, $"Its input {Quoted.Text(one.Name)} takes {width} columns: name a feature for each, in order.")
            : $"Its inputs are {Quoted.List([.. graph.Inputs.Select(i => i.Name)])}.";

    private static string Count(long n, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{n} {(n == 1 ? one : many)}");

    /// <summary>Name of an element type, as ONNX writes it.</summary>
    public static string Name(OnnxType type) => Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : string.Create(CultureInfo.InvariantCulture, $"number {(int)type} of TensorProto.DataType");
}
