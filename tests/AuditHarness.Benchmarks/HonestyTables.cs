using System.Globalization;
using System.Text;
using AuditHarness.Metrics;
using AuditHarness.Simulation;

namespace AuditHarness.Benchmarks;

/// <summary>What the honesty benchmark found, judged and as Markdown tables.</summary>
/// <param name="metrics">What was measured.</param>
/// <param name="counts">How often intervals held the truth, metric by metric in every cell.</param>
internal sealed class HonestyTables(IReadOnlyList<IMetric> metrics, IReadOnlyList<CoverageCount> counts)
{
    private const double LeastMean = 0.94, LargestMean = 0.97, LeastCell = 0.92, LargestUnknown = 0.05, FewExpected = 5;

    public bool IsGood => metrics.All(m => Faults(m).Count == 0);

    public string Text(bool everyCell)
    {
        var text = new StringBuilder();
        text.AppendLine("| Metric | Draws | Mean coverage | Worst cell | there | Unknown, smaller expected cell ≥ 5: mean, worst | < 5: mean | Width, n 500 | Falls short |");
        text.AppendLine("|---|--:|--:|---|--:|--:|--:|--:|---|");
        foreach (var metric in metrics)
        {
            var cells = Of(metric);
            var known = Judged(metric);
            var rests = HonestyStudy.Rests([.. cells.Select(c => (c.Draws, c.Cell))]);
            if (known.Count == 0)
            {
                text.AppendLine(Line($"| {metric.Info.Id} | {rests} | {(metric.Info.HasNoInterval ? "without interval by design" : "no interval")} | | | | | | |"));
                continue;
            }
            var worst = known.MinBy(c => c.Coverage)!;
            var many = cells.Where(c => c.SmallerExpected >= FewExpected).ToArray();
            var few = cells.Where(c => c.SmallerExpected < FewExpected).ToArray();
            text.AppendLine(Line(
                $"| {metric.Info.Id} | {rests} | {Percent(Mean(cells))} | {HonestyStudy.NameOf(worst.Cell)} | {Percent(worst.Coverage)} ± {Percent(worst.MonteCarloError(LeastCell))} | {(many.Length == 0 ? "–" : $"{Percent(many.Average(c => c.Unknown))}, {Percent(many.Max(c => c.Unknown))}")} | {(few.Length == 0 ? "–" : Percent(few.Average(c => c.Unknown)))} | {known.Where(c => c.Cell.Patients == 500).Select(c => c.MeanWidth).DefaultIfEmpty(double.NaN).Average():0.###} | {string.Join("; ", Faults(metric))} |"));
        }
        text.AppendLine();
        text.AppendLine("| Metric | Cell | Truth | Coverage | Below | Above | Unknown | Width |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|");
        foreach (var metric in metrics)
            foreach (var c in Of(metric).Where(c => everyCell || (c.Known > 0 && c.Coverage < LeastCell)))
                text.AppendLine(Line(
                    $"| {c.Metric} | {HonestyStudy.NameOf(c.Cell)} | {c.Truth:0.####} | {Percent(c.Coverage)} | {Percent(c.Below / (double)c.Known)} | {Percent(c.Above / (double)c.Known)} | {Percent(c.Unknown)} | {c.MeanWidth:0.###} |"));
        return text.ToString();
    }

    private List<string> Faults(IMetric metric)
    {
        var faults = new List<string>();
        var known = Judged(metric);
        if (known.Count == 0) return faults;
        var mean = Mean(Of(metric));
        if (mean < LeastMean || (mean > LargestMean && !metric.Info.IsExact)) faults.Add(Line($"mean {Percent(mean)}"));
        var low = known.Count(c => c.Coverage < LeastCell - (2 * c.MonteCarloError(LeastCell)));
        if (low > 0) faults.Add(Line($"{low} cells"));
        var open = Of(metric).Count(c => c.SmallerExpected >= FewExpected && c.Unknown > LargestUnknown);
        if (open > 0) faults.Add(Line($"unknown in {open} cells"));
        return faults;
    }

    private CoverageCount[] Of(IMetric metric) => [.. counts.Where(c => c.Metric == metric.Info.Id)];

    private static double Mean(CoverageCount[] cells) => HonestyStudy.MeanCoverage(cells.Select(c => (c.Unknown, c.Coverage)));

    // A coverage of a handful of intervals says nothing.
    private List<CoverageCount> Judged(IMetric metric) => [.. Of(metric).Where(c => c.Known >= 20)];

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
