using System.Globalization;
using AuditHarness.Audits.Disclosure;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Audits;

/// <summary>Pictures of attributions that show patients only in numbers of more than 10.</summary>
internal static class AttributionPictures
{
    private const int Bins = 40;

    /// <summary>The distribution of each player's attributions, in bins of equal width; small ones are merged with their neighbour.</summary>
    /// <param name="attributions">The attributions.</param>
    /// <param name="players">Which columns belong to which player.</param>
    /// <param name="features">The evaluated rows.</param>
    /// <param name="order">Players in the order in which they are shown.</param>
    public static IReadOnlyList<BeeswarmRow> Beeswarm(Attributions attributions, PlayerMap players, FeatureTable features, IEnumerable<int> order) =>
        [.. order.Select(player => new BeeswarmRow(attributions.Players[player], BinsOf(attributions, player, Ranks(attributions, player, players, features))))];

    /// <summary>What is usual of a player in a group: a median, or the most frequent text; null for several columns or too few patients.</summary>
    /// <param name="player">The player.</param>
    /// <param name="players">Which columns belong to which player.</param>
    /// <param name="features">The evaluated rows.</param>
    /// <param name="rows">Positions of the group's rows.</param>
    public static Phrase? Typical(int player, PlayerMap players, FeatureTable features, IReadOnlyList<int> rows)
    {
        var columns = Enumerable.Range(0, players.OfColumn.Length).Where(c => players.OfColumn[c] == player).ToArray();
        if (columns.Length != 1 || rows.Count <= CellTable.LargestSmall) return null;
        switch (features.Columns[columns[0]])
        {
            case FeatureColumn.Numeric numeric:
                var values = rows.Select(r => numeric.Values[r]).Where(v => !double.IsNaN(v)).Order().ToArray();
                if (values.Length <= CellTable.LargestSmall) return null;
                // Three digits: the middle of more than ten patients, not a value to know one by.
                return Phrase.Of($"median {double.Parse(values[values.Length / 2].ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture):G3}");
            case FeatureColumn.Text text:
                var most = rows.GroupBy(r => text.Codes[r]).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
                return CellTable.IsSmall(most.Count()) ? null : most.Key < 0 ? Phrase.Of($"mostly missing") : Phrase.Of($"mostly {text.Levels[most.Key]}");
            default:
                return null;
        }
    }

    private static BeeswarmBin[] BinsOf(Attributions attributions, int player, double[]? ranks)
    {
        var count = attributions.Rows.Length;
        if (CellTable.IsSmall(count)) return [];
        var values = Enumerable.Range(0, count).Select(r => attributions.Values[(r * attributions.Players.Count) + player]).ToArray();
        var (low, high) = RoundedRange(values.Min(), values.Max());
        var width = (high - low) / Bins;
        var members = new List<(int From, int To, List<int> Rows)>();
        foreach (var bin in Enumerable.Range(0, count).GroupBy(r => width > 0 ? Math.Min(Bins - 1, (int)((values[r] - low) / width)) : 0).OrderBy(g => g.Key))
        {
            // A bin that is still too small takes the next one in.
            if (members.Count > 0 && CellTable.IsSmall(members[^1].Rows.Count))
                members[^1] = (members[^1].From, bin.Key + 1, [.. members[^1].Rows, .. bin]);
            else members.Add((bin.Key, bin.Key + 1, [.. bin]));
        }
        if (members.Count > 1 && CellTable.IsSmall(members[^1].Rows.Count))
        {
            members[^2] = (members[^2].From, members[^1].To, [.. members[^2].Rows, .. members[^1].Rows]);
            members.RemoveAt(members.Count - 1);
        }
        return [.. members.Select(m => new BeeswarmBin(
            low + (m.From * width), m.To == Bins ? high : low + (m.To * width), m.Rows.Count, MeanRank(m.Rows, ranks)))];
    }

    // Outward to two digits of the range, so that the ends are not two patients' attributions.
    private static (double Low, double High) RoundedRange(double low, double high)
    {
        if (high <= low) return (low, high);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(high - low)) - 1);
        return (Math.Floor(low / unit) * unit, Math.Ceiling(high / unit) * unit);
    }

    private static double? MeanRank(List<int> rows, double[]? ranks)
    {
        var known = rows.Where(r => ranks is not null && !double.IsNaN(ranks[r])).ToArray();
        return known.Length <= CellTable.LargestSmall ? null : known.Average(r => ranks![r]);
    }

    // Midranks of the player's only column over the explained rows, 0 lowest to 1 highest; NaN where missing.
    private static double[]? Ranks(Attributions attributions, int player, PlayerMap players, FeatureTable features)
    {
        var columns = Enumerable.Range(0, players.OfColumn.Length).Where(c => players.OfColumn[c] == player).ToArray();
        if (columns.Length != 1 || features.Columns[columns[0]] is not FeatureColumn.Numeric numeric) return null;
        var values = Array.ConvertAll(attributions.Rows, r => numeric.Values[r]);
        var sorted = values.Where(v => !double.IsNaN(v)).Order().ToArray();
        if (sorted.Length < 2) return null;
        var rank = sorted.Select((v, i) => (v, i)).GroupBy(p => p.v).ToDictionary(g => g.Key, g => g.Average(p => p.i) / (sorted.Length - 1));
        return Array.ConvertAll(values, v => double.IsNaN(v) ? double.NaN : rank[v]);
    }
}
