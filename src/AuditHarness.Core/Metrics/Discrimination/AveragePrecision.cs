using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Area under the precision–recall curve as a step sum, not the optimistic trapezoid.</summary>
/// <remarks>In (0, 1]; undefined when there is no event, or nothing else: any ranking would reach 1. A model that ignores the patient reaches the prevalence.</remarks>
public sealed class AveragePrecision : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(AveragePrecision), "Average precision", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores in descending order (step sum, no interpolation). Its floor is the prevalence, so groups of unequal prevalence cannot be compared by it.",
        "logit (Boyd, Eng, Page 2013, ECML PKDD 3:451–466) with the larger of two errors: theirs, on the number of events, and the delta method's, through the influence of each patient",
        "Davis, Goadrich (2006), ICML 23:233–240");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var events = evidence.Events;
        if (events.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoEvents);
        if (evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Phrase.Of($"no patient without an event: any ranking reaches 1"));
        var ranked = evidence.Ranked;
        double flaggedEvents = 0, flagged = 0, sum = 0;
        for (var i = ranked.Count - 1; i >= 0; i--)
        {
            var here = ranked.Events[i].Weight;
            flaggedEvents += here;
            flagged += here + ranked.NonEvents[i].Weight;
            sum += here * (flaggedEvents / flagged);
        }
        var value = Math.Min(1, sum / events.Weight);
        if (value >= 1 - 1e-12)
            return new Estimate.Known(value, null, events.Rows, Phrase.Of($"every event scores above every non-event: the logit is infinite"));
        if (Math.Min(events.EffectiveSize, evidence.NonEvents.EffectiveSize) < 2)
            return new Estimate.Known(value, null, events.Rows, Estimate.Because.TooFew);
        // Boyd's falls short where weights are unequal, the delta method's where events are few (coverage is tested).
        var error = Math.Max(StandardError(evidence, value), Math.Sqrt(value * (1 - value) / events.EffectiveSize));
        var inner = new NormalSampling(Phrase.Of($"normal"), Math.Log(value / (1 - value)), error / (value * (1 - value)));
        return new Estimate.Known(value, new TransformedSampling(Phrase.Of($"logit"), inner, error, x => 1 / (1 + Math.Exp(-x))), events.Rows);
    }

    // A patient counts in the precision at every score up to the own one; an event adds the precision at its own score besides.
    private static double StandardError(SubgroupEvidence evidence, double value)
    {
        var ranked = evidence.Ranked;
        var precision = new double[ranked.Count];
        var flagged = new double[ranked.Count];
        double flaggedEvents = 0, sum = 0;
        for (var i = ranked.Count - 1; i >= 0; i--)
        {
            flaggedEvents += ranked.Events[i].Weight;
            sum += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            (precision[i], flagged[i]) = (flaggedEvents / sum, sum);
        }
        double gain = 0, loss = 0, squares = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            var here = ranked.Events[i].Weight / flagged[i];
            (gain, loss) = (gain + (here * (1 - precision[i])), loss + (here * precision[i]));
            var influence = precision[i] - value + gain;
            squares += (ranked.Events[i].WeightSquared * influence * influence) + (ranked.NonEvents[i].WeightSquared * loss * loss);
        }
        return Math.Sqrt(squares) / evidence.Events.Weight;
    }
}
