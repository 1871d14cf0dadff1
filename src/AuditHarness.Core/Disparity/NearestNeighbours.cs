using AuditHarness.Models;

namespace AuditHarness.Disparity;

/// <summary>For each row asked, who is nearest by the features, and how far its decision is from theirs.</summary>
/// <param name="Rows">The rows asked.</param>
/// <param name="Near">For each, its neighbours; all that are tied for the last place are among them.</param>
/// <param name="Difference">For each, |decision − mean decision of the neighbours|, those tied for the last place sharing it.</param>
internal sealed record NearestNeighbours(int[] Rows, int[][] Near, double[] Difference)
{
    private const int Block = 2048;
    private const double Rounding = 1e-10;
    // A table of few features has thousands of rows alike; whose errors depend on whose is then cut here, and tied decisions still all count.
    private const int MostNamed = 64;

    /// <summary>Finds exact neighbours.</summary>
    /// <param name="features">The features; numbers are standardized, a missing one counts as the mean; different texts are 1 apart.</param>
    /// <param name="decisions">For each row, whether it is flagged.</param>
    /// <param name="count">Neighbours; fewer than rows.</param>
    /// <param name="rows">The rows asked.</param>
    public static NearestNeighbours Of(FeatureTable features, bool[] decisions, int count, int[] rows)
    {
        var columns = features.Columns.SelectMany(Columns).ToArray();
        var (near, difference) = (new int[rows.Length][], new double[rows.Length]);
        Parallel.For(0, rows.Length, () => new double[decisions.Length], (q, _, distance) =>
        {
            Distances(columns, rows[q], distance);
            (near[q], difference[q]) = Nearest(distance, decisions, rows[q], count);
            return distance;
        }, _ => { });
        return new(rows, near, difference);
    }

    private static (int[] Near, double Difference) Nearest(double[] distance, bool[] decisions, int self, int count)
    {
        distance[self] = double.PositiveInfinity;
        Span<double> best = stackalloc double[count];
        best.Fill(double.PositiveInfinity);
        foreach (var d in distance)
        {
            if (d >= best[count - 1]) continue;
            var at = count - 1;
            for (; at > 0 && best[at - 1] > d; at--) best[at] = best[at - 1];
            best[at] = d;
        }
        // Distances that are equal come out unequal in the last digits when they are summed from different terms.
        var (inside, last) = (best[count - 1] * (1 - Rounding), best[count - 1] * (1 + Rounding));
        var named = new List<int>(count);
        int nearer = 0, nearerFlagged = 0, tied = 0, tiedFlagged = 0;
        for (var j = 0; j < distance.Length; j++)
        {
            if (distance[j] > last || j == self) continue;
            if (named.Count < MostNamed) named.Add(j);
            if (distance[j] < inside) (nearer, nearerFlagged) = (nearer + 1, nearerFlagged + (decisions[j] ? 1 : 0));
            else (tied, tiedFlagged) = (tied + 1, tiedFlagged + (decisions[j] ? 1 : 0));
        }
        var mean = (nearerFlagged + ((count - nearer) * ((double)tiedFlagged / tied))) / count;
        return ([.. named], Math.Abs((decisions[self] ? 1 : 0) - mean));
    }

    // Squared distances of one row to all, block by block so that a block stays in the cache while the features pass over it.
    private static void Distances(double[][] columns, int row, double[] distance)
    {
        for (var start = 0; start < distance.Length; start += Block)
        {
            var part = distance.AsSpan(start, Math.Min(Block, distance.Length - start));
            part.Clear();
            foreach (var column in columns) Add(column.AsSpan(start, part.Length), column[row], part);
        }
    }

    private static void Add(ReadOnlySpan<double> column, double value, Span<double> distance)
    {
        var width = System.Numerics.Vector<double>.Count;
        var own = new System.Numerics.Vector<double>(value);
        var i = 0;
        for (; i <= column.Length - width; i += width)
        {
            var apart = new System.Numerics.Vector<double>(column[i..]) - own;
            (new System.Numerics.Vector<double>(distance[i..]) + (apart * apart)).CopyTo(distance[i..]);
        }
        for (; i < column.Length; i++) distance[i] += (column[i] - value) * (column[i] - value);
    }

    private static IEnumerable<double[]> Columns(FeatureColumn column)
    {
        switch (column)
        {
            case FeatureColumn.Numeric numeric:
                yield return Standardized(numeric.Values);
                break;
            case FeatureColumn.Text text:
                // Two rows of different texts differ in two of these columns: 2 × ½ = 1.
                var half = Math.Sqrt(0.5);
                for (var level = -1; level < text.Levels.Count; level++)
                    if (text.Codes.AsSpan().Contains(level)) yield return Array.ConvertAll(text.Codes, c => c == level ? half : 0);
                break;
        }
    }

    private static double[] Standardized(double[] values)
    {
        double n = 0, mean = 0, squares = 0;
        foreach (var v in values.Where(v => !double.IsNaN(v)).Order()) (n, mean) = (n + 1, mean + ((v - mean) / (n + 1)));
        foreach (var v in values.Where(v => !double.IsNaN(v)).Order()) squares += (v - mean) * (v - mean);
        var deviation = n > 1 ? Math.Sqrt(squares / (n - 1)) : 0;
        return Array.ConvertAll(values, v => double.IsNaN(v) || !(deviation > 0) ? 0 : (v - mean) / deviation);
    }
}
