using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether made-up records are nearer to the records that the generator was trained on than to others of the same kind.</summary>
public sealed class DistanceToClosestRecord : IRecordMeasure
{
    private const double Percentile = 0.05;

    private const string Distance = DistanceFigures.Convention;

    private const string Sources = "Platzer, Reutterer (2021), Front. Big Data 4:679939; Gower (1971), Biometrics 27:857–871";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("CloserToTrainShare", "Distance to closest record, share nearer to training than to held-out records", MetricBasis.Records, Direction.Lower, null, 0, 1,
            "Share of made-up records, by their own group, whose nearest training record is nearer than their nearest held-out one, of any group. Where nothing is copied it is the share of training records among all real ones: 0.5 when both are as many.",
            "Wilson on (Σ m)² / Σ m² records, m being the made-up records that share a nearest real record", Sources)
        {
            Convention = Distance + " Where both are equally far a record counts as chance would have it: training records / (training + held-out records). No record is left out of the larger side.",
            Oracle = "DistanceToClosestRecordTests.Share_score_and_ratio_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail,
        },
        new("OverfittingProtection", "Distance to closest record, protection from overfitting", MetricBasis.Records, Direction.Higher, 1, 0, double.PositiveInfinity,
            "(1 − P) / (1 − P₀) by the made-up record's own group, where P is the share of made-up records nearer to a training than to a held-out record, and P₀ what chance gives, training records / (training + held-out records): 1 where nothing is copied, 0 where everything is.",
            "that of the share P, carried over", Sources)
        {
            Convention = "With as many held-out as training records it is 2 (1 − P), which others cap at 1; it is not capped here, so that its interval has two sides. " + Distance,
            Oracle = "DistanceToClosestRecordTests.Copies_of_training_records_have_no_protection_and_those_of_held_out_ones_all",
        },
        new("ClosestRecordPercentileRatio", "Distance to closest record, 5th percentile against that of held-out records", MetricBasis.Records, Direction.Higher, 1, 0, double.PositiveInfinity,
            "5th percentile of the distances of made-up records of the group to their nearest training record divided by the 5th percentile of the distances of held-out records of the group to theirs: below 1 where made-up records come nearer than new patients do.",
            "order statistics of both, squared and added on the logarithm; they reach no further than the smallest and the largest distance of the group",
            "Platzer, Reutterer (2021), Front. Big Data 4:679939; Zou, Donner (2008), Stat. Med. 27:1693–1702")
        {
            Convention = Distance + " Percentiles between two order statistics are interpolated (Hyndman and Fan's type 7). The training records are the same on both sides, so their number does not matter.",
            Oracle = "DistanceToClosestRecordTests.Share_score_and_ratio_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail, NarrowsBySteps = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Needs all = new(1, 1, 1), made = new(Synthetic: 1);
        double Chance() => (double)evidence.Train.Count / (evidence.Train.Count + evidence.Holdout!.Count);
        return DistanceFigures.ByGroup(
            evidence, Infos, [all, all, all], [made, made, new(Holdout: 1, Synthetic: 1)],
            [
                g => Nearer(evidence, g, Chance()),
                g =>
                {
                    var nearer = Nearer(evidence, g, Chance());
                    var inner = new ProportionSampling(1 - nearer.Value, ((ProportionSampling)nearer.Sampling!).Size);
                    var factor = 1 / (1 - Chance());
                    return new Estimate.Known(
                        inner.Proportion * factor, new TransformedSampling(inner.Method, inner, inner.StandardError * factor, p => p * factor), nearer.Denominator);
                },
                g => Ratio(
                    Array.ConvertAll(g.Synthetic, s => evidence.Distances.SyntheticToTrain.Distance(s)),
                    Array.ConvertAll(g.Holdout, h => evidence.Distances.HoldoutToTrain.Distance(h))),
            ]);
    }

    private static Estimate.Known Nearer(RecordEvidence evidence, RecordGroup group, double chance)
    {
        var (train, holdout) = (evidence.Distances.SyntheticToTrain, evidence.Distances.SyntheticToHoldout);
        var counted = 0.0;
        // Made-up records with the same nearest real record share its lot, that of being a training or a held-out one.
        var nearest = new int[group.Synthetic.Length];
        for (var i = 0; i < nearest.Length; i++)
        {
            var s = group.Synthetic[i];
            var (own, other) = (train.Distance(s), holdout.Distance(s));
            counted += own < other ? 1 : own == other ? chance : 0;
            nearest[i] = own <= other ? train.Row(s) : ~holdout.Row(s);
        }
        return DistanceFigures.Share(counted, nearest.Length, DistanceFigures.EffectiveSize(nearest));
    }

    private static Estimate Ratio(double[] made, double[] real)
    {
        Array.Sort(made);
        Array.Sort(real);
        var below = OrderedQuantile.At(real, Percentile);
        if (below == 0) return new Estimate.Undefined(Phrase.Of($"at least 5 % of held-out records equal a training record"));
        var sampling = new QuantileRatioSampling(made, real, Percentile);
        var denominator = Math.Min(made.Length, real.Length);
        return sampling.IsKnown
            ? new Estimate.Known(sampling.Value, sampling, denominator)
            : new Estimate.Known(sampling.Value, null, denominator, Phrase.Of($"too few different distances for limits of a percentile"));
    }
}
