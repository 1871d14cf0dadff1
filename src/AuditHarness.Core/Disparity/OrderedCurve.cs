using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// One rate of a group over the other as the order of its patients tells it: of n patients the one with the j-th highest score stands where
/// j / (n + 1) of all such patients would be flagged, the mean of that order statistic (Weibull's plotting position), and beyond the first and
/// the last the curve goes on to nobody and everybody. The empirical curve, at j / n, ends where no patient was seen, as if none could be.
/// </summary>
internal sealed class OrderedCurve
{
    private readonly double[] _held, _other;

    /// <summary>From the counts at each score, ascending.</summary>
    /// <param name="held">Patients whose rate is held; at least one.</param>
    /// <param name="other">The others; at least one.</param>
    public OrderedCurve(Tallies held, Tallies other)
    {
        var (all, others) = (held.Sum(), other.Sum());
        var one = all.Weight / all.EffectiveSize;
        List<(double Held, double Other)> nodes = [(0, 0)];
        double before = 0, passed = 0;
        for (var i = held.Count - 1; i >= 0; i--)
        {
            var (here, beside) = (held[i].Weight, other[i].Weight);
            if (here > 0)
            {
                // Those of one score stand in an order that is not known: the others of that score are spread among them. Whoever counts for less than one stands in the middle.
                var first = here > one ? one : (here + one) / 2;
                var half = beside * Math.Min(1, one / here) / 2;
                nodes.Add(((before + first) / (all.Weight + one), (passed + half) / others.Weight));
                if (here > one) nodes.Add(((before + here) / (all.Weight + one), (passed + beside - half) / others.Weight));
            }
            (before, passed) = (before + here, passed + beside);
        }
        nodes.Add((1, 1));
        (_held, _other) = ([.. nodes.Select(n => n.Held)], [.. nodes.Select(n => Math.Min(1, n.Other))]);
    }

    /// <summary>The other rate, on straight lines between the patients.</summary>
    /// <param name="held">In [0, 1].</param>
    public double At(double held)
    {
        var at = Array.BinarySearch(_held, held);
        if (at >= 0) return _other[at];
        var next = Math.Clamp(~at, 1, _held.Length - 1);
        var step = _held[next] - _held[next - 1];
        return step <= 0 ? _other[next] : _other[next - 1] + ((_other[next] - _other[next - 1]) * (held - _held[next - 1]) / step);
    }
}
