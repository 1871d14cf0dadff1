using AuditHarness.Cohorts;
using static AuditHarness.Reporting.MadeAudit;

namespace AuditHarness.Reporting;

public sealed class UtilityWordsTests
{
    // At 0.31 an event that is found is worth 0.69 / 0.31 false alarms; of 25 % with the event, flagging everybody is worth 0.25 − 0.75 · 0.31 / 0.69.
    [Test]
    public void The_worth_at_the_threshold_stands_beside_flagging_everybody_and_nobody()
    {
        var audit = Empty.With(Known("NetBenefit", Subgroup.Overall, 0.0144, 0.011, 0.0178), Known("Prevalence", Subgroup.Overall, 0.25, 0.2, 0.3), Known("NetBenefitGain", Subgroup.Overall, 0.0144, 0.002, 0.0178),
            Known("NetBenefitGain", Town, 0.03, 0.02, 0.04), Known("NetBenefitGain", Rural, -0.02, -0.03, -0.01), Known("NetBenefitGain", Coast, 0, -0.03, 0.01));
        Assert.That(UtilityWords.OfAll(audit.View(), Subgroup.Overall), Is.EqualTo(0.25 - (0.75 * 0.31 / 0.69)).Within(1e-12));
        Assert.That(UtilityWords.Opening(audit.View()), Is.EqualTo(
            "At the threshold of 31 %, flagging by the model is worth as much as finding 14.4 (95 % interval 11.0 to 17.8) true events per 1,000 patients without any false alarm. " +
            "Flagging everybody would be worth −87.0, nobody 0: the model is shown to be worth more than either. " +
            "By groups, it is shown to be worth more than flagging everybody or nobody in 1 of 3. In 1 it is shown to be worth less, most clearly for rural (residence)."));
    }

    [Test]
    public void Harm_is_called_harm() => Assert.That(
        UtilityWords.Opening(Empty.With(Known("NetBenefit", Subgroup.Overall, -0.02, -0.03, -0.01)).View()),
        Is.EqualTo("At the threshold of 31 %, flagging by the model does more harm than good: its false alarms outweigh what it finds, by 20.0 (95 % interval 10.0 to 30.0) events per 1,000 patients."));

    [Test]
    public void A_plan_that_does_not_ask_is_told_so() =>
        Assert.That(UtilityWords.Opening(Empty.View()), Is.EqualTo("The plan does not ask what acting on the scores is worth."));
}
