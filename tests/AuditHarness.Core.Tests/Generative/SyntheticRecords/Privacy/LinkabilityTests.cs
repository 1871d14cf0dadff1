using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class LinkabilityTests
{
    private static RecordEvidence World(int seed) => RecordWorlds.Evidence(seed, 90, 60, 80) with
    {
        Roles = RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight", "outcome"] },
    };

    private static double[] Values(RecordColumn column) => column switch
    {
        RecordColumn.Number number => number.Values,
        RecordColumn.Date date => date.Days,
        RecordColumn.Category category => [.. category.Codes.Select(c => c < 0 ? double.NaN : c)],
        _ => [],
    };

    // The made-up records at the smallest distance, all that are.
    private static HashSet<int> Nearest(RecordEvidence evidence, RecordTable targets, int row, IEnumerable<string> names)
    {
        var distances = new double[evidence.Synthetic.Count];
        foreach (var name in names)
        {
            var train = Values(evidence.Train.Find(name)!).Where(v => !double.IsNaN(v)).ToList();
            var range = train.Max() - train.Min();
            var (own, made) = (Values(targets.Find(name)!)[row], Values(evidence.Synthetic.Find(name)!));
            for (var s = 0; s < made.Length; s++)
                distances[s] += double.IsNaN(own) || double.IsNaN(made[s]) ? (double.IsNaN(own) && double.IsNaN(made[s]) ? 0 : 1)
                    : targets.Find(name) is RecordColumn.Category ? (own == made[s] ? 0 : 1) : Math.Min(1, Math.Abs(own - made[s]) / range);
        }
        return [.. Enumerable.Range(0, distances.Length).Where(s => distances[s] <= distances.Min() + 1e-12)];
    }

    [Test]
    public void Successes_are_what_comparing_pair_by_pair_gives([Values] bool copied)
    {
        var evidence = copied ? HalfCopied(71) : World(71);
        List<(double, int)> rates = [];
        string[] known = ["age", "sex", "admitted"];
        string[] others = [.. evidence.Train.Columns.Where(c => c is not RecordColumn.Key).Select(c => c.Name).Except(known)];
        foreach (var (metric, table) in new[] { ("LinkabilityAttackRate", evidence.Train), ("LinkabilityControlRate", evidence.Holdout!) })
        {
            var hits = Enumerable.Range(0, table.Count).Count(r => Nearest(evidence, table, r, known).Overlaps(Nearest(evidence, table, r, others)));
            Assert.That(new Linkability().Value(evidence, metric), Is.EqualTo(hits / (double)table.Count).Within(1e-12), metric);
            rates.Add((hits / (double)table.Count, table.Count));
        }
        Assert.That(new Linkability().Value(evidence, "LinkabilityRisk"), Is.EqualTo(Risk(rates[0], rates[1])).Within(1e-9));
    }

    // What the attack on others leaves of that on members, both as centres of Wilson's 95 % intervals.
    private static double Risk((double Rate, int Attempts) attack, (double Rate, int Attempts) control)
    {
        const double squared = 1.959963984540054 * 1.959963984540054;
        double Centre((double Rate, int Attempts) of) => ((of.Rate * of.Attempts) + (squared / 2)) / (of.Attempts + squared);
        return Math.Max(0, (Centre(attack) - Centre(control)) / (1 - Centre(control)));
    }

    // Half of the records are copies, so that there is a risk.
    private static RecordEvidence HalfCopied(int seed) => World(seed) is var world
        ? RecordWorlds.Of(world.Train, world.Holdout, world.Train.Take([.. Enumerable.Range(0, 45)]), world.Roles) : null!;

    [Test]
    public void Guesses_at_random_succeed_as_often_as_chance_says()
    {
        var (train, made) = (RecordWorlds.Patients(77, 4000), RecordWorlds.Patients(78, 40));
        var evidence = RecordWorlds.Of(train, null, made, RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight", "outcome"] });
        // 4000 guesses of one made-up record in 40: an error of 0.0025.
        Assert.That(new Linkability().Value(evidence, "LinkabilityBaselineRate"), Is.EqualTo(1 / 40.0).Within(0.0075));
        var figures = new AttributeInference().Figures(evidence);
        foreach (var secret in new[] { "weight", "outcome" })
        {
            var (truth, given) = (Values(train.Find(secret)!), Values(made.Find(secret)!));
            double[] open = [.. truth.Where(t => !double.IsNaN(t))];
            var expected = open.Average(t => given.Average(g => (secret == "outcome" ? g == t : Math.Abs(g - t) <= 0.05 * t) ? 1.0 : 0));
            var figure = (Estimate.Known)figures.Single(f => f.Metric == "AttributeInferenceBaselineRate" && f.Subject == secret && f.Group.IsOverall).Estimate;
            // An error of √(p (1 − p) / n), at most 0.008.
            Assert.That(figure.Value, Is.EqualTo(expected).Within(0.024), secret);
        }
    }

    [Test]
    public void Inferred_values_are_what_comparing_pair_by_pair_gives([Values] bool copied)
    {
        var evidence = copied ? HalfCopied(72) : World(72);
        var figures = new AttributeInference().Figures(evidence);
        foreach (var group in evidence.Groups.Take(3))
            foreach (var secret in new[] { "weight", "outcome" })
            {
                var made = Values(evidence.Synthetic.Find(secret)!);
                List<(double, int)> rates = [];
                Estimate.Known Figure(string metric) => (Estimate.Known)figures.Single(f => f.Metric == metric && f.Subject == secret && f.Group.Equals(group.Subgroup)).Estimate;
                foreach (var (metric, table, rows) in new[] { ("AttributeInferenceAttackRate", evidence.Train, group.Train), ("AttributeInferenceControlRate", evidence.Holdout!, group.Holdout) })
                {
                    var truth = Values(table.Find(secret)!);
                    var open = rows.Where(r => !double.IsNaN(truth[r])).ToList();
                    var right = open.Count(r => Nearest(evidence, table, r, ["age", "sex", "admitted"]) is var nearest && nearest.Count == 1
                        && (secret == "outcome" ? made[nearest.Single()] == truth[r] : Math.Abs(made[nearest.Single()] - truth[r]) <= 0.05 * truth[r]));
                    Assert.That((Figure(metric).Value, Figure(metric).Denominator), Is.EqualTo((right / (double)open.Count, open.Count)), $"{metric} {secret} of {group.Subgroup}");
                    rates.Add((right / (double)open.Count, open.Count));
                }
                Assert.That(Figure("AttributeInferenceRisk").Value, Is.EqualTo(Risk(rates[0], rates[1])).Within(1e-9), $"{secret} of {group.Subgroup}");
                if (copied) Assert.That(Figure("AttributeInferenceRisk").Value, Is.GreaterThan(0.1), $"{secret} of {group.Subgroup}");
            }
    }

    [Test]
    public void A_memoriser_is_found_and_other_people_are_not()
    {
        var copied = RecordWorlds.Patients(73, 400);
        RecordEvidence With(RecordTable made) => RecordWorlds.Of(
            copied, RecordWorlds.Patients(74, 400), made, RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight"] });
        foreach (var (measure, metric) in new (IRecordMeasure, string)[]
            { (new Linkability(), "LinkabilityRisk"), (new AttributeInference(), "AttributeInferenceRisk"), (new SinglingOut(1), "UnivariateSinglingOutRisk"), (new SinglingOut(3), "MultivariateSinglingOutRisk") })
        {
            Interval Of(RecordTable made) => ((Estimate.Known)measure.Whole(With(made), metric)).Sampling!.Interval(0.95) is var i ? new(i.Lower, i.Upper) : default!;
            Assert.That(Of(copied).Lower, Is.GreaterThan(0.2), metric);
            Assert.That(Of(RecordWorlds.Patients(75, 400)).Lower, Is.LessThan(0.02), metric);
        }
    }

    [Test]
    public void The_risk_of_the_group_that_is_copied_is_its_own()
    {
        var (real, fresh) = (RecordWorlds.Patients(76, 500), RecordWorlds.Patients(77, 500));
        // Women are copied, men are other men.
        var sex = ((RecordColumn.Category)real.Find("sex")!).Codes;
        var other = ((RecordColumn.Category)fresh.Find("sex")!).Codes;
        int[] women = [.. Enumerable.Range(0, 500).Where(r => sex[r] == 0)], men = [.. Enumerable.Range(0, 500).Where(r => other[r] == 1)];
        var (first, second) = (real.Take(women), fresh.Take(men));
        var made = new RecordTable([.. first.Columns.Select((c, i) => Joined(c, second.Columns[i]))], women.Length + men.Length);
        var evidence = RecordWorlds.Of(real, RecordWorlds.Patients(78, 500), made, RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"] });
        double Of(string level) => ((Estimate.Known)new Linkability().Figures(evidence)
            .Single(f => f.Metric == "LinkabilityRisk" && f.Group.Equals(new Subgroup(new AttributeLevel("sex", level)))).Estimate).Value;
        Assert.That(Of("female"), Is.GreaterThan(0.9));
        Assert.That(Of("male"), Is.LessThan(0.05));
    }

    private static RecordColumn Joined(RecordColumn first, RecordColumn second) => (first, second) switch
    {
        (RecordColumn.Number a, RecordColumn.Number b) => new RecordColumn.Number(a.Name, [.. a.Values, .. b.Values]),
        (RecordColumn.Date a, RecordColumn.Date b) => new RecordColumn.Date(a.Name, [.. a.Days, .. b.Days]),
        (RecordColumn.Category a, RecordColumn.Category b) => new RecordColumn.Category(a.Name, a.Levels, [.. a.Codes, .. b.Codes]),
        _ => new RecordColumn.Key(first.Name, new string?[first.Count + second.Count]),
    };

    private sealed record Interval(double Lower, double Upper);
}
