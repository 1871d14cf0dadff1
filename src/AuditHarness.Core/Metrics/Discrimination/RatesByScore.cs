using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>
/// Two rates as the scores are taken one by one: the share of some patients that has come to its right side, and the share of the others
/// that is still on theirs. Sums are kept at every <see cref="Stride"/>th score only, so that a million scores take little memory.
/// </summary>
internal sealed class RatesByScore
{
    private const int Stride = 64;

    private readonly Tallies _fixers, _others;
    private readonly bool _fromTop;
    private readonly (Tally Taken, Tally Lost)[] _sums;

    /// <summary>Sums.</summary>
    /// <param name="fixers">At each score those who come to their right side.</param>
    /// <param name="others">The others: they leave theirs.</param>
    /// <param name="fromTop">True to take the highest score first.</param>
    public RatesByScore(Tallies fixers, Tallies others, bool fromTop)
    {
        (_fixers, _others, _fromTop) = (fixers, others, fromTop);
        _sums = new (Tally, Tally)[(fixers.Length / Stride) + 1];
        Tally taken = default, lost = default;
        for (var k = 0; k <= fixers.Length; k++)
        {
            if (k % Stride == 0) _sums[k / Stride] = (taken, lost);
            if (k < fixers.Length) (taken, lost) = (taken + fixers[Index(k)], lost + others[Index(k)]);
        }
        (Fixers, Others) = (taken, lost);
    }

    /// <summary>All who come to their right side.</summary>
    public Tally Fixers { get; }

    /// <summary>All others.</summary>
    public Tally Others { get; }

    /// <summary>The smallest number of scores by which at least a share is reached, and both rates there and one score before.</summary>
    /// <param name="share">Above 0 and at most 1.</param>
    public (int Taken, (double Reached, double Right) Here, (double Reached, double Right) Before) First(double share)
    {
        // The last sum kept that falls short; the first never reaches more than 0.
        var (low, high) = (0, _sums.Length);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Reached(_sums[middle].Taken) < share) low = middle;
            else high = middle;
        }
        var (taken, lost) = _sums[low];
        var before = (Reached(taken), Right(lost));
        for (var k = low * Stride; ; k++)
        {
            var here = (Reached: Reached(taken), Right: Right(lost));
            if (here.Reached >= share || k == _fixers.Length) return (k, here, before);
            before = here;
            (taken, lost) = (taken + _fixers[Index(k)], lost + _others[Index(k)]);
        }
    }

    private int Index(int k) => _fromTop ? _fixers.Length - 1 - k : k;

    private double Reached(Tally taken) => Share(taken, Fixers);

    private double Right(Tally lost) => lost.Rows == 0 ? 1 : 1 - Share(lost, Others);

    private static double Share(Tally part, Tally all) => part.Rows == all.Rows ? 1 : Math.Min(1, part.Weight / all.Weight);
}
