namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class AttackRiskSamplingTests
{
    // Unit tests of anonymeter 1.0, tests/test_confidence.py.
    [TestCase(850, 1000, 0.849, 0.022, 5e-4)]
    [TestCase(0, 1000, 0.002, 0.002, 5e-4)]
    [TestCase(100, 100, 0.9815032508965071, 0.0184967491034929, 1e-9)]
    [TestCase(23, 100, 0.23998824451588613, 0.08155558571285167, 1e-9)]
    [TestCase(11, 100, 0.1244274643007244, 0.06188550073007873, 1e-9)]
    public void Centres_and_half_widths_are_the_published_ones(int successes, int attempts, double centre, double halfWidth, double within) => Assert.Multiple(() =>
    {
        var share = successes / (double)attempts;
        Assert.That(AttackRiskSampling.WilsonCentre(share, attempts), Is.EqualTo(centre).Within(within));
        Assert.That(AttackRiskSampling.WilsonHalfWidth(share, attempts, AuditHarness.Statistics.CriticalValue.TwoSided(0.95)), Is.EqualTo(halfWidth).Within(within));
    });

    [Test]
    public void Residual_and_its_error_are_the_published_ones() => Assert.Multiple(() =>
    {
        Assert.That(AttackRiskSampling.Residual(0.9, 0.8), Is.EqualTo(0.5).Within(1e-12));
        Assert.That(AttackRiskSampling.Residual(0.9, 0.85), Is.EqualTo(0.333).Within(5e-4));
        Assert.That(AttackRiskSampling.ResidualError(0.9, 0.02, 0.85, 0.02), Is.EqualTo(0.16).Within(5e-3));
    });

    [Test]
    public void Limits_surround_the_risk_and_four_times_the_attempts_halve_them()
    {
        var risk = new AttackRiskSampling(0.5, 400, 0.2, 400);
        var (lower, upper) = risk.Limits(1.96);
        var (near, far) = risk.Scaled(4).Limits(1.96);
        var (same, alike) = risk.Scaled(2).Scaled(2).Limits(1.96);
        Assert.Multiple(() =>
        {
            Assert.That(risk.Value, Is.EqualTo(0.375).Within(0.005), "centres lie a little nearer to a half than shares");
            Assert.That((upper - lower) / (far - near), Is.EqualTo(2).Within(0.02));
            Assert.That((same, alike), Is.EqualTo((near, far)));
            Assert.That(new AttackRiskSampling(0.1, 50, 0.4, 50).Value, Is.Zero);
            Assert.That(new AttackRiskSampling(0.1, 50, 0.4, 50).Limits(1.96).Upper, Is.Positive, "no success is not certain");
        });
    }
}
