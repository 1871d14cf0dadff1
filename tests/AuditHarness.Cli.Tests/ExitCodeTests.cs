using AuditHarness.Expectations;

namespace AuditHarness.Cli;

public sealed class ExitCodeTests
{
    [TestCase(Verdict.Pass, FailOn.Inconclusive, 0)]
    [TestCase(Verdict.Pass, FailOn.Fail, 0)]
    [TestCase(Verdict.Pass, FailOn.Never, 0)]
    [TestCase(Verdict.Fail, FailOn.Inconclusive, 1)]
    [TestCase(Verdict.Fail, FailOn.Fail, 1)]
    [TestCase(Verdict.Fail, FailOn.Never, 0)]
    [TestCase(Verdict.Inconclusive, FailOn.Inconclusive, 3)]
    [TestCase(Verdict.Inconclusive, FailOn.Fail, 0)]
    [TestCase(Verdict.Inconclusive, FailOn.Never, 0)]
    public void A_verdict_gives_the_documented_code(object verdict, object failOn, int code)
    {
        Assert.That(ExitCode.Of((Verdict)verdict, (FailOn)failOn), Is.EqualTo(code));
        Assert.That(ExitCode.Explain((Verdict)verdict, (FailOn)failOn), Does.StartWith($"Exit code {code}: "));
    }

    [Test]
    public void A_verdict_that_is_let_pass_is_still_told() =>
        Assert.That(
            ExitCode.Explain(Verdict.Fail, FailOn.Never),
            Is.EqualTo("Exit code 0: at least one expectation failed, which --fail-on never lets pass."));
}
