using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Models;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class IdentifiabilityTests
{
    private readonly Identifiability _measure = new();

    [Test]
    public void Share_is_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied();
        var weights = Identifiability.Weights(evidence.Train);
        var own = Nearest(PlainDistances.Between(evidence.Train, evidence.Train, evidence.Train, weights), true);
        var made = Nearest(PlainDistances.Between(evidence.Train, evidence.Train, evidence.Synthetic, weights));
        AssertFigures(_measure, evidence, nameof(Identifiability), g => Mean(g.Train, r => Less(made[r], own[r])));
    }

    // Halves: ln 2. Equal counts in all 20 bins: ln 20. A constant tells nobody apart.
    [Test]
    public void Columns_count_by_the_inverse_of_their_entropy()
    {
        RecordTable table = new(
            [
                new RecordColumn.Category("half", ["a", "b"], [.. Enumerable.Range(0, 40).Select(i => i % 2)]), new RecordColumn.Number("even", [.. Enumerable.Range(0, 40).Select(i => (double)i)]),
                new RecordColumn.Number("same", [.. Enumerable.Repeat(3.0, 40)]), new RecordColumn.Number("half missing", [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? double.NaN : 1)]),
            ], 40);
        Assert.That(Identifiability.Weights(table), Is.EqualTo(new[] { 1 / Math.Log(2), 1 / Math.Log(20), 0, 1 / Math.Log(2) }).Within(1e-12));
    }

    [Test]
    public void Copies_identify_everybody_and_new_patients_as_many_as_chance_says()
    {
        var rows = Pairs((1, 4), (2, 5), (3, 6));
        Assert.That(_measure.Value(RecordWorlds.Of(rows, null, rows, RecordRoles.None)), Is.EqualTo(1));
        AssertHonest(_measure, nameof(Identifiability), 40 / 119.0, 0.03, w => RecordWorlds.Evidence(500 + w, 80, 0, 40, 0));
        AssertHonest(_measure, nameof(Identifiability), 100 / 199.0, 0.03, w => RecordWorlds.Evidence(500 + w, 100, 0, 100, 0));
    }
}
