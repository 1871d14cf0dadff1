using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Shares of patients as parts of a larger figure.</summary>
internal static class TallyShare
{
    /// <summary>
    /// A share on the effective size of its denominator for this very share, with the limits that the plan asks for; exactly 1 for all of them, whatever
    /// the rounding of summed weights.
    /// </summary>
    /// <param name="evidence">Whose patients they are.</param>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share; at least one.</param>
    public static ProportionSampling Share(this SubgroupEvidence evidence, Tally numerator, Tally denominator) => numerator.Of(denominator, evidence.Intervals.Proportions);

    /// <summary>
    /// The patients with the event among others, such as those flagged. Where one outcome hardly occurs among them, the group's other
    /// patients tell what one more would weigh: of cases drawn more often than controls, none in vain among 20 flagged proves less than 20.
    /// </summary>
    /// <param name="evidence">Whose patients they are.</param>
    /// <param name="events">Patients with the event.</param>
    /// <param name="all">Patients of whom they are a share; at least one.</param>
    public static ProportionSampling ShareWithEvent(this SubgroupEvidence evidence, Tally events, Tally all) => new(
        events.Rows == all.Rows ? 1 : Math.Min(1, events.Weight / all.Weight), all.EffectiveSizeOfShare(events, evidence.Events, evidence.NonEvents), evidence.Intervals.Proportions);

    /// <summary>The same of the patients without the event.</summary>
    /// <param name="evidence">Whose patients they are.</param>
    /// <param name="nonEvents">Patients without the event.</param>
    /// <param name="all">Patients of whom they are a share; at least one.</param>
    public static ProportionSampling ShareWithoutEvent(this SubgroupEvidence evidence, Tally nonEvents, Tally all) => new(
        nonEvents.Rows == all.Rows ? 1 : Math.Min(1, nonEvents.Weight / all.Weight), all.EffectiveSizeOfShare(nonEvents, evidence.NonEvents, evidence.Events), evidence.Intervals.Proportions);

    /// <summary>The same, for patients who are no subgroup's.</summary>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share; at least one.</param>
    /// <param name="method">How limits are made.</param>
    public static ProportionSampling Of(this Tally numerator, Tally denominator, ProportionMethod method) => new(
        numerator.Rows == denominator.Rows ? 1 : Math.Min(1, numerator.Weight / denominator.Weight), denominator.EffectiveSizeOfShare(numerator), method);

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
