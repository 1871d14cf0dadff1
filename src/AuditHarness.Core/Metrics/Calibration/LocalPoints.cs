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

    /// <summary>The points of a group.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="most">Most points; more distinct scores are merged by equal steps of the mean of their share of the weight and of the range, so that tails stay fine.</param>
    public static LocalPoints Of(RankedScores ranked, int most)
    {
        var count = ranked.Count;
        var room = count <= most ? count : Math.Min(count, most + 1);
        var (x, y, weight, squared) = (new double[room], new double[room], new double[room], new double[room]);
        var total = 0.0;
        for (var i = 0; i < count; i++) total += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
        var range = count > 1 ? ranked.Scores[^1] - ranked.Scores[0] : 1;
        var (used, before, cell) = (0, 0.0, -1);
        var (byWeight, byRange) = (most / 2.0 / total, most / 2.0 / range);
        for (var i = 0; i < count; i++)
        {
            var (events, w) = (ranked.Events[i].Weight, ranked.Events[i].Weight + ranked.NonEvents[i].Weight);
            // By its middle, so that turning the scores around hardly changes who is together.
            var here = count <= most ? i : (int)(((before + (w / 2)) * byWeight) + ((ranked.Scores[i] - ranked.Scores[0]) * byRange));
            before += w;
            if (here != cell) (cell, used) = (here, used + 1);
            (x[used - 1], y[used - 1], weight[used - 1]) = (x[used - 1] + (w * ranked.Scores[i]), y[used - 1] + events, weight[used - 1] + w);
            squared[used - 1] += ranked.Events[i].WeightSquared + ranked.NonEvents[i].WeightSquared;
            if (count <= most) x[used - 1] = ranked.Scores[i];
        }
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
        var to = Array.BinarySearch(X, at);
        if (to < 0) to = ~to;
        var (from, sum, reach) = (to, 0.0, 0.0);
        while (sum < target && (from > 0 || to < Count))
        {
            var left = from > 0 ? at - X[from - 1] : double.PositiveInfinity;
            var right = to < Count ? X[to] - at : double.PositiveInfinity;
            reach = Math.Min(left, right);
            sum += left <= right ? Weight[--from] : Weight[to++];
        }
        return (from, to, reach);
    }

    /// <summary>Event rate at a point.</summary>
    public double Rate(double at) => Array.BinarySearch(X, at) is var i and >= 0 ? Y[i] : throw new ArgumentOutOfRangeException(nameof(at));

    /// <summary>Distinct points at equal steps of the mean of their share of the weight and of the range, the first and the last among them.</summary>
    /// <param name="count">How many, at most.</param>
    public double[] Quantiles(int count)
    {
        var knots = new List<double>(count) { X[0] };
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            sum += Weight[i];
            var reached = ((2 * sum / Total) + ((X[i] - X[0]) / (X[^1] - X[0]))) / 3;
            if (X[i] > knots[^1] && reached * (count - 1) >= knots.Count) knots.Add(X[i]);
        }
        if (knots[^1] < X[^1]) knots.Add(X[^1]);
        return [.. knots];
    }
}
