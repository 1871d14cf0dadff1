using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Generators.Onnx;

/// <summary>Which inputs of a generator take noise and conditions, and which output is read.</summary>
/// <param name="Noise">Input for the noise.</param>
/// <param name="NoiseWidth">Its numbers per row.</param>
/// <param name="Condition">Input for the conditions; null for none.</param>
/// <param name="Output">The output.</param>
/// <param name="FixedBatch">Rows of a pass where the file fixes them; null where they are free.</param>
/// <param name="Widest">Numbers per row of the widest of them.</param>
internal sealed record OnnxPorts(string Noise, int NoiseWidth, string? Condition, string Output, int? FixedBatch, int Widest)
{
    /// <summary>Most rows of a pass.</summary>
    public const int MostRows = 100_000;

    /// <summary>Most numbers that a pass takes or gives: 256 MB of them.</summary>
    public const int MostNumbers = 1 << 26;

    private const string OftenNoise = "noise";

    /// <summary>How many records a pass makes: as many as the file fixes, or as are wanted, but no more numbers than fit.</summary>
    /// <param name="wanted">Rows that a plan wants, 1 to <see cref="MostRows"/>.</param>
    public int RowsOfAPass(int wanted) => FixedBatch ?? Math.Min(wanted, Math.Max(1, MostNumbers / Widest));

    /// <summary>Matches the plan with the file.</summary>
    /// <param name="graph">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="width">Numbers per row that are decoded.</param>
    /// <param name="shown">The file in messages.</param>
    /// <exception cref="AuditInputException">An input or output is not there, of another type or width, or not spoken of.</exception>
    public static OnnxPorts Of(OnnxGraph graph, OnnxGeneratorPlan plan, int width, string shown)
    {
        string[] names = [.. graph.Inputs.Select(i => i.Name)];
        var noise = plan.NoiseInput ?? (names.Length == 1 ? names[0] : OftenNoise);
        string[] wanted = plan.ConditionInput is null ? [noise] : [noise, plan.ConditionInput];
        foreach (var name in wanted)
            if (!names.Contains(name)) throw new AuditInputException($"{shown} has no input {Quoted.Text(name)}.{Quoted.Nearest(name, names)} Its inputs are {Quoted.List(names)}: say which takes the noise, and which the conditions.");
        if (names.Except(wanted).ToArray() is { Length: > 0 } open) throw new AuditInputException(
            $"{shown} also wants {Quoted.List(open)}. A generator takes noise and, in one input of their own, conditions: name that input, or export the model with these two.");
        if (plan.ConditionInput is null != (plan.Conditions.Count == 0)) throw new AuditInputException(
            $"Of {shown} {(plan.ConditionInput is null ? "conditions are declared, and no input that takes them" : $"the input {Quoted.Text(plan.ConditionInput)} takes conditions, and none is declared")}. Declare both or none.");
        var (given, condition) = (Rows(graph.Inputs, noise, shown), plan.ConditionInput is null ? null : Rows(graph.Inputs, plan.ConditionInput, shown));
        if (given.Shape![1] is not (> 0 and <= 100_000 and var noiseWidth)) throw new AuditInputException($"{shown}: the input {Quoted.Text(noise)} does not say how many numbers of noise a row takes. Export it with that number, from 1 to 100,000.");
        var levels = plan.Conditions.Sum(c => c.Levels.Count);
        if (condition is not null && condition.Shape![1] > 0 && condition.Shape[1] != levels) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{shown}: the input {Quoted.Text(condition.Name)} takes {condition.Shape[1]} numbers a row, and the conditions that are declared have {levels} levels. Declare all of them, in the order of training."));
        if (graph.Outputs is not [var output]) throw new AuditInputException($"{shown} has the outputs {Quoted.List([.. graph.Outputs.Select(o => o.Name)])}. Export it with one.");
        if (Rows(graph.Outputs, output.Name, shown).Shape![1] is > 0 and var columns && columns != width) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{shown} gives {columns} numbers a row, and the columns that are declared take {width}. Declare all of them, in the order of training."));
        var widest = Math.Max((int)noiseWidth, Math.Max(levels, width));
        if (given.Shape[0] > Math.Min(MostRows, MostNumbers / widest)) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{shown} makes {given.Shape[0]:N0} rows in every pass, and of {widest:N0} numbers a row at most {Math.Min(MostRows, MostNumbers / widest):N0} are made at once. Export it with a free or a smaller number of rows."));
        return new(noise, (int)noiseWidth, plan.ConditionInput, output.Name, given.Shape[0] > 0 ? (int)given.Shape[0] : null, widest);
    }

    private static OnnxValue Rows(IReadOnlyList<OnnxValue> values, string name, string shown)
    {
        var value = values.First(v => v.Name == name);
        return value is { Kind: OnnxValueKind.Tensor, Type: OnnxType.Float, Shape.Length: 2 } ? value
            : throw new AuditInputException($"{shown}: {Quoted.Text(name)} is no tensor of floats with a row for each record. Export it as float[N, width].");
    }
}
