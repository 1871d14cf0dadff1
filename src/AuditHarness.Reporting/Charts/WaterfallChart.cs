using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>From the output for the background to the mean output of a group, an arrow per feature, each from where the last one ended.</summary>
internal static class WaterfallChart
{
    private const int Height = 13;

    /// <summary>Draws a profile that has steps.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="exhibit">The profile.</param>
    /// <param name="range">The range to show, see <see cref="Range"/>.</param>
    public static string Draw(string id, Exhibit.Waterfall exhibit, (double From, double To) range)
    {
        var steps = Lanes(exhibit);
        using var chart = new FeatureLanes(
            id, range, [Height, .. steps.Select(_ => Height), Height], Wording.Say($"mean output, {exhibit.Scale:term}"));
        var last = steps.Count + 1;
        End(chart, 0, Wording.Say($"everybody in the background"), exhibit.BaseValue);
        var at = exhibit.BaseValue;
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, to) = (steps[i], at + steps[i].Attribution);
            chart.Drop(at, i, i == 0 ? Height / 2.0 : Height, i + 1, 0, ChartColors.Quiet);
            chart.Label(i + 1, step.TypicalValue is null ? step.Feature : $"{step.Feature}: {Wording.Say(step.TypicalValue)}", Figures.Signed(step.Attribution));
            chart.Arrow(i + 1, at, to, 0, Height, ChartColors.Direction(step.Attribution));
            at = to;
        }
        chart.Drop(exhibit.Output, last - 1, Height, last, Height / 2.0, ChartColors.Quiet);
        End(chart, last, Wording.Say($"= mean of {Words.Group(exhibit.Subgroup)}"), exhibit.Output);
        return chart.ToXml($"{Wording.Say(exhibit.Title)}. {Describe(exhibit)}");
    }

    /// <summary>A range that holds the whole way of each profile.</summary>
    /// <param name="exhibits">Profiles that are to be compared.</param>
    public static (double From, double To) Range(IReadOnlyList<Exhibit.Waterfall> exhibits)
    {
        var values = new List<double>();
        foreach (var exhibit in exhibits)
        {
            var at = exhibit.BaseValue;
            values.AddRange([at, exhibit.Output]);
            foreach (var step in Lanes(exhibit)) values.Add(at += step.Attribution);
        }
        if (values.Count == 0) return (-1, 1);
        var margin = Math.Max(0.03 * (values.Max() - values.Min()), 1e-6 * Math.Max(1, Math.Abs(values.Max())));
        return (values.Min() - margin, values.Max() + margin);
    }

    /// <summary>What the chart says, in words.</summary>
    /// <param name="exhibit">The profile.</param>
    public static string Describe(Exhibit.Waterfall exhibit) =>
        exhibit.Reason is { } reason
            ? Wording.Say($"No profile of {Words.Group(exhibit.Subgroup)}: {reason}.")
            : exhibit.Steps.Count == 0
                ? Wording.Say($"From {Figures.Value(exhibit.BaseValue)} to {Figures.Value(exhibit.Output)} {exhibit.Scale:term}.")
                : Wording.Say($"From {Figures.Value(exhibit.BaseValue)} to {Figures.Value(exhibit.Output)} {exhibit.Scale:term}, most by {string.Join(", ", exhibit.Steps.Take(3).Select(s => Wording.Say($"{s.Feature} with {Figures.Signed(s.Attribution)}")))}.");

    private static void End(FeatureLanes chart, int lane, string name, double value)
    {
        chart.Label(lane, name, Figures.Value(value));
        chart.Point(lane, value, Height / 2.0, MarkerShape.FilledDiamond, ChartColors.Ink, 10);
    }

    private static List<WaterfallStep> Lanes(Exhibit.Waterfall exhibit) =>
        exhibit.Steps.Count <= FeatureLanes.Most
            ? [.. exhibit.Steps]
            : [.. exhibit.Steps.Take(FeatureLanes.Most), new(Words.Others(exhibit.Steps.Count - FeatureLanes.Most), null, exhibit.Steps.Skip(FeatureLanes.Most).Sum(s => s.Attribution))];
}
