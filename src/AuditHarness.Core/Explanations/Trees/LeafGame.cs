namespace AuditHarness.Explanations.Trees;

/// <summary>Exact Shapley values of one leaf's contribution to the margin, for any pattern of the explained row.</summary>
internal abstract class LeafGame
{
    /// <summary>Adds each player's attribution.</summary>
    /// <param name="present">Bit j: the explained row meets player j's conditions.</param>
    /// <param name="into">One sum per player of the way.</param>
    public abstract void Add(UInt128 present, Span<double> into);
}

/// <summary>
/// Absent players take a background row's values. The leaf is reached by a coalition of explained row and background row only if
/// each player is met by one of them; then players met by the explained row alone share +value, those met by the background alone
/// −value, with <see cref="ShapleyWeights.Of"/>.
/// </summary>
/// <remarks>
/// Lundberg et al. (2020), Nature Machine Intelligence 2:56–67, supplement; patterns instead of rows as in Nadel and Wettenstein (2025),
/// arXiv 2511.09376.
/// </remarks>
internal sealed class InterventionalLeaf : LeafGame
{
    private readonly double _value;
    private readonly UInt128 _full;
    private readonly (UInt128 Absent, int Count, double Share)[] _background;

    /// <param name="value">The leaf's value.</param>
    /// <param name="players">Number of players on the way.</param>
    /// <param name="background">Patterns of the background rows with the share of rows of each, ascending.</param>
    public InterventionalLeaf(double value, int players, IEnumerable<(UInt128 Pattern, double Share)> background)
    {
        (_value, _full) = (value, PathPattern.Full(players));
        _background = [.. background.Select(b => (_full & ~b.Pattern, (int)UInt128.PopCount(_full & ~b.Pattern), b.Share))];
    }

    public override void Add(UInt128 present, Span<double> into)
    {
        var missing = _full & ~present;
        var against = (int)UInt128.PopCount(missing);
        var lost = 0.0;
        foreach (var (absent, own, share) in _background)
        {
            if ((absent & missing) != 0) continue;
            if (against > 0) lost += share * ShapleyWeights.Of(against, own);
            if (own > 0) Spread(absent, _value * share * ShapleyWeights.Of(own, against), into);
        }
        if (against > 0 && lost != 0) Spread(missing, -_value * lost, into);
    }

    private static void Spread(UInt128 players, double amount, Span<double> into)
    {
        for (; players != 0; players &= players - 1) into[(int)UInt128.TrailingZeroCount(players)] += amount;
    }
}

/// <summary>
/// Absent players send a row down both branches, in the shares of the training data that went there. With a = 1 where the explained
/// row meets a player's conditions and r the share that does, player i gets value · ∫₀¹ (aᵢ − rᵢ) Π_{j≠i} (rⱼ + u (aⱼ − rⱼ)) du. The
/// polynomial has degree d − 1, so ⌈d/2⌉ Gauss–Legendre points make it exact, and nothing is divided by a share of 0.
/// </summary>
internal sealed class PathDependentLeaf(PathLeaf leaf) : LeafGame
{
    public override void Add(UInt128 present, Span<double> into)
    {
        var reach = leaf.Reach;
        Span<double> factor = stackalloc double[reach.Length], before = stackalloc double[reach.Length];
        var (at, weight) = ShapleyWeights.Quadrature(reach.Length);
        for (var k = 0; k < at.Length; k++)
        {
            var product = weight[k] * leaf.Value;
            for (var j = 0; j < reach.Length; j++)
            {
                factor[j] = (((present >> j) & 1) == 1 ? at[k] : 0) + ((1 - at[k]) * reach[j]);
                before[j] = product;
                product *= factor[j];
            }
            var after = 1.0;
            for (var j = reach.Length - 1; j >= 0; j--)
            {
                into[j] += ((((present >> j) & 1) == 1 ? 1 : 0) - reach[j]) * before[j] * after;
                after *= factor[j];
            }
        }
    }
}
