namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients left alone who have the event: 1 − negative predictive value.</summary>
/// <remarks>In [0, 1]; undefined when everybody is flagged.</remarks>
public sealed class FalseOmissionRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FalseOmissionRate), "False omission rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1,
        "Share of the patients not flagged who have the event: FN / (FN + TN) = 1 − negative predictive value. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Berk et al. (2021), Sociol. Methods Res. 50:3–44")
    {
        Swapped = new LabelSwap.Into(nameof(FalseDiscoveryRate)),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.False_discovery_and_omission_rates_agree_with_AIF360",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Confusion.NotFlagged is { Rows: > 0 } decided
        ? Estimate.Of(evidence.ShareWithEvent(evidence.Confusion.FalseNegatives, decided), decided) : new Estimate.Undefined(Estimate.Because.AllFlagged);
}
