using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Expectations;

/// <summary>The values that an expectation accepts: everything from <paramref name="Lower"/> to <paramref name="Upper"/>, ends included.</summary>
/// <param name="Lower">Smallest accepted value, or negative infinity.</param>
/// <param name="Upper">Largest accepted value, or positive infinity.</param>
public readonly record struct AcceptanceRegion(double Lower, double Upper)
{
    /// <summary>The region of an expectation.</summary>
    /// <param name="bound">Side of the limit.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="form">
    /// Null for a metric; a value is held to its limit as a metric is. A difference is held to its limit in both directions, a ratio to its limit and the limit's inverse
    /// (0.8 and 1.25: symmetric on the log scale).
    /// </param>
    /// <param name="better">Of a gap that need not be small where it favours the group, which way that is; else null.</param>
    public static AcceptanceRegion Of(Bound bound, double limit, DisparityForm? form, Direction? better = null) => form switch
    {
        null or DisparityForm.Value => bound == Bound.AtMost ? new(double.NegativeInfinity, limit) : new(limit, double.PositiveInfinity),
        DisparityForm.Difference => new(
            better == Direction.Lower ? double.NegativeInfinity : -limit, better == Direction.Higher ? double.PositiveInfinity : limit),
        _ => new(better == Direction.Lower ? 0 : limit, better == Direction.Higher ? double.PositiveInfinity : 1 / limit),
    };

    /// <summary>True when a value is accepted.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>True when a value lies on an end, where more patients cannot settle on which side it is.</summary>
    public bool IsLimit(double value) => value == Lower || value == Upper;

    /// <summary>What an interval shows: Pass inside, Fail wholly outside, Inconclusive between. Anything not finite is Inconclusive.</summary>
    /// <param name="lower">Lower limit of the interval.</param>
    /// <param name="upper">Upper limit of the interval.</param>
    public Verdict Judge(double lower, double upper) =>
        !double.IsFinite(lower) || !double.IsFinite(upper) ? Verdict.Inconclusive
        : Contains(lower) && Contains(upper) ? Verdict.Pass
        : lower > Upper || upper < Lower ? Verdict.Fail
        : Verdict.Inconclusive;
}
