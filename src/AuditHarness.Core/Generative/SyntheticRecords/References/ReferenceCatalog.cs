using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>The generators that stand beside every audited one: what copying reaches, what knowing single columns reaches, and what lies between.</summary>
public static class ReferenceCatalog
{
    /// <summary>How much noise the bootstrap gets, in standard deviations.</summary>
    public const double Noise = 0.1;

    /// <summary>Share of categories that the bootstrap with noise exchanges.</summary>
    public const double Flips = 0.05;

    /// <summary>Each, fitted on training records; for the caller to dispose of.</summary>
    public static IReadOnlyList<Func<RecordTable, IRecordGenerator>> All { get; } =
    [
        train => new Memoriser(train),
        train => new IndependentMarginals(train),
        train => new NoiseDial(new RowBootstrap(train), train, Noise, Flips),
        train => new GaussianCopula(train),
    ];
}
