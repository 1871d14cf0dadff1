using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What pages call things of an audit of made-up records.</summary>
internal static class RecordWords
{
    /// <summary>Heading of the audited records.</summary>
    public static string MadeUp => Wording.Say($"Made up");

    /// <summary>What stands beside a figure, as a heading.</summary>
    /// <param name="baseline">A name of <see cref="RecordBaselines"/>.</param>
    public static string Baseline(string baseline) => baseline switch
    {
        RecordBaselines.Real => Wording.Say($"Real beside real"),
        RecordBaselines.Memoriser => Wording.Say($"Memoriser"),
        RecordBaselines.IndependentMarginals => Wording.Say($"Independent columns"),
        RecordBaselines.BootstrapWithNoise => Wording.Say($"Bootstrap with noise"),
        RecordBaselines.GaussianCopula => Wording.Say($"Gaussian copula"),
        _ => baseline,
    };

    /// <summary>What records of a baseline are, for a reader who has not met it before.</summary>
    /// <param name="baseline">A name of <see cref="RecordBaselines"/>.</param>
    public static string Meaning(string baseline) => baseline switch
    {
        RecordBaselines.Real => Wording.Say($"one half of the held-out patients in place of made-up records, the other half held out: what chance alone gives, and as good as any generator can be"),
        RecordBaselines.Memoriser => Wording.Say($"the training records themselves: the best likeness, and no privacy; it shows what an attack can achieve"),
        RecordBaselines.IndependentMarginals => Wording.Say($"every column drawn by itself, so that nothing hangs together"),
        RecordBaselines.BootstrapWithNoise => Wording.Say($"training records drawn with replacement, with a little noise"),
        RecordBaselines.GaussianCopula => Wording.Say($"a Gaussian copula of the training records"),
        _ => "",
    };

    /// <summary>Why figures cannot be held against what chance gives.</summary>
    /// <param name="isRealThere">Whether figures of real records stand beside, and only limits are missing.</param>
    public static string NotBesideReal(bool isRealThere) => isRealThere
        ? Wording.Say($"No figure has an interval: whether one is worse than that of real records is not known.")
        : Wording.Say($"No figure of real records stands beside: how much of it is chance is not known.");

    /// <summary>What the values of a column are.</summary>
    /// <param name="kind">The kind.</param>
    public static string Kind(RecordKind kind) => kind switch
    {
        RecordKind.Number => Wording.Say($"numbers"),
        RecordKind.Date => Wording.Say($"days"),
        RecordKind.Category => Wording.Say($"categories"),
        _ => Wording.Say($"a key"),
    };

    /// <summary>Why there is nothing to show, in the words every output uses.</summary>
    /// <param name="figure">A figure without a value.</param>
    public static string Missing(RecordFigureShown figure) =>
        figure.Suppressed ? Wording.Say($"hidden: small cell") : figure.Reason is { } reason ? Wording.Say($"not estimable: {reason}") : Wording.Say($"not estimable");

    /// <summary>A figure with its interval, or why there is none of either.</summary>
    /// <param name="figure">The figure.</param>
    public static string Figure(RecordFigureShown figure) => figure switch
    {
        { Value: null } => Missing(figure),
        { Value: { } value, Interval: null, Reason: { } reason } => Figures.Value(value) + " (" + Wording.Say($"no interval: {reason}") + ")",
        { Value: { } value } => Figures.WithInterval(value, figure.Interval),
    };

    /// <summary>What a figure rests on, where its row does not say it; null where it does, and of a figure that is not there.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="row">The n that the row tells.</param>
    public static string? OtherN(RecordFigureShown figure, int? row) => figure is { Value: not null, N: { } n } && n != row ? Wording.Say($"n = {Figures.Count(n)}") : null;

    /// <summary>A group at the beginning of a line or a row.</summary>
    /// <param name="group">The group.</param>
    public static string Group(Subgroup group) => group.IsOverall ? Wording.Say($"Everybody") : group.Levels;
}
