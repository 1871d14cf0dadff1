using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Visits of patients, broken one way at a time: the figures that are about it fall step by step, and all others stay.</summary>
public sealed class StructureDosesTests
{
    private static readonly double[] s_doses = [0, 0.3, 0.6, 0.9];

    private static readonly RecordRoles s_roles = new() { Patient = "patient", Order = "day" };

    private static readonly RecordTable s_train = Visits(1, 250), s_made = Visits(2, 220);

    private static readonly string[] s_figures = ["BoundaryAdherence", "CategoryAdherence", "KeyUniqueness", "VisitsPerPatientSimilarity", "VisitGapSimilarity", "VisitOrderRate"];

    // All of them are best at 1; what is named with a dial falls.
    private static readonly Dictionary<string, (Func<double, RecordTable> Made, string[] Falls)> s_dials = new()
    {
        ["unseen wards"] = (WithUnseenWards, ["CategoryAdherence"]),
        ["repeated keys"] = (WithRepeatedKeys, ["KeyUniqueness"]),
        ["lost visits"] = (WithLostVisits, ["VisitsPerPatientSimilarity", "VisitGapSimilarity"]),
        // Two visits of a patient at one time also have one key.
        ["visits at the time of the one before"] = (WithTiedVisits, ["VisitOrderRate", "VisitGapSimilarity", "KeyUniqueness"]),
        ["stretched gaps"] = (WithStretchedGaps, ["VisitGapSimilarity", "BoundaryAdherence"]),
    };

    internal static IEnumerable<string> Turned => s_dials.Values.SelectMany(d => d.Falls);

    private static IEnumerable<string> Dials => s_dials.Keys;

    [Test, Combinatorial]
    public void A_dial_moves_what_it_touches_and_leaves_the_rest([ValueSource(nameof(Dials))] string dial, [ValueSource(nameof(s_figures))] string metric)
    {
        var measure = RecordMeasureCatalog.Structure.Single(m => m.Infos.Any(i => i.Id == metric));
        Estimate.Known[] known = [.. s_doses.Select(dose => (Estimate.Known)measure.Whole(RecordWorlds.Of(s_train, null, s_dials[dial].Made(dose), s_roles), metric))];
        double[] values = [.. known.Select(k => k.Value)];
        var first = known[0].Sampling?.Interval(0.95);
        var (lower, upper) = (first?.Lower ?? values[0], first?.Upper ?? values[0]);
        if (!s_dials[dial].Falls.Contains(metric))
        {
            Assert.That(values, Has.All.InRange(lower - 1e-12, upper + 1e-12));
            return;
        }
        for (var d = 1; d < values.Length; d++) Assert.That(values[d], Is.LessThan(values[d - 1]), string.Join(", ", values));
        Assert.That(values[^1], Is.LessThan(lower), $"{string.Join(", ", values)}: the largest dose is beyond chance");
    }

    // One to six visits on a ward each, of which the last never occurs, some 30 days apart and never at the same time.
    private static RecordTable Visits(int seed, int patients)
    {
        var random = new Random(seed);
        var (who, day, ward) = (new List<string?>(), new List<double>(), new List<int>());
        for (var p = 0; p < patients; p++)
        {
            var at = random.NextDouble() * 700;
            for (var left = 1 + random.Next(6); left > 0; left--)
            {
                who.Add($"{seed}-{p}");
                day.Add(at);
                ward.Add(random.Next(3));
                at += 5 + (50 * random.NextDouble());
            }
        }
        return new(
            [
                new RecordColumn.Key("patient", [.. who]), new RecordColumn.Key("visit", [.. who.Select((_, i) => $"{seed}/{i}")]), new RecordColumn.Number("day", [.. day]),
                new RecordColumn.Category("ward", ["a", "b", "c", "never"], [.. ward]),
            ], who.Count);
    }

    private static RecordTable WithUnseenWards(double share)
    {
        var (random, ward) = (new Random(3), (RecordColumn.Category)s_made.Find("ward")!);
        return RecordWorlds.With(s_made, ward with { Codes = Array.ConvertAll(ward.Codes, c => random.NextDouble() < share ? 3 : c) });
    }

    private static RecordTable WithRepeatedKeys(double share)
    {
        var (random, visit) = (new Random(4), (RecordColumn.Key)s_made.Find("visit")!);
        return RecordWorlds.With(s_made, new RecordColumn.Key("visit", [.. visit.Values.Select(v => random.NextDouble() < share ? "the same" : v)]));
    }

    private static RecordTable WithLostVisits(double share)
    {
        var random = new Random(5);
        return s_made.Take([.. Enumerable.Range(0, s_made.Count).Where(_ => random.NextDouble() >= share)]);
    }

    private static RecordTable WithTiedVisits(double share)
    {
        var random = new Random(6);
        return WithDays((day, before) => random.NextDouble() < share ? before.Now : day);
    }

    private static RecordTable WithStretchedGaps(double share) => WithDays((day, before) => before.Now + ((1 + share) * (day - before.Was)));

    // From a visit's time, and from what that of the patient's visit before was and is now.
    private static RecordTable WithDays(Func<double, (double Was, double Now), double> of)
    {
        var (who, day) = (((RecordColumn.Key)s_made.Find("patient")!).Values, ((RecordColumn.Number)s_made.Find("day")!).Values);
        var now = (double[])day.Clone();
        for (var r = 1; r < now.Length; r++)
            if (who[r] == who[r - 1]) now[r] = of(day[r], (day[r - 1], now[r - 1]));
        return RecordWorlds.With(s_made, new RecordColumn.Number("day", now));
    }
}
