using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Share of events that lie among the patients with the highest scores: recall at k.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient with the event.</remarks>
public sealed class RecallAtTop : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(RecallAtTop), "Recall at the top", MetricBasis.Score, Direction.Higher, null, 0, 1,
        "Share of all events found among the tenth of patients (or the share that the plan says) with the highest scores: recall at k, where k is that share of the group. At most that share over the prevalence.",
        "mid-P (or what the plan asks for) on the number of events, fewer or more by what the boundary's own uncertainty adds (delta method)",
        "Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, section 8.4")
    {
        Swapped = new LabelSwap.None("It is about the patients with the highest scores: the swap makes them those with the lowest."),
        Prominence = Prominence.Detail, Oracle = "TopShareTests.Both_are_the_mean_over_every_order_of_tied_patients",
        Convention = "k is not rounded: of the patients tied at the boundary, or the one astride it, the fraction counts that fills the share, so neither the order of rows nor their repetition matters.",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Events.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoEvents);
        var top = TopShareOfScores.Of(evidence);
        var recall = Math.Clamp(top.Share * top.Precision / top.Prevalence, 0, 1);
        // Influence of a patient by place (top or not) and outcome; its mean over the four kinds is 0.
        double found = top.Share * top.Precision, vain = top.Share - found, missed = top.Prevalence - found, spared = 1 - found - vain - missed;
        var shift = top.Share * top.Boundary;
        var variance = ((found * Square(1 - top.Boundary + shift - recall)) + (vain * Square(shift - top.Boundary))
            + (Math.Max(0, missed) * Square(shift - recall)) + (Math.Max(0, spared) * Square(shift))) / Square(top.Prevalence);
        return top.ToEstimate(
            evidence, recall, variance, evidence.All.EffectiveSize, evidence.Events.EffectiveSize, evidence.Events.Rows);
    }

    private static double Square(double x) => x * x;
}
