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

    /// <summary>Id of the metric that says whether it is worth more than flagging everybody or nobody.</summary>
    public const string Gain = "NetBenefitGain";

    /// <summary>What flagging by the model is worth at the threshold, beside flagging everybody and nobody, and for which groups it is worth nothing.</summary>
    /// <param name="view">The result.</param>
    public static string Opening(ReportView view)
    {
        if (view.MetricsOf(AuditCatalog.Utility).Count == 0) return Wording.Say($"The plan does not ask what acting on the scores is worth.");
        if (view.Find(NetBenefit, Subgroup.Overall) is not Measurement.Known known) return Wording.Say($"What acting on the scores is worth could not be estimated; the table says why.");
        var worth = known.Value > 0
            ? Wording.Say($"At the threshold of {Share(view.Threshold)}, flagging by the model is worth as much as finding {Thousand(known)} true events per 1,000 patients without any false alarm.")
            : Wording.Say($"At the threshold of {Share(view.Threshold)}, flagging by the model does more harm than good: its false alarms outweigh what it finds, by {Thousand(known)} events per 1,000 patients.");
        return string.Join(" ", new[] { worth, OfAll(view, Subgroup.Overall) is { } all ? Beside(all, view.Find(Gain, Subgroup.Overall)) : null, Groups(view) }.OfType<string>());
    }

    /// <summary>What flagging everybody in a group is worth at the threshold; null when it is not known how common the event is.</summary>
    /// <param name="view">The result.</param>
    /// <param name="group">The group, or overall.</param>
    public static double? OfAll(ReportView view, Subgroup group)
    {
        var threshold = view.Threshold;
        return threshold < 1 && view.Find("Prevalence", group) is Measurement.Known { Value: var events } ? events - ((1 - events) * threshold / (1 - threshold)) : null;
    }

    private static string Beside(double all, Measurement? gain) => gain switch
    {
        Measurement.Known { Interval.Lower: > 0 } => Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: the model is shown to be worth more than either."),
        Measurement.Known { Interval.Upper: < 0 } => Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: the model is shown to be worth less than the better of these."),
        Measurement.Known { Interval: not null } => Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0: that the model is worth more than the better of these is not shown."),
        _ => Wording.Say($"Flagging everybody would be worth {1000 * all:0.0}, nobody 0."),
    };

    // Chance makes some of many groups look better or worse: only what an interval shows is told.
    private static string? Groups(ReportView view)
    {
        var gains = view.Families.SelectMany(f => f.Groups).Select(g => view.Find(Gain, g)).OfType<Measurement.Known>().Where(g => g.Interval is not null).ToList();
        if (gains.Count == 0) return null;
        var (more, less) = (gains.Count(g => g.Interval!.Lower > 0), gains.Where(g => g.Interval!.Upper < 0).OrderBy(g => g.Interval!.Upper).ToList());
        var shown = Wording.Say($"By groups, it is shown to be worth more than flagging everybody or nobody in {more:count} of {gains.Count:count}.");
        return less.Count == 0 ? shown : shown + " " + Wording.Say($"In {less.Count:count} it is shown to be worth less, most clearly for {GapWords.Named(less[0].Subgroup)}.");
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
