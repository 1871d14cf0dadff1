using AuditHarness.Models;

namespace AuditHarness.Statistics;

/// <summary>The small logistic regression within, as a learner of mixed records: <see cref="LogisticLearner"/> on a <see cref="DesignMatrix"/>.</summary>
/// <param name="Ridge">Penalty on the weights, not negative.</param>
public sealed record LogisticRecords(double Ridge = 1) : ILearner
{
    /// <inheritdoc/>
    public Phrase Name { get; } = Phrase.Of($"logistic regression");

    /// <inheritdoc/>
    public IFittedClassifier Fit(FeatureTable features, byte[] labels, double[]? weights, Seed seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (features.Count != labels.Length) throw new ArgumentException("Features and labels differ in their numbers of rows.", nameof(labels));
        stop.ThrowIfCancellationRequested();
        var design = DesignMatrix.Of(features, weights);
        return new Fitted(design, LogisticLearner.Fit(design.Rows(features), labels, weights, Ridge));
    }

    private sealed record Fitted(DesignMatrix Design, LogisticLearner Learned) : IFittedClassifier
    {
        public double[] Score(FeatureTable features)
        {
            var (rows, width, scores) = (Design.Rows(features), Design.Width, new double[features.Count]);
            for (var i = 0; i < scores.Length; i++) scores[i] = Learned.Probability(rows.AsSpan(i * width, width));
            return scores;
        }
    }
}
