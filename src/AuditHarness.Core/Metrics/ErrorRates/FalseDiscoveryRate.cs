namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of flagged patients without the event: 1 − positive predictive value.</summary>
/// <remarks>In [0, 1]; undefined when nobody is flagged.</remarks>
public sealed class FalseDiscoveryRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FalseDiscoveryRate), "False discovery rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1,
        "Share of flagged patients without the event: FP / (TP + FP) = 1 − positive predictive value. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Chouldechova (2017), Big Data 5:153–163")
    {
        Swapped = new LabelSwap.Into(nameof(FalseOmissionRate)),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.False_discovery_and_omission_rates_agree_with_AIF360",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Confusion.Flagged is { Rows: > 0 } decided
        ? Estimate.Of(evidence.ShareWithoutEvent(evidence.Confusion.FalsePositives, decided), decided) : new Estimate.Undefined(Estimate.Because.NoneFlagged);
}
