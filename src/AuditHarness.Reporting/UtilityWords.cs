using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Charts;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What acting on the scores is worth, in words for people who decide on it.</summary>
internal static class UtilityWords
{
    /// <summary>Id of the metric that the worth is told by.</summary>
    public const string NetBenefit = "NetBenefit";

    /// <summary>What flagging by the model is worth at the threshold, beside flagging everybody and nobody, and for which groups it is worth nothing.</summary>
    /// <param name="view">The result.</param>
    public static string Opening(ReportView view)
    {
        if (view.MetricsOf(AuditCatalog.Utility).Count == 0) return Wording.Say($"The plan does not ask what acting on the scores is worth.");
        if (view.Find(NetBenefit, Subgroup.Overall) is not Measurement.Known known) return Wording.Say($"What acting on the scores is worth could not be estimated; the table says why.");
        var everybody = OfAll(view, Subgroup.Overall);
        var worth = known.Value > 0
            ? Wording.Say($"At the threshold of {Share(view.Audit.Threshold)}, flagging by the model is worth as much as finding {Thousand(known)} true events per 1,000 patients without any false alarm.")
            : Wording.Say($"At the threshold of {Share(view.Audit.Threshold)}, flagging by the model does more harm than good: its false alarms outweigh what it finds, by {Thousand(known)} events per 1,000 patients.");
        return string.Join(" ", new[] { worth, everybody is { } all ? Beside(known.Value, all) : null, Groups(view) }.OfType<string>());
    }

    /// <summary>What flagging everybody in a group is worth at the threshold; null when it is not known how common the event is.</summary>
    /// <param name="view">The result.</param>
    /// <param name="group">The group, or overall.</param>
    public static double? OfAll(ReportView view, Subgroup group)
    {
        var threshold = view.Audit.Threshold;
        return threshold < 1 && view.Find("Prevalence", group) is Measurement.Known { Value: var events } ? events - ((1 - events) * threshold / (1 - threshold)) : null;
    }

    private static string Beside(double model, double all) =>
        model > Math.Max(all, 0) ? Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: of the three the model does best, by these estimates.")
        : all >= 0 ? Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: the model does no better than flagging everybody, by these estimates.")
        : Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: the model does no better than flagging nobody, by these estimates.");

    private static string? Groups(ReportView view)
    {
        var groups = view.Families.SelectMany(f => f.Groups).Select(g => (Group: g, Figure: view.Find(NetBenefit, g) as Measurement.Known, All: OfAll(view, g)))
            .Where(g => g is { Figure: not null, All: not null }).Select(g => (g.Group, Gain: g.Figure!.Value - Math.Max(0, g.All!.Value))).ToList();
        if (groups.Count == 0) return null;
        var without = groups.Where(g => g.Gain <= 0).OrderBy(g => g.Gain).ToList();
        return without.Count == 0
            ? Wording.Say($"In each of {groups.Count:count} groups it is worth more than flagging everybody or nobody in it.")
            : Wording.Say($"In {without.Count:count} of {groups.Count:count} groups it is worth no more than flagging everybody or nobody in it; furthest behind is {GapWords.Named(without[0].Group)}.");
    }

    private static string Share(double threshold) => Wording.Say($"{100 * threshold:0.##} %");

    private static string Thousand(Measurement.Known known)
    {
        var sign = known.Value < 0 ? -1000 : 1000;
        return known.Interval is { } i
            ? Wording.Say($"{sign * known.Value:0.0} ({Figures.Level(i.Level)} interval {Math.Min(sign * i.Lower, sign * i.Upper):0.0} to {Math.Max(sign * i.Lower, sign * i.Upper):0.0})")
            : Wording.Say($"{sign * known.Value:0.0}");
    }
}
