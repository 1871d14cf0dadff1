namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>How a value is asked for.</summary>
internal enum PredicateKind { Missing, AtMost, AtLeast, Equal }

/// <summary>One condition of a predicate.</summary>
/// <param name="Column">Position among the columns compared.</param>
/// <param name="Kind">How.</param>
/// <param name="Value">Number, day or code.</param>
internal readonly record struct PredicatePart(int Column, PredicateKind Kind, double Value);

/// <summary>What an attacker says of one person: conditions that a single record shall meet. Two of the same conditions in the same order are equal.</summary>
internal sealed record Predicate(PredicatePart First, PredicatePart? Second = null, PredicatePart? Third = null)
{
    /// <summary>From 1 to 3 conditions.</summary>
    public static Predicate Of(IReadOnlyList<PredicatePart> parts) => new(parts[0], parts.Count > 1 ? parts[1] : null, parts.Count > 2 ? parts[2] : null);

    /// <summary>Whether exactly one of some people meets all conditions.</summary>
    /// <param name="columns">Values of the columns compared; NaN where missing.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="people">For each of them whose it is; null where each is somebody else's.</param>
    public bool SinglesOut(double[][] columns, int[] rows, int[]? people)
    {
        var met = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!Meets(First, columns, rows[i]) || (Second is { } second && !Meets(second, columns, rows[i])) || (Third is { } third && !Meets(third, columns, rows[i])))
                continue;
            var person = people?[i] ?? i;
            if (met >= 0 && met != person) return false;
            met = person;
        }
        return met >= 0;
    }

    /// <summary>How many of some predicates single out one of some people.</summary>
    /// <param name="tried">The predicates.</param>
    /// <param name="columns">Values of the columns compared.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="people">As that of <see cref="SinglesOut"/>.</param>
    public static int Count(IReadOnlyList<Predicate> tried, double[][] columns, int[] rows, int[]? people)
    {
        var (found, values) = (0, new Dictionary<int, Dictionary<double, int>>());
        foreach (var predicate in tried)
        {
            if (predicate is not { First.Kind: PredicateKind.Equal, Second: null }) found += predicate.SinglesOut(columns, rows, people) ? 1 : 0;
            else if (values.TryGetValue(predicate.First.Column, out var asked)) asked[predicate.First.Value] = asked.GetValueOrDefault(predicate.First.Value);
            else values.Add(predicate.First.Column, new() { [predicate.First.Value] = 0 });
        }
        // All values asked for in a column in one pass: 0 nobody, 1 and more the person, −1 several.
        foreach (var (column, asked) in values)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (!asked.TryGetValue(columns[column][rows[i]], out var met)) continue;
                var person = 1 + (people?[i] ?? i);
                if (met != person) asked[columns[column][rows[i]]] = met == 0 ? person : -1;
            }
        }
        return found + tried.Count(p => p is { First.Kind: PredicateKind.Equal, Second: null } && values[p.First.Column][p.First.Value] > 0);
    }

    private static bool Meets(PredicatePart part, double[][] columns, int row)
    {
        var value = columns[part.Column][row];
        return part.Kind switch
        {
            PredicateKind.Missing => double.IsNaN(value),
            PredicateKind.AtMost => value <= part.Value,
            PredicateKind.AtLeast => value >= part.Value,
            _ => value == part.Value,
        };
    }
}
