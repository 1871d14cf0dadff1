using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Shares of patients as parts of a larger figure.</summary>
internal static class TallyShare
{
    /// <summary>A share on the effective size of its denominator; exactly 1 for all of them, whatever the rounding of summed weights.</summary>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share; at least one.</param>
    public static ProportionSampling Of(this Tally numerator, Tally denominator) => new(
        numerator.Rows == denominator.Rows ? 1 : Math.Min(1, numerator.Weight / denominator.Weight), denominator.EffectiveSize);
}
