using System.Globalization;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Three tables of which the same column is at the same place, and the same category has the same number.</summary>
/// <param name="Train">The training records.</param>
/// <param name="Holdout">The held-out records; null when there are none.</param>
/// <param name="Synthetic">The made-up records; null when there are none yet.</param>
/// <param name="Notices">What a reader of the report should know: columns that are not compared, or have no value.</param>
public sealed record RecordAlignment(RecordTable Train, RecordTable? Holdout, RecordTable? Synthetic, IReadOnlyList<Phrase> Notices)
{
    /// <summary>
    /// Brings tables into the form that measures compare: columns as the training records order them; levels of the training records first,
    /// in ordinal order, then those seen only in the held-out and only in the made-up ones. Where all training levels of a column are
    /// numbers, another text of the same number is the same level (1.0 is 1): programs write one where values are missing.
    /// </summary>
    /// <param name="train">The training records.</param>
    /// <param name="holdout">The held-out records, or null.</param>
    /// <param name="synthetic">The made-up records, or null.</param>
    /// <exception cref="AuditInputException">A table has no rows, lacks a column or has one of another kind, or a training column has no value at all.</exception>
    public static RecordAlignment Of(RecordTable train, RecordTable? holdout, RecordTable? synthetic)
    {
        ArgumentNullException.ThrowIfNull(train);
        const string Real = "The training records", Held = "The held-out records", Made = "The made-up records";
        if (train.Count == 0) throw new AuditInputException($"{Real} have no rows. Give at least one.");
        string[] empty = [.. train.Columns.Where(IsEmpty).Select(c => c.Name)];
        if (empty.Length > 0) throw new AuditInputException(
            $"{Real} have no value in {(empty.Length == 1 ? "the column" : "the columns")} {List(empty)}, and nothing can be compared with none. Take {(empty.Length == 1 ? "it" : "them")} out of the columns, or fill {(empty.Length == 1 ? "it" : "them")}.");
        var notices = new List<Phrase>();
        if (holdout is not null) Check(train, holdout, Held, notices);
        if (synthetic is not null) Check(train, synthetic, Made, notices);
        List<RecordColumn> reals = [], helds = [], mades = [];
        foreach (var column in train.Columns)
        {
            var (held, made) = (holdout?.Find(column.Name), synthetic?.Find(column.Name));
            if (column is RecordColumn.Category category)
            {
                var levels = new Levels(category);
                reals.Add(levels.Coded(category));
                // Both are looked through before either gets its final list of levels.
                var (heldCodes, madeCodes) = (levels.Codes(held), levels.Codes(made));
                if (heldCodes is not null) helds.Add(new RecordColumn.Category(column.Name, levels.Names, heldCodes));
                if (madeCodes is not null) mades.Add(new RecordColumn.Category(column.Name, levels.Names, madeCodes));
                continue;
            }
            reals.Add(column);
            if (held is not null) helds.Add(held);
            if (made is not null) mades.Add(made);
        }
        return new(new(reals, train.Count), holdout is null ? null : new(helds, holdout.Count), synthetic is null ? null : new(mades, synthetic.Count), notices);
    }

    private static void Check(RecordTable train, RecordTable other, string shown, List<Phrase> notices)
    {
        if (other.Count == 0) throw new AuditInputException($"{shown} have no rows. Give at least one.");
        List<string> faults = [];
        foreach (var column in train.Columns)
        {
            if (other.Find(column.Name) is not { } found)
                faults.Add($"'{Unprintable.Replace(column.Name)}' is not there.{(NearestName.Of(column.Name, other.Columns.Select(c => c.Name)) is { } near ? $" Did you mean '{Unprintable.Replace(near)}'?" : "")}");
            else if (found.GetType() != column.GetType())
                faults.Add($"'{Unprintable.Replace(column.Name)}' holds {Word(found)}, and {Word(column)} in the training records.");
        }
        if (faults.Count > 0) throw AuditInputException.Of(
            $"{shown} have not the columns of the training records:", faults, faults.Count, "Write them with the same names and kinds, or leave these columns out of those that are compared.");
        foreach (var column in other.Columns)
        {
            if (train.Find(column.Name) is null) notices.Add(Phrase.Of($"{shown:term} have a column '{column.Name}' that the training records lack: it is not compared."));
            else if (IsEmpty(column)) notices.Add(Phrase.Of($"{shown:term} have no value in the column '{column.Name}'."));
        }
    }

    private static bool IsEmpty(RecordColumn column) => column.Count > 0 && Enumerable.Range(0, column.Count).All(column.IsMissing);

    private static string List(string[] names) => string.Join(", ", names.Select(n => $"'{Unprintable.Replace(n)}'"));

    private static string Word(RecordColumn column) => column switch
    {
        RecordColumn.Number => "numbers",
        RecordColumn.Date => "dates",
        RecordColumn.Category => "categories",
        _ => "keys",
    };

    // Levels without a row are left out: each table may bring its own.
    private sealed class Levels
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private readonly Dictionary<double, int>? _numbers;
        private readonly List<string> _names = [];

        public Levels(RecordColumn.Category train)
        {
            foreach (var level in Seen(train).Order(StringComparer.Ordinal)) Add(level);
            var values = _names.Select(n => double.TryParse(n, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && double.IsFinite(v) ? v : double.NaN).ToArray();
            if (values.All(v => !double.IsNaN(v)) && values.Distinct().Count() == values.Length) _numbers = values.Select((v, k) => (v, k)).ToDictionary(p => p.v, p => p.k);
        }

        public IReadOnlyList<string> Names => _names;

        public RecordColumn.Category Coded(RecordColumn.Category train) => new(train.Name, _names, Codes(train)!);

        public int[]? Codes(RecordColumn? column)
        {
            if (column is not RecordColumn.Category category) return null;
            var numbers = new int[category.Levels.Count];
            Array.Fill(numbers, -1);
            var seen = Seen(category).ToHashSet(StringComparer.Ordinal);
            foreach (var (level, k) in category.Levels.Select((level, k) => (level, k)).Where(p => seen.Contains(p.level)).OrderBy(p => p.level, StringComparer.Ordinal)) numbers[k] = Code(level);
            return Array.ConvertAll(category.Codes, code => code < 0 ? -1 : numbers[code]);
        }

        private int Code(string level) => _codes.TryGetValue(level, out var code) ? code
            : _numbers is not null && double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && _numbers.TryGetValue(value, out code) ? code
            : Add(level);

        private int Add(string level)
        {
            _codes.Add(level, _names.Count);
            _names.Add(level);
            return _names.Count - 1;
        }

        private static IEnumerable<string> Seen(RecordColumn.Category column) => column.Codes.Where(c => c >= 0).Distinct().Select(c => column.Levels[c]);
    }
}
