using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class MembershipInferenceTests
{
    private readonly MembershipInference _measure = new();

    [Test]
    public void Areas_and_rates_are_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied(1, 220, 240, 200);
        var (train, holdout, synthetic) = (evidence.Train, evidence.Holdout!, evidence.Synthetic);
        double[][] Plain(Models.RecordTable a, Models.RecordTable b) => PlainDistances.Between(train, a, b);
        var (members, others) = (Plain(train, synthetic), Plain(holdout, synthetic));
        var (near, far) = (Nearest(members).Select(d => -d).ToArray(), Nearest(others).Select(d => -d).ToArray());
        static double Logs(double[] distances, int self = -1) => PlainDistances.Nearest(distances, 4, self).Sum(p => Math.Log(p.Distance + 1e-6));
        double[][] toHoldout = Plain(train, holdout), within = Plain(holdout, holdout);
        // Each held-out record is left out in turn.
        double[] dense = [.. members.Select((d, r) => Enumerable.Range(0, holdout.Count).Average(h => Logs(toHoldout[r], h)) - Logs(d))], sparse = [.. others.Select((d, h) => Logs(within[h], h) - Logs(d))];
        foreach (var (area, sensitivity, own, other) in new[] { ("DistanceMembershipArea", "DistanceMembershipSensitivity", near, far), ("DensityMembershipArea", "DensityMembershipSensitivity", dense, sparse) })
        {
            AssertFigures(_measure, evidence, area, g => g.Train.Length == 0 || g.Holdout.Length == 0
                ? null : g.Train.Average(r => g.Holdout.Average(h => Less(other[h], own[r]))));
            AssertFigures(_measure, evidence, sensitivity, g =>
            {
                if (g.Train.Length == 0 || g.Holdout.Length == 0) return null;
                // Every threshold is tried.
                double[] thresholds = [.. g.Train.Select(r => own[r]), .. g.Holdout.Select(h => other[h]), double.PositiveInfinity];
                return thresholds.Where(t => g.Holdout.Count(h => other[h] >= t - 1e-11) <= 0.01 * g.Holdout.Length)
                    .Max(t => g.Train.Count(r => own[r] >= t - 1e-11) / (double)g.Train.Length);
            });
        }
        Assert.That(Overall(_measure, evidence, "DensityMembershipArea").Denominator, Is.EqualTo(460), "attempts");
    }

    [Test]
    public void Copied_patients_are_found_and_new_ones_are_not()
    {
        var evidence = RecordWorlds.Evidence(7, 200, 200, 200, 0);
        var copied = RecordWorlds.Of(evidence.Train, evidence.Holdout, evidence.Train, evidence.Roles);
        foreach (var name in new[] { "Distance", "Density" })
        {
            Assert.That(_measure.Value(copied, $"{name}MembershipArea"), Is.GreaterThan(0.98), name);
            Assert.That(_measure.Value(copied, $"{name}MembershipSensitivity"), Is.GreaterThan(0.9), name);
            var interval = Overall(_measure, evidence, $"{name}MembershipArea").Sampling!.Interval(0.99);
            Assert.That(interval.Lower < 0.5 && 0.5 < interval.Upper, Is.True, $"{name} {interval}");
        }
    }

    [Test]
    public void One_held_out_record_has_no_density_around_it()
    {
        var evidence = RecordWorlds.Evidence(8, 50, 1, 50);
        Assert.That(_measure.Whole(evidence, "DensityMembershipArea"), Is.TypeOf<Estimate.Undefined>());
        Assert.That(_measure.Whole(evidence, "DistanceMembershipArea"), Is.TypeOf<Estimate.Known>());
    }

    [TestCase("DistanceMembershipArea")]
    [TestCase("DensityMembershipArea")]
    public void Where_nothing_is_copied_attackers_guess(string metric) =>
        AssertHonest(_measure, metric, 0.5, 0.015, w => RecordWorlds.Evidence(700 + w, 80, 50, 120, 0.3));
}
