using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// A gap as it is, and as it would be if both groups had everybody's mix of cases. The difference of the two is what the mix makes:
/// crude = standardized + from case mix, exactly (Kitagawa 1955, J. Am. Stat. Assoc. 50:1168–1194).
/// </summary>
/// <param name="Metric">What is compared.</param>
/// <param name="Crude">Group − reference; null with <paramref name="Reason"/>.</param>
/// <param name="Standardized">The same with everybody's mix; null with <paramref name="Reason"/>.</param>
/// <param name="Interval">95 % interval of <paramref name="Standardized"/> by itself, or null.</param>
/// <param name="Covered">Share of everybody that lies in cells both groups have; null without a standardized gap.</param>
/// <param name="Reason">Why something is missing, or null.</param>
public sealed record CaseMixGap(IMetric Metric, double? Crude, double? Standardized, Interval? Interval, double? Covered, Phrase? Reason)
{
    /// <summary>The figures that are standardized, and whose mix counts for each.</summary>
    public static IReadOnlyList<(IMetric Metric, MixOf Mix)> Figures { get; } =
    [
        (new SelectionRate(), MixOf.Patients),
        (new Sensitivity(), MixOf.Events),
        (new FalsePositiveRate(), MixOf.NonEvents),
        (new PositivePredictiveValue(), MixOf.Flagged),
        (new Accuracy(), MixOf.Patients),
        (new AreaUnderRoc(), MixOf.WithinOutcome),
        (new BrierScore(), MixOf.Patients),
        (new ObservedExpectedRatio(), MixOf.Patients),
    ];

    /// <summary>What of the gap the case mix makes.</summary>
    public double? FromCaseMix => Crude - Standardized;

    /// <summary>Limits of <see cref="Standardized"/> at a critical value, and its test; null without <see cref="Interval"/>.</summary>
    internal (Phrase Method, Func<double, (double Lower, double Upper)> Limits, double? PValue)? Sampled { get; init; }

    /// <summary>Compares a group with the reference.</summary>
    /// <param name="standard">The cells.</param>
    /// <param name="order">The rows in order of score.</param>
    /// <param name="groups">The groups of the attribute.</param>
    /// <param name="group">The group compared.</param>
    /// <param name="metric">One of <see cref="Figures"/>.</param>
    /// <param name="mix">Whose mix counts for it.</param>
    /// <param name="smallest">Fewer rows than this in a cell of a group are as none.</param>
    /// <param name="design">How clusters make figures vary, or null.</param>
    public static CaseMixGap Of(
        CaseMixStandard standard, ScoreOrder order, Audits.GroupTable groups, int group, IMetric metric, MixOf mix, int smallest, ReplicateDesign? design)
    {
        var (index, reference) = (groups.Index, groups.Index.Reference);
        if (Value(groups.Of(metric.Info.Id)[group], out var reason) is not { } own || Value(groups.Of(metric.Info.Id)[reference], out reason) is not { } other)
            return new(metric, null, null, null, null, reason);
        if (standard.Alike(index, group, reference, mix, smallest) is not { } alike)
            return new(metric, own - other, null, null, null, Phrase.Of($"no cell of the case mix has patients of both groups"));

        var (first, second) = Measured(alike.Factors);
        if (Value(first, out reason) is not { } a || Value(second, out reason) is not { } b)
            return new(metric, own - other, null, null, alike.Covered, reason);
        var sampled = design is null ? Alone(a, (Estimate.Known)first, b, (Estimate.Known)second) : OverClusters(a - b);
        var interval = sampled is { } s && s.Limits(CriticalValue.TwoSided(Audits.Audit.Level)) is var (lower, upper) ? new Interval(lower, upper, Audits.Audit.Level, s.Method) : null;
        return new(metric, own - other, a - b, interval, alike.Covered, interval is null ? Phrase.Of($"too few patients or clusters for an interval") : null) { Sampled = sampled };

        (Estimate First, Estimate Second) Measured(double[] factors)
        {
            var ranked = order.Split(index, factors);
            SubgroupEvidence Evidence(int g) => new(index.Groups[g], ranked[g], groups.Evidence[g].Threshold, weighted: true) { Measures = groups.Evidence[g].Measures, Intervals = groups.Evidence[g].Intervals, Seed = groups.Evidence[g].Seed };
            return (metric.Measure(Evidence(group)), metric.Measure(Evidence(reference)));
        }

        (Phrase Method, Func<double, (double Lower, double Upper)> Limits, double? PValue)? OverClusters(double gap) => design.Jackknife(
            gap,
            [.. Enumerable.Range(0, design.Replicates).Select(r =>
                standard.Alike(index, group, reference, mix, smallest, design.RowFactors(r)) is { } again
                && Measured(again.Factors) is (Estimate.Known x, Estimate.Known y) ? x.Value - y.Value : (double?)null)],
            design.DegreesOfFreedom(design.ClustersOf(i => index.Codes[i] == group || index.Codes[i] == reference)),
            metric.Info.Min - metric.Info.Max, metric.Info.Max - metric.Info.Min) is { } sampling ? (sampling.Method, sampling.Limits, GapFigure.Inverted(sampling.Limits)) : null;
    }

    private static (Phrase Method, Func<double, (double Lower, double Upper)> Limits, double? PValue)? Alone(double a, Estimate.Known first, double b, Estimate.Known second)
    {
        if (first.Sampling is not { } x || second.Sampling is not { } y) return null;
        var contrast = Contrast.Difference(a, x, b, y);
        return (contrast.Method, contrast.Limits, contrast.PValue);
    }

    private static double? Value(Estimate estimate, out Phrase? reason)
    {
        reason = (estimate as Estimate.Undefined)?.Reason;
        return (estimate as Estimate.Known)?.Value;
    }
}
