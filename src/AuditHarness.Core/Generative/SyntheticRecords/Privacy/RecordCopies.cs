using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Made-up records that are training records again, and training records that come out again.</summary>
public sealed class RecordCopies : IRecordMeasure
{
    private const string Same =
        "A training record is the same when no column differs by more than 10⁻¹² of its range, missing where it is missing; keys are not compared.";

    private const string Near =
        "A near copy has every category the same, every number and date within 1 % of the column's range in the training records, and is missing where the other is; keys are not compared.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("ExactCopyRate", "Exact copies", 0,
            "Share of made-up records, by their own group, that equal a training record of any group.",
            Same + " Few columns of few values make equal records by chance: compare with real records that the generator never saw.",
            "Clopper–Pearson; made-up records are independent given the training records"),
        Info("NearCopyRate", "Near copies", 0,
            "Share of made-up records, by their own group, with a near copy among the training records of any group.",
            Near, "Clopper–Pearson; made-up records are independent given the training records"),
        Info("NearCopyExcess", "Near copies beyond chance", -1,
            "Share of made-up records, by their own group, with a near copy among the training records, less the same share of held-out records of that group: 0 where making up copies no more than meeting new patients does.",
            Near, "Newcombe with Clopper–Pearson limits"),
        Info("CopiedRecordRate", "Copied training records", 0,
            "Share of training records, by their own group, of which a made-up record of any group is a near copy: whose data come out again.",
            Near, "Clopper–Pearson"),
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Estimate.Known Rate(int[] rows, Func<int, bool> counts) => DistanceFigures.Share(rows.Count(counts), rows.Length, method: ProportionMethod.ClopperPearson);
        Needs made = new(Train: 1, Synthetic: 1);
        return DistanceFigures.ByGroup(
            evidence, Infos, [made, made, new(1, 1, 1), made], [new(Synthetic: 1), new(Synthetic: 1), new(Holdout: 1, Synthetic: 1), new(Train: 1)],
            [
                g => Rate(g.Synthetic, s => evidence.Distances.SyntheticToTrain.Distance(s) == 0),
                g => Rate(g.Synthetic, s => evidence.Distances.SyntheticCopies[s]),
                g =>
                {
                    ProportionSampling[] shares =
                    [
                        (ProportionSampling)Rate(g.Synthetic, s => evidence.Distances.SyntheticCopies[s]).Sampling!,
                        (ProportionSampling)Rate(g.Holdout, h => evidence.Distances.HoldoutCopies[h]).Sampling!,
                    ];
                    return new Estimate.Known(
                        shares[0].Proportion - shares[1].Proportion,
                        new SquareAndAddSampling(Phrase.Of($"Newcombe with {shares[0].Method} limits"), p => p[0] - p[1], shares, -1, 1, isSum: true),
                        Math.Min(g.Synthetic.Length, g.Holdout.Length));
                },
                g => Rate(g.Train, r => evidence.Distances.TrainCopied[r]),
            ]);
    }

    private static MetricInfo Info(string id, string title, double min, string definition, string convention, string interval) => new(
        id, title, MetricBasis.Records, min < 0 ? Direction.Target : Direction.Lower, min < 0 ? 0 : null, min, 1, definition, interval,
        "Platzer, Reutterer (2021), Front. Big Data 4:679939; Gower (1971), Biometrics 27:857–871, for the range")
    {
        Convention = convention, Oracle = "RecordCopiesTests.Every_rate_is_what_comparing_pair_by_pair_gives",
        Prominence = id == "NearCopyRate" ? Prominence.Headline : Prominence.Detail,
    };
}
