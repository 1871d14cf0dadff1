namespace AuditHarness.Config;

/// <summary>What people declare: each entry with its author and day, or a fault.</summary>
public class ModelCardReaderTests
{
    private static string[] Faults(string card) => SampleConfig.Faults(SampleConfig.LeastWith($"\"modelCard\": {{ {card} }}"));

    [Test]
    public void A_text_is_declared_by_whoever_declares_the_card_and_an_object_by_its_own_author()
    {
        var card = SampleConfig.Load(SampleConfig.Whole).Plan.Card;
        Assert.That(card.Entries.Select(e => (e.Field, e.Text, e.By, e.On)), Is.EqualTo(new[]
        {
            ("developer", "A hospital", "A. Person", new DateOnly(2026, 11, 24)), ("oversight", "The physician decides.", "B. Person", new DateOnly(2026, 1, 2)),
        }));
    }

    [Test]
    public void Without_a_card_nothing_is_declared() => Assert.That(SampleConfig.Load(SampleConfig.Least).Plan.Card.Entries, Is.Empty);

    [Test]
    public void The_intended_use_of_the_config_is_no_declaration() => Assert.That(SampleConfig.Load(SampleConfig.Whole).Plan.Card.Find("intendedUse"), Is.Null, "nobody says who says so");

    [TestCase("\"limits\": \"x\"", "nobody is named who declares this. Give 'modelCard.declaredBy'")]
    [TestCase("\"limits\": \"x\"", "no day is given on which this is declared. Give 'modelCard.declaredOn'")]
    [TestCase("\"declaredBy\": \"A\", \"limits\": { \"text\": \"x\", \"by\": \"B\" }", "no day is given")]
    [TestCase("\"declaredOn\": \"2026-11-24\", \"limits\": { \"text\": \"x\", \"on\": \"2026-11-24\" }", "nobody is named")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"intendedUsed\": \"x\"", "$.modelCard.intendedUsed: there is no key 'intendedUsed' here. Did you mean 'intendedUse'?")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"zzzzzzzz\": \"x\"", "there is no key 'zzzzzzzz' here. 'audit schema' lists the fields of a model card.")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-02-30\", \"limits\": \"x\"", "$.modelCard.declaredOn: expected a day in the form 2026-11-24, found the text \"2026-02-30\".")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"24.11.2026\", \"limits\": \"x\"", "expected a day")]
    [TestCase("\"declaredBy\": \" \", \"declaredOn\": \"2026-11-24\", \"limits\": \"x\"", "$.modelCard.declaredBy: the text is empty")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"limits\": \"\"", "$.modelCard.limits: the text is empty")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"limits\": 7", "expected a text, or an object { \"text\", \"by\", \"on\" }, found the number 7.")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"limits\": { \"texts\": \"x\" }", "there is no key 'texts' here. Did you mean 'text'?")]
    [TestCase("\"declaredBy\": \"A\", \"declaredOn\": \"2026-11-24\", \"limits\": { \"by\": \"x\" }", "the key 'text' is missing.")]
    public void A_faulty_card_is_told_with_its_place(string card, string fault) => Assert.That(Faults(card), Has.Some.Contains(fault).And.Some.StartsWith("line "));

    [Test]
    public void A_fault_in_who_or_when_is_told_once() =>
        Assert.That(Faults("\"declaredBy\": 7, \"declaredOn\": \"never\", \"limits\": \"x\", \"users\": \"y\"").Count(l => l.StartsWith("line ", StringComparison.Ordinal)), Is.EqualTo(2));
}
