using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>Operating curves made by hand: a family of curves with known areas, for looking at and for structure.</summary>
internal static class SampleCurves
{
    /// <summary>A curve for each group; the group that is hidden has none.</summary>
    public static IReadOnlyList<Exhibit.OperatingCurve> Of(IReadOnlyList<Subgroup> groups, Subgroup small) =>
        [.. groups.Select((g, i) => g.Equals(small) ? Hidden(i, g) : Curve(i, g, 0.3 + (0.04 * (i % 5)), 0.2 + (0.02 * (i % 7))))];

    /// <summary>Sensitivity = false positive rate to a power, at tenths; precision and net benefit follow from the prevalence and from thresholds that fall evenly from 0.64.</summary>
    public static Exhibit.OperatingCurve Curve(int number, Subgroup group, double power, double prevalence) =>
        new(FormattableString.Invariant($"operating-{number}"), Phrase.Of($"Operating points, {group.ToString()}"), group,
            [.. Enumerable.Range(0, 11).Select(i => Point(i / 10.0, Math.Pow(i / 10.0, power), prevalence))], null) { Prevalence = prevalence };

    private static Exhibit.OperatingCurve Hidden(int number, Subgroup group) =>
        new(FormattableString.Invariant($"operating-{number}"), Phrase.Of($"Operating points, {group.ToString()}"), group, [], Phrase.Of($"suppressed: 1 to 10 patients"));

    private static OperatingPoint Point(double fpr, double sensitivity, double prevalence)
    {
        var flagged = (prevalence * sensitivity) + ((1 - prevalence) * fpr);
        double? precision = flagged > 0 ? prevalence * sensitivity / flagged : null;
        double? threshold = fpr > 0 ? Math.Round(0.7 * (1 - fpr), 3) + 0.01 : null;
        var benefit = threshold is { } t ? (prevalence * sensitivity) - ((1 - prevalence) * fpr * t / (1 - t)) : (double?)null;
        return new(fpr, sensitivity, precision, Around(sensitivity, 0.04), precision is { } p ? Around(p, 0.05) : null)
        {
            FalsePositiveRateInterval = Around(fpr, 0.03), Threshold = threshold, NetBenefit = benefit, NetBenefitInterval = benefit is { } b ? SampleAudit.Around(b, 0.01) : null,
        };
    }

    private static Interval Around(double value, double half) => SampleAudit.Around(value, half, 0, 1);
}
