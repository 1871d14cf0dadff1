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

    /// <summary>The table of equal groups.</summary>
    public string OfEqual()
    {
        var text = new StringBuilder();
        text.AppendLine(Line(
            $"Worlds in which all groups are equal (prevalence 0.3, AUROC 0.75, calibrated where equality means calibration; sizes {string.Join("; ", GapStudy.EqualWorlds.Select(s => string.Join(", ", s)))}): share in which a simultaneous 95 % interval excludes equality, in percent. Asked for: 5 plus two Monte Carlo errors at most."));
        text.AppendLine().AppendLine("| Disparity | Comparison | Worlds | 2 groups | 4 groups | 8 groups | Accuses too often |").AppendLine("|---|---|--:|--:|--:|--:|---|");
        var without = new List<string>();
        foreach (var row in equal.GroupBy(e => (e.Count.Disparity, e.Count.Comparison)).OrderBy(g => (GapCoverageTables.PlaceOf(g.Key.Disparity), g.Key.Comparison)))
        {
            if (row.All(e => e.Count.Known == 0))
            {
                without.Add(row.Key.Disparity);
                continue;
            }
            var cells = GapStudy.EqualWorlds.Select(sizes => row.FirstOrDefault(e => e.Groups == sizes.Count).Count);
            text.AppendLine(Line(
                $"| {row.Key.Disparity} | {row.Key.Comparison} | {string.Join(", ", row.Select(e => e.Count.Worlds).Distinct())} | {string.Join(" | ", cells.Select(Percent))} | {(row.Any(e => IsAccusing(e.Count)) ? "yes" : "")} |"));
        }
        if (without.Count > 0) text.AppendLine().AppendLine(Line($"Without an interval in these worlds, for the reasons given beside the coverage of gaps: {string.Join(", ", without.Distinct())}."));
        return text.ToString();
    }

    /// <summary>The table of a group that differs.</summary>
    public string OfUnequal()
    {
        var text = new StringBuilder();
        text.AppendLine(Line($"A gap of {GapStudy.Gap} in a group of 500 beside a reference of 1,500: share of worlds in which it is found, in percent. Asked for: 80 at least."));
        text.AppendLine().AppendLine("| Disparity | Worlds | Found | Falls short |").AppendLine("|---|--:|--:|---|");
        foreach (var count in unequal.Where(u => u.Comparison == Comparison.Reference).OrderBy(u => GapCoverageTables.PlaceOf(u.Disparity)))
            text.AppendLine(Line($"| {count.Disparity} | {count.Worlds} | {Percent(count)} | {(count.Rate < LeastPower ? "yes" : "")} |"));
        return text.ToString();
    }

    private static bool IsAccusing(GapCount count) => count.Rate > LargestAccusation + (2 * count.MonteCarloError(LargestAccusation));

    private static string Percent(GapCount? count) => count is null or { Known: 0 } ? "–" : (100 * count.Rate).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
