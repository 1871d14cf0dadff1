using System.Globalization;
using System.Text;

namespace AuditHarness;

public sealed class UnprintableTests
{
    private static IEnumerable<Rune> All => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(v => new Rune(v));

    // Visible though Unicode calls them format characters: joiners shape letters and emoji, the others draw a sign of their own.
    private static readonly HashSet<int> s_shown =
        [0x200C, 0x200D, .. Enumerable.Range(0x0600, 6), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD, .. Enumerable.Range(0x13430, 16), .. Enumerable.Range(0x1BCA0, 4), .. Enumerable.Range(0x1D173, 8)];

    [Test]
    public void Every_control_separator_and_format_character_is_on_the_list_unless_it_is_seen() => Assert.That(
        All.Where(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            .Where(r => !Unprintable.Contains(r) && r.Value is not ('\t' or '\n' or '\r') && !s_shown.Contains(r.Value)).Select(r => $"U+{r.Value:X4}"), Is.Empty);

    [Test]
    public void No_letter_digit_mark_sign_or_space_is_on_the_list_but_the_fillers_that_show_nothing() => Assert.That(
        All.Where(Unprintable.Contains).Where(r => Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned)).Select(r => r.Value).Where(v => v < 0xE0000), Is.EqualTo(new[] { 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0 }));

    [Test]
    public void What_XML_forbids_is_on_the_list() => Assert.That(
        All.Where(r => !Unprintable.Contains(r) && r.IsBmp && !System.Xml.XmlConvert.IsXmlChar((char)r.Value)).Select(r => $"U+{r.Value:X4}"), Is.Empty);

    [TestCase("plain größer ≥ 日本 🙂 עברית", "plain größer ≥ 日本 🙂 עברית")]
    [TestCase("two\nlines\r\n\ttab", "two\nlines\r\n\ttab")]
    [TestCase("family 👨‍👩‍👧 نمی‌خواهم", "family 👨‍👩‍👧 نمی‌خواهم")]
    [TestCase("a\0b\u001b[31m\u009b", "a\uFFFDb\uFFFD[31m\uFFFD")]
    [TestCase("evil\u202Etxt\u2066.\u200F", "evil\uFFFDtxt\uFFFD.\uFFFD")]
    [TestCase("fe\u00ADma\u200Ble\uFEFF", "fe\uFFFDma\uFFFDle\uFFFD")]
    public void A_text_is_shown_with_what_cannot_be_seen_replaced(string text, string shown) => Assert.That(Unprintable.Replace(text), Is.EqualTo(shown));

    // Not a test case: an attribute holds its texts as UTF-8, which has no halves.
    [Test]
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.That(Unprintable.Replace("half \uD800"), Is.EqualTo("half \uFFFD"));
}
