namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Mean score of all patients.</summary>
/// <remarks>In [0, 1]; undefined when there is no such patient.</remarks>
public sealed class MeanPrediction : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(MeanPrediction), "Mean predicted risk", MetricBasis.Score, Direction.Neither, null, 0, 1,
        "Mean score of all patients: what the model expects. Compared between groups it is demographic parity without a threshold.",
        "Student's t on the effective size, widened on the side of the long tail by Hall's correction for skewness (1992, J. R. Stat. Soc. B 54:221–228); of fewer than 5 patients Student's t of the scores or of their log-odds, whichever reaches further",
        "Jiang et al. (2020), UAI 35:862–872")
    {
        Swapped = new LabelSwap.Into(nameof(MeanPrediction), -1, 1),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.Mean_predictions_are_the_event_rate_over_rs_observed_expected_ratio",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        ScoreAverage.Of(evidence.Ranked.Scores, evidence.Ranked.Events.And(evidence.Ranked.NonEvents), evidence.All, Estimate.Because.NoPatients);
}
