using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>1 − Brier score / (prevalence · (1 − prevalence)): the share of the outcome's variance that is explained.</summary>
/// <remarks>Up to 1, below 0 when worse than predicting the prevalence; undefined when all patients have the same outcome.</remarks>
public sealed class ScaledBrierScore : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ScaledBrierScore), "Scaled Brier score", MetricBasis.Score, Direction.Higher, 1, double.NegativeInfinity, 1,
        "1 − Brier score / (prevalence · (1 − prevalence)): 0 for predicting the prevalence to everybody.",
        "delta method through the influence of each patient, its variance drawn to what the scores lead one to expect where events are few; Student t, rarer outcome + 1 degrees of freedom",
        "Steyerberg et al. (2010), Epidemiology 21:128–138")
    {
        Swapped = new LabelSwap.Into(nameof(ScaledBrierScore)),
        Oracle = "ScoreMeanTests.Scaled_brier_is_0_for_the_prevalence_1_for_certainty_and_negative_for_worse",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var brier = ScoreMean.Of(evidence, (score, outcome) => (score - outcome) * (score - outcome)).Value;
        var prevalence = evidence.Events.Weight / evidence.All.Weight;
        var reference = prevalence * (1 - prevalence);
        var value = 1 - (brier / reference);

        // Influence of a patient on 1 − B / V: through B, and through V = π(1 − π).
        double Influence(double score, int outcome) => (-(((score - outcome) * (score - outcome)) - brier) / reference)
            + (brier / (reference * reference) * (1 - (2 * prevalence)) * (outcome - prevalence));
        // Of one or two events it is not known how differently the next would score; the fewer there are, the longer are the tails.
        var (variance, _) = LossSampling.Spread(evidence, 0, Influence, prior: 1);
        var rarer = Math.Min(evidence.Events.EffectiveSize, evidence.NonEvents.EffectiveSize);
        var error = Math.Sqrt(variance / evidence.All.EffectiveSize);
        return value - error == value
            ? new Estimate.Known(value, null, evidence.Count, Phrase.Of($"no variation between patients"))
            : new Estimate.Known(value, new RarerOutcomeSampling(value, error, rarer), evidence.Count);
    }

    private sealed class RarerOutcomeSampling(double value, double error, double rarer) : Sampling
    {
        public override Phrase Method { get; } = Phrase.Of($"delta method, Student t");

        public override double StandardError => error;

        public override Sampling Scaled(double factor) => new RarerOutcomeSampling(value, error / Math.Sqrt(factor), rarer * factor);

        public override (double Lower, double Upper) Limits(double z)
        {
            var half = error * CriticalValue.Student(z, rarer + 1);
            return (value - half, Math.Min(1, value + half));
        }
    }
}
