using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Disparities with a computation of their own when rows come in clusters, against leaving out each cluster in a loop and against patients who come once.</summary>
internal sealed class ReplicatedFiguresTests
{
    private const int Patients = 99, RowsEach = 3;

    // What depends on the nearest patients or on sampling error itself is another figure when every patient comes twice.
    private static readonly string[] s_compared = [.. DisparityCatalog.Entries.Where(d => d.Info.TakesClusters && d is not MetricDisparity && !d.Info.DependsOnSize).Select(d => d.Info.Id)];

    private sealed record Sample(double[] Scores, byte[] Labels, int[] Groups, int[] Strata, int[]? Clusters)
    {
        // A patient is prone to the event and scored high in all rows alike.
        public static Sample Draw(int seed, int patients, int rowsEach)
        {
            var random = new Seed(97).For($"{seed}").Generator();
            var n = patients * rowsEach;
            Sample sample = new(new double[n], new byte[n], new int[n], new int[n], [.. Enumerable.Range(0, n).Select(i => i / rowsEach)]);
            for (var p = 0; p < patients; p++)
            {
                var (prone, seen) = (random.NextNormal(), random.NextNormal());
                for (var i = p * rowsEach; i < (p + 1) * rowsEach; i++)
                {
                    sample.Groups[i] = p % 2;
                    sample.Strata[i] = random.NextUniform() < 0.5 ? 0 : 1;
                    sample.Labels[i] = (byte)(random.NextNormal() + prone > 0.2 ? 1 : 0);
                    sample.Scores[i] = 1 / (1 + Math.Exp(-((0.7 * prone) + seen + (0.5 * random.NextNormal()) + (0.4 * (p % 2)))));
                }
            }
            return sample;
        }

        public Sample Take(int[] rows, int[]? clusters) => new(
            [.. rows.Select(i => Scores[i])], [.. rows.Select(i => Labels[i])], [.. rows.Select(i => Groups[i])], [.. rows.Select(i => Strata[i])], clusters);

        public Sample Without(int cluster) => Take([.. Enumerable.Range(0, Scores.Length).Where(i => Clusters![i] != cluster)], null);

        public IReadOnlyList<GroupDisparity> Gaps() => Run([AuditCatalog.Disparity]).Disparities;

        // For one disparity alone: of the metrics only the AUROC is measured.
        public ComparisonContext Context(bool clustered)
        {
            var column = new AttributeColumn("a", ["x", "y"], Groups, 0, true);
            var cohort = new ScoredCohort { Labels = Labels, Scores = Scores, Attributes = [column], Clusters = clustered ? Clusters : null, Flow = new CohortFlow(Labels.Length, [], 0, Labels.Length, Labels.Length, 0) };
            var design = cohort.Design(new Seed(1));
            var order = new ScoreOrder(Scores, Labels, null);
            IMetric[] metrics = [MetricCatalog.Find("AreaUnderRoc")!];
            GroupTable Table(GroupIndex index)
            {
                SubgroupEvidence[] evidence = [.. order.Split(index).Select((r, g) => new SubgroupEvidence(index.Groups[g], r, 0.5, false))];
                Estimate[][] alone = [.. evidence.Select(e => metrics.Select(m => m.Measure(e)).ToArray())];
                var effects = design is null ? null : new DesignEffects(design, index, order, evidence, metrics, alone, new AuditOptions { Workers = 1 });
                Estimate[] areas = [.. alone.Select((e, g) => effects is null ? e[0] : effects.Of(g, e)[0])];
                return new(index, evidence, [.. MetricCatalog.All.Select(m => m.Info.Id == "AreaUnderRoc" ? areas : [.. evidence.Select(_ => (Estimate)new Estimate.Undefined(Phrase.Of($"not measured")))])]);
            }
            return new(SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 1, 1, 1, 1)).Plan, cohort, Table(GroupIndex.Of([column])), Table(GroupIndex.Overall(Labels.Length)), 0.5, null) { Design = design };
        }

        public AuditResult Run(IReadOnlyList<string> audits)
        {
            var audit = SampleAudit.Of(ReportProfile.Internal, Labels, Scores, [.. Groups.Select(g => g == 0 ? "x" : "y")], [.. Groups.Select(_ => "p")]);
            var c = audit.Cohort;
            return (audit with
            {
                Plan = audit.Plan with { Audits = audits, Subgroups = new SubgroupPlan([new("a", "a", null, null)], [], 30, "missing") },
                Cohort = new ScoredCohort
                {
                    Labels = c.Labels, Scores = c.Scores, Flow = c.Flow, Clusters = Clusters, ParityStrata = [new("s", ["1", "2"], Strata, 0, true)],
                    Attributes = [new("a", ["x", "y"], Groups, 0, true)],
                },
            }).Run();
        }

        private double Area(Func<int, bool> events, Func<int, bool> nonEvents)
        {
            var (pairs, won) = (0.0, 0.0);
            for (var i = 0; i < Scores.Length; i++)
                for (var j = 0; j < Scores.Length; j++)
                    if (Labels[i] == 1 && Labels[j] == 0 && events(i) && nonEvents(j)) (pairs, won) = (pairs + 1, won + (Scores[i] > Scores[j] ? 1 : Scores[i] == Scores[j] ? 0.5 : 0));
            return won / pairs;
        }

        public double Crossed() => Area(i => Groups[i] == 1, j => Groups[j] == 0) - Area(i => Groups[i] == 0, j => Groups[j] == 1);

        public double NegativesOf(int g) => Area(i => Groups[i] != g, j => Groups[j] == g) - Area(_ => true, _ => true);

        public double PositivesOf(int g) => Area(i => Groups[i] == g, j => Groups[j] != g) - Area(_ => true, _ => true);

        public double Favoured(int g, int stratum)
        {
            int[] rows = [.. Enumerable.Range(0, Scores.Length).Where(i => stratum < 0 || Strata[i] == stratum)];
            double Share(bool flagged) => rows.Where(i => Scores[i] >= 0.5 == flagged).Average(i => Groups[i] == g ? 1.0 : 0);
            return Share(false) - Share(true);
        }

        public double FavouredWithin(int g) => (Strata.Count(s => s == 0) * Favoured(g, 0) + Strata.Count(s => s == 1) * Favoured(g, 1)) / Strata.Length;

        public double FlaggedWithin()
        {
            var (sum, weights) = (0.0, 0.0);
            for (var s = 0; s < 2; s++)
            {
                int[] one = [.. Rows(1, s)], other = [.. Rows(0, s)];
                var weight = one.Length * (double)other.Length / (one.Length + other.Length);
                (sum, weights) = (sum + (weight * (one.Average(Flagged) - other.Average(Flagged))), weights + weight);
            }
            return sum / weights;
            IEnumerable<int> Rows(int g, int s) => Enumerable.Range(0, Scores.Length).Where(i => Groups[i] == g && Strata[i] == s);
            double Flagged(int i) => Scores[i] >= 0.5 ? 1 : 0;
        }

        public double Jackknife(Func<Sample, double> figure)
        {
            var whole = figure(this);
            return Math.Sqrt(Enumerable.Range(0, Patients).Sum(c => Math.Pow(figure(Without(c)) - whole, 2)) * (Patients - 1) / Patients);
        }
    }

    [Test]
    public void Limits_reach_as_far_as_leaving_out_each_cluster_in_turn_says()
    {
        var sample = Sample.Draw(3, Patients, RowsEach);
        var gaps = sample.Gaps();
        Assert.Multiple(() =>
        {
            Agrees("CrossGroupAuc", Comparison.Reference, 1, s => s.Crossed(), Patients);
            foreach (var g in new[] { 0, 1 })
            {
                var group = g;
                var clusters = g == 0 ? (Patients + 1) / 2 : Patients / 2;
                Agrees("BackgroundPositiveSubgroupNegative", Comparison.Overall, g, s => s.NegativesOf(group), clusters);
                Agrees("BackgroundNegativeSubgroupPositive", Comparison.Overall, g, s => s.PositivesOf(group), clusters);
                Agrees("DemographicDisparity", Comparison.Overall, g, s => s.Favoured(group, -1), clusters);
                Agrees("ConditionalDemographicDisparity", Comparison.Overall, g, s => s.FavouredWithin(group), clusters);
            }
            Agrees("DemographicParityWithinStrata", Comparison.Reference, 1, s => s.FlaggedWithin(), Patients);
        });

        void Agrees(string id, Comparison comparison, int g, Func<Sample, double> figure, int clusters)
        {
            var gap = gaps.Single(d => d.Metric == id && d.Comparison == comparison && d.Group!.Conditions[0].Level == (g == 0 ? "x" : "y"));
            Assert.That(gap.Value, Is.EqualTo(figure(sample)).Within(1e-12), id);
            Assert.That(gap.Interval?.Method.ToString(), Does.Contain("clusters: jackknife"), $"{id}: {gap.Reason}");
            // Limits are those of rows by themselves, drawn out; they are not quite symmetric, nor are their own errors exact.
            var z = CriticalValue.Sidak(0.95, comparison == Comparison.Overall ? 2 : 1);
            Assert.That((gap.Interval!.Upper - gap.Interval.Lower) / 2 / CriticalValue.Student(z, clusters - 1), Is.EqualTo(sample.Jackknife(figure)).Within(7).Percent, id);
        }
    }

    [Test]
    public void Everybody_twice_as_a_cluster_of_two_has_the_interval_of_everybody_once()
    {
        var once = Sample.Draw(4, 2 * Patients, 1) with { Clusters = null };
        int[] rows = [.. Enumerable.Range(0, 2 * Patients).SelectMany(i => new[] { i, i })];
        var single = once.Gaps();
        var twice = once.Take(rows, rows).Gaps();
        Assert.That(s_compared, Is.SupersetOf(new[] { "Abroca", "CrossGroupAuc", "BetweenGroupTheil", "WorstGroupAuroc", "AverageOddsDifference", "EqualOpportunityWithinStrata" }));
        Assert.Multiple(() =>
        {
            foreach (var (gap, of) in single.Zip(twice).Where(g => s_compared.Contains(g.First.Metric) && g.First.Interval is not null))
            {
                Assert.That(of.Value, Is.EqualTo(gap.Value).Within(1e-9), gap.Metric);
                Assert.That(of.Interval, Is.Not.Null, $"{gap.Metric}: {of.Reason}");
                if (of.Interval is null) continue;
                var ratio = (of.Interval.Upper - of.Interval.Lower) / (gap.Interval!.Upper - gap.Interval.Lower);
                TestContext.Out.WriteLine($"{gap.Metric} {gap.Comparison} {gap.Group?.Levels}: {ratio:0.00}");
                Assert.That(ratio, Is.InRange(0.8, 1.25), $"{gap.Metric} {gap.Comparison} {gap.Group?.Levels}");
            }
        });
    }

    [Test]
    public void Every_disparity_takes_clusters_or_says_why_it_cannot()
    {
        var gaps = Sample.Draw(5, Patients, RowsEach).Gaps();
        string[] cannot = ["MulticalibrationError"];
        Assert.Multiple(() =>
        {
            foreach (var gap in gaps.Where(g => g.Value is not null))
                Assert.That(gap.Interval, cannot.Contains(gap.Metric) ? Is.Null : Is.Not.Null, $"{gap.Metric} {gap.Comparison}: {gap.Reason}");
            Assert.That(gaps.Where(g => g is { Value: not null, Interval: null }).Select(g => g.Reason?.ToString()), Has.All.Contains("rows of a cluster are not independent"));
        });
    }

    [Test]
    public void In_one_cluster_there_is_a_figure_without_an_interval_and_its_reason()
    {
        var sample = Sample.Draw(6, Patients, 1);
        var gaps = (sample with { Clusters = new int[Patients] }).Gaps();
        foreach (var id in new[] { "CrossGroupAuc", "DemographicDisparity", "Abroca", "BetweenGroupTheil" })
            foreach (var gap in gaps.Where(g => g.Metric == id && g.Value is not null))
            {
                Assert.That(gap.Interval, Is.Null, id);
                Assert.That(gap.Reason!.ToString(), Does.Contain("one cluster"), id);
                Assert.That((gap.PValue, gap.PValueHolm, gap.MinimumDetectable), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
            }
    }

    [Test]
    public void Areas_between_curves_of_equal_groups_exclude_equality_rarely_with_clusters_and_often_without()
    {
        const int runs = 60;
        var (with, without) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var sample = Sample.Draw(1000 + run, 80, 5);
            for (var i = 0; i < sample.Scores.Length; i++) sample.Scores[i] = 1 / (1 + Math.Exp(-(Math.Log(sample.Scores[i] / (1 - sample.Scores[i])) - (0.4 * sample.Groups[i]))));
            bool Excludes(bool clustered) => new Abroca().Compare(sample.Context(clustered)).Single(g => g.Disparity.Comparison == Comparison.Reference).Disparity.Interval!.Lower > 0;
            if (Excludes(true)) with++;
            if (Excludes(false)) without++;
        }
        TestContext.Out.WriteLine($"{with} of {runs} with clusters, {without} without");
        Assert.That(with, Is.LessThanOrEqualTo(7));
        Assert.That(without, Is.GreaterThan(with));
    }

    [Test]
    public void Points_and_bins_vary_as_leaving_out_each_cluster_in_turn_says()
    {
        var sample = Sample.Draw(8, Patients, RowsEach);
        var context = sample.Context(true);
        var slices = new DesignSlices(context.Design!, new ScoreOrder(sample.Scores, sample.Labels, null), context.Table, [[new(0.4, double.PositiveInfinity), new(0.3, 0.6)], [new(0.4, double.PositiveInfinity)]], new AuditOptions { Workers = 1 });
        double Share(Sample of, Func<int, bool> among, Func<int, bool> counted) => Enumerable.Range(0, of.Scores.Length).Where(i => of.Groups[i] == 0 && among(i)).Average(i => counted(i) ? 1.0 : 0);
        double Sensitivity(Sample of) => Share(of, i => of.Labels[i] == 1, i => of.Scores[i] >= 0.4);
        double Rate(Sample of) => Share(of, i => of.Scores[i] is >= 0.3 and <= 0.6, i => of.Labels[i] == 1);
        double Benefit(Sample of) => Share(of, _ => true, i => of.Scores[i] >= 0.4 && of.Labels[i] == 1) - (0.4 / 0.6 * Share(of, _ => true, i => of.Scores[i] >= 0.4 && of.Labels[i] == 0));
        Agrees(Sensitivity, 0, s => s.Events / s.AllEvents);
        Agrees(Rate, 1, s => s.Events / (s.Events + s.NonEvents));
        Agrees(Benefit, 0, s => (s.Events - (s.NonEvents * 0.4 / 0.6)) / (s.AllEvents + s.AllNonEvents));

        void Agrees(Func<Sample, double> figure, int slice, Func<SliceWeights, double?> ofSlice)
        {
            var own = new Estimate.Known(figure(sample), new NormalSampling(Phrase.Of($"own"), figure(sample), 0.01), 100);
            var over = slices.Of(0, slice, own, ofSlice)!;
            Assert.That(over.StandardError, Is.EqualTo(sample.Jackknife(figure)).Within(1e-6).Percent);
            Assert.That(over.DegreesOfFreedom, Is.EqualTo(((Patients + 1) / 2) - 1));
        }
    }

    [Test]
    public void Bands_of_everybody_twice_are_those_of_everybody_once()
    {
        var once = Sample.Draw(9, 3 * Patients, 1) with { Clusters = null };
        int[] rows = [.. Enumerable.Range(0, 3 * Patients).SelectMany(i => new[] { i, i })];
        var (single, twice) = (once.Run([AuditCatalog.Performance, AuditCatalog.Calibration]), once.Take(rows, rows).Run([AuditCatalog.Performance, AuditCatalog.Calibration]));
        var curve = twice.Exhibits.OfType<Exhibit.OperatingCurve>().First();
        Assert.That(curve.Points.SkipLast(1).Select(p => p.SensitivityInterval!.Method.ToString()), Has.All.Contains("clusters: jackknife"));
        Assert.That(curve.Points.Where(p => p.NetBenefit is not null).Select(p => p.NetBenefitInterval!.Method.ToString()), Has.All.Contains("clusters: jackknife"));
        double Mean(AuditResult of) => of.Exhibits.OfType<Exhibit.OperatingCurve>().First().Points.Where(p => p.Sensitivity is > 0.3 and < 0.9).Average(p => p.SensitivityInterval!.Upper - p.SensitivityInterval.Lower);
        Assert.That(Mean(twice) / Mean(single), Is.InRange(0.85, 1.15));
        var (bins, same) = (single.Exhibits.OfType<Exhibit.ReliabilityCurve>().First().Bins, twice.Exhibits.OfType<Exhibit.ReliabilityCurve>().First().Bins);
        double Width(IReadOnlyList<ReliabilityBin> of) => of.Average(b => b.Interval!.Upper - b.Interval.Lower);
        double Chance(IReadOnlyList<ReliabilityBin> of) => of.Average(b => b.UnderCalibration!.Upper - b.UnderCalibration.Lower);
        Assert.That(Width(same) / Width(bins), Is.InRange(0.8, 1.2));
        Assert.That(Chance(same) / Chance(bins), Is.InRange(0.8, 1.2));
        Assert.That(twice.Exhibits.OfType<Exhibit.Notices>().Single().Sentences[0].ToString(), Does.Contain("and so do bands around curves"));
    }
}
