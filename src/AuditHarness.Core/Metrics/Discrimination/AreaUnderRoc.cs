using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Probability that a patient with an event scores higher than one without, ties counted half.</summary>
/// <remarks>In [0, 1]; undefined when all patients have the same outcome. Never flipped: higher always means riskier.</remarks>
public sealed class AreaUnderRoc : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(AreaUnderRoc), "AUROC", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Probability that a patient with an event scores higher than one without, ties counted half (Mann–Whitney).",
        "score interval: Newcombe's method 5 (2006, Stat. Med. 25:559–573), its variance drawn to DeLong's as classes grow, and to the largest there is (Birnbaum, Klose 1957, Ann. Math. Stat. 28:933–945) where a class has one patient or two",
        "Hanley, McNeil (1982), Radiology 143:29–36; DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44:837–845")
    {
        Swapped = new LabelSwap.Into(nameof(AreaUnderRoc)),
        TellsOrder = true, Oracle = "OracleRTests.Area_variance_and_interval_agree_with_proc",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var (events, nonEvents) = (evidence.Events, evidence.NonEvents);
        if (events.Rows == 0 || nonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var denominator = Math.Min(events.Rows, nonEvents.Rows);
        var (area, eventSpread, nonEventSpread) = Placements(evidence.Ranked, events, nonEvents);
        return evidence.Ranked.Count == 1
            ? new Estimate.Known(area, null, denominator, Phrase.Of($"all scores are equal: no variance"))
            : new Estimate.Known(area, new AreaSampling(area, eventSpread, nonEventSpread, events.EffectiveSize, nonEvents.EffectiveSize), denominator);
    }

    /// <summary>Area and its DeLong variance; with weights each patient's placement counts by its weight.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="events">All patients with an event; at least one.</param>
    /// <param name="nonEvents">All patients without; at least one.</param>
    /// <returns>The area in [0, 1], and the variance; NaN when a class has a single patient.</returns>
    public static (double Area, double Variance) DeLong(RankedScores ranked, Tally events, Tally nonEvents)
    {
        var (area, eventSpread, nonEventSpread) = Placements(ranked, events, nonEvents);
        return (area, (eventSpread / (events.EffectiveSize - 1)) + (nonEventSpread / (nonEvents.EffectiveSize - 1)));
    }

    // Area, and the mean squared distance from it of the placements of events and of non-events.
    private static (double Area, double EventSpread, double NonEventSpread) Placements(RankedScores ranked, Tally events, Tally nonEvents)
    {
        // An event's placement is the share of non-events below it, a non-event's the share of events above; formed twice rather than kept.
        double nonEventsBelow = 0, area = 0;
        var (_, with, without) = ranked;
        for (var i = 0; i < ranked.Count; i++)
        {
            var (e, c) = (with[i].Weight, without[i].Weight);
            area += e * ((nonEventsBelow + (c / 2)) / nonEvents.Weight);
            nonEventsBelow += c;
        }
        area = Separation(ranked) ?? Math.Clamp(area / events.Weight, 0, 1);
        double eventsBelow = 0, eventSpread = 0, nonEventSpread = 0;
        nonEventsBelow = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            var (e, c) = (with[i], without[i]);
            var (ofEvent, ofNonEvent) = (((nonEventsBelow + (c.Weight / 2)) / nonEvents.Weight) - area, 1 - ((eventsBelow + (e.Weight / 2)) / events.Weight) - area);
            eventSpread += e.WeightSquared * ofEvent * ofEvent;
            nonEventSpread += c.WeightSquared * ofNonEvent * ofNonEvent;
            (eventsBelow, nonEventsBelow) = (eventsBelow + e.Weight, nonEventsBelow + c.Weight);
        }
        return (area, eventSpread / events.WeightSquared, nonEventSpread / nonEvents.WeightSquared);
    }

    // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
    private static double? Separation(RankedScores ranked) =>
        ranked.Events.First() > ranked.NonEvents.Last() ? 1 : ranked.Events.Last() < ranked.NonEvents.First() ? 0 : null;
}
