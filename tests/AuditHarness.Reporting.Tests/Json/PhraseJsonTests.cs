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

    [TestCaseSource(nameof(Greedy)), CancelAfter(1000)]
    public void Parts_that_would_take_long_or_much_memory_are_left_aside_at_once(string parts, CancellationToken late)
    {
        using var file = JsonDocument.Parse($$"""{ "x": "boom", "xParts": {{parts}} }""");
        Assert.That(PhraseJson.Read(file.RootElement, "x")!.ToString(), Is.EqualTo("boom"));
        Assert.That(late.IsCancellationRequested, Is.False, "within a second");
    }

    private static IEnumerable<TestCaseData> Greedy()
    {
        static string Parts(string template, string value) => $$"""{ "template": "{{template}}", "values": [{{value}}] }""";
        static string Nested(string template, int times) => Enumerable.Range(0, times).Aggregate("\"x\"", (value, _) => Parts(template, value));
        static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
        // Each {0:E} can be read in two ways: 2^60 ways to find out that the last brace is one too many.
        yield return new TestCaseData(Parts(Repeated("{0:E}", 60) + "{", "1.5")).SetArgDisplayNames("ambiguous");
        yield return new TestCaseData(Parts(Repeated("{0:E}", 700) + "{", "1.5")).SetArgDisplayNames("long and ambiguous");
        yield return new TestCaseData(Nested(Repeated("{0}", 10), 8)).SetArgDisplayNames("a hundred million times the same");
        yield return new TestCaseData(Nested(Repeated("{0}", 1000), 8)).SetArgDisplayNames("10^24 times the same");
        yield return new TestCaseData(Nested("{0}", 30)).SetArgDisplayNames("deep");
        yield return new TestCaseData(Parts(new string('a', 5_000_000), "1")).SetArgDisplayNames("a long template");
        yield return new TestCaseData(Parts("{0}", string.Join(", ", Enumerable.Repeat("1", 1_000_000)))).SetArgDisplayNames("many values");
        yield return new TestCaseData(Parts(Repeated("{0:D99}", 500), "1")).SetArgDisplayNames("long numbers");
        yield return new TestCaseData(Parts("{\u0660}", "\"boom\"")).SetArgDisplayNames("digits of another script");
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
