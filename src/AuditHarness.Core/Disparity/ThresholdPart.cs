using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>What a gap at the threshold in force consists of: the part that the threshold alone makes, and what remains without it.</summary>
/// <param name="Gap">Group − reference at the threshold in force; the sum of the two parts.</param>
/// <param name="Threshold">Of it made by the threshold: the group at the threshold in force − the group at a threshold of its own.</param>
/// <param name="Remaining">The group at a threshold of its own − the reference at the threshold in force.</param>
public readonly record struct GapParts(double Gap, double Threshold, double Remaining);

/// <summary>
/// One threshold for everybody flags groups whose scores lie elsewhere at another point of their ROC curve, so that their rates differ
/// even where the model ranks both equally well. The part that this alone makes is told apart by giving the group the threshold at which
/// its patients without the event are flagged as often as the reference's (for a gap of false positive rates: those with the event).
/// </summary>
/// <remarks>
/// Sensitivity at the false positive rate of the reference is the group's ROC curve there, between its points by random choice among the
/// two: Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323; Pepe (2003), The Statistical Evaluation of Medical Tests, chapter 4. That gaps
/// of rates mix thresholds and risk distributions: Corbett-Davies, Goel (2018), arXiv:1808.00023; Pfohl et al. (2022), FAccT 1039–1052.
/// </remarks>
public static class ThresholdPart
{
    /// <summary>Fewer (effective) patients of a class show nothing of how it varies.</summary>
    internal const int Fewest = 2;

    /// <summary>The gap of sensitivities, at the false positive rate of the reference; null when a class is missing in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    public static GapParts? OfSensitivity(RankedScores group, RankedScores reference, double threshold) => All(group, reference, threshold)?[0];

    /// <summary>The gap of false positive rates, at the sensitivity of the reference; null when a class is missing in a group.</summary>
    /// <inheritdoc cref="OfSensitivity"/>
    public static GapParts? OfFalsePositiveRate(RankedScores group, RankedScores reference, double threshold) => All(group, reference, threshold)?[1];

    /// <summary>
    /// The gap of the shares flagged, at the false positive rate of the reference: what remains comes from how the group is ranked and from
    /// how many of it have the event. Null when a class is missing in a group.
    /// </summary>
    /// <inheritdoc cref="OfSensitivity"/>
    public static GapParts? OfSelectionRate(RankedScores group, RankedScores reference, double threshold) => All(group, reference, threshold)?[2];

    /// <summary>The decisions at the two thresholds between which a group's own one lies, of both kinds: what it gives away.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="threshold">In force.</param>
    public static IEnumerable<ConfusionCounts[]> Told(RankedScores group, RankedScores reference, double threshold)
    {
        if (RankedRates.Of(group, threshold) is not { } curve || OperatingRates.At(reference, threshold) is not { } target) yield break;
        foreach (var held in new[] { HeldRate.FalsePositiveRate, HeldRate.Sensitivity })
        {
            var (above, below) = curve.Points(held, target.Of(held));
            yield return [.. new[] { above, below }.Distinct().Select(point => group.At(point == 0 ? double.PositiveInfinity : group.Scores[^point]))];
        }
    }

    /// <summary>The gaps of sensitivities, of false positive rates and of the shares flagged, in this order; null when a class is missing in a group.</summary>
    /// <inheritdoc cref="OfSensitivity"/>
    public static IReadOnlyList<GapParts>? All(RankedScores group, RankedScores reference, double threshold) =>
        RankedRates.Of(group, threshold) is { } curve && OperatingRates.At(reference, threshold) is { } other ? All(curve, other) : null;

    /// <summary>The same of a curve and the rates of the reference.</summary>
    /// <param name="curve">Of the group.</param>
    /// <param name="other">Of the reference at the threshold in force.</param>
    internal static IReadOnlyList<GapParts> All(IRateCurve curve, OperatingRates other)
    {
        var atFalsePositives = curve.Around(HeldRate.FalsePositiveRate, other.FalsePositiveRate);
        return
        [
            Parts(curve, other, static r => r.Sensitivity, HeldRate.FalsePositiveRate, atFalsePositives),
            Parts(curve, other, static r => r.FalsePositiveRate, HeldRate.Sensitivity, curve.Around(HeldRate.Sensitivity, other.Sensitivity)),
            Parts(curve, other, static r => r.Flagged, HeldRate.FalsePositiveRate, atFalsePositives),
        ];
    }

    /// <summary>The gaps of <see cref="All(RankedScores, RankedScores, double)"/> and how both parts of each vary.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="shares">The shares of both at the threshold in force; null where these do not say how they vary.</param>
    /// <param name="degrees">Degrees of freedom of clusters; null for patients who stand by themselves.</param>
    /// <returns>Null when a class is missing; without shares, or with fewer than two (effective) patients in a class, no sampling.</returns>
    internal static IReadOnlyList<SampledParts>? Sampled(SubgroupEvidence group, SubgroupEvidence reference, (SharesOfGroup Own, SharesOfGroup Reference)? shares, int? degrees = null)
    {
        if (All(group.Ranked, reference.Ranked, group.Threshold) is not { } known) return null;
        if (new[] { group.Events, group.NonEvents, reference.Events, reference.NonEvents }.Min(t => t.EffectiveSize) < Fewest || shares is not var (own, others))
            return [.. known.Select(k => new SampledParts(k, null, null))];
        OrderedCurve overSpecificity = new(group.Ranked.NonEvents, group.Ranked.Events), overSensitivity = new(group.Ranked.Events, group.Ranked.NonEvents);
        var ownSensitivity = known[0].Remaining + others.Sensitivity.Proportion;
        Sampling Of(int figure, bool isMade)
        {
            var parts = known[figure];
            var held = figure == 1 ? HeldRate.Sensitivity : HeldRate.FalsePositiveRate;
            var atOwn = figure switch { 0 => ownSensitivity, 1 => parts.Remaining + others.FalsePositiveRate.Proportion, _ => double.NaN };
            return new ThresholdPartSampling(new(isMade ? parts.Threshold : parts.Remaining, isMade, figure == 2, held, atOwn, ownSensitivity, figure == 1 ? overSensitivity : overSpecificity), own, others, degrees);
        }
        return [.. known.Select((k, f) => new SampledParts(k, Of(f, isMade: true), Of(f, isMade: false)))];
    }

    // A figure of the group where another one has a given value, on the straight lines between the points of its curve. Where what is held
    // stands still, several thresholds do as well, and the one nearest to the one in force is taken: what it makes is never overstated.
    private static GapParts Parts(IRateCurve curve, OperatingRates other, Func<OperatingRates, double> figure, HeldRate held, (OperatingRates From, OperatingRates To) around)
    {
        var (from, to, inForce) = (around.From, around.To, figure(curve.InForce));
        var step = to.Of(held) - from.Of(held);
        var own = step <= 1e-12 ? Math.Clamp(inForce, figure(from), figure(to))
            : figure(from) + ((figure(to) - figure(from)) * (other.Of(held) - from.Of(held)) / step);
        return new(inForce - figure(other), inForce - own, own - figure(other));
    }
}
