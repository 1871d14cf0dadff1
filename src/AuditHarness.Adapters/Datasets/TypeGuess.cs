using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>The narrowest type that all texts of a column have, found as they come.</summary>
/// <param name="mark">Before the decimals of numbers.</param>
/// <param name="zoned">True when a zone is declared for times without one.</param>
internal sealed class TypeGuess(char mark, bool zoned)
{
    private const int Boolean = 1;
    private const int Integer = 2;
    private const int Number = 4;
    private const int Date = 8;
    private const int Time = 16;

    private int _possible = Boolean | Integer | Number | Date | Time;
    private bool _any;

    /// <summary>True when times came without a zone and none is declared, which alone keeps the column from being times.</summary>
    public bool LacksZone { get; private set; }

    /// <summary>The type; text for a column without values.</summary>
    public ColumnType Type => !_any || _possible == 0 || (_possible == Time && LacksZone) ? ColumnType.Text
        : (_possible & Boolean) != 0 ? ColumnType.Boolean
        : (_possible & Integer) != 0 ? ColumnType.Integer
        : (_possible & Number) != 0 ? ColumnType.Number
        : (_possible & Date) != 0 ? ColumnType.Date
        : ColumnType.Time;

    /// <summary>Takes a value.</summary>
    /// <param name="text">UTF-8, not empty.</param>
    /// <param name="number">The number that it is; NaN when it is none.</param>
    public void Take(ReadOnlySpan<byte> text, out double number)
    {
        _any = true;
        number = double.NaN;
        if ((_possible & (Integer | Number)) != 0)
        {
            // A zero in front belongs to a code, which as a number would lose it.
            if (text is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] || !NumberText.TryRead(text, mark, out number))
            {
                _possible &= ~(Integer | Number);
                number = double.NaN;
            }
            else
            {
                _possible &= ~(Date | Time);
                if ((_possible & Integer) != 0 && !NumberText.IsWhole(text)) _possible &= ~Integer;
            }
        }
        // 1 and 0 are numbers before they are truth values, and stay numbers in a column of both.
        if ((_possible & Boolean) != 0 && (text[0] is (byte)'0' or (byte)'1' || !Booleans.TryRead(text, out _))) _possible &= ~Boolean;
        if ((_possible & Date) != 0 && !IsoTime.TryReadDay(text, out _)) _possible &= ~Date;
        if ((_possible & Time) != 0)
        {
            if (!IsoTime.TryRead(text, out var time)) _possible &= ~Time;
            else LacksZone |= time.Offset is null && !zoned;
        }
    }
}
