using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Audits;

/// <summary>The plan of an audit of a generator that makes up records of patients.</summary>
public sealed record SyntheticRecordsPlan : AuditPlan
{
    /// <summary>
    /// The real records: those that the generator was trained on and those that it never saw. Made-up records are the <see cref="Generator"/>'s,
    /// also where they stand in a file.
    /// </summary>
    public required RecordSetPlan Records { get; init; }

    /// <summary>What the columns mean beyond their kinds.</summary>
    public RecordRoles Roles { get; init; } = RecordRoles.None;

    /// <summary>What every possible record meets, each under a name of its own, in config order.</summary>
    public IReadOnlyList<RecordRulePlan> Rules { get; init; } = [];

    /// <summary>Shares of groups in the population that the made-up records should stand for; empty when that is the training records'.</summary>
    public IReadOnlyList<PopulationSharePlan> Population { get; init; } = [];

    /// <summary>The generator under audit.</summary>
    public required GeneratorPlan Generator { get; init; }

    /// <summary>How many records are asked of it, at least 1; null asks for as many as there are training records, and takes all that stand in a file.</summary>
    public int? Count { get; init; }

    /// <summary>Values that all made-up records shall have, in ordinal order of the columns; empty for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Conditions { get; init; } = [];

    /// <summary>Kinds of learners by which utility is measured, as the harness names them: the first makes the figures, the others stand beside it. At least one.</summary>
    public IReadOnlyList<string> Learners { get; init; } = ["logisticRegression", "fastTree"];

    /// <summary>Names in <see cref="RecordBaselines"/> of what stands beside every figure, in their order there.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = RecordBaselines.Default;
}

/// <summary>A rule as the config writes it.</summary>
/// <param name="Name">Its name, which the report shows.</param>
/// <param name="Text">The rule, such as "systolic > diastolic".</param>
public sealed record RecordRulePlan(string Name, string Text);

/// <summary>A declared share of a group.</summary>
/// <param name="Group">A level of one attribute, or of each of an intersection.</param>
/// <param name="Share">In (0, 1]; those of the levels of an attribute, or of an intersection, sum to 1 at most.</param>
public sealed record PopulationSharePlan(IReadOnlyList<Cohorts.AttributeLevel> Group, double Share)
{
    /// <summary>How far shares may sum above 1: rounding.</summary>
    public const double Rounding = 1e-6;
}
