using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

public sealed class VisitPatternsTests
{
    private static readonly RecordRoles Roles = new() { Patient = "patient", Order = "day" };

    private static RecordTable Visits(params (string? Patient, double Day)[] rows) => new(
        [new RecordColumn.Key("patient", [.. rows.Select(r => r.Patient)]), new RecordColumn.Date("day", [.. rows.Select(r => r.Day)])], rows.Length);

    [Test]
    public void Patterns_are_counted_by_hand()
    {
        // Real: 3, 1, 1, 2 visits; gaps 5, 7, 10.
        var train = Visits(("a", 12), ("a", 0), ("a", 5), ("b", 3), (null, 4), ("c", 1), ("c", 11));
        // Made up: 2, 2, 1 visits; gaps 5 and none (a day is missing); of the two with several visits one is in order.
        var made = Visits(("x", 5), ("x", 0), ("y", 3), ("y", double.NaN), ("z", 1));
        double Of(string id) => new VisitPatterns().Value(RecordWorlds.Of(train, null, made, Roles), id);
        Assert.Multiple(() =>
        {
            // At most 1: 1/2 and 1/3; at most 2: 3/4 and 1.
            Assert.That(Of("VisitsPerPatientSimilarity"), Is.EqualTo(0.75).Within(1e-12));
            // At most 5: 1/3 and 1.
            Assert.That(Of("VisitGapSimilarity"), Is.EqualTo(1 / 3.0).Within(1e-12));
            Assert.That(Of("VisitOrderRate"), Is.EqualTo(0.5));
            Assert.That(Of("RealVisitOrderRate"), Is.EqualTo(1));
        });
    }

    private static RecordTable Drawn(int seed, int patients, double pace)
    {
        var random = new Random(seed);
        var rows = new List<(string?, double)>();
        for (var p = 0; p < patients; p++)
        {
            // A patient has a pace of its own, so that gaps of one are alike.
            var (day, own) = (0.0, pace * (0.5 + random.NextDouble()));
            for (var v = 1 + random.Next(8); v > 0; v--) rows.Add(($"{seed}-{p}", day += own * (0.9 + (0.2 * random.NextDouble()))));
        }
        return Visits([.. rows]);
    }

    [Test]
    public void Patients_of_one_population_are_alike_and_another_pace_is_seen()
    {
        var held = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var gaps = (Estimate.Known)new VisitPatterns().Whole(RecordWorlds.Of(Drawn(seed, 80, 10), null, Drawn(seed + 500, 80, 10), Roles), "VisitGapSimilarity");
            if (gaps.Sampling!.Interval(0.95).Upper >= 1) held++;
        }
        Assert.That(held, Is.GreaterThan(53), "many gaps of few patients are no proof of a difference");
        var faster = (Estimate.Known)new VisitPatterns().Whole(RecordWorlds.Of(Drawn(1, 80, 10), null, Drawn(2, 80, 6), Roles), "VisitGapSimilarity");
        Assert.That(faster.Sampling!.Interval(0.95).Upper, Is.LessThan(0.9));
    }

    [Test]
    public void Rows_that_are_patients_have_no_pattern() =>
        Assert.That(((Estimate.Undefined)new VisitPatterns().Whole(RecordWorlds.Evidence(1), "VisitGapSimilarity")).Reason.ToString(), Is.EqualTo("a row is a patient"));
}
