using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuditHarness.Statistics;

/// <summary>
/// Where chance comes from. One seed per audit; each use derives its own by name, so that adding a use leaves every other number
/// alone.
/// </summary>
/// <param name="Value">All 64 bits count.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed of one use: the first 8 bytes, little end first, of SHA-256 over "value/purpose" in UTF-8.</summary>
    /// <param name="purpose">Name of the use, such as "simulation/age".</param>
    public Seed For(string purpose) => new(BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Value}/{purpose}")))));

    /// <summary>A generator keyed by this seed, at the start of a row (or chunk).</summary>
    /// <param name="row">Row or chunk; each has 2⁶⁴ blocks of its own, so rows can be drawn in any order and on any thread.</param>
    public CounterRandom Generator(ulong row = 0) => new(Value, row);
}
