using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

public sealed class RareCellSurvivalTests
{
    private static readonly string[] Levels = ["common", "kept", "lost", "inflated", "invented"];

    private static RecordTable Of(params (string Level, int Count)[] cells) => new(
        [new RecordColumn.Category("region", Levels, [.. cells.SelectMany(c => Enumerable.Repeat(Array.IndexOf(Levels, c.Level), c.Count))])], cells.Sum(c => c.Count));

    [Test]
    public void Cells_are_counted_by_hand()
    {
        var evidence = RecordWorlds.Of(
            Of(("common", 91), ("kept", 5), ("lost", 3), ("inflated", 1)), Of(("common", 9), ("invented", 1)),
            Of(("common", 140), ("kept", 12), ("inflated", 40), ("invented", 8)), new() { QuasiIdentifiers = ["region"] });
        double Value(string id) => new RareCellSurvival().Value(evidence, id);
        Assert.Multiple(() =>
        {
            Assert.That(Value("RareCellsKept"), Is.EqualTo(2 / 3.0).Within(1e-12));
            Assert.That(Value("RareCellsKeptByChance"), Is.EqualTo(new[] { 5, 3, 1 }.Average(k => 1 - Math.Pow(1 - (k / 100.0), 200))).Within(1e-12));
            Assert.That(Value("RareCellsInflated"), Is.EqualTo(1 / 3.0).Within(1e-12), "12 of 200 beside 5 of 100 is no doubling; 40 of 200 beside 1 of 100 is");
            Assert.That(Value("InventedCellRate"), Is.EqualTo(8 / 200.0).Within(1e-12));
            Assert.That(Value("RealInventedCellRate"), Is.EqualTo(1 / 10.0).Within(1e-12));
        });
    }

    [Test]
    public void Inflation_is_the_exact_test_of_a_ratio_of_two()
    {
        // Of 1 real and s made-up records of the cell among equally many, s is of a binomial of 1 + s and 2/3: s = 1 of 2 never, (2/3)^s (…) else.
        static double Tail(int s) => Enumerable.Range(s, 2).Sum(k => (k == s ? s + 1 : 1) * Math.Pow(2 / 3.0, k) * Math.Pow(1 / 3.0, s + 1 - k));
        foreach (var s in Enumerable.Range(1, 15))
        {
            var evidence = RecordWorlds.Of(Of(("common", 99), ("kept", 1)), null, Of(("common", 100 - s), ("kept", s)), new() { QuasiIdentifiers = ["region"] });
            Assert.That(new RareCellSurvival().Value(evidence, "RareCellsInflated"), Is.EqualTo(Tail(s) < 0.05 ? 1 : 0), $"{s} made up: {Tail(s)}");
        }
    }

    [Test]
    public void Sampling_the_training_records_keeps_as_many_rare_cells_as_chance_says()
    {
        var train = RecordWorlds.Patients(41, 600);
        var random = new Random(42);
        double kept = 0, expected = 0;
        for (var i = 0; i < 20; i++)
        {
            var drawn = train.Take([.. Enumerable.Range(0, 400).Select(_ => random.Next(600))]);
            var evidence = RecordWorlds.Of(train, null, drawn, new() { QuasiIdentifiers = ["sex", "site", "age", "weight"], Outcome = "outcome", Positive = "yes" });
            kept += new RareCellSurvival().Value(evidence, "RareCellsKept");
            expected = new RareCellSurvival().Value(evidence, "RareCellsKeptByChance");
            Assert.That(new RareCellSurvival().Value(evidence, "InventedCellRate"), Is.Zero);
        }
        Assert.That(kept / 20, Is.EqualTo(expected).Within(0.03));
    }
}
