namespace AuditHarness.Statistics;

/// <summary>
/// A function of independent proportions, such as kappa of prevalence, sensitivity and specificity. Each proportion is moved alone
/// to its own limits; the distances that the function moves are squared and added. Where all moved at once, each by its part of the sum,
/// lead further out, as in a product, that is the limit. So it holds where a cell is empty, is never narrower than what one proportion
/// leaves open, and is Newcombe's interval for a difference of two.
/// </summary>
/// <remarks>
/// Newcombe (1998), Stat. Med. 17:873–890, method 10, for a difference; Zou, Donner (2008), Stat. Med. 27:1693–1702, and Newcombe
/// (2012), Confidence Intervals for Proportions and Related Measures of Effect Size, chapter 7, beyond.
/// </remarks>
/// <param name="method">Name of the method.</param>
/// <param name="of">The function of the proportions, in their order; may be infinite at 0 and 1, never NaN.</param>
/// <param name="proportions">The proportions, each from other patients or independent given the margins.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
/// <param name="isSum">True for a sum of functions of one proportion each: none lends weight to another.</param>
public sealed class SquareAndAddSampling(
    Phrase method, Func<double[], double> of, ProportionSampling[] proportions,
    double min = double.NegativeInfinity, double max = double.PositiveInfinity, bool isSum = false) : Sampling
{
    // Where the function turns round within the limits, its extreme lies inside; these places do not move with the level.
    private const int Places = 32;

    private readonly double _value = of([.. proportions.Select(p => p.Proportion)]);

    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <summary>By half the interval of one standard error either way.</summary>
    public override double StandardError => Limits(1) is var (lower, upper) ? (upper - lower) / 2 : 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new SquareAndAddSampling(method, of, Array.ConvertAll(proportions, p => (ProportionSampling)p.Scaled(factor)), min, max, isSum);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        (double Share, double Value)[] least = new (double, double)[proportions.Length], most = new (double, double)[proportions.Length];
        var point = Array.ConvertAll(proportions, p => p.Proportion);
        for (var i = 0; i < proportions.Length; i++)
        {
            var (low, high) = proportions[i].Limits(z);
            least[i] = most[i] = (point[i], _value);
            var own = point[i];
            Try(low);
            Try(high);
            for (var k = (int)Math.Ceiling(low * Places); k <= high * Places; k++) Try(k / (double)Places);
            point[i] = own;

            void Try(double share)
            {
                if (share < low || share > high) return;
                point[i] = share;
                var moved = of(point);
                if (moved < least[i].Value) least[i] = (share, moved);
                if (moved > most[i].Value) most[i] = (share, moved);
            }
        }
        return (Math.Max(min, Math.Min(_value - Added(least), Together(least))), Math.Min(max, Math.Max(_value + Added(most), Together(most))));
    }

    private double Added((double Share, double Value)[] moved) => Math.Sqrt(moved.Sum(m => (m.Value - _value) * (m.Value - _value)));

    // All moved at once, each by its part of the sum: further out where one lends weight to another.
    private double Together((double Share, double Value)[] moved)
    {
        var all = Added(moved);
        return !isSum && all > 0 && double.IsFinite(all)
            ? of([.. moved.Select((m, i) => proportions[i].Proportion + ((m.Share - proportions[i].Proportion) * Math.Abs(m.Value - _value) / all))])
            : _value;
    }
}
