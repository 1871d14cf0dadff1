using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>
/// Whether made-up records lie where real ones do, and everywhere where they do: around each record lies a ball that reaches to its 5th
/// nearest other record of the same table.
/// </summary>
public sealed class NeighbourhoodManifolds : IRecordMeasure
{
    private const int K = RecordDistances.Most;

    private const string Convention =
        "The ball of a record reaches to its k-th nearest neighbour in its own table, k = 5, not counting the record itself; on the rim of a ball is not in it. Real records are the training records; balls are of records of any group. " +
        DistanceFigures.Convention + " Six equal records have balls without an inside.";

    private const string Improved = "Kynkäänniemi, Karras, Laine, Lehtinen, Aila (2019), NeurIPS 32:3927–3936";

    private const string Reliable = "Naeem, Oh, Uh, Choi, Yoo (2020), ICML, PMLR 119:7176–7185";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("ManifoldPrecision", "Precision (k nearest neighbours)", Direction.Higher, 1, 1,
            "Share of made-up records, by their own group, that lie in the ball of a training record: how much of what is made up could be real.", "Wilson, given the training records", Improved),
        Info("ManifoldRecall", "Recall (k nearest neighbours)", Direction.Higher, 1, 1,
            "Share of training records, by their own group, that lie in the ball of a made-up record: how much of what is real could be made up.", "Wilson, given the made-up records", Improved),
        Info("ManifoldDensity", "Density (k nearest neighbours)", Direction.Higher, null, double.PositiveInfinity,
            "Mean over made-up records, by their own group, of the number of balls of training records that they lie in, divided by k: expected 1 where both are of the same distribution, below where made-up records lie aside, above where they crowd in few places.", "Student t and Hall's correction, given the training records", Reliable),
        Info("ManifoldCoverage", "Coverage (k nearest neighbours)", Direction.Higher, null, 1,
            "Share of training records, by their own group, whose ball holds a made-up record. Expected 1 − (N − 1)…(N − k) / ((N + M − 1)…(N + M − k)) where N training and M made-up records are of the same distribution: about 0.969 when both are as many.", "Wilson, given the made-up records", Reliable),
    ];

    private static MetricInfo Info(string id, string title, Direction better, double? ideal, double max, string definition, string interval, string source) => new(
        id, title, MetricBasis.Records, better, ideal, 0, max, definition, interval, source)
    {
        Convention = Convention, Oracle = "NeighbourhoodManifoldsTests.Figures_are_what_comparing_pair_by_pair_gives",
        Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Needs real = new(Train: K + 1, Synthetic: 1), both = new(Train: K + 1, Synthetic: K + 1), made = new(Synthetic: 1), train = new(Train: 1);
        return DistanceFigures.ByGroup(
            evidence, Infos, [real, both, real, real], [made, train, made, train],
            [
                g => DistanceFigures.Share(g.Synthetic.Count(s => evidence.Distances.SyntheticInTrain[s] > 0), g.Synthetic.Length),
                g => DistanceFigures.Share(g.Train.Count(r => evidence.Distances.TrainInSynthetic[r] > 0), g.Train.Length),
                g => DistanceFigures.Mean(Array.ConvertAll(g.Synthetic, s => evidence.Distances.SyntheticInTrain[s] / (double)K)),
                g => DistanceFigures.Share(g.Train.Count(r => evidence.Distances.TrainToSynthetic.Distance(r) < evidence.Distances.TrainToTrain.Distance(r, K - 1)), g.Train.Length),
            ]);
    }
}
