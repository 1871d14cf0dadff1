using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>What tells two tables of records apart: a hash over names, kinds and values, the same on every machine.</summary>
public static class RecordFingerprint
{
    /// <summary>
    /// SHA-256 over the columns in their order, 64 lower-case hexadecimal digits. Levels that no row has do not count, nor does the order
    /// of levels.
    /// </summary>
    /// <param name="table">The records.</param>
    public static string Of(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, table.Count);
        foreach (var column in table.Columns)
        {
            Add(hash, column.GetType().Name);
            Add(hash, column.Name);
            switch (column)
            {
                case RecordColumn.Number number: Add(hash, number.Values); break;
                case RecordColumn.Date date: Add(hash, date.Days); break;
                case RecordColumn.Key key: foreach (var value in key.Values) Add(hash, value); break;
                case RecordColumn.Category category: Add(hash, category); break;
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each level once, in the order in which they come; then which of them every row has.
    private static void Add(IncrementalHash hash, RecordColumn.Category category)
    {
        var numbers = new int[category.Levels.Count];
        var seen = 0;
        var codes = new int[category.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            if (category.Codes[row] is not (>= 0 and var code)) continue;
            if (numbers[code] == 0)
            {
                numbers[code] = ++seen;
                Add(hash, category.Levels[code]);
            }
            codes[row] = numbers[code];
        }
        Add(hash, MemoryMarshal.Cast<int, byte>(codes), sizeof(int));
    }

    private static void Add(IncrementalHash hash, double[] values)
    {
        // Of the many forms of NaN and the two zeros one each: they are the same value to every reader.
        var plain = Array.ConvertAll(values, static v => double.IsNaN(v) ? double.NaN : v + 0.0);
        Add(hash, MemoryMarshal.Cast<double, byte>(plain), sizeof(double));
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> words, int size)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(words);
            return;
        }
        var turned = words.ToArray();
        for (var k = 0; k < turned.Length; k += size) turned.AsSpan(k, size).Reverse();
        hash.AppendData(turned);
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Add(hash, text is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
