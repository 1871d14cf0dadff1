namespace AuditHarness.Statistics;

/// <summary>
/// Patients counted three ways: rows, their weights, and their squared weights. Tallies add up, so a subgroup's is the sum of
/// its parts. Without weights all three are the row count.
/// </summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Weight">Sum of weights.</param>
/// <param name="WeightSquared">Sum of squared weights.</param>
public readonly record struct Tally(int Rows, double Weight, double WeightSquared)
{
    /// <summary>
    /// Kish's effective number of rows, (Σw)² / Σw²: how many equally weighted rows would vary as little. 0 for none; the
    /// row count without weights. Kish (1965), Survey Sampling, section 8.2.
    /// </summary>
    public double EffectiveSize => Rows == 0 ? 0 : Weight * Weight / WeightSquared;

    /// <summary>This tally with one more row.</summary>
    public Tally Plus(double weight) => new(Rows + 1, Weight + weight, WeightSquared + (weight * weight));

    /// <summary>Two disjoint sets of rows together.</summary>
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Rows + b.Rows, a.Weight + b.Weight, a.WeightSquared + b.WeightSquared);

    /// <summary>Two disjoint sets of rows together.</summary>
    public static Tally Add(Tally left, Tally right) => left + right;
}
