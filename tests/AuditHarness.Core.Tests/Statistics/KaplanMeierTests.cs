namespace AuditHarness.Statistics;

public sealed class KaplanMeierTests
{
    [Test]
    public void Freireichs_treated_arm_has_the_published_numbers_at_risk()
    {
        double[] times = [10, 6, 6, 6, 7, 9, 6, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
        bool[] events = [true, true, true, true, true, false, false, false, false, true, true, false, false, false, true, true, false, false, false, false, false];
        var curve = new KaplanMeier(times, events);
        Assert.Multiple(() =>
        {
            // Freireich et al. (1963), Blood 21:699–716, as tabled in Collett, Modelling Survival Data in Medical Research.
            Assert.That(curve.Times, Is.EqualTo(new double[] { 6, 7, 10, 13, 16, 22, 23 }));
            Assert.That(curve.AtRisk, Is.EqualTo(new[] { 21, 17, 15, 12, 11, 7, 6 }));
            Assert.That(curve.Deaths, Is.EqualTo(new[] { 3, 1, 1, 1, 1, 1, 1 }));
            Assert.That((curve.Patients, curve.LastTime), Is.EqualTo((21, 35.0)));
        });
    }

    [Test]
    public void Nobody_and_no_event_have_no_steps() => Assert.Multiple(() =>
    {
        Assert.That(new KaplanMeier([], []).Times, Is.Empty);
        Assert.That(new KaplanMeier([3, 4], [false, false]).Times, Is.Empty);
        Assert.That(() => new KaplanMeier([3, 4], [true]), Throws.ArgumentException);
    });
}
