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
        "logit with the number of events as sample size (Boyd, Eng, Page 2013, ECML PKDD 3:451–466)",
        "Davis, Goadrich (2006), ICML 23:233–240");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var events = evidence.Events;
        if (events.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoEvents);
        if (evidence.NonEvents.Rows == 0) return new Estimate.Undefined("no patient without an event: any ranking reaches 1");
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
            return new Estimate.Known(value, null, events.Rows, "every event scores above every non-event: the logit is infinite");
        var logitError = 1 / Math.Sqrt(events.EffectiveSize * value * (1 - value));
        var inner = new NormalSampling("normal", Math.Log(value / (1 - value)), logitError);
        return new Estimate.Known(value, new TransformedSampling(
            "logit (Boyd)", inner, logitError * value * (1 - value), x => 1 / (1 + Math.Exp(-x))), events.Rows);
    }
}
