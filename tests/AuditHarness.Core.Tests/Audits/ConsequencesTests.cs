using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Audits;

/// <summary>What 1,000 patients come to.</summary>
internal sealed class ConsequencesTests
{
    private static readonly (string, string, int, int, int, int)[] Cells =
        [("x", "p", 72, 172, 873, 33), ("x", "q", 30, 40, 200, 25), ("y", "p", 28, 35, 190, 22), ("y", "q", 14, 20, 4, 62)];

    private static readonly Lazy<AuditResult> s_internal = new(() => SampleAudit.OfCounts(ReportProfile.Internal, Cells).Run());

    private static Exhibit.Table Table(AuditResult result) => result.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "consequences");

    [Test]
    public void Every_row_is_counted_out_per_1000_patients_with_the_intervals_of_the_shares()
    {
        var table = Table(s_internal.Value);
        var row = table.Rows.Single(r => r[0] is Cell.Text { Value: var who } && who.Contains('x', StringComparison.Ordinal) && who.Contains('p', StringComparison.Ordinal));
        double[] counts = [244, 72, 33, 172, 873, 105, 1045];
        for (var c = 0; c < counts.Length; c++)
        {
            var (value, interval, _) = (Cell.Figure)row[c + 1];
            var share = new Statistics.ProportionSampling(counts[c] / 1150, 1150, ProportionMethod.MidP).Interval(0.95);
            Assert.That(new[] { value, interval!.Lower, interval.Upper }, Is.EqualTo(new[] { 1000 * counts[c] / 1150, 1000 * share.Lower, 1000 * share.Upper }).Within(1e-9), table.Columns[c + 1]);
        }
        Assert.That(table.Rows, Has.Count.EqualTo(1 + 4 + 4));
    }

    [Test]
    public void A_cell_is_hidden_exactly_where_the_metrics_are_that_it_follows_from([Values] ReportProfile profile)
    {
        var result = profile == ReportProfile.Internal ? s_internal.Value : SampleAudit.OfCounts(profile, Cells).Run();
        var subgroups = result.Measurements.Where(m => m.Metric == "Sensitivity").Select(m => m.Subgroup).ToArray();
        bool Hidden(string metric, Subgroup group) => result.Measurements.Single(m => m.Metric == metric && m.Subgroup.Equals(group)) is Measurement.Unknown { Suppressed: true };
        var hidden = 0;
        foreach (var (group, row) in subgroups.Zip(Table(result).Rows))
        {
            var (flagged, prevalence) = (Hidden("SelectionRate", group), Hidden("Prevalence", group));
            var (events, nonEvents) = (prevalence || Hidden("Sensitivity", group), prevalence || Hidden("Specificity", group));
            Assert.That(row.Skip(1).Select(c => c is Cell.Hidden), Is.EqualTo(new[] { flagged, events, events, nonEvents, nonEvents, prevalence, prevalence }), group.ToString());
            Assert.That(s_metrics.Select(m => Hidden(m.Metric, group)), Is.EqualTo(new[] { events, events, nonEvents, nonEvents }), group.ToString());
            hidden += row.Count(c => c is Cell.Hidden);
        }
        Assert.That(hidden, profile == ReportProfile.Public ? Is.Positive : Is.Zero);
    }

    private static readonly (int Column, string Metric)[] s_metrics =
        [(2, "TruePositivesPer1000"), (3, "FalseNegativesPer1000"), (4, "FalsePositivesPer1000"), (5, "TrueNegativesPer1000")];

    // Of plain rows, weighted ones and clusters, under both profiles.
    [Test]
    public void It_says_what_the_metrics_say_and_hides_what_they_hide([Values] ReportProfile profile, [Values] bool weighted, [Values] bool clustered)
    {
        var sample = SampleAudit.OfCounts(profile, Cells);
        var cohort = sample.Cohort;
        var rows = Enumerable.Range(0, cohort.Count);
        var result = (sample with
        {
            Cohort = new ScoredCohort
            {
                Labels = cohort.Labels, Scores = cohort.Scores, Attributes = cohort.Attributes, Flow = cohort.Flow,
                Weights = weighted ? [.. rows.Select(i => 1.0 + (i % 4))] : null, Clusters = clustered ? [.. rows.Select(i => i * 7 % 60)] : null,
            },
        }).Only(AuditCatalog.Performance, AuditCatalog.Utility).Run();
        var (shown, hidden) = (0, 0);
        foreach (var (column, metric) in s_metrics)
            foreach (var (measurement, row) in result.Measurements.Where(m => m.Metric == metric).Zip(Table(result).Rows))
            {
                switch (measurement)
                {
                    case Measurement.Known known:
                        Assert.That(row[column], Is.EqualTo(new Cell.Figure(known.Value, known.Interval, known.Reason)), $"{metric} in {known.Subgroup}");
                        shown++;
                        break;
                    default:
                        Assert.That(row[column], Is.EqualTo(new Cell.Hidden(((Measurement.Unknown)measurement).Reason)), $"{metric} in {measurement.Subgroup}");
                        hidden++;
                        break;
                }
            }
        Assert.That(shown + hidden, Is.EqualTo(4 * 9));
        Assert.That(shown, Is.Positive);
        Assert.That(hidden, profile == ReportProfile.Public ? Is.Positive : Is.Zero);
    }

    // 40 patients, each in 25 rows: 8 of them flagged tell of 8 of 40, not of 200 of 1,000.
    [Test]
    public void With_clusters_intervals_tell_of_the_clusters_and_not_of_their_rows()
    {
        int[] clusters = [.. Enumerable.Range(0, 1000).Select(i => i / 25)];
        var sample = SampleAudit.Of(ReportProfile.Internal,
            Array.ConvertAll(clusters, c => (byte)(c % 3 == 0 ? 1 : 0)), Array.ConvertAll(clusters, c => (c % 5 == 0 ? 0.6 : 0.2) + (c / 1000.0)),
            Array.ConvertAll(clusters, _ => "x"), Array.ConvertAll(clusters, _ => "p")).OfEverybody().Only(AuditCatalog.Performance, AuditCatalog.Utility);
        Cell.Figure Flagged(SampleAudit audit) => (Cell.Figure)Table(audit.Run()).Rows[0][1];
        var (byRow, byCluster) = (Flagged(sample), Flagged(sample.In(clusters)));
        var result = sample.In(clusters).Run();
        var cells = Table(result).Rows[0].Skip(1).Cast<Cell.Figure>().ToArray();
        double Width(Cell.Figure figure) => (figure.Interval!.Upper - figure.Interval.Lower) / 2;
        Assert.Multiple(() =>
        {
            Assert.That(byCluster.Value, Is.EqualTo(byRow.Value).And.EqualTo(200));
            Assert.That(Width(byRow), Is.EqualTo(25).Within(1));
            // The mean of 40 patients: t(39) · √(0.2 · 0.8 / 39) = 129.6.
            Assert.That(Width(byCluster), Is.EqualTo(129.6).Within(8));
            foreach (var (column, metric) in new[] { (0, "SelectionRate"), (5, "Prevalence") })
            {
                var known = (Measurement.Known)result.Measurements.Single(m => m.Metric == metric);
                Assert.That(new[] { cells[column].Interval!.Lower, cells[column].Interval!.Upper }, Is.EqualTo(new[] { 1000 * known.Interval!.Lower, 1000 * known.Interval.Upper }).Within(1e-6), metric);
            }
            Assert.That(Width(cells[1]), Is.GreaterThan(60), "events found");
        });
        // Nobody flagged: what cannot be seen to vary is as uncertain as 40 patients make it, here and in the metric.
        var unflagged = (sample with { Plan = sample.Plan with { Threshold = new ThresholdPlan.Fixed(0.9) } }).In(clusters).Run();
        var none = (Cell.Figure)Table(unflagged).Rows[0][1];
        var rate = ((Measurement.Known)unflagged.Measurements.Single(m => m.Metric == "SelectionRate")).Interval!;
        Assert.That(new[] { none.Interval!.Lower, none.Interval.Upper }, Is.EqualTo(new[] { 1000 * rate.Lower, 1000 * rate.Upper }).Within(1e-6));
        // Mid-P's upper limit of 0 of 40 solves (1 - p)^40 / 2 = 2.5 %.
        Assert.That(rate.Upper, Is.EqualTo(1 - Math.Pow(0.05, 1 / 40.0)).Within(0.008));
        var alone = (Cell.Figure)Table(sample.In(new int[1000]).Run()).Rows[0][1];
        Assert.That((alone.Value, alone.Interval, alone.Reason), Is.EqualTo((200, (Statistics.Interval?)null, DesignEffects.TooFewClusters)));
    }

    // A threshold apart from the audit's own must tell no few patients either, by itself or beside others.
    [Test]
    public void Under_profile_public_figures_at_other_thresholds_are_told_only_where_they_tell_of_no_few_patients([Range(0, 19)] int seed)
    {
        var random = new Random(seed);
        var n = random.Next(200, 3000);
        var scores = Array.ConvertAll(new double[n], _ => random.NextDouble());
        var labels = Array.ConvertAll(scores, s => (byte)(random.NextDouble() < 0.7 * s ? 1 : 0));
        var result = SampleAudit.Of(ReportProfile.Public, labels, scores, Array.ConvertAll(scores, _ => "x"), Array.ConvertAll(scores, _ => "p")).OfEverybody().Run();
        string[] metrics = ["SpecificityAtSensitivity", "SensitivityAtSpecificity", "PrecisionAtTop"];
        var evidence = new Rows(scores, labels, null, 0.5).Evidence;
        List<ConfusionCounts> told = [evidence.Confusion];
        foreach (var metric in metrics)
            if (result.Measurements.Single(m => m.Metric == metric && m.Subgroup.IsOverall) is Measurement.Known)
                told.Add(((Estimate.Known)MetricCatalog.Find(metric)!.Measure(evidence)).Tells!.Value);
        for (var i = 1; i < told.Count; i++)
        {
            Assert.That(told[i].HasSmallCount, Is.False);
            for (var j = 0; j < i; j++)
            {
                Assert.That(CellTable.IsSmall(Math.Abs(told[i].TruePositives.Rows - told[j].TruePositives.Rows)), Is.False);
                Assert.That(CellTable.IsSmall(Math.Abs(told[i].FalsePositives.Rows - told[j].FalsePositives.Rows)), Is.False);
            }
        }
        foreach (var point in result.Exhibits.OfType<Exhibit.OperatingCurve>().Single(c => c.Subgroup.IsOverall).Points)
        {
            var at = evidence.Ranked.At(point.Threshold ?? 2);
            foreach (var other in told)
            {
                Assert.That(CellTable.IsSmall(Math.Abs(at.TruePositives.Rows - other.TruePositives.Rows)), Is.False, $"{point.Threshold}");
                Assert.That(CellTable.IsSmall(Math.Abs(at.FalsePositives.Rows - other.FalsePositives.Rows)), Is.False, $"{point.Threshold}");
            }
        }
    }
}
