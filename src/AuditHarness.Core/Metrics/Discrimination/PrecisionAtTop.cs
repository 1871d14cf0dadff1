using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Share of the patients with the highest scores who have the event: precision at k.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient.</remarks>
public sealed class PrecisionAtTop : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(PrecisionAtTop), "Precision at the top", MetricBasis.Score, Direction.Higher, 1, 0, 1,
        "Share with the event among the tenth of patients (or the share that the plan says) with the highest scores: precision at k, where k is that share of the group. Moves with prevalence.",
        "mid-P (or what the plan asks for) on the number of patients at the top, fewer by what the boundary's own uncertainty adds (delta method)",
        "Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, section 8.4")
    {
        Swapped = new LabelSwap.None("It is about the patients with the highest scores: the swap makes them those with the lowest."),
        Prominence = Prominence.Detail, Oracle = "TopShareTests.Both_are_the_mean_over_every_order_of_tied_patients",
        Convention = "k is not rounded: of the patients tied at the boundary, or the one astride it, the fraction counts that fills the share, so neither the order of rows nor their repetition matters.",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var top = TopShareOfScores.Of(evidence);
        var variance = ((top.Precision * (1 - top.Precision)) + ((1 - top.Share) * Square(top.Precision - top.Boundary))) / top.Share;
        var size = evidence.All.EffectiveSize;
        return top.ToEstimate(evidence, top.Precision, variance, size, size * top.Share, Math.Max(1, (int)(top.Share * evidence.Count)));
    }

    private static double Square(double x) => x * x;
}
