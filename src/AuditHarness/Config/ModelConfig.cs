using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>The model under audit.</summary>
internal sealed record ModelConfig
{
    public const string DefaultScore = "score";

    /// <summary>64 hexadecimal digits.</summary>
    public const string Sha256Pattern = "^[0-9a-fA-F]{64}$";

    [Description("Where the scores come from: \"predictions\" reads them from a CSV or Parquet file; \"onnx\", \"mlnet\" (an ML.NET archive), \"xgboost\" (its JSON) and \"lightgbm\" (its text) run the model; \"images\" runs an ONNX model on pictures; \"worker\" starts a program that answers; \"http\" asks a scoring server, and \"chat\" a chat model.")]
    [AllowedValues(ModelPlan.Predictions, ModelCatalog.Onnx, ModelCatalog.Images, ModelCatalog.MlNet, ModelCatalog.XGBoost, ModelCatalog.LightGbm, ModelCatalog.Worker, ModelCatalog.Http, ModelCatalog.Chat)]
    public required string Kind { get; init; }

    [Description("The model's file, or the CSV or Parquet file with its scores; relative to the config's folder, '..' allowed. Default for predictions: the data file.")]
    public string? File { get; init; }

    [Description("Predictions only: column of the model's file that identifies a row. Default: the name in data.id.")]
    public string? Id { get; init; }

    [Description("Predictions only: column of the model's file with the predicted risk, in [0, 1].")]
    [DefaultValue(DefaultScore)]
    public string? Score { get; init; }

    [Description("Predictions only: columns of the model's file with the probabilities of all classes, the score among them; a row whose probabilities do not sum to 1, to within 0.000001 for each class, is refused. Default: not checked.")]
    [MinLength(2)]
    [MaxLength(1000)]
    public IReadOnlyList<string>? Classes { get; init; }

    [Description("Predictions only: the model's file has one row per patient and class, and 'positiveClass' names the class of the risk; a patient whose probabilities do not sum to 1 is refused as with 'classes'. Default: one row per patient.")]
    public LongConfig? Long { get; init; }

    [Description("Predictions only: how the model's file is written, where it is CSV. Default: as its keys' defaults say.")]
    public CsvConfig? Csv { get; init; }

    [Description("Name of the model. Default: its file's name without extension.")]
    public string? Name { get; init; }

    [Description("Version of the model.")]
    public string? Version { get; init; }

    [Description("What a model that runs is given, in the order of its inputs: each a column of the data, or an object with the column, the model's own name for it, its kind and codes. Required for a model that runs, but for \"images\".")]
    [MinLength(1)]
    [MaxLength(10000)]
    public IReadOnlyList<FeatureConfig>? Features { get; init; }

    [Description("SHA-256 that the model's file must have. Required for \"mlnet\", whose archives are code.")]
    [RegularExpression(Sha256Pattern)]
    public string? Sha256 { get; init; }

    [Description("How the answer of a model that runs is read: as a risk, or as log-odds. Default: inferred from the model, and shown in the report.")]
    public ModelOutput? Output { get; init; }

    [Description("Class whose probability is the risk, as the model names it; required for predictions with 'long'. Default: the positive one of two.")]
    public string? PositiveClass { get; init; }

    [Description("ONNX and images only: classes whose probabilities together are the risk, as the model names them, such as all that are malignant; in place of 'positiveClass'. Default: one class alone.")]
    [MinLength(2)]
    [MaxLength(1000)]
    public IReadOnlyList<string>? PositiveClasses { get; init; }

    [Description("ONNX and images only: operator domains that are allowed beyond the standard ones, for operators outside the standard are code of others. Default: none.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? AllowDomains { get; init; }

    [Description("Images only: where the pictures are, and how each becomes numbers. Required for \"images\".")]
    public ImagesConfig? Images { get; init; }

    [Description("Worker only: what is started, and its limits. Required for \"worker\".")]
    public WorkerConfig? Worker { get; init; }

    [Description("HTTP only: the scoring server, and how it is asked. Required for \"http\".")]
    public HttpConfig? Http { get; init; }

    [Description("Chat only: the endpoint, what it is asked about each patient, and how it answers. Required for \"chat\".")]
    public ChatConfig? Chat { get; init; }
}

/// <summary>A predictions file with one row per patient and class.</summary>
internal sealed record LongConfig
{
    [Description("Column with the name of the class.")]
    public required string Class { get; init; }

    [Description("Column with its probability, in [0, 1].")]
    public required string Probability { get; init; }
}

/// <summary>One feature; the column's name alone stands for an object with nothing else.</summary>
internal sealed record FeatureConfig
{
    [Description("Column of the data.")]
    public required string Column { get; init; }

    [Description("Name of the model's input, or of the feature within its only input. Default: the column's name.")]
    public string? Name { get; init; }

    [Description("How the column is read. An empty field is a missing value.")]
    [DefaultValue(FeatureKind.Number)]
    public FeatureKind Kind { get; init; }

    [Description("For a number: texts of the data and the numbers they stand for, such as { \"yes\": 1, \"no\": 0 }.")]
    public IReadOnlyDictionary<string, double>? Codes { get; init; }
}

/// <summary>A threshold rule: exactly one of its keys.</summary>
internal sealed record ThresholdConfig
{
    public const string Youden = "youden";

    [Description("The highest threshold with at least this sensitivity on the calibration part.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Sensitivity { get; init; }

    [Description("The lowest threshold with at least this specificity on the calibration part.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Specificity { get; init; }

    [Description("The lowest threshold that flags at most this share of the calibration part.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? FlagRate { get; init; }

    [Description("\"youden\": the largest sensitivity + specificity − 1 on the calibration part.")]
    [AllowedValues(Youden)]
    public string? Rule { get; init; }
}
