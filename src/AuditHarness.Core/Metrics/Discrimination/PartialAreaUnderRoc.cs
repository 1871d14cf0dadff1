using System.Buffers;
using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Area under the ROC curve where at most a tenth (or as the plan says) of the patients without the event are flagged.</summary>
/// <remarks>Standardized to 0.5 for chance and 1 for perfect; undefined when all patients have the same outcome.</remarks>
public sealed class PartialAreaUnderRoc : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(PartialAreaUnderRoc), "Partial AUROC", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Area A under the ROC curve over false positive rates from 0 to f (0.1 unless the plan says otherwise), standardized: (1 + (A − f² / 2) / (f − f² / 2)) / 2, so that chance is 0.5 and perfect ranking 1.",
        "Wilson's limits of A / f on as many trials as would vary as little (DeLong-type variance of truncated placements: Dodd, Pepe 2003, Biometrics 59:614–623); with fewer than 2 patients in that part Clopper and Pearson's, as if each were right or wrong",
        "McClish (1989), Med. Decis. Making 9:190–195")
    {
        Swapped = new LabelSwap.None("It is the part of the area at high specificity, and the swap makes it that at high sensitivity."),
        Prominence = Prominence.Detail, TellsOrder = true, Oracle = "PartialAreaUnderRocTests.Partial_areas_agree_with_scikit_learn",
        Convention = "As scikit-learn's roc_auc_score(max_fpr = f): straight lines between the points of the curve, so tied scores count half, and standardized after McClish. pROC's partial.auc counts specificities 1 to 1 − f and gives the raw area A unless partial.auc.correct is set.",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var (events, nonEvents) = (evidence.Events, evidence.NonEvents);
        if (events.Rows == 0 || nonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var limit = evidence.Measures.FalsePositiveLimit;
        var (area, variance) = Raw(evidence.Ranked, events, nonEvents, limit);
        var (share, denominator) = (Math.Clamp(area / limit, 0, 1), Math.Min(events.Rows, nonEvents.Rows));
        // Rounding must not hide that the scores separate the classes.
        share = share < 1e-12 ? 0 : share > 1 - 1e-12 ? 1 : share;
        double Standardized(double of) => (1 + (((of * limit) - (limit * limit / 2)) / (limit - (limit * limit / 2)))) / 2;
        var slope = limit / (limit - (limit * limit / 2)) / 2;
        var method = Phrase.Of($"Wilson on DeLong's variance");
        Estimate.Known Known(Sampling? of, Phrase? reason = null) => new(
            Math.Clamp(Standardized(share), 0, 1), of is null ? null : new TransformedSampling(method, of, of.StandardError * slope, x => Math.Clamp(Standardized(x), 0, 1)), denominator, reason);
        // At either end nothing varies: as many patients as can tell of it count as trials.
        var few = Math.Min(events.EffectiveSize, nonEvents.EffectiveSize * limit);
        if (events.EffectiveSize < 2 || few < 1) return Known(null, Phrase.Of($"fewer than 2 (effective) patients with or without an event in this part of the curve: no variance"));
        // Nothing between 0 and 1 varies more than what is either: Hoeffding (1956), Ann. Math. Stat. 27:713–721.
        if (few < 2)
        {
            method = Phrase.Of($"Clopper–Pearson");
            return Known(new ProportionSampling(share, few, ProportionMethod.ClopperPearson));
        }
        if (share is 0 or 1) return Known(new ProportionSampling(share, few));
        if (!(share * (1 - share) / variance < 1e12)) return Known(null, Phrase.Of($"all scores are equal: no variance"));
        return Known(new ProportionSampling(share, share * (1 - share) / variance));
    }

    /// <summary>The raw area over false positive rates from 0 to a limit, and the variance of its share of that limit.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="events">All patients with an event; at least one.</param>
    /// <param name="nonEvents">All patients without; at least one.</param>
    /// <param name="limit">In (0, 1].</param>
    /// <remarks>
    /// A = mean over events of (f − u)₊, where u is the false positive rate at which an event comes up: the kink is 0 at the limit, so
    /// that the quantile there, though estimated, adds nothing to the first order. Where scores are tied an event comes up evenly over
    /// the step, which is what straight lines between points of the curve come to.
    /// </remarks>
    public static (double Area, double ShareVariance) Raw(RankedScores ranked, Tally events, Tally nonEvents, double limit)
    {
        var n = ranked.Count;
        var (ofEvent, ofNonEvent) = (ArrayPool<double>.Shared.Rent(n), ArrayPool<double>.Shared.Rent(n));
        double from = 0, found = 0, area = 0;
        // Scores beyond the limit are not looked at: they neither add to the area nor take from it.
        var reached = n;
        while (reached > 0 && from < limit)
        {
            var i = --reached;
            var (e, c) = (ranked.Events[i].Weight / events.Weight, ranked.NonEvents[i].Weight / nonEvents.Weight);
            var to = Math.Min(from + c, 1);
            // The share of the step that lies within the limit, and the mean of what is left up to it there.
            var within = to <= limit || c <= 0 ? 1 : (limit - from) / c;
            ofEvent[i] = within * (limit - from + limit - (within < 1 ? limit : to)) / 2;
            // A patient without the event takes from every event that comes up after it, up to the limit: here those before.
            ofNonEvent[i] = found + (e * within * (1 - (within / 2)));
            area += e * ofEvent[i];
            found += e * within;
            (ofEvent[i], from) = (ofEvent[i] / limit, to);
        }
        for (var i = reached; i < n; i++) ofNonEvent[i] = (found - ofNonEvent[i]) / limit;
        var variance = Spread(ofEvent.AsSpan(0, n), reached, ranked.Events, events) + Spread(ofNonEvent.AsSpan(0, n), reached, ranked.NonEvents, nonEvents);
        ArrayPool<double>.Shared.Return(ofEvent);
        ArrayPool<double>.Shared.Return(ofNonEvent);
        return (area, variance);
    }

    // Below a place all values are 0.
    private static double Spread(ReadOnlySpan<double> values, int from, Tallies patients, Tally all)
    {
        var mean = 0.0;
        for (var i = from; i < values.Length; i++) mean += patients[i].Weight * values[i];
        mean /= all.Weight;
        var squares = patients.Sum(0, from).WeightSquared * mean * mean;
        for (var i = from; i < values.Length; i++) squares += patients[i].WeightSquared * (values[i] - mean) * (values[i] - mean);
        var size = all.EffectiveSize;
        return squares / (all.Weight * all.Weight) * (size / (size - 1));
    }
}
