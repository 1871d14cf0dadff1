using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves how a CSV file is written.</summary>
/// <param name="section">The section; its node is null when the config does not have it.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class CsvReader(ConfigSection<CsvConfig> section, ConfigFaults faults)
{
    private const string Tab = "tab";

    /// <summary>The plan; to be used only when there are no faults.</summary>
    public CsvPlan Read()
    {
        var delimiter = Character(nameof(CsvConfig.Delimiter), "\"\\t\" or \"tab\"", Tab) ?? CsvPlan.Default.Delimiter;
        var none = (section[nameof(CsvConfig.Quote)] as ConfigNode.Text)?.Value == CsvPlan.NoQuote;
        char? quote = none ? null : Character(nameof(CsvConfig.Quote), $"\"{CsvPlan.NoQuote}\"", CsvPlan.NoQuote) ?? CsvPlan.Default.Quote;
        if (delimiter == quote)
            faults.Add(section[nameof(CsvConfig.Delimiter)] ?? section[nameof(CsvConfig.Quote)]!, "one character cannot both separate fields and quote them. Correct 'delimiter' or 'quote'.");
        return new()
        {
            Delimiter = delimiter, Quote = quote, Encoding = Encoding(),
            DecimalMark = section.Choice(nameof(CsvConfig.Decimal), [CsvConfig.Point, CsvConfig.Comma]) is CsvConfig.Comma ? ',' : '.',
            // A list of nothing is the one that every plan without it has, so that plans compare by value.
            Missing = section[nameof(CsvConfig.Missing)] is null ? CsvPlan.Default.Missing : [.. ModelReader.Texts(section.List(nameof(CsvConfig.Missing)), faults)],
        };
    }

    private char? Character(string property, string other, string word)
    {
        if (section[property] is not { } node) return null;
        if (node is ConfigNode.Text { Value: var text })
        {
            if (text == Tab && word == Tab) return '\t';
            if (text is [var c] && char.IsAscii(c) && (c == '\t' || !char.IsControl(c))) return c;
        }
        node.Expected($"one character of ASCII, or {other}", faults);
        return null;
    }

    private string? Encoding()
    {
        if (section.Text(nameof(CsvConfig.Encoding)) is not { } name) return null;
        if (TextEncodings.Find(name) is null)
            faults.Add(section[nameof(CsvConfig.Encoding)]!, $"'{ConfigText.Shown(name)}' is no encoding.{ConfigText.DidYouMean(name, TextEncodings.Usual)}");
        return name;
    }
}
