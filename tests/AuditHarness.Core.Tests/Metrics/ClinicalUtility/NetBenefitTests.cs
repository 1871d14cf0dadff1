using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>Net benefit in all its forms: dcurves' example, its formulas, and row by row.</summary>
public sealed class NetBenefitTests
{
    private static Rows Table(int tp, int fp, int tn, int fn, double threshold) => new(
        [.. Enumerable.Repeat(1.0, tp + fp), .. Enumerable.Repeat(0.0, tn + fn)],
        [.. Enumerable.Repeat((byte)1, tp), .. Enumerable.Repeat((byte)0, fp + tn), .. Enumerable.Repeat((byte)1, fn)], null, threshold);

    private static Estimate.Known Measure(IMetric metric, Rows rows) => (Estimate.Known)metric.Measure(rows.Evidence);

    // dcurves, df_binary at a threshold of 0.25: the model overall, without and with a family history, and treating everybody.
    [TestCase(72, 72, 573, 33, 0.064)]
    [TestCase(52, 58, 496, 29, 0.05144357)]
    [TestCase(20, 14, 77, 4, 0.13333333)]
    [TestCase(105, 645, 0, 0, -0.1466666667)]
    public void Net_benefit_of_the_published_decision_curve_example(int tp, int fp, int tn, int fn, double value) =>
        Assert.That(Measure(new NetBenefit(), Table(tp, fp, tn, fn, 0.25)).Value, Is.EqualTo(value).Within(5e-9));

    [Test]
    public void The_other_forms_follow_from_counting_rows([Values(0.05, 0.3, 0.8)] double threshold, [Values] bool weighted)
    {
        var rows = Rows.Random(6, 400, weighted: weighted) with { Threshold = threshold };
        double all = 0, events = 0, tp = 0, fp = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (w, flagged, y) = (rows.Weight(i), rows.Scores[i] >= threshold, rows.Labels[i] == 1);
            (all, events, tp, fp) = (all + w, events + (y ? w : 0), tp + (flagged && y ? w : 0), fp + (flagged && !y ? w : 0));
        }
        var odds = threshold / (1 - threshold);
        var (model, everybody) = ((tp - (fp * odds)) / all, (events - ((all - events) * odds)) / all);
        Assert.Multiple(() =>
        {
            Assert.That(Measure(new NetBenefit(), rows).Value, Is.EqualTo(model).Within(1e-12));
            Assert.That(Measure(new StandardizedNetBenefit(), rows).Value, Is.EqualTo(model / (events / all)).Within(1e-11));
            Assert.That(Measure(new NetBenefitGain(), rows).Value, Is.EqualTo(model - Math.Max(0, everybody)).Within(1e-12));
            Assert.That(Measure(new InterventionsAvoided(), rows).Value, Is.EqualTo(100 * (model - everybody) / odds).Within(1e-9));
        });
    }

    [Test]
    public void Expected_cost_is_the_mean_of_what_each_row_costs([Values] bool weighted)
    {
        var costs = new CostPlan(3, 7, -1, 50);
        var rows = Rows.Random(7, 400, weighted: weighted);
        var evidence = rows.Evidence;
        var known = (Estimate.Known)new ExpectedCost().Measure(
            new SubgroupEvidence(evidence.Subgroup, evidence.Ranked, evidence.Threshold, weighted) { Measures = new() { Costs = costs } });
        var sum = Enumerable.Range(0, rows.Count).Sum(i => rows.Weight(i) * ((rows.Scores[i] >= rows.Threshold, rows.Labels[i]) switch
        {
            (true, 1) => costs.TruePositive, (true, _) => costs.FalsePositive, (false, 1) => costs.FalseNegative, _ => costs.TrueNegative,
        }));
        Assert.That(known.Value, Is.EqualTo(sum / Enumerable.Range(0, rows.Count).Sum(rows.Weight)).Within(1e-10));
    }

    // The variance of a mean of what each patient adds: what the recovered limits come to in large samples.
    [Test]
    public void Errors_are_those_of_a_mean_over_patients()
    {
        var rows = Table(1200, 3000, 15000, 800, 0.2);
        double Sd(double tp, double fp, double tn, double fn)
        {
            double[] p = [1200 / 20000.0, 3000 / 20000.0, 15000 / 20000.0, 800 / 20000.0], x = [tp, fp, tn, fn];
            var mean = p.Zip(x, (a, b) => a * b).Sum();
            return Math.Sqrt(p.Zip(x, (a, b) => a * (b - mean) * (b - mean)).Sum() / 20000);
        }
        Assert.Multiple(() =>
        {
            Assert.That(Measure(new NetBenefit(), rows).Sampling!.StandardError, Is.EqualTo(Sd(1, -0.25, 0, 0)).Within(1e-9));
            Assert.That(Measure(new InterventionsAvoided(), rows).Sampling!.StandardError, Is.EqualTo(Sd(0, 0, 100, -400)).Within(1e-7));
            Assert.That(Measure(new ExpectedCost(), rows).Sampling!.StandardError, Is.EqualTo(Sd(1, 2, 0, 10)).Within(1e-9));
            var s = (1200 - (3000 * 0.25)) / 2000;
            Assert.That(Measure(new StandardizedNetBenefit(), rows).Sampling!.StandardError, Is.EqualTo(Sd(1 - s, -0.25, 0, -s) / 0.1).Within(1).Percent);
        });
    }

    [Test]
    public void Thresholds_at_the_ends_have_reasons_and_no_figures_where_there_is_none() => Assert.Multiple(() =>
    {
        var one = Table(5, 5, 5, 5, 1).Evidence;
        foreach (var metric in new IMetric[] { new NetBenefit(), new StandardizedNetBenefit(), new NetBenefitGain() })
            Assert.That(metric.Measure(one), Is.TypeOf<Estimate.Undefined>(), metric.Info.Id);
        var nought = Table(5, 5, 5, 5, 0);
        Assert.That(new InterventionsAvoided().Measure(nought.Evidence), Is.TypeOf<Estimate.Undefined>());
        Assert.That(Measure(new NetBenefit(), nought).Value, Is.EqualTo(0.5), "everybody is flagged: the prevalence");
        var evidence = one;
        Assert.That(new ExpectedCost().Measure(new SubgroupEvidence(evidence.Subgroup, evidence.Ranked, 0.5, false)), Is.EqualTo(new Estimate.Undefined(Phrase.Of($"no costs are declared"))));
    });
}
