using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>Turns columns of numbers and texts, which is what a program answers with, into records like the training ones.</summary>
/// <param name="train">The training records.</param>
/// <param name="fault">A refusal: what is wrong, as the rest of a sentence, and the next move.</param>
internal sealed class MadeRecords(RecordTable train, Func<string, string, AuditInputException> fault)
{
    /// <summary>The records, in the order of the training columns; columns that these lack are left out.</summary>
    /// <param name="made">Columns of equal length, named differently.</param>
    /// <exception cref="AuditInputException">A column is not there, or is of another kind.</exception>
    public RecordTable Of(FeatureTable made)
    {
        var names = made.Columns.Select(c => c.Name).ToArray();
        string[] lacking = [.. train.Columns.Select(c => c.Name).Except(names)];
        if (lacking.Length > 0) throw fault(
            $"gave no {(lacking.Length == 1 ? "column" : "columns")} {Quoted.List(lacking)}, but {Quoted.List(names)}", "It must give every column of the training records, under its name there.");
        return new([.. train.Columns.Select(c => Column(c, made.Columns.First(m => m.Name == c.Name)))], made.Count);
    }

    /// <summary>Checks that all rows have the values that were asked for.</summary>
    /// <exception cref="AuditInputException">Some have others.</exception>
    public void Hold(RecordTable rows, IReadOnlyList<KeyValuePair<string, string>> conditions)
    {
        foreach (var (name, value) in conditions)
        {
            var column = rows.Find(name) ?? throw fault($"takes the condition {Quoted.Text(name)}, which is no column of the training records", "Conditions are columns of the training records.");
            var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            bool Is(string? text) => text == value || (isNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) && other == number);
            var others = Enumerable.Range(0, rows.Count).Count(row => column switch
            {
                RecordColumn.Number c => c.Values[row] != number,
                RecordColumn.Date c => !RecordDates.TryRead(value, out var days) || c.Days[row] != days,
                RecordColumn.Category c => c.Codes[row] < 0 || !Is(c.Levels[c.Codes[row]]),
                RecordColumn.Key c => c.Values[row] != value,
                _ => true,
            });
            if (others > 0) throw fault(
                string.Create(CultureInfo.InvariantCulture, $"was asked for records whose {Quoted.Text(name)} is {Quoted.Text(value)}, and {others:N0} of {rows.Count:N0} have another or none"), "It must keep to the conditions that it takes.");
        }
    }

    private RecordColumn Column(RecordColumn real, FeatureColumn made)
    {
        if (made is FeatureColumn.Numeric { Values: var all } && all.Any(double.IsInfinity)) throw fault(
            $"gave the column {Quoted.Text(real.Name)} numbers that are too large to be one", "It must give finite numbers, and null where a value is missing.");
        switch (real, made)
        {
            case (RecordColumn.Number, FeatureColumn.Numeric numbers): return new RecordColumn.Number(real.Name, numbers.Values);
            case (RecordColumn.Date, FeatureColumn.Numeric days): return new RecordColumn.Date(real.Name, days.Values);
            case (RecordColumn.Date, FeatureColumn.Text texts):
                var read = Array.ConvertAll([.. texts.Levels], t => RecordDates.TryRead(t, out var days) ? days : throw fault(
                    $"gave the column {Quoted.Text(real.Name)} texts that are neither days nor times", "Write days as 2026-11-24 and times as 2026-11-24T09:30:00."));
                return new RecordColumn.Date(real.Name, Array.ConvertAll(texts.Codes, c => c < 0 ? double.NaN : read[c]));
            case (RecordColumn.Category, FeatureColumn.Text texts): return new RecordColumn.Category(real.Name, texts.Levels, texts.Codes);
            // Where the training categories are numbers, a program has them as numbers.
            case (RecordColumn.Category category, FeatureColumn.Numeric numbers) when category.Levels.All(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _)): return Categories(category, numbers);
            case (RecordColumn.Key, FeatureColumn.Text texts): return new RecordColumn.Key(real.Name, Array.ConvertAll(texts.Codes, c => c < 0 ? null : texts.Levels[c]));
            case (RecordColumn.Key, FeatureColumn.Numeric numbers): return new RecordColumn.Key(real.Name, Array.ConvertAll(numbers.Values, v => double.IsNaN(v) ? null : Shortest(v)));
            default: throw fault(
                $"gave the column {Quoted.Text(real.Name)} as {(made is FeatureColumn.Text ? "texts" : "numbers")}, and the training records have {(real is RecordColumn.Category ? "categories that are texts" : "numbers")} there",
                "It must give every column in the kind that it has in the training records.");
        }
    }

    private static RecordColumn.Category Categories(RecordColumn.Category real, FeatureColumn.Numeric made)
    {
        string[] levels = [.. made.Values.Where(v => !double.IsNaN(v)).Distinct().Order().Select(Shortest)];
        var codes = levels.Select((level, k) => (level, k)).ToDictionary(p => double.Parse(p.level, CultureInfo.InvariantCulture), p => p.k);
        return new(real.Name, levels, Array.ConvertAll(made.Values, v => double.IsNaN(v) ? -1 : codes[v]));
    }

    private static string Shortest(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
