namespace AuditHarness.Reporting;

public sealed class GoldenTests
{
    [Test]
    public void Equal_texts_do_not_differ() => Assert.That(Golden.Difference("a\nb\n", "a\nb\n"), Is.Null);

    [TestCase("a\nb\nc\n", "a\nx\nc\n", "line 2:\n  a\n- b\n+ x")]
    [TestCase("a\nc\n", "a\nb\nc\n", "line 2:\n  a\n+ b")]
    [TestCase("a\na\n", "a\n", "line 2:\n  a\n- a")]
    [TestCase("", "a\n", "line 1:\n+ a")]
    public void The_first_lines_that_differ_are_shown(string golden, string text, string shown) => Assert.That(Golden.Difference(golden, text), Is.EqualTo(shown));

    [Test]
    public void A_missing_file_fails_and_names_what_writes_it()
    {
        Assume.That(Golden.Updating, Is.False, "the files are being written");
        Assert.That(() => Golden.Match(Path.Combine(TestContext.CurrentContext.WorkDirectory, "no-such-golden.txt"), "a"), Throws.InstanceOf<AssertionException>().With.Message.Contain(Golden.Update + "=1"));
    }
}
