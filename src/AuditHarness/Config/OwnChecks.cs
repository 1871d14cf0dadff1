using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>What is expected of our own explanations whether a config asks for it or not, at the end of its plan.</summary>
internal static class OwnChecks
{
    /// <summary>Those that the config does not state itself.</summary>
    /// <param name="stated">The expectations of the config.</param>
    public static IEnumerable<Expectation> MissingIn(IReadOnlyList<Expectation> stated) => new[]
    {
        ("ScorerParity", 1e-6, "What is explained must be the model: its structure must give the risks that its own runtime gives."),
        ("LocalAccuracy", 1e-9, "Base value and attributions must sum to the model's output, for every patient explained."),
    }
    .Where(c => stated.All(e => e.Metric != c.Item1))
    .Select((c, k) => new Expectation
    {
        Index = stated.Count + k, Metric = c.Item1, Where = [], Bound = Bound.AtMost, Limit = c.Item2, Why = c.Item3,
    });
}
