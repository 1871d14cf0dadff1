using AuditHarness.Expectations;
using static AuditHarness.Reporting.MadeAudit;

namespace AuditHarness.Reporting.Html;

internal sealed class SummaryLineTests
{
    [Test]
    public void A_broken_gap_names_the_side_that_is_worse_off_and_the_band_asked()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, 0.2, 0.15, 0.25)).With(Finding("EqualOpportunityDifference", Verdict.Fail, Rural, 0.2, 0.15, 0.25, 0.1));
        Assert.That(SummaryLine.Failed(audit.View()).Single().What, Is.EqualTo(
            "Of 100 patients with the event, 20.0 fewer are found among town than among rural (95 % interval 15.0 to 25.0). Asked: within ±0.1"));
    }

    [TestCase(0.05, 580, false, "1 finding open; about 580 more patients of this group would show it kept, if the figures stay")]
    [TestCase(-0.15, 76000, true, "1 finding open; about 76,000 more patients in all groups together would show it broken, if the figures stay")]
    [TestCase(-0.15, 3900000, true, "1 finding open; more than a million more patients in all groups together would show it broken, if the figures stay")]
    public void Whose_patients_are_needed_and_what_they_would_show_is_said(double value, long more, bool together, string said)
    {
        var open = Finding("EqualOpportunityDifference", Verdict.Inconclusive, Rural, value, -0.3, 0.3, 0.1) with { MorePatients = more, MorePatientsOfAllGroups = together };
        Assert.That(SummaryLine.Open(Empty.With(open).View()).Single().What, Is.EqualTo(said));
        Assert.That(SummaryLine.Open(Empty.With(open with { MorePatients = null }).View()).Single().What, Is.EqualTo("1 finding open; no number of patients can be given"));
        Assert.That(SummaryLine.Open(Empty.With(open with { Value = null, MorePatients = 100 }).View()).Single().What, Does.Not.Contain("would show"), "hidden: on which side is not told");
    }
}
