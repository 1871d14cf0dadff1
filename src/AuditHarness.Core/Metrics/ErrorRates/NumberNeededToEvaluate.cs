using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Flagged patients to be looked at for one with the event: 1 / positive predictive value.</summary>
/// <remarks>From 1; undefined when nobody with the event is flagged.</remarks>
public sealed class NumberNeededToEvaluate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NumberNeededToEvaluate), "Number needed to evaluate", MetricBasis.Decision, Direction.Lower, 1, 1, double.PositiveInfinity,
        "Flagged patients who must be looked at to find one with the event: 1 / positive predictive value. Moves with prevalence.",
        "reciprocals of Clopper and Pearson's limits of the positive predictive value: narrower ones fall short, as there is a figure only where at least one event is found",
        "Romero-Brufau et al. (2015), Crit. Care 19:285")
    {
        Swapped = new LabelSwap.Inverse(nameof(NegativePredictiveValue)),
        Prominence = Prominence.Detail, IsExact = true, Oracle = "OracleTableTests.Number_needed_to_evaluate_is_the_reciprocal_of_statsmodels_limits",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (cells.Flagged.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoneFlagged);
        if (cells.TruePositives.Rows == 0) return new Estimate.Undefined(Phrase.Of($"no patient with the event is flagged: the number is infinite"));
        var found = evidence.ShareWithEvent(cells.TruePositives, cells.Flagged);
        return TallyShare.Finite(1 / found.Proportion,
            new SquareAndAddSampling(Phrase.Of($"1 / Clopper–Pearson"), p => 1 / p[0], [new(found.Proportion, found.Size, ProportionMethod.ClopperPearson)], min: 1), cells.Flagged.Rows);
    }
}
