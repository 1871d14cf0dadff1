using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether made-up records point at one real record among its like.</summary>
public sealed class NeighbourDistanceRatio : IRecordMeasure
{
    private const string Convention =
        DistanceFigures.Convention + " No neighbour is skipped: a copy of a training record has the ratio 0 (SynthEval skips the first as though it were the record itself). Where the nearest two are both equal to the record the ratio is 1, for it points at neither.";

    private const string Sources = "Lowe (2004), Int. J. Comput. Vis. 60:91–110; Zhao, Kunar, Birke, Chen (2021), ACML, PMLR 157:97–112";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("NearestNeighbourDistanceRatio", "Nearest-neighbour distance ratio", MetricBasis.Records, Direction.Higher, null, 0, 1,
            "Mean, over the made-up records of the group, of the distance to the nearest training record divided by that to the second nearest, of any group: near 0 where they point at single patients.",
            "Student t and Hall's correction; made-up records are independent given the training records", Sources)
        {
            Convention = Convention, Oracle = "NeighbourDistanceRatioTests.Ratios_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail,
        },
        new("NearestNeighbourDistanceRatioLoss", "Privacy loss by nearest-neighbour distance ratio", MetricBasis.Records, Direction.Target, 0, -1, 1,
            "Mean, over the made-up records of the group, of their distance ratio among held-out records less that among training records: above 0 where they point at patients whom the generator has seen more than at others.",
            "Student t and Hall's correction on the differences of pairs, on (Σ m)² / Σ m² records, m being the made-up records that share a nearest training or held-out record", Sources)
        {
            Convention = Convention + " Ratios hardly change with the number of real records, so both sides keep all of theirs.",
            Oracle = "NeighbourDistanceRatioTests.Ratios_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Needs made = new(Synthetic: 1);
        return DistanceFigures.ByGroup(
            evidence, Infos, [new(Train: 2, Synthetic: 1), new(2, 2, 1)], [made, made],
            [
                g => DistanceFigures.Mean(Array.ConvertAll(g.Synthetic, s => Ratio(evidence.Distances.SyntheticToTrain, s)), 0, 1),
                g => Loss(evidence.Distances.SyntheticToTrain, evidence.Distances.SyntheticToHoldout, g.Synthetic),
            ]);
    }

    // Made-up records that share a nearest real record share what it is like around it.
    private static Estimate.Known Loss(Neighbours train, Neighbours holdout, int[] records)
    {
        var mean = DistanceFigures.Mean(Array.ConvertAll(records, s => Ratio(holdout, s) - Ratio(train, s)), -1, 1);
        var effective = Math.Min(
            DistanceFigures.EffectiveSize(Array.ConvertAll(records, s => train.Row(s))), DistanceFigures.EffectiveSize(Array.ConvertAll(records, s => holdout.Row(s))));
        return DistanceFigures.Reduced(mean, effective / records.Length);
    }

    private static double Ratio(Neighbours neighbours, int record) =>
        neighbours.Distance(record, 1) is var second && second == 0 ? 1 : neighbours.Distance(record) / second;
}
