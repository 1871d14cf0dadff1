using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>
/// A condition that every possible record meets, such as <c>systolic &gt; diastolic</c> or <c>not (sex == "male" and pregnant == "yes")</c>.
/// A comparison with a missing value is not decided, and so is a rule that hangs on it: Kleene (1938), J. Symb. Log. 3:150–155.
/// </summary>
/// <param name="Name">What the report calls it: the rule itself where the config gives no name.</param>
/// <param name="Text">As the config has it.</param>
/// <param name="Condition">What it says.</param>
public sealed record RecordRule(string Name, string Text, RuleNode Condition)
{
    /// <summary>Reads a rule.</summary>
    /// <param name="text">As the config has it.</param>
    /// <param name="name">What the report calls it; null for the text.</param>
    /// <exception cref="AuditInputException">It is none: says where and what was expected.</exception>
    public static RecordRule Parse(string text, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(name ?? text.Trim(), text, RuleParser.Parse(text));
    }

    /// <summary>Tells whether the rule can be asked of records with these columns: before anything is measured.</summary>
    /// <param name="table">Records; their values do not matter.</param>
    /// <exception cref="AuditInputException">A column is not there, or values of unlike kinds meet: says where and what is known.</exception>
    public void Check(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Decide(table.Take([]));
    }

    /// <summary>For each record 1 where it meets the rule, 0 where it violates it, −1 where that is not decided.</summary>
    /// <param name="table">The records.</param>
    /// <exception cref="AuditInputException">As <see cref="Check"/>.</exception>
    public sbyte[] Decide(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new RuleEvaluation(this, table).Decide();
    }

    /// <summary>A category that the rule asks for and that no record has, as <c>column = category</c>: most likely misspelt; null for none.</summary>
    /// <param name="table">The records; levels count.</param>
    public string? UnknownLevel(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var evaluation = new RuleEvaluation(this, table.Take([]));
        evaluation.Decide();
        return evaluation.UnknownLevel;
    }
}
