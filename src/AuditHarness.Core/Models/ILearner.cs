using AuditHarness.Statistics;

namespace AuditHarness.Models;

/// <summary>What fits a classifier: a small logistic regression within, or a library's learner outside.</summary>
public interface ILearner
{
    /// <summary>What it is called in the report, such as "logistic regression".</summary>
    Phrase Name { get; }

    /// <summary>Fits.</summary>
    /// <param name="features">Rows; missing values allowed.</param>
    /// <param name="labels">1 for an event, else 0; both occur.</param>
    /// <param name="weights">Positive, one per row; null counts every row once.</param>
    /// <param name="seed">Where chance comes from: the same rows and seed give the same classifier.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="ArgumentException">Lengths differ, or one class occurs only.</exception>
    IFittedClassifier Fit(FeatureTable features, byte[] labels, double[]? weights, Seed seed, CancellationToken stop = default);
}

/// <summary>What was fitted. Columns that it scores have the names and kinds of those that it was fitted to; a level never seen counts as missing.</summary>
public interface IFittedClassifier
{
    /// <summary>The probability of the event for each row, in [0, 1].</summary>
    /// <param name="features">Rows.</param>
    double[] Score(FeatureTable features);
}
