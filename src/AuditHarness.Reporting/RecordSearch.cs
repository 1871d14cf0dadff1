using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>
/// A figure of a group that was looked at to find whom made-up records give away, lose or blur most. Intervals are widened for as many
/// figures as are looked at, so that the clearest of many is not named for standing out by chance.
/// </summary>
/// <param name="Measured">The figure.</param>
/// <param name="Nothing">The value at which nobody is given away, lost or blurred.</param>
/// <param name="Beyond">By how much the near end of the widened interval lies beyond that on the bad side, as a share of the farthest that it could; not above 0 where it does not.</param>
internal sealed record RecordSearch(RecordMeasurement Measured, double Nothing, double Beyond)
{
    /// <summary>Attacks that are compared: success beyond what the same attack gets of people that the generator never saw, or beyond guessing.</summary>
    public static IReadOnlyList<string> Attacks { get; } =
    [
        "NearCopyExcess", "DensityMembershipArea", "DistanceMembershipArea", "UnivariateSinglingOutRisk", "MultivariateSinglingOutRisk", "LinkabilityRisk", "AttributeInferenceRisk",
    ];

    /// <summary>How far an attack on somebody gets, from 0 where it gets nowhere to 1; null when it was not made.</summary>
    /// <param name="info">The attack.</param>
    /// <param name="value">Its figure.</param>
    public static double Net(MetricInfo info, double value) => (value - (info.Ideal ?? 0)) / (info.Max - (info.Ideal ?? 0));

    /// <summary>Attacks on the groups; what real records in the place of made-up ones may give away as well is no leak.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<RecordSearch> Leaks(ReportView view) =>
    [
        .. Widened(Known(view, Attacks), (info, low, _) => Net(info, low))
            .Select(s => view.Records!.RealBeside(s.Measured) is { Value: not null } && view.Records.Standing(s.Measured) <= 0 ? s with { Beyond = Math.Min(0, s.Beyond) } : s),
    ];

    /// <summary>Shares of the groups that are too small: beyond is what is missing of each.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<RecordSearch> Lost(ReportView view) => Widened(Known(view, ["RepresentationRatio"]), (_, _, high) => 1 - high);

    /// <summary>Shares of the groups that are too large.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<RecordSearch> Swollen(ReportView view) => Widened(Known(view, ["RepresentationRatio"]), (_, low, _) => low - 1);

    /// <summary>Groups whose records are made up worse than those of the best group.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<RecordSearch> Blurred(ReportView view) => Widened(Known(view, ["ConditionalFidelityGap"]), (_, _, high) => -high, isSimultaneous: true);

    /// <summary>The clearest one that lies beyond, of those as clear the smallest group; null when none does.</summary>
    /// <param name="found">What was looked at.</param>
    public static RecordSearch? Clearest(IReadOnlyList<RecordSearch> found) =>
        found.Where(s => s.Beyond > 0).OrderByDescending(s => Math.Round(s.Beyond, 3)).ThenBy(s => s.Measured.Figure.N ?? 0).FirstOrDefault();

    /// <summary>How far a figure lies from that of real records, in half widths of its interval.</summary>
    /// <param name="records">What was measured.</param>
    /// <param name="measured">A figure with an interval and a real one beside it.</param>
    public static double Apart(RecordsView records, RecordMeasurement measured) =>
        measured.Figure is { Value: { } value, Interval: { } interval } && records.RealBeside(measured) is { Value: { } real }
            ? Math.Abs(value - real) / Math.Max(1e-12, (interval.Upper - interval.Lower) / 2) : 0;

    private static List<RecordMeasurement> Known(ReportView view, IReadOnlyList<string> metrics) => view.Records is not { } records ? [] :
    [
        .. from metric in metrics
           from family in view.Families
           from @group in family.Groups
           let measured = records.Find(metric, @group)
           where measured is { Figure: { Value: not null, Interval: not null } }
           select measured,
    ];

    private static List<RecordSearch> Widened(List<RecordMeasurement> known, Func<MetricInfo, double, double, double> beyond, bool isSimultaneous = false) =>
    [
        .. known.Select(m =>
        {
            var (info, interval) = (RecordMeasureCatalog.Find(m.Metric)!, Wider(m.Figure.Value!.Value, m.Figure.Interval!, isSimultaneous ? 1 : known.Count));
            return new RecordSearch(m, info.Ideal ?? 0, beyond(info, interval.Lower, interval.Upper));
        }),
    ];

    // As normal limits would widen on each side by itself: Bonferroni over the figures looked at.
    private static (double Lower, double Upper) Wider(double value, Interval interval, int figures)
    {
        var factor = CriticalValue.TwoSided(1 - ((1 - interval.Level) / Math.Max(1, figures))) / CriticalValue.TwoSided(interval.Level);
        return (value - ((value - interval.Lower) * factor), value + ((interval.Upper - value) * factor));
    }
}
