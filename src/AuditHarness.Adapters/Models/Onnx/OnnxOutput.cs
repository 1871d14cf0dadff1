using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>How a model's answer becomes one risk per row.</summary>
internal sealed class OnnxOutput
{
    private const double SumTolerance = 1e-3, Overshoot = 1e-5;

    private readonly OnnxValue _value;
    private readonly ModelPlan _plan;
    private readonly string _shown;
    private string[]? _classes;
    private int[]? _positives;
    private readonly bool _declared;

    private OnnxOutput(OnnxValue value, string tensor, ModelPlan plan, string shown, string[]? classes)
    {
        (_value, Tensor, _plan, _shown, _classes, Kind) = (value, tensor, plan, shown, classes, plan.Output);
        _declared = plan.Output is not null;
        if (_classes is { Length: > 1 }) _positives = PositivesOf(_classes);
    }

    /// <summary>Name of the output that is read.</summary>
    public string Name => _value.Name;

    /// <summary>
    /// The tensor that is asked for: the output itself, or what a ZipMap makes its maps of, whose numbers are the same. Taking
    /// one map per row out of the runtime costs 100 times as much as scoring it.
    /// </summary>
    public string Tensor { get; }

    /// <summary>Column of the positive class; null while it is not known, for an answer of one column, and where several classes together are positive.</summary>
    public int? Positive => _positives is [var one] ? one : null;

    /// <summary>How the answer is read; null while it is neither declared nor inferred.</summary>
    public ModelOutput? Kind { get; private set; }

    /// <summary>Number of columns of the answer; 0 before the first one.</summary>
    public int Columns { get; private set; }

    /// <summary>What the report says.</summary>
    public Phrase Reading
    {
        get
        {
            var what = _positives switch
            {
                null => Phrase.Of($"its only column"),
                [var p] => Phrase.Of($"class {ClassName(p)} of {_classes?.Length ?? Columns}"),
                _ => Phrase.Of($"the sum of the classes {string.Join(", ", _positives.Select(ClassName))} of {_classes?.Length ?? Columns}"),
            };
            var name = _value.Kind == OnnxValueKind.SequenceOfMaps
                ? Phrase.Of($"output {Quoted.Text(Name)} (a sequence of maps)") : Phrase.Of($"output {Quoted.Text(Name)}");
            var how = (Kind, _positives) switch
            {
                (ModelOutput.Probability, _) => Phrase.Of($"read as a risk"),
                (ModelOutput.Logit, null) => Phrase.Of($"read as log-odds turned into a risk"),
                (ModelOutput.Logit, _) => Phrase.Of($"read as logits turned into a risk by softmax"),
                _ => Phrase.Of($"read in a way still to be inferred"),
            };
            return _declared ? Phrase.Of($"{name}, {what}, {how} (declared)") : Phrase.Of($"{name}, {what}, {how} (inferred)");
        }
    }

    /// <summary>Chooses the output with the probabilities.</summary>
    /// <exception cref="AuditInputException">None can be, more than one could be, or the positive class is not among its classes.</exception>
    public static OnnxOutput Of(OnnxGraph graph, ModelPlan plan, string shown)
    {
        var numeric = graph.Outputs.Where(o => o.Kind == OnnxValueKind.SequenceOfMaps || (o.Kind == OnnxValueKind.Tensor && o.Type is OnnxType.Float or OnnxType.Double)).ToArray();
        var likely = numeric.Length < 2 ? numeric : [.. numeric.Where(o => o.Name.Contains("prob", StringComparison.OrdinalIgnoreCase))];
        if (numeric.Length == 0)
            throw new AuditInputException($"{shown} gives no probabilities: its outputs are {Quoted.List([.. graph.Outputs.Select(o => o.Name)])}, none of them float, double or a sequence of maps. Export it with probabilities.");
        if (likely is not [var value])
            throw new AuditInputException($"{shown} has several outputs that could be the risk: {Quoted.List([.. numeric.Select(o => o.Name)])}. Export it with one of them, or name one 'probability'.");
        if (value.Kind != OnnxValueKind.SequenceOfMaps) return new(value, value.Name, plan, shown, Labels(graph));
        return graph.MakerOf(value.Name) is { IsMl: true, Operator: "ZipMap", Inputs: [var zipped] } zipMap
            ? new(value, zipped, plan, shown, zipMap.Strings("classlabels_strings") is { Length: > 0 } texts ? texts : Texts(zipMap.Ints("classlabels_int64s")))
            : throw new AuditInputException($"{shown}: the output {Quoted.Text(value.Name)} is a sequence of maps that no ZipMap makes. Export the model with a tensor of probabilities.");
    }

    private static string[] Texts(long[] labels) => Array.ConvertAll(labels, l => l.ToString(CultureInfo.InvariantCulture));

    // Class names of the only classifier; null when there is none or several.
    private static string[]? Labels(OnnxGraph graph)
    {
        string[] names = ["classlabels_strings", "classlabels_int64s", "classlabels_ints"];
        var labels = graph.Nodes
            .SelectMany(n => names.Where(n.Attributes.ContainsKey).Select(a => n.Attributes[a]))
            .Select(a => a.Strings.Length > 0 ? a.Strings : Texts(a.Ints))
            .Where(l => l.Length > 0).ToArray();
        return labels.Length > 0 && labels.All(l => l.SequenceEqual(labels[0])) ? labels[0] : null;
    }

    private string ClassName(int column) => Quoted.Text(_classes is null ? column.ToString(CultureInfo.InvariantCulture) : _classes[column]);

    private int[] PositivesOf(string[] classes)
    {
        if (_plan.PositiveClass is { } asked) return [PositionOf(asked, classes, "model.positiveClass")];
        if (_plan.PositiveClasses is { Count: > 0 } several)
        {
            if (several.Count >= classes.Length)
                throw new AuditInputException($"'model.positiveClasses' names as many classes as {_shown} has, {Quoted.List(classes)}, and their probabilities sum to 1 for everybody. Leave out those that are no event.");
            return [.. several.Select(c => PositionOf(c, classes, "model.positiveClasses"))];
        }
        if (classes.Length > 2)
            throw new AuditInputException($"{_shown} tells {classes.Length.ToString(CultureInfo.InvariantCulture)} classes apart: {Quoted.List(classes)}. Say in 'model.positiveClass' whose probability is the risk, or in 'model.positiveClasses' whose are together.");
        var yes = Array.FindIndex(classes, c => c == "1" || c.Equals("true", StringComparison.OrdinalIgnoreCase));
        return [yes < 0 ? 1 : yes];
    }

    private int PositionOf(string asked, string[] classes, string key) => Array.IndexOf(classes, asked) is var at and >= 0 ? at
        : throw new AuditInputException($"{_shown} has no class {Quoted.Text(asked)} that '{key}' names.{Quoted.Nearest(asked, classes)} Its classes are {Quoted.List(classes)}.");

    /// <summary>The raw answer for some rows: row · columns + column.</summary>
    /// <param name="answer">What the runtime gave.</param>
    /// <param name="rows">Rows that were asked for.</param>
    /// <exception cref="AuditInputException">It has another number of rows, is not of the declared kind, or holds NaN.</exception>
    public double[] Read(OrtValue answer, int rows)
    {
        var values = Values(answer, rows);
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw new AuditInputException(
                $"{_shown} answers with {(double.IsNaN(values[bad]) ? "NaN" : "an infinite number")} for {values.Count(v => !double.IsFinite(v)).ToString(CultureInfo.InvariantCulture)} of {values.Length.ToString(CultureInfo.InvariantCulture)} values. " +
                "If the rows have missing values, the model may not take them: fill them in the data, or mend the model.");
        return values;
    }

    private double[] Values(OrtValue answer, int rows)
    {
        var info = answer.GetTensorTypeAndShape();
        var shape = info.Shape;
        if (shape.Length == 0 || shape[0] != rows) throw Rows(shape.Length == 0 ? 1 : shape[0], rows);
        var columns = shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        if (columns < 1 || columns > 10_000)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture, $"{_shown}: the output {Quoted.Text(Name)} has {columns} values per row. One, or one per class, is expected: choose another output, or export the model anew."));
        SetColumns((int)columns);
        return info.ElementDataType == TensorElementType.Double
            ? answer.GetTensorDataAsSpan<double>().ToArray()
            : Array.ConvertAll(answer.GetTensorDataAsSpan<float>().ToArray(), v => (double)v);
    }

    private void SetColumns(int columns)
    {
        if (Columns != 0 && Columns != columns)
            throw new AuditInputException($"{_shown} answers with a different number of columns from one call to the next. The model cannot be audited.");
        if (Columns == columns) return;
        Columns = columns;
        if (_classes?.Length != columns) (_classes, _positives) = (null, null);
        if (columns > 1) _positives ??= PositivesOf(_classes ??= [.. Enumerable.Range(0, columns).Select(c => c.ToString(CultureInfo.InvariantCulture))]);
        else if (_plan.PositiveClass is { } asked)
            throw new AuditInputException($"{_shown} answers with one column and no classes, but 'model.positiveClass' asks for {Quoted.Text(asked)}. Remove 'model.positiveClass'.");
        else if (_plan.PositiveClasses.Count > 0)
            throw new AuditInputException($"{_shown} answers with one column and no classes, but 'model.positiveClasses' asks for {Quoted.List([.. _plan.PositiveClasses])}. Remove 'model.positiveClasses'.");
        else _positives = null;
    }

    private AuditInputException Rows(long given, int asked) => new(string.Create(CultureInfo.InvariantCulture,
        $"{_shown} answers with {given} rows when given {asked}: the output {Quoted.Text(Name)} does not follow the batch. Export the model with a free batch size for inputs and outputs."));

    /// <summary>One risk per row.</summary>
    /// <param name="raw">Raw answers of all rows.</param>
    /// <exception cref="AuditInputException">The answers are no risks, or it cannot be told what they are.</exception>
    public double[] Risks(double[] raw)
    {
        Kind ??= Infer(raw);
        var rows = raw.Length / Columns;
        var risks = new double[rows];
        for (var r = 0; r < rows; r++)
        {
            var row = raw.AsSpan(r * Columns, Columns);
            risks[r] = (Kind, _positives) switch
            {
                (ModelOutput.Probability, null) => Risk(row[0]),
                (ModelOutput.Probability, [var p]) => Risk(row[p]),
                (ModelOutput.Probability, _) => Risk(Sum(row, static (values, p) => values[p])),
                (_, null) => 1 / (1 + Math.Exp(-row[0])),
                (_, [var p]) => Softmax(row, p),
                _ => Math.Min(1, Sum(row, Softmax)),
            };
        }
        return risks;
    }

    private ModelOutput Infer(double[] raw)
    {
        var within = raw.All(v => v is >= -Overshoot and <= 1 + Overshoot);
        if (Columns == 1) return within ? ModelOutput.Probability : ModelOutput.Logit;
        var sums = true;
        for (var r = 0; r < raw.Length && sums; r += Columns) sums = Math.Abs(raw.AsSpan(r, Columns).ToArray().Sum() - 1) <= SumTolerance;
        if (within && sums) return ModelOutput.Probability;
        throw new AuditInputException(
            $"{_shown}: the {Columns.ToString(CultureInfo.InvariantCulture)} columns of the output {Quoted.Text(Name)} are {(within ? "in [0, 1] but do not sum to 1" : "not all in [0, 1]")}, so what they are cannot be inferred. " +
            "Declare 'model.output': 'probability', or 'logit' for values that go through softmax.");
    }

    // Float softmax and sums of leaves overshoot by a rounding.
    private double Risk(double value) => value is >= -Overshoot and <= 1 + Overshoot ? Math.Clamp(value, 0, 1) : throw new AuditInputException(
        $"{_shown}: the output {Quoted.Text(Name)} holds {value.ToString("R", CultureInfo.InvariantCulture)}, which is no risk in [0, 1], though it is " +
        (_declared ? "declared as 'probability'. Declare 'model.output' as 'logit' if it gives log-odds." : "read as a probability like the first rows. Declare 'model.output'."));

    private double Sum(ReadOnlySpan<double> row, Func<ReadOnlySpan<double>, int, double> of)
    {
        var sum = 0.0;
        foreach (var p in _positives!) sum += of(row, p);
        return sum;
    }

    private static double Softmax(ReadOnlySpan<double> row, int positive)
    {
        var sum = 0.0;
        foreach (var value in row) sum += Math.Exp(value - row[positive]);
        return 1 / sum;
    }
}
