namespace AuditHarness.Adapters.Learners;

/// <summary>Kinds of models that can be trained.</summary>
public enum LearnerKind
{
    /// <summary>Gradient boosted trees by ML.NET's own FastTree.</summary>
    FastTree,
    /// <summary>Gradient boosted trees by LightGBM.</summary>
    LightGbm,
    /// <summary>Logistic regression, fitted by limited-memory BFGS.</summary>
    LogisticRegression,
}

/// <summary>How a model is trained. What does not apply to a kind is ignored by it.</summary>
/// <param name="Kind">What is trained.</param>
public sealed record LearnerPlan(LearnerKind Kind)
{
    /// <summary>Trees: how many. At least 1.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Trees: most leaves of each. At least 2.</summary>
    public int Leaves { get; init; } = 20;

    /// <summary>Trees: what each new tree is shrunk by, in (0, 1].</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Trees: fewest rows of a leaf. At least 1.</summary>
    public int MinimumRowsPerLeaf { get; init; } = 20;

    /// <summary>Logistic regression: weight of the squared coefficients (of scaled features) in the loss. 0 or more.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Logistic regression: most iterations. At least 1.</summary>
    public int Iterations { get; init; } = 500;
}
