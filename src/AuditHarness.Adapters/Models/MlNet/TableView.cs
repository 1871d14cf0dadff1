using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>Rows in memory as ML.NET reads them: one pass, always in their order. Notes which columns it was asked for.</summary>
/// <param name="columns">The columns; those without values only stand in the schema and must not be read.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class TableView(IReadOnlyList<ViewColumn> columns, int rows) : IDataView
{
    /// <summary>Names of the columns that were asked for by whoever opened a cursor.</summary>
    public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; } = SchemaOf(columns);

    /// <inheritdoc/>
    public long? GetRowCount() => rows;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[columns.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
            Asked.Add(column.Name);
        }
        return new Cursor(this, active);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema SchemaOf(IReadOnlyList<ViewColumn> columns)
    {
        var schema = new DataViewSchema.Builder();
        foreach (var column in columns) schema.AddColumn(column.Name, column.Type, column.Annotations);
        return schema.ToSchema();
    }

    private sealed class Cursor(TableView view, bool[] active) : DataViewRowCursor
    {
        private readonly TableView _view = view;
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override bool MoveNext()
        {
            if (_row + 1 < _view.GetRowCount()) _row++;
            else _row = int.MaxValue;
            return _row != int.MaxValue;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)_view.Getter(column.Index, () => _row);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_row, 0);
    }

    private Delegate Getter(int column, Func<int> row) =>
        columns[column].Getter?.Invoke(row) ?? throw new InvalidOperationException("A column without values was read.");
}

/// <summary>A column that ML.NET is shown.</summary>
/// <param name="Name">Name in the schema.</param>
/// <param name="Type">Type in the schema.</param>
/// <param name="Annotations">Annotations in the schema, such as names of slots; null for none.</param>
internal sealed record ViewColumn(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations = null)
{
    /// <summary>From the number of the current row to ML.NET's getter of its value; null for a column that only stands in the schema.</summary>
    public Func<Func<int>, Delegate>? Getter { get; init; }

    /// <summary>True for the types of a single value that numbers are given as.</summary>
    /// <param name="type">A type of a schema.</param>
    public static bool TakesNumbers(DataViewType type) => type is BooleanDataViewType ||
        (type is NumberDataViewType && (type.RawType == typeof(float) || type.RawType == typeof(double) || TakesWholeNumbers(type)));

    /// <summary>True for the types that hold whole numbers and no missing value.</summary>
    /// <param name="type">A type of a schema.</param>
    public static bool TakesWholeNumbers(DataViewType type) => type is NumberDataViewType && (type.RawType == typeof(int) || type.RawType == typeof(long));

    /// <summary>A number per row, in the type that the schema wants.</summary>
    public static ViewColumn OfNumbers(string name, DataViewType type, double[] values) => new(name, type)
    {
        Getter = row => type switch
        {
            BooleanDataViewType => (ValueGetter<bool>)((ref bool v) => v = values[row()] != 0),
            _ when type.RawType == typeof(float) => (ValueGetter<float>)((ref float v) => v = (float)values[row()]),
            _ when type.RawType == typeof(double) => (ValueGetter<double>)((ref double v) => v = values[row()]),
            _ when type.RawType == typeof(int) => (ValueGetter<int>)((ref int v) => v = (int)values[row()]),
            _ => (ValueGetter<long>)((ref long v) => v = (long)values[row()]),
        },
    };

    /// <summary>A text per row; a missing one, of code −1, is empty, as ML.NET has it.</summary>
    public static ViewColumn OfTexts(string name, IReadOnlyList<string> levels, int[] codes) => new(name, TextDataViewType.Instance)
    {
        Getter = row => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> v) =>
            v = codes[row()] is >= 0 and var code ? levels[code].AsMemory() : default),
    };

    /// <summary>A vector per row, of single or double precision; one array per slot.</summary>
    public static ViewColumn OfSlots(string name, VectorDataViewType type, IReadOnlyList<double[]> slots, DataViewSchema.Annotations? annotations = null) =>
        new(name, type, annotations)
        {
            Getter = row => type.ItemType.RawType == typeof(float) ? Vector(slots, row, v => (float)v) : Vector(slots, row, v => v),
        };

    private static ValueGetter<VBuffer<T>> Vector<T>(IReadOnlyList<double[]> slots, Func<int> row, Func<double, T> cast) => (ref VBuffer<T> v) =>
    {
        var editor = VBufferEditor.Create(ref v, slots.Count);
        var r = row();
        for (var s = 0; s < slots.Count; s++) editor.Values[s] = cast(slots[s][r]);
        v = editor.Commit();
    };
}
