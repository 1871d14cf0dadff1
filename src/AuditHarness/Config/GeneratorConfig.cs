using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Adapters.Generators;

namespace AuditHarness.Config;

/// <summary>The generator under audit.</summary>
internal sealed record GeneratorConfig
{
    public const double MostRecords = 10_000_000;

    [Description("Where made-up records come from: \"file\" reads those that were made elsewhere; \"worker\" starts a program that makes them; \"onnx\" runs a file that makes them in one pass; \"reference\" is a generator that ships.")]
    [AllowedValues(GeneratorCatalog.File, GeneratorCatalog.Worker, GeneratorCatalog.Onnx, GeneratorCatalog.Reference)]
    public required string Kind { get; init; }

    [Description("Name of the generator. Default: its file's name without extension, or what it calls itself.")]
    public string? Name { get; init; }

    [Description("Version of the generator.")]
    public string? Version { get; init; }

    [Description("SHA-256 that it must have: of the file, or of a worker's files as the report shows it. Not for \"reference\".")]
    [RegularExpression(ModelConfig.Sha256Pattern)]
    public string? Sha256 { get; init; }

    [Description("How many records are asked for. Default: as many as there are training records; of a file all that it has.")]
    [Range(1.0, MostRecords)]
    public int? Count { get; init; }

    [Description("Values that all made-up records shall have: columns and a value each. Worker and ONNX only. Default: none.")]
    public IReadOnlyDictionary<string, string>? Conditions { get; init; }

    [Description("File: the made-up records, a CSV or Parquet file, or an object that says how it is written or which query makes it. ONNX: the generator's file. Relative to the config's folder, '..' allowed.")]
    public RecordTableConfig? File { get; init; }

    [Description("Worker only: what is started, and its limits. Required for \"worker\".")]
    public WorkerConfig? Worker { get; init; }

    [Description("ONNX only: what it is given, and how its numbers become columns. Required for \"onnx\".")]
    public OnnxGeneratorConfig? Onnx { get; init; }

    [Description("Reference only: which one, and what is done to its records. Required for \"reference\".")]
    public ReferenceConfig? Reference { get; init; }
}

/// <summary>A generator in an ONNX file.</summary>
internal sealed record OnnxGeneratorConfig
{
    public const string Normal = "normal";
    public const string Uniform = "uniform";
    public const int DefaultBatchRows = 1000;

    [Description("The columns that it makes, in the order of its numbers; keys are made up and do not stand here.")]
    [MinLength(1)]
    [MaxLength(10000)]
    public required IReadOnlyList<DecodedColumnConfig> Columns { get; init; }

    [Description("Input that takes the noise. Default: the only one, or the one called \"noise\".")]
    public string? NoiseInput { get; init; }

    [Description("How the noise is distributed: standard normal, or uniform between 0 and 1.")]
    [AllowedValues(Normal, Uniform)]
    [DefaultValue(Normal)]
    public string? Noise { get; init; }

    [Description("Input that takes the conditions, one number per level, of which one is 1. Default: it takes none.")]
    public string? ConditionInput { get; init; }

    [Description("The conditions, in the order of their numbers. One that is not asked for is that of a training record drawn at random. Default: none.")]
    [MinLength(1)]
    [MaxLength(1000)]
    public IReadOnlyList<OnnxConditionConfig>? Conditions { get; init; }

    [Description("Most rows of one pass.")]
    [Range(1.0, 100000.0)]
    [DefaultValue(DefaultBatchRows)]
    public int BatchRows { get; init; }

    [Description("Operator domains that are allowed beyond the standard ones, for operators outside the standard are code of others. Default: none.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? AllowedDomains { get; init; }
}

/// <summary>How numbers become the values of a column.</summary>
internal sealed record DecodedColumnConfig
{
    public const double DefaultScale = 1;
    public const double DefaultShift = 0;

    [Description("Name of the column.")]
    public required string Column { get; init; }

    [Description("Of a category: its levels, one number each, of which the largest wins. Default: a number or a date, which takes one number.")]
    [MinLength(1)]
    [MaxLength(10000)]
    public IReadOnlyList<string>? Levels { get; init; }

    [Description("The value is the number times this, plus 'shift'; not 0.")]
    [DefaultValue(DefaultScale)]
    public double Scale { get; init; }

    [Description("What is added to the scaled number. Dates are days since 1970-01-01.")]
    [DefaultValue(DefaultShift)]
    public double Shift { get; init; }

    [Description("Decimals that a value is rounded to. Default: all are kept.")]
    [Range(0.0, 15.0)]
    public int? Decimals { get; init; }

    [Description("Least value: those below become it. Default: none.")]
    public double? Minimum { get; init; }

    [Description("Largest value: those above become it. Default: none.")]
    public double? Maximum { get; init; }

    [Description("True when one more number stands before the others: the value is missing where it is above 0.5.")]
    [DefaultValue(false)]
    public bool MissingFlag { get; init; }
}

/// <summary>A condition that a generator takes.</summary>
internal sealed record OnnxConditionConfig
{
    [Description("A column of categories.")]
    public required string Column { get; init; }

    [Description("Its categories, in the order of their numbers.")]
    [MinLength(1)]
    [MaxLength(10000)]
    public required IReadOnlyList<string> Levels { get; init; }
}

/// <summary>A generator that ships, fitted on the training records, with dials that spoil it by a known dose.</summary>
internal sealed record ReferenceConfig
{
    public const double MostNoise = 1000;
    public const double None = 0;

    [Description("\"memoriser\" copies the training records, \"independentMarginals\" draws every column by itself, \"bootstrap\" draws rows with replacement, \"gaussianCopula\" keeps the correlations.")]
    [AllowedValues("memoriser", "independentMarginals", "bootstrap", "gaussianCopula")]
    public required string Method { get; init; }

    [Description("Noise on numbers and dates, in standard deviations of their columns.")]
    [Range(0.0, MostNoise)]
    [DefaultValue(None)]
    public double Noise { get; init; }

    [Description("Share of categories that are exchanged for others.")]
    [Range(0.0, 1.0)]
    [DefaultValue(None)]
    public double Flips { get; init; }

    [Description("Share of records that are copied from the training records.")]
    [Range(0.0, 1.0)]
    [DefaultValue(None)]
    public double Copied { get; init; }

    [Description("A group that is dropped, and others made up in its place. Default: none.")]
    public ReferenceDropConfig? Drop { get; init; }
}

/// <summary>A group that a generator drops.</summary>
internal sealed record ReferenceDropConfig
{
    public const double Whole = 1;

    [Description("A column of categories.")]
    public required string Column { get; init; }

    [Description("Its category whose records are dropped. A number, true or false is taken as the text that is written.")]
    public required string Level { get; init; }

    [Description("Share of them that is dropped.")]
    [Range(0.0, 1.0)]
    [DefaultValue(Whole)]
    public double Share { get; init; }
}
