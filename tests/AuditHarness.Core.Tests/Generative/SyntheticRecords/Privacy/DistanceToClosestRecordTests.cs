using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class DistanceToClosestRecordTests
{
    private readonly DistanceToClosestRecord _measure = new();

    [Test]
    public void Share_score_and_ratio_are_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied();
        double[] Closest(Models.RecordTable from, Models.RecordTable to) => Nearest(PlainDistances.Between(evidence.Train, from, to));
        var (train, holdout) = (Closest(evidence.Synthetic, evidence.Train), Closest(evidence.Synthetic, evidence.Holdout!));
        var real = Closest(evidence.Holdout!, evidence.Train);
        var chance = 90 / 150.0;
        double? Share(RecordGroup g) => Mean(g.Synthetic, s => Less(train[s], holdout[s], chance));
        AssertFigures(_measure, evidence, "CloserToTrainShare", Share);
        AssertFigures(_measure, evidence, "OverfittingProtection", g => (1 - Share(g)) / (1 - chance));
        static double Percentile(IEnumerable<double> values)
        {
            var sorted = values.Order().ToArray();
            var place = 0.05 * (sorted.Length - 1);
            var below = (int)Math.Floor(place);
            return below + 1 == sorted.Length ? sorted[below] : ((below + 1 - place) * sorted[below]) + ((place - below) * sorted[below + 1]);
        }
        AssertFigures(_measure, evidence, "ClosestRecordPercentileRatio", g => g.Synthetic.Length == 0 || g.Holdout.Length == 0
            ? null : Percentile(g.Synthetic.Select(s => train[s])) / Percentile(g.Holdout.Select(h => real[h])));
    }

    // SDMetrics' end-to-end cases: training records made up again score 0, held-out ones 1 (here before the cap: 2 with as many of both).
    [Test]
    public void Copies_of_training_records_have_no_protection_and_those_of_held_out_ones_all()
    {
        var evidence = RecordWorlds.Evidence(2, 150, 150, 150);
        var copied = RecordWorlds.Of(evidence.Train, evidence.Holdout, evidence.Train, evidence.Roles);
        var spared = RecordWorlds.Of(evidence.Train, evidence.Holdout, evidence.Holdout!, evidence.Roles);
        Assert.That(_measure.Value(copied, "OverfittingProtection"), Is.Zero);
        Assert.That(_measure.Value(spared, "OverfittingProtection"), Is.EqualTo(2));
        Assert.That((_measure.Value(copied, "CloserToTrainShare"), _measure.Value(spared, "CloserToTrainShare")), Is.EqualTo((1.0, 0.0)));
        Assert.That(_measure.Value(copied, "ClosestRecordPercentileRatio"), Is.Zero);
        Assert.That(Overall(_measure, copied, "OverfittingProtection").Sampling!.Interval(0.95).Upper, Is.LessThan(0.1));
    }

    // By symmetry: which of as many exchangeable real records is nearest is a fair draw, whatever is made up.
    [Test]
    public void New_patients_are_as_near_to_either_side_as_chance_says_and_limits_hold_that()
    {
        AssertHonest(_measure, "CloserToTrainShare", 2 / 3.0, 0.03, w => RecordWorlds.Evidence(100 + w, 80, 40, 400, 0.5));
        AssertHonest(_measure, "OverfittingProtection", 1, 0.05, w => RecordWorlds.Evidence(200 + w, 100, 100, 100, 0.5));
    }

    [Test]
    public void Without_held_out_records_there_is_no_share_but_a_reason()
    {
        var whole = RecordWorlds.Evidence(3, 60, 0, 60);
        Assert.That(((Estimate.Undefined)_measure.Whole(whole)).Reason.ToString(), Is.EqualTo("no held-out records"));
    }
}
