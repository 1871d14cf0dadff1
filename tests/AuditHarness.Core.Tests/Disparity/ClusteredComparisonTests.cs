using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Gaps of rows that come in clusters, against the jackknife written cluster by cluster and against the truth.</summary>
internal sealed class ClusteredComparisonTests
{
    private const int Patients = 60, RowsEach = 10;
    private static readonly string[] s_measured = ["SelectionRate", "Sensitivity", "FalsePositiveRate"];

    private sealed record Sample(double[] Scores, byte[] Labels, int[] Groups)
    {
        public int[] Clusters { get; } = [.. Enumerable.Range(0, Scores.Length).Select(i => i / RowsEach)];

        // A patient is prone to the event and scored high in all rows alike; the third group holds a patient's odd rows.
        public static Sample Draw(int seed, int patients)
        {
            var random = new Seed(83).For($"{seed}").Generator();
            var (scores, labels, groups) = (new double[patients * RowsEach], new byte[patients * RowsEach], new int[patients * RowsEach]);
            for (var p = 0; p < patients; p++)
            {
                var (prone, seen) = (random.NextNormal(), random.NextNormal());
                for (var r = 0; r < RowsEach; r++)
                {
                    var i = (p * RowsEach) + r;
                    groups[i] = r % 2 == 1 ? 2 : p % 2;
                    labels[i] = (byte)(random.NextNormal() + (2 * prone) > 0.5 ? 1 : 0);
                    scores[i] = 1 / (1 + Math.Exp(-(prone + seen + (0.5 * random.NextNormal()) + (0.3 * groups[i]))));
                }
            }
            return new(scores, labels, groups);
        }

        public Sample Take(Func<int, bool> cluster) => new(
            [.. Scores.Where((_, i) => cluster(i / RowsEach))], [.. Labels.Where((_, i) => cluster(i / RowsEach))], [.. Groups.Where((_, i) => cluster(i / RowsEach))]);

        public double Flagged(int group) => Share(group, _ => true);

        public double Odds(int group) => (Share(group, i => Labels[i] == 1) + Share(group, i => Labels[i] == 0)) / 2;

        private double Share(int group, Func<int, bool> of) => Enumerable.Range(0, Scores.Length)
            .Where(i => (group < 0 || Groups[i] == group) && of(i)).Average(i => Scores[i] >= 0.5 ? 1.0 : 0);

        public double Jackknife(Func<Sample, double> figure)
        {
            var whole = figure(this);
            var sum = Enumerable.Range(0, Patients).Sum(left => Math.Pow(figure(Take(c => c != left)) - whole, 2));
            return Math.Sqrt(sum * (Patients - 1) / Patients);
        }

        public ComparisonContext Context()
        {
            var column = new AttributeColumn("a", ["x", "y", "z"], Groups, 0, true);
            var cohort = new ScoredCohort { Labels = Labels, Scores = Scores, Attributes = [column], Clusters = Clusters, Flow = new CohortFlow(Labels.Length, [], 0, Labels.Length, Labels.Length, 0) };
            var design = cohort.Design(new Seed(1))!;
            var order = new ScoreOrder(Scores, Labels, null);
            IMetric[] metrics = [.. s_measured.Select(id => MetricCatalog.Find(id)!)];
            GroupTable Table(GroupIndex index)
            {
                SubgroupEvidence[] evidence = [.. order.Split(index).Select((r, g) => new SubgroupEvidence(index.Groups[g], r, 0.5, false))];
                Estimate[][] alone = [.. evidence.Select(e => metrics.Select(m => m.Measure(e)).ToArray())];
                var effects = new DesignEffects(design, index, order, evidence, metrics, alone, new AuditOptions { Workers = 1 });
                Estimate[][] estimates = [.. alone.Select((e, g) => effects.Of(g, e))];
                return new(index, evidence, [.. MetricCatalog.All.Select(m => Array.IndexOf(s_measured, m.Info.Id) is >= 0 and var k
                    ? estimates.Select(e => e[k]).ToArray() : [.. evidence.Select(_ => (Estimate)new Estimate.Undefined(Phrase.Of($"not measured")))])]);
            }
            return new(SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 1, 1, 1, 1)).Plan, cohort, Table(GroupIndex.Of([column])), Table(GroupIndex.Overall(Labels.Length)), 0.5, null) { Design = design };
        }
    }

    private static IReadOnlyList<GroupGap> Of(string disparity, ComparisonContext context, Comparison comparison) =>
        [.. DisparityCatalog.Entries.Single(d => d.Info.Id == disparity).Compare(context).Where(g => g.Disparity.Comparison == comparison)];

    // Every patient has the same ten rows: the gap is known, and how it varies is not.
    [Test]
    public void Average_odds_that_do_not_vary_between_clusters_keep_their_value()
    {
        var rows = Patients * RowsEach;
        var sample = new Sample(
            [.. Enumerable.Range(0, rows).Select(i => i % 10 is 0 or 1 or 4 or 6 ? 0.7 : 0.2)], [.. Enumerable.Range(0, rows).Select(i => (byte)(i % 2))], [.. Enumerable.Range(0, rows).Select(i => i % 10 / 4 > 1 ? 2 : i % 10 / 4)]);
        var gaps = new AverageOddsDifference().Compare(sample.Context());
        var gap = gaps.Single(g => g.Disparity is { Comparison: Comparison.Reference, Group.Levels: "y" }).Disparity;
        Assert.Multiple(() =>
        {
            Assert.That(gap.Value, Is.EqualTo(sample.Odds(1) - sample.Odds(0)).Within(1e-12));
            Assert.That(gap.Interval, Is.Null);
            Assert.That(gap.PValue, Is.Null);
            Assert.That($"{gap.Reason}", Is.EqualTo("no variation between clusters"));
        });
    }

    [Test]
    public void The_interval_of_a_gap_to_everybody_reaches_as_far_as_leaving_out_each_cluster_in_turn_says_and_little_further()
    {
        var sample = Sample.Draw(5, Patients);
        var gaps = Of("DemographicParityDifference", sample.Context(), Comparison.Overall);
        for (var g = 0; g < 3; g++)
        {
            var group = g;
            Assert.That(gaps[g].Disparity.Value, Is.EqualTo(sample.Flagged(g) - sample.Flagged(-1)).Within(1e-12));
            var error = sample.Jackknife(s => s.Flagged(group) - s.Flagged(-1));
            Assert.That(gaps[g].Disparity.Interval!.Method.ToString(), Does.Contain("clusters: jackknife").And.Contain("against everybody"));
            var (lower, upper) = (gaps[g].Disparity.Interval!.Lower, gaps[g].Disparity.Interval!.Upper);
            Assert.That((upper - lower) / 2 / CriticalValue.Student(CriticalValue.Sidak(0.95, 3), (g == 2 ? Patients : Patients / 2) - 1), Is.InRange(0.95 * error, 1.25 * error), gaps[g].Disparity.Group!.Levels);
        }
    }

    [Test]
    public void Average_odds_vary_as_leaving_out_each_cluster_in_turn_says()
    {
        var sample = Sample.Draw(6, Patients);
        foreach (var (gap, group) in Of("AverageOddsDifference", sample.Context(), Comparison.Reference).Select((gap, k) => (gap, k + 1)))
        {
            Assert.That(gap.Disparity.Value, Is.EqualTo(sample.Odds(group) - sample.Odds(0)).Within(1e-12));
            var (lower, upper) = (gap.Disparity.Interval!.Lower, gap.Disparity.Interval!.Upper);
            Assert.That((upper - lower) / 2 / CriticalValue.Student(CriticalValue.Sidak(0.95, 2), (Patients / 2) - 1),
                Is.EqualTo(sample.Jackknife(s => s.Odds(group) - s.Odds(0))).Within(1e-6).Percent);
        }
    }

    [Test]
    public void Gaps_to_everybody_hold_the_truth_of_all_groups_at_once()
    {
        const int runs = 300;
        var population = Sample.Draw(999, 20_000);
        double[] truth = [.. Enumerable.Range(0, 3).Select(g => population.Flagged(g) - population.Flagged(-1))];
        var held = 0;
        for (var run = 0; run < runs; run++)
            if (Of("DemographicParityDifference", Sample.Draw(run, Patients).Context(), Comparison.Overall)
                .Select((g, i) => g.Disparity.Interval is { } l && l.Lower <= truth[i] && truth[i] <= l.Upper).All(c => c)) held++;
        TestContext.Out.WriteLine($"{held / (double)runs:P1}");
        Assert.That(held / (double)runs, Is.InRange(0.92, 0.985));
    }
}
