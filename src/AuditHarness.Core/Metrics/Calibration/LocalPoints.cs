namespace AuditHarness.Metrics.Calibration;

/// <summary>Scores with the share of events at each: what smoothers read. Many scores are merged with their neighbours.</summary>
/// <param name="X">Scores, or mean scores, ascending and distinct.</param>
/// <param name="Y">Event rate at each.</param>
/// <param name="Weight">Weight at each, positive.</param>
/// <param name="Size">Kish's effective number of patients at each.</param>
internal sealed record LocalPoints(double[] X, double[] Y, double[] Weight, double[] Size)
{
    public int Count => X.Length;

    public double Total { get; } = Weight.Sum();

    // At each point the weight of all before it, and at last that of all.
    private readonly double[] _before = Before(Weight);

    /// <summary>The points of a group.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="most">Most points; more distinct scores are merged by equal steps of the mean of their share of the weight and of the range, so that tails stay fine.</param>
    public static LocalPoints Of(RankedScores ranked, int most)
    {
        var count = ranked.Count;
        var room = count <= most ? count : Math.Min(count, most + 1);
        var (x, y, weight, squared) = (new double[room], new double[room], new double[room], new double[room]);
        var total = 0.0;
        var (scores, allEvents, allNonEvents) = ranked;
        if (allEvents.AreUnweighted && allNonEvents.AreUnweighted) total = allEvents.Sum().Weight + allNonEvents.Sum().Weight;
        else
            for (var i = 0; i < count; i++) total += allEvents[i].Weight + allNonEvents[i].Weight;
        var range = count > 1 ? scores[^1] - scores[0] : 1;
        var (used, before, cell) = (0, 0.0, -1);
        double sumX = 0, sumY = 0, sum = 0, squares = 0;
        var (byWeight, byRange) = (most / 2.0 / total, most / 2.0 / range);
        for (var i = 0; i < count; i++)
        {
            var (events, nonEvents) = (allEvents[i], allNonEvents[i]);
            var w = events.Weight + nonEvents.Weight;
            // By its middle, so that turning the scores around hardly changes who is together.
            var here = count <= most ? i : (int)(((before + (w / 2)) * byWeight) + ((scores[i] - scores[0]) * byRange));
            before += w;
            if (here != cell)
            {
                if (used > 0) (x[used - 1], y[used - 1], weight[used - 1], squared[used - 1]) = (sumX, sumY, sum, squares);
                (cell, used) = (here, used + 1);
                (sumX, sumY, sum, squares) = (0, 0, 0, 0);
            }
            (sumX, sumY, sum, squares) = (count <= most ? scores[i] : sumX + (w * scores[i]), sumY + events.Weight, sum + w, squares + (events.WeightSquared + nonEvents.WeightSquared));
        }
        if (used > 0) (x[used - 1], y[used - 1], weight[used - 1], squared[used - 1]) = (sumX, sumY, sum, squares);
        for (var k = 0; k < used; k++)
        {
            if (count > most) x[k] /= weight[k];
            y[k] /= weight[k];
            squared[k] = weight[k] * weight[k] / squared[k];
        }
        return new(x[..used], y[..used], weight[..used], squared[..used]);
    }

    /// <summary>The smallest distance within which at least some weight lies, and the points closer than or at it.</summary>
    /// <param name="at">Where.</param>
    /// <param name="target">The weight.</param>
    public (int From, int To, double Reach) Nearest(double at, double target)
    {
        var middle = Array.BinarySearch(X, at);
        if (middle < 0) middle = ~middle;
        if (!(target > 0)) return (middle, middle, 0);
        // Points come in by their distance, of two as far the left one first. With the leftmost of them come all on the right that are nearer.
        int With(int from) => from == middle ? middle : middle + First(Count - middle, r => !(X[middle + r] - at < at - X[from]));
        var left = First(middle + 1, l => _before[With(middle - l)] - _before[middle - l] >= target);
        var earlier = Math.Max(0, left - 1);
        var (start, end) = (With(middle - earlier), left > middle ? Count : With(middle - left));
        var right = start + First(end - start, r => _before[start + r + 1] - _before[middle - earlier] >= target);
        return right < end || left > middle ? (middle - earlier, Math.Min(Count, right + 1), Reach(middle - earlier, Math.Min(Count, right + 1)))
            : (middle - left, end, Reach(middle - left, end));

        double Reach(int from, int to) => Math.Max(from < middle ? at - X[from] : 0, to > middle ? X[to - 1] - at : 0);
    }

    // The first of some places in a row at which what then stays true is true; their number where it is nowhere.
    private static int First(int count, Func<int, bool> isTrue)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var probe = (low + high) / 2;
            if (isTrue(probe)) high = probe;
            else low = probe + 1;
        }
        return low;
    }

    private static double[] Before(double[] weight)
    {
        var before = new double[weight.Length + 1];
        for (var i = 0; i < weight.Length; i++) before[i + 1] = before[i] + weight[i];
        return before;
    }

    /// <summary>Event rate at a point.</summary>
    public double Rate(double at) => Array.BinarySearch(X, at) is var i and >= 0 ? Y[i] : throw new ArgumentOutOfRangeException(nameof(at));

    /// <summary>Points at equal steps of a mean of their share of the weight (two thirds) and of the range (one third), the first and the last among them.</summary>
    /// <param name="count">How many, at least two and at most; a point that spans several steps leaves some over.</param>
    /// <returns>Their places, ascending.</returns>
    public List<int> Quantiles(int count)
    {
        var knots = new List<int>(count) { 0 };
        var sum = Weight[0];
        for (var i = 1; i < Count - 1; i++)
        {
            sum += Weight[i];
            var reached = ((2 * sum / Total) + ((X[i] - X[0]) / (X[^1] - X[0]))) / 3;
            if (reached * (count - 1) >= knots.Count && knots.Count < count - 1) knots.Add(i);
        }
        knots.Add(Count - 1);
        return knots;
    }
}
