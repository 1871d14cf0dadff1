using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class MaximumMeanDiscrepancyTests
{
    private static readonly MaximumMeanDiscrepancy Measure = new();

    private static double[] Normals(ulong seed, int count, double mean)
    {
        var random = new Seed(seed).Generator();
        return [.. Enumerable.Range(0, count).Select(_ => mean + random.NextNormal())];
    }

    [Test]
    public void Brute_force_over_all_pairs_agrees()
    {
        var evidence = RecordWorlds.Evidence(41, 90, 0, 70);
        // Rows as they stand, one column after the other.
        double Squared(RecordTable a, int i, RecordTable b, int j)
        {
            var sum = 0.0;
            for (var c = 0; c < a.Columns.Count; c++)
            {
                if (a.Columns[c] is RecordColumn.Key) continue;
                if (a.Columns[c] is RecordColumn.Category x) sum += x.Codes[i] == ((RecordColumn.Category)b.Columns[c]).Codes[j] ? 0 : 1;
                else
                {
                    double[] known = [.. RankedColumn.ValuesOf(evidence.Train.Columns[c])!.Where(v => !double.IsNaN(v))];
                    var deviation = Math.Sqrt(known.Sum(v => (v - known.Average()) * (v - known.Average())) / (known.Length - 1));
                    double At(RecordTable t, int row) => RankedColumn.ValuesOf(t.Columns[c])![row] is var v && double.IsNaN(v) ? 0 : (v - known.Average()) / deviation;
                    var gap = At(a, i) - At(b, j);
                    sum += (gap * gap) + (a.Columns[c].IsMissing(i) == b.Columns[c].IsMissing(j) ? 0 : 1);
                }
            }
            return sum;
        }
        var pooled = Enumerable.Range(0, 160).Select(i => i < 90 ? (evidence.Train, i) : (evidence.Synthetic, i - 90)).ToList();
        var squares = pooled.Select(a => pooled.Select(b => Squared(a.Item1, a.Item2, b.Item1, b.Item2)).ToArray()).ToArray();
        double[] apart = [.. squares.SelectMany(s => s).Where(s => s > 0).Order()];
        double Mean(IEnumerable<(int I, int J)> pairs) => pairs.Average(p => Math.Exp(-squares[p.I][p.J] / (2 * apart[apart.Length / 2])));
        IEnumerable<(int, int)> Pairs(int start, int to, int other, int end) =>
            from i in Enumerable.Range(start, to - start) from j in Enumerable.Range(other, end - other) where i != j select (i, j);
        var expected = Mean(Pairs(0, 90, 0, 90)) + Mean(Pairs(90, 160, 90, 160)) - (2 * Mean(Pairs(0, 90, 90, 160)));
        Assert.That(Measure.Value(evidence, "MaximumMeanDiscrepancy"), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void P_value_is_that_of_all_ways_to_deal_the_rows()
    {
        double[] train = [0.1, 0.9, 1.4, 2.2, 0.7], synthetic = [1.1, 2.6, 3.0, 1.9, 3.4];
        var evidence = RecordWorlds.Numbers(train, synthetic);
        double[] all = [.. train, .. synthetic];
        // Distances in standard deviations of the training values; the bandwidth is the upper median of the 90 distances.
        var deviation = Math.Sqrt(train.Sum(v => (v - train.Average()) * (v - train.Average())) / 4);
        double Squared(int i, int j) => (all[i] - all[j]) * (all[i] - all[j]) / (deviation * deviation);
        double[] apart = [.. Enumerable.Range(0, 100).Where(k => k / 10 != k % 10).Select(k => Squared(k / 10, k % 10)).Order()];
        double Discrepancy(int[] first)
        {
            var second = Enumerable.Range(0, 10).Except(first).ToArray();
            double Mean(int[] a, int[] b) => (from i in a from j in b where i != j select Math.Exp(-Squared(i, j) / (2 * apart[45]))).Average();
            return Mean(first, first) + Mean(second, second) - (2 * Mean(first, second));
        }
        var observed = Discrepancy([0, 1, 2, 3, 4]);
        var ways = Enumerable.Range(0, 1024).Where(s => System.Numerics.BitOperations.PopCount((uint)s) == 5)
            .Select(s => Discrepancy([.. Enumerable.Range(0, 10).Where(i => (s & (1 << i)) != 0)])).ToList();
        Assert.That(Measure.Value(evidence), Is.EqualTo(observed).Within(1e-12));
        var exact = ways.Count(w => w >= observed - 1e-12) / 252.0;
        Assert.That(Measure.Value(evidence, "MaximumMeanDiscrepancyPValue"), Is.EqualTo(exact).Within(3 * Math.Sqrt(exact * (1 - exact) / 199) + 0.005));
    }

    [Test]
    public void Normal_distributions_a_shift_apart_have_a_closed_form()
    {
        // E k = √(σ² / (σ² + 2)) e^(−δ² / 2(σ² + 2)) of two normal values δ apart, each with variance 1; 4 blocks and more.
        foreach (var shift in new[] { 0.0, 0.5 })
        {
            var evidence = RecordWorlds.Numbers(Normals(1, 1100, 0), Normals(2, 900, shift));
            var rows = new EncodedRecords(evidence);
            var deviation = RankedColumn.Of(evidence, 0).Deviation;
            var (s, d) = (Math.Pow(MaximumMeanDiscrepancy.Bandwidth(evidence, rows) * deviation, 2), shift * shift);
            var truth = 2 * Math.Sqrt(s / (s + 2)) * (1 - Math.Exp(-d / (2 * (s + 2))));
            var known = (Estimate.Known)Measure.Whole(evidence);
            var interval = known.Sampling!.Interval(0.99);
            Assert.That(truth, Is.InRange(interval.Lower, interval.Upper));
            Assert.That(interval.Upper - interval.Lower, Is.LessThan(0.06));
            Assert.That(Measure.Value(evidence, "MaximumMeanDiscrepancyPValue"), shift == 0 ? Is.GreaterThan(0.05) : Is.EqualTo(0.005).Within(1e-12));
        }
    }

    [Test]
    public void Three_made_up_records_beside_very_many_real_ones_are_not_dealt()
    {
        double[] many = [.. Enumerable.Range(0, 47_000).Select(i => i * 0.37 % 11)];
        Assert.That(((Estimate.Undefined)Measure.Whole(RecordWorlds.Numbers(many, [1, 2, 3]))).Reason.ToString(), Does.StartWith("tables too unequal"));
        Assert.That(Measure.Whole(RecordWorlds.Numbers(many[..1990], [1, 2, 3])), Is.TypeOf<Estimate.Known>());
    }

    [Test]
    public void Without_a_difference_p_values_are_uniform()
    {
        var small = Enumerable.Range(0, 100).Count(i => Measure.Value(RecordWorlds.Numbers(Normals((ulong)(100 + (2 * i)), 40, 0), Normals((ulong)(101 + (2 * i)), 30, 0)), "MaximumMeanDiscrepancyPValue") <= 0.1);
        Assert.That(small, Is.InRange(3, 20), "about 10 of 100");
    }
}
