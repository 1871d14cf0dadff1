using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class SinglingOutTests
{
    private static RecordTable Table(double[] age, int[] site) => new([new RecordColumn.Number("age", age), new RecordColumn.Category("site", ["a", "b", "c"], site)], age.Length);

    [Test]
    public void Predicates_of_a_small_table_are_found_by_hand()
    {
        // Made up: age <= 30, = 30, = 40, missing (50 twice: neither >= nor = of it); site = b, missing.
        var made = Table([30, 40, 50, 50, double.NaN], [0, 0, 0, 1, -1]);
        // Real: age <= 30 two, = 30 one, = 40 none, missing one; site b one, missing none.
        var train = Table([30, 20, 50, double.NaN], [0, 1, 2, 0]);
        // Others: age <= 30 one, = 30 none, = 40 one, missing none; site b two, missing one.
        var holdout = Table([20, 40, 60, 60], [1, 1, -1, 0]);
        var evidence = RecordWorlds.Of(train, holdout, made, RecordRoles.None);
        Estimate.Known Of(string id) => (Estimate.Known)new SinglingOut(1).Whole(evidence, id);
        Assert.Multiple(() =>
        {
            Assert.That((Of("UnivariateSinglingOutAttackRate").Value, Of("UnivariateSinglingOutAttackRate").Denominator), Is.EqualTo((3 / 6.0, 6)));
            Assert.That((Of("UnivariateSinglingOutControlRate").Value, Of("UnivariateSinglingOutControlRate").Denominator), Is.EqualTo((3 / 6.0, 6)));
            Assert.That(Of("UnivariateSinglingOutRisk").Value, Is.Zero);
            Assert.That(Of("UnivariateSinglingOutBaselineRate").Denominator, Is.EqualTo(6));
        });
    }

    // A table of three columns leaves no choice of them: one predicate for each made-up record, of both numbers by the side of their medians
    // and of the site. A third of the made-up records are copies. Guesses at random are drawn here too.
    [Test]
    public void Three_columns_of_a_table_of_three_are_asked_record_by_record()
    {
        const int worlds = 8, patients = 60;
        var random = new Random(11);
        var (baseline, expected, variance) = (0.0, 0.0, 0.0);
        for (var world = 0; world < worlds; world++)
        {
            (double Age, double Weight, int Site)[] Draw() => [.. Enumerable.Range(0, patients).Select(_ => (30.0 + random.Next(40), random.Next(8) == 0 ? double.NaN : 50.0 + random.Next(60), random.Next(3)))];
            var (train, holdout, made) = (Draw(), Draw(), Draw());
            train.AsSpan(0, patients / 3).CopyTo(made);
            double Median(Func<(double Age, double Weight, int Site), double> of) => made.Select(of).Where(v => !double.IsNaN(v)).Order().ToArray() is var known ? known[known.Length / 2] : 0;
            var (middleAge, middleWeight) = (Median(m => m.Age), Median(m => m.Weight));
            // Which way, and how far: at most, at least or (with no value) missing.
            static (int Way, double Value) Asked(double value, double middle) => double.IsNaN(value) ? (0, 0) : (value >= middle ? 1 : -1, value);
            static bool Meets(double value, (int Way, double Value) asked) => asked.Way switch { 0 => double.IsNaN(value), 1 => value >= asked.Value, _ => value <= asked.Value };
            bool SinglesOut((double Age, double Weight, int Site)[] rows, ((int Way, double Value) Age, (int Way, double Value) Weight, int Site) asked) =>
                rows.Count(r => Meets(r.Age, asked.Age) && Meets(r.Weight, asked.Weight) && r.Site == asked.Site) == 1;
            var tried = made.Select(m => (Age: Asked(m.Age, middleAge), Weight: Asked(m.Weight, middleWeight), m.Site)).Distinct().Where(p => SinglesOut(made, p)).ToArray();
            var (attack, control) = (tried.Average(p => SinglesOut(train, p) ? 1.0 : 0), tried.Average(p => SinglesOut(holdout, p) ? 1.0 : 0));
            // Centres of Wilson's 95 % intervals.
            const double z = 1.959963984540054;
            double Centre(double rate) => ((rate * tried.Length) + (z * z / 2)) / (tried.Length + (z * z));

            RecordTable Table((double Age, double Weight, int Site)[] rows) => new(
                [new RecordColumn.Number("age", [.. rows.Select(r => r.Age)]), new RecordColumn.Number("weight", [.. rows.Select(r => r.Weight)]), new RecordColumn.Category("site", ["a", "b", "c"], [.. rows.Select(r => r.Site)])], rows.Length);
            var evidence = RecordWorlds.Of(Table(train), Table(holdout), Table(made), RecordRoles.None);
            Estimate.Known Of(string id) => (Estimate.Known)new SinglingOut(3).Whole(evidence, id);
            Assert.Multiple(() =>
            {
                Assert.That(Of("MultivariateSinglingOutAttackRate").Denominator, Is.EqualTo(tried.Length).And.GreaterThan(15));
                Assert.That(Of("MultivariateSinglingOutAttackRate").Value, Is.EqualTo(attack).Within(1e-12));
                Assert.That(Of("MultivariateSinglingOutControlRate").Value, Is.EqualTo(control).Within(1e-12));
                Assert.That(Of("MultivariateSinglingOutRisk").Value, Is.EqualTo(Math.Max(0, (Centre(attack) - Centre(control)) / (1 - Centre(control)))).Within(1e-9));
            });
            (int, double) Guessed(IEnumerable<double> values) => values.Where(v => !double.IsNaN(v)).ToArray() is var known
                ? (random.Next(2) == 0 ? 1 : -1, known.Min() + (random.NextDouble() * (known.Max() - known.Min()))) : default;
            var rate = Enumerable.Range(0, 4000).Average(_ => SinglesOut(train, (Guessed(made.Select(m => m.Age)), Guessed(made.Select(m => m.Weight)), random.Next(3))) ? 1.0 : 0);
            (baseline, expected, variance) = (baseline + Of("MultivariateSinglingOutBaselineRate").Value, expected + rate, variance + (rate * (1 - rate) * ((1.0 / tried.Length) + (1 / 4000.0))));
        }
        Assert.That(baseline, Is.EqualTo(expected).Within(4 * Math.Sqrt(variance)), "of guesses at random, in all worlds together");
        Assert.That(expected, Is.GreaterThan(4 * Math.Sqrt(variance)), "which nobody could mistake for none");
    }

    [Test]
    public void Several_columns_of_a_copy_single_out_and_attempts_are_counted()
    {
        var real = RecordWorlds.Patients(81, 300);
        var evidence = RecordWorlds.Of(real, RecordWorlds.Patients(82, 300), real, RecordWorlds.Roles);
        var attack = (Estimate.Known)new SinglingOut(3).Whole(evidence, "MultivariateSinglingOutAttackRate");
        Assert.That(attack.Value, Is.EqualTo(1), "what singles out a copy singles out its original");
        Assert.That(attack.Denominator, Is.InRange(100, 500));
        Assert.That(new SinglingOut(3).Value(evidence, "MultivariateSinglingOutBaselineRate"), Is.LessThan(0.2));
    }

    [Test]
    public void Several_visits_of_one_patient_are_one_person()
    {
        static RecordTable Visits(params string[] patients) => new(
            [new RecordColumn.Key("id", patients), new RecordColumn.Category("site", ["a", "b"], [.. patients.Select(p => p == "rare" ? 1 : 0)])], patients.Length);
        var evidence = RecordWorlds.Of(Visits("rare", "rare", "x", "y"), null, Visits("rare", "s", "t"), RecordRoles.None);
        Assert.Multiple(() =>
        {
            Assert.That(new SinglingOut(1).Value(evidence, "UnivariateSinglingOutAttackRate"), Is.EqualTo(0), "two rows are at the site");
            Assert.That(new SinglingOut(1).Value(evidence with { Roles = new() { Patient = "id" } }, "UnivariateSinglingOutAttackRate"), Is.EqualTo(1), "of one patient");
        });
    }
}
