namespace AuditHarness.Statistics;

public sealed class TallyTests
{
    [Test]
    public void Without_weights_the_effective_size_is_the_number_of_rows() =>
        Assert.That(new Tally().Plus(1).Plus(1).Plus(1), Is.EqualTo(new Tally(3, 3, 3)).And.Property(nameof(Tally.EffectiveSize)).EqualTo(3));

    // Kish (1965): (1 + 1 + 4)² / (1 + 1 + 16) = 2. The sum of weights, 6, would be false precision.
    [Test]
    public void With_weights_it_is_kishs() => Assert.That(new Tally().Plus(1).Plus(1).Plus(4).EffectiveSize, Is.EqualTo(2));

    [Test]
    public void Parts_add_up_and_nobody_counts_nothing() => Assert.Multiple(() =>
    {
        Assert.That(new Tally(1, 2, 4) + new Tally(2, 3, 5), Is.EqualTo(new Tally(3, 5, 9)));
        Assert.That(default(Tally).EffectiveSize, Is.Zero);
    });
}
