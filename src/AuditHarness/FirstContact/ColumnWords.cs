using System.Globalization;
using System.Text;

namespace AuditHarness.FirstContact;

/// <summary>The name of a column as words, so that "SEX_CD", "patientSex" and "Geschlecht (m/w)" can be looked up in lists of words.</summary>
internal sealed record ColumnWords
{
    private ColumnWords(IReadOnlyList<string> all) => (All, Whole) = (all, string.Concat(all));

    /// <summary>The words in lower case, without accents; numbers are words of their own.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The same without gaps.</summary>
    public string Whole { get; }

    /// <summary>Takes a name apart: at what is neither letter nor digit, before a capital that follows a small letter, and between letters and digits.</summary>
    /// <param name="name">Name of a column.</param>
    public static ColumnWords Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var last = ' ';
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            // An accent belongs to the letter before it.
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (!char.IsLetterOrDigit(c) || (char.IsUpper(c) && char.IsLower(last)) || (char.IsDigit(c) != char.IsDigit(last) && char.IsLetterOrDigit(last))) End();
            if (char.IsLetterOrDigit(c)) word.Append(Plain(char.ToLowerInvariant(c)));
            last = c;
        }
        End();
        return new(words);

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>True when one of the words, or the whole name, is among some.</summary>
    /// <param name="some">Words in lower case, without accents.</param>
    public bool Has(IReadOnlySet<string> some) => some.Contains(Whole) || All.Any(some.Contains);

    // Letters that are no letter with an accent, but are often written as one.
    private static string Plain(char c) => c switch { 'ß' => "ss", 'ł' => "l", 'ø' => "o", 'đ' => "d", 'æ' => "ae", 'œ' => "oe", 'ı' => "i", _ => c.ToString() };
}
