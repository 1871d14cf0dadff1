using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>What the model adds to the better of flagging everybody and flagging nobody, in net benefit.</summary>
/// <remarks>Undefined when there is no patient or the threshold is 1.</remarks>
public sealed class NetBenefitGain : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NetBenefitGain), "Gain in net benefit", MetricBasis.Decision, Direction.Higher, null, double.NegativeInfinity, 1,
        "Net benefit less that of the better of two policies without a model: flag everybody, π − (1 − π) · t / (1 − t), or nobody, 0. Below 0 the model does harm.",
        "MOVER of the limits of shares of patients against each policy; the lower limit against the better policy, and the lower of both upper limits",
        "Vickers, Elkin (2006), Med. Decis. Making 26:565–574")
    {
        Swapped = new LabelSwap.None("It is in units of events found; in units of flags spared it is multiplied by the odds of the threshold."),
        Prominence = Prominence.Detail, Oracle = "NetBenefitTests.The_other_forms_follow_from_counting_rows",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (NetBenefit.At(evidence, cells, evidence.Threshold) is not Estimate.Known { Sampling: SharesSampling overNobody }) return NetBenefit.At(evidence, cells, evidence.Threshold);
        var overEverybody = OverEverybody(evidence);
        return new Estimate.Known(Math.Min(overNobody.Value, overEverybody.Value), new LesserSampling(overNobody, overEverybody), evidence.Count);
    }

    /// <summary>Net benefit less that of flagging everybody: (TN · t / (1 − t) − FN) / n.</summary>
    private static SharesSampling OverEverybody(SubgroupEvidence evidence)
    {
        var odds = evidence.Threshold / (1 - evidence.Threshold);
        var missed = evidence.Share(evidence.Confusion.FalseNegatives, evidence.All);
        return new(Phrase.Of($"MOVER of {missed.Method} intervals"), 0,
            odds > 0 ? [(odds, evidence.Share(evidence.Confusion.TrueNegatives, evidence.All)), (-1, missed)] : [(-1, missed)]);
    }

    private sealed class LesserSampling(SharesSampling first, SharesSampling second) : Sampling
    {
        public override Phrase Method => first.Method;

        public override double StandardError => first.Value <= second.Value ? first.StandardError : second.StandardError;

        public override Sampling Scaled(double factor) => new LesserSampling((SharesSampling)first.Scaled(factor), (SharesSampling)second.Scaled(factor));

        public override (double Lower, double Upper) Limits(double z)
        {
            var ((l1, u1), (l2, u2)) = (first.Limits(z), second.Limits(z));
            // The lower of both lower limits would hold the truth far too often where the policies are close.
            return (first.Value < second.Value ? l1 : first.Value > second.Value ? l2 : Math.Min(l1, l2), Math.Min(u1, u2));
        }
    }
}
