using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Share of training records that a made-up record resembles more than any other training record does.</summary>
public sealed class Identifiability : IRecordMeasure
{
    private const int Bins = 20;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(Identifiability), "ε-identifiability", MetricBasis.Records, Direction.Lower, null, 0, 1,
            "Share ε of training records, by their own group, that are nearer to a made-up record than to any other training record, columns weighted by 1 / entropy. Where nothing is copied it is made-up / (made-up + training − 1), about 0.5 when both are as many; 1 where every record is copied.",
            "Wilson; records are taken as independent given the made-up ones",
            "Yoon, Drumright, van der Schaar (2020), IEEE J. Biomed. Health Inform. 24:2378–2388")
        {
            Convention = "Distance: weighted mean over columns of |difference| / range in the training records, at most 1, or 0 and 1 for categories; two missing values 0, one 1; keys left out. Entropy of the training values in nats: levels of categories, " +
                "20 equal-width bins of numbers and dates, missing values one more; a column that never varies is left out. Equal distances count half. A record is not its own neighbour among training records; of made-up ones none is skipped " +
                "(SynthEval skips the first, so that identical tables give 0 there and 1 here). Where a patient has several rows, none is a neighbour of another among training records, and intervals rest on as many as there are patients.",
            Oracle = "IdentifiabilityTests.Share_is_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var weights = new Lazy<double[]>(() => Weights(evidence.Train));
        var found = new Lazy<(Neighbours ToTrain, Neighbours ToSynthetic)>(() => evidence.Distances.Weighted(weights.Value));
        return DistanceFigures.ByGroup(evidence, Infos, [new(Train: 2, Synthetic: 1)], [new(Train: 1)],
        [
            g =>
            {
                if (weights.Value.All(w => w == 0)) return new Estimate.Undefined(Phrase.Of($"no column varies in the training records"));
                var (own, made) = found.Value;
                return DistanceFigures.Share(g.Train.Sum(r => made.Distance(r) < own.Distance(r) ? 1 : made.Distance(r) == own.Distance(r) ? 0.5 : 0), g.Train.Length);
            },
        ]);
    }

    /// <summary>1 / entropy of each column that is no key; 0 where it never varies.</summary>
    internal static double[] Weights(RecordTable train) =>
        [.. train.Columns.Where(c => c is not RecordColumn.Key).Select(c => Entropy(c) is var entropy and > 0 ? 1 / entropy : 0)];

    private static double Entropy(RecordColumn column)
    {
        int[] codes;
        if (column is RecordColumn.Category category) codes = category.Codes;
        else
        {
            var values = ScaledColumn.Values(column);
            var known = values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).ToArray();
            var (low, high) = (known.Min(), known.Max());
            codes = Array.ConvertAll(values, v => double.IsNaN(v) ? -1 : high > low ? (int)Math.Min(Bins - 1, (v - low) / (high - low) * Bins) : 0);
        }
        return codes.GroupBy(c => c).Select(g => g.Count() / (double)codes.Length).Order().Sum(p => -p * Math.Log(p));
    }
}
