using AuditHarness.Metrics;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

public sealed class FiguresTests
{
    [TestCase(0.3684, "0.368")]
    [TestCase(-0.12, "−0.120")]
    [TestCase(-0.0002, "0.000")]
    [TestCase(0.9996, "1.000")]
    [TestCase(12.345, "12.35")]
    [TestCase(-345.67, "−345.7")]
    [TestCase(12345.67, "12,345.7")]
    [TestCase(3521.0, "3,521")]
    public void A_figure_has_three_decimals_and_fewer_when_it_is_large(double value, string expected) =>
        Assert.That(Figures.Value(value), Is.EqualTo(expected));

    [Test]
    public void An_interval_stands_in_brackets_after_the_figure() =>
        Assert.That(Figures.WithInterval(0.368, new Interval(0.311, 0.4291, 0.95, Phrase.Of($"Wilson"))), Is.EqualTo("0.368 (0.311 to 0.429)"));

    [TestCase(0.0009999, "<0.001")]
    [TestCase(0.0, "<0.001")]
    [TestCase(0.001, "0.001")]
    [TestCase(1.0, "1.000")]
    public void A_small_p_value_is_never_shown_as_zero(double p, string expected) => Assert.That(Figures.PValue(p), Is.EqualTo(expected));

    [TestCase(0, "0")]
    [TestCase(1234567, "1,234,567")]
    public void Counts_have_commas_between_thousands(long count, string expected) => Assert.That(Figures.Count(count), Is.EqualTo(expected));

    [Test]
    public void What_is_hidden_and_what_cannot_be_estimated_read_differently()
    {
        Assert.That(Figures.Missing(new("Sensitivity", Subgroup.Overall, null, null, Phrase.Of($"anything"), Suppressed: true)), Is.EqualTo("hidden: small cell"));
        Assert.That(Figures.Missing(new("Sensitivity", Subgroup.Overall, 12, 0, Phrase.Of($"no patient with an event"), Suppressed: false)),
            Is.EqualTo("not estimable: no patient with an event"));
    }
}
