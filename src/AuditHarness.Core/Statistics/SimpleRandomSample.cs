namespace AuditHarness.Statistics;

/// <summary>A simple random sample of rows without replacement.</summary>
public static class SimpleRandomSample
{
    /// <summary>Positions of the sampled rows, ascending; all rows when no more are there than asked for.</summary>
    /// <param name="total">Number of rows, not negative.</param>
    /// <param name="size">Rows wanted, not negative.</param>
    /// <param name="seed">Seed of this sample.</param>
    /// <remarks>Selection sampling: Fan, Muller, Rezucha (1962), J. Am. Stat. Assoc. 57:387–402 (Knuth's algorithm S).</remarks>
    public static int[] Rows(int total, int size, Seed seed)
    {
        if (size >= total) return [.. Enumerable.Range(0, total)];
        var random = seed.Generator();
        var chosen = new int[size];
        var taken = 0;
        for (var row = 0; taken < size; row++)
            if (random.NextUniform() * (total - row) < size - taken) chosen[taken++] = row;
        return chosen;
    }
}
