using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Shares of patients as parts of a larger figure.</summary>
internal static class TallyShare
{
    /// <summary>
    /// A share on the effective size of its denominator, with the limits that the plan asks for; exactly 1 for all of them, whatever
    /// the rounding of summed weights.
    /// </summary>
    /// <param name="evidence">Whose patients they are.</param>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share; at least one.</param>
    public static ProportionSampling Share(this SubgroupEvidence evidence, Tally numerator, Tally denominator) => numerator.Of(denominator, evidence.Intervals.Proportions);

    /// <summary>The same, for patients who are no subgroup's.</summary>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share; at least one.</param>
    /// <param name="method">How limits are made.</param>
    public static ProportionSampling Of(this Tally numerator, Tally denominator, ProportionMethod method) => new(
        numerator.Rows == denominator.Rows ? 1 : Math.Min(1, numerator.Weight / denominator.Weight), denominator.EffectiveSize, method);

    /// <summary>A figure with its interval, unless that reaches to infinity: absurd weights round a limit of a share to 0 or 1.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="sampling">How it varies.</param>
    /// <param name="denominator">Rows that it is a share of or an average over.</param>
    public static Estimate Finite(double value, Sampling sampling, int denominator) =>
        sampling.Limits(FurthestOut) is var (lower, upper) && double.IsFinite(lower) && double.IsFinite(upper)
            ? new Estimate.Known(value, sampling, denominator)
            : new Estimate.Known(value, null, denominator, Phrase.Of($"one patient's weight drowns the others: no usable variance"));

    // No family of comparisons asks for more.
    private const double FurthestOut = 7;
}
