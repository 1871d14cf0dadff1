using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

public sealed class ExplanationWordsTests
{
    [Test]
    public void The_opening_names_the_feature_that_carries_the_largest_difference() =>
        Assert.That(ExplanationWords.Opening([Gap("rural", "urban", 0.61, ("deprivation", 0.52), ("age", 0.14), ("income", -0.05))]), Is.EqualTo(
            "The largest part of the difference between rural and urban patients (residence), 0.520 of 0.610 log-odds, is carried by deprivation; the model's mean output is higher for rural."));

    [Test]
    public void A_gap_the_other_way_round_says_the_same_of_the_other_group() =>
        Assert.That(ExplanationWords.Opening([Gap("urban", "rural", -0.61, ("deprivation", -0.52), ("age", -0.14), ("income", 0.05))]),
            Does.Contain("0.520 of 0.610 log-odds, is carried by deprivation").And.EndsWith("higher for rural."));

    [Test]
    public void A_part_against_the_gap_does_not_carry_it_however_large() =>
        Assert.That(ExplanationWords.Opening([Gap("rural", "urban", 0.1, ("age", -0.9), ("deprivation", 0.6), ("income", 0.4))]),
            Is.EqualTo("The output of rural patients is 0.100 log-odds higher than that of urban patients (residence). deprivation alone adds 0.600. The other features take 0.500 back."));

    [Test]
    public void Groups_of_one_attribute_go_before_an_intersection_with_a_larger_gap()
    {
        var both = Gap("rural", "urban", 9, ("noise", 9)) with
        {
            Group = new(new AttributeLevel("residence", "rural"), new("sex", "female")), Against = new(new AttributeLevel("residence", "urban"), new("sex", "male")),
        };
        Assert.That(ExplanationWords.Opening([both, Gap("rural", "urban", 0.6, ("deprivation", 0.6))]), Does.Contain("deprivation").And.Not.Contain("noise"));
    }

    [Test]
    public void A_part_shown_to_differ_from_zero_goes_before_a_larger_one_that_is_not()
    {
        var noisy = Gap("a", "b", 5, ("noise", 5));
        noisy = noisy with { Parts = [noisy.Parts[0] with { Interval = new Interval(-1, 11, 0.95, Phrase.Of($"m")) }] };
        Assert.That(ExplanationWords.Opening([noisy, Gap("rural", "urban", 0.6, ("deprivation", 0.6))]), Does.Contain("deprivation").And.Not.Contain("noise"));
    }

    [Test]
    public void A_difference_that_rounds_to_nothing_is_carried_by_nobody() =>
        Assert.That(ExplanationWords.Opening([Gap("rural", "urban", 0.0001, ("deprivation", 0.5), ("age", -0.4999))]), Is.Empty);

    [Test]
    public void What_matters_for_everybody_is_said_even_without_groups() =>
        Assert.That(ExplanationWords.Opening([new Exhibit.AttributionBars("b", Phrase.Of($"t"), "log-odds", [new("age", Subgroup.Overall, 0.3, null, 0, 0.6), new("sex", Subgroup.Overall, 0.2, null, 0, 0.004)], Phrase.Of($"f"))]),
            Is.EqualTo("For everybody, the output moves most with age (60 %) and sex (<1 %)."));

    [Test]
    public void Nothing_to_say_is_nothing() => Assert.That(ExplanationWords.Opening(SampleAudit.Bare.Exhibits), Is.Empty);

    private static Exhibit.GapDecomposition Gap(string group, string against, double gap, params (string Feature, double Contribution)[] parts) =>
        new("g", Phrase.Of($"t"), "log-odds", SampleAudit.Group("residence", group), SampleAudit.Group("residence", against), gap, [.. parts.Select(p => new GapPart(p.Feature, p.Contribution, null))], null, Phrase.Of($"f"));
}
