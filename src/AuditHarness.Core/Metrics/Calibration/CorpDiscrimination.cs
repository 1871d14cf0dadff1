namespace AuditHarness.Metrics.Calibration;

/// <summary>Brier score of the prevalence less that of the isotonic risks: what the order of the risks is worth.</summary>
/// <remarks>In [0, 0.25]; undefined when there is no patient.</remarks>
public sealed class CorpDiscrimination : IMetric
{
    // What order is worth shows in who has the event and who not, which is little in three or four of them: there the interval lies too high
    // in one of ten samples.
    private const double FewestExpected = 3.5;

    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CorpDiscrimination), "CORP discrimination", MetricBasis.Score, Direction.Higher, null, 0, 0.25,
        "Brier score of the prevalence less that of the isotonic risks: what the order of the risks is worth.",
        "inverted simulation of worlds along the line from risks that tell nothing through those seen, Student’s t on the smaller class; holds the estimate",
        "Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118")
    {
        Convention = "As CorpMiscalibration. Positive even for risks that tell nothing, the more the smaller the group.",
        Swapped = new LabelSwap.Into(nameof(CorpDiscrimination)),
        TellsOrder = true, Oracle = "BrierDecompositionTests.Corp_equals_an_isotonic_fit_by_brute_force", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = CorpDecomposition.Of(evidence).Discrimination;
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.OfDiscrimination, 0, 0.25, fewest: FewestExpected, isStudent: true);
    }
}
