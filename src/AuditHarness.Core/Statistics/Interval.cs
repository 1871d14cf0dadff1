namespace AuditHarness.Statistics;

/// <summary>A two-sided interval of an estimate.</summary>
/// <param name="Lower">Lower limit, finite.</param>
/// <param name="Upper">Upper limit, finite, at least <paramref name="Lower"/>.</param>
/// <param name="Level">Confidence level, such as 0.95; for a simultaneous interval the level of the whole family.</param>
/// <param name="Method">How it was computed, such as "Wilson" or "Newcombe, simultaneous over 3 groups (Šidák)".</param>
public sealed record Interval(double Lower, double Upper, double Level, Phrase Method);
