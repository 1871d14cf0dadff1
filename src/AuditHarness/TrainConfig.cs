using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Adapters.Learners;
using AuditHarness.Config;

namespace AuditHarness;

// As the audit's config types: which keys there are, what they mean, their ranges and defaults.

/// <summary>A whole training config.</summary>
internal sealed record TrainConfig
{
    [Description("Name of the model, and of its folder: up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.")]
    [RegularExpression(AuditConfig.NamePattern)]
    public required string Name { get; init; }

    [Description("What the model is for, and what for not; opens the model card.")]
    public required string About { get; init; }

    [Description("What the model learns from and is tried on.")]
    public required TrainDataConfig Data { get; init; }

    [Description("What the model is given, as in the 'model.features' of an audit config.")]
    [MinLength(1)]
    [MaxLength(10000)]
    public required IReadOnlyList<FeatureConfig> Features { get; init; }

    [Description("How it learns.")]
    public required LearnerConfig Learner { get; init; }

    [Description("Seed of everything random in training.")]
    [Range(0.0, int.MaxValue)]
    public int Seed { get; init; }
}

/// <summary>What a model learns from.</summary>
internal sealed record TrainDataConfig
{
    [Description("CSV file with a header row; relative to the config's folder, '..' allowed.")]
    public required string File { get; init; }

    [Description("Licence of the data, for the model card.")]
    public required string Licence { get; init; }

    [Description("Column with the outcome that is learnt; rows without one are left out.")]
    public required string Label { get; init; }

    [Description("Value of the label column that means an event.")]
    public required string Positive { get; init; }

    [Description("Column with the outcome by which the model is tried. Default: the label.")]
    public string? HeldOutLabel { get; init; }

    [Description("Column with sampling weights, in training and in the figures. Default: every row counts once.")]
    public string? Weight { get; init; }

    [Description("Which rows are learnt from; all other labelled rows are held out. Give this or 'simulate'.")]
    public TrainSplitConfig? Split { get; init; }

    [Description("Learns from simulated patients of another seed, so that every row of the file, which is simulated too, is held out.")]
    public TrainSimulationConfig? Simulate { get; init; }
}

/// <summary>The part that is learnt from.</summary>
internal sealed record TrainSplitConfig
{
    [Description("Column that names the part each row belongs to.")]
    public required string Column { get; init; }

    [Description("Value of the part that is learnt from.")]
    public required string Train { get; init; }
}

/// <summary>Patients drawn to learn from, as 'audit simulate' draws them.</summary>
internal sealed record TrainSimulationConfig
{
    [Description("Seed; another than that of the file.")]
    [Range(0.0, int.MaxValue)]
    public required int Seed { get; init; }

    [Description("How many patients.")]
    [Range(100.0, 1_000_000)]
    public required int Patients { get; init; }
}

/// <summary>How a model learns; defaults are those of <see cref="LearnerPlan"/>.</summary>
internal sealed record LearnerConfig
{
    [Description("\"fastTree\", \"lightGbm\" or \"logisticRegression\".")]
    public required LearnerKind Kind { get; init; }

    [Description("Trees: how many.")]
    [Range(1.0, 10_000)]
    public int? Trees { get; init; }

    [Description("Trees: most leaves of each.")]
    [Range(2.0, 1024)]
    public int? Leaves { get; init; }

    [Description("Trees: what each new tree is shrunk by.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    [Description("Trees: fewest rows of a leaf.")]
    [Range(1.0, 1_000_000)]
    public int? MinimumRowsPerLeaf { get; init; }

    [Description("Logistic regression: weight of the squared coefficients in the loss.")]
    [Range(0.0, 1e6)]
    public double? L2 { get; init; }

    [Description("Logistic regression: most iterations.")]
    [Range(1.0, 100_000)]
    public int? Iterations { get; init; }
}
