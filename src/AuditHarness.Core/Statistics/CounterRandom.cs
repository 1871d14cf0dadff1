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

    /// <summary>Standard normal, by inversion: one uniform each, so that a row's draws stay aligned; between −8.3 and 8.3.</summary>
    public double NextNormal() => Normal.InvCDF(0, 1, NextUniform());
}
