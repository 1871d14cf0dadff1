using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditHarness.Reporting.Json;

public sealed class PhraseJsonTests
{
    private static IEnumerable<Phrase> Phrases() =>
    [
        Phrase.Of($"nothing in it"), Phrase.Verbatim("{0} {{x}} <b>"), Phrase.Of("braces {{0}} alone", []), Phrase.Of($"{1:count} {1:plural(patient|patients)}"),
        Phrase.Of($"{-0.25:figure} of {"a {0} text"}, {1234567:N0} and {0.1:0.00}, {0.5:percent}, {1e-300:R}"),
        Phrase.Join("; ", [Phrase.Of($"a {1:count}"), Phrase.Of($"b {Phrase.Of($"c {2.0:exact}")}"), Phrase.Verbatim("")]),
        Phrase.Of($"a template that nobody has translated {5:count}"), Phrase.Of($"{"risk":term} {-0.0:exact} {71.4:G3}"),
    ];

    [TestCaseSource(nameof(Phrases))]
    public void A_phrase_comes_back_with_its_parts(Phrase phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var again = PhraseJson.Read(Written(phrase), "x");
        Assert.That(again, Is.EqualTo(phrase));
        Assert.That(again!.Values.Select(v => v.GetType()), Is.EqualTo(phrase.Values.Select(v => v.GetType())));
    }

    [TestCase("{0:F999999999}", "1.0")]
    [TestCase("{0,999999}", "1.0")]
    [TestCase("{0:D999999999}", "1")]
    [TestCase("{5}", "1")]
    [TestCase("{0", "1")]
    [TestCase("{0:plural(x)}", "1")]
    [TestCase("{0:D2}", "1.5")]
    [TestCase("{0:F100}", "1.0")]
    [TestCase("{0}", "1e999")]
    [TestCase("{0}", "[]")]
    [TestCase("{0}", "null")]
    [TestCase("{0}", "{\"template\": 5, \"values\": []}")]
    [TestCase("another text", "1")]
    public void A_template_that_is_not_plain_or_does_not_give_the_text_is_not_believed(string template, string value)
    {
        var json = $$"""{ "x": "1", "xParts": { "template": {{JsonSerializer.Serialize(template)}}, "values": [{{value}}] } }""";
        var phrase = PhraseJson.Read(JsonDocument.Parse(json).RootElement, "x")!;
        Assert.That((phrase.ToString(), phrase.Values.Count), Is.EqualTo(("1", 0)));
    }

    private static JsonElement Written(Phrase phrase) => JsonDocument.Parse(JsonText.Write(JavaScriptEncoder.Default, json =>
    {
        json.WriteStartObject();
        json.Write("x", phrase);
        json.WriteEndObject();
    })).RootElement;
}
