using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// How far the training, held-out and made-up records of an audit are from each other: each set of neighbours is computed when first asked
/// for, once, whichever measure asks and from whichever thread. What is about real records alone is shared by every evidence that holds the
/// same two tables, such as those of the reference generators. Held-out ones must be there where they are asked for. Where a patient has
/// several rows, none of them is a neighbour of another within a table.
/// </summary>
public sealed class RecordDistances
{
    /// <summary>Neighbours that are kept of each record, and the k of measures that look at more than one or two.</summary>
    public const int Most = 5;

    /// <summary>How far the numbers of a near copy may be, as a share of the column's range.</summary>
    public const double NearCopyTolerance = 0.01;

    // By identity: an evidence with another table is another one, however it was made.
    private static readonly ConditionalWeakTable<RecordEvidence, RecordDistances> Known = [];
    private static readonly ConditionalWeakTable<RecordTable, ConditionalWeakTable<object, ConcurrentDictionary<string, RealRecords>>> KnownReal = [];
    private static readonly object NoHoldout = new();

    private readonly RecordEvidence _evidence;
    private readonly RealRecords _real;
    private readonly Memo _memo = new();

    private RecordDistances(RecordEvidence evidence)
    {
        _evidence = evidence;
        _real = KnownReal.GetOrCreateValue(evidence.Train).GetOrCreateValue((object?)evidence.Holdout ?? NoHoldout)
            .GetOrAdd(evidence.Roles.Patient ?? "", _ => new(evidence.Train, evidence.Holdout, evidence.Roles));
    }

    /// <summary>The distances of an evidence: the same object each time.</summary>
    /// <param name="evidence">The records; at least one training record, and from 1 to <see cref="RecordScale.MostColumns"/> columns that are no keys.</param>
    public static RecordDistances Of(RecordEvidence evidence) => Known.GetValue(evidence, e => new(e));

    /// <summary>How records are compared.</summary>
    public RecordScale Scale => _real.Scale;

    /// <summary>For each made-up record the nearest training records.</summary>
    public Neighbours SyntheticToTrain => _memo.Once(() => Synthetic.Nearest(_real.Train, Most, Options));

    /// <summary>For each made-up record the nearest held-out ones.</summary>
    public Neighbours SyntheticToHoldout => _memo.Once(() => Synthetic.Nearest(_real.Holdout, Most, Options));

    /// <summary>For each made-up record the nearest others.</summary>
    public Neighbours SyntheticToSynthetic => _memo.Once(() => Synthetic.Nearest(Synthetic, Most, Options));

    /// <summary>For each training record the nearest made-up ones.</summary>
    public Neighbours TrainToSynthetic => _memo.Once(() => _real.Train.Nearest(Synthetic, Most, Options));

    /// <summary>For each held-out record the nearest made-up ones.</summary>
    public Neighbours HoldoutToSynthetic => _memo.Once(() => _real.Holdout.Nearest(Synthetic, Most, Options));

    /// <summary>For each training record the nearest others.</summary>
    public Neighbours TrainToTrain => _real.Memo.Once(() => _real.Train.Nearest(_real.Train, Most, Options));

    /// <summary>For each held-out record the nearest others.</summary>
    public Neighbours HoldoutToHoldout => _real.Memo.Once(() => _real.Holdout.Nearest(_real.Holdout, Most, Options));

    /// <summary>For each training record the nearest held-out ones.</summary>
    public Neighbours TrainToHoldout => _real.Memo.Once(() => _real.Train.Nearest(_real.Holdout, Most, Options));

    /// <summary>For each held-out record the nearest training ones.</summary>
    public Neighbours HoldoutToTrain => _real.Memo.Once(() => _real.Holdout.Nearest(_real.Train, Most, Options));

    /// <summary>For each made-up record whether a training record is a near copy.</summary>
    public bool[] SyntheticCopies => _memo.Once(() => Synthetic.IsNear(_real.Train, SyntheticToTrain, NearCopyTolerance, Options));

    /// <summary>For each held-out record whether a training record would be called a near copy: what happens by chance.</summary>
    public bool[] HoldoutCopies => _real.Memo.Once(() => _real.Holdout.IsNear(_real.Train, HoldoutToTrain, NearCopyTolerance, Options));

    /// <summary>For each training record whether a made-up one is a near copy.</summary>
    public bool[] TrainCopied => _memo.Once(() => _real.Train.IsNear(Synthetic, TrainToSynthetic, NearCopyTolerance, Options));

    /// <summary>For each made-up record in how many balls it lies that reach from a training record to its <see cref="Most"/>th nearest other.</summary>
    public int[] SyntheticInTrain => _memo.Once(() => Synthetic.BallsAround(_real.Train, TrainToTrain, Options));

    /// <summary>The same of training records and balls around made-up ones.</summary>
    public int[] TrainInSynthetic => _memo.Once(() => _real.Train.BallsAround(Synthetic, SyntheticToSynthetic, Options));

    /// <summary>
    /// As many training as held-out records, drawn at random from the larger side: a nearest neighbour is nearer the more there are to choose
    /// from, so figures of both sides are comparable only then.
    /// </summary>
    public OfBoth<int[]> Matched => _memo.Once(() => new OfBoth<int[]>(Drawn(_evidence.Train), Drawn(_evidence.Holdout!)));

    /// <summary>For each made-up record the nearest of the matched training records, and of the matched held-out ones.</summary>
    public OfBoth<Neighbours> SyntheticToMatched => _memo.Once(() => new OfBoth<Neighbours>(
        Matched.Train.Length == _evidence.Train.Count ? SyntheticToTrain : Synthetic.Nearest(Part(_evidence.Train, Matched.Train), Most, Options),
        Matched.Holdout.Length == _evidence.Holdout!.Count ? SyntheticToHoldout : Synthetic.Nearest(Part(_evidence.Holdout, Matched.Holdout), Most, Options)));

    /// <summary>For each matched training record the nearest other of them, and the same of held-out ones.</summary>
    public OfBoth<Neighbours> WithinMatched => _memo.Once(() => new OfBoth<Neighbours>(
        Matched.Train.Length == _evidence.Train.Count ? TrainToTrain : Within(_evidence.Train, Matched.Train),
        Matched.Holdout.Length == _evidence.Holdout!.Count ? HoldoutToHoldout : Within(_evidence.Holdout, Matched.Holdout)));

    /// <summary>The nearest neighbours of training records among the others and among made-up ones, columns weighted.</summary>
    /// <param name="weights">As of <see cref="RecordScale.Of"/>.</param>
    internal (Neighbours ToTrain, Neighbours ToSynthetic) Weighted(IReadOnlyList<double> weights)
    {
        var scale = RecordScale.Of(_evidence.Train, weights);
        var train = new RecordSet(scale, _evidence.Train, _evidence.Roles);
        return (train.Nearest(train, 1, Options), train.Nearest(new(scale, _evidence.Synthetic, _evidence.Roles), 1, Options));
    }

    private RecordSet Synthetic => _memo.Once(() => new RecordSet(Scale, _evidence.Synthetic, _evidence.Roles));

    private AuditOptions Options => _evidence.Options;

    private RecordSet Part(RecordTable table, int[] rows) => new(Scale, table, _evidence.Roles, rows);

    private Neighbours Within(RecordTable table, int[] rows)
    {
        var part = Part(table, rows);
        return part.Nearest(part, Most, Options);
    }

    // Drawn in the order of what records hold, so that the order of a file changes nothing.
    private int[] Drawn(RecordTable table)
    {
        var order = RecordOrder.Of(table, [.. Enumerable.Range(0, table.Count)]);
        var size = Math.Min(_evidence.Train.Count, _evidence.Holdout!.Count);
        return [.. SimpleRandomSample.Rows(table.Count, size, _evidence.Seed.For("distances/as many training as held-out records")).Select(p => order[p]).Order()];
    }

    // What does not hang on the made-up records.
    private sealed class RealRecords(RecordTable train, RecordTable? holdout, RecordRoles roles)
    {
        public Memo Memo { get; } = new();

        public RecordScale Scale => Memo.Once(() => RecordScale.Of(train));

        public RecordSet Train => Memo.Once(() => new RecordSet(Scale, train, roles));

        public RecordSet Holdout => Memo.Once(() => new RecordSet(Scale, holdout ?? throw new InvalidOperationException("There are no held-out records."), roles));
    }
}

/// <summary>The same of training and of held-out records.</summary>
/// <param name="Train">Of training records.</param>
/// <param name="Holdout">Of held-out ones.</param>
public sealed record OfBoth<T>(T Train, T Holdout);
