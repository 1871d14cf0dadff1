using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>
/// What the measures of made-up records see. The three tables have the same columns in the same order, and categories share their levels:
/// those of the training records first, in ordinal order, then those seen only in the held-out and only in the made-up ones.
/// </summary>
public sealed record RecordEvidence
{
    /// <summary>The real records that the generator was trained on.</summary>
    public required RecordTable Train { get; init; }

    /// <summary>Real records that it never saw; null when there are none, and then what needs them is unknown with that reason.</summary>
    public required RecordTable? Holdout { get; init; }

    /// <summary>The made-up records.</summary>
    public required RecordTable Synthetic { get; init; }

    /// <summary>What the columns mean beyond their kinds.</summary>
    public required RecordRoles Roles { get; init; }

    /// <summary>What every possible record meets, each under a name of its own.</summary>
    public IReadOnlyList<RecordRule> Rules { get; init; } = [];

    /// <summary>
    /// Share of each group in the population that the made-up records should stand for, in (0, 1]; null when that is the training records'.
    /// A group that is not named has no share.
    /// </summary>
    public IReadOnlyDictionary<Subgroup, double>? Population { get; init; }

    /// <summary>Everybody first, then the groups of each attribute and intersection. A group that nobody made up is here too, with no rows.</summary>
    public required IReadOnlyList<RecordGroup> Groups { get; init; }

    /// <summary>What learns the outcome from records, named differently: the first makes the figures of utility, the others stand beside it. At least one.</summary>
    public IReadOnlyList<ILearner> Learners { get; init; } = [new LogisticRecords()];

    /// <summary>Seed of everything random; each measure derives its own by purpose.</summary>
    public required Seed Seed { get; init; }

    /// <summary>Workers, progress, cancellation.</summary>
    public required AuditOptions Options { get; init; }

    /// <summary>How far the records are from each other, computed once for all measures, as they ask for it; may be asked from any thread.</summary>
    public RecordDistances Distances => RecordDistances.Of(this);

    /// <summary>Positions in <see cref="RecordTable.Columns"/> of the columns whose values are compared: all but keys.</summary>
    public IReadOnlyList<int> Compared => [.. Enumerable.Range(0, Train.Columns.Count).Where(c => Train.Columns[c] is not RecordColumn.Key)];
}

/// <summary>One group, as positions of rows in each of the tables.</summary>
/// <param name="Subgroup">Whom it is about.</param>
/// <param name="Train">Rows of the training records, ascending.</param>
/// <param name="Holdout">Rows of the held-out records, ascending; empty when there are none.</param>
/// <param name="Synthetic">Rows of the made-up records, ascending.</param>
public sealed record RecordGroup(Subgroup Subgroup, int[] Train, int[] Holdout, int[] Synthetic);

/// <summary>What columns mean, by their names.</summary>
public sealed record RecordRoles
{
    /// <summary>Nothing is declared.</summary>
    public static RecordRoles None { get; } = new();

    /// <summary>What a model would predict: a category of two levels; null when nothing is, and then utility is unknown with that reason.</summary>
    public string? Outcome { get; init; }

    /// <summary>The level of <see cref="Outcome"/> that means an event; null with it.</summary>
    public string? Positive { get; init; }

    /// <summary>Follow-up time in any unit, not negative; null when there is none.</summary>
    public string? Time { get; init; }

    /// <summary>Category or number that says whether the time ended with the event; null with <see cref="Time"/>.</summary>
    public string? Event { get; init; }

    /// <summary>The level (or 1) of <see cref="Event"/> that means the event.</summary>
    public string? EventLevel { get; init; }

    /// <summary>Column of the arms whose survival is compared; null for one arm.</summary>
    public string? Arm { get; init; }

    /// <summary>Key of the patient where a patient has several rows; null when a row is a patient.</summary>
    public string? Patient { get; init; }

    /// <summary>Column that orders the rows of a patient; null with <see cref="Patient"/>.</summary>
    public string? Order { get; init; }

    /// <summary>What an attacker may know of a person, such as age, sex and region.</summary>
    public IReadOnlyList<string> QuasiIdentifiers { get; init; } = [];

    /// <summary>What an attacker would like to learn, such as a diagnosis.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];
}
