using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>
/// Philox4x32-10: random numbers that are a function of a key and a counter, so that any row is reached without drawing those
/// before it. Salmon, Moraes, Dror, Shaw (2011), SC '11, article 16. Not for secrets, and one instance is for one thread.
/// </summary>
/// <param name="key">The key; see <see cref="Seed"/>.</param>
/// <param name="row">Upper half of the counter: the row or chunk. The lower half counts the blocks drawn in it.</param>
public sealed class CounterRandom(ulong key, ulong row)
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    // Weyl steps of the key: the golden ratio and √3 − 1.
    private const uint Step0 = 0x9E3779B9, Step1 = 0xBB67AE85;

    private ulong _block;
    private ulong _kept;
    private bool _hasKept;

    /// <summary>One block of 128 bits. Words of 32 bits lie little end first: word 0 is the lower half of the lower part.</summary>
    /// <param name="lower">Words 0 and 1 of the counter.</param>
    /// <param name="upper">Words 2 and 3 of the counter.</param>
    /// <param name="key">Words 0 and 1 of the key.</param>
    /// <returns>Words 0 and 1, then 2 and 3, of the output.</returns>
    public static (ulong Lower, ulong Upper) Block(ulong lower, ulong upper, ulong key)
    {
        var (c0, c1, c2, c3) = ((uint)lower, (uint)(lower >> 32), (uint)upper, (uint)(upper >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            (k0, k1) = (unchecked(k0 + Step0), unchecked(k1 + Step1));
        }
        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        if (_hasKept)
        {
            _hasKept = false;
            return _kept;
        }
        (var bits, _kept) = Block(_block++, row, key);
        _hasKept = true;
        return bits;
    }

    /// <summary>
    /// Uniform in the open interval (0, 1): an odd multiple of 2⁻⁵³, so that neither end can come out and 1 − u is as likely as u.
    /// (All 53 bits plus a half would round up to 1.)
    /// </summary>
    public double NextUniform() => (((NextBits() >> 12) << 1) | 1) * (1.0 / (1UL << 53));

    /// <summary>The next of them, the very same as one after the other.</summary>
    /// <param name="into">Receives them.</param>
    public void NextUniforms(Span<double> into)
    {
        var at = 0;
        if (_hasKept && into.Length > 0) into[at++] = NextUniform();
        for (; at <= into.Length - (2 * Vector256<ulong>.Count); at += 2 * Vector256<ulong>.Count)
        {
            var (lower, upper) = Blocks(_block);
            _block += (ulong)Vector256<ulong>.Count;
            var (first, second) = (Uniforms(lower), Uniforms(upper));
            (into[at], into[at + 1], into[at + 2], into[at + 3]) = (first[0], second[0], first[1], second[1]);
            (into[at + 4], into[at + 5], into[at + 6], into[at + 7]) = (first[2], second[2], first[3], second[3]);
        }
        for (; at < into.Length; at++) into[at] = NextUniform();
    }

    // Four blocks in a row: within one, every step waits for the one before. Of each word only the lower half of its 64 bits is looked at.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<ulong> Lower, Vector256<ulong> Upper) Blocks(ulong first)
    {
        var lower = Vector256.Create(first) + Vector256<ulong>.Indices;
        var (c0, c1, c2, c3) = (lower, lower >>> 32, Vector256.Create(row), Vector256.Create(row >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var (product0, product1) = (Times(c0, Multiplier0), Times(c2, Multiplier1));
            (c0, c1, c2, c3) = ((product1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0), product1, (product0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1), product0);
            (k0, k1) = (unchecked(k0 + Step0), unchecked(k1 + Step1));
        }
        var half = Vector256.Create((ulong)uint.MaxValue);
        return ((c0 & half) | (c1 << 32), (c2 & half) | (c3 << 32));
    }

    // Of the lower halves; what a machine has for that is many times faster than a product of 64 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Times(Vector256<ulong> words, uint by) =>
        Avx2.IsSupported ? Avx2.Multiply(words.AsUInt32(), Vector256.Create((ulong)by).AsUInt32()) : (words & Vector256.Create((ulong)uint.MaxValue)) * by;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Uniforms(Vector256<ulong> bits) =>
        Vector256.ConvertToDouble(((bits >>> 12) << 1) | Vector256<ulong>.One) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by inversion: one uniform each, so that a row's draws stay aligned; between −8.3 and 8.3.</summary>
    public double NextNormal() => Normal.InvCDF(0, 1, NextUniform());
}
