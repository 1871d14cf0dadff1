using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>What one player adds to the difference in mean output between two groups.</summary>
/// <param name="Player">The player.</param>
/// <param name="Value">Its mean attribution in the group less that in the reference group.</param>
/// <param name="Contrast">How it varies; null with <paramref name="Reason"/>.</param>
/// <param name="Interval">Simultaneous over the players; null with <paramref name="Reason"/>.</param>
/// <param name="Reason">Why there is no interval, or null.</param>
public sealed record GapContribution(string Player, double Value, Contrast? Contrast, Interval? Interval, Phrase? Reason)
{
    /// <summary>
    /// Limits if the group had so many times its patients (first factor) and the reference group so many times its own (second), at the
    /// critical value of the interval; null when there is none.
    /// </summary>
    public Func<double, double, (double Lower, double Upper)>? LimitsWhenGrown { get; init; }
}

/// <summary>
/// The difference in mean output between a group and the reference group, shared out over the players: each attribution being a share of
/// output − base, and the base the same for all, mean output_g − mean output_h = Σ (mean φ_g − mean φ_h).
/// </summary>
public sealed record GapDecomposition
{
    private static readonly Phrase MeanMethod = Phrase.Of($"mean");

    /// <summary>The group.</summary>
    public required Subgroup Group { get; init; }

    /// <summary>The group that it is compared with.</summary>
    public required Subgroup Against { get; init; }

    /// <summary>Explained rows of the group.</summary>
    public required int N { get; init; }

    /// <summary>Explained rows of the reference group.</summary>
    public required int NAgainst { get; init; }

    /// <summary>Difference in mean output, on the explained scale: the sum of all contributions. Null with <see cref="Reason"/>.</summary>
    public double? Gap { get; init; }

    /// <summary>Its interval (Welch), or null.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Why there is no gap or no interval of it, or null.</summary>
    public Phrase? Reason { get; init; }

    /// <summary>The players, the largest contribution (of either sign) first; players of equal ones in their own order. Empty without a gap.</summary>
    public required IReadOnlyList<GapContribution> Contributions { get; init; }

    /// <summary>Decomposes.</summary>
    /// <param name="attributions">The rows explained.</param>
    /// <param name="index">The groups of the evaluated rows.</param>
    /// <param name="weights">Sampling weights of the evaluated rows, or null.</param>
    /// <param name="group">Index of the group.</param>
    /// <param name="level">Confidence level of the whole family of contributions.</param>
    /// <returns>The group against the reference group of <paramref name="index"/>.</returns>
    public static GapDecomposition Of(
        Attributions attributions, GroupIndex index, double[]? weights, int group, double level = 0.95)
    {
        var rows = ExplainedRows.Of(attributions, index, weights, group);
        var reference = ExplainedRows.Of(attributions, index, weights, index.Reference);
        var decomposition = new GapDecomposition
        {
            Group = index.Groups[group], Against = index.ReferenceGroup, N = rows.Count, NAgainst = reference.Count, Contributions = [],
        };
        if (rows.Count == 0) return decomposition with { Reason = GroupAttributions.NobodyExplained };
        if (reference.Count == 0)
            return decomposition with { Reason = Phrase.Of($"no patient of the reference group {index.ReferenceGroup.Levels} is among those explained") };

        var (mean, referenceMean) = (rows.Mean(rows.Output), reference.Mean(reference.Output));
        var gap = Welch(mean, referenceMean, 1, 1);
        return decomposition with
        {
            Gap = mean.Value - referenceMean.Value, Interval = gap is null ? null : IntervalOf(gap, CriticalValue.TwoSided(level), level, 1),
            Reason = WhyNot(mean, referenceMean), Contributions = ContributionsOf(rows, reference, level),
        };
    }

    private static GapContribution[] ContributionsOf(ExplainedRows rows, ExplainedRows reference, double level)
    {
        var players = rows.Attributions.Players;
        var pairs = Enumerable.Range(0, players.Count).Select(p => (Group: rows.MeanOf(p), Reference: reference.MeanOf(p))).ToArray();
        var family = pairs.Count(p => WhyNot(p.Group, p.Reference) is null);
        var z = family == 0 ? 0 : CriticalValue.Sidak(level, family);
        return [.. pairs.Select((pair, p) =>
        {
            var (ofGroup, ofReference) = pair;
            var value = ofGroup.Value - ofReference.Value;
            if (IsConstant(ofGroup) && IsConstant(ofReference))
                return new GapContribution(players[p], value, null, new Interval(value, value, level, Phrase.Of($"exact: no variation within either group")), null)
                {
                    LimitsWhenGrown = (_, _) => (value, value),
                };
            var contrast = Welch(ofGroup, ofReference, 1, 1);
            return new GapContribution(
                players[p], value, contrast, contrast is null ? null : IntervalOf(contrast, z, level, family), WhyNot(ofGroup, ofReference))
            {
                LimitsWhenGrown = contrast is null ? null
                    : (growGroup, growReference) => Welch(ofGroup, ofReference, growGroup, growReference)!.Limits(z),
            };
        }).OrderByDescending(c => Math.Abs(c.Value))];
    }

    // A feature that is the attribute itself, in an additive model: its attribution is the same for everybody in the group, and
    // would be for any other patient of it.
    private static bool IsConstant(AttributionMean mean) => mean.Size >= 2 && mean.WhyNoInterval is not null;

    // One group without variation is compared with another that varies; two without have no interval.
    private static Phrase? WhyNot(AttributionMean a, AttributionMean b) =>
        (a.WhyNoInterval, b.WhyNoInterval) switch
        {
            (null, null) => null,
            _ when !(a.Size >= 2) => a.WhyNoInterval,
            _ when !(b.Size >= 2) => b.WhyNoInterval,
            ({ } why, not null) => why,
            _ => null,
        };

    private static Contrast? Welch(AttributionMean a, AttributionMean b, double growA, double growB) =>
        WhyNot(a, b) is not null ? null
            : Contrast.Difference(a.Value, a.Sampling(MeanMethod).Scaled(growA), b.Value, b.Sampling(MeanMethod).Scaled(growB));

    private static Interval IntervalOf(Contrast contrast, double z, double level, int family)
    {
        var (lower, upper) = contrast.Limits(z);
        return new(lower, upper, level, family < 2 ? contrast.Method : Phrase.Of($"{contrast.Method}, simultaneous over {family} features (Šidák)"));
    }
}
