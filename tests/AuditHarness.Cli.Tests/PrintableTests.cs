namespace AuditHarness.Cli;

public sealed class PrintableTests
{
    [TestCase("plain größer ≥ 日本 🙂", "plain größer ≥ 日本 🙂")]
    [TestCase("\u001b[31mred\u001b[0m", "\uFFFD[31mred\uFFFD[0m")]
    [TestCase("over\rwritten", "over\uFFFDwritten")]
    [TestCase("c1 \u009b31m", "c1 \uFFFD31m")]
    [TestCase("bell\a tab\t", "bell\uFFFD tab\uFFFD")]
    [TestCase("turned \u202Eround", "turned \uFFFDround")]
    [TestCase("hidden \u200Bspace", "hidden \uFFFDspace")]
    [TestCase("two\nlines", "two\nlines")]
    public void What_steers_a_terminal_is_replaced(string text, string shown) => Assert.That(Printable.Of(text), Is.EqualTo(shown));

    [Test]
    public void A_line_stays_one_line() => Assert.That(Printable.Line("a\nb"), Is.EqualTo("a\uFFFDb"));

    [Test]
    public void Half_a_surrogate_pair_is_replaced() => Assert.That(Printable.Of("a\uD800b"), Is.EqualTo("a\uFFFDb"));
}
