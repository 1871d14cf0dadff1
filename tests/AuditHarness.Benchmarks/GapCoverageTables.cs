using System.Globalization;
using System.Text;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Simulation;

namespace AuditHarness.Benchmarks;

/// <summary>How often intervals of gaps held the truth, judged and as Markdown tables.</summary>
/// <param name="counts">Comparison by comparison in every cell.</param>
/// <param name="notMeasured">Disparities without a known truth, and why.</param>
internal sealed class GapCoverageTables(IReadOnlyList<GapCoverageCount> counts, IReadOnlyList<(string Disparity, Phrase Why)> notMeasured)
{
    private const double LeastMean = 0.94, LargestMean = 0.97, LeastCell = 0.92, LargestUnknown = 0.05, FewExpected = 5;
    private const int Handful = 20;

    // The largest of several figures, as a worst pair is: which is the largest is unknown, and what allows for that is too much where it is plain.
    private static readonly string[] s_worstOfSeveral = ["EqualizedOdds", "GeneralizedEqualizedOdds", "WorstGroup", "DifferentialFairness", "MulticalibrationError"];

    public bool IsGood => Rows.All(row => Faults(row).Count == 0);

    private IEnumerable<GapCoverageCount[]> Rows => counts.GroupBy(c => (c.Disparity, c.Comparison)).Select(g => g.ToArray()).OrderBy(g => (PlaceOf(g[0].Disparity), g[0].Comparison));

    public string Text(bool everyCell)
    {
        var text = new StringBuilder();
        text.AppendLine("""
            Gaps in the same cells: of three groups the reference has 2 n patients of the cell's population, the second n whose risks are understated by 0.5 in log-odds, the third n with half as
            many events again, of which the scores tell 0.6 times as much (AUROC − 0.5). The truth is formed from the metrics' own truths, or is the disparity itself on the whole populations.
            Intervals of a comparison are simultaneous: coverage is in percent of the worlds with an interval in which all of them held. Asked for: a mean of 94 to 97 (94 at least of worst pairs and of what else
            is the worst of several: of both rates, of all groups; and of gaps between figures with exact limits), no cell below 92 less two Monte Carlo errors, gaps without an interval above 5 only where fewer than 5 patients are expected in the smaller group a figure rests on.
            """);
        text.AppendLine().AppendLine("| Disparity | Comparison | Worlds | Mean coverage | Worst cell | there | Unknown, smaller expected cell ≥ 5: mean, worst | < 5: mean | Falls short |");
        text.AppendLine("|---|---|--:|--:|---|--:|--:|--:|---|");
        foreach (var row in Rows)
        {
            var known = Judged(row);
            var rests = HonestyStudy.Rests([.. row.Select(c => (c.Worlds, c.Cell))]);
            if (known.Count == 0)
            {
                text.AppendLine(Line($"| {row[0].Disparity} | {row[0].Comparison} | {rests} | no interval | | | | | |"));
                continue;
            }
            var worst = known.MinBy(c => c.Coverage)!;
            text.AppendLine(Line(
                $"| {row[0].Disparity} | {row[0].Comparison} | {rests} | {Percent(Mean(row))} | {HonestyStudy.NameOf(worst.Cell)} | {Percent(worst.Coverage)} ± {Percent(worst.MonteCarloError(LeastCell))} | {Unknown(row, true)} | {Unknown(row, false)} | {string.Join("; ", Faults(row))} |"));
        }
        text.AppendLine().AppendLine("| Disparity | Comparison | Cell | Coverage | Below | Above | Unknown |").AppendLine("|---|---|---|--:|--:|--:|--:|");
        foreach (var c in Rows.SelectMany(r => r).Where(c => everyCell || (c.Known >= Handful && c.Coverage < LeastCell)))
            text.AppendLine(Line($"| {c.Disparity} | {c.Comparison} | {HonestyStudy.NameOf(c.Cell)} | {Percent(c.Coverage)} | {Percent(c.Below / (double)c.Known)} | {Percent(c.Above / (double)c.Known)} | {Percent(c.Unknown)} |"));
        text.AppendLine().AppendLine("Not measured in these cells:").AppendLine().AppendLine("| Gap | Why |").AppendLine("|---|---|");
        foreach (var (disparity, why) in notMeasured) text.AppendLine(Line($"| {disparity} | {why} |"));
        return text.ToString();
    }

    private static List<string> Faults(GapCoverageCount[] row)
    {
        var faults = new List<string>();
        var known = Judged(row);
        if (known.Count == 0) return faults;
        var mean = Mean(row);
        if (mean < LeastMean || (mean > LargestMean && !MayBeMore(row[0]))) faults.Add(Line($"mean {Percent(mean)}"));
        var low = known.Count(c => c.Coverage < LeastCell - (2 * c.MonteCarloError(LeastCell)));
        if (low > 0) faults.Add(Line($"{low} cells"));
        var open = row.Count(c => c.SmallerExpected >= FewExpected && c.Unknown > LargestUnknown);
        if (open > 0) faults.Add(Line($"unknown in {open} cells"));
        return faults;
    }

    private static bool MayBeMore(GapCoverageCount row) => row.Comparison == Comparison.WorstPair || Array.Exists(s_worstOfSeveral, w => row.Disparity.StartsWith(w, StringComparison.Ordinal))
        || DisparityCatalog.Find(row.Disparity)!.Metrics.Any(m => MetricCatalog.Find(m)!.Info.IsExact);

    private static string Unknown(GapCoverageCount[] row, bool isMany)
    {
        var cells = row.Where(c => c.SmallerExpected >= FewExpected == isMany).ToArray();
        return cells.Length == 0 ? "–" : isMany ? $"{Percent(cells.Average(c => c.Unknown))}, {Percent(cells.Max(c => c.Unknown))}" : Percent(cells.Average(c => c.Unknown));
    }

    private static double Mean(GapCoverageCount[] cells) => HonestyStudy.MeanCoverage(cells.Select(c => (c.Unknown, c.Coverage)));

    // A coverage of a handful of intervals says nothing.
    private static List<GapCoverageCount> Judged(GapCoverageCount[] row) => [.. row.Where(c => c.Known >= Handful)];

    /// <summary>Where a disparity stands in the catalog.</summary>
    public static int PlaceOf(string disparity) => DisparityCatalog.All.TakeWhile(d => d.Id != disparity).Count();

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
