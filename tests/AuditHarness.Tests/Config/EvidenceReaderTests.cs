using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Profiles, documents and what does not apply: only what the report can show is taken.</summary>
public class EvidenceReaderTests
{
    private const string Not = "\"why\": \"w\", \"by\": \"b\", \"on\": \"2026-11-24\"";

    private static string[] Faults(string evidence) => SampleConfig.Faults(SampleConfig.LeastWith($"\"evidence\": {{ {evidence} }}"));

    [Test]
    public void Every_key_is_taken()
    {
        var evidence = SampleConfig.Load(SampleConfig.Whole).Plan.Evidence;
        Assert.That(evidence.Profiles, Is.EqualTo(new[] { "tripod-ai", "ai-act" }));
        Assert.That(evidence.TestData, Is.EqualTo(TestData.SameSource));
        Assert.That(evidence.Attachments.Select(a => (a.File, a.Title, string.Join(' ', a.Requirements))), Is.EqualTo(new[] { ("docs/protocol.pdf", "The protocol", "tripod-ai/18c ai-act/IV.2(g)") }));
        Assert.That(evidence.NotApplicable, Is.EqualTo(new[] { new NotApplicable("ai-act/IV.1(f)", "No product.", "A. Person", new(2026, 11, 24)) }));
    }

    [Test]
    public void By_default_no_profile_is_shown() => Assert.That(SampleConfig.Load(SampleConfig.Least).Plan.Evidence, Is.EqualTo(EvidencePlan.None));

    [TestCase("\"profiles\": [\"tripod\"]", "$.evidence.profiles[0]: there is no profile 'tripod'. Did you mean 'tripod-ai'? Valid here: 'tripod-ai', 'b11', 'ai-act', 'fda-ai', 'chai'.")]
    [TestCase("\"profiles\": [\"b11\", \"b11\"]", "'b11' stands here twice.")]
    [TestCase("\"testData\": \"samesource\"", "'samesource' is not known here. Did you mean 'sameSource'?")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"b11/(7)(vi)\"] }]", "'(7)(vi)' is not an item of 'b11'. Did you mean '(7)(i)'?")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"18c\"] }]", "expected a requirement as \"profile/item\", such as \"tripod-ai/18c\"")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"tripod-ai/18c\"] }]", "the profile 'tripod-ai' is not among 'evidence.profiles'")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"b12/(1)(i)\"] }]", "there is no profile 'b12'. Did you mean 'b11'?")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [] }]", "the list is empty.")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"title\": \"t\", \"for\": [\"b11/(1)(i)\"] }]", "the key 'file' is missing.")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"b11/(1)(i)\"] }, { \"file\": \"./a\", \"title\": \"u\", \"for\": [\"b11/(1)(ii)\"] }]", "'./a' is already attached.")]
    [TestCase("\"profiles\": [\"b11\"], \"notApplicable\": [{ \"requirement\": \"b11/(1)(i)\", " + Not + " }, { \"requirement\": \"b11/(1)(i)\", " + Not + " }]", "'b11/(1)(i)' is already declared not applicable.")]
    [TestCase("\"profiles\": [\"b11\"], \"attachments\": [{ \"file\": \"a\", \"title\": \"t\", \"for\": [\"b11/(1)(i)\"] }], \"notApplicable\": [{ \"requirement\": \"b11/(1)(i)\", " + Not + " }]", "a document is attached for 'b11/(1)(i)', so it applies.")]
    [TestCase("\"profiles\": [\"b11\"], \"notApplicable\": [{ \"requirement\": \"b11/(1)(i)\", \"why\": \"w\", \"on\": \"2026-11-24\" }]", "the key 'by' is missing. Who says so.")]
    [TestCase("\"profiles\": [\"b11\"], \"notApplicable\": [{ \"requirement\": \"b11/(1)(i)\", \"why\": \"w\", \"by\": \"b\", \"on\": \"soon\" }]", "expected a day in the form 2026-11-24")]
    public void A_faulty_plan_of_evidence_is_told_with_its_place(string evidence, string fault) => Assert.That(Faults(evidence), Has.Some.Contains(fault));
}
