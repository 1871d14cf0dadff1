using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>How many interventions in 100 patients the model avoids beside intervening in everybody, without missing more events.</summary>
/// <remarks>Up to 100; undefined when there is no patient or the threshold is 0.</remarks>
public sealed class InterventionsAvoided : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(InterventionsAvoided), "Interventions avoided per 100 patients", MetricBasis.Decision, Direction.Higher, null, double.NegativeInfinity, 100,
        "Net reduction in interventions per 100 patients beside flagging everybody: 100 · (net benefit − that of flagging everybody) · (1 − t) / t = 100 · (TN − FN · (1 − t) / t) / n.",
        "MOVER of the limits of both shares of patients, with their correlation",
        "Vickers, Cronin, Elkin, Gonen (2008), BMC Med. Inform. Decis. Mak. 8:53")
    {
        Swapped = new LabelSwap.Into(nameof(NetBenefit), 100),
        Prominence = Prominence.Detail, Oracle = "NetBenefitTests.The_other_forms_follow_from_counting_rows",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        if (evidence.Threshold <= 0) return new Estimate.Undefined(Phrase.Of($"at a threshold of 0 no number of interventions avoided outweighs one event missed"));
        var spared = (100.0, evidence.Share(cells.TrueNegatives, evidence.All));
        var against = 100 * (1 - evidence.Threshold) / evidence.Threshold;
        var sampling = new SharesSampling(Phrase.Of($"MOVER of {spared.Item2.Method} intervals"), 0,
            against > 0 ? [spared, (-against, evidence.Share(cells.FalseNegatives, evidence.All))] : [spared], max: 100);
        return new Estimate.Known(sampling.Value, sampling, evidence.Count);
    }
}
