using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuditHarness.Config;

/// <summary>The model under audit.</summary>
internal sealed record ModelConfig
{
    public const string Predictions = "predictions";
    public const string DefaultScore = "score";

    [Description("Where the scores come from: \"predictions\" reads them from a CSV file.")]
    [AllowedValues(Predictions)]
    public required string Kind { get; init; }

    [Description("CSV file with the scores; relative to the config's folder, '..' allowed. Default: the data file.")]
    public string? File { get; init; }

    [Description("Column of the model's file that identifies a row. Default: the name in data.id.")]
    public string? Id { get; init; }

    [Description("Column of the model's file with the predicted risk, in [0, 1].")]
    [DefaultValue(DefaultScore)]
    public string? Score { get; init; }

    [Description("Name of the model. Default: its file's name without extension.")]
    public string? Name { get; init; }

    [Description("Version of the model.")]
    public string? Version { get; init; }
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
