using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class MissingnessSimilarityTests
{
    private const double No = double.NaN;

    [Test]
    public void Shares_of_missing_values_are_compared() => Assert.Multiple(() =>
    {
        Assert.That(new MissingnessSimilarity().Value(RecordWorlds.Numbers([1, No, 3, 4], [No, No, 3, 4, 5])), Is.EqualTo(1 - 0.15).Within(1e-12));
        Assert.That(new MissingnessSimilarity().Value(RecordWorlds.Numbers([1, 2], [No, No])), Is.Zero);
        Assert.That(new MissingnessSimilarity().Value(RecordWorlds.Categories([null, "a"], ["a", null])), Is.EqualTo(1));
    });

    [Test]
    public void Columns_that_are_missing_together_are_compared()
    {
        static RecordTable Two(double[] a, double[] b) => new([new RecordColumn.Number("a", a), new RecordColumn.Number("b", b), new RecordColumn.Number("c", [.. a.Select(_ => 1.0)])], a.Length);
        var evidence = RecordWorlds.Of(Two([No, No, 1, 2], [No, No, 1, 2]), null, Two([No, No, 1, 2, 3], [1, 2, No, No, 3]), RecordRoles.None);
        Assert.Multiple(() =>
        {
            Assert.That(new JointMissingnessSimilarity().Figures(evidence).Select(f => f.Subject), Is.EqualTo(new[] { "a × b", null }));
            Assert.That(new JointMissingnessSimilarity().Value(evidence), Is.EqualTo(0.5).Within(1e-12));
            Assert.That(new MissingnessSimilarity().Value(evidence), Is.EqualTo(1 - (0.2 / 3)).Within(1e-12));
        });
    }

    [Test]
    public void Never_missing_is_not_certain_and_limits_hold_the_truth()
    {
        var none = (Estimate.Known)new MissingnessSimilarity().Whole(RecordWorlds.Numbers([.. new double[300]], [.. new double[300]]));
        // Newcombe's hybrid score limit of 0 of 300 less 0 of 300 is 0.0126.
        Assert.That(none.Sampling!.Interval(0.95).Lower, Is.EqualTo(1 - 0.0126).Within(0.002));
        foreach (var (real, made) in new[] { (0.1, 0.1), (0.02, 0.06), (0.3, 0.5) })
        {
            var held = 0;
            for (var sample = 0; sample < 300; sample++)
            {
                var random = new Seed((ulong)sample).Generator();
                double[] Draw(int n, double share) => [.. Enumerable.Range(0, n).Select(_ => random.NextUniform() < share ? No : 1)];
                var interval = ((Estimate.Known)new MissingnessSimilarity().Whole(RecordWorlds.Numbers(Draw(150, real), Draw(120, made)))).Sampling!.Interval(0.95);
                if (interval.Lower <= 1 - Math.Abs(real - made) && 1 - Math.Abs(real - made) <= interval.Upper) held++;
            }
            Assert.That(held, Is.GreaterThanOrEqualTo(279), $"{real} against {made}");
        }
    }
}
