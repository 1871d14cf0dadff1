using System.Numerics;
using System.Runtime.Intrinsics;

namespace AuditHarness.Explanations.Trees;

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

    /// <summary>Players that each background pattern does not meet, in 32 bits where they suffice, else null.</summary>
    private readonly uint[]? _narrow;

    /// <summary>The same in 128 bits, else null.</summary>
    private readonly UInt128[]? _wide;

    /// <summary>Share of the background rows with each pattern.</summary>
    private readonly double[] _shares;

    /// <param name="value">The leaf's value.</param>
    /// <param name="players">Number of players on the way.</param>
    /// <param name="background">Patterns of the background rows with the share of rows of each, ascending.</param>
    public InterventionalLeaf(double value, int players, IEnumerable<(UInt128 Pattern, double Share)> background)
    {
        (_value, _full) = (value, PathPattern.Full(players));
        var given = background.ToArray();
        _shares = Array.ConvertAll(given, b => b.Share);
        if (players <= 32) _narrow = Array.ConvertAll(given, b => (uint)(_full & ~b.Pattern));
        else _wide = Array.ConvertAll(given, b => _full & ~b.Pattern);
    }

    public override void Add(UInt128 present, Span<double> into)
    {
        var missing = _full & ~present;
        var against = (int)UInt128.PopCount(missing);
        var lost = _narrow is { } narrow ? Narrow(narrow, (uint)missing, against, into) : Wide(_wide!, missing, against, into);
        // All that the explained row does not meet lose alike.
        if (against > 0 && lost != 0)
            for (var left = missing; left != 0; left &= left - 1) into[(int)UInt128.TrailingZeroCount(left)] -= _value * lost;
    }

    /// <summary>Gives the players met by the explained row alone their share, and returns what each of the others loses.</summary>
    private double Narrow(uint[] background, uint missing, int against, Span<double> into)
    {
        var lost = 0.0;
        var k = 0;
        // Most patterns are dead, met by neither row: eight at a time.
        for (; k <= background.Length - 8; k += 8)
        {
            var dead = Vector256.Create(background.AsSpan(k, 8)) & Vector256.Create(missing);
            for (var alive = Vector256.Equals(dead, Vector256<uint>.Zero).ExtractMostSignificantBits(); alive != 0; alive &= alive - 1)
                lost += Share(k + BitOperations.TrailingZeroCount(alive), into);
        }
        for (; k < background.Length; k++)
            if ((background[k] & missing) == 0) lost += Share(k, into);
        return lost;

        double Share(int at, Span<double> into)
        {
            var own = BitOperations.PopCount(background[at]);
            if (own > 0)
            {
                var amount = _value * _shares[at] * ShapleyWeights.Of(own, against);
                for (var left = background[at]; left != 0; left &= left - 1) into[BitOperations.TrailingZeroCount(left)] += amount;
            }
            return against > 0 ? _shares[at] * ShapleyWeights.Of(against, own) : 0;
        }
    }

    private double Wide(UInt128[] background, UInt128 missing, int against, Span<double> into)
    {
        var lost = 0.0;
        for (var k = 0; k < background.Length; k++)
        {
            if ((background[k] & missing) != 0) continue;
            var own = (int)UInt128.PopCount(background[k]);
            if (against > 0) lost += _shares[k] * ShapleyWeights.Of(against, own);
            if (own == 0) continue;
            var amount = _value * _shares[k] * ShapleyWeights.Of(own, against);
            for (var left = background[k]; left != 0; left &= left - 1) into[(int)UInt128.TrailingZeroCount(left)] += amount;
        }
        return lost;
    }
}
