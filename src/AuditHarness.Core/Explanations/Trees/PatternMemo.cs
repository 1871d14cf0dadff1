using System.Numerics;

namespace AuditHarness.Explanations.Trees;

/// <summary>Patterns seen in a block of rows, numbered in the order of their first row: each is worked out once.</summary>
internal sealed class PatternMemo<T> where T : unmanaged, IBinaryInteger<T>
{
    private const int Bits = 10;
    private readonly short[] _heads = new short[1 << Bits];
    private readonly T[] _patterns = new T[RowBlock.MaxRows];
    private int _count;

    /// <summary>Forgets all patterns.</summary>
    public void Clear()
    {
        Array.Clear(_heads);
        _count = 0;
    }

    /// <summary>Number of a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="isNew">True when it was not seen since <see cref="Clear"/>.</param>
    public int Number(T pattern, out bool isNew)
    {
        // Four heads for each row of a block: there is always a free one.
        for (var head = (uint)pattern.GetHashCode() * 0x9E3779B9u >> (32 - Bits); ; head = (head + 1) & ((1u << Bits) - 1))
        {
            if (_heads[head] == 0)
            {
                _patterns[_count++] = pattern;
                _heads[head] = (short)_count;
                isNew = true;
                return _count - 1;
            }
            if (_patterns[_heads[head] - 1] == pattern)
            {
                isNew = false;
                return _heads[head] - 1;
            }
        }
    }
}
