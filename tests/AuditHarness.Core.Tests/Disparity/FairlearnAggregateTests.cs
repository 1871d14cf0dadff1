using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

public sealed class FairlearnAggregateTests
{
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Worst_group_values_are_fairlearns_group_min_and_max(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("fairlearn").EnumerateObject().Where(a => !a.Name.Contains('&')))
        {
            var context = ComparedCohort.Of(oracle, model, attribute.Name).Context;
            if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0)) continue;
            foreach (var (id, extreme, column) in new[] { ("WorstGroupAccuracy", "group_min", "accuracy"), ("WorstGroupSensitivity", "group_min", "tpr"), ("WorstGroupFalsePositiveRate", "group_max", "fpr") })
                agreement.Check($"{attribute.Name} {id}", ComparedCohort.Compare(id, context).Single().Value!.Value, attribute.Value.GetProperty(extreme).GetProperty(column).GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 3);
    }

    [Test]
    public void The_worst_value_of_equal_groups_is_not_taken_at_face_value()
    {
        // Ten groups with a true accuracy of 0.8: the smallest observed one is about 0.7, and its limits must hold 0.8 all the same.
        var random = new Random(4);
        var (held, worlds) = (0, 300);
        for (var world = 0; world < worlds; world++)
        {
            var rows = Enumerable.Range(0, 600).Select(i => (Group: $"g{i % 10}", Label: (byte)(i / 10 % 2), Right: random.NextDouble() < 0.8)).ToArray();
            var cohort = new ComparedCohort([.. rows.Select(r => r.Right == (r.Label == 1) ? 0.9 : 0.1)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]);
            var interval = cohort.Compare("WorstGroupAccuracy").Single().Interval!;
            if (interval.Lower <= 0.8 && 0.8 <= interval.Upper) held++;
        }
        Assert.That(held / (double)worlds, Is.GreaterThan(0.93));
    }
}
