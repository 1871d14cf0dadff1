namespace AuditHarness.Explanations;

/// <summary>
/// A cooperative game: what each coalition of players is worth. Shapley values share out the worth of everybody less that of
/// nobody. Shapley (1953), Contributions to the Theory of Games 2:307–317.
/// </summary>
public abstract class CoalitionGame
{
    /// <summary>Number of players; may be 0.</summary>
    public abstract int Players { get; }

    /// <summary>Worth when every player is absent.</summary>
    public abstract double Nobody { get; }

    /// <summary>Worth when every player takes part.</summary>
    public abstract double Everybody { get; }

    /// <summary>The worth of several coalitions, asked for together so that a model can be called in batches.</summary>
    /// <param name="members">Who takes part: coalition · players + player.</param>
    /// <param name="worth">Filled, one per coalition.</param>
    public abstract void Evaluate(ReadOnlySpan<bool> members, Span<double> worth);
}
