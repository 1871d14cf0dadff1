using System.Text;

namespace AuditHarness.Reporting.Charts;

public sealed class TypefaceTests
{
    // Measured by Chromium's text shaper at 1,000 px, weight 400, font-variant-numeric: tabular-nums, from the very file that is shipped.
    [TestCase("W", 985.36)]
    [TestCase("m", 875.98)]
    [TestCase("i", 242.19)]
    [TestCase("ä", 561.53)]
    [TestCase("…", 864.26)]
    [TestCase("–", 500)]
    [TestCase("%", 981.94)]
    [TestCase("€", 666.52)]
    [TestCase("111", 1945.31)]
    public void A_text_is_as_wide_as_a_browser_draws_it(string text, double expected) =>
        Assert.That(Typeface.Width(text, 1000), Is.EqualTo(expected).Within(2));

    // Kerning moves some pairs of letters together, at most by this much.
    [TestCase("AV", 1311.53, 0.06)]
    [TestCase("Sensitivity", 4867.69, 0.01)]
    public void A_kerned_text_is_nearly_as_wide(string text, double expected, double share) =>
        Assert.That(Typeface.Width(text, 1000), Is.EqualTo(expected).Within(100 * share).Percent);

    [Test]
    public void It_covers_all_that_English_German_and_our_figures_need()
    {
        foreach (var rune in "abcxyzABCXYZ0123456789äöüÄÖÜß „“”’–—−×·±§°…%&<>()[]{}/\\\u00A0".EnumerateRunes()) Assert.That(Typeface.Covers(rune), rune.ToString());
        Assert.That(Typeface.Covers(new Rune('漢')), Is.False);
    }

    [Test]
    public void A_text_of_another_script_is_measured_generously() => Assert.That(Typeface.Width("漢字", 10), Is.GreaterThanOrEqualTo(20));

    [Test]
    public void The_whole_font_is_in_the_rule_and_small() =>
        Assert.That(Typeface.Css, Does.Contain("url(data:font/woff2;base64,d09GMg").And.Length.InRange(40_000, 80_000));
}
