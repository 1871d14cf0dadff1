using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuditHarness.Config;

/// <summary>How a CSV file is written.</summary>
internal sealed record CsvConfig
{
    public const string DefaultDelimiter = ",";
    public const string DefaultQuote = "\"";
    public const string Point = ".";
    public const string Comma = ",";

    [Description("The character between two fields, one of ASCII; \"\\t\" or \"tab\" for a tab.")]
    [DefaultValue(DefaultDelimiter)]
    public string? Delimiter { get; init; }

    [Description("The character around fields that hold a delimiter or a line break, one of ASCII; \"none\" when no character has this meaning.")]
    [DefaultValue(DefaultQuote)]
    public string? Quote { get; init; }

    [Description("Encoding of the file, such as \"windows-1252\", \"iso-8859-1\" or \"utf-16le\". Default: what the mark at the beginning of the file says; without one \"utf-8\".")]
    public string? Encoding { get; init; }

    [Description("The character before the decimals of a number.")]
    [AllowedValues(Point, Comma)]
    [DefaultValue(Point)]
    public string? Decimal { get; init; }

    [Description("Texts that stand for a missing value as an empty field does, such as \"NA\". Default: none.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? Missing { get; init; }
}
