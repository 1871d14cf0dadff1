using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>One metric on one subgroup: <see cref="Known"/> or <see cref="Unknown"/>. Unknown is a result, never 0 or NaN.</summary>
/// <param name="Metric">Id of the metric in the catalog, such as "Sensitivity".</param>
/// <param name="Subgroup">Whom it is about.</param>
/// <param name="N">Rows of the subgroup; null when suppressed.</param>
/// <param name="Events">Rows of the subgroup with an event; null when suppressed.</param>
public abstract record Measurement(string Metric, Subgroup Subgroup, int? N, int? Events)
{
    /// <summary>A figure.</summary>
    /// <param name="Metric">Id of the metric.</param>
    /// <param name="Subgroup">Whom it is about.</param>
    /// <param name="N">Rows; null when suppressed.</param>
    /// <param name="Events">Events; null when suppressed.</param>
    /// <param name="Value">The estimate, finite.</param>
    /// <param name="Interval">Its interval, or null with <paramref name="Reason"/>.</param>
    /// <param name="Reason">Why there is no interval, or null.</param>
    public sealed record Known(
        string Metric, Subgroup Subgroup, int? N, int? Events, double Value, Interval? Interval, Phrase? Reason)
        : Measurement(Metric, Subgroup, N, Events)
    {
        /// <summary>Where the local curve that the figure rests on was fitted, which is not the same in every group; null without such a curve.</summary>
        public Phrase? Fit { get; init; }
    }

    /// <summary>No figure, and why.</summary>
    /// <param name="Metric">Id of the metric.</param>
    /// <param name="Subgroup">Whom it is about.</param>
    /// <param name="N">Rows; null when suppressed.</param>
    /// <param name="Events">Events; null when suppressed.</param>
    /// <param name="Reason">Why it cannot be estimated or shown.</param>
    /// <param name="Suppressed">True when it was estimated and is hidden to protect patients.</param>
    public sealed record Unknown(
        string Metric, Subgroup Subgroup, int? N, int? Events, Phrase Reason, bool Suppressed)
        : Measurement(Metric, Subgroup, N, Events);
}
