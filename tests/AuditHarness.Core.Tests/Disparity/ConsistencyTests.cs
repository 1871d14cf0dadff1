using AuditHarness.Models;

namespace AuditHarness.Disparity;

public sealed class ConsistencyTests
{
    [Test]
    public void It_is_that_of_neighbours_sought_one_by_one([Values] bool ties)
    {
        var random = new Random(2);
        const int n = 150;
        double[] x = [.. Enumerable.Range(0, n).Select(_ => ties ? random.Next(6) : random.NextDouble() * 100)];
        double[] y = [.. Enumerable.Range(0, n).Select(i => i % 17 == 0 ? double.NaN : ties ? random.Next(4) : random.NextDouble())];
        int[] codes = [.. Enumerable.Range(0, n).Select(_ => random.Next(3))];
        var cohort = new ComparedCohort([.. Enumerable.Range(0, n).Select(_ => random.NextDouble())], [.. Enumerable.Range(0, n).Select(i => (byte)(i % 2))], [.. Enumerable.Range(0, n).Select(i => $"g{i % 2}")])
        {
            Features = new([new FeatureColumn.Numeric("x", x), new FeatureColumn.Numeric("y", y), new FeatureColumn.Text("t", ["a", "b", "c"], codes)]),
        };
        double[] Standard(double[] v)
        {
            var known = v.Where(a => !double.IsNaN(a)).ToArray();
            var deviation = Math.Sqrt(known.Sum(a => (a - known.Average()) * (a - known.Average())) / (known.Length - 1));
            return Array.ConvertAll(v, a => double.IsNaN(a) ? 0 : (a - known.Average()) / deviation);
        }
        var (sx, sy) = (Standard(x), Standard(y));
        double Distance(int i, int j) => Math.Round(((sx[i] - sx[j]) * (sx[i] - sx[j])) + ((sy[i] - sy[j]) * (sy[i] - sy[j])) + (codes[i] == codes[j] ? 0 : 1), 10);
        double Decision(int i) => cohort.Scores[i] >= 0.5 ? 1 : 0;
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var others = Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => Distance(i, j)).ToArray();
            var last = Distance(i, others[4]);
            var nearer = others.Where(j => Distance(i, j) < last).ToArray();
            var tied = others.Where(j => Distance(i, j) == last).ToArray();
            sum += Math.Abs(Decision(i) - ((nearer.Sum(Decision) + ((5 - nearer.Length) * tied.Average(Decision))) / 5));
        }
        Assert.That(cohort.Compare("Consistency").Single().Value, Is.EqualTo(1 - (sum / n)).Within(1e-9));
    }

    [Test]
    public void Without_features_there_is_a_reason()
    {
        var gap = ComparedCohort.Random(1, [50, 50]).Compare("Consistency").Single();
        Assert.That((gap.Value, gap.Reason?.ToString()), Is.EqualTo(((double?)null, "no group can be compared")));
    }
}
