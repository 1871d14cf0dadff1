using AuditHarness.Generative.SyntheticRecords.Distances;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class AdversarialAccuracyTests
{
    private readonly AdversarialAccuracy _measure = new();

    [Test]
    public void Accuracy_and_loss_are_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied();
        var (train, holdout, synthetic) = (evidence.Train, evidence.Holdout!, evidence.Synthetic);
        double? Accuracy(Models.RecordTable real, int[] candidates, int[] rows, int[] made)
        {
            // Only the candidates are there at all.
            var (there, at) = (real.Take(candidates), candidates.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i));
            var within = Nearest(PlainDistances.Between(train, there, there), true);
            var across = Nearest(PlainDistances.Between(train, there, synthetic));
            var back = Nearest(PlainDistances.Between(train, synthetic, there));
            var own = Nearest(PlainDistances.Between(train, synthetic, synthetic), true);
            return (Mean([.. rows.Where(at.ContainsKey)], r => Less(within[at[r]], across[at[r]])) + Mean(made, s => Less(own[s], back[s]))) / 2;
        }
        int[] all = [.. Enumerable.Range(0, train.Count)], held = [.. Enumerable.Range(0, holdout.Count)], drawn = evidence.Distances.Matched.Train;
        Assert.That((drawn.Distinct().Count(), drawn.Max() < 90, evidence.Distances.Matched.Holdout.Length), Is.EqualTo((60, true, 60)));
        AssertFigures(_measure, evidence, "NearestNeighbourAdversarialAccuracy", g => Accuracy(train, all, g.Train, g.Synthetic));
        AssertFigures(_measure, evidence, "NearestNeighbourPrivacyLoss", g => Accuracy(holdout, held, g.Holdout, g.Synthetic) - Accuracy(train, drawn, g.Train, g.Synthetic));
    }

    // SynthEval's doctest: three rows against themselves, 0.
    [Test]
    public void Rows_against_themselves_give_the_published_0()
    {
        var rows = Pairs((1, 4), (2, 5), (3, 6));
        Assert.That(_measure.Value(RecordWorlds.Of(rows, null, rows, RecordRoles.None)), Is.Zero);
    }

    // Closed form: exchangeable tables give (n − 1) / (n − 1 + m) and (m − 1) / (m − 1 + n), and their mean.
    [Test]
    public void Tables_that_cannot_be_told_apart_give_a_half_and_limits_hold_it()
    {
        AssertHonest(_measure, "NearestNeighbourAdversarialAccuracy", ((119 / 179.0) + (59 / 179.0)) / 2, 0.02, w => RecordWorlds.Evidence(300 + w, 120, 0, 60, 0));
        AssertHonest(_measure, "NearestNeighbourPrivacyLoss", 0, 0.02, w => RecordWorlds.Evidence(400 + w, 90, 60, 60, 0.3));
    }

    [Test]
    public void Copies_lose_privacy_and_more_copies_more()
    {
        double[] losses = [.. new[] { 0, 0.2, 0.45 }.Select(s => _measure.Value(PartlyCopied(5, 100, 100, 100, s), "NearestNeighbourPrivacyLoss"))];
        Assert.That(losses, Is.Ordered.And.Unique);
        Assert.That(losses[2], Is.GreaterThan(0.2));
    }
}
