namespace AuditHarness.Metrics.Discrimination;

public sealed class AveragePrecisionTests
{
    private static Estimate Measure(Rows rows) => new AveragePrecision().Measure(rows.Evidence);

    [Test]
    public void It_equals_a_direct_step_sum_over_all_thresholds([Range(1, 6)] int seed, [Values] bool ties, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 50 * seed, ties, weighted);
        double Sum(Func<int, bool> of) => Enumerable.Range(0, rows.Count).Where(of).Sum(rows.Weight);
        var (expected, recallBefore) = (0.0, 0.0);
        foreach (var threshold in rows.Scores.Distinct().OrderDescending())
        {
            var found = Sum(i => rows.Scores[i] >= threshold && rows.Labels[i] == 1);
            var recall = found / Sum(i => rows.Labels[i] == 1);
            expected += (recall - recallBefore) * found / Sum(i => rows.Scores[i] >= threshold);
            recallBefore = recall;
        }
        Assert.That(((Estimate.Known)Measure(rows)).Value, Is.EqualTo(expected).Within(1e-13));
    }

    // Trap: the trapezoid overstates. Here it would give (1 + ½) / 4 + … > the step sum.
    [Test]
    public void It_is_the_step_sum_of_the_definition_and_not_the_trapezoid() =>
        // Descending: event, non-event, event → ½ · 1 + ½ · 2/3.
        Assert.That(((Estimate.Known)Measure(new([0.9, 0.8, 0.7], [1, 0, 1], null, 0.5))).Value, Is.EqualTo(5.0 / 6).Within(1e-15));

    [Test]
    public void A_constant_score_reaches_the_prevalence() =>
        Assert.That(((Estimate.Known)Measure(new([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], null, 0.5))).Value, Is.EqualTo(0.25));

    [Test]
    public void Where_every_patient_has_an_event_any_ranking_reaches_1_so_there_is_no_figure() =>
        Assert.That(Measure(new([0.5, 0.6], [1, 1], null, 0.5)), Is.TypeOf<Estimate.Undefined>());
}
