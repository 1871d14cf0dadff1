using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>How shares of weighted patients vary, against R's survey package, row by row, and against the truth.</summary>
internal sealed class TallyShareTests
{
    // R 4.2.2, survey 4.1-1, on the rows of the test part of NHANES with flag = score_gb >= 0.1, weights alone (ids = ~1):
    //   svymean(f, s) with its SE, and svyciprop(f, s, method = "beta"), which is Korn and Graubard's.
    // By Kish's n the error of the false omission rate would be .00689, a tenth too small: those who have the event weigh more.
    [TestCase("PositivePredictiveValue", .1666276198164, .0130292818893, .1417175631006, .1939664283749)]
    [TestCase("FalseOmissionRate", .05845899891231, .00765330584782, .04433147280599, .07542722798919)]
    [TestCase("Sensitivity", .7210250875835, .0323168207911, .6520020595829, .7831058299869)]
    [TestCase("FalsePositiveRate", .4452402506438, .0119107114276, .4217175322911, .4689478269949)]
    [TestCase("Prevalence", .10989843209899, .00747016694059, .09563411626247, .12548278298198)]
    [TestCase("Accuracy", .5730320493398, .0112973079276, .5505312221393, .5953090916299)]
    public void Errors_and_limits_of_weighted_shares_are_those_of_Rs_survey(string metric, double value, double error, double lower, double upper)
    {
        var scores = Lines("predictions.csv").ToDictionary(f => f[0], f => double.Parse(f[2], CultureInfo.InvariantCulture));
        var rows = Lines("nhanes_cholesterol.csv").Where(f => f[8] == "test").ToArray();
        var order = new ScoreOrder([.. rows.Select(f => scores[f[0]])], [.. rows.Select(f => byte.Parse(f[7], CultureInfo.InvariantCulture))], [.. rows.Select(f => double.Parse(f[3], CultureInfo.InvariantCulture))]);
        var evidence = new SubgroupEvidence(Cohorts.Subgroup.Overall, order.Split(Cohorts.GroupIndex.Overall(rows.Length))[0], 0.1, order.IsWeighted) { Intervals = new() { Proportions = ProportionMethod.ClopperPearson } };
        var known = (Estimate.Known)MetricCatalog.Find(metric)!.Measure(evidence);
        var interval = known.Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(value).Within(1e-9));
            // One more patient of each kind and no n / (n − 1) make the difference.
            Assert.That(known.Sampling.StandardError, Is.EqualTo(error).Within(1).Percent);
            Assert.That(interval.Lower, Is.EqualTo(lower).Within(0.01 * (value - lower)));
            Assert.That(interval.Upper, Is.EqualTo(upper).Within(0.01 * (upper - value)));
        });
    }

    [Test]
    public void An_effective_size_is_that_of_the_linearized_variance_row_by_row()
    {
        var rows = Rows.Random(31, 4000, weighted: true);
        double[] weights = [.. rows.Weights!.Select((w, i) => rows.Labels[i] == 1 ? w / 3 : w)];
        Tally all = default, part = default;
        for (var i = 0; i < rows.Count; i++)
        {
            all = all.Plus(weights[i]);
            if (rows.Labels[i] == 1) part = part.Plus(weights[i]);
        }
        var p = part.Weight / all.Weight;
        var variance = weights.Select((w, i) => Math.Pow(w * (rows.Labels[i] - p), 2)).Sum() / (all.Weight * all.Weight);
        Assert.That(all.EffectiveSizeOfShare(part), Is.EqualTo(p * (1 - p) / variance).Within(0.5).Percent);
        Assert.That(all.EffectiveSize, Is.Not.EqualTo(p * (1 - p) / variance).Within(20).Percent, "by Kish's n it would be wrong");
        Assert.That(new Tally(50, 50, 50).EffectiveSizeOfShare(new(7, 7, 7)), Is.EqualTo(50), "without weights it is the number of rows");
        Assert.That(new Tally(50, 100, 250).EffectiveSizeOfShare(default), Is.EqualTo(40).Within(1e-12), "and Kish's where no row tells otherwise");
    }

    [TestCase(100, 0.9)]
    [TestCase(500, 0.9)]
    [TestCase(500, 0.75)]
    public void Predictive_values_of_cases_drawn_more_often_than_controls_hold_the_truth(int patients, double area)
    {
        var cell = new HonestyCell(patients, new BinormalPopulation(0.3, area));
        foreach (var count in CoverageStudy.Run(cell, [new PositivePredictiveValue(), new FalseOmissionRate()], [600, 600], new Seed(5), weighted: true, workers: 2))
        {
            TestContext.Out.WriteLine($"{count.Metric}, n {patients}, AUROC {area}: {count.Coverage:P1}");
            Assert.That(count.Coverage, Is.InRange(0.92 - (2 * count.MonteCarloError(0.92)), 0.99));
        }
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "datasets", "nhanes_cholesterol", file)).Skip(1).Select(l => l.Replace("\"", "", StringComparison.Ordinal).Split(','));
}
