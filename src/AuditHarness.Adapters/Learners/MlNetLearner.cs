using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Learners;

/// <summary>A learner of ML.NET: fits on one thread and seeded, and scores in memory.</summary>
/// <param name="name">What it is called in the report.</param>
/// <param name="plan">What is trained, and how.</param>
public sealed class MlNetLearner(Phrase name, LearnerPlan plan) : ILearner
{
    /// <inheritdoc/>
    public Phrase Name => name;

    /// <inheritdoc/>
    public IFittedClassifier Fit(FeatureTable features, byte[] labels, double[]? weights, Seed seed, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var (_, model, _) = Learner.Fit(plan, features, labels, weights, seed);
        return new Fitted(model);
    }

    private const string Probability = "Probability";

    private sealed class Fitted(ITransformer model) : IFittedClassifier
    {
        public double[] Score(FeatureTable features)
        {
            ArgumentNullException.ThrowIfNull(features);
            if (features.Count == 0) return [];
            var scored = model.Transform(Learner.View(features));
            return [.. scored.GetColumn<float>(Probability).Select(p => (double)p)];
        }
    }
}
