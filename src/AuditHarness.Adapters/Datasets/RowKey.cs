using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// The id of a row as 128 bits, so that ids, which may be names, are compared without being kept. Ids of up to 15 bytes are held
/// as they are; of longer ones 120 bits of their SHA-256, so that no two of them are ever met with the same key.
/// </summary>
internal static class RowKey
{
    private const byte Hashed = byte.MaxValue;

    /// <summary>The key of an id: equal for equal bytes, different for different ones ("7" and "07" are different).</summary>
    public static UInt128 Of(ReadOnlySpan<byte> id)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        if (id.Length <= 15)
        {
            key.Clear();
            id.CopyTo(key);
            key[15] = (byte)id.Length;
        }
        else
        {
            SHA256.HashData(id, key);
            key[15] = Hashed;
        }
        return MemoryMarshal.Read<UInt128>(key);
    }
}
