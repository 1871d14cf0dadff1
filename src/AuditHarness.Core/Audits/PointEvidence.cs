using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>
/// What a published operating point tells of a group's decisions, in the form that every metric reads: a metric of decisions is at that
/// threshold what it measures here. Nothing goes in that is not published, so nothing comes out that could not be worked out from the file.
/// </summary>
public static class PointEvidence
{
    // Shares of the group tell no number of patients: intervals would be of nobody, and only values are of use.
    private const double Patients = 1e6;

    /// <summary>The decisions at a point of a curve.</summary>
    /// <param name="curve">The curve, with points.</param>
    /// <param name="point">One of its points.</param>
    /// <param name="measures">What metrics with a setting are measured at.</param>
    /// <returns>Evidence for values, not for intervals; null where the point has no threshold or the prevalence is not told.</returns>
    public static SubgroupEvidence? Of(Exhibit.OperatingCurve curve, OperatingPoint point, MeasurePlan measures)
    {
        // Precision where everybody is flagged is how common the event is, in files that do not say it themselves.
        if (point.Threshold is not { } threshold || (curve.Prevalence ?? curve.Points[^1].Precision) is not { } prevalence) return null;
        // At a threshold of 0 nobody is below it, and then the lower of the two scores holds nobody.
        var ranked = new RankedScores(threshold > 0 ? [0, 1] : [1],
            Split(prevalence, point.Sensitivity, threshold), Split(1 - prevalence, point.FalsePositiveRate, threshold));
        return new(curve.Subgroup, ranked, threshold, weighted: true)
        {
            Measures = measures, Intervals = IntervalPlan.Default with { Proportions = ProportionMethod.Wilson },
        };
    }

    private static Tallies Split(double share, double flagged, double threshold) =>
        new(threshold > 0 ? [Tally(share * (1 - flagged)), Tally(share * flagged)] : [Tally(share * flagged)]);

    private static Tally Tally(double share) => share > 0 ? new(1, share * Patients, share * Patients) : default;
}
