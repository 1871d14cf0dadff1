using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Standard errors of a survey against those of R, and intervals of repeated patients against the truth.</summary>
internal sealed class DesignEffectsTests
{
    private static readonly IMetric[] s_metrics = [new Sensitivity(), new FalsePositiveRate(), new SelectionRate(), new BrierScore(), new Prevalence(), new AreaUnderRoc()];

    // R 4.2.2, survey 4.1-1, on the rows of the test part with flag = score_gb >= 0.1:
    //   des <- as.svrepdesign(svydesign(ids = ~psu, strata = ~stratum, weights = ~mec_weight, nest = TRUE, data = d), type = "JKn", mse = TRUE)
    //   SE(svyratio(~tp, ~y, s)), SE(svyratio(~fp, ~n0, s)), SE(svymean(~flag, s)), SE(svymean(~(score_gb - y)^2, s)), SE(svymean(~y, s)),
    //   withReplicates(s, weighted AUC); s = des or subset(des, …). Linearized (Taylor) errors of R differ from these by less than 2 %.
    [TestCase("", 16, .0413526834311, .0133328089406, .0122972139912, .00529667094716, .00698581612033, .0186478526178)]
    [TestCase("female", 16, .0336269760226, .0168093492699, .0135135273274, .00690971279393, .0103886340495, .0159478314989)]
    [TestCase("Hispanic", 16, .0309660240553, .0198481515945, .0199914503978, .00773476852336, .00992863071654, .0248983777578)]
    [TestCase("Other", 13, .0561533107352, .0472194575865, .0400538383564, .0213855450121, .0309335189861, .0451198121699)]
    public void Standard_errors_of_a_stratified_and_clustered_survey_are_those_of_R(string level, int degrees, params double[] errors)
    {
        var samplings = Survey(level).Select(e => (DesignSampling)((Estimate.Known)e).Sampling!).ToArray();
        Assert.Multiple(() =>
        {
            for (var m = 0; m < errors.Length; m++)
                Assert.That(samplings[m].StandardError, Is.EqualTo(errors[m]).Within(1e-7).Percent, s_metrics[m].Info.Id);
            // R's degf() of a subset counts all PSUs of the strata it touches in a replicate design; of a linearized one those it is in.
            Assert.That(samplings.Select(s => s.DegreesOfFreedom), Has.All.EqualTo(degrees));
        });
    }

    [Test]
    public void The_error_of_a_gap_between_groups_of_the_same_clusters_is_that_of_R()
    {
        // svycontrast(svyby(~flag, ~sex, des, svymean, covmat = TRUE), c(1, -1)): variances .000182615420827 and .000480405758625,
        // covariance -.000018934068985.
        var (female, male) = ((Estimate.Known)Survey("female")[2], (Estimate.Known)Survey("male")[2]);
        var gap = Contrast.Difference(female.Value, female.Sampling!, male.Value, male.Sampling!);
        Assert.That(gap.Value, Is.EqualTo(0.529898249398 - 0.417106023393).Within(1e-11));
        Assert.That(gap.StandardError, Is.EqualTo(Math.Sqrt(.000182615420827 + .000480405758625 + (2 * .000018934068985))).Within(1e-6).Percent);
        Assert.That(gap.Limits(1.96).Lower, Is.GreaterThan(0).And.LessThan(gap.Value - (1.96 * gap.StandardError)), "t of 16 degrees, not z");
        Assert.That(gap.PValue, Is.EqualTo(0.0006).Within(0.0006));
    }

    [Test]
    public void With_many_rows_of_each_patient_intervals_hold_the_truth_and_without_clusters_they_do_not()
    {
        const int runs = 400, patients = 60, rows = 20;
        // A patient is prone to the event or not, and scored high or low, all rows alike but for noise.
        int[] clusters = [.. Enumerable.Range(0, patients * rows).Select(i => i / rows)];
        var (held, alone, total) = (new int[s_metrics.Length], new int[s_metrics.Length], new int[s_metrics.Length]);
        var truth = Measured(Drawn(999, 200_000, 1), null).Select(e => ((Estimate.Known)e).Value).ToArray();
        for (var run = 0; run < runs; run++)
        {
            var sample = Drawn(run, patients, rows);
            var clustered = Measured(sample, clusters);
            var single = Measured(sample, null);
            for (var m = 0; m < s_metrics.Length; m++)
            {
                if (((Estimate.Known)clustered[m]).Sampling is not { } sampling) continue;
                total[m]++;
                held[m] += Holds(sampling, truth[m]);
                alone[m] += Holds(((Estimate.Known)single[m]).Sampling!, truth[m]);
            }
        }
        Assert.Multiple(() =>
        {
            for (var m = 0; m < s_metrics.Length; m++)
            {
                TestContext.Out.WriteLine($"{s_metrics[m].Info.Id}: {held[m] / (double)total[m]:P1} with clusters, {alone[m] / (double)total[m]:P1} without");
                Assert.That(total[m], Is.EqualTo(runs));
                Assert.That(held[m] / (double)runs, Is.InRange(0.93, 0.97), s_metrics[m].Info.Id);
                Assert.That(alone[m] / (double)runs, Is.LessThan(0.75), s_metrics[m].Info.Id);
            }
        });
    }

    [Test]
    public void Clusters_of_one_row_each_change_intervals_little_and_figures_not_at_all()
    {
        var rows = Rows.Random(3, 90);
        var (without, with) = (Measured(rows, null), Measured(rows, [.. Enumerable.Range(0, 90)]));
        for (var m = 0; m < s_metrics.Length; m++)
        {
            var (a, b) = ((Estimate.Known)without[m], (Estimate.Known)with[m]);
            Assert.That(b.Value, Is.EqualTo(a.Value));
            Assert.That(b.Sampling!.StandardError, Is.EqualTo(a.Sampling!.StandardError).Within(5).Percent, s_metrics[m].Info.Id);
            Assert.That(b.Sampling.Method.ToString(), Does.EndWith("clusters: jackknife"));
        }
    }

    [Test]
    public void A_group_within_one_cluster_has_figures_and_no_interval()
    {
        var estimates = Measured(Rows.Random(3, 50), new int[50]);
        Assert.That(estimates.Cast<Estimate.Known>().Select(k => k.Sampling), Has.All.Null);
        Assert.That(((Estimate.Known)estimates[0]).Reason!.ToString(), Does.Contain("one cluster"));
    }

    [Test]
    public void A_share_of_all_rows_counts_clusters_and_not_rows()
    {
        var rows = new Rows([.. Enumerable.Range(0, 200).Select(i => 0.6 + (i % 50 / 200.0))], [.. Enumerable.Range(0, 200).Select(i => (byte)(i / 10 % 2))], null, 0.5);
        var sensitivity = (Estimate.Known)Measured(rows, [.. Enumerable.Range(0, 200).Select(i => i / 10)])[0];
        Assert.That(sensitivity.Value, Is.EqualTo(1));
        // 10 clusters with events; Student's t of 19 degrees in Wilson's formula.
        var t = CriticalValue.Student(CriticalValue.TwoSided(0.95), 19);
        Assert.That(sensitivity.Sampling!.Interval(0.95).Lower, Is.EqualTo(10 / (10 + (t * t))).Within(1e-12));
    }

    // Half of the rows of each cluster are events, and nobody is flagged.
    [Test]
    public void A_share_of_nobody_counts_clusters_and_not_their_events()
    {
        var rows = new Rows([.. Enumerable.Range(0, 200).Select(i => 0.2 + (i % 50 / 200.0))], [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 2))], null, 0.5);
        var flagged = (Estimate.Known)Measured(rows, [.. Enumerable.Range(0, 200).Select(i => i / 10)])[2];
        Assert.That(flagged.Value, Is.Zero);
        // 20 clusters; Student's t of 19 degrees in Wilson's formula.
        var t = CriticalValue.Student(CriticalValue.TwoSided(0.95), 19);
        Assert.That(flagged.Sampling!.Interval(0.95).Upper, Is.EqualTo(t * t / (20 + (t * t))).Within(1e-12));
    }

    [Test]
    public void The_same_audit_comes_out_on_any_number_of_threads()
    {
        var audit = Clustered();
        var (one, four) = (audit.Run(1), audit.Run(4));
        Assert.That(four.Measurements, Is.EqualTo(one.Measurements));
        Assert.That(four.Disparities.Select(d => (d.Value, d.Interval, d.PValueHolm)), Is.EqualTo(one.Disparities.Select(d => (d.Value, d.Interval, d.PValueHolm))));
        Assert.That(one.Exhibits.OfType<Exhibit.Notices>().Single().Sentences[0].ToString(), Does.Contain("400 rows come from 40 clusters"));
        Assert.That(one.Disparities.Where(d => d.Interval is not null).Select(d => d.Interval!.Method.ToString()), Has.All.Contains("clusters"));
        // What counts rows and cannot count clusters says so, and claims neither an interval nor a test.
        var without = one.Disparities.Where(d => d is { Value: not null, Interval: null } && d.Reason!.ToString().StartsWith("rows of a cluster", StringComparison.Ordinal)).ToArray();
        Assert.That(without.Select(d => d.Metric).Distinct(), Is.EqualTo(new[] { "MulticalibrationError" }));
        Assert.That(without.Select(d => (d.PValue, d.PValueHolm, d.MinimumDetectable, d.ExpectedUnderEquality)), Has.All.EqualTo(((double?)null, (double?)null, (double?)null, (double?)null)));
    }

    private static SampleAudit Clustered()
    {
        var rows = Rows.Random(11, 400);
        var audit = SampleAudit.Of(ReportProfile.Internal, rows.Labels, rows.Scores,
            [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? "x" : "y")], [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "p" : "q")]);
        var c = audit.Cohort;
        return audit with
        {
            Cohort = new ScoredCohort { Labels = c.Labels, Scores = c.Scores, Attributes = c.Attributes, Flow = c.Flow, Clusters = [.. Enumerable.Range(0, 400).Select(i => i / 10)] },
        };
    }

    private static int Holds(Sampling sampling, double truth) => sampling.Interval(0.95) is var i && i.Lower <= truth && truth <= i.Upper ? 1 : 0;

    private static Rows Drawn(int seed, int patients, int rows)
    {
        var random = new Seed(71).For($"{seed}/{patients}").Generator();
        var (scores, labels) = (new double[patients * rows], new byte[patients * rows]);
        for (var p = 0; p < patients; p++)
        {
            var (prone, seen) = (random.NextNormal(), random.NextNormal());
            for (var r = 0; r < rows; r++)
            {
                var i = (p * rows) + r;
                labels[i] = (byte)(random.NextNormal() + (3 * prone) > 0.5 ? 1 : 0);
                scores[i] = 1 / (1 + Math.Exp(-(prone + seen + (0.5 * random.NextNormal()))));
            }
        }
        return new(scores, labels, null, 0.5);
    }

    private static Estimate[] Measured(Rows rows, int[]? clusters)
    {
        var order = new ScoreOrder(rows.Scores, rows.Labels, rows.Weights);
        var index = GroupIndex.Overall(rows.Count);
        return Measured(order, index, 0, rows.Threshold, clusters is null ? null : new ReplicateDesign(clusters, null, new(1)));
    }

    private static Estimate[] Measured(ScoreOrder order, GroupIndex index, int group, double threshold, ReplicateDesign? design)
    {
        SubgroupEvidence[] evidence = [.. order.Split(index).Select((r, g) => new SubgroupEvidence(index.Groups[g], r, threshold, order.IsWeighted) { Intervals = new() { Proportions = ProportionMethod.Wilson } })];
        Estimate[][] estimates = [.. evidence.Select(e => s_metrics.Select(m => m.Measure(e)).ToArray())];
        return design is null ? estimates[group] : new DesignEffects(design, index, order, evidence, s_metrics, estimates, new AuditOptions { Workers = 1 }).Of(group, estimates[group]);
    }

    private static readonly Lazy<(ScoreOrder Order, ReplicateDesign Design, AttributeColumn[] Attributes)> s_survey = new(() =>
    {
        var scores = Lines("predictions.csv").ToDictionary(f => f[0], f => double.Parse(f[2], CultureInfo.InvariantCulture));
        var rows = Lines("nhanes_cholesterol.csv").Where(f => f[8] == "test").ToArray();
        var units = rows.Select(f => (f[2], f[1])).Distinct().ToList();
        var strata = rows.Select(f => f[2]).Distinct().ToList();
        return (
            new ScoreOrder([.. rows.Select(f => scores[f[0]])], [.. rows.Select(f => byte.Parse(f[7], CultureInfo.InvariantCulture))], [.. rows.Select(f => double.Parse(f[3], CultureInfo.InvariantCulture))]),
            new ReplicateDesign([.. rows.Select(f => units.IndexOf((f[2], f[1])))], [.. rows.Select(f => strata.IndexOf(f[2]))], new(1)),
            [Column("sex", [.. rows.Select(f => f[5])]), Column("race", [.. rows.Select(f => f[4])])]);
    });

    private static Estimate[] Survey(string level)
    {
        var (order, design, attributes) = s_survey.Value;
        var index = level.Length == 0 ? GroupIndex.Overall(attributes[0].Codes.Length) : GroupIndex.Of([attributes.Single(a => a.Levels.Contains(level))]);
        var group = level.Length == 0 ? 0 : index.Groups.ToList().FindIndex(g => g.Levels == level);
        return Measured(order, index, group, 0.1, design);
    }

    private static AttributeColumn Column(string name, string[] texts)
    {
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), 0, false);
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "datasets", "nhanes_cholesterol", file)).Skip(1).Select(l => l.Replace("\"", "", StringComparison.Ordinal).Split(','));
}
