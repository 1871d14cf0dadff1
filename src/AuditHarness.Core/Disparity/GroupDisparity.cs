using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>How the groups of an attribute are compared.</summary>
public enum Comparison
{
    /// <summary>One group with the reference group: group − reference (signed), or group / reference.</summary>
    Reference,
    /// <summary>The two groups that lie furthest apart: largest − smallest, or smallest / largest.</summary>
    WorstPair,
    /// <summary>One group with everybody: group − overall (signed), or group / overall.</summary>
    Overall,
    /// <summary>One figure for all groups of the attribute together; 0 when all are treated alike.</summary>
    AllGroups,
}

/// <summary>Whether a disparity is a difference (0 is equality) or a ratio (1 is equality).</summary>
public enum DisparityForm
{
    /// <summary>0 is equality.</summary>
    Difference,
    /// <summary>1 is equality.</summary>
    Ratio,
    /// <summary>A figure that is judged as it stands, such as the sensitivity of the worst group: no value of it is equality.</summary>
    Value,
}

/// <summary>A group that a gap does not include, and why.</summary>
/// <param name="Subgroup">Who is left out.</param>
/// <param name="Reason">Why, such as "fewer than 30 patients".</param>
public sealed record LeftOut(Subgroup Subgroup, Phrase Reason);

/// <summary>A metric compared across the subgroups of an attribute or intersection, with the interval of the gap itself.</summary>
public sealed record GroupDisparity
{
    /// <summary>Id in the disparity catalog, such as "EqualOpportunityDifference".</summary>
    public required string Metric { get; init; }

    /// <summary>The attributes whose groups are compared: one, or several for an intersection.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>Difference, ratio or a value as it stands.</summary>
    public required DisparityForm Form { get; init; }

    /// <summary>Against the reference group, or the worst pair.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>
    /// The group compared: the figure is this group's less, or divided by, <see cref="Against"/>'s. In a worst pair of differences it is
    /// the group with the larger value, of ratios the one with the smaller. Null when no pair could be formed or it is suppressed.
    /// </summary>
    public Subgroup? Group { get; init; }

    /// <summary>The group it is compared with.</summary>
    public Subgroup? Against { get; init; }

    /// <summary>The gap or ratio; null with <see cref="Reason"/>.</summary>
    public double? Value { get; init; }

    /// <summary>Simultaneous interval of the gap over the groups of the attribute; null with <see cref="Reason"/>.</summary>
    public Interval? Interval { get; init; }

    /// <summary>
    /// What chance alone would be expected to give if all groups were equal, given their sizes: for a worst pair's difference the largest
    /// gap, and for figures that are never negative (an area between curves, an index over all groups) themselves; null elsewhere.
    /// </summary>
    public double? ExpectedUnderEquality { get; init; }

    /// <summary>P-value of equality, unadjusted; null where there is no test.</summary>
    public double? PValue { get; init; }

    /// <summary>
    /// Holm-adjusted over the comparisons of this metric within the attribute(s); null where there is no test, or where the adjustment
    /// would pass on the p-value of a hidden group.
    /// </summary>
    public double? PValueHolm { get; init; }

    /// <summary>Benjamini–Hochberg-adjusted over the same comparisons as <see cref="PValueHolm"/>; null where that is.</summary>
    public double? PValueBenjaminiHochberg { get; init; }

    /// <summary>
    /// The smallest true gap whose interval would exclude equality with a probability of 0.8 in groups of these sizes; for a ratio the
    /// largest ratio below 1. Null where there is no interval.
    /// </summary>
    public double? MinimumDetectable { get; init; }

    /// <summary>How many groups entered.</summary>
    public required int Groups { get; init; }

    /// <summary>Groups that did not, by name.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Why value or interval is missing, or null.</summary>
    public Phrase? Reason { get; init; }

    /// <summary>True when it was computed and is hidden to protect patients.</summary>
    public bool Suppressed { get; init; }
}
