using System.Buffers;
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
        "logit (Boyd, Eng, Page 2013, ECML PKDD 3:451–466) about the figure less its small-sample bias, Student t; their variance, drawn to the delta method's as events grow",
        "Davis, Goadrich (2006), ICML 23:233–240")
    {
        Swapped = new LabelSwap.None("It is about the event: the same of the other outcome is no figure of the catalog."),
        TellsOrder = true, Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn",
    };

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
        return new Estimate.Known(value, new RankSampling(value, Bias(evidence, value), Variance(evidence, value), events.EffectiveSize), events.Rows);
    }

    // An event counts in the precision at its own score. Were it a patient like those above it, precision there would be as it is in
    // the population; so it is replaced by a patient who has the event with the probability that the average precision tells.
    private static double Bias(SubgroupEvidence evidence, double value)
    {
        var size = evidence.Events.EffectiveSize;
        var own = ((size * value) + (evidence.Events.Weight / evidence.All.Weight)) / (size + 1);
        double flagged = 0, sum = 0;
        for (var i = evidence.Ranked.Count - 1; i >= 0; i--)
        {
            flagged += evidence.Ranked.Events[i].Weight + evidence.Ranked.NonEvents[i].Weight;
            sum += evidence.Ranked.Events[i].WeightSquared / flagged;
        }
        return (1 - own) * sum / evidence.Events.Weight;
    }

    // A patient counts in the precision at every score up to the own one; an event adds the precision at its own score besides.
    private static double Variance(SubgroupEvidence evidence, double value)
    {
        var ranked = evidence.Ranked;
        var n = ranked.Count;
        var (precision, flagged) = (ArrayPool<double>.Shared.Rent(n), ArrayPool<double>.Shared.Rent(n));
        double flaggedEvents = 0, sum = 0;
        for (var i = n - 1; i >= 0; i--)
        {
            flaggedEvents += ranked.Events[i].Weight;
            sum += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            (precision[i], flagged[i]) = (flaggedEvents / sum, sum);
        }
        double gain = 0, loss = 0, squares = 0;
        for (var i = 0; i < n; i++)
        {
            var here = ranked.Events[i].Weight / flagged[i];
            (gain, loss) = (gain + (here * (1 - precision[i])), loss + (here * precision[i]));
            var influence = precision[i] - value + gain;
            squares += (ranked.Events[i].WeightSquared * influence * influence) + (ranked.NonEvents[i].WeightSquared * loss * loss);
        }
        ArrayPool<double>.Shared.Return(precision);
        ArrayPool<double>.Shared.Return(flagged);
        return squares / (evidence.Events.Weight * evidence.Events.Weight);
    }

    /// <summary>
    /// Limits on the logit scale about the value less its bias; the value itself lies within them always. The variance is drawn from the
    /// delta method's, in which few events vary too little by about one of them, to Boyd's, p (1 − p) / events, as if by
    /// <see cref="Prior"/> more events. So many stand behind it, less 1, and <see cref="Degrees"/> more, for the two together vary less
    /// than the first alone.
    /// </summary>
    private sealed class RankSampling(double value, double bias, double variance, double events) : Sampling
    {
        private const double Prior = 2, Degrees = 8;

        private readonly double _centre = Math.Clamp(value - bias, 1e-9, 1 - 1e-9);

        public override Phrase Method { get; } = Phrase.Of($"logit, Student t");

        public override double StandardError => Math.Sqrt(((Prior * _centre * (1 - _centre) / events) + ((events + 1) * variance)) / (Prior + events));

        public override Sampling Scaled(double factor) => new RankSampling(value, bias / factor, variance / factor, events * factor);

        public override (double Lower, double Upper) Limits(double z)
        {
            var half = CriticalValue.Student(z, events - 1 + Degrees) * StandardError / (_centre * (1 - _centre));
            var middle = Math.Log(_centre / (1 - _centre));
            return (Math.Min(value, 1 / (1 + Math.Exp(half - middle))), Math.Max(value, 1 / (1 + Math.Exp(-half - middle))));
        }
    }
}
