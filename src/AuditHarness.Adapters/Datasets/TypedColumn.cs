using System.Text;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A column that the plan gives a type: reads the value of every row once, and notes those that are of another type.</summary>
/// <param name="file">The table.</param>
/// <param name="column">Index of the column.</param>
/// <param name="type">The type; not text, which everything is.</param>
/// <param name="zone">Zone of times without one; null for none.</param>
internal sealed class TypedColumn(TableFile file, int column, ColumnType type, TimeZoneInfo? zone)
{
    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    private readonly byte[] _text = new byte[40];
    private int _length;
    private double _number;

    /// <summary>Index of the column.</summary>
    public int Column => column;

    /// <summary>True when a time fell into an hour that the zone's clocks repeat.</summary>
    public bool Ambiguous { get; private set; }

    /// <summary>The text of the current row: of an instant in UTC, of all else as it is written.</summary>
    public ReadOnlySpan<byte> Text => type == ColumnType.Time ? _text.AsSpan(0, _length) : file.Raw(column);

    /// <summary>The number of the current row's value, which is not missing.</summary>
    /// <param name="value">The number.</param>
    public bool TryNumber(out double value)
    {
        value = _number;
        return true;
    }

    /// <summary>Reads the value of the current row.</summary>
    /// <param name="faults">Where a value of another type is noted.</param>
    /// <returns>False after a fault.</returns>
    public bool Read(InputFaults faults)
    {
        _length = 0;
        return file.IsMissing(column) || (type == ColumnType.Time ? ReadTime(faults) : IsOfType() || Refuse(faults));
    }

    private bool IsOfType() => type switch
    {
        ColumnType.Integer => file.TryRawNumber(column, out _number) && (NumberText.IsWhole(file.Raw(column)) || _number == Math.Floor(_number)),
        ColumnType.Boolean => Booleans.TryRead(file.Raw(column), out _number),
        ColumnType.Date => IsDay(),
        _ => file.TryRawNumber(column, out _number),
    };

    private bool IsDay()
    {
        if (!IsoTime.TryReadDay(file.Raw(column), out var day)) return false;
        _number = day.DayNumber - s_epoch.DayNumber;
        return true;
    }

    private bool ReadTime(InputFaults faults)
    {
        if (!IsoTime.TryRead(file.Raw(column), out var time)) return Refuse(faults);
        if (time.Offset is null && zone is null)
            return Refuse(faults, "a time has no zone", "Write times with their zone, such as 2026-11-24T09:30:00+01:00, or say in 'data.zone' by which clock they are.");
        var utc = time.Ticks - (time.Offset ?? TimeSpan.Zero).Ticks;
        if (time.Offset is null)
        {
            var local = new DateTime(time.Ticks, DateTimeKind.Unspecified);
            if (zone!.IsInvalidTime(local))
                return Refuse(faults, $"a time does not exist in {Quoted.Text(file.Source.Zone!)}, where clocks are set forward over it",
                    "Correct the time or 'data.zone': perhaps it is in UTC, or in standard time all year.");
            Ambiguous |= zone.IsAmbiguousTime(local);
            // Of a repeated hour this takes the second, which is standard time.
            utc -= zone.GetUtcOffset(local).Ticks;
        }
        if (utc < 0 || utc > DateTime.MaxValue.Ticks) return Refuse(faults);
        _length = IsoTime.Write(utc, _text);
        _number = (utc - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;
        return true;
    }

    private bool Refuse(InputFaults faults) => Refuse(faults, type switch
    {
        ColumnType.Integer => "a value is no whole number",
        ColumnType.Boolean => "a value is neither true nor false",
        ColumnType.Date => "a value is no day",
        ColumnType.Time => "a value is no time",
        _ => "a value is no number",
    }, type switch
    {
        ColumnType.Boolean => "Write true or false, yes or no, t or f, y or n, 1 or 0.",
        ColumnType.Date => "Write days as 2026-11-24.",
        ColumnType.Time => "Write times as 2026-11-24T09:30:00+01:00; seconds may be left out, and the zone where 'data.zone' declares one.",
        _ => $"Write numbers with '{file.Decimal}' before the decimals and nothing between the thousands.",
    } + $" Correct the values, or the type in 'data.schema'{(file.DialectKey is { } key ? $"; texts that stand for no value belong into '{key}.missing'" : "")}.");

    // Of the value itself only the few words for "no value" are shown: any other may be a name, when columns have slipped.
    private bool Refuse(InputFaults faults, string what, string mend)
    {
        var text = file.Raw(column);
        faults.Add($"{file.Shown}, column {Quoted.Text(file.Columns[column])}, of type {type.ToString().ToLowerInvariant()}: {what}", mend, file.Place,
            NumberColumn.WordForNothing(text) is { } word ? Quoted.Text(word) : null);
        return false;
    }
}
