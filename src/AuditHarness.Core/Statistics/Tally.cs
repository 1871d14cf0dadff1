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

    /// <summary>
    /// How many equally weighted rows would let a part's share of these vary as much as its linearized variance says, p(1 − p) / v with
    /// v = Σ w²(y − p)² / (Σw)²: <see cref="EffectiveSize"/> where weights have nothing to do with who is in the part, and the row count
    /// without weights. Where the part's rows weigh less or more than the others, as with cases drawn more often than controls, Kish's
    /// number is wrong in either direction. Korn, Graubard (1998), Surv. Methodol. 24:193–201; Särndal, Swensson, Wretman (1992), Model
    /// Assisted Survey Sampling, section 5.7.
    /// </summary>
    /// <param name="part">Some of these rows.</param>
    /// <param name="partKind">More rows of the part's kind, whose weights say what those of few or none would be; null for all of these.</param>
    /// <param name="otherKind">The same for the others.</param>
    public double EffectiveSizeOfShare(Tally part, Tally? partKind = null, Tally? otherKind = null)
    {
        if (Rows == 0 || (Weight == Rows && WeightSquared == Rows)) return EffectiveSize;
        var all = this;
        // Squared weights per weight; one more row of its kind keeps that of a few rows, or of none, sober.
        double Per(double squares, double weights, Tally? kind)
        {
            var like = kind is { Rows: > 0 } known ? known : all;
            return (Math.Max(0, squares) + (like.WeightSquared / like.Rows)) / (Math.Max(0, weights) + (like.Weight / like.Rows));
        }
        var share = Math.Clamp(part.Weight / Weight, 0, 1);
        return Weight / (((1 - share) * Per(part.WeightSquared, part.Weight, partKind)) + (share * Per(WeightSquared - part.WeightSquared, Weight - part.Weight, otherKind)));
    }

    /// <summary>This tally with one more row.</summary>
    public Tally Plus(double weight) => new(Rows + 1, Weight + weight, WeightSquared + (weight * weight));

    /// <summary>Two disjoint sets of rows together.</summary>
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Rows + b.Rows, a.Weight + b.Weight, a.WeightSquared + b.WeightSquared);

    /// <summary>Rows without some of them. Weights that are all taken away leave no rounding behind.</summary>
    /// <param name="all">The rows.</param>
    /// <param name="part">Some of these rows.</param>
    public static Tally operator -(Tally all, Tally part) => all.Rows == part.Rows ? default
        : new(all.Rows - part.Rows, all.Weight - part.Weight, all.WeightSquared - part.WeightSquared);

    /// <summary>Rows without some of them.</summary>
    /// <param name="left">The rows.</param>
    /// <param name="right">Some of these rows.</param>
    public static Tally Subtract(Tally left, Tally right) => left - right;

    /// <summary>Two disjoint sets of rows together.</summary>
    public static Tally Add(Tally left, Tally right) => left + right;
}
