namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>What stands beside every figure of made-up records, by name: a figure without a floor and a ceiling says nothing.</summary>
public static class RecordBaselines
{
    /// <summary>
    /// Real beside real: one half of the held-out patients in place of the made-up ones, and the other half held out. What chance alone
    /// gives, and as good as any generator can be.
    /// </summary>
    public const string Real = "real";

    /// <summary>The training records themselves: the best fidelity, and no privacy.</summary>
    public const string Memoriser = "memoriser";

    /// <summary>Every column by itself, independent of all others.</summary>
    public const string IndependentMarginals = "independentMarginals";

    /// <summary>Training records drawn with replacement, with a little noise.</summary>
    public const string BootstrapWithNoise = "bootstrapWithNoise";

    /// <summary>A Gaussian copula.</summary>
    public const string GaussianCopula = "gaussianCopula";

    /// <summary>All names, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Real, Memoriser, IndependentMarginals, BootstrapWithNoise, GaussianCopula];

    /// <summary>Those of a plan that names none.</summary>
    public static IReadOnlyList<string> Default { get; } = [Real, Memoriser];
}
