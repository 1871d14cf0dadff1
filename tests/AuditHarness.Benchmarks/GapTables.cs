using System.Globalization;
using System.Text;
using AuditHarness.Disparity;
using AuditHarness.Simulation;

namespace AuditHarness.Benchmarks;

/// <summary>How often disparities found groups unequal, judged and as Markdown tables.</summary>
/// <param name="equal">In worlds of equal groups: an accusation.</param>
/// <param name="unequal">In worlds with a gap of <see cref="GapStudy.Gap"/> in a group of 500.</param>
internal sealed class GapTables(IReadOnlyList<(int Groups, GapCount Count)> equal, IReadOnlyList<GapCount> unequal)
{
    private const double LargestAccusation = 0.05, LeastPower = 0.8;

    public bool IsGood => equal.All(e => !IsAccusing(e.Count)) && unequal.All(u => u.Comparison != Comparison.Reference || !(u.Rate < LeastPower));

    public string Text()
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine(Line(
            $"Worlds in which all groups are equal (prevalence 0.3, AUROC 0.75, calibrated where equality means calibration; sizes {string.Join("; ", GapStudy.EqualWorlds.Select(s => string.Join(", ", s)))}): share in which a simultaneous 95 % interval excludes equality, in percent. Asked for: 5 plus two Monte Carlo errors at most."));
        text.AppendLine().AppendLine("| Disparity | Comparison | Worlds | 2 groups | 4 groups | 8 groups | Accuses too often |").AppendLine("|---|---|--:|--:|--:|--:|---|");
        foreach (var row in equal.GroupBy(e => (e.Count.Disparity, e.Count.Comparison)))
        {
            var cells = row.OrderBy(e => e.Groups).Select(e => e.Count).ToArray();
            if (cells.All(c => c.Known == 0)) continue;
            text.AppendLine(Line(
                $"| {row.Key.Disparity} | {row.Key.Comparison} | {cells[0].Worlds} | {string.Join(" | ", cells.Select(Percent))} | {(cells.Any(IsAccusing) ? "yes" : "")} |"));
        }
        text.AppendLine().AppendLine(Line($"A gap of {GapStudy.Gap} in a group of 500 beside a reference of 1,500: share of worlds in which it is found, in percent. Asked for: 80 at least."));
        text.AppendLine().AppendLine("| Disparity | Worlds | Found | Falls short |").AppendLine("|---|--:|--:|---|");
        foreach (var count in unequal.Where(u => u.Comparison == Comparison.Reference))
            text.AppendLine(Line($"| {count.Disparity} | {count.Worlds} | {Percent(count)} | {(count.Rate < LeastPower ? "yes" : "")} |"));
        return text.ToString();
    }

    private static bool IsAccusing(GapCount count) => count.Rate > LargestAccusation + (2 * count.MonteCarloError(LargestAccusation));

    private static string Percent(GapCount count) => count.Known == 0 ? "–" : (100 * count.Rate).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
