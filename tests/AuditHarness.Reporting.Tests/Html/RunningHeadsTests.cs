using AuditHarness.Audits;

namespace AuditHarness.Reporting.Html;

public sealed class RunningHeadsTests
{
    [Test]
    public void Title_verdict_config_and_page_stand_on_every_page()
    {
        var css = RunningHeads.Css(SampleAudit.Typical);
        Assert.That(css, Does.Contain("@top-left { content: \"Deaths within five years\" }").And.Contain("@top-right { content: \"Failed\" }"));
        Assert.That(css, Does.Contain("config " + SampleAudit.Typical.Inputs[0].Sha256[..12]).And.Contain("\"Page \" counter(page) \" of \" counter(pages) \"\""));
    }

    [TestCaseSource(typeof(SampleAudit), nameof(SampleAudit.Hostile))]
    public void Nothing_from_data_is_more_than_a_text(string title)
    {
        var css = RunningHeads.Css(SampleAudit.Typical with { Plan = SampleAudit.Typical.Plan with { Report = new(title, ReportProfile.Internal) } });
        var content = css[(css.IndexOf("content: \"", StringComparison.Ordinal) + 10)..css.IndexOf("\" }", StringComparison.Ordinal)];
        Assert.That(content, Does.Match("^([A-Za-z0-9 ]|\\\\[0-9a-f]{6})*$"));
    }
}
