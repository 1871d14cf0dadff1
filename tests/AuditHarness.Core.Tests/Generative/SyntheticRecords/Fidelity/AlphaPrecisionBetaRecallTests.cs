using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class AlphaPrecisionBetaRecallTests
{
    private static readonly AlphaPrecisionBetaRecall Measure = new();

    private static double[] Normals(ulong seed, int count, double deviation)
    {
        var random = new Seed(seed).Generator();
        return [.. Enumerable.Range(0, count).Select(_ => deviation * random.NextNormal())];
    }

    [Test]
    public void Curves_are_what_counting_part_by_part_gives()
    {
        double[] train = [.. Normals(1, 40, 1)], synthetic = [.. Normals(2, 30, 2)];
        var evidence = RecordWorlds.Numbers(train, synthetic);
        double Integral(double[] reference, double centre, IReadOnlyList<double> targets)
        {
            // For each record of the reference table: the part up to it, and the share of targets within.
            double[] reach = [.. reference.Select(v => Math.Abs(v - centre))];
            return reach.Average(limit => Math.Abs((targets.Count(t => Math.Abs(t - centre) <= limit) / (double)targets.Count) - (reach.Count(r => r <= limit) / (double)reach.Length)));
        }
        Assert.That(Measure.Value(evidence, "AlphaPrecision"), Is.EqualTo(1 - (2 * Integral(train, train.Average(), synthetic))).Within(1e-12));
        List<double> reached = [];
        foreach (var real in train)
        {
            var nearest = synthetic.MinBy(s => Math.Abs(s - real));
            var radius = train.Select(other => Math.Abs(other - real)).Order().ElementAt(5);
            reached.Add(Math.Min(1, Math.Abs(nearest - real) / (train.Max() - train.Min())) <= radius / (train.Max() - train.Min()) ? nearest : double.PositiveInfinity);
        }
        Assert.That(Measure.Value(evidence, "BetaRecall"), Is.EqualTo(1 - (2 * Integral(synthetic, synthetic.Average(), reached))).Within(1e-12));
    }

    [Test]
    public void Normal_distributions_of_different_spread_have_a_closed_form()
    {
        // |x| ≤ q(α) of N(0, 1) holds 2 Φ(q / s) − 1 of N(0, s²).
        var truth = 1 - (2 * Enumerable.Range(0, 4000).Average(i =>
        {
            var alpha = (i + 0.5) / 4000;
            var q = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + alpha) / 2);
            return Math.Abs((2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, q / 1.5)) - 1 - alpha);
        }));
        var held = Enumerable.Range(0, 200).Count(i =>
        {
            var known = (Estimate.Known)Measure.Whole(RecordWorlds.Numbers(Normals((ulong)(2 * i) + 10, 200, 1), Normals((ulong)(2 * i) + 11, 150, 1.5)), "AlphaPrecision");
            var interval = known.Sampling!.Interval(0.95);
            return interval.Lower <= truth && truth <= interval.Upper;
        });
        Assert.That(held, Is.GreaterThanOrEqualTo(184));
    }

    [Test]
    public void Its_standard_error_is_that_of_a_bootstrap_and_a_collapsed_generator_has_no_recall()
    {
        double[] train = Normals(5, 150, 1), synthetic = Normals(6, 200, 1.6);
        var evidence = RecordWorlds.Numbers(train, synthetic);
        var known = (Estimate.Known)Measure.Whole(evidence, "AlphaPrecision");
        double? Of(RecordResample drawn)
        {
            static double[] Times(double[] v, int[] counts) => [.. v.Zip(counts).SelectMany(p => Enumerable.Repeat(p.First, p.Second))];
            double[] real = Times(train, drawn.Train), made = Times(synthetic, drawn.Synthetic);
            var centre = real.Average();
            return 1 - (2 * SupportCurve.Of([.. real.Select(v => Math.Abs(v - centre))], [.. made.Select(v => Math.Abs(v - centre))]).Distance);
        }
        var bootstrap = RecordBootstrap.Of(evidence, evidence.Groups[0], "check", known.Value, Of, 0, 1).Sampling!;
        Assert.That(known.Sampling!.StandardError, Is.EqualTo(bootstrap.StandardError).Within(0.15 * bootstrap.StandardError));
        var collapsed = RecordWorlds.Numbers(train, [.. Normals(7, 200, 0.01)]);
        Assert.That(Measure.Value(collapsed, "BetaRecall"), Is.LessThan(0.2));
    }

    [Test]
    public void Groups_are_measured_by_their_own_middle()
    {
        var evidence = RecordWorlds.Evidence(51);
        var group = evidence.Groups[1];
        var alone = RecordWorlds.Of(evidence.Train.Take(group.Train), null, evidence.Synthetic.Take(group.Synthetic), RecordWorlds.Roles);
        // The units are those of all training records, so that only the groups' order is compared here: no figure is far off.
        var figure = (Estimate.Known)Measure.Figures(evidence).First(f => f.Metric == "AlphaPrecision" && f.Group.Equals(group.Subgroup)).Estimate;
        Assert.That(figure.Value, Is.EqualTo(Measure.Value(alone, "AlphaPrecision")).Within(0.05));
        Assert.That(figure.Denominator, Is.EqualTo(Math.Min(group.Train.Length, group.Synthetic.Length)));
    }
}
