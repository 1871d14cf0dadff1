using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Expectations;

/// <summary>What the evidence says about an expectation.</summary>
public enum Verdict
{
    /// <summary>The limit is demonstrated.</summary>
    Pass,
    /// <summary>The evidence is missing or too weak to say. Never a pass.</summary>
    Inconclusive,
    /// <summary>The limit is broken, demonstrably.</summary>
    Fail,
}

/// <summary>An expectation with its verdict and the evidence for it.</summary>
public sealed record Finding
{
    /// <summary>What was expected.</summary>
    public required Expectation Expectation { get; init; }

    /// <summary>The group it was judged on: overall for an overall figure, and null for a whole attribute's worst pair.</summary>
    public Subgroup? Subgroup { get; init; }

    /// <summary>The attributes compared; empty unless the expectation is about a disparity.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The verdict in one plain sentence, computed from the figures.</summary>
    public required Phrase Sentence { get; init; }

    /// <summary>The figure judged; null when unknown or suppressed.</summary>
    public double? Value { get; init; }

    /// <summary>Its interval; null when unknown or suppressed.</summary>
    public Interval? Interval { get; init; }

    /// <summary>
    /// How strongly the figures speak for the limit: the smallest α at which the interval of level 1 − 2α lies wholly inside it, so that
    /// the finding passes on interval evidence when it is at most 0.025. For a gap held to a limit in both directions that is the p-value of
    /// two one-sided tests: Schuirmann (1987), J. Pharmacokinet. Biopharm. 15:657–680; for any other limit of a one-sided test. Adjusted
    /// for as many comparisons as the interval is. Null where figures are missing, hidden or not sampled.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>
    /// For an inconclusive finding: how many more patients of that group it would take, rounded up to two digits, for a hidden
    /// group to a power of ten from 100; null
    /// when no number would do or none can be given, and then the sentence says why.
    /// </summary>
    public long? MorePatients { get; init; }

    /// <summary>True when <see cref="MorePatients"/> are of all groups compared together, in today's proportions.</summary>
    public bool MorePatientsOfAllGroups { get; init; }
}
