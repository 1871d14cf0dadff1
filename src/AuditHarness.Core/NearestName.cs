namespace AuditHarness;

/// <summary>The name somebody probably meant: what a message about a misspelt key, column or level offers.</summary>
public static class NearestName
{
    /// <summary>The name that takes the fewest edits, up to a third of its length but at least 2; null when none is near.</summary>
    /// <param name="asked">What was written; upper and lower case count as the same letter.</param>
    /// <param name="names">What could have been meant; the first of equally near ones is taken.</param>
    public static string? Of(string asked, IEnumerable<string> names)
    {
        if (asked.Length > 200) return null;
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            var limit = Math.Min(Math.Max(2, name.Length / 3), fewest - 1);
            if (Math.Abs(name.Length - asked.Length) > limit) continue;
            var edits = Edits(asked.ToUpperInvariant(), name.ToUpperInvariant());
            // As many edits as letters would make any name of any other: something must be left of it.
            if (edits <= limit && edits < Math.Max(asked.Length, name.Length)) (nearest, fewest) = (name, edits);
        }
        return nearest;
    }

    // Insertions, deletions, replacements and swaps of neighbours that make one text of the other (Damerau 1964, Commun. ACM 7:171–176).
    private static int Edits(string from, string to)
    {
        var (before, last, next) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++) last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                next[j] = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, last, next) = (last, next, before);
        }
        return last[to.Length];
    }
}
