using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;

namespace AuditHarness;

/// <summary>Where other tools go wrong: each trap with the tests that keep us out of it, and the tests that stand nowhere else.</summary>
public sealed class TrapsTests
{
    private static readonly (string Trap, string[] Tests)[] s_traps =
    [
        ("A rate over nobody is 0, or not a number", ["DegenerateGroupsTests.A_group_without_events_has_no_sensitivity_and_no_miss_rate", "DegenerateGroupsTests.No_metric_is_ever_not_a_number_and_what_is_missing_has_a_reason"]),
        ("A disparity over 0 is infinite, or 10", ["GroupComparisonTests.Trap_a_disparity_with_0_in_the_denominator_is_undefined_not_infinite_or_10", "GroupComparisonTests.A_ratio_of_0_has_an_upper_limit_by_the_corrected_log_ratio_which_is_named"]),
        ("The largest gap passes over groups in silence", ["GroupComparisonTests.Trap_max_over_groups_skips_nobody_silently_groups_left_out_are_counted_and_named"]),
        ("The area of a group of one class is 0, or stops the run", ["TrapsTests.A_group_of_one_class_has_no_area_and_a_reason"]),
        ("Ties are counted by the order of rows, and near ties are merged", ["AreaUnderRocTests.Ties_count_half_by_midranks_in_any_order_of_rows", "AreaUnderRocTests.Near_ties_are_not_merged_only_exactly_equal_scores_are", "TrapsTests.Eighteen_scores_that_differ_in_their_last_bits_are_ranked_pair_by_pair"]),
        ("An infinite score gives a figure, or none with a warning", ["CohortFileFaultTests.A_score_that_is_no_risk_is_told_by_line", "ModelThatRunsTests.An_answer_that_is_no_risk_is_refused"]),
        ("The direction of a score is guessed", ["AreaUnderRocTests.A_model_that_ranks_the_wrong_way_is_not_flipped"]),
        ("Perfect separation is certain, or beyond 1", ["AreaUnderRocTests.Perfect_separation_is_exactly_1_but_not_printed_as_certain", "AreaUnderRocTests.Weights_with_rounding_do_not_hide_perfect_separation", "AreaUnderRocTests.Two_perfect_areas_are_not_compared_with_certainty"]),
        ("Groups are compared as if paired, models as if not", ["OracleRTests.Areas_of_two_groups_are_compared_as_proc_does_unpaired", "PairedAreasTests.Two_models_on_the_same_patients_agree_with_pROC"]),
        ("A bootstrap drops replicates without a figure", ["BootstrapTests.Replicates_without_a_figure_are_left_out_up_to_a_twentieth_and_then_there_is_no_interval", "BootstrapTests.Percentiles_of_a_share_are_those_of_the_binomial_distribution"]),
        ("The largest of several gaps is taken at face value", ["GroupComparisonTests.Trap_the_largest_gap_is_above_0_by_chance_and_the_expected_one_stands_beside_it", "GroupComparisonTests.The_simultaneous_intervals_cover_all_true_gaps_together", "GroupComparisonTests.Equal_groups_are_seldom_accused"]),
        ("Wilson's limit of nobody is 1e-17", ["SamplingTests.Wilsons_limits_are_exactly_0_and_1_at_the_ends", "SamplingTests.Wilsons_limits_hold_the_share_even_where_rounding_would_push_it_out"]),
        ("The table of a group of one class is 1 by 1", ["DegenerateGroupsTests.The_table_is_2_by_2_even_with_one_class_or_nobody"]),
        ("At the threshold a patient is flagged or not; net benefit divides by 0", ["DegenerateGroupsTests.A_score_equal_to_the_threshold_is_flagged", "NetBenefitTests.Thresholds_at_the_ends_have_reasons_and_no_figures_where_there_is_none", "TrapsTests.A_decision_curve_starts_at_the_prevalence_and_ends_before_1"]),
        ("Hosmer and Lemeshow's degrees ignore the groups that ties leave, and whose data it is", ["CalibrationTestsTests.Degrees_of_freedom_follow_the_groups_that_ties_leave", "CalibrationTestsTests.Tests_agree_with_val_prob_and_hoslem_test"]),
        ("Risks of 0 and 1 are dropped everywhere, or end the run", ["AuditTests.Trap_risks_of_exactly_0_or_1_are_kept_for_the_rest_and_their_number_is_said", "LogisticRecalibrationTests.Risks_of_exactly_0_and_1_are_left_out_and_counted", "LogisticRecalibrationTests.With_an_epsilon_risks_of_exactly_0_and_1_count_as_so_near"]),
        ("Separated or constant scores have a slope", ["LogisticRecalibrationTests.Scores_that_separate_the_outcomes_have_no_slope", "LogisticRecalibrationTests.Constant_scores_have_no_slope_but_an_intercept"]),
        ("Training rows are perfectly calibrated", ["AuditTests.Trap_apparent_calibration_is_noticed", "LogisticRecalibrationTests.Held_out_predictions_do_not_look_apparent"]),
        ("Two intercepts share a name", ["OracleRTests.The_two_intercepts_that_peers_give_one_name_are_two_metrics"]),
        ("Two smoothers share a name", ["CalibrationErrorTests.Errors_by_lowess_agree_with_val_prob_as_far_as_its_delta_lets_them", "CalibrationErrorTests.Errors_by_loess_agree_with_r_as_far_as_its_interpolation_lets_them", "TrapsTests.Every_error_by_a_smoother_names_it_in_its_id"]),
        ("A smoother's default approximation passes for the smoother", ["LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r", "LocalRegressionTests.Knots_and_cubics_move_no_figure_by_1e_4"]),
        ("Calibration errors of different bins share a name", ["CalibrationErrorTests.Binned_errors_equal_sums_row_by_row", "TrapsTests.Every_binned_error_says_which_bins"]),
        ("A small group's calibration error is chance", ["ExpectedCalibrationErrorTests.A_small_group_is_expected_to_show_a_larger_error_than_a_large_one", "CalibrationErrorTests.What_chance_alone_gives_is_what_simulation_gives"]),
        ("Spiegelhalter's variance is 0", ["CalibrationTestsTests.What_cannot_be_tested_has_a_reason"]),
        ("Precision is interpolated, and compared across prevalences", ["AveragePrecisionTests.It_is_the_step_sum_of_the_definition_and_not_the_trapezoid", "TrapsTests.Average_precision_says_that_groups_of_unequal_prevalence_cannot_be_compared_by_it"]),
        ("A sum of weights passes for a number of patients", ["TallyTests.With_weights_it_is_kishs", "SharedLawsTests.Unequal_weights_widen_the_interval"]),
        ("Rows of one patient pass for patients", ["DesignEffectsTests.With_many_rows_of_each_patient_intervals_hold_the_truth_and_without_clusters_they_do_not", "ClusteredComparisonTests.Gaps_to_everybody_hold_the_truth_of_all_groups_at_once"]),
        ("Four fifths have no other side, or another one", ["GroupComparisonTests.Trap_four_fifths_is_symmetric_on_the_log_scale"]),
        ("The largest group is the reference, whichever that is", ["AttributeReaderTests.A_pinned_reference_that_is_not_the_largest_is_noticed_without_counts", "TrapsTests.A_reference_that_another_sample_could_change_is_noticed"]),
        ("Equalized odds as the larger of two largest gaps has no interval", ["GroupComparisonTests.Equal_groups_are_seldom_accused", "TrapsTests.Equalized_odds_have_the_interval_of_the_larger_gap_and_what_chance_gives"]),
        ("A missing attribute is a group called nan", ["AttributeReaderTests.Texts_are_in_ordinal_order_and_the_missing_level_is_last", "AttributeReaderTests.A_value_that_is_called_like_the_missing_level_is_a_fault"]),
        ("Shares are tested as if they were normal, many at a time", ["ContrastTests.Parity_of_holisticais_example_agrees_in_difference_ratio_and_both_tests", "HolmTests.It_gives_what_p_adjust_gives", "BenjaminiHochbergTests.It_gives_what_p_adjust_gives"]),
        ("Overall and by group are computed in two ways", ["TrapsTests.Everybody_is_measured_as_the_only_group_of_an_attribute_is"]),
        ("Figures are rounded before they are compared", ["TrapsTests.No_figure_is_rounded_where_figures_are_made"]),
        ("An area between curves is a difference of areas", ["AbrocaTests.Curves_that_cross_have_an_area_between_them_although_their_areas_agree", "AbrocaTests.It_is_at_least_the_gap_of_the_areas_and_its_signed_form_is_that_gap"]),
        ("The standard deviation of nothing is 0", ["TrapsTests.A_deviation_between_fewer_than_two_groups_is_no_figure"]),
    ];

    private static IEnumerable<TestCaseData> Traps => s_traps.Select(t => new TestCaseData((object)t.Tests).SetArgDisplayNames(t.Trap));

    [TestCaseSource(nameof(Traps))]
    public void Every_trap_is_held_by_tests_that_exist(string[] tests) => Assert.Multiple(() =>
    {
        Assert.That(tests, Is.Not.Empty);
        foreach (var test in tests)
        {
            var (fixture, name) = (test.Split('.')[0], test.Split('.')[1]);
            var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), fixture + ".cs", SearchOption.AllDirectories).ToArray();
            Assert.That(sources, Has.Length.EqualTo(1), test);
            Assert.That(File.ReadAllText(sources[0]), Does.Contain($"public void {name}("), test);
        }
    });

    [TestCase((byte)0)]
    [TestCase((byte)1)]
    public void A_group_of_one_class_has_no_area_and_a_reason(byte label) =>
        Assert.That(new AreaUnderRoc().Measure(new Rows([0.2, 0.4, 0.4], [label, label, label], null, 0.5).Evidence),
            Is.TypeOf<Estimate.Undefined>().And.Property(nameof(Estimate.Undefined.Reason)).Not.Null);

    [Test]
    public void Eighteen_scores_that_differ_in_their_last_bits_are_ranked_pair_by_pair()
    {
        double[] scores = new double[18];
        scores[0] = 0.35;
        for (var i = 1; i < scores.Length; i++) scores[i] = i % 3 == 0 ? scores[i - 1] : Math.BitIncrement(scores[i - 1]);
        byte[] labels = [0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1];
        var pairs = from e in Enumerable.Range(0, 18) where labels[e] == 1 from n in Enumerable.Range(0, 18) where labels[n] == 0 select scores[e] > scores[n] ? 1 : scores[e] == scores[n] ? 0.5 : 0;
        Assert.That(scores[^1] - scores[0], Is.LessThan(1e-15));
        Assert.That(((Estimate.Known)new AreaUnderRoc().Measure(new Rows(scores, labels, null, 0.5).Evidence)).Value, Is.EqualTo(pairs.Average()).Within(1e-15));
    }

    [Test]
    public void A_decision_curve_starts_at_the_prevalence_and_ends_before_1()
    {
        double[] scores = [.. Enumerable.Range(0, 400).Select(i => i < 60 ? 1.0 : i < 120 ? 0.0 : i / 400.0)];
        byte[] labels = [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 4 == 0 ? 1 : 0))];
        var result = SampleAudit.Of(ReportProfile.Internal, labels, scores, Enumerable.Repeat("x", 400).ToArray(), Enumerable.Repeat("p", 400).ToArray()).Run();
        var points = result.Exhibits.OfType<Exhibit.OperatingCurve>().Single(c => c.Subgroup.IsOverall).Points;
        Assert.Multiple(() =>
        {
            Assert.That(points.Where(p => p.Threshold is 1).Select(p => p.NetBenefit), Has.All.Null, "at 1 it would divide by 0");
            Assert.That(points.Single(p => p.Threshold is 0).NetBenefit, Is.EqualTo(0.25).Within(1e-12), "at 0 everybody is treated: the prevalence");
            Assert.That(points.Select(p => p.NetBenefit), Has.All.Null.Or.InRange(-1e9, 1));
        });
    }

    [Test]
    public void Every_error_by_a_smoother_names_it_in_its_id() => Assert.That(
        MetricCatalog.Infos.Where(m => m.Id.StartsWith("IntegratedCalibrationIndex", StringComparison.Ordinal)).Select(m => m.Id),
        Is.EquivalentTo(["IntegratedCalibrationIndexLoess", "IntegratedCalibrationIndexLowess", "IntegratedCalibrationIndexIsotonic"]));

    [Test]
    public void Every_binned_error_says_which_bins() => Assert.Multiple(() =>
    {
        foreach (var info in MetricCatalog.Infos.Where(m => m.Id.EndsWith("CalibrationError", StringComparison.Ordinal) && !m.Id.Contains("Cumulative", StringComparison.Ordinal)))
            Assert.That(info.Definition + info.Convention, Does.Contain("bins").IgnoreCase, info.Id);
    });

    [Test]
    public void Average_precision_says_that_groups_of_unequal_prevalence_cannot_be_compared_by_it() =>
        Assert.That(MetricCatalog.Find("AveragePrecision")!.Info.Definition, Does.Contain("groups of unequal prevalence cannot be compared"));

    [TestCase(200, 190, true)]
    [TestCase(200, 163, true)]
    [TestCase(200, 160, false)]
    public void A_reference_that_another_sample_could_change_is_noticed(int largest, int second, bool noticed)
    {
        string[] a = [.. Enumerable.Repeat("x", largest), .. Enumerable.Repeat("y", second)];
        var whole = SampleAudit.Of(ReportProfile.Internal, [.. a.Select((_, i) => (byte)(i % 3 == 0 ? 1 : 0))], [.. a.Select((_, i) => i * 7 % 400 / 400.0)], a, [.. a.Select(_ => "p")]);
        var sample = whole with { Plan = whole.Plan with { Audits = [AuditCatalog.Performance] } };
        string[] Notices(SampleAudit audit) => [.. audit.Run().Exhibits.OfType<Exhibit.Notices>().SelectMany(n => n.Sentences).Select(s => s.ToString()).Where(s => s.StartsWith("No reference is pinned", StringComparison.Ordinal))];
        Assert.That(Notices(sample), noticed ? Has.Length.EqualTo(1).And.Some.Contains("for a: x is taken").And.Some.Contains("y has as many") : Is.Empty);
        var c = sample.Cohort;
        var pinned = sample with { Cohort = new ScoredCohort { Labels = c.Labels, Scores = c.Scores, Flow = c.Flow, Attributes = [.. c.Attributes.Select(k => k with { ReferenceIsPinned = true })] } };
        Assert.That(Notices(pinned), Is.Empty);
    }

    [Test]
    public void Equalized_odds_have_the_interval_of_the_larger_gap_and_what_chance_gives()
    {
        var gap = ComparedCohort.Random(5, [120, 120, 120]).Compare("EqualizedOddsDifference").Single(g => g.Comparison == Comparison.WorstPair);
        Assert.That(gap.Interval!.Lower, Is.LessThanOrEqualTo(gap.Value!.Value));
        Assert.That(gap.ExpectedUnderEquality, Is.GreaterThan(0.05).And.LessThan(0.25));
    }

    [Test]
    public void What_chance_gives_of_the_larger_of_two_ranges_is_what_simulation_gives()
    {
        double[] one = [0.02, 0.03, 0.05, 0.01], other = [0.04, 0.001, 0.03];
        var random = new Statistics.Seed(3).Generator();
        double Range(double[] errors)
        {
            var drawn = Array.ConvertAll(errors, e => e * random.NextNormal());
            return drawn.Max() - drawn.Min();
        }
        var simulated = Enumerable.Range(0, 200_000).Average(_ => Math.Max(Range(one), Range(other)));
        Assert.That(RangeUnderEquality.ExpectedLargest([one, other]), Is.EqualTo(simulated).Within(1).Percent);
        Assert.That(RangeUnderEquality.ExpectedLargest([one]), Is.EqualTo(RangeUnderEquality.Expected(one)).Within(0.1).Percent);
    }

    [Test]
    public void Everybody_is_measured_as_the_only_group_of_an_attribute_is()
    {
        var rows = Rows.Random(6, 300);
        var result = SampleAudit.Of(ReportProfile.Internal, rows.Labels, rows.Scores, [.. rows.Labels.Select(_ => "x")], [.. rows.Labels.Select((_, i) => i % 2 == 0 ? "p" : "q")]).Run();
        var only = new Subgroup(new AttributeLevel("a", "x"));
        Assert.Multiple(() =>
        {
            foreach (var overall in result.Measurements.Where(m => m.Subgroup.IsOverall))
            {
                var group = result.Measurements.Single(m => m.Metric == overall.Metric && m.Subgroup.Equals(only));
                if (overall is not Measurement.Known known) { Assert.That(group, Is.TypeOf(overall.GetType()), overall.Metric); continue; }
                Assert.That(((Measurement.Known)group).Value, Is.EqualTo(known.Value), overall.Metric);
                // Simulated limits have a seed of each group's own.
                if (MetricCatalog.Find(known.Metric)!.Info.Basis == MetricBasis.Decision) Assert.That(((Measurement.Known)group).Interval, Is.EqualTo(known.Interval), overall.Metric);
            }
        });
    }

    // Edges of bins and whole numbers of patients are rounded; what is measured, compared or judged never is.
    [TestCase("Disparity")]
    [TestCase("Statistics")]
    [TestCase("Expectations")]
    [TestCase("Metrics")]
    public void No_figure_is_rounded_where_figures_are_made(string folder) => Assert.That(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "AuditHarness.Core", folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadAllText(f).Contains("Math.Round(", StringComparison.Ordinal)).Select(Path.GetFileName),
        Is.SubsetOf(["EqualMassBins.cs", "CellNoise.cs", "ConsistencyBand.cs", "ReplicatedRates.cs"]));

    [Test]
    public void A_deviation_between_fewer_than_two_groups_is_no_figure()
    {
        var gap = ComparedCohort.Random(5, [120]).Compare("BetweenGroupDeviationOfSensitivity").Single();
        Assert.That((gap.Value, gap.Interval), Is.EqualTo(((double?)null, (Statistics.Interval?)null)));
        Assert.That(gap.Reason?.ToString(), Is.EqualTo("fewer than two groups can be compared"));
    }
}
