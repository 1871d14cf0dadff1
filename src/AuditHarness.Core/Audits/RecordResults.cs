using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>What was measured of made-up records. Small cells are hidden in it already.</summary>
public sealed record RecordResults
{
    /// <summary>What made them up, as it says of itself.</summary>
    public required GeneratorIdentity Generator { get; init; }

    /// <summary>How its records were had, in one sentence.</summary>
    public required Phrase Reading { get; init; }

    /// <summary>What it was asked: the audit read the answers from the store of draws, by these ids.</summary>
    public required IReadOnlyList<DrawReference> Draws { get; init; }

    /// <summary>How many records there are: of everybody first, then of each group.</summary>
    public required IReadOnlyList<RecordCounts> Counts { get; init; }

    /// <summary>The columns that are compared, in plan order, and their kinds.</summary>
    public required IReadOnlyList<RecordColumnKind> Columns { get; init; }

    /// <summary>What stands beside every figure, in the order of the columns that hold it.</summary>
    public required IReadOnlyList<RecordBaseline> Baselines { get; init; }

    /// <summary>Every figure of every check that the plan lists: in the order of the catalog, for each check those of columns and pairs before that of the records as a whole, everybody first.</summary>
    public required IReadOnlyList<RecordMeasurement> Figures { get; init; }
}

/// <summary>A draw of a generator, as the store of draws knows it.</summary>
/// <param name="Id">SHA-256 of the generator's hash and all that it was asked.</param>
/// <param name="Rows">How many records were asked for.</param>
/// <param name="Conditions">Values that all of them shall have.</param>
/// <param name="Seed">Seed of the request.</param>
/// <param name="Repeat">Which of several draws alike, from 0.</param>
/// <param name="Sha256">SHA-256 of the kept rows.</param>
public sealed record DrawReference(string Id, int Rows, IReadOnlyList<KeyValuePair<string, string>> Conditions, ulong Seed, int Repeat, string Sha256);

/// <summary>How many records a group has. A count of 1 to 10 real records is null: it is hidden.</summary>
/// <param name="Group">The group, or overall.</param>
/// <param name="Train">Training records.</param>
/// <param name="Holdout">Held-out records; null too where there are none at all, which <see cref="RecordResults.Counts"/> of everybody tells.</param>
/// <param name="Synthetic">Made-up records; null where <paramref name="Train"/> is and there are some: a generator that gives its training records back makes as many.</param>
public sealed record RecordCounts(Subgroup Group, int? Train, int? Holdout, int? Synthetic);

/// <summary>A column of records.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its values are.</param>
public sealed record RecordColumnKind(string Name, RecordKind Kind);

/// <summary>What stands beside every figure of the audited records: the same figure of other records.</summary>
/// <param name="Name">Its name in <see cref="RecordBaselines"/>.</param>
/// <param name="Rows">How many records it is of; null with <paramref name="Reason"/>.</param>
/// <param name="Reason">Why there are none, or null.</param>
public sealed record RecordBaseline(string Name, int? Rows, Phrase? Reason);

/// <summary>One figure of one check, or why there is none.</summary>
/// <param name="Metric">Id of the metric.</param>
/// <param name="Subject">Column, pair of columns or rule that it is about; null for the records as a whole.</param>
/// <param name="Group">Whom it is about.</param>
/// <param name="Figure">The figure of the audited records.</param>
/// <param name="Baselines">The same of each of <see cref="RecordResults.Baselines"/>, in that order.</param>
public sealed record RecordMeasurement(string Metric, string? Subject, Subgroup Group, RecordFigureShown Figure, IReadOnlyList<RecordFigureShown> Baselines);

/// <summary>A figure as it may be shown: with a value, or with the reason why there is none.</summary>
/// <param name="Value">Finite; null when unknown, hidden or failed.</param>
/// <param name="Interval">Its 95 % interval, or null.</param>
/// <param name="N">Records, pairs, attempts or columns that it is a share of or an average over; null when unknown or hidden.</param>
/// <param name="Reason">Why there is no value, or no interval; null when there are both.</param>
/// <param name="Suppressed">True when it is hidden to protect patients.</param>
public sealed record RecordFigureShown(double? Value, Interval? Interval, int? N, Phrase? Reason, bool Suppressed);
