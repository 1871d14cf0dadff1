using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>What is expected of our own explanations whether a config asks for it or not, at the end of its plan.</summary>
internal static class OwnChecks
{
    private static readonly (string Metric, double Limit, string Why)[] s_checks =
    [
        ("ScorerParity", 1e-6, "What is explained must be the model: its structure must give the risks that its own runtime gives."),
        ("LocalAccuracy", 1e-9, "Base value and attributions must sum to the model's output, for every patient explained."),
    ];

    /// <summary>The expectations of a config, and the checks that it does not state itself.</summary>
    /// <param name="stated">The expectations of the config.</param>
    /// <remarks>A check that a plan wrote into its results is still ours when these are read as a config, and has no line of its own.</remarks>
    public static IReadOnlyList<Expectation> AddedTo(IReadOnlyList<Expectation> stated) =>
    [
        .. stated.Select(e => s_checks.Contains((e.Metric, e.Limit, e.Why)) ? e with { Line = null } : e),
        .. s_checks.Where(c => stated.All(e => e.Metric != c.Metric)).Select((c, k) => new Expectation
        {
            Index = stated.Count + k, Metric = c.Metric, Where = [], Bound = Bound.AtMost, Limit = c.Limit, Why = c.Why,
        }),
    ];
}
