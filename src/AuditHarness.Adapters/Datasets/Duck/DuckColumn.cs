using System.Globalization;
using Apache.Arrow;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>A column of a query's answer: for each value of the current batch its text and its number.</summary>
/// <param name="type">What the values are.</param>
/// <param name="expression">How it is selected, with {0} for the column.</param>
internal abstract class DuckColumn(ColumnType type, string expression)
{
    /// <summary>What the values are; text for times that do not say their zone.</summary>
    public ColumnType Type => type;

    /// <summary>The column as the query selects it.</summary>
    /// <param name="name">The column's name, as SQL writes it.</param>
    public string Expression(string name) => string.Format(CultureInfo.InvariantCulture, expression, name);

    /// <summary>Takes the column of the next batch.</summary>
    public abstract void Take(IArrowArray values);

    /// <summary>True when a row has no value.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The text of a value that is not missing; valid until the next one is asked for.</summary>
    public abstract ReadOnlySpan<byte> Text(int row);

    /// <summary>The number of a value that is not missing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="value">The number; NaN or infinite where it is that; 0 for a text that is none.</param>
    public abstract bool TryNumber(int row, out double value);

    /// <summary>The column for a type of DuckDB's.</summary>
    /// <param name="type">As DESCRIBE writes it.</param>
    /// <param name="unusable">Why such values cannot be used, as the rest of a sentence; null when they can.</param>
    public static DuckColumn? Of(string type, out string? unusable)
    {
        unusable = null;
        var plain = type.Split('(', ' ')[0];
        if (plain == "ENUM") return new OfTexts(ColumnType.Text, "CAST({0} AS VARCHAR)");
        if (plain is "STRUCT" or "MAP" or "UNION" or "VARIANT" || type.EndsWith(']'))
        {
            unusable = "holds lists or records, and a column of the audit has one value per row. Name another column, or take its parts out of it by a query.";
            return null;
        }
        switch (type)
        {
            case "BOOLEAN":
                return new OfBooleans();
            case "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER":
                return new OfIntegers();
            case "UBIGINT" or "HUGEINT" or "UHUGEINT" or "BIGNUM":
                return new OfTexts(ColumnType.Integer, "CAST({0} AS VARCHAR)");
            case "FLOAT":
                return new OfSingles();
            case "DOUBLE":
                return new OfDoubles("{0}");
            case "DATE":
                return new OfDays();
            case "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS":
                return new OfTimes(zoned: false);
            case "TIMESTAMP WITH TIME ZONE":
                return new OfTimes(zoned: true);
            case "VARCHAR":
                return new OfTexts(ColumnType.Text, "{0}");
            case "UUID" or "TIME" or "TIME_NS" or "TIME WITH TIME ZONE":
                return new OfTexts(ColumnType.Text, "CAST({0} AS VARCHAR)");
        }
        if (plain == "DECIMAL") return new OfDoubles("CAST({0} AS DOUBLE)");
        unusable = $"holds values of the type {Quoted.Text(type)}, which are neither numbers nor texts. Name another column.";
        return null;
    }

    // A batch is copied into arrays of our own once, for to reach into memory of another language anew for every value takes several
    // times as long as to read the value.
    private abstract class Values<TArray, TValue>(ColumnType type, string expression) : DuckColumn(type, expression) where TArray : class, IArrowArray
    {
        private readonly byte[] _text = new byte[64];
        private bool[] _missing = [];
        private bool _noneMissing;

        /// <summary>The values of the batch; anything where a value is missing.</summary>
        protected TValue[] Batch { get; private set; } = [];

        protected Span<byte> Room => _text;

        public override void Take(IArrowArray values)
        {
            if (Batch.Length < values.Length) (Batch, _missing) = (new TValue[values.Length], new bool[values.Length]);
            _noneMissing = values.NullCount == 0;
            if (!_noneMissing)
                for (var row = 0; row < values.Length; row++) _missing[row] = values.IsNull(row);
            Copy((TArray)values, Batch);
        }

        public override bool IsMissing(int row) => !_noneMissing && _missing[row];

        protected abstract void Copy(TArray from, TValue[] to);

        protected ReadOnlySpan<byte> Written<T>(T value, string form = "") where T : IUtf8SpanFormattable
        {
            value.TryFormat(_text, out var length, form, CultureInfo.InvariantCulture);
            return _text.AsSpan(0, length);
        }
    }

    private sealed class OfBooleans() : Values<BooleanArray, bool>(ColumnType.Boolean, "{0}")
    {
        public override ReadOnlySpan<byte> Text(int row) => Batch[row] ? "true"u8 : "false"u8;

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row] ? 1 : 0;
            return true;
        }

        protected override void Copy(BooleanArray from, bool[] to)
        {
            for (var row = 0; row < from.Length; row++) to[row] = from.GetValue(row) == true;
        }
    }

    private sealed class OfIntegers() : Values<Int64Array, long>(ColumnType.Integer, "CAST({0} AS BIGINT)")
    {
        private long _written;
        private int _length;

        // Codes such as 0 and 1 often come several times in a row, and are written once.
        public override ReadOnlySpan<byte> Text(int row)
        {
            if (_length == 0 || _written != Batch[row]) (_written, _length) = (Batch[row], Written(Batch[row]).Length);
            return Room[.._length];
        }

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row];
            return true;
        }

        protected override void Copy(Int64Array from, long[] to) => from.Values.CopyTo(to);
    }

    private sealed class OfSingles() : Values<FloatArray, float>(ColumnType.Number, "{0}")
    {
        public override ReadOnlySpan<byte> Text(int row) => Written(Batch[row]);

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row];
            return double.IsFinite(value);
        }

        protected override void Copy(FloatArray from, float[] to) => from.Values.CopyTo(to);
    }

    private sealed class OfDoubles(string expression) : Values<DoubleArray, double>(ColumnType.Number, expression)
    {
        public override ReadOnlySpan<byte> Text(int row) => Written(Batch[row]);

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row];
            return double.IsFinite(value);
        }

        protected override void Copy(DoubleArray from, double[] to) => from.Values.CopyTo(to);
    }

    private sealed class OfTexts(ColumnType type, string expression) : Values<StringArray, int>(type, expression)
    {
        private byte[] _bytes = [];
        private int _end;
        private int _length;

        public override bool IsMissing(int row) => base.IsMissing(row) || End(row) == Batch[row];

        public override ReadOnlySpan<byte> Text(int row) => _bytes.AsSpan(Batch[row], End(row) - Batch[row]);

        public override bool TryNumber(int row, out double value) => NumberText.TryRead(Text(row), '.', out value);

        // Where each text begins; it ends where the next one does.
        protected override void Copy(StringArray from, int[] to)
        {
            var offsets = from.ValueOffsets;
            (_length, _end) = (from.Length, offsets[from.Length]);
            offsets[..from.Length].CopyTo(to);
            if (_bytes.Length < _end) _bytes = new byte[Math.Max(_end, 2 * _bytes.Length)];
            from.Values[.._end].CopyTo(_bytes);
        }

        private int End(int row) => row + 1 < _length ? Batch[row + 1] : _end;
    }

    private sealed class OfDays() : Values<Date32Array, int>(ColumnType.Date, "CASE WHEN isfinite({0}) THEN {0} END")
    {
        private static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;

        public override ReadOnlySpan<byte> Text(int row)
        {
            var day = Batch[row] + (long)s_epoch;
            return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? Written(DateOnly.FromDayNumber((int)day), "yyyy-MM-dd") : Written(Batch[row]);
        }

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row];
            return true;
        }

        protected override void Copy(Date32Array from, int[] to) => from.Values.CopyTo(to);
    }

    private sealed class OfTimes(bool zoned) : Values<Int64Array, long>(zoned ? ColumnType.Time : ColumnType.Text, "CASE WHEN isfinite({0}) THEN epoch_us({0}) END")
    {
        private const long Least = -62_135_596_800_000_000;
        private const long Most = 253_402_300_799_999_999;

        public override ReadOnlySpan<byte> Text(int row)
        {
            var micros = Batch[row];
            if (micros is < Least or > Most) return Written(micros);
            var length = IsoTime.Write(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), Room);
            return Room[..(zoned ? length : length - 1)];
        }

        public override bool TryNumber(int row, out double value)
        {
            value = Batch[row] / 1e6;
            return true;
        }

        protected override void Copy(Int64Array from, long[] to) => from.Values.CopyTo(to);
    }
}
