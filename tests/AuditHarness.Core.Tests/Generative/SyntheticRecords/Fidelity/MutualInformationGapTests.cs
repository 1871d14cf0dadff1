using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class MutualInformationGapTests
{
    private static readonly MutualInformationGap Measure = new();
    private static readonly string[] Levels = ["a", "b", "c"];

    private static RecordTable Pair(int[] x, int[] y) => new([new RecordColumn.Category("x", Levels, x), new RecordColumn.Category("y", Levels, y)], x.Length);

    [Test]
    public void A_table_with_a_closed_form_and_brute_force_agree()
    {
        // One column is the other, against columns that know nothing of each other: N = 1 and, less chance, 0.
        var extreme = RecordWorlds.Of(Pair([0, 0, 1, 1], [0, 0, 1, 1]), null, Pair([0, 0, 1, 1], [0, 1, 0, 1]), RecordRoles.None);
        Assert.That(Measure.Value(extreme), Is.EqualTo(1).Within(1e-12));

        var random = new Random(4);
        RecordTable Draw(int n, double copied)
        {
            int[] x = [.. Enumerable.Range(0, n).Select(_ => random.Next(-1, 3))];
            return Pair(x, [.. x.Select(v => v >= 0 && random.NextDouble() < copied ? v : random.Next(-1, 3))]);
        }
        for (var i = 0; i < 10; i++)
        {
            var (train, synthetic) = (Draw(80, 0.7), Draw(60, 0.3));
            var evidence = RecordWorlds.Of(train, null, synthetic, RecordRoles.None);
            Assert.That(Measure.Value(evidence), Is.EqualTo(Math.Abs(Brute(train) - Brute(synthetic))).Within(1e-12));
        }
    }

    // Entropies of the three tables, H(x) + H(y) − H(x, y), each corrected by Miller's (occupied − 1) / 2n.
    private static double Brute(RecordTable table)
    {
        var (x, y) = (((RecordColumn.Category)table.Columns[0]).Codes, ((RecordColumn.Category)table.Columns[1]).Codes);
        var pairs = x.Zip(y).Where(p => p.First >= 0 && p.Second >= 0).ToList();
        double n = pairs.Count;
        double Entropy<T>(IEnumerable<T> values) => -values.GroupBy(v => v).Sum(g => g.Count() / n * Math.Log(g.Count() / n));
        double Miller<T>(IEnumerable<T> values) => (values.Distinct().Count() - 1) / (2 * n);
        var (first, second, both) = (pairs.Select(p => p.First), pairs.Select(p => p.Second), pairs);
        var chance = Math.Max(0, Miller(both) - Miller(first) - Miller(second));
        return Math.Max(0, Entropy(first) + Entropy(second) - Entropy(both) - chance) / Math.Sqrt(Entropy(first) * Entropy(second));
    }

    [Test]
    public void Rows_of_a_patient_say_no_more_than_one()
    {
        // Every row four times under the key of its patient: the same figure with the same limits.
        static RecordTable Several(RecordTable table, int times) => table.Take([.. Enumerable.Range(0, table.Count).SelectMany(r => Enumerable.Repeat(r, times))]);
        var (train, synthetic) = (RecordWorlds.Patients(32, 200), RecordWorlds.Patients(33, 160, 1));
        var roles = RecordWorlds.Roles with { Patient = "id" };
        foreach (IRecordMeasure measure in new IRecordMeasure[] { Measure, new JointMissingnessSimilarity(), new MissingnessSimilarity() })
        {
            var once = (Estimate.Known)measure.Whole(RecordWorlds.Of(train, null, synthetic, RecordWorlds.Roles));
            var fourfold = (Estimate.Known)measure.Whole(RecordWorlds.Of(Several(train, 4), null, Several(synthetic, 4), roles));
            Assert.That(fourfold.Value, Is.EqualTo(once.Value).Within(1e-3), measure.Infos[0].Id);
            Assert.That(fourfold.Sampling!.StandardError, Is.EqualTo(once.Sampling!.StandardError).Within(2).Percent, measure.Infos[0].Id);
        }
    }

    [Test]
    public void Tables_of_different_sizes_differ_by_little_where_the_populations_do_not()
    {
        var (large, small) = (RecordWorlds.Patients(30, 4000), RecordWorlds.Patients(31, 150));
        var known = (Estimate.Known)Measure.Whole(RecordWorlds.Of(large, null, small, RecordRoles.None));
        Assert.That(known.Value, Is.LessThan(0.03));
        Assert.That(known.Sampling!.Interval(0.95).Lower, Is.Zero);
    }
}
