using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>
/// Compares files byte by byte. NUnit's own comparison of arrays makes an object of every byte, which takes minutes for a page of some
/// megabytes.
/// </summary>
internal static class SameBytes
{
    /// <summary>Fails where they differ, and shows what stands there.</summary>
    /// <param name="actual">What was made.</param>
    /// <param name="expected">What was to be made.</param>
    /// <param name="name">What they are of.</param>
    public static void Expect(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected, string name)
    {
        if (actual.SequenceEqual(expected)) return;
        var at = actual.CommonPrefixLength(expected);
        Assert.Fail($"{name}: {actual.Length} bytes where {expected.Length} are expected, other from byte {at} on: '{Around(actual, at)}' is not '{Around(expected, at)}'.");
    }

    private static string Around(ReadOnlySpan<byte> bytes, int at) => Encoding.UTF8.GetString(bytes[Math.Max(0, at - 40)..Math.Min(bytes.Length, at + 40)]);
}
