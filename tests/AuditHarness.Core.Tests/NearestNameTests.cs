namespace AuditHarness;

[TestFixture]
internal sealed class NearestNameTests
{
    private static readonly string[] Names = ["Sensitivity", "Specificity", "AreaUnderRoc", "id", "label"];

    [TestCase("Sensitvity", "Sensitivity")]
    [TestCase("sensitivity", "Sensitivity")]
    [TestCase("Sepcificity", "Specificity")]
    [TestCase("lable", "label")]
    public void A_slip_finds_its_name(string asked, string expected) => Assert.That(NearestName.Of(asked, Names), Is.EqualTo(expected));

    [TestCase("xy")]
    [TestCase("Brier")]
    [TestCase("")]
    public void What_is_like_nothing_finds_nothing(string asked) => Assert.That(NearestName.Of(asked, Names), Is.Null);

    [Test]
    public void A_very_long_text_is_not_compared() => Assert.That(NearestName.Of(new string('a', 10_000), [new string('a', 10_000)]), Is.Null);
}
