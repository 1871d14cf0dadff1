using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

public sealed class BoundaryAdherenceTests
{
    // Unit tests of SDMetrics 0.14, test_boundary_adherence.py.
    [TestCase(new[] { 1.0, 2.4, 2.6, 0.8 }, new[] { 0.9, 1.8, 2.1, 5.0 }, 0.75)]
    [TestCase(new[] { 1.0, 2.4, 2.6, 0.8 }, new[] { 0.9, 1.8, 2.1, 5.0, double.NaN }, 0.6)]
    [TestCase(new[] { 1.0, 2.4, 2.6, 0.8, double.NaN }, new[] { 0.9, 1.8, 2.1, 5.0, double.NaN }, 0.75)]
    public void Published_cases_come_out(double[] train, double[] synthetic, double expected)
    {
        var figures = new BoundaryAdherence().Figures(RecordWorlds.Numbers(train, synthetic));
        Assert.That(((Estimate.Known)figures.Single(f => f.Subject == "x").Estimate).Value, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void The_whole_is_the_share_of_records_that_are_possible_in_every_column()
    {
        static RecordTable Table(double[] x, double[] y) => new([new RecordColumn.Number("x", x), new RecordColumn.Date("y", y)], x.Length);
        var evidence = RecordWorlds.Of(Table([0, 1], [5, 9]), null, Table([0, 2, 1, 0.5], [5, 6, 10, 7]), RecordRoles.None);
        Assert.That(new BoundaryAdherence().Figures(evidence).Select(f => ((Estimate.Known)f.Estimate).Value), Is.EqualTo(new[] { 0.75, 0.75, 0.5 }));
    }

    [Test]
    public void Categories_are_counted_by_hand() => Assert.Multiple(() =>
    {
        Assert.That(new CategoryAdherence().Value(RecordWorlds.Categories(["a", "b", "a"], ["a", "c", "b", "d"])), Is.EqualTo(0.5));
        Assert.That(new CategoryAdherence().Value(RecordWorlds.Categories(["a", "b", "a"], ["a", null, "b", "b"])), Is.EqualTo(0.75), "nobody really misses it");
        Assert.That(new CategoryAdherence().Value(RecordWorlds.Categories(["a", "b", null], ["a", null, "b", "b"])), Is.EqualTo(1));
    });

    [Test]
    public void Keys_are_counted_by_hand()
    {
        static RecordTable Table(params string?[] keys) => new(
            [new RecordColumn.Key("id", keys), new RecordColumn.Number("visit", [.. Enumerable.Range(0, keys.Length).Select(i => (double)(i / 2))])], keys.Length);
        var evidence = RecordWorlds.Of(Table("p", "q"), null, Table("a", "a", "b", null, "a", "c"), RecordRoles.None);
        Assert.Multiple(() =>
        {
            Assert.That(new KeyUniqueness().Value(evidence), Is.EqualTo(2 / 6.0), "b and c");
            Assert.That(new KeyUniqueness().Value(evidence with { Roles = new() { Patient = "id", Order = "visit" } }), Is.EqualTo(3 / 6.0), "a's third row is of another visit");
            Assert.That(new KeyUniqueness().Whole(evidence with { Roles = new() { Patient = "id" } }), Is.TypeOf<Estimate.Undefined>());
        });
    }
}
