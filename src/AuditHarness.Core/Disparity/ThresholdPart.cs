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
    /// <summary>Most replicates of the bootstrap: these are limits beside a gap that has its own interval already.</summary>
    public const int MostReplicates = 500;

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
        if (Curve(group) is not { } curve || At(reference, threshold) is not { HasBothOutcomes: true } target) yield break;
        foreach (var (held, aim) in new (Func<Rates, double>, double)[] { (r => r.FalsePositiveRate, target.FalsePositiveRate), (r => r.Sensitivity, target.Sensitivity) })
        {
            var (above, below) = Around(curve, held, aim);
            yield return [.. new[] { above, below }.Distinct().Select(point => group.At(point == 0 ? double.PositiveInfinity : group.Scores[^point]))];
        }
    }

    /// <summary>The gaps of sensitivities, of false positive rates and of the shares flagged, in this order; null when a class is missing in a group.</summary>
    /// <inheritdoc cref="OfSensitivity"/>
    public static IReadOnlyList<GapParts>? All(RankedScores group, RankedScores reference, double threshold)
    {
        if (Curve(group) is not { } curve || At(reference, threshold) is not { HasBothOutcomes: true } other) return null;
        var inForce = At(group, threshold);
        return
        [
            Parts(curve, inForce, other, static r => r.Sensitivity, static r => r.FalsePositiveRate),
            Parts(curve, inForce, other, static r => r.FalsePositiveRate, static r => r.Sensitivity),
            Parts(curve, inForce, other, static r => r.Flagged, static r => r.FalsePositiveRate),
        ];
    }

    /// <summary>The gaps of <see cref="All"/> and how both parts of each vary, by the bootstrap stratified by group and outcome.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>Null when a class is missing; without variation no sampling.</returns>
    internal static IReadOnlyList<(GapParts Parts, Sampling? Threshold, Sampling? Remaining)>? Bootstrapped(SubgroupEvidence group, SubgroupEvidence reference)
    {
        if (All(group.Ranked, reference.Ranked, group.Threshold) is not { } known) return null;
        var (first, second) = (new BootstrapGroup(group, "threshold-part", Resampling.WithinOutcome), new BootstrapGroup(reference, "threshold-part", Resampling.WithinOutcome));
        var smallest = first.Strata.Concat(second.Strata).Min(s => s.All.EffectiveSize);
        if (smallest < 2) return [.. known.Select(k => (k, (Sampling?)null, (Sampling?)null))];
        var resamples = new IReadOnlyList<GapParts>[Math.Min(MostReplicates, group.Intervals.Resamples)];
        for (var r = 0; r < resamples.Length; r++) resamples[r] = All(first.Draw(r), second.Draw(r), group.Threshold)!;
        return [.. known.Select((k, f) => (k, Percentiles(k.Threshold, resamples.Select(r => r[f].Threshold)), Percentiles(k.Remaining, resamples.Select(r => r[f].Remaining))))];

        Sampling? Percentiles(double value, IEnumerable<double> replicates)
        {
            double[] sorted = [.. replicates.Order()];
            return sorted[^1] - sorted[0] <= 1e-12 ? null : new BootstrapSampling(
                Phrase.Of($"bootstrap stratified by group and outcome, percentiles, {resamples.Length:count} replicates"), BootstrapMethod.Percentile,
                new(value, -1, 1, 0, smallest - 1, Math.Sqrt(smallest / (smallest - 1))), sorted);
        }
    }

    private static GapParts Parts(Rates[] curve, Rates inForce, Rates other, Func<Rates, double> figure, Func<Rates, double> held)
    {
        var own = Interpolated(curve, figure, held, held(other), figure(inForce));
        return new(figure(inForce) - figure(other), figure(inForce) - own, own - figure(other));
    }

    // A figure of the group where another one has a given value, on the straight lines between the points of its curve. Where what is held
    // stands still, several thresholds do as well, and the one nearest to the one in force is taken: what it makes is never overstated.
    private static double Interpolated(Rates[] curve, Func<Rates, double> figure, Func<Rates, double> held, double aim, double inForce)
    {
        var (above, below) = Around(curve, held, aim);
        var (from, to) = (curve[above], curve[below]);
        var step = held(to) - held(from);
        return step <= 1e-12 ? Math.Clamp(inForce, figure(from), figure(to)) : figure(from) + ((figure(to) - figure(from)) * (aim - held(from)) / step);
    }

    // The last point that is held below the aim and the first above it; where points lie on it, the first and last of these.
    private static (int Above, int Below) Around(Rates[] curve, Func<Rates, double> held, double aim)
    {
        const double exact = 1e-12;
        var first = Array.FindIndex(curve, r => held(r) >= aim - exact);
        if (held(curve[first]) > aim + exact) return (first - 1, first);
        return (first, Array.FindLastIndex(curve, r => held(r) <= aim + exact));
    }

    private static Rates At(RankedScores ranked, double threshold)
    {
        var c = ranked.At(threshold);
        return new(c.TruePositives.Weight / c.Events.Weight, c.FalsePositives.Weight / c.NonEvents.Weight, c.Flagged.Weight / c.All.Weight) { HasBothOutcomes = c.Events.Rows > 0 && c.NonEvents.Rows > 0 };
    }

    // From nobody flagged to everybody, one point per distinct score.
    private static Rates[]? Curve(RankedScores ranked)
    {
        double events = 0, nonEvents = 0;
        for (var i = 0; i < ranked.Count; i++) (events, nonEvents) = (events + ranked.Events[i].Weight, nonEvents + ranked.NonEvents[i].Weight);
        if (!(events > 0 && nonEvents > 0)) return null;
        var curve = new Rates[ranked.Count + 1];
        double tp = 0, fp = 0;
        for (var k = 1; k <= ranked.Count; k++)
        {
            (tp, fp) = (tp + ranked.Events[^k].Weight, fp + ranked.NonEvents[^k].Weight);
            curve[k] = new(Math.Min(1, tp / events), Math.Min(1, fp / nonEvents), Math.Min(1, (tp + fp) / (events + nonEvents)));
        }
        return curve;
    }

    private readonly record struct Rates(double Sensitivity, double FalsePositiveRate, double Flagged)
    {
        public bool HasBothOutcomes { get; init; }
    }
}
