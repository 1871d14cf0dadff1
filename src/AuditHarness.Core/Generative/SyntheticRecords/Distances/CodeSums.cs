using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>Width of the vectors that sums of bytes are formed in: the sums are whole numbers and the same in each.</summary>
internal enum CodeWidth
{
    /// <summary>Two records at a time, on any machine.</summary>
    Portable,
    /// <summary>Four records at a time.</summary>
    Avx2,
    /// <summary>Eight records at a time.</summary>
    Avx512,
}

/// <summary>Finds the records of a tile whose bytes differ from those of a query by no more than a limit.</summary>
internal static class CodeSums
{
    /// <summary>The widest that this machine has.</summary>
    public static CodeWidth Widest { get; } = Avx512BW.IsSupported ? CodeWidth.Avx512 : Avx2.IsSupported ? CodeWidth.Avx2 : CodeWidth.Portable;

    /// <summary>Finds them.</summary>
    /// <param name="width">One that the machine has.</param>
    /// <param name="layout">What the bytes are.</param>
    /// <param name="tile">As of <see cref="RecordPoints.Tile"/>.</param>
    /// <param name="query">As of <see cref="RecordPoints.CopyWords"/>.</param>
    /// <param name="limits">One limit 8 times over, or one for each record of the tile; below 2⁶³.</param>
    /// <param name="found">Positions in the tile, ascending; room for all.</param>
    /// <param name="sums">Their sums.</param>
    /// <returns>How many are found.</returns>
    public static int Within(
        CodeWidth width, CodeLayout layout, ReadOnlySpan<ulong> tile, ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> limits, Span<int> found, Span<ulong> sums)
    {
        if (tile.Length != layout.Groups * RecordPoints.TileRows || query.Length != layout.Groups || found.Length < RecordPoints.TileRows
            || sums.Length < RecordPoints.TileRows || limits.Length is not (8 or RecordPoints.TileRows))
            throw new ArgumentException("Lengths do not fit the tile.", nameof(tile));
        return width switch
        {
            CodeWidth.Avx512 => Avx512(layout, tile, query, limits, found, sums),
            CodeWidth.Avx2 => Avx256(layout, tile, query, limits, found, sums),
            _ => Portable(layout, tile, query, limits, found, sums),
        };
    }

    private static int Avx512(
        CodeLayout layout, ReadOnlySpan<ulong> tile, ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> limits, Span<int> found, Span<ulong> sums)
    {
        ref var words = ref MemoryMarshal.GetReference(tile);
        ref var own = ref MemoryMarshal.GetReference(query);
        ref var limit = ref MemoryMarshal.GetReference(limits);
        ref var weights = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetArrayDataReference(layout.Weights));
        nuint numbers = (nuint)layout.NumberGroups, groups = (nuint)layout.Groups, step = limits.Length == 8 ? 0u : 1u;
        var count = 0;
        for (nuint i = 0; i < RecordPoints.TileRows; i += 8)
        {
            var sum = Vector512<ulong>.Zero;
            nuint g = 0;
            for (; g < numbers; g++)
                sum += Avx512BW.SumAbsoluteDifferences(
                    Vector512.LoadUnsafe(ref words, (g * RecordPoints.TileRows) + i).AsByte(), Vector512.Create(Unsafe.Add(ref own, g)).AsByte()).AsUInt64();
            for (; g < groups; g++)
            {
                var same = Vector512.Equals(Vector512.LoadUnsafe(ref words, (g * RecordPoints.TileRows) + i).AsByte(), Vector512.Create(Unsafe.Add(ref own, g)).AsByte());
                var differ = Vector512.AndNot(Vector512.Create(Unsafe.Add(ref weights, g)).AsByte(), same);
                sum += Avx512BW.SumAbsoluteDifferences(differ, Vector512<byte>.Zero).AsUInt64();
            }
            var near = Vector512.LessThanOrEqual(sum.AsInt64(), Vector512.LoadUnsafe(ref limit, i * step).AsInt64()).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                var at = BitOperations.TrailingZeroCount(near);
                found[count] = (int)i + at;
                sums[count++] = sum[at];
            }
        }
        return count;
    }

    private static int Avx256(
        CodeLayout layout, ReadOnlySpan<ulong> tile, ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> limits, Span<int> found, Span<ulong> sums)
    {
        ref var words = ref MemoryMarshal.GetReference(tile);
        ref var own = ref MemoryMarshal.GetReference(query);
        ref var limit = ref MemoryMarshal.GetReference(limits);
        ref var weights = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetArrayDataReference(layout.Weights));
        nuint numbers = (nuint)layout.NumberGroups, groups = (nuint)layout.Groups, step = limits.Length == 8 ? 0u : 1u;
        var count = 0;
        for (nuint i = 0; i < RecordPoints.TileRows; i += 4)
        {
            var sum = Vector256<ulong>.Zero;
            nuint g = 0;
            for (; g < numbers; g++)
                sum += Avx2.SumAbsoluteDifferences(
                    Vector256.LoadUnsafe(ref words, (g * RecordPoints.TileRows) + i).AsByte(), Vector256.Create(Unsafe.Add(ref own, g)).AsByte()).AsUInt64();
            for (; g < groups; g++)
            {
                var same = Vector256.Equals(Vector256.LoadUnsafe(ref words, (g * RecordPoints.TileRows) + i).AsByte(), Vector256.Create(Unsafe.Add(ref own, g)).AsByte());
                var differ = Vector256.AndNot(Vector256.Create(Unsafe.Add(ref weights, g)).AsByte(), same);
                sum += Avx2.SumAbsoluteDifferences(differ, Vector256<byte>.Zero).AsUInt64();
            }
            var near = Vector256.LessThanOrEqual(sum.AsInt64(), Vector256.LoadUnsafe(ref limit, i * step).AsInt64()).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                var at = BitOperations.TrailingZeroCount(near);
                found[count] = (int)i + at;
                sums[count++] = sum[at];
            }
        }
        return count;
    }

    private static int Portable(
        CodeLayout layout, ReadOnlySpan<ulong> tile, ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> limits, Span<int> found, Span<ulong> sums)
    {
        var (count, step) = (0, limits.Length == 8 ? 0 : 1);
        var weights = MemoryMarshal.Cast<byte, ulong>(layout.Weights);
        for (var i = 0; i < RecordPoints.TileRows; i += 2)
        {
            // Sums of 16 bits at each of the 8 columns: the most columns make 514 groups of numbers, each up to 255, so they are emptied in time.
            Vector128<ushort> first = default, second = default;
            ulong one = 0, two = 0;
            for (var g = 0; g < layout.Groups; g++)
            {
                var (theirs, own) = (Vector128.Create(tile[(g * RecordPoints.TileRows) + i], tile[(g * RecordPoints.TileRows) + i + 1]).AsByte(), Vector128.Create(query[g]).AsByte());
                var apart = g < layout.NumberGroups
                    ? Vector128.Max(theirs, own) - Vector128.Min(theirs, own)
                    : Vector128.AndNot(Vector128.Create(weights[g]).AsByte(), Vector128.Equals(theirs, own));
                first += Vector128.WidenLower(apart);
                second += Vector128.WidenUpper(apart);
                if (g % 128 != 127 && g != layout.Groups - 1) continue;
                one += Total(first);
                two += Total(second);
                (first, second) = (default, default);
            }
            if (one <= limits[i * step]) (found[count], sums[count++]) = (i, one);
            if (two <= limits[(i * step) + step]) (found[count], sums[count++]) = (i + 1, two);
        }
        return count;
    }

    private static uint Total(Vector128<ushort> counts) => Vector128.Sum(Vector128.WidenLower(counts) + Vector128.WidenUpper(counts));
}
