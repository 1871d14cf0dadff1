using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>How a model that runs is explained.</summary>
internal sealed record ExplanationConfig
{
    public const int DefaultRows = 1000;

    [Description("How many evaluated rows are explained: a seeded sample, or all when there are no more.")]
    [Range(1.0, int.MaxValue)]
    [DefaultValue(DefaultRows)]
    public int Rows { get; init; }

    [Description("How many evaluated rows are the background that absent features take their values from: a seeded sample, or all when there are no more.")]
    [Range(1.0, int.MaxValue)]
    [DefaultValue(DefaultRows)]
    public int Background { get; init; }

    [Description("What an absent feature means: \"interventional\" gives it the values of the background rows, \"pathDependent\" (trees only) splits rows as the training data was.")]
    [DefaultValue(Audits.ValueFunction.Interventional)]
    public ValueFunction ValueFunction { get; init; }

    [Description("The scale on which features are credited: \"margin\" (log-odds, exact on trees and linear models) or \"probability\" (exact for at most 12 players, otherwise estimated).")]
    [DefaultValue(ExplainedOutput.Margin)]
    public ExplainedOutput Output { get; init; }

    [Description("Features that count as one player, such as the columns of one category: name of the player, and names of its features. Default: each feature is a player.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Players { get; init; }
}
