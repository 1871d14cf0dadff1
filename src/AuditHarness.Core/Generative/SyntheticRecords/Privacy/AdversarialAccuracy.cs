using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether a nearest neighbour tells real from made-up records, and better so for held-out than for training records.</summary>
public sealed class AdversarialAccuracy : IRecordMeasure
{
    private const string Convention =
        DistanceFigures.Convention + " Within a table a record is not its own neighbour, across tables none is skipped: identical tables give 0. Equal distances count half. ";

    private const string Interval =
        "Wilson's limits of each share, squared and added, on n / (1 + m) records, m being the share that is in a pair of mutual nearest neighbours (Schilling 1986, J. Am. Stat. Assoc. 81:799–806; Henze 1988, Ann. Stat. 16:772–783)";

    private const string Sources = "Yale, Dash, Dutta, Guyon, Pavao, Bennett (2020), Neurocomputing 416:244–255";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("NearestNeighbourAdversarialAccuracy", "Nearest-neighbour adversarial accuracy", MetricBasis.Records, Direction.Target, 0.5, 0, 1,
            "½ (share of training records r with d(r, made-up) > d(r, other training) + share of made-up records s with d(s, training) > d(s, other made-up)), d the distance to the nearest of them, each by its own group with neighbours of any: 0.5 where they cannot be told apart, 1 where they lie apart, towards 0 where training records are copied.",
            Interval, Sources)
        {
            Convention = Convention + "Tables of different sizes still give 0.5 where they cannot be told apart, for what one share gains the other loses.",
            Oracle = "AdversarialAccuracyTests.Accuracy_and_loss_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail,
        },
        new("NearestNeighbourPrivacyLoss", "Privacy loss by nearest-neighbour adversarial accuracy", MetricBasis.Records, Direction.Target, 0, -1, 1,
            "Adversarial accuracy with held-out records in the place of training records, less that with training records: above 0 where training records are nearer to made-up ones than new patients are.",
            Interval, Sources)
        {
            Convention = Convention + "Neighbours are nearer in a larger table, so where training and held-out records differ in number, as many of the larger table as of the smaller are drawn, by the audit's seed, for both accuracies.",
            Oracle = "AdversarialAccuracyTests.Accuracy_and_loss_are_what_comparing_pair_by_pair_gives",
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var whole = new Lazy<Side>(() => Side.Of(
            evidence.Distances.TrainToTrain, evidence.Distances.TrainToSynthetic, evidence.Distances.SyntheticToSynthetic, evidence.Distances.SyntheticToTrain));
        var matched = new Lazy<OfBoth<Side>>(() => new(
            Side.Of(evidence.Distances.WithinMatched.Train, evidence.Distances.TrainToSynthetic, evidence.Distances.SyntheticToSynthetic, evidence.Distances.SyntheticToMatched.Train),
            Side.Of(evidence.Distances.WithinMatched.Holdout, evidence.Distances.HoldoutToSynthetic, evidence.Distances.SyntheticToSynthetic, evidence.Distances.SyntheticToMatched.Holdout)));
        return DistanceFigures.ByGroup(
            evidence, Infos, [new(Train: 2, Synthetic: 2), new(2, 2, 2)], [new(Train: 1, Synthetic: 1), new(1, 1, 1)],
            [
                g =>
                {
                    ProportionSampling[] shares = [whole.Value.OfReal(g.Train), whole.Value.OfMade(g.Synthetic)];
                    return new Estimate.Known(
                        (shares[0].Proportion + shares[1].Proportion) / 2, new MeanOfTwoSampling(shares[0], shares[1]), Math.Min(g.Train.Length, g.Synthetic.Length));
                },
                g =>
                {
                    int[] train = Common(g.Train, evidence.Distances.Matched.Train), holdout = Common(g.Holdout, evidence.Distances.Matched.Holdout);
                    if (train.Length == 0 || holdout.Length == 0)
                        return new Estimate.Undefined(Phrase.Of($"none of the group among as many training as held-out records"));
                    ProportionSampling[] shares =
                    [
                        matched.Value.Holdout.OfReal(holdout), matched.Value.Holdout.OfMade(g.Synthetic), matched.Value.Train.OfReal(train), matched.Value.Train.OfMade(g.Synthetic),
                    ];
                    static double Loss(double[] p) => (p[0] + p[1] - p[2] - p[3]) / 2;
                    return new Estimate.Known(
                        Loss([.. shares.Select(p => p.Proportion)]),
                        new SquareAndAddSampling(Phrase.Of($"MOVER of four {shares[0].Method} intervals"), Loss, shares, -1, 1, isSum: true),
                        Math.Min(g.Synthetic.Length, Math.Min(train.Length, holdout.Length)));
                },
            ]);
    }

    // Both ascending.
    private static int[] Common(int[] rows, int[] drawn) => [.. rows.Where(r => Array.BinarySearch(drawn, r) >= 0)];

    /// <summary>Real and made-up records beside each other.</summary>
    private sealed record Side(Neighbours Within, Neighbours Across, Neighbours WithinMade, Neighbours Back, MutualNeighbours Mutual)
    {
        public static Side Of(Neighbours within, Neighbours across, Neighbours withinMade, Neighbours back) =>
            new(within, across, withinMade, back, MutualNeighbours.Of(within, across, withinMade, back));

        public ProportionSampling OfReal(int[] rows) => Apart(Within, Across, rows, Mutual.First);

        public ProportionSampling OfMade(int[] rows) => Apart(WithinMade, Back, rows, Mutual.Second);

        private static ProportionSampling Apart(Neighbours within, Neighbours across, int[] rows, bool[] mutual) => new(
            rows.Sum(r => across.Distance(r) > within.Distance(r) ? 1 : across.Distance(r) == within.Distance(r) ? 0.5 : 0) / rows.Length,
            MutualNeighbours.EffectiveSize(mutual, rows));
    }
}
