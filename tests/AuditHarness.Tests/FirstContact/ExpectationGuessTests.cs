using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

/// <summary>What is judged depends on how many events could show it, and on nothing that the model does.</summary>
public sealed class ExpectationGuessTests
{
    [Test]
    public void Many_events_in_every_group_allow_a_narrow_limit()
    {
        var gap = Of("sex", new("f", 5000, 500), new("m", 4000, 450));
        Assert.That((gap.Metric, Told(gap), gap.Limit, gap.Warns), Is.EqualTo(("EqualOpportunityDifference", "*", "\"atMost\": 0.1", false)));
    }

    [Test]
    public void Fewer_events_allow_a_wide_one_and_the_comment_says_what_it_would_take()
    {
        var gap = Of("sex", new("f", 2000, 120), new("m", 1500, 90));
        Assert.That((Told(gap), gap.Limit), Is.EqualTo(("*", "\"atMost\": 0.2")));
        Assert.That(gap.Comment, Does.Contain("with 400 events in each group 0.1 can be shown"));
    }

    [Test]
    public void Groups_that_could_show_nothing_are_named_and_not_judged_and_tiny_ones_not_even_named()
    {
        var gap = Of("race", new("asian", 60, 12), new("black", 900, 90), new("Samoan", 3, 1), new("white", 9000, 900));
        Assert.That((Told(gap), gap.Judged), Is.EqualTo(("black", true)));
        Assert.That(gap.Comment, Does.Contain("'asian' and 1 rare").And.Not.Contain("Samoan"));
    }

    [Test]
    public void Where_nothing_could_be_shown_the_expectation_is_a_comment()
    {
        Assert.That(Of("race", new("a", 500, 20), new("b", 400, 15)).Judged, Is.False);
        Assert.That(Of("race", new("a", 500, 0), new("b", 400, 150)).Judged, Is.False, "none in the group that the others are compared with");
        Assert.That(Of("site", [.. Enumerable.Range(0, 11).Select(k => new LevelCount($"h{k:00}", 5000, 500))]).Judged, Is.False, "so many that some differ by chance");
    }

    [Test]
    public void Ages_are_compared_by_what_risks_mean_and_only_warn()
    {
        var gap = Of("age", new("<65", 5000, 200), new(">=65", 4000, 450));
        Assert.That((gap.Metric, Told(gap), gap.Warns), Is.EqualTo(("CalibrationGap", "*", true)));
    }

    [Test]
    public void Rows_without_a_value_are_nobodys_reference()
    {
        var payer = Attribute("insurance", new("missing", 5000, 400), new("MC", 3000, 300), new("HM", 1000, 200));
        Assert.That((payer.Reference.Level, payer.PinsReference), Is.EqualTo(("MC", true)));
        Assert.That(Attribute("sex", new("f", 5, 2), new("m", 4, 2)).PinsReference, Is.False);
    }

    private static string Told(ExpectationGuess expectation) => string.Join(' ', expectation.Levels);

    private static ExpectationGuess Of(string column, params LevelCount[] groups) => ExpectationGuess.Of([Attribute(column, groups)])[^1];

    private static AttributeGuess Attribute(string column, params LevelCount[] groups) =>
        new(new(column, column, null, null), ProtectedKinds.Find(column)!, groups, new("attribute", "", "")) { MissingLevel = "missing" };
}
