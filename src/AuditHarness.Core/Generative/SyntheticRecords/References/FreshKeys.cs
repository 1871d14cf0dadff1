using System.Globalization;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Keys of rows that are new: nobody real is named by them.</summary>
internal static class FreshKeys
{
    /// <summary>
    /// Keys for rows that were made after training rows. Where each training row has a key of its own, so has each new one; else rows that
    /// belong together by their sources still do.
    /// </summary>
    /// <param name="train">The training keys.</param>
    /// <param name="sources">For each new row the training row that it goes back to.</param>
    public static RecordColumn.Key Of(RecordColumn.Key train, int[] sources)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in train.Values.OfType<string>()) numbers.TryAdd(key, numbers.Count + 1);
        var unique = numbers.Count == train.Values.Count(k => k is not null);
        var made = new string?[sources.Length];
        for (var row = 0; row < made.Length; row++)
            if (train.Values[sources[row]] is { } key) made[row] = string.Create(CultureInfo.InvariantCulture, $"synthetic-{(unique ? row + 1 : numbers[key])}");
        return new(train.Name, made);
    }
}
