namespace AuditHarness.Simulation;

/// <summary>A protected attribute, drawn independently of everything else.</summary>
public sealed class SimulatedAttribute
{
    /// <summary>An attribute.</summary>
    /// <param name="name">Name of its column.</param>
    /// <param name="reference">Level the others are compared with.</param>
    /// <param name="levels">Levels with their shares, which add up to 1.</param>
    /// <exception cref="ArgumentException">Shares are not positive or do not add up to 1, or the reference is not a level.</exception>
    public SimulatedAttribute(string name, string reference, params IReadOnlyList<(string Level, double Share)> levels)
    {
        if (levels.Any(l => l.Share <= 0) || Math.Abs(levels.Sum(l => l.Share) - 1) > 1e-9)
            throw new ArgumentException($"The shares of '{name}' must be positive and add up to 1.", nameof(levels));
        (Name, Reference, Levels, Shares) = (name, reference, [.. levels.Select(l => l.Level)], [.. levels.Select(l => l.Share)]);
        Code(reference);
    }

    /// <summary>Name of its column.</summary>
    public string Name { get; }

    /// <summary>Level the others are compared with.</summary>
    public string Reference { get; }

    /// <summary>The levels.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Share of each level.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Index of a level.</summary>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public int Code(string level)
    {
        for (var k = 0; k < Levels.Count; k++)
            if (Levels[k] == level) return k;
        throw new ArgumentException($"'{Name}' has no level '{level}', only {string.Join(", ", Levels)}.", nameof(level));
    }

    /// <summary>Share of a level.</summary>
    public double Share(string level) => Shares[Code(level)];

    /// <summary>The level that a uniform draw falls into.</summary>
    /// <param name="uniform">In (0, 1).</param>
    public int Draw(double uniform)
    {
        var upTo = 0.0;
        for (var k = 0; k < Shares.Count - 1; k++)
            if (uniform < (upTo += Shares[k])) return k;
        return Shares.Count - 1;
    }
}
