using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>What is read in an answer, and what is not guessed at; templates of prompts.</summary>
public sealed class ChatReaderTests
{
    private static readonly Dictionary<string, double> s_words = new() { ["yes"] = 1, ["no"] = 0, ["very urgent"] = 0.9 };

    [TestCase("yes", 1.0)]
    [TestCase(" Yes.\n", 1.0)]
    [TestCase("**NO**", 0.0)]
    [TestCase("\"very urgent\"", 0.9)]
    [TestCase("yes, I think", null)]
    [TestCase("yesno", null)]
    [TestCase("maybe", null)]
    [TestCase("", null)]
    public void A_word_is_the_whole_answer(string answer, double? risk) => Assert.That(new ChatReader(new() { Words = s_words }).Read(answer), Is.EqualTo(risk));

    [TestCase("The label is: very urgent.", 0.9)]
    [TestCase("Label is: yes. I repeat, LABEL IS: Yes", 1.0)]
    [TestCase("Label is: yes. No, label is: no", null)]
    [TestCase("Label is: maybe", null)]
    [TestCase("yes", null)]
    public void A_pattern_finds_a_word(string answer, double? risk) =>
        Assert.That(new ChatReader(new() { Words = s_words, Pattern = @"label is: (?<answer>very urgent|\w+)" }).Read(answer), Is.EqualTo(risk));

    [TestCase(ChatNumber.Probability, "0.25", 0.25)]
    [TestCase(ChatNumber.Probability, "2.5e-3", 0.0025)]
    [TestCase(ChatNumber.Probability, " 1 ", 1.0)]
    [TestCase(ChatNumber.Probability, "1.01", null)]
    [TestCase(ChatNumber.Probability, "-0.1", null)]
    [TestCase(ChatNumber.Probability, "0,25", null)]
    [TestCase(ChatNumber.Probability, "25%", null)]
    [TestCase(ChatNumber.Probability, "NaN", null)]
    [TestCase(ChatNumber.Probability, "Infinity", null)]
    [TestCase(ChatNumber.Percentage, "25%", 0.25)]
    [TestCase(ChatNumber.Percentage, "25 %.", 0.25)]
    [TestCase(ChatNumber.Percentage, "25", 0.25)]
    [TestCase(ChatNumber.Percentage, "101", null)]
    public void A_number_is_in_its_range_or_is_none(ChatNumber kind, string answer, double? risk) => Assert.That(new ChatReader(new() { Number = kind }).Read(answer), Is.EqualTo(risk));

    [Test, SetCulture("de-DE")]
    public void A_number_is_read_alike_in_every_culture() => Assert.That(new ChatReader(new() { Number = ChatNumber.Probability }).Read("0.25"), Is.EqualTo(0.25));

    [TestCase("(?<answer>a+)+b", null)]
    [TestCase("(?<other>a)", "the pattern has no group named 'answer'.")]
    [TestCase("(?<answer>", "this is no regular expression of .NET.")]
    [TestCase("(?=x)(?<answer>a)", "the pattern looks ahead or behind, or refers back")]
    [TestCase(@"(?<answer>a)\k<answer>", "the pattern looks ahead or behind, or refers back")]
    public void A_pattern_is_sound_or_says_why_not(string pattern, string? fault) =>
        Assert.That(ChatReader.Fault(pattern), fault is null ? Is.Null : Does.StartWith(fault));

    [Test, CancelAfter(60_000)]
    public void A_pattern_that_would_take_for_ever_does_not() =>
        Assert.That(new ChatReader(new() { Number = ChatNumber.Probability, Pattern = "^(?<answer>(a+)+)$" }).Read(new string('a', 100_000) + "!"), Is.Null);

    [TestCase("{x} {z}", null)]
    [TestCase("{{}} {x}{z}", null)]
    [TestCase("{x}", "the feature 'z' is not in it")]
    [TestCase("{x} {zz}", "'{zz}' is no feature of 'model.features'. Did you mean 'z'?")]
    [TestCase("{x} {z} {", "a '{' is not closed.")]
    [TestCase("{x} {z} }", "a '}' closes nothing.")]
    [TestCase("{x} {z} {}", "'{}' is no feature")]
    public void A_template_names_every_feature_and_nothing_else(string template, string? fault)
    {
        List<string> faults = [];
        ChatPrompt.Parse(template, ["x", "z"], faults);
        if (fault is null) Assert.That(faults, Is.Empty);
        else Assert.That(faults[0], Does.StartWith(fault));
    }
}
