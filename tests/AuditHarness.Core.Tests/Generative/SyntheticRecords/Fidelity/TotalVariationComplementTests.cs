using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class TotalVariationComplementTests
{
    private static readonly TotalVariationComplement Measure = new();

    private static double Value(string train, string synthetic) => Measure.Value(RecordWorlds.Categories(Letters(train), Letters(synthetic)));

    private static string?[] Letters(string text) => [.. text.Select(c => c == '.' ? null : c.ToString())];

    [Test]
    public void Published_cases_come_out() => Assert.Multiple(() =>
    {
        Assert.That(Value("abcaab", "abcabc"), Is.EqualTo(0.8333333).Within(1e-7), "SDMetrics, unit test of its TVComplement");
        Assert.That(Value("abc", "abc"), Is.EqualTo(1));
        Assert.That(Value("aab", "ccd"), Is.Zero.Within(1e-15), "categories never seen count too");
        Assert.That(Value("aab..", "a.bba."), Is.EqualTo(Value("aab", "abba")).Within(1e-15), "missing values are no category");
    });

    [Test]
    public void Limits_hold_the_overlap_of_the_populations()
    {
        double[] real = [0.4, 0.3, 0.2, 0.1];
        foreach (var (made, atLeast) in new[] { (real, 285), ([0.42, 0.3, 0.2, 0.08], 285), (new[] { 0.1, 0.2, 0.3, 0.4 }, 279) })
        {
            var truth = 1 - (real.Zip(made).Sum(p => Math.Abs(p.First - p.Second)) / 2);
            var held = 0;
            for (var sample = 0; sample < 300; sample++)
            {
                var random = new Seed((ulong)sample).Generator();
                string?[] Draw(int n, double[] shares) => [.. Enumerable.Range(0, n).Select(_ =>
                {
                    var (u, level) = (random.NextUniform(), 0);
                    while (u > shares[level] && level < 3) u -= shares[level++];
                    return "abcd"[level].ToString();
                })];
                var interval = ((Estimate.Known)Measure.Whole(RecordWorlds.Categories(Draw(150, real), Draw(120, made)))).Sampling!.Interval(0.95);
                if (interval.Lower <= truth && truth <= interval.Upper) held++;
            }
            Assert.That(held, Is.GreaterThanOrEqualTo(atLeast), $"truth {truth}");
        }
    }

    [Test]
    public void No_value_in_a_table_is_a_reason() =>
        Assert.That(Measure.Whole(RecordWorlds.Categories(["a", "b"], [null, null])), Is.TypeOf<Estimate.Undefined>());
}
