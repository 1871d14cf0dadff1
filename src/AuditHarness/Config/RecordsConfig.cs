using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>The real records, and what their columns mean.</summary>
internal sealed record RecordsConfig
{
    [Description("The records that the generator was trained on: a CSV or Parquet file, or an object that says how it is written or which query makes it.")]
    public required RecordTableConfig Train { get; init; }

    [Description("Records of the same population that the generator never saw, in the same forms. Default: none, and then what needs them is unknown with that reason.")]
    public RecordTableConfig? Holdout { get; init; }

    [Description("Columns that are read and compared, in this order. Default: all of the training records.")]
    [MinLength(1)]
    [MaxLength(10000)]
    public IReadOnlyList<string>? Columns { get; init; }

    [Description("What columns hold: \"number\", \"date\" (ISO 8601), \"category\", or \"key\", which tells patients or visits apart and is not compared. Default: told from the training records, and shown in the report.")]
    public IReadOnlyDictionary<string, RecordKind>? Kinds { get; init; }

    [Description("What a model would predict, for the audit \"utility\". Default: none, and then it is unknown with that reason.")]
    public RecordOutcomeConfig? Outcome { get; init; }

    [Description("Times to an event, whose survival curves are compared. Default: none.")]
    public RecordSurvivalConfig? Survival { get; init; }

    [Description("Key of the patient, where a patient has several rows. Default: a row is a patient.")]
    public string? Patient { get; init; }

    [Description("Column that orders the rows of a patient, a number or a date. Default: none.")]
    public string? Order { get; init; }

    [Description("Columns that an attacker may know of a person, such as age, sex and region. Default: none.")]
    [MaxLength(1000)]
    public IReadOnlyList<string>? QuasiIdentifiers { get; init; }

    [Description("Columns that an attacker would like to learn, such as a diagnosis. Default: none.")]
    [MaxLength(1000)]
    public IReadOnlyList<string>? Sensitive { get; init; }

    [Description("What every possible record meets. Default: nothing.")]
    [MaxLength(1000)]
    public IReadOnlyList<RecordRuleConfig>? Rules { get; init; }

    [Description("Shares of groups in the population that the made-up records should stand for. Default: those of the training records.")]
    [MaxLength(10000)]
    public IReadOnlyList<PopulationShareConfig>? Population { get; init; }
}

/// <summary>A table of records; the file's path alone stands for an object with nothing else.</summary>
internal sealed record RecordTableConfig
{
    [Description("CSV file with a header row, packed by gzip or not, or Parquet file; relative to the config's folder, '..' allowed. Required without a 'query'.")]
    public string? File { get; init; }

    [Description("How the file is written, where it is CSV. Default: as its keys' defaults say.")]
    public CsvConfig? Csv { get; init; }

    [Description("A SELECT in DuckDB's dialect whose result is the table, in place of 'file': a text, or a list of texts, one per line. It sees 'tables' and 'database' and nothing else, runs on one thread so that rows keep their order, and may not ask chance or the clock.")]
    public string? Query { get; init; }

    [Description("The tables of the query: each a name and its CSV or Parquet file, relative to the config's folder.")]
    public IReadOnlyDictionary<string, string>? Tables { get; init; }

    [Description("A DuckDB database file whose tables the query may read; it is opened read-only.")]
    public string? Database { get; init; }
}

/// <summary>What a model would predict.</summary>
internal sealed record RecordOutcomeConfig
{
    [Description("A column of categories, of which one means an event.")]
    public required string Column { get; init; }

    [Description("Its category that means an event. A number, true or false is taken as the text that is written.")]
    public required string Positive { get; init; }
}

/// <summary>Times to an event.</summary>
internal sealed record RecordSurvivalConfig
{
    [Description("Column with follow-up times in any unit, not negative.")]
    public required string Time { get; init; }

    [Description("Column that says whether the time ended with the event: categories or numbers. It may be that of the outcome.")]
    public required string Event { get; init; }

    [Description("Its value that means the event. A number, true or false is taken as the text that is written.")]
    public required string EventLevel { get; init; }

    [Description("Column of categories whose survival is compared arm by arm. Default: one arm.")]
    public string? Arm { get; init; }
}

/// <summary>What every possible record meets.</summary>
internal sealed record RecordRuleConfig
{
    [Description("What the report and expectations call it. Default: the rule itself.")]
    public string? Name { get; init; }

    [Description("A condition on columns, such as systolic > diastolic, sex in (\"F\", \"M\") or not (sex == \"M\" and pregnant == \"yes\"): numbers, \"texts\", + - * /, < <= > >= == !=, and, or, not, in, is missing, parentheses. A column whose name has other characters than letters, digits, '_' and '.' stands in `backticks`.")]
    public required string Rule { get; init; }
}

/// <summary>The share of a group in a population.</summary>
internal sealed record PopulationShareConfig
{
    [Description("The group: a level of one attribute, or of each attribute of a declared intersection.")]
    public required IReadOnlyDictionary<string, string> Where { get; init; }

    [Description("Its share of the population, above 0 and at most 1.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public required double Share { get; init; }
}
