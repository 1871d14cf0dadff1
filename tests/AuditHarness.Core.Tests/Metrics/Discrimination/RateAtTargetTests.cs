namespace AuditHarness.Metrics.Discrimination;

/// <summary>Specificity at a sensitivity and back, by trying every threshold.</summary>
public sealed class RateAtTargetTests
{
    [Test]
    public void The_rates_are_the_best_that_trying_every_threshold_gives([Range(0, 9)] int seed, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 150 + (40 * seed), ties: seed % 2 == 0, weighted: weighted);
        var target = new[] { 0.9, 0.5, 0.95 }[seed % 3];
        var evidence = rows.Evidence;
        var asked = new SubgroupEvidence(evidence.Subgroup, evidence.Ranked, 0.5, weighted) { Measures = new() { SensitivityTarget = target, SpecificityTarget = target } };
        double events = Sum(i => rows.Labels[i] == 1), nonEvents = Sum(i => rows.Labels[i] == 0);
        var tried = rows.Scores.Distinct().Append(2).Select(t => (
            Sensitivity: Sum(i => rows.Labels[i] == 1 && rows.Scores[i] >= t) / events, Specificity: Sum(i => rows.Labels[i] == 0 && rows.Scores[i] < t) / nonEvents)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(Value(new SpecificityAtSensitivity()), Is.EqualTo(tried.Where(t => t.Sensitivity >= target - 1e-9).Max(t => t.Specificity)).Within(1e-12));
            Assert.That(Value(new SensitivityAtSpecificity()), Is.EqualTo(tried.Where(t => t.Specificity >= target - 1e-9).Max(t => t.Sensitivity)).Within(1e-12));
        });

        double Sum(Func<int, bool> counts) => Enumerable.Range(0, rows.Count).Where(counts).Sum(rows.Weight);
        double Value(IMetric metric) => ((Estimate.Known)metric.Measure(asked)).Value;
    }

    [Test]
    public void The_decisions_given_away_are_those_at_the_threshold_found()
    {
        var evidence = Rows.Random(3, 400).Evidence;
        foreach (var metric in new IMetric[] { new SpecificityAtSensitivity(), new SensitivityAtSpecificity() })
        {
            var known = (Estimate.Known)metric.Measure(evidence);
            var told = known.Tells!.Value;
            var (rate, held) = metric is SpecificityAtSensitivity
                ? (told.TrueNegatives.Rows / (double)told.NonEvents.Rows, told.TruePositives.Rows / (double)told.Events.Rows)
                : (told.TruePositives.Rows / (double)told.Events.Rows, told.TrueNegatives.Rows / (double)told.NonEvents.Rows);
            Assert.That(rate, Is.EqualTo(known.Value).Within(1e-12));
            Assert.That(held, Is.GreaterThanOrEqualTo(0.9));
        }
    }

    [Test]
    public void Few_patients_that_fix_the_threshold_leave_no_interval() =>
        Assert.That(((Estimate.Known)new SpecificityAtSensitivity().Measure(Rows.Random(3, 20).Evidence)).Reason, Is.Not.Null);
}
