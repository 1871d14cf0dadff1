using AuditHarness.Expectations;
using static AuditHarness.Reporting.MadeAudit;

namespace AuditHarness.Reporting;

internal sealed class WordsTests
{
    [TestCase("EqualOpportunityDifference", 0.1, Bound.AtMost, "within ±0.1")]
    [TestCase("DemographicParityRatio", 0.8, Bound.AtLeast, "0.8 to 1.25")]
    [TestCase("CalibrationGap", 0.2, Bound.AtMost, "within ±0.2 (odds 0.82 to 1.22 times)")]
    [TestCase("Sensitivity", 0.7, Bound.AtLeast, "at least 0.7")]
    public void A_limit_of_a_gap_is_told_as_the_band_that_it_is(string id, double limit, Bound bound, string said) =>
        Assert.That(Words.Limit(Finding(id, Verdict.Pass, Rural, 0, 0, 0, limit, bound).Expectation), Is.EqualTo(said));

    [Test]
    public void Warnings_are_told_apart_from_what_counts()
    {
        var audit = (Empty with { Verdict = Verdict.Inconclusive }).With(
            Of(Verdict.Inconclusive), Of(Verdict.Pass), Of(Verdict.Fail, Severity.Warn), Of(Verdict.Inconclusive, Severity.Warn), Of(Verdict.Pass, Severity.Warn));
        Assert.That(Words.Meaning(audit), Is.EqualTo("No limit that counts is broken; 1 of the 2 findings that count are not demonstrated. That is not a pass. 3 more are warnings: 1 broken, 1 not demonstrated."));
        Assert.That(Words.Meaning((audit with { Verdict = Verdict.Fail }).With(Of(Verdict.Fail))), Does.StartWith("In 1 of the 3 findings that count a limit is demonstrably broken; in 1 more it is not demonstrated. 3 more are warnings"));
        Assert.That(Words.Meaning((Empty with { Verdict = Verdict.Inconclusive }).With(Of(Verdict.Inconclusive))), Does.StartWith("No limit is demonstrably broken, but in 1 of 1 finding "));
    }

    private static Finding Of(Verdict verdict, Severity severity = Severity.Error) => Finding("EqualOpportunityDifference", verdict, Rural, 0, -0.1, 0.1, 0.1, severity: severity);
}
