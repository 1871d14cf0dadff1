using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditHarness.Reporting.Json;

/// <summary>Sentences of results.json, written and read.</summary>
internal sealed class PhraseJsonTests
{
    private static readonly Phrase[] s_phrases =
    [
        Phrase.Of($"no patient with an event"),
        Phrase.Of($"fewer than {30} patients"),
        Phrase.Of($"estimate {3.0:figure} ({0.95:percent} interval {-0.5:figure} to {1e300:figure})"),
        Phrase.Of($"left out: {Phrase.Of($"label '{"a {0} \" \u202e"}' is missing")}"),
        Phrase.Join(" / ", [Phrase.Of($"Wald"), Phrase.Of($"Newcombe")]),
        Phrase.Verbatim("{0:D99} is a text"),
    ];

    [TestCaseSource(nameof(s_phrases))]
    public void What_is_written_is_read_again(Phrase phrase)
    {
        var read = RoundTrip(phrase);
        Assert.That(read, Is.EqualTo(phrase));
        Assert.That(read.Values.Select(v => v.GetType()), Is.EqualTo(phrase.Values.Select(v => v.GetType())), "a double that is whole stays a double");
    }

    [TestCase("""{ "x": "boom", "xParts": { "template": "{0:D999999999}", "values": [1] } }""")]
    [TestCase("""{ "x": "boom", "xParts": { "template": "{0,99999999}", "values": ["a"] } }""")]
    [TestCase("""{ "x": "boom", "xParts": { "template": "fewer than {0} patients", "values": [] } }""")]
    [TestCase("""{ "x": "boom", "xParts": { "template": "fewer than {0} patients", "values": [null] } }""")]
    [TestCase("""{ "x": "boom", "xParts": { "template": "fewer than {0} patients", "values": [30] } }""")]
    [TestCase("""{ "x": "boom", "xParts": { "template": 7, "values": {} } }""")]
    [TestCase("""{ "x": "boom", "xParts": [] }""")]
    [TestCase("""{ "x": "boom" }""")]
    public void Parts_that_are_not_ours_or_do_not_give_the_text_are_left_aside(string json)
    {
        using var file = JsonDocument.Parse(json);
        Assert.That(PhraseJson.Read(file.RootElement, "x")!.ToString(), Is.EqualTo("boom"));
    }

    private static Phrase RoundTrip(Phrase phrase)
    {
        using var file = JsonDocument.Parse(JsonText.Write(JavaScriptEncoder.Default, json =>
        {
            json.WriteStartObject();
            json.Write("x", phrase);
            json.WriteEndObject();
        }));
        return PhraseJson.Read(file.RootElement, "x")!;
    }
}
