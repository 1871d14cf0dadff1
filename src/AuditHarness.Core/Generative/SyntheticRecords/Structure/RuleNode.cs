namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>A part of a rule. Two rules that say the same in the same places are equal.</summary>
/// <param name="Position">Where it begins in the text, from 1.</param>
public abstract record RuleNode(int Position)
{
    /// <summary>A number.</summary>
    /// <param name="Position">Where it begins.</param>
    /// <param name="Value">Finite, not negative.</param>
    public sealed record Number(int Position, double Value) : RuleNode(Position);

    /// <summary>A text in quotes: a category, or a day as 2026-11-28 where it meets one.</summary>
    /// <param name="Position">Where it begins.</param>
    /// <param name="Value">The text.</param>
    public sealed record Text(int Position, string Value) : RuleNode(Position);

    /// <summary>A column's value in the record.</summary>
    /// <param name="Position">Where it begins.</param>
    /// <param name="Name">Name of the column.</param>
    public sealed record Column(int Position, string Name) : RuleNode(Position);

    /// <summary>A sum, difference, product or quotient.</summary>
    /// <param name="Position">Where the sign is.</param>
    /// <param name="Sign">+, -, * or /.</param>
    /// <param name="Left">Before it.</param>
    /// <param name="Right">After it.</param>
    public sealed record Arithmetic(int Position, string Sign, RuleNode Left, RuleNode Right) : RuleNode(Position);

    /// <summary>A comparison.</summary>
    /// <param name="Position">Where the sign is.</param>
    /// <param name="Sign">==, !=, &lt;, &lt;=, &gt; or &gt;=.</param>
    /// <param name="Left">Before it.</param>
    /// <param name="Right">After it.</param>
    public sealed record Comparison(int Position, string Sign, RuleNode Left, RuleNode Right) : RuleNode(Position);

    /// <summary>Whether a value is one of several.</summary>
    /// <param name="Position">Where "in" is.</param>
    /// <param name="Of">The value.</param>
    /// <param name="Options">Numbers and texts; at least one.</param>
    public sealed record Within(int Position, RuleNode Of, IReadOnlyList<RuleNode> Options) : RuleNode(Position);

    /// <summary>Whether a value is missing; always decided.</summary>
    /// <param name="Position">Where "is" is.</param>
    /// <param name="Of">The value.</param>
    public sealed record Missing(int Position, RuleNode Of) : RuleNode(Position);

    /// <summary>The opposite; undecided where the condition is.</summary>
    /// <param name="Position">Where "not" is.</param>
    /// <param name="Of">The condition.</param>
    public sealed record Not(int Position, RuleNode Of) : RuleNode(Position);

    /// <summary>Both: false where one is false, undecided else where one is undecided.</summary>
    /// <param name="Position">Where "and" is.</param>
    /// <param name="Left">One condition.</param>
    /// <param name="Right">The other.</param>
    public sealed record And(int Position, RuleNode Left, RuleNode Right) : RuleNode(Position);

    /// <summary>Either: true where one is true, undecided else where one is undecided.</summary>
    /// <param name="Position">Where "or" is.</param>
    /// <param name="Left">One condition.</param>
    /// <param name="Right">The other.</param>
    public sealed record Or(int Position, RuleNode Left, RuleNode Right) : RuleNode(Position);
}
