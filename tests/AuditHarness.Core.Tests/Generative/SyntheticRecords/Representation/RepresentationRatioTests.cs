using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

public sealed class RepresentationRatioTests
{
    private static readonly Subgroup Women = new(new AttributeLevel("sex", "female"));

    private static RecordEvidence Sexes(int train, int ofTrain, int synthetic, int ofSynthetic)
    {
        static int[] Codes(int all, int women) => [.. Enumerable.Range(0, all).Select(i => i < women ? 0 : 1)];
        var evidence = RecordWorlds.Of(
            new([new RecordColumn.Category("sex", ["female", "male"], Codes(train, ofTrain))], train), null,
            new([new RecordColumn.Category("sex", ["female", "male"], Codes(synthetic, ofSynthetic))], synthetic), RecordRoles.None);
        return evidence with
        {
            Groups = [evidence.Groups[0], new(Women, [.. Enumerable.Range(0, ofTrain)], [], [.. Enumerable.Range(0, ofSynthetic)])],
        };
    }

    private static Estimate.Known OfWomen(RecordEvidence evidence) =>
        (Estimate.Known)new RepresentationRatio().Figures(evidence).Single(f => f.Group.Equals(Women)).Estimate;

    [Test]
    public void Ratio_is_that_of_shares_with_the_limits_of_the_logarithm()
    {
        var ratio = OfWomen(Sexes(20000, 8000, 10000, 3000));
        var error = Math.Sqrt((1 / 3000.0) - (1 / 10000.0) + (1 / 8000.0) - (1 / 20000.0));
        var interval = ratio.Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That(ratio.Value, Is.EqualTo(0.75).Within(1e-12));
            Assert.That(interval.Lower, Is.EqualTo(0.75 * Math.Exp(-1.959964 * error)).Within(2e-4), "Katz and others");
            Assert.That(interval.Upper, Is.EqualTo(0.75 * Math.Exp(1.959964 * error)).Within(2e-4));
        });
    }

    [Test]
    public void A_group_that_nobody_made_up_has_ratio_nought_and_an_upper_limit()
    {
        var ratio = OfWomen(Sexes(1000, 100, 1000, 0));
        var interval = ratio.Sampling!.Interval(0.95);
        Assert.That((ratio.Value, interval.Lower), Is.EqualTo((0, 0)));
        Assert.That(interval.Upper, Is.InRange(0.02, 0.06), "about 3 of 1,000 over a tenth");
    }

    [Test]
    public void A_declared_population_is_known()
    {
        var evidence = Sexes(1000, 500, 400, 100) with { Population = new Dictionary<Subgroup, double> { [Women] = 0.5 } };
        var ratio = OfWomen(evidence);
        var interval = ratio.Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            // Wilson's limits of 100 of 400 are 0.2100 and 0.2947.
            Assert.That((ratio.Value, interval.Lower, interval.Upper), Is.EqualTo((0.5, 0.4199, 0.5894)).Using<(double, double, double)>(
                (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 5e-4));
            Assert.That(
                ((Estimate.Undefined)new RepresentationRatio().Figures(evidence with { Population = new Dictionary<Subgroup, double>() })[1].Estimate).Reason.ToString(),
                Is.EqualTo("the declared population has no share of the group"));
        });
    }

    [Test]
    public void Limits_hold_the_true_ratio_as_often_as_they_say()
    {
        var (random, held) = (new Random(31), 0);
        int Draw(int n, double p) => Enumerable.Range(0, n).Count(_ => random.NextDouble() < p);
        for (var i = 0; i < 1000; i++)
        {
            var interval = OfWomen(Sexes(300, Math.Max(1, Draw(300, 0.1)), 200, Draw(200, 0.06))).Sampling!.Interval(0.95);
            if (interval.Lower <= 0.6 && 0.6 <= interval.Upper) held++;
        }
        Assert.That(held, Is.InRange(935, 990));
    }
}
