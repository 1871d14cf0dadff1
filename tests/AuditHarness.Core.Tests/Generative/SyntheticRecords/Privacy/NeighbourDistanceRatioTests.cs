using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class NeighbourDistanceRatioTests
{
    private readonly NeighbourDistanceRatio _measure = new();

    [Test]
    public void Ratios_are_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied();
        double[] Ratios(Models.RecordTable real)
        {
            var plain = PlainDistances.Between(evidence.Train, evidence.Synthetic, real);
            return [.. Nearest(plain).Zip(Nearest(plain, rank: 1), (a, b) => b == 0 ? 1 : a / b)];
        }
        var (train, holdout) = (Ratios(evidence.Train), Ratios(evidence.Holdout!));
        AssertFigures(_measure, evidence, "NearestNeighbourDistanceRatio", g => Mean(g.Synthetic, s => train[s]));
        AssertFigures(_measure, evidence, "NearestNeighbourDistanceRatioLoss", g => Mean(g.Synthetic, s => holdout[s] - train[s]));
        Assert.That(_measure.Value(evidence, "NearestNeighbourDistanceRatioLoss"), Is.GreaterThan(0.1), "copies point at training records");
    }

    // SynthEval's doctest gives 0.66… for three rows against themselves, since it skips the first neighbour: so does leaving each row itself out.
    [Test]
    public void Three_rows_against_themselves_have_the_published_ratio_without_the_rows_themselves_and_0_with_them()
    {
        var rows = Pairs((1, 4), (2, 5), (3, 6));
        var within = NearestNeighbours.Find(RecordScale.Of(rows), rows, rows, 2, true, new AuditOptions());
        Assert.That(Enumerable.Range(0, 3).Average(i => within.Distance(i) / within.Distance(i, 1)), Is.EqualTo(2 / 3.0).Within(1e-12));
        Assert.That(_measure.Value(RecordWorlds.Of(rows, null, rows, RecordRoles.None)), Is.Zero);
    }

    [Test]
    public void Two_equal_neighbours_point_at_neither()
    {
        var evidence = RecordWorlds.Of(Pairs((1, 1), (1, 1), (5, 5)), null, Pairs((1, 1), (1, 1)), RecordRoles.None);
        var known = Overall(_measure, evidence, "NearestNeighbourDistanceRatio");
        Assert.That(known.Value, Is.EqualTo(1));
        Assert.That(known.Sampling!.Interval(0.95), Has.Property("Upper").EqualTo(1).And.Property("Lower").LessThan(0.5));
    }

    // Many records from few: how the real ones happen to lie says as much as how many are made up.
    [Test]
    public void Where_nothing_is_copied_no_privacy_is_lost() =>
        AssertHonest(_measure, "NearestNeighbourDistanceRatioLoss", 0, 0.01, w => RecordWorlds.Evidence(800 + w, 60, 60, 300, 0.2));
}
