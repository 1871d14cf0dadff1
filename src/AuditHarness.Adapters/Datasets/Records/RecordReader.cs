using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets.Records;

/// <summary>Reads one column of records, row by row.</summary>
internal abstract class RecordReader
{
    /// <summary>Takes the current row.</summary>
    public abstract void Read();

    /// <summary>The rows that were taken.</summary>
    public abstract RecordColumn Finish();

    /// <summary>A reader of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="file">The table.</param>
    /// <param name="column">Index of the column.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static RecordReader Of(string name, RecordKind kind, TableFile file, int column, InputFaults faults) => kind switch
    {
        RecordKind.Number => new OfNumbers(name, file, column, faults),
        RecordKind.Date => new OfDates(name, file, column, faults),
        RecordKind.Category => new OfCategories(name, file, column, faults),
        _ => new OfKeys(name, file, column),
    };

    private sealed class OfNumbers(string name, TableFile file, int column, InputFaults faults) : RecordReader
    {
        private readonly NumberColumn _numbers = new(file, column, NumberRange.Finite, faults) { MendOfTexts = "; or say that the column holds categories" };
        private readonly List<double> _values = [];

        public override void Read()
        {
            var value = double.NaN;
            if (!_numbers.IsMissing) _numbers.TryRead(out value);
            _values.Add(value);
        }

        public override RecordColumn Finish() => new RecordColumn.Number(name, [.. _values]);
    }

    private sealed class OfDates(string name, TableFile file, int column, InputFaults faults) : RecordReader
    {
        private readonly List<double> _days = [];

        public override void Read()
        {
            var days = double.NaN;
            if (!file.IsMissing(column) && !RecordDates.TryRead(file.Field(column), out days))
                faults.Add($"{file.Shown}, column {Quoted.Text(name)}: a value is neither a day nor a time", RecordDates.Mend, file.Place);
            _days.Add(days);
        }

        public override RecordColumn Finish() => new RecordColumn.Date(name, [.. _days]);
    }

    private sealed class OfCategories(string name, TableFile file, int column, InputFaults faults) : RecordReader
    {
        /// <summary>Most different texts: more are no categories, and a table of any two such columns would not fit into memory.</summary>
        private const int Most = 10_000;

        private readonly TextLevels _levels = new(Most);
        private readonly List<int> _codes = [];

        public override void Read() => _codes.Add(file.Field(column) is { IsEmpty: false } field ? _levels.Code(field) : -1);

        public override RecordColumn Finish()
        {
            if (_levels.Overflowed) faults.Add(string.Create(CultureInfo.InvariantCulture,
                $"{file.Shown}, column {Quoted.Text(name)}: it has more than {Most:N0} different texts, too many for categories. Say that it is a key, or leave it out of the columns."));
            return new RecordColumn.Category(name, [.. _levels.Texts], [.. _codes]);
        }
    }

    private sealed class OfKeys(string name, TableFile file, int column) : RecordReader
    {
        private readonly List<string?> _values = [];

        public override void Read() => _values.Add(file.Field(column) is { IsEmpty: false } field ? Encoding.UTF8.GetString(field) : null);

        public override RecordColumn Finish() => new RecordColumn.Key(name, [.. _values]);
    }
}
