using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class ReleaseAnonymityTests
{
    // Machanavajjhala and others' inpatient table: three classes of four, with conditions of 2, 1 and 2 kinds … made our own.
    [Test]
    public void A_table_of_three_classes_has_the_figures_of_the_definitions()
    {
        static RecordTable Table(string classes, string conditions) => new(
            [
                new RecordColumn.Category("class", ["a", "b", "c", "d"], [.. classes.Select(c => c - 'a')]),
                new RecordColumn.Category("condition", ["p", "q", "r"], [.. conditions.Select(c => c - 'p')]),
            ], classes.Length);
        var evidence = RecordWorlds.Of(
            Table("aabd", "ppqq"), null, Table("aaaabbbbccc", "ppqqpppqpqr"), new() { QuasiIdentifiers = ["class"], Sensitive = ["condition"] });
        double Of(string id) => new ReleaseAnonymity().Value(evidence, id);
        Assert.Multiple(() =>
        {
            Assert.That(Of("KAnonymity"), Is.EqualTo(3));
            Assert.That(Of("KMap"), Is.EqualTo(1), "class b has one training record, class c none");
            Assert.That(Of("DistinctLDiversity"), Is.EqualTo(2));
            Assert.That(Of("EntropyLDiversity"), Is.EqualTo(Math.Exp(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25)))).Within(1e-12));
            // All: 6 p, 4 q, 1 r of 11; class c: a third each.
            Assert.That(Of("TCloseness"), Is.EqualTo(new[] { (2 / 4.0) - (4 / 11.0), (3 / 4.0) - (6 / 11.0), (1 / 3.0) - (1 / 11.0) }.Max()).Within(1e-12));
        });
    }

    [Test]
    public void Figures_are_what_grouping_row_by_row_gives()
    {
        var evidence = RecordWorlds.Evidence(83) with { Roles = RecordWorlds.Roles with { QuasiIdentifiers = ["sex", "site", "arm"], Sensitive = ["outcome", "weight"] } };
        static string Class(RecordTable t, int r) => string.Join('|', new[] { "sex", "site", "arm" }.Select(n => ((RecordColumn.Category)t.Find(n)!).Codes[r]));
        foreach (var group in evidence.Groups.Where(g => g.Synthetic.Length > 0))
        {
            double Of(string id, string? subject = null) => ((Estimate.Known)new ReleaseAnonymity().Figures(evidence)
                .Single(f => f.Metric == id && f.Subject == subject && f.Group.Equals(group.Subgroup)).Estimate).Value;
            var classes = group.Synthetic.GroupBy(r => Class(evidence.Synthetic, r)).ToList();
            Assert.That(Of("KAnonymity"), Is.EqualTo(classes.Min(c => c.Count())));
            Assert.That(Of("KMap"), Is.EqualTo(classes.Select(c => group.Train.Count(r => Class(evidence.Train, r) == c.Key)).Where(n => n > 0).Min()));
            foreach (var secret in new[] { "outcome", "weight" })
            {
                double Value(int r) => evidence.Synthetic.Find(secret) switch { RecordColumn.Category c => c.Codes[r], RecordColumn.Number n => n.Values[r], _ => 0 };
                double Share(IEnumerable<int> rows, double value) => rows.Count(r => Value(r).Equals(value)) / (double)rows.Count();
                var values = group.Synthetic.Select(Value).Distinct().ToList();
                Assert.That(Of("DistinctLDiversity", secret), Is.EqualTo(classes.Min(c => c.Select(Value).Distinct().Count())));
                Assert.That(Of("EntropyLDiversity", secret), Is.EqualTo(classes.Min(c => Math.Exp(-c.Select(Value).Distinct().Sum(v => Share(c, v) * Math.Log(Share(c, v)))))).Within(1e-9));
                Assert.That(Of("TCloseness", secret), Is.EqualTo(classes.Max(c => values.Sum(v => Math.Abs(Share(c, v) - Share(group.Synthetic, v))) / 2)).Within(1e-9));
            }
        }
    }
}
