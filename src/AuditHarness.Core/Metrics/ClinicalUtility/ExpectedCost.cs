using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>What decisions cost per patient, by the plan's costs.</summary>
/// <remarks>In the plan's unit; undefined when there is no patient, or the plan declares no costs (then the audit leaves it out).</remarks>
public sealed class ExpectedCost : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ExpectedCost), "Expected cost per patient", MetricBasis.Decision, Direction.Lower, null, double.NegativeInfinity, double.PositiveInfinity,
        "(TP · c₁ + FP · c₂ + TN · c₃ + FN · c₄) / n with the costs that the plan declares for a true positive, false positive, true negative and false negative, in its unit. Moves with prevalence.",
        "MOVER of the limits of the shares of patients that cost more or less than the most frequent kind of decision, with their correlations",
        "Elkan (2001), IJCAI 17:973–978")
    {
        Swapped = new LabelSwap.None("Costs are declared for each kind of decision, and would have to change places too."),
        Prominence = Prominence.Detail, NeedsCosts = true, Oracle = "NetBenefitTests.Expected_cost_is_the_mean_of_what_each_row_costs",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Measures.Costs is not { } costs) return new Estimate.Undefined(Phrase.Of($"no costs are declared"));
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var c = evidence.Confusion;
        (Tally Patients, double Cost)[] kinds =
        [
            (c.TrueNegatives, costs.TrueNegative), (c.FalsePositives, costs.FalsePositive), (c.TruePositives, costs.TruePositive), (c.FalseNegatives, costs.FalseNegative),
        ];
        // One share is what the others leave: the largest, so that the limits of the small ones count.
        var usual = kinds.MaxBy(k => k.Patients.Weight).Cost;
        (double, ProportionSampling)[] others = [.. kinds.Where(k => k.Cost != usual).Select(k => (k.Cost - usual, evidence.Share(k.Patients, evidence.All)))];
        if (others.Length == 0) return new Estimate.Known(usual, null, evidence.Count, Phrase.Of($"every decision costs the same"));
        var sampling = new SharesSampling(Phrase.Of($"MOVER of {others[0].Item2.Method} intervals"), usual, others);
        return new Estimate.Known(sampling.Value, sampling, evidence.Count);
    }
}
