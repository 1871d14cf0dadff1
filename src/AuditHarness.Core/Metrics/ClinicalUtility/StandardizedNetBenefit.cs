using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>Net benefit over the prevalence, which is the most it can be.</summary>
/// <remarks>Up to 1; undefined when there is no event or the threshold is 1.</remarks>
public sealed class StandardizedNetBenefit : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(StandardizedNetBenefit), "Standardized net benefit", MetricBasis.Decision, Direction.Higher, 1, double.NegativeInfinity, 1,
        "Net benefit / prevalence = sensitivity − (1 − specificity) · (1 − π) / π · t / (1 − t): 1 for perfect decisions, so groups of unequal prevalence π can be compared by it. Also called relative utility of the model.",
        "the limits of prevalence, sensitivity and specificity, each moved alone, squared and added (MOVER)",
        "Kerr et al. (2016), J. Clin. Oncol. 34:2534–2540; Baker et al. (2009), J. R. Stat. Soc. A 172:729–748")
    {
        Swapped = new LabelSwap.None("It is per event: per patient without the event it is no figure of the catalog."),
        Prominence = Prominence.Detail, Oracle = "NetBenefitTests.The_other_forms_follow_from_counting_rows",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (evidence.Events.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoEvents);
        if (evidence.Threshold >= 1) return new Estimate.Undefined(NetBenefit.NoTradeAtOne);
        var odds = evidence.Threshold / (1 - evidence.Threshold);
        ProportionSampling[] rates =
        [
            evidence.Share(evidence.Events, evidence.All), evidence.Share(cells.TruePositives, cells.Events),
            .. evidence.NonEvents.Rows == 0 ? (ProportionSampling[])[] : [evidence.Share(cells.FalsePositives, cells.NonEvents)],
        ];
        double Of(double[] p) => p[1] - (p.Length == 2 ? 0 : p[2] * (1 - p[0]) / p[0] * odds);
        // From the counts: where they are equal at even odds the sum of rates is not exactly 0.
        return TallyShare.Finite(
            (cells.TruePositives.Weight - (odds * cells.FalsePositives.Weight)) / cells.Events.Weight,
            new SquareAndAddSampling(Phrase.Of($"MOVER of three {rates[0].Method} intervals"), Of, rates, max: 1), evidence.Events.Rows);
    }
}
