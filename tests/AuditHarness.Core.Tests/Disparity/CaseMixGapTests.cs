using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Standardized gaps by hand, row by row, and in worlds where only one thing differs.</summary>
internal sealed class CaseMixGapTests
{
    [Test]
    public void A_standardized_gap_is_the_one_computed_by_hand()
    {
        // Flagged / patients in cells old and young: group a 30/40 and 6/60, group b 10/20 and 24/80. Everybody: 60 old, 140 young.
        var rows = Cells(("a", "old", 30, 40), ("a", "young", 6, 60), ("b", "old", 10, 20), ("b", "young", 24, 80));
        var gap = Gap(rows, new SelectionRate(), MixOf.Patients);
        Assert.Multiple(() =>
        {
            Assert.That(gap.Crude, Is.EqualTo(0.36 - 0.34).Within(1e-12));
            Assert.That(gap.Standardized, Is.EqualTo((0.3 * (0.75 - 0.5)) + (0.7 * (0.1 - 0.3))).Within(1e-12));
            Assert.That(gap.FromCaseMix + gap.Standardized, Is.EqualTo(gap.Crude).Within(1e-15));
            Assert.That(gap.Covered, Is.EqualTo(1).Within(1e-12));
            Assert.That(gap.Interval!.Lower, Is.LessThan(gap.Standardized!.Value).And.GreaterThan(-0.3));
            Assert.That(gap.Interval.Upper, Is.GreaterThan(gap.Standardized!.Value).And.LessThan(0.2));
        });
    }

    [Test]
    public void Where_only_the_mix_of_cases_differs_all_of_the_gap_comes_from_it()
    {
        // The old are flagged in 60 %, the young in 10 %, in both groups.
        var rows = Cells(("a", "old", 60, 100), ("a", "young", 2, 20), ("b", "old", 12, 20), ("b", "young", 10, 100));
        var gap = Gap(rows, new SelectionRate(), MixOf.Patients);
        Assert.That(gap.Crude, Is.EqualTo((62 / 120.0) - (22 / 120.0)).Within(1e-12));
        Assert.That(gap.Standardized, Is.Zero.Within(1e-12));
    }

    [Test]
    public void Where_the_mix_of_cases_is_the_same_none_of_the_gap_comes_from_it()
    {
        var rows = Cells(("a", "old", 30, 40), ("a", "young", 6, 60), ("b", "old", 20, 40), ("b", "young", 24, 60));
        var gap = Gap(rows, new SelectionRate(), MixOf.Patients);
        Assert.That(gap.FromCaseMix, Is.Zero.Within(1e-12));
    }

    [Test]
    public void A_cell_that_one_group_lacks_is_left_out_and_what_is_covered_is_said()
    {
        var rows = Cells(("a", "old", 30, 40), ("a", "young", 6, 60), ("b", "old", 10, 20), ("b", "child", 5, 80));
        var gap = Gap(rows, new SelectionRate(), MixOf.Patients);
        Assert.That(gap.Standardized, Is.EqualTo(0.25).Within(1e-12));
        Assert.That(gap.Covered, Is.EqualTo(60 / 200.0).Within(1e-12));
        var none = Gap(Cells(("a", "old", 30, 40), ("b", "young", 10, 20)), new SelectionRate(), MixOf.Patients);
        Assert.That((none.Crude, none.Standardized, none.Covered), Is.EqualTo((0.25, (double?)null, (double?)null)));
        Assert.That(none.Reason!.ToString(), Does.Contain("no cell of the case mix"));
    }

    [Test]
    public void Every_figure_is_its_rate_in_each_cell_averaged_with_the_shares_of_those_it_is_about()
    {
        var (cohort, table, order) = World(5, 900, weighted: true);
        var standard = new CaseMixStandard(cohort, 0.5);
        bool[] flagged = [.. cohort.Scores.Select(s => s >= 0.5)];
        (IMetric Metric, MixOf Mix, Func<int, bool> About, Func<int, double> Value)[] figures =
        [
            (new Sensitivity(), MixOf.Events, i => cohort.Labels[i] == 1, i => flagged[i] ? 1 : 0),
            (new FalsePositiveRate(), MixOf.NonEvents, i => cohort.Labels[i] == 0, i => flagged[i] ? 1 : 0),
            (new PositivePredictiveValue(), MixOf.Flagged, i => flagged[i], i => cohort.Labels[i]),
            (new Accuracy(), MixOf.Patients, _ => true, i => flagged[i] == (cohort.Labels[i] == 1) ? 1 : 0),
            (new Metrics.Calibration.BrierScore(), MixOf.Patients, _ => true, i => Math.Pow(cohort.Scores[i] - cohort.Labels[i], 2)),
        ];
        foreach (var (metric, mix, about, value) in figures)
        {
            var gap = CaseMixGap.Of(standard, order, table, 1 - table.Index.Reference, metric, mix, 1, null);
            double Standardized(int group) => Enumerable.Range(0, 3).Sum(cell =>
            {
                double Sum(Func<int, bool> who, Func<int, double> of) => Enumerable.Range(0, cohort.Count).Where(i => about(i) && who(i)).Sum(i => cohort.Weights![i] * of(i));
                bool Own(int i) => table.Index.Codes[i] == group && cohort.CaseMix[0].Codes[i] == cell;
                return Sum(i => cohort.CaseMix[0].Codes[i] == cell, _ => 1) / Sum(_ => true, _ => 1) * Sum(Own, value) / Sum(Own, _ => 1);
            });
            Assert.That(gap.Standardized, Is.EqualTo(Standardized(1 - table.Index.Reference) - Standardized(table.Index.Reference)).Within(1e-10), metric.Info.Id);
        }
    }

    [Test]
    public void Observed_over_expected_is_that_of_the_events_and_risks_that_everybodys_mix_would_have()
    {
        var (cohort, table, order) = World(6, 900, weighted: true);
        var gap = CaseMixGap.Of(new(cohort, 0.5), order, table, 1 - table.Index.Reference, new Metrics.Calibration.ObservedExpectedRatio(), MixOf.Patients, 1, null);
        double Of(int group)
        {
            double Sum(Func<int, bool> who, Func<int, double> of) => Enumerable.Range(0, cohort.Count).Where(who).Sum(i => cohort.Weights![i] * of(i));
            double Mean(Func<int, double> of) => Enumerable.Range(0, 3).Sum(cell => cohort.CaseMix[0].Codes is var cells
                ? Sum(i => cells[i] == cell, _ => 1) * Sum(i => table.Index.Codes[i] == group && cells[i] == cell, of) / Sum(i => table.Index.Codes[i] == group && cells[i] == cell, _ => 1) : 0);
            return Mean(i => cohort.Labels[i]) / Mean(i => cohort.Scores[i]);
        }
        Assert.That(gap.Standardized, Is.EqualTo(Of(1 - table.Index.Reference) - Of(table.Index.Reference)).Within(1e-10));
    }

    [TestCase("StandardizedDemographicParityDifference")]
    [TestCase("StandardizedEqualOpportunityDifference")]
    [TestCase("StandardizedPredictiveEqualityDifference")]
    [TestCase("StandardizedPredictiveParityDifference")]
    [TestCase("StandardizedAccuracyEqualityDifference")]
    [TestCase("StandardizedAurocGap")]
    [TestCase("StandardizedBrierGap")]
    [TestCase("StandardizedObservedExpectedRatioGap")]
    public void A_gap_of_the_catalog_is_the_one_formed_row_by_row(string id)
    {
        var sample = ComparedCohort.Random(12, [700, 500], [0, 0.12], weighted: true);
        var (scores, labels, weights, cells) = (sample.Scores, sample.Labels, sample.Weights!, sample.Strata!);
        bool Flagged(int i) => scores[i] >= sample.Threshold;
        Func<int, int, bool> alike = id switch
        {
            "StandardizedEqualOpportunityDifference" or "StandardizedPredictiveEqualityDifference" or "StandardizedAurocGap" => (i, j) => labels[i] == labels[j],
            "StandardizedPredictiveParityDifference" => (i, j) => Flagged(i) == Flagged(j),
            _ => (_, _) => true,
        };
        double Figure(string group)
        {
            int[] rows = [.. Enumerable.Range(0, sample.Count).Where(i => sample.Groups[i] == group)];
            double Sum(IEnumerable<int> of) => of.Sum(i => weights[i]);
            // So many times a patient counts that the group's share of the cell among those alike becomes everybody's.
            var times = rows.ToDictionary(i => i, i =>
                Sum(Enumerable.Range(0, sample.Count).Where(j => alike(i, j) && cells[j] == cells[i])) / Sum(Enumerable.Range(0, sample.Count).Where(j => alike(i, j)))
                / (Sum(rows.Where(j => alike(i, j) && cells[j] == cells[i])) / Sum(rows.Where(j => alike(i, j)))));
            double Mean(Func<int, bool> about, Func<int, double> of) => rows.Where(about).Sum(i => weights[i] * times[i] * of(i)) / rows.Where(about).Sum(i => weights[i] * times[i]);
            return id switch
            {
                "StandardizedDemographicParityDifference" => Mean(_ => true, i => Flagged(i) ? 1 : 0),
                "StandardizedEqualOpportunityDifference" => Mean(i => labels[i] == 1, i => Flagged(i) ? 1 : 0),
                "StandardizedPredictiveEqualityDifference" => Mean(i => labels[i] == 0, i => Flagged(i) ? 1 : 0),
                "StandardizedPredictiveParityDifference" => Mean(Flagged, i => labels[i]),
                "StandardizedAccuracyEqualityDifference" => Mean(_ => true, i => Flagged(i) == (labels[i] == 1) ? 1 : 0),
                "StandardizedBrierGap" => Mean(_ => true, i => Math.Pow(scores[i] - labels[i], 2)),
                "StandardizedObservedExpectedRatioGap" => Mean(_ => true, i => labels[i]) / Mean(_ => true, i => scores[i]),
                _ => Mean(i => labels[i] == 1, i => Mean(j => labels[j] == 0, j => scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0)),
            };
        }
        var gap = Figure("g1") - Figure("g0");
        var shown = sample.Compare(id).Single().Value!.Value;
        // To three digits, away from 0.
        Assert.That(Math.Sign(shown), Is.EqualTo(Math.Sign(gap)));
        Assert.That(Math.Abs(shown), Is.InRange(Math.Abs(gap) - 1e-9, Math.Abs(gap) + 0.001));
    }

    [TestCaseSource(nameof(Standardized))]
    public void As_a_disparity_it_is_that_of_the_cells_of_more_than_ten_to_three_digits_to_the_safe_side(string id, string metric)
    {
        var sample = ComparedCohort.Random(31, [240, 160, 12], [0, 0.1, 0]);
        var (context, (measured, mix)) = (sample.Context, CaseMixGap.Figures.Single(f => f.Metric.Info.Id == metric));
        var gaps = ComparedCohort.Compare(id, context);
        foreach (var (gap, group) in gaps.Zip([1, 2]))
        {
            var exact = CaseMixGap.Of(new(context.Cohort, context.Threshold), context.Order, context.Table, group, measured, mix, 11, null);
            if (exact.Standardized is not { } value)
            {
                Assert.That((gap.Value, gap.Reason?.ToString()), Is.EqualTo(((double?)null, exact.Reason!.ToString())));
                continue;
            }
            Assert.That(Math.Abs(gap.Value!.Value), Is.InRange(Math.Abs(value) - 1e-9, Math.Abs(value) + 0.001));
            Assert.That(gap.Value * 1000 % 1, Is.Zero.Within(1e-9).Or.EqualTo(Math.Sign(value)).Within(1e-9));
            if (exact.Interval is null) continue;
            Assert.That(gap.Interval!.Lower, Is.LessThanOrEqualTo(exact.Interval.Lower), "simultaneous over groups");
            Assert.That(gap.Interval.Upper, Is.GreaterThanOrEqualTo(exact.Interval.Upper));
        }
        Assert.That(gaps[0].Value, Is.Not.Null);
        Assert.That((sample with { Strata = null }).Compare(id), Is.Empty, "without a declared case mix");
    }

    private static IEnumerable<TestCaseData> Standardized => StandardizedGap.All.Select(g => new TestCaseData(g.Info.Id, g.Info.Metrics[0]).SetArgDisplayNames(g.Info.Id));

    [Test]
    public void An_AUROC_is_standardized_within_each_outcome()
    {
        var (cohort, table, order) = World(8, 500, weighted: false);
        var gap = CaseMixGap.Of(new CaseMixStandard(cohort, 0.5), order, table, 1 - table.Index.Reference, new AreaUnderRoc(), MixOf.WithinOutcome, 1, null);
        var cells = cohort.CaseMix[0].Codes;
        double Area(int group)
        {
            double Weight(int i) => Enumerable.Range(0, cohort.Count).Count(j => cohort.Labels[j] == cohort.Labels[i] && cells[j] == cells[i])
                / (double)Enumerable.Range(0, cohort.Count).Count(j => cohort.Labels[j] == cohort.Labels[i] && cells[j] == cells[i] && table.Index.Codes[j] == group);
            var rows = Enumerable.Range(0, cohort.Count).Where(i => table.Index.Codes[i] == group).ToArray();
            double above = 0, pairs = 0;
            foreach (var e in rows.Where(i => cohort.Labels[i] == 1))
                foreach (var c in rows.Where(i => cohort.Labels[i] == 0))
                {
                    var weight = Weight(e) * Weight(c);
                    (above, pairs) = (above + (weight * (cohort.Scores[e] > cohort.Scores[c] ? 1 : cohort.Scores[e] == cohort.Scores[c] ? 0.5 : 0)), pairs + weight);
                }
            return above / pairs;
        }
        Assert.That(gap.Standardized, Is.EqualTo(Area(1 - table.Index.Reference) - Area(table.Index.Reference)).Within(1e-10));
    }

    [Test]
    public void The_interval_of_a_standardized_gap_holds_the_truth()
    {
        var (held, runs) = (0, 300);
        for (var run = 0; run < runs; run++)
        {
            // Flagged: 0.6 of the old, 0.2 of the young, and 0.1 more in group a; a is older.
            var random = new Seed(3).For($"{run}").Generator();
            List<(string, string, bool)> rows = [];
            for (var i = 0; i < 300; i++)
            {
                var a = i % 2 == 0;
                var old = random.NextUniform() < (a ? 0.6 : 0.3);
                rows.Add((a ? "a" : "b", old ? "old" : "young", random.NextUniform() < (old ? 0.6 : 0.2) + (a ? 0.1 : 0)));
            }
            var interval = Gap(rows, new SelectionRate(), MixOf.Patients).Interval!;
            if (interval.Lower <= 0.1 && 0.1 <= interval.Upper) held++;
        }
        Assert.That(held / (double)runs, Is.InRange(0.92, 0.98));
    }

    private static List<(string Group, string Cell, bool Flagged)> Cells(params (string Group, string Cell, int Flagged, int Patients)[] cells) =>
        [.. cells.SelectMany(c => Enumerable.Range(0, c.Patients).Select(i => (c.Group, c.Cell, i < c.Flagged)))];

    private static CaseMixGap Gap(IReadOnlyList<(string Group, string Cell, bool Flagged)> rows, IMetric metric, MixOf mix)
    {
        var (cohort, table, order) = Of([.. rows.Select((r, i) => (byte)(i % 2))], [.. rows.Select(r => r.Flagged ? 0.75 : 0.25)], null,
            [.. rows.Select(r => r.Group)], [.. rows.Select(r => r.Cell)]);
        return CaseMixGap.Of(new CaseMixStandard(cohort, 0.5), order, table, 0, metric, mix, 1, null);
    }

    private static (ScoredCohort, GroupTable, ScoreOrder) World(int seed, int patients, bool weighted)
    {
        var random = new Random(seed);
        var (group, cell) = (new string[patients], new string[patients]);
        var (labels, scores, weights) = (new byte[patients], new double[patients], new double[patients]);
        for (var i = 0; i < patients; i++)
        {
            (group[i], cell[i]) = (random.Next(3) == 0 ? "a" : "b", $"{random.Next(3)}");
            scores[i] = random.Next(40) / 40.0;
            labels[i] = (byte)(random.NextDouble() < 0.2 + (0.5 * scores[i]) ? 1 : 0);
            weights[i] = 0.5 + random.NextDouble();
        }
        return Of(labels, scores, weighted ? weights : null, group, cell);
    }

    private static (ScoredCohort, GroupTable, ScoreOrder) Of(byte[] labels, double[] scores, double[]? weights, string[] group, string[] cell)
    {
        var (attribute, mix) = (Column("group", group, 1), Column("cell", cell, 0));
        var cohort = new ScoredCohort
        {
            Labels = labels, Scores = scores, Weights = weights, Attributes = [attribute], CaseMix = [mix],
            Flow = new CohortFlow(labels.Length, [], 0, labels.Length, labels.Length, 0),
        };
        var order = new ScoreOrder(scores, labels, weights);
        var plan = SampleAudit.Of(ReportProfile.Internal, labels, scores, group, group).Plan;
        return (cohort, ComparedCohort.TableOf(GroupIndex.Of([attribute]), order, 0.5, plan), order);
    }

    private static AttributeColumn Column(string name, string[] texts, int reference)
    {
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), reference, true);
    }
}
