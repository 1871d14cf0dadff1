using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether made-up records are as typical, and as untypical, as real ones, and real ones are reached by them.</summary>
public sealed class AlphaPrecisionBetaRecall : IRecordMeasure
{
    private const string Source = "Alaa, van Breugel, Saveliev, van der Schaar (2022), Proc. ICML, PMLR 162:290–306";

    private const string Encoding =
        "A part is what lies nearest to the mean point of the group's own records of that table, in Euclidean distance without a learned embedding. " + EncodedRecords.Encoding +
        " Equal distances are one step.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("AlphaPrecision", "α-precision (integrated)", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − 2 ∫ |P(α) − α| dα, P(α) the share of made-up records within the innermost part that holds a share α of the training records: 1 when as many made-up records as real ones lie in every part.",
            PartFigures.Interval, Source)
        {
            Convention = Encoding, Oracle = "AlphaPrecisionBetaRecallTests.Curves_are_what_counting_part_by_part_gives", Prominence = Prominence.Detail,
        },
        new("BetaRecall", "β-recall (integrated)", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − 2 ∫ |R(β) − β| dβ, R(β) the share of training records that are reached by a made-up record of the innermost part that holds a share β of the made-up ones: reached when the nearest made-up record is no farther than the 5th nearest other training record.",
            PartFigures.Interval + "; given who is whose neighbour", Source)
        {
            Convention = Encoding + " Neighbours are sought within the group, in the distance of nearest neighbours (mean over columns of |difference| / range, or 0 and 1). With as many made-up records of the same distribution about 0.97 is expected, with fewer less.",
            Oracle = "AlphaPrecisionBetaRecallTests.Curves_are_what_counting_part_by_part_gives", Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var rows = new EncodedRecords(evidence);
        var results = evidence.Groups.Select(g => OfGroup(evidence, rows, g)).ToList();
        return Infos.SelectMany((info, i) => evidence.Groups.Select((g, k) => new RecordFigure(info.Id, null, g.Subgroup, i == 0 ? results[k].Precision : results[k].Recall)));
    }

    private (Estimate Precision, Estimate Recall) OfGroup(RecordEvidence evidence, EncodedRecords rows, RecordGroup group)
    {
        evidence.Options.Stop.ThrowIfCancellationRequested();
        if (Because.Nobody(group) is { } nobody) return (new Estimate.Undefined(nobody), new Estimate.Undefined(nobody));
        if (rows.IsEmpty) return (new Estimate.Undefined(Because.NoPart), new Estimate.Undefined(Because.NoPart));
        // In the order of what they hold, so that sums do not follow the files.
        var sorted = group with { Train = RecordOrder.Of(evidence.Train, group.Train), Synthetic = RecordOrder.Of(evidence.Synthetic, group.Synthetic) };
        var influences = new RowInfluences(evidence, sorted);
        var (train, synthetic) = rows.FromCentre(sorted.Train, sorted.Synthetic, ofTrain: true);
        var typical = SupportCurve.Of(train, synthetic);
        var precision = Estimated(Infos[0], influences, sorted, typical.Reference, typical.Target, typical);
        if (sorted.Train.Length <= RecordDistances.Most) return (precision, new Estimate.Undefined(Phrase.Of($"fewer than {RecordDistances.Most + 1:count} training records")));
        if (evidence.Compared.Count > RecordScale.MostColumns) return (precision, new Estimate.Undefined(Phrase.Of($"more than {RecordScale.MostColumns:count} columns to compare")));
        var (toSynthetic, toTrain) = Neighbours(evidence, sorted);
        (_, synthetic) = rows.FromCentre(sorted.Train, sorted.Synthetic, ofTrain: false);
        var place = new int[evidence.Synthetic.Count];
        for (var i = 0; i < sorted.Synthetic.Length; i++) place[sorted.Synthetic[i]] = i;
        var reached = Array.ConvertAll(sorted.Train, r => toSynthetic.Distance(r) <= toTrain.Distance(r, RecordDistances.Most - 1) && toSynthetic.Row(r) >= 0
            ? synthetic[place[toSynthetic.Row(r)]] : double.PositiveInfinity);
        var covered = SupportCurve.Of(synthetic, reached);
        return (precision, Estimated(Infos[1], influences, sorted, covered.Target, covered.Reference, covered));
    }

    private static (Neighbours ToSynthetic, Neighbours ToTrain) Neighbours(RecordEvidence evidence, RecordGroup group)
    {
        var distances = RecordDistances.Of(evidence);
        if (group.Train.Length == evidence.Train.Count && group.Synthetic.Length == evidence.Synthetic.Count) return (distances.TrainToSynthetic, distances.TrainToTrain);
        var train = new RecordSet(distances.Scale, evidence.Train, evidence.Roles, group.Train);
        return (train.Nearest(new(distances.Scale, evidence.Synthetic, evidence.Roles, group.Synthetic), 1, evidence.Options), train.Nearest(train, RecordDistances.Most, evidence.Options));
    }

    private static Estimate Estimated(MetricInfo info, RowInfluences influences, RecordGroup group, double[] train, double[] synthetic, SupportCurve curve)
    {
        influences.Drop();
        for (var i = 0; i < train.Length; i++) influences.Train[i] = 2 * train[i];
        for (var i = 0; i < synthetic.Length; i++) influences.Synthetic[i] = 2 * synthetic[i];
        var rows = Math.Min(group.Train.Length, group.Synthetic.Length);
        return PartFigures.Estimated(info, 2 * curve.Distance, influences.StandardError, influences.Clustering * 2 * curve.Noise, rows, rows);
    }
}
