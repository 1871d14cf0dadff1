using System.Globalization;
using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Which numbers a column may hold; all are finite.</summary>
internal enum NumberRange
{
    /// <summary>Any finite number.</summary>
    Finite,
    /// <summary>In [0, 1].</summary>
    Risk,
    /// <summary>Above 0.</summary>
    Positive,
    /// <summary>0 or more.</summary>
    NotNegative,
}

/// <summary>
/// A numeric column, read under the invariant culture whatever the machine's. Of texts, messages show only the few words that
/// programs write for "no number": any other may be a name, when columns have slipped.
/// </summary>
internal sealed class NumberColumn(TableFile file, int column, NumberRange range, InputFaults faults)
{
    private static readonly HashSet<string> NotFinite = new(StringComparer.OrdinalIgnoreCase)
    {
        "nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞",
    };

    private static readonly HashSet<string> NoValue = new(StringComparer.OrdinalIgnoreCase)
    {
        "na", "n/a", "#n/a", "<na>", "null", "none", "nil", "missing", "unknown", ".", "-", "?",
    };

    private const string NothingBetween = "before the decimals and nothing between the thousands";

    /// <summary>What else could mend a text, said after the advice on numbers; begins with a semicolon.</summary>
    public string MendOfTexts { get; init; } = "";

    /// <summary>True when the field of the current row is empty: the value is missing.</summary>
    public bool IsMissing => file.IsMissing(column);

    /// <summary>Reads the current row's number; notes what is wrong with it.</summary>
    /// <param name="value">The number; 0 after a fault.</param>
    public bool TryRead(out double value)
    {
        value = 0;
        if (file.IsMissing(column))
            Fault("a value is missing", "Fill the empty fields, or leave these rows out of the file.");
        else if (!file.TryNumber(column, out value)) NoteText(file.Field(column), value);
        else if (range == NumberRange.Risk && value is < 0 or > 1)
            Fault("a score is outside [0, 1]",
                "Scores are predicted risks: give probabilities, not log-odds or percentages.", value.ToString("R", CultureInfo.InvariantCulture));
        else if (range == NumberRange.Positive && value <= 0)
            Fault("a weight is not positive",
                "Weights say how many people a row stands for: give numbers above 0, and leave out rows that stand for nobody.");
        else if (range == NumberRange.NotNegative && value < 0)
            Fault("a follow-up time is negative", "Follow-up times begin at 0: correct these rows.");
        else
        {
            value += 0.0; // −0 becomes 0, so that no figure is ever shown as "-0".
            return true;
        }
        value = 0;
        return false;
    }

    private void NoteText(ReadOnlySpan<byte> text, double value)
    {
        var word = text.Length <= 16 ? Encoding.UTF8.GetString(text).Trim() : "";
        if (!double.IsFinite(value) || NotFinite.Contains(word))
            Fault("a value is not finite", "Correct what wrote these values; leave a field empty when there is no value.",
                NotFinite.Contains(word) ? word : "too large for a number");
        else if (file.Decimal == '.' && text.Contains((byte)','))
            Fault("text stands where a number is expected",
                $"Write numbers with '.' {NothingBetween}: 0.5, not 0,5{(file.DialectKey is { } key ? $"; or say in '{key}.decimal' that a comma stands there" : "")}.", "a decimal comma");
        else if (file.Decimal == ',' && text.Contains((byte)'.'))
            Fault("text stands where a number is expected",
                $"Write numbers with ',' {NothingBetween}, or correct '{file.DialectKey}.decimal'.", "a decimal point");
        else
            Fault("text stands where a number is expected",
                $"Write numbers with '{file.Decimal}' {NothingBetween}; only an empty field counts as missing, not a word such as NA{(file.DialectKey is { } missing ? $", unless '{missing}.missing' says so" : "")}{MendOfTexts}.",
                NoValue.Contains(word) ? Quoted.Text(word) : null);
    }

    /// <summary>A word that programs write for "no value" or "no finite number", such as NA; null for any other text, which may be a name.</summary>
    public static string? WordForNothing(ReadOnlySpan<byte> text)
    {
        var word = text.Length <= 16 ? Encoding.UTF8.GetString(text).Trim() : "";
        return NoValue.Contains(word) || NotFinite.Contains(word) ? word : null;
    }

    private void Fault(string what, string mend, string? detail = null) =>
        faults.Add($"{file.Shown}, column {Quoted.Text(file.Columns[column])}: {what}", mend, file.Place, detail);
}
