using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Metrics;

public sealed class DecisionThresholdTests
{
    private static DecisionThreshold Resolve(ThresholdRule rule, double? target, Rows rows) =>
        DecisionThreshold.Resolve(new ThresholdPlan.ByRule(rule, target), new ThresholdSample(rows.Scores, rows.Labels, rows.Weights));

    private static (double Sensitivity, double Specificity, double FlagRate) Reached(Rows rows, double threshold)
    {
        double Sum(Func<int, bool> of) => Enumerable.Range(0, rows.Count).Where(of).Sum(rows.Weight);
        return (Sum(i => rows.Labels[i] == 1 && rows.Scores[i] >= threshold) / Sum(i => rows.Labels[i] == 1),
                Sum(i => rows.Labels[i] == 0 && rows.Scores[i] < threshold) / Sum(i => rows.Labels[i] == 0),
                Sum(i => rows.Scores[i] >= threshold) / Sum(_ => true));
    }

    private static double BruteForce(ThresholdRule rule, double target, Rows rows)
    {
        var candidates = rows.Scores.Distinct().OrderDescending().Select(t => (Threshold: t, At: Reached(rows, t))).ToArray();
        var best = candidates.Max(c => c.At.Sensitivity + c.At.Specificity);
        return rule switch
        {
            ThresholdRule.Sensitivity => candidates.First(c => c.At.Sensitivity >= target - 1e-12).Threshold,
            ThresholdRule.Specificity => candidates.Last(c => c.At.Specificity >= target - 1e-12).Threshold,
            ThresholdRule.FlagRate => candidates.Last(c => c.At.FlagRate <= target + 1e-12).Threshold,
            _ => candidates.First(c => c.At.Sensitivity + c.At.Specificity >= best - 1e-12).Threshold,
        };
    }

    [Test]
    public void A_rule_finds_what_a_search_over_all_thresholds_finds(
        [Values] ThresholdRule rule, [Values(0.2, 0.5, 0.8)] double target, [Values] bool ties, [Values] bool weighted)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var rows = Rows.Random(seed, 100, ties, weighted);
            var found = Resolve(rule, rule == ThresholdRule.Youden ? null : target, rows);
            var reached = Reached(rows, found.Value);
            Assert.Multiple(() =>
            {
                Assert.That(found.Value, Is.EqualTo(BruteForce(rule, target, rows)));
                Assert.That(found.Sensitivity, Is.EqualTo(reached.Sensitivity).Within(1e-12));
                Assert.That(found.Specificity, Is.EqualTo(reached.Specificity).Within(1e-12));
                Assert.That(found.FlagRate, Is.EqualTo(reached.FlagRate).Within(1e-12));
                Assert.That(found.Rows, Is.EqualTo(100));
            });
        }
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Youdens_threshold_reaches_what_procs_best_reaches(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var best = oracle.R.GetProperty("models").GetProperty(model).GetProperty("youden_best");
        var found = Resolve(ThresholdRule.Youden, null, oracle.Rows(model, Subgroup.Overall));
        Assert.Multiple(() =>
        {
            Assert.That(found.Sensitivity, Is.EqualTo(best.GetProperty("sensitivity").GetDouble()).Within(1e-9));
            Assert.That(found.Specificity, Is.EqualTo(best.GetProperty("specificity").GetDouble()).Within(1e-9));
            // pROC puts its threshold halfway to the next lower score.
            Assert.That(found.Value, Is.GreaterThan(best.GetProperty("threshold").GetDouble()));
        });
    }

    [Test]
    public void A_declared_value_is_taken_as_it_is_and_has_reached_nothing() => Assert.That(
        DecisionThreshold.Resolve(new ThresholdPlan.Fixed(0.3), null),
        Is.EqualTo(new DecisionThreshold(0.3, Phrase.Of($"declared in the config"), null, null, null, 0)));

    [Test]
    public void Patients_who_share_a_score_are_flagged_together()
    {
        // One tenth would be one patient, but the highest score is shared by two: the next smaller flag rate is none at all.
        var rows = new Rows([0.9, 0.9, 0.5, 0.4, 0.3, 0.2, 0.2, 0.2, 0.1, 0.1], [1, 0, 1, 0, 0, 0, 0, 0, 0, 0], null, 0.5);
        Assert.Multiple(() =>
        {
            Assert.That(() => Resolve(ThresholdRule.FlagRate, 0.1, rows), Throws.TypeOf<AuditInputException>()
                .With.Message.Contains("FlagRate").And.Message.Contains("0.1").And.Message.Contains("shared by too many"));
            Assert.That(Resolve(ThresholdRule.FlagRate, 0.29, rows).Value, Is.EqualTo(0.9));
            Assert.That(Resolve(ThresholdRule.FlagRate, 0.3, rows).Value, Is.EqualTo(0.5), "exactly the target is allowed");
        });
    }

    [Test]
    public void Youden_takes_the_highest_of_equally_good_thresholds() =>
        // 0.9 and 0.7 both reach sensitivity + specificity − 1 = 0.5.
        Assert.That(Resolve(ThresholdRule.Youden, null, new([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0], null, 0.5)).Value, Is.EqualTo(0.9));

    [Test]
    public void A_flag_rate_needs_no_events_and_then_says_nothing_of_sensitivity()
    {
        var found = Resolve(ThresholdRule.FlagRate, 0.5, new([0.9, 0.8, 0.7, 0.1], [0, 0, 0, 0], null, 0.5));
        Assert.That((found.Value, found.Sensitivity, found.Specificity, found.FlagRate), Is.EqualTo((0.8, (double?)null, (double?)0.5, (double?)0.5)));
    }

    [Test]
    public void A_rule_without_a_calibration_split_is_refused_with_the_mend() => Assert.Multiple(() =>
    {
        var plan = new ThresholdPlan.ByRule(ThresholdRule.Youden, null);
        foreach (var sample in new[] { null, new ThresholdSample([], [], null) })
            Assert.That(() => DecisionThreshold.Resolve(plan, sample), Throws.TypeOf<AuditInputException>().With.Message.Contains("data.split.calibrate"));
    });

    [TestCase(ThresholdRule.Sensitivity)]
    [TestCase(ThresholdRule.Specificity)]
    [TestCase(ThresholdRule.Youden)]
    public void A_rule_on_outcomes_is_refused_where_all_outcomes_are_the_same(ThresholdRule rule) => Assert.That(
        () => Resolve(rule, 0.8, new([0.2, 0.4], [1, 1], null, 0.5)),
        Throws.TypeOf<AuditInputException>().With.Message.Contains(rule.ToString()).And.Message.Contains("2 rows"));

    [Test, SetCulture("de-DE")]
    public void What_it_says_does_not_depend_on_the_culture() => Assert.That(
        Resolve(ThresholdRule.Sensitivity, 0.85, Rows.Random(1, 50)).Fixing.ToString(),
        Is.EqualTo("highest threshold with sensitivity of at least 0.85 on the calibration split"));
}
