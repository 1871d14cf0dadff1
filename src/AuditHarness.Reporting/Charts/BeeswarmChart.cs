using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// How the attributions of each feature are spread over patients, as a swarm of dots coloured by the feature's values. The dots
/// are drawn from counts per bin: they fill the bin in proportion, and none of them is a patient.
/// </summary>
internal static class BeeswarmChart
{
    private const double Pitch = 5;
    private const float Dot = 4.4f;
    private const int Stack = 7;
    private const int Height = (int)(Pitch * Stack);

    /// <summary>Draws the first features.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="exhibit">The distributions, at least one with a bin.</param>
    public static string Draw(string id, Exhibit.Beeswarm exhibit)
    {
        var rows = exhibit.Rows.Take(FeatureLanes.Most).ToList();
        var edges = rows.SelectMany(r => r.Bins).SelectMany(b => new[] { b.From, b.To }).Append(0).ToList();
        var margin = Math.Max(0.02 * (edges.Max() - edges.Min()), 1e-9);
        const int head = 22;
        using var chart = new FeatureLanes(
            id, (edges.Min() - margin, edges.Max() + margin), [.. rows.Select(_ => Height)], Wording.Say($"attribution, {exhibit.Scale:term}"), head);
        var (low, high) = (Wording.Say($"values of the feature: low"), Wording.Say($"high"));
        chart.Head(10, 13, low, "start");
        var x = 22 + Typeface.Width(low);
        for (var rank = 0; rank < ChartColors.Ranks; rank++, x += 9)
            chart.Shape(x, 9, MarkerShape.FilledCircle, ChartColors.Rank((rank + 0.5) / ChartColors.Ranks));
        chart.Head(x, 13, high, "start");
        x += Typeface.Width(high) + 20;
        if (rows.Any(r => r.Bins.Any(b => b.MeanFeatureRank is null)))
        {
            chart.Shape(x, 9, MarkerShape.FilledCircle, ChartColors.Ink);
            chart.Head(x + 9, 13, Wording.Say($"texts"), "start");
        }
        for (var lane = 0; lane < rows.Count; lane++)
        {
            var bins = rows[lane].Bins;
            chart.Label(lane, rows[lane].Feature, bins.Count == 0 ? Wording.Say($"hidden: small cell") : Direction(rows[lane]));
            if (bins.Count == 0) continue;
            var densest = bins.Max(b => b.Count / (double)Columns(b, chart.UnitsPerValue));
            foreach (var bin in bins) Draw(chart, lane, bin, densest);
        }
        return chart.ToXml($"{Wording.Say(exhibit.Title)}. {Describe(exhibit)}");
    }

    /// <summary>What the chart says, in words: how far each feature reaches, and which way its values push.</summary>
    /// <param name="exhibit">The distributions.</param>
    public static string Describe(Exhibit.Beeswarm exhibit)
    {
        var said = exhibit.Rows.Where(r => r.Bins.Count > 0).Take(3).Select(Said).ToList();
        var text = said.Count == 0 ? Wording.Say($"Nothing can be shown.") : Wording.Say($"Attributions in {exhibit.Scale:term}: {string.Join("; ", said)}.");
        return exhibit.Rows.Count > FeatureLanes.Most ? text + " " + Wording.Say($"{exhibit.Rows.Count - FeatureLanes.Most:count} more not drawn.") : text;

        static string Said(BeeswarmRow row)
        {
            var reach = Wording.Say($"{row.Feature} from {Figures.Signed(row.Bins.Min(b => b.From))} to {Figures.Signed(row.Bins.Max(b => b.To))}");
            return Direction(row) is { Length: > 0 } way ? $"{reach} ({way})" : reach;
        }
    }

    /// <summary>"high raises", "high lowers", or an empty text when values and attributions do not go together.</summary>
    /// <param name="row">The feature.</param>
    public static string Direction(BeeswarmRow row)
    {
        var bins = row.Bins.Where(b => b.MeanFeatureRank is not null).ToList();
        var n = bins.Sum(b => (double)b.Count);
        if (n == 0) return "";
        double Mean(Func<BeeswarmBin, double> of) => bins.Sum(b => b.Count * of(b)) / n;
        static double Middle(BeeswarmBin bin) => (bin.From + bin.To) / 2;
        var (meanRank, meanMiddle) = (Mean(b => b.MeanFeatureRank!.Value), Mean(Middle));
        var together = Mean(b => (b.MeanFeatureRank!.Value - meanRank) * (Middle(b) - meanMiddle));
        var spread = Math.Sqrt(Mean(b => Math.Pow(b.MeanFeatureRank!.Value - meanRank, 2)) * Mean(b => Math.Pow(Middle(b) - meanMiddle, 2)));
        return spread <= 0 || Math.Abs(together) < 0.5 * spread ? "" : together > 0 ? Wording.Say($"high raises") : Wording.Say($"high lowers");
    }

    // A wide bin is several columns of dots, each as high as its share of the patients; the swarm's outline is their density.
    private static void Draw(FeatureLanes chart, int lane, BeeswarmBin bin, double densest)
    {
        var columns = Columns(bin, chart.UnitsPerValue);
        var height = Stack * (bin.Count / (double)columns) / densest;
        // In thin tails one dot stands for several columns, but for a bin that holds somebody there is always one.
        var (dots, drawn) = height >= 1 ? ((int)Math.Round(height), columns) : (1, Math.Max(1, (int)Math.Round(height * columns)));
        var color = bin.MeanFeatureRank is { } rank ? ChartColors.Rank(rank) : ChartColors.Ink;
        for (var column = 0; column < drawn; column++)
        {
            var x = bin.From + ((bin.To - bin.From) * (column + 0.5) / drawn);
            for (var dot = 0; dot < dots; dot++)
                chart.Point(lane, x, (Height / 2.0) + (Pitch * (dot - ((dots - 1) / 2.0))), MarkerShape.FilledCircle, color, Dot);
        }
    }

    private static int Columns(BeeswarmBin bin, double unitsPerValue) => Math.Max(1, (int)Math.Round((bin.To - bin.From) * unitsPerValue / Pitch));
}
