using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using static AuditHarness.Reporting.MadeAudit;

namespace AuditHarness.Reporting;

public sealed class OpeningsTests
{
    [Test]
    public void Who_tells_patients_events_groups_and_the_smallest()
    {
        var audit = Empty.With(Known("Sensitivity", Subgroup.Overall, 0.8, 0.7, 0.9, 2000, 300), Known("Sensitivity", Town, 0.8, 0.7, 0.9, 1500), Known("Sensitivity", Rural, 0.8, 0.7, 0.9, 20));
        Assert.That(Openings.Who(audit.View()), Is.EqualTo(
            "2,000 patients were evaluated; 300 of them (15 %) had the event. They are told apart by residence, in 2 groups. The smallest group that can be shown is rural (residence) with 20 patients. 1 group is too small to be compared (fewer than 30 patients)."));
    }

    [Test]
    public void Who_counts_hidden_groups_and_never_names_their_size()
    {
        var hidden = new Measurement.Unknown("Sensitivity", Rural, null, null, Phrase.Of($"suppressed"), true);
        Assert.That(Openings.Who(Empty.With(Known("Sensitivity", Town, 0.8, 0.7, 0.9, 1500), hidden).View()), Does.EndWith(
            "The smallest group that can be shown is town (residence) with 1,500 patients. 1 group is hidden, because so few patients could be recognised."));
        Assert.That(Openings.Who(Empty.View()), Is.EqualTo("Nobody was told apart: the plan names no attribute."));
    }

    [Test]
    public void Accurate_tells_people_out_of_a_hundred()
    {
        var audit = Empty.With(Known("Sensitivity", Subgroup.Overall, 0.812, 0.79, 0.834), Known("FalsePositiveRate", Subgroup.Overall, 0.2, 0.18, 0.22), Known("AreaUnderRoc", Subgroup.Overall, 0.875, 0.85, 0.9));
        Assert.That(Openings.Accurate(audit.View()), Is.EqualTo(
            "Of 100 patients with the event, the model flags 81.2 (95 % interval 79.0 to 83.4). Of 100 patients without the event, it flags 20.0 (95 % interval 18.0 to 22.0) in vain. " +
            "Given a patient with the event and one without, it ranks the two rightly 87.5 (95 % interval 85.0 to 90.0) times in 100, where guessing does so 50 times."));
        Assert.That(Openings.Accurate(Empty.View()), Is.EqualTo("The plan asks for no measure of accuracy."));
    }

    [TestCase(1.2, 1.1, 1.3, "Over all, risks are too low: for every 100 events foretold, 120.0 (95 % interval 110.0 to 130.0) happen.")]
    [TestCase(0.8, 0.7, 0.9, "Over all, risks are too high: for every 100 events foretold, only 80.0 (95 % interval 70.0 to 90.0) happen.")]
    [TestCase(0.95, 0.85, 1.05, "Over all, risks are not shown to be too high or too low: for every 100 events foretold, 95.0 (95 % interval 85.0 to 105.0) happen.")]
    public void Risks_are_told_by_where_the_interval_of_observed_over_expected_lies(double value, double lower, double upper, string said) =>
        Assert.That(Openings.Risks(Empty.With(Known("ObservedExpectedRatio", Subgroup.Overall, value, lower, upper)).View()), Is.EqualTo(said));

    [TestCase(0.7, 0.6, 0.8, "They are too extreme, high ones too high and low ones too low (slope 0.700, 0.600 to 0.800, ideal 1).")]
    [TestCase(1.4, 1.2, 1.6, "They are too timid, high ones too low and low ones too high (slope 1.400, 1.200 to 1.600, ideal 1).")]
    public void A_slope_that_leaves_out_one_is_told(double value, double lower, double upper, string said) =>
        Assert.That(Openings.Risks(Empty.With(Known("CalibrationSlope", Subgroup.Overall, value, lower, upper)).View()), Is.EqualTo(said));

    [Test]
    public void Risks_name_the_group_that_is_most_clearly_off()
    {
        // Rural is further off as an estimate, coast is the clearer: its interval ends further from 1.
        var audit = Empty.With(Known("ObservedExpectedRatio", Rural, 2, 1.1, 3), Known("ObservedExpectedRatio", Coast, 1.5, 1.4, 1.6), Known("ObservedExpectedRatio", Town, 1, 0.9, 1.1));
        Assert.That(Openings.Risks(audit.View()), Is.EqualTo(
            "In 2 of 3 groups the interval leaves out what was foretold; most clearly, risks are too low for coast (residence): 150.0 (95 % interval 140.0 to 160.0) happen for every 100 foretold."));
        Assert.That(Openings.Risks(Empty.With(Known("ObservedExpectedRatio", Town, 1, 0.9, 1.1)).View()), Is.EqualTo("In none of 1 group is it shown to be off."));
    }

    [Test]
    public void Everyone_counts_the_gaps_and_those_that_leave_out_equality()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.0001), Gap("EqualOpportunityDifference", Coast, -0.05, -0.2, 0.1, 0.4));
        Assert.That(Openings.Everyone(audit.View()), Is.EqualTo(
            "Most of all, rural (residence) stands out. Of 100 patients with the event, 20.0 fewer are found among rural than among town (95 % interval 10.0 to 30.0). " +
            "Of 2 gaps that say which group is worse off, 1 has an interval that leaves out equality; if all groups were equal, about 0.05 would be expected by chance."));
        Assert.That(Openings.Everyone(Empty.View()), Is.EqualTo("That cannot be said: no groups could be compared."));
    }

    [Test]
    public void A_family_tells_its_clearest_gap_or_that_all_could_be_chance()
    {
        string Said(AuditResult audit) => Openings.Family(audit.View(), audit.View().Families[0]);
        Assert.That(Said(Empty.With(Gap("AurocGap", Rural, -0.1, -0.15, -0.05), Gap("EqualOpportunityDifference", Rural, -0.3, -0.7, 0.1))),
            Does.StartWith("Of 100 pairs of a patient with the event and one without, 10.0 fewer are ranked rightly among rural than among town"));
        Assert.That(Said(Empty.With(Gap("EqualOpportunityDifference", Rural, -0.3, -0.7, 0.1))), Is.EqualTo("No gap is shown: the interval of each of the 1 measured includes equality. Small groups could be worse off unseen."));
        var hidden = Gap("AurocGap", Rural, 0, 0, 0) with { Value = null, Interval = null, Suppressed = true };
        Assert.That(Said(Empty.With(Gap("EqualOpportunityDifference", Rural, -0.3, -0.7, 0.1), hidden)), Is.EqualTo(
            "No gap is shown: the interval of each of the 1 that could be measured includes equality; 1 could not be measured. Small groups could be worse off unseen."));
        Assert.That(Said(Empty.With(Gap("DemographicParityDifference", Rural, -0.3, -0.7, 0.1), hidden)), Is.EqualTo("No gap in accuracy could be measured here (1 hidden)."), "the share flagged is none in accuracy");
        Assert.That(Said(Empty.With(hidden with { Suppressed = false })), Is.EqualTo("No gap in accuracy could be measured here."));
    }

    [Test]
    public void How_tells_the_threshold_and_what_was_judged() =>
        Assert.That(Openings.How(SampleAudit.Typical.View()), Is.EqualTo(
            "A patient counts as flagged from a score of 0.31. " + $"{MetricCatalog.All.Count} metrics were measured for everybody and for 14 groups, with 95 % intervals. 5 expectations were judged, in 8 findings. The same files, plan and seed give the same figures again."));
}
