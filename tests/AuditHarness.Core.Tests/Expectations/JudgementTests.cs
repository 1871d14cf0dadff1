using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Expectations;

[TestFixture]
internal sealed class JudgementTests
{
    [TestCase(0.62, 0.71, Verdict.Pass)]
    [TestCase(0.60, 0.71, Verdict.Pass)]
    [TestCase(0.59, 0.71, Verdict.Inconclusive)]
    [TestCase(0.50, 0.60, Verdict.Inconclusive)]
    [TestCase(0.50, 0.59, Verdict.Fail)]
    public void A_metric_passes_when_its_whole_interval_reaches_the_limit_and_fails_when_none_of_it_does(double lower, double upper, Verdict expected) =>
        Assert.That(Judge(Bound.AtLeast, 0.6, null, (lower + upper) / 2, lower, upper).Verdict, Is.EqualTo(expected));

    [TestCase(-0.05, 0.09, Verdict.Pass)]
    [TestCase(0.02, 0.12, Verdict.Inconclusive)]
    [TestCase(-0.12, 0.02, Verdict.Inconclusive)]
    [TestCase(-0.3, 0.3, Verdict.Inconclusive)]
    [TestCase(0.11, 0.3, Verdict.Fail)]
    [TestCase(-0.3, -0.11, Verdict.Fail)]
    public void A_difference_is_held_to_its_limit_in_both_directions(double lower, double upper, Verdict expected) =>
        Assert.That(Judge(Bound.AtMost, 0.1, DisparityForm.Difference, (lower + upper) / 2, lower, upper).Verdict, Is.EqualTo(expected));

    [TestCase(0.85, 1.2, Verdict.Pass)]
    [TestCase(0.75, 1.1, Verdict.Inconclusive)]
    [TestCase(0.9, 1.3, Verdict.Inconclusive)]
    [TestCase(0.4, 0.79, Verdict.Fail)]
    [TestCase(1.26, 1.9, Verdict.Fail)]
    public void A_ratio_is_held_to_its_limit_and_to_the_inverse(double lower, double upper, Verdict expected) =>
        Assert.That(Judge(Bound.AtLeast, 0.8, DisparityForm.Ratio, Math.Sqrt(lower * upper), lower, upper).Verdict, Is.EqualTo(expected));

    // The sensitivity of the worst group is judged as it stands, in one direction, and not as a distance from 0 or 1.
    [TestCase(Bound.AtLeast, 0.8, 0.82, 0.9, Verdict.Pass)]
    [TestCase(Bound.AtLeast, 0.8, 0.75, 0.9, Verdict.Inconclusive)]
    [TestCase(Bound.AtLeast, 0.8, 0.6, 0.7, Verdict.Fail)]
    [TestCase(Bound.AtMost, 0.3, 0.1, 0.2, Verdict.Pass)]
    [TestCase(Bound.AtMost, 0.3, 0.4, 0.5, Verdict.Fail)]
    public void A_value_is_held_to_its_limit_as_a_metric_is(Bound bound, double limit, double lower, double upper, Verdict expected)
    {
        Assert.That(AcceptanceRegion.Of(bound, limit, DisparityForm.Value), Is.EqualTo(AcceptanceRegion.Of(bound, limit, null)));
        Assert.That(Judge(bound, limit, DisparityForm.Value, (lower + upper) / 2, lower, upper).Verdict, Is.EqualTo(expected));
    }

    [Test]
    public void What_could_not_be_measured_is_inconclusive_and_never_passes()
    {
        var finding = Judgement.Of(Expectation(Bound.AtMost, 0.1), new FigureUnderJudgement { Subject = Phrase.Of($"Sensitivity in a = x"), Subgroup = Group, Reason = Phrase.Of($"no patient with an event") });
        Assert.Multiple(() =>
        {
            Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(finding.Sentence.ToString(), Does.Contain("no patient with an event").And.Contain("cannot be said"));
            Assert.That(finding.MorePatients, Is.Null);
        });
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void An_interval_that_is_not_finite_never_passes(double upper) =>
        Assert.That(AcceptanceRegion.Of(Bound.AtLeast, 0.1, null).Judge(0.5, upper), Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Point_evidence_judges_the_estimate_alone_and_says_so()
    {
        var expectation = Expectation(Bound.AtLeast, 0.6) with { Evidence = Evidence.Point };
        var finding = Judgement.Of(expectation, Figure(null, 0.61, 0.4, 0.8));
        Assert.Multiple(() =>
        {
            Assert.That(finding.Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(finding.Sentence.ToString(), Does.Contain("point estimate alone"));
            Assert.That(Judgement.Of(expectation, Figure(null, 0.59, 0.4, 0.8)).Verdict, Is.EqualTo(Verdict.Fail));
        });
    }

    [Test]
    public void A_hidden_figure_still_gives_its_verdict_and_the_patients_needed_but_no_number()
    {
        var sampling = new ProportionSampling(0.7, 20);
        var (lower, upper) = sampling.Limits(1.96);
        var finding = Judgement.Of(Expectation(Bound.AtLeast, 0.6), Figure(null, 0.7, lower, upper) with
        {
            Hidden = true, GroupRows = 20, AllRows = 20, LimitsWhenGrown = (f, _) => sampling.Scaled(f).Limits(1.96),
        });
        Assert.Multiple(() =>
        {
            Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(finding.Value, Is.Null);
            Assert.That(finding.Interval, Is.Null);
            Assert.That(finding.MorePatients, Is.Positive);
            Assert.That(finding.Sentence.ToString(), Does.Contain("hidden").And.Not.Contain("0.700"));
        });
    }

    [Test]
    public void Warnings_are_judged_but_leave_the_verdict_alone()
    {
        var failed = Judgement.Of(Expectation(Bound.AtLeast, 0.9) with { Severity = Severity.Warn }, Figure(null, 0.5, 0.4, 0.6));
        var open = Judgement.Of(Expectation(Bound.AtLeast, 0.5), Figure(null, 0.5, 0.4, 0.6));
        Assert.Multiple(() =>
        {
            Assert.That(failed.Verdict, Is.EqualTo(Verdict.Fail));
            Assert.That(Judgement.Overall([failed]), Is.EqualTo(Verdict.Pass));
            Assert.That(Judgement.Overall([failed, open]), Is.EqualTo(Verdict.Inconclusive));
            Assert.That(Judgement.Overall([]), Is.EqualTo(Verdict.Pass));
        });
    }

    [Test]
    public void The_patients_needed_settle_it_and_fewer_would_not()
    {
        // 14 of 20: Wilson's lower limit first exceeds 0.6 when the sample has grown by the answer (rounded up to two digits).
        var sampling = new ProportionSampling(0.7, 20);
        var needed = PatientsNeeded.For(AcceptanceRegion.Of(Bound.AtLeast, 0.6, null), 0.7, 20, 20, 0, (f, _) => sampling.Scaled(f).Limits(1.96))!;
        double Lower(double n) => new ProportionSampling(0.7, n).Limits(1.96).Lower;
        Assert.Multiple(() =>
        {
            Assert.That(needed.Everyone, Is.False);
            Assert.That(Lower(20 + needed.More), Is.GreaterThanOrEqualTo(0.6));
            Assert.That(Lower(20 + needed.More - 2), Is.LessThan(0.6));
        });
    }

    [Test]
    public void When_the_group_alone_cannot_settle_it_all_groups_grow()
    {
        // The reference's own uncertainty (0.05) already exceeds the distance to the limit.
        (double, double)? Grown(double group, double others)
        {
            var half = 1.96 * double.Hypot(0.05 / Math.Sqrt(group), 0.05 / Math.Sqrt(others));
            return (0.06 - half, 0.06 + half);
        }
        var needed = PatientsNeeded.For(AcceptanceRegion.Of(Bound.AtMost, 0.1, DisparityForm.Difference), 0.06, 100, 300, 30, Grown)!;
        Assert.Multiple(() =>
        {
            Assert.That(needed.Everyone, Is.True);
            // f = 2 (0.05 · 1.96 / 0.04)² = 12.005; 300 · 11.005 = 3,301.5, rounded up to two digits.
            Assert.That(needed.More, Is.EqualTo(3400));
        });
    }

    [Test]
    public void On_the_limit_itself_no_number_of_patients_is_given()
    {
        var finding = Judgement.Of(Expectation(Bound.AtLeast, 0.6), Figure(null, 0.6, 0.5, 0.7) with { GroupRows = 50, LimitsWhenGrown = (_, _) => (0.6, 0.6) });
        Assert.Multiple(() =>
        {
            Assert.That(finding.MorePatients, Is.Null);
            Assert.That(finding.Sentence.ToString(), Does.Contain("too near the limit"));
        });
    }

    [Test, SetCulture("de-DE")]
    public void Sentences_do_not_follow_the_culture() =>
        Assert.That(Judge(Bound.AtLeast, 0.6, null, 0.7, 0.65, 0.75).Sentence.ToString(),
            Is.EqualTo("Sensitivity in a = x: estimate 0.700 (95 % interval 0.650 to 0.750), shown to be at least 0.6."));

    [TestCase(3.2e-8, "3.2E−8")]
    [TestCase(-0.0004, "−4.0E−4")]
    [TestCase(0, "0.000")]
    public void A_figure_that_three_decimals_would_hide_keeps_two_digits(double value, string shown) =>
        Assert.That(Judge(Bound.AtMost, 1, null, value, value, value).Sentence.ToString(), Does.StartWith($"Sensitivity in a = x: computed as {shown}, not sampled"));

    // The attacker knows n, the method and the limit, and tries every number of events of 1 to 10 with every number found.
    [Test]
    public void The_patients_needed_of_a_hidden_group_leave_several_counts_of_events_possible([Values(2, 5, 7, 10)] int events, [Values(0, 1, 2)] int missed)
    {
        long? Told(int e, int found)
        {
            var sampling = new ProportionSampling(found / (double)e, e);
            var (lower, upper) = sampling.Limits(1.96);
            return Judgement.Of(Expectation(Bound.AtLeast, 0.6), Figure(null, found / (double)e, lower, upper) with
            {
                Hidden = true, GroupRows = 82, AllRows = 82, LimitsWhenGrown = (f, _) => sampling.Scaled(f).Limits(1.96),
            }).MorePatients;
        }
        var told = Told(events, events - missed);
        var fitting = Enumerable.Range(1, 10).Where(e => Enumerable.Range(0, e + 1).Any(found => Told(e, found) == told)).ToArray();
        Assert.That(fitting, Has.Length.GreaterThanOrEqualTo(3), $"told {told}");
    }

    // Told nothing, nobody knows whether a hidden figure equals the limit: others near it are told nothing either.
    [Test]
    public void A_hidden_figure_on_the_limit_reads_like_one_near_it()
    {
        Finding Of(double rate, double patients)
        {
            var sampling = new ProportionSampling(rate, patients);
            var (lower, upper) = sampling.Limits(1.96);
            return Judgement.Of(Expectation(Bound.AtLeast, 0.6), Figure(null, rate, lower, upper) with
            {
                Hidden = true, GroupRows = 50, AllRows = 50, LimitsWhenGrown = (f, _) => sampling.Scaled(f).Limits(1.96),
            });
        }
        var (on, near, apart) = (Of(0.6, 50), Of(0.601, 50), Of(0.62, 50));
        Assert.Multiple(() =>
        {
            Assert.That((on.MorePatients, near.MorePatients), Is.EqualTo(((long?)null, (long?)null)));
            Assert.That(on.Sentence.ToString(), Does.EndWith("stays open. No number of patients is given."));
            Assert.That(near.Sentence.ToString(), Is.EqualTo(on.Sentence.ToString()));
            Assert.That(apart.MorePatients, Is.EqualTo(10_000));
        });
    }

    [Test]
    public void A_hidden_figure_that_is_missing_reads_like_any_other_hidden_one()
    {
        var missing = Judgement.Of(Expectation(Bound.AtLeast, 0.6), new FigureUnderJudgement { Subject = Phrase.Of($"s"), Subgroup = Group, Reason = Phrase.Of($"no patient with an event"), Hidden = true });
        Assert.That(missing.Sentence.ToString(), Is.EqualTo("s: the figures are hidden to protect small groups; whether it is at least 0.6 stays open. No number of patients is given."));
    }

    [TestCase(Direction.Higher, -0.05, 0.3, Verdict.Pass)]
    [TestCase(Direction.Higher, -0.12, 0.3, Verdict.Inconclusive)]
    [TestCase(Direction.Higher, -0.3, -0.12, Verdict.Fail)]
    [TestCase(Direction.Lower, -0.4, 0.09, Verdict.Pass)]
    [TestCase(Direction.Lower, 0.02, 0.12, Verdict.Inconclusive)]
    [TestCase(Direction.Lower, 0.11, 0.3, Verdict.Fail)]
    public void A_group_served_no_worse_may_be_better_by_any_amount(Direction better, double lower, double upper, Verdict expected) =>
        Assert.That(NoWorse(Bound.AtMost, 0.1, DisparityForm.Difference, better, (lower + upper) / 2, lower, upper).Verdict, Is.EqualTo(expected));

    [TestCase(Direction.Higher, 0.85, 3, Verdict.Pass)]
    [TestCase(Direction.Higher, 0.4, 0.79, Verdict.Fail)]
    [TestCase(Direction.Lower, 0.1, 1.24, Verdict.Pass)]
    [TestCase(Direction.Lower, 0.1, 1.26, Verdict.Inconclusive)]
    public void A_ratio_of_a_group_served_no_worse_has_one_limit(Direction better, double lower, double upper, Verdict expected) =>
        Assert.That(NoWorse(Bound.AtLeast, 0.8, DisparityForm.Ratio, better, Math.Sqrt(lower * upper), lower, upper).Verdict, Is.EqualTo(expected));

    [TestCase(Direction.Higher, "Sensitivity in a = x: estimate 0.200 (95 % interval 0.100 to 0.300), shown to be at least −0.1 (not worse by more than 0.1; better by any amount will do).")]
    [TestCase(Direction.Lower, "Sensitivity in a = x: estimate 0.200 (95 % interval 0.100 to 0.300), whether it is at most 0.1 (not worse by more than that; better by any amount will do) stays open. The estimate lies too near the limit for any realistic number of patients to settle it.")]
    public void The_sentence_says_that_better_will_do(Direction better, string sentence) =>
        Assert.That(NoWorse(Bound.AtMost, 0.1, DisparityForm.Difference, better, 0.2, 0.1, 0.3).Sentence.ToString(), Is.EqualTo(sentence));

    [Test]
    public void The_patients_needed_to_show_a_group_no_worse_are_fewer_than_to_show_it_equal()
    {
        // Half width 1.96 · 0.05 / √f: no worse than −0.1 from 0.05 is settled today, within ± 0.1 when 1.96 · 0.05 / √f ≤ 0.05: f = 3.8416.
        FigureUnderJudgement figure = Figure(DisparityForm.Difference, 0.05, -0.048, 0.148) with
        {
            Better = Direction.Higher, GroupRows = 100, AllRows = 300, LimitsWhenGrown = (f, _) => (0.05 - (0.098 / Math.Sqrt(f)), 0.05 + (0.098 / Math.Sqrt(f))),
        };
        var equal = Judgement.Of(Expectation(Bound.AtMost, 0.1), figure);
        var noWorse = Judgement.Of(Expectation(Bound.AtMost, 0.1) with { Against = Claim.NonInferiority }, figure);
        Assert.That((equal.Verdict, equal.MorePatients, noWorse.Verdict, noWorse.MorePatients), Is.EqualTo((Verdict.Inconclusive, (long?)290, Verdict.Pass, (long?)null)));
    }

    // Two one-sided tests by hand: the larger of the two normal tails, (limit ∓ value) / error.
    [TestCase(0.06, 0.05, 0.211855398583397)]
    [TestCase(-0.02, 0.04, 0.022750131948179)]
    [TestCase(0.14, 0.05, 0.788144601416603)]
    public void The_p_value_of_equivalence_is_that_of_two_one_sided_tests(double value, double error, double expected)
    {
        var sampling = new NormalSampling(Phrase.Of($"z"), value, error);
        var (lower, upper) = sampling.Limits(1.96);
        var figure = Figure(DisparityForm.Difference, value, lower, upper) with { Limits = LevelledLimits.Of(sampling) };
        Assert.That(Judgement.Of(Expectation(Bound.AtMost, 0.1), figure).PValue, Is.EqualTo(expected).Within(1e-9));
        Assert.That(Judgement.Of(Expectation(Bound.AtMost, 0.1), figure with { Hidden = true }).PValue, Is.Null);
        Assert.That(Judgement.Of(Expectation(Bound.AtMost, 0.1), figure with { Limits = null }).PValue, Is.Null);
    }

    [Test]
    public void The_p_value_of_a_limit_is_at_most_a_fortieth_exactly_when_the_interval_passes()
    {
        foreach (var events in Enumerable.Range(1, 59))
        {
            var sampling = new ProportionSampling(events / 60.0, 60);
            var interval = sampling.Interval(0.95);
            var finding = Judgement.Of(Expectation(Bound.AtLeast, 0.6), Figure(null, events / 60.0, interval.Lower, interval.Upper) with { Limits = LevelledLimits.Of(sampling) });
            Assert.That(finding.Verdict == Verdict.Pass, Is.EqualTo(finding.PValue <= 0.025), $"{events}");
            Assert.That(finding.Verdict == Verdict.Fail, Is.EqualTo(finding.PValue >= 0.975), $"{events}");
        }
    }

    private static Finding NoWorse(Bound bound, double limit, DisparityForm form, Direction better, double value, double lower, double upper) =>
        Judgement.Of(Expectation(bound, limit) with { Against = Claim.NonInferiority }, Figure(form, value, lower, upper) with { Better = better });

    private static Subgroup Group { get; } = new(new AttributeLevel("a", "x"));

    private static Finding Judge(Bound bound, double limit, DisparityForm? form, double value, double lower, double upper) =>
        Judgement.Of(Expectation(bound, limit), Figure(form, value, lower, upper));

    private static FigureUnderJudgement Figure(DisparityForm? form, double value, double lower, double upper) => new()
    {
        Subject = Phrase.Of($"Sensitivity in a = x"), Subgroup = Group, Form = form, Value = value, Interval = new Interval(lower, upper, 0.95, Phrase.Of($"Wilson")),
    };

    private static Expectation Expectation(Bound bound, double limit) => new()
    {
        Index = 0, Metric = "Sensitivity", Where = [new("a", "x")], Bound = bound, Limit = limit,
    };
}
