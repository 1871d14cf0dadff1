using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Learners;

/// <summary>What can learn an outcome from records, by the kinds that a config names.</summary>
public static class LearnerCatalog
{
    /// <summary>The logistic regression within: exact, with ridge 1, main effects.</summary>
    public const string LogisticRegression = "logisticRegression";

    /// <summary>Gradient boosted trees of ML.NET.</summary>
    public const string FastTree = "fastTree";

    /// <summary>Gradient boosted trees of LightGBM, through ML.NET.</summary>
    public const string LightGbm = "lightGbm";

    /// <summary>Logistic regression of ML.NET, fitted by limited-memory BFGS.</summary>
    public const string MlNetLogisticRegression = "mlNetLogisticRegression";

    /// <summary>The kinds, each with what makes it.</summary>
    public static IReadOnlyList<(string Kind, Func<ILearner> Create)> All { get; } =
    [
        (LogisticRegression, () => new LogisticRecords()),
        (FastTree, () => new MlNetLearner(Phrase.Of($"boosted trees (ML.NET FastTree)"), new(LearnerKind.FastTree))),
        (LightGbm, () => new MlNetLearner(Phrase.Of($"boosted trees (LightGBM)"), new(LearnerKind.LightGbm))),
        (MlNetLogisticRegression, () => new MlNetLearner(Phrase.Of($"logistic regression (ML.NET)"), new(LearnerKind.LogisticRegression))),
    ];

    /// <summary>The learner of a kind.</summary>
    /// <param name="kind">One of <see cref="All"/>.</param>
    /// <exception cref="AuditInputException">There is none of that kind.</exception>
    public static ILearner Of(string kind) => All.FirstOrDefault(l => l.Kind == kind).Create?.Invoke()
        ?? throw new AuditInputException($"There is no learner '{Unprintable.Replace(kind)}'. Kinds are {string.Join(", ", All.Select(l => l.Kind))}.");
}
