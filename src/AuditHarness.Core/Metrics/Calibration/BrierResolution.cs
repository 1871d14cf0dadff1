namespace AuditHarness.Metrics.Calibration;

/// <summary>Part of the Brier score that telling patients apart saves: Σ (n_bin / n) · (event rate − prevalence)² over 10 bins of equal width.</summary>
/// <remarks>In [0, 0.25]; undefined when there is no patient.</remarks>
public sealed class BrierResolution : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BrierResolution), "Brier resolution", MetricBasis.Score, Direction.Higher, null, 0, 0.25,
        "Part of the Brier score that telling patients apart saves: Σ (n_bin / n) · (event rate − prevalence)² over 10 bins of equal width.",
        "inverted simulation of worlds along the line from risks that tell nothing through those seen; holds the estimate",
        "Murphy (1973), J. Appl. Meteorol. 12:595–600; Stephenson, Coelho, Jolliffe (2008), Weather Forecast. 23:752–757")
    {
        Convention = "Bins of ExpectedCalibrationError. Positive even for risks that tell nothing, the more the smaller the group.",
        Oracle = "BrierDecompositionTests.The_parts_sum_to_the_brier_score", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Brier.Resolution;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.OfResolution, 0, 0.25);
    }
}
