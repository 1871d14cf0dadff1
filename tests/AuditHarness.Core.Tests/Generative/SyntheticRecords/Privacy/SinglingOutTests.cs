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
        Estimate.Known Of(string part) => (Estimate.Known)new SinglingOut(1).Whole(evidence, "UnivariateSinglingOut" + part);
        Assert.Multiple(() =>
        {
            Assert.That((Of("AttackRate").Value, Of("AttackRate").Denominator), Is.EqualTo((3 / 6.0, 6)));
            Assert.That((Of("ControlRate").Value, Of("ControlRate").Denominator), Is.EqualTo((3 / 6.0, 6)));
            Assert.That(Of("Risk").Value, Is.Zero);
            Assert.That(Of("BaselineRate").Denominator, Is.EqualTo(6));
        });
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
