using System.Globalization;

namespace AuditHarness;

/// <summary>Sentences that keep their values apart.</summary>
internal sealed class PhraseTests
{
    private static readonly CultureInfo s_comma = Comma();

    [TestCase(0.12345, "0.123")]
    [TestCase(-0.5, "−0.500")]
    [TestCase(0.0, "0.000")]
    [TestCase(3e-8, "3.0E−8")]
    public void A_figure_has_three_decimals_unless_they_would_hide_it(double value, string shown) =>
        Assert.That(Phrase.Of($"{value:figure}").ToString(), Is.EqualTo(shown));

    [Test]
    public void Every_format_says_numbers_as_it_promises() => Assert.Multiple(() =>
    {
        Assert.That(Phrase.Of($"{1234567:count}").ToString(), Is.EqualTo("1,234,567"));
        Assert.That(Phrase.Of($"{0.1 + 0.2:exact} {7:exact}").ToString(), Is.EqualTo("0.30000000000000004 7"));
        Assert.That(Phrase.Of($"{0.95:percent} {0.999:percent}").ToString(), Is.EqualTo("95 % 99.9 %"));
        Assert.That(Phrase.Of($"{1:plural(patient|patients)}, {2:plural(patient|patients)}, {0L:plural(patient|patients)}").ToString(), Is.EqualTo("patient, patients, patients"));
        Assert.That(Phrase.Of($"{71.25:G3}").ToString(), Is.EqualTo("71.2"));
    });

    [Test]
    public void Another_language_orders_values_as_it_likes_and_writes_numbers_its_own_way()
    {
        var phrase = Phrase.Of($"{1234:count} of {"all"} are {0.5:figure}");
        Assert.That(phrase.In(s_comma, text => text == "{0:count} of {1} are {2:figure}" ? "{2:figure}: {1} ({0:count})" : text), Is.EqualTo("0,500: all (1.234)"));
    }

    [Test]
    public void Texts_of_data_are_never_translated_terms_and_phrases_within_are()
    {
        var inner = Phrase.Of($"no patient");
        var phrase = Phrase.Of($"{"no patient"}: {"no patient":term}, {inner}");
        Assert.That(phrase.In(s_comma, text => text == "no patient" ? "niemand" : text), Is.EqualTo("no patient: niemand, niemand"));
    }

    [Test]
    public void A_text_of_data_that_looks_like_a_template_stays_a_text() => Assert.Multiple(() =>
    {
        Assert.That(Phrase.Verbatim("{0:count} {1}").ToString(), Is.EqualTo("{0:count} {1}"));
        Assert.That(Phrase.Of($"group {"{0}"}").In(s_comma, text => text), Is.EqualTo("group {0}"));
    });

    [Test]
    public void Joined_phrases_stand_one_after_the_other() => Assert.Multiple(() =>
    {
        var (a, b) = (Phrase.Of($"a {1}"), Phrase.Of($"b"));
        Assert.That(Phrase.Join(" / ", [a, b]).ToString(), Is.EqualTo("a 1 / b"));
        Assert.That(Phrase.Join(" / ", [a]), Is.EqualTo(a));
        Assert.That(Phrase.Join(" / ", []).ToString(), Is.Empty);
    });

    [Test]
    public void Phrases_with_the_same_template_and_values_are_equal() => Assert.Multiple(() =>
    {
        Assert.That(Phrase.Of($"{1} of {2.0}"), Is.EqualTo(Phrase.Of($"{1L} of {2.0}")));
        Assert.That(Phrase.Of($"{1} of {2}"), Is.Not.EqualTo(Phrase.Of($"{1} of {2.0}")));
        Assert.That(Phrase.Of($"{1}").GetHashCode(), Is.EqualTo(Phrase.Of($"{1}").GetHashCode()));
    });

    [Test]
    public void What_is_no_number_text_or_phrase_is_refused() =>
        Assert.That(() => Phrase.Of($"{new object()}"), Throws.ArgumentException);

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    public void English_does_not_follow_the_culture_of_the_machine(string name)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            Assert.That(Phrase.Of($"{1234.5:figure} {1234:count} {0.5} {"I"}").ToString(), Is.EqualTo("1234.500 1,234 0.5 I"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Comma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NumberDecimalSeparator) = (".", ",");
        return culture;
    }
}
