using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>
/// What the decisions come to in 1,000 patients: events found and missed, patients flagged in vain and rightly left alone. Four metrics,
/// one for each cell of the decision table.
/// </summary>
/// <remarks>In [0, 1000], the four together 1,000; undefined when there is no patient. They move with the prevalence, as the clinic's workload does.</remarks>
public sealed class PatientsPer1000 : IMetric
{
    /// <summary>Of how many patients they tell.</summary>
    public const int Patients = 1000;

    /// <summary>Id of the events found.</summary>
    public const string Found = "TruePositivesPer1000";

    /// <summary>Id of the events missed.</summary>
    public const string Missed = "FalseNegativesPer1000";

    /// <summary>Id of the patients flagged in vain.</summary>
    public const string InVain = "FalsePositivesPer1000";

    /// <summary>Id of the patients rightly left alone.</summary>
    public const string LeftAlone = "TrueNegativesPer1000";

    private readonly Func<ConfusionCounts, Tally> _cell;

    /// <summary>One of the four.</summary>
    /// <param name="isFlagged">True for patients who are flagged.</param>
    /// <param name="isEvent">True for patients with the event.</param>
    public PatientsPer1000(bool isFlagged, bool isEvent)
    {
        (_cell, var id, var swapped, var title, var definition) = (isFlagged, isEvent) switch
        {
            (true, true) => ((Func<ConfusionCounts, Tally>)(c => c.TruePositives), Found, LeftAlone, "Events found per 1,000 patients",
                "Patients with an event who are flagged, of 1,000 patients: 1000 · TP / n. At most as many as have the event."),
            (false, true) => (c => c.FalseNegatives, Missed, InVain, "Events missed per 1,000 patients",
                "Patients with an event who are not flagged, of 1,000 patients: 1000 · FN / n."),
            (true, false) => (c => c.FalsePositives, InVain, Missed, "Patients flagged in vain per 1,000",
                "Patients without an event who are flagged, of 1,000 patients: 1000 · FP / n."),
            _ => (c => c.TrueNegatives, LeftAlone, Found, "Patients rightly left alone per 1,000",
                "Patients without an event who are not flagged, of 1,000 patients: 1000 · TN / n. At most as many as do not have the event."),
        };
        var isRight = isFlagged == isEvent;
        Info = new(
            id, title, MetricBasis.Decision, isRight ? Direction.Higher : Direction.Lower, isRight ? null : 0, 0, Patients, definition,
            "that of the share of patients (mid-P; Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted, times 1,000",
            "Schünemann et al. (2008), BMJ 336:1106–1110")
        {
            Swapped = new LabelSwap.Into(swapped),
            Prominence = Prominence.Detail, Oracle = "PatientsPer1000Tests.Each_counts_rows_and_its_limits_solve_binomial_tails",
        };
    }

    /// <inheritdoc/>
    public MetricInfo Info { get; }

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var share = evidence.Share(_cell(evidence.Confusion), evidence.All);
        return new Estimate.Known(
            Patients * share.Proportion, new TransformedSampling(share.Method, share, Patients * share.StandardError, p => Patients * p), evidence.Count);
    }

    /// <summary>Its id.</summary>
    public override string ToString() => Info.Id;
}
