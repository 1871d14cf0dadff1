using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Which column of the data a model takes for each of its inputs.</summary>
internal static class FeatureGuess
{
    private static readonly string[] Truths = ["yes", "true", "t", "y", "1", "ja", "j"];
    private static readonly string[] Falsehoods = ["no", "false", "f", "n", "0", "nein"];

    /// <summary>Finds a column for each input by its name: the same, the same in other letters, a value of a column ("male", "race_black").</summary>
    /// <param name="inputs">What the model asks for.</param>
    /// <param name="table">The data.</param>
    /// <param name="unusable">Columns that no model may be given: the label and the id.</param>
    /// <param name="shown">The model, for messages.</param>
    /// <exception cref="AuditInputException">For some inputs there is none: all are told at once.</exception>
    public static IReadOnlyList<FeaturePlan> Of(IReadOnlyList<ModelInput> inputs, TableInspection table, IReadOnlyCollection<string> unusable, string shown)
    {
        TableColumn[] columns = [.. table.Columns.Where(c => !unusable.Contains(c.Name))];
        var (features, faults) = (new List<FeaturePlan>(), new List<string>());
        foreach (var input in inputs)
        {
            var (feature, fault) = Of(input, columns, unusable);
            if (feature is not null) features.Add(feature);
            else faults.Add(fault);
        }
        if (faults.Count == 0) return features;
        throw AuditInputException.Of($"The data does not have what the model {shown} asks for:", faults, faults.Count,
            "Add the columns to the data, or say with --features which column stands for each input, in the model's order; 'codes' for texts are written into the config by hand.");
    }

    /// <summary>Features that the user names, in the order of the model's inputs.</summary>
    /// <param name="names">Names of columns.</param>
    /// <param name="inputs">What the model asks for by name; null where it names nothing.</param>
    /// <param name="table">The data.</param>
    /// <exception cref="AuditInputException">A column is not there, or their number is not that of the inputs.</exception>
    public static IReadOnlyList<FeaturePlan> Asked(IReadOnlyList<string> names, IReadOnlyList<ModelInput>? inputs, TableInspection table)
    {
        if (inputs is not null && inputs.Count != names.Count)
            throw new AuditInputException(FormattableString.Invariant($"--features names {names.Count} columns, and the model asks for {inputs.Count}: {Named.All([.. inputs.Select(i => i.Name)])}. Name one for each, in this order."));
        return [.. names.Select((name, k) =>
        {
            var column = table.Columns.FirstOrDefault(c => c.Name == name)
                ?? throw new AuditInputException($"There is no column {Named.One(name)} that --features names.{Config.ConfigText.DidYouMean(name, [.. table.Columns.Select(c => c.Name)])}");
            var input = inputs?[k] ?? new(name, IsText: false);
            return Typed(input, column) is { } feature ? feature
                : throw new AuditInputException($"The column {Named.One(name)} holds texts, and the model reads a number there. Recode the column to the number that the model was trained with, or write 'codes' into a config by hand.");
        })];
    }

    private static (FeaturePlan?, string) Of(ModelInput input, TableColumn[] columns, IReadOnlyCollection<string> unusable)
    {
        var whole = ColumnWords.Of(input.Name).Whole;
        var same = columns.Where(c => ColumnWords.Of(c.Name).Whole == whole).ToArray();
        var column = columns.FirstOrDefault(c => c.Name == input.Name) ?? (same is [var one] ? one : null);
        if (column is not null)
            return Typed(input, column) is { } feature ? (feature, "") : (null, $"{Named.One(input.Name)} is a number for the model, and the column {Named.One(column.Name)} holds texts.");
        if (!input.IsText && OfLevel(input, whole, columns) is { } coded) return (coded, "");
        return (null, $"{Named.One(input.Name)} is no column of it.{(unusable.Contains(input.Name) ? " It is taken for the label or the id, which no model may be given." : NearestName.Of(input.Name, columns.Select(c => c.Name)) is { } near ? $" Is it {Named.One(near)}?" : "")}");
    }

    private static FeaturePlan? Typed(ModelInput input, TableColumn column)
    {
        if (input.IsText) return new(input.Name, column.Name, FeatureKind.Text);
        if (column.Type is ColumnType.Number or ColumnType.Integer) return new(input.Name, column.Name, FeatureKind.Number);
        // Yes and no have an order that nobody doubts; of other texts only the model's maker knows the numbers.
        var codes = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var level in column.Levels ?? [])
        {
            var text = level.Text.ToLowerInvariant();
            if (Truths.Contains(text)) codes[level.Text] = 1;
            else if (Falsehoods.Contains(text)) codes[level.Text] = 0;
            else return null;
        }
        return codes.Count == 0 ? null : new(input.Name, column.Name, FeatureKind.Number) { Codes = codes };
    }

    // "male" of a column with male and female, "race_black" of a column race: 1 for the value, 0 for every other.
    private static FeaturePlan? OfLevel(ModelInput input, string whole, TableColumn[] columns)
    {
        foreach (var column in columns.Where(c => c.Type is ColumnType.Text or ColumnType.Boolean or ColumnType.Integer && c.Levels is { Count: >= 2 and <= 50 }))
        {
            var name = ColumnWords.Of(column.Name).Whole;
            var found = column.Levels!.Where(l => ColumnWords.Of(l.Text).Whole is { Length: > 0 } level && (whole == name + level || (column.Levels!.Count == 2 && level.Length > 1 && whole == level))).ToArray();
            if (found is not [var named]) continue;
            var codes = new OrderedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var level in column.Levels!) codes[level.Text] = level == named ? 1 : 0;
            return new(input.Name, column.Name, FeatureKind.Number) { Codes = codes };
        }
        return null;
    }
}
