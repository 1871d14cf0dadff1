namespace AuditHarness.Statistics;

public sealed class SeedTests
{
    // printf '7/simulation/age' | sha256sum and printf '18446744073709551615/é' | sha256sum, first 8 bytes, little end first.
    [TestCase(7ul, "simulation/age", 0xd2a6526cf14ea665ul)]
    [TestCase(ulong.MaxValue, "é", 0xebdb5c50d990487dul)]
    public void A_derived_seed_is_the_head_of_the_hash_of_value_and_purpose(ulong value, string purpose, ulong expected) =>
        Assert.That(new Seed(value).For(purpose), Is.EqualTo(new Seed(expected)));

    [Test]
    public void Every_purpose_gets_a_seed_of_its_own() =>
        Assert.That(Enumerable.Range(0, 1000).Select(i => new Seed(1).For($"use {i}")).Distinct().Count(), Is.EqualTo(1000));

    [Test]
    public void A_generator_is_keyed_by_the_seed_and_placed_at_the_row() =>
        Assert.That(new Seed(42).Generator(7).NextBits(), Is.EqualTo(new CounterRandom(42, 7).NextBits()));
}
