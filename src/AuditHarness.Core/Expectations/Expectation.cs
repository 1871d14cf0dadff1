using AuditHarness.Cohorts;
using AuditHarness.Disparity;

namespace AuditHarness.Expectations;

/// <summary>What must hold: a metric or disparity, where, a limit, a severity, and why.</summary>
public sealed record Expectation
{
    /// <summary>The level in <see cref="Where"/> that stands for every level of its attribute.</summary>
    public const string EveryLevel = "*";

    /// <summary>Position in the config, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Id of a metric ("Sensitivity", or "KolmogorovSmirnovComplement" of made-up records) or of a disparity ("EqualOpportunityDifference").</summary>
    public required string Metric { get; init; }

    /// <summary>
    /// Whom it is about: none for overall; a level, or <see cref="EveryLevel"/>. A disparity names the attributes whose groups it
    /// compares: with <see cref="EveryLevel"/> all of them, with a level that group against the reference.
    /// </summary>
    public required IReadOnlyList<AttributeLevel> Where { get; init; }

    /// <summary>The player whose attribution it is about; null for metrics that are about no feature.</summary>
    public string? Feature { get; init; }

    /// <summary>Of a metric of made-up records: the column, the pair ("age × sex") or the rule that it is about; null for the records as a whole.</summary>
    public string? Subject { get; init; }

    /// <summary>How groups are compared; null for a metric, which is judged by itself.</summary>
    public Comparison? Compare { get; init; }

    /// <summary>The side of the limit.</summary>
    public required Bound Bound { get; init; }

    /// <summary>
    /// The limit. A difference takes an upper bound on its size, so that −0.2 breaks "at most 0.1" too; a ratio takes a lower bound
    /// below 1 and is held to 1 / limit on the other side.
    /// </summary>
    public required double Limit { get; init; }

    /// <summary>What a gap is held to; for a metric without meaning.</summary>
    public Claim Against { get; init; }

    /// <summary>Whether it can change the exit code.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>What counts as evidence.</summary>
    public Evidence Evidence { get; init; } = Evidence.Interval;

    /// <summary>The reason for the limit, in the config's words; empty when not said.</summary>
    public string Why { get; init; } = "";

    /// <summary>Line of the config that declares it, from 1; null when the plan was not read from a file.</summary>
    public int? Line { get; init; }
}

/// <summary>The side of a limit.</summary>
public enum Bound
{
    /// <summary>The figure must not exceed the limit.</summary>
    AtMost,
    /// <summary>The figure must reach the limit.</summary>
    AtLeast,
}

/// <summary>What a gap between a group and others must be shown to be.</summary>
public enum Claim
{
    /// <summary>No wider than the limit in either direction.</summary>
    Equivalence,
    /// <summary>
    /// The group served no worse than the limit allows; better by any amount will do. Which way is better is the metric's to say
    /// (<see cref="Disparity.DisparityInfo.Better"/>), so it must say higher or lower, and one group must be compared: not a worst pair.
    /// </summary>
    NonInferiority,
}

/// <summary>Whether a finding can change the exit code.</summary>
public enum Severity
{
    /// <summary>Judged, shown, and counted in the verdict and exit code.</summary>
    Error,
    /// <summary>Judged and shown; never changes verdict or exit code.</summary>
    Warn,
}

/// <summary>What counts as evidence for an expectation.</summary>
public enum Evidence
{
    /// <summary>The whole interval must lie inside the limit: the limit is demonstrated.</summary>
    Interval,
    /// <summary>The point estimate alone is judged, as other tools do; labelled so wherever it is shown.</summary>
    Point,
}
