using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>How the columns of a feature table become the columns that a saved model reads.</summary>
internal sealed class MlNetInputs
{
    private readonly DataViewSchema _schema;
    private readonly IReadOnlyList<FeaturePlan> _features;
    private readonly string _shown;
    // Per column of the saved schema the features it takes: one, one per slot of a vector, or none when the answer does not depend on it.
    private readonly int[][] _taken;

    /// <summary>Finds every column that the answer depends on among the features.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="schema">The schema saved with it.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="AuditInputException">Features and columns do not match, by name or by type.</exception>
    public MlNetInputs(ITransformer model, DataViewSchema schema, ModelPlan plan)
    {
        (_schema, _features, _shown) = (schema, plan.Features, Quoted.Text(plan.File));
        var read = Read(model, schema);
        var columns = schema.Where(c => !c.IsHidden && read.Contains(c.Name)).ToArray();
        _taken = [.. schema.Select(_ => Array.Empty<int>())];
        var faults = new List<string>();
        foreach (var column in columns.Where(c => c.Type is not VectorDataViewType))
        {
            var feature = IndexOf(column.Name);
            if (feature < 0) faults.Add($"it reads a column {Quoted.Text(column.Name)} that no feature is named after.{Quoted.Nearest(column.Name, Names.Except(columns.Select(c => c.Name)))}");
            else if (Mismatch(column, _features[feature]) is { } mismatch) faults.Add(mismatch);
            else _taken[column.Index] = [feature];
        }
        if (faults.Count == 0) TakeVectors([.. columns.Where(c => c.Type is VectorDataViewType)], faults);
        var unread = Enumerable.Range(0, _features.Count).Except(_taken.SelectMany(t => t)).Select(k => _features[k].Name).ToArray();
        if (faults.Count == 0 && unread.Length > 0)
            faults.Add($"its answer does not depend on {Quoted.List(unread)}.{Quoted.Nearest(unread[0], columns.Select(c => c.Name))}");
        if (faults.Count == 0) return;
        throw AuditInputException.Of($"The features in the config do not fit the ML.NET model {_shown}:", faults, faults.Count,
            $"It reads {Quoted.List([.. columns.Select(c => c.Name)])}. Correct 'model.features': 'name' is the model's own name of a column, or of a slot of its vector.");
    }

    /// <summary>What the answer depends on: columns of the saved schema, and the slots of its vectors by their names.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="schema">The schema saved with it.</param>
    /// <returns>Null where a vector has no names for its slots.</returns>
    public static IReadOnlyList<ModelInput>? Wanted(ITransformer model, DataViewSchema schema)
    {
        var read = Read(model, schema);
        var inputs = new List<ModelInput>();
        foreach (var column in schema.Where(c => !c.IsHidden && read.Contains(c.Name)))
        {
            if (column.Type is not VectorDataViewType) inputs.Add(new(column.Name, column.Type is TextDataViewType));
            else if (SlotNames(column) is { } slots) inputs.AddRange(slots.Select(s => new ModelInput(s, IsText: false)));
            else return null;
        }
        return inputs;
    }

    private IEnumerable<string> Names => _features.Select(f => f.Name);

    /// <summary>Rows as the model reads them.</summary>
    /// <param name="patients">One column per feature of the plan, in its order.</param>
    /// <exception cref="AuditInputException">A column is of the wrong kind, or holds what the model cannot take.</exception>
    public TableView View(FeatureTable patients)
    {
        if (!patients.Columns.Select(c => c.Name).SequenceEqual(Names))
            throw new AuditInputException($"The ML.NET model {_shown} was given other columns than the features in its plan: {Quoted.List([.. patients.Columns.Select(c => c.Name)])}. Give {Quoted.List([.. Names])}, in that order.");
        var columns = new ViewColumn[_schema.Count];
        foreach (var column in _schema)
        {
            var taken = _taken[column.Index];
            columns[column.Index] = taken.Length == 0 ? new(column.Name, column.Type, column.Annotations)
                : column.Type is VectorDataViewType vector ? ViewColumn.OfSlots(column.Name, vector, [.. taken.Select(k => Numbers(patients.Columns[k], column))], column.Annotations)
                : patients.Columns[taken[0]] is FeatureColumn.Text text && column.Type is TextDataViewType ? ViewColumn.OfTexts(column.Name, text.Levels, text.Codes)
                : ViewColumn.OfNumbers(column.Name, column.Type, Numbers(patients.Columns[taken[0]], column));
        }
        return new TableView(columns, patients.Count);
    }

    /// <summary>The type of the column of the schema that takes a feature; the item type of a vector.</summary>
    /// <param name="feature">Index in the plan.</param>
    public DataViewType TypeOf(int feature) =>
        _schema.First(c => _taken[c.Index].Contains(feature)).Type is var type && type is VectorDataViewType vector ? vector.ItemType : type;

    // ML.NET is asked for the answer of no rows, and asks its input for the columns that it would read.
    private static HashSet<string> Read(ITransformer model, DataViewSchema schema)
    {
        var view = new TableView([.. schema.Select(c => new ViewColumn(c.Name, c.Type, c.Annotations) { Getter = _ => Nothing(c.Type) })], 0);
        var answer = model.Transform(view);
        using var cursor = answer.GetRowCursor(answer.Schema.Where(c => c.Name is "Score" or "Probability" && !c.IsHidden));
        return view.Asked;
    }

    private static Delegate Nothing(DataViewType type) => (Delegate)typeof(MlNetInputs)
        .GetMethod(nameof(NothingOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(type.RawType).Invoke(null, null)!;

    private static ValueGetter<T> NothingOf<T>() => (ref T _) => { };

    private void TakeVectors(DataViewSchema.Column[] vectors, List<string> faults)
    {
        var free = Enumerable.Range(0, _features.Count).Except(_taken.SelectMany(t => t)).ToArray();
        foreach (var column in vectors)
        {
            var type = (VectorDataViewType)column.Type;
            if (type.ItemType.RawType != typeof(float) && type.ItemType.RawType != typeof(double))
                faults.Add($"its column {Quoted.Text(column.Name)} is a vector of {type.ItemType}, and only numbers are given.");
            else if (SlotNames(column) is { } names)
            {
                foreach (var name in names.Where(n => IndexOf(n) < 0))
                    faults.Add($"its vector {Quoted.Text(column.Name)} has a slot {Quoted.Text(name)} that no feature is named after.{Quoted.Nearest(name, Names.Except(names))}");
                _taken[column.Index] = [.. names.Select(IndexOf).Where(k => k >= 0)];
            }
            else if (vectors.Length > 1 || type.Size != free.Length)
                faults.Add(string.Create(CultureInfo.InvariantCulture,
                    $"its vector {Quoted.Text(column.Name)} has {(type.Size == 0 ? "a varying number of" : type.Size)} slots without names, and {free.Length} features are left for it."));
            else _taken[column.Index] = free;
            foreach (var k in _taken[column.Index].Where(k => _features[k].Kind != FeatureKind.Number))
                faults.Add($"feature {Quoted.Text(_features[k].Name)} is declared a text, and the model's vector {Quoted.Text(column.Name)} takes numbers. Declare it a number, with 'codes' for its texts.");
        }
    }

    private static string? Mismatch(DataViewSchema.Column column, FeaturePlan feature) =>
        column.Type is TextDataViewType
            ? feature.Kind == FeatureKind.Text ? null : $"feature {Quoted.Text(feature.Name)} is declared a number, and the model reads a text there. Declare it a text."
        : !ViewColumn.TakesNumbers(column.Type) ? $"it reads {Quoted.Text(column.Name)} as {column.Type}, which is not given to models: numbers (single, double, int, long), yes/no and texts are."
        : feature.Kind == FeatureKind.Number ? null : $"feature {Quoted.Text(feature.Name)} is declared a text, and the model reads a number there ({column.Type}). Declare it a number, with 'codes' for its texts.";

    private double[] Numbers(FeatureColumn given, DataViewSchema.Column column)
    {
        if (given is not FeatureColumn.Numeric { Values: var values })
            throw new AuditInputException($"Feature {Quoted.Text(given.Name)} holds texts, and the ML.NET model {_shown} reads numbers there. Declare it a number in 'model.features'.");
        var whole = ViewColumn.TakesWholeNumbers(column.Type);
        if (!whole && column.Type is not BooleanDataViewType) return values;
        var (missing, wrong) = (values.Count(double.IsNaN), values.Count(v => whole ? v != Math.Floor(v) || Math.Abs(v) > (column.Type.RawType == typeof(int) ? int.MaxValue : 1L << 53) : v is not (0 or 1 or double.NaN)));
        if (missing > 0)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"Feature {Quoted.Text(given.Name)} is missing in {missing} rows, and the ML.NET model {_shown} reads {(whole ? "whole numbers" : "yes or no")} there, which cannot be missing. Fill in the values, or train the model on single-precision numbers, which can."));
        if (wrong > 0)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"Feature {Quoted.Text(given.Name)} is {(whole ? "no whole number" : "neither 0 nor 1")} in {wrong} rows, and the ML.NET model {_shown} takes nothing else there. Correct the values, or its 'codes'."));
        return values;
    }

    private int IndexOf(string name) => _features.Select(f => f.Name).ToList().IndexOf(name);

    /// <summary>Names of a vector's slots; null when they have none.</summary>
    /// <param name="column">A column of a schema.</param>
    public static string[]? SlotNames(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames()) return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }
}
