using System.Text.Json;
using AuditHarness.Metrics;
using MathNet.Numerics;

namespace AuditHarness.Disparity;

/// <summary>Disparities that are a metric compared, against fairlearn 0.12.0, AIF360 0.6.1, R's glm and metrics formed row by row.</summary>
public sealed class DisparityOracleTests
{
    // AIF360 pools everybody but the privileged group.
    private static IEnumerable<(string Attribute, JsonElement Theirs, ComparedCohort Pooled)> Aif360(OracleFolder oracle, string model)
    {
        foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject())
        {
            var privileged = attribute.Value.GetProperty("privileged").GetString();
            var pooled = ComparedCohort.Of(oracle, model, attribute.Name) with
            {
                Groups = Array.ConvertAll(oracle.Texts(attribute.Name), t => t == privileged ? "privileged" : "other"), Reference = "privileged",
            };
            // Where nobody of a group is flagged, or flagged in vain, peers give 0 for what is not defined.
            if (pooled.Context.Table.Evidence.All(g => g.Confusion is { TruePositives.Rows: > 0, FalsePositives.Rows: > 0 })) yield return (attribute.Name, attribute.Value, pooled);
        }
    }

    private static double ToReference(IReadOnlyList<GroupDisparity> gaps) => gaps.Single(g => g.Comparison == Comparison.Reference).Value!.Value;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Average_odds_agree_with_aif360(string folder, string model)
    {
        var agreement = new Agreement();
        foreach (var (attribute, theirs, pooled) in Aif360(OracleFolder.Of(folder), model))
        {
            var context = pooled.Context;
            agreement.Check(attribute, ToReference(ComparedCohort.Compare("AverageOddsDifference", context)), theirs.GetProperty("average_odds_difference").GetDouble(), 1e-12);
            var (sensitivity, falsePositives) = (ToReference(ComparedCohort.Compare("EqualOpportunityDifference", context)), ToReference(ComparedCohort.Compare("PredictiveEqualityDifference", context)));
            agreement.Check($"{attribute} absolute", (Math.Abs(sensitivity) + Math.Abs(falsePositives)) / 2, theirs.GetProperty("average_abs_odds_difference").GetDouble(), 1e-12);
            agreement.Check($"{attribute} worst", ToReference(ComparedCohort.Compare("EqualizedOddsDifference", context)), theirs.GetProperty("equalized_odds_difference").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 3);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Differences_of_pooled_groups_agree_with_aif360(string folder, string model)
    {
        var agreement = new Agreement();
        foreach (var (attribute, theirs, pooled) in Aif360(OracleFolder.Of(folder), model))
        {
            var context = pooled.Context;
            foreach (var (id, name) in new[]
            {
                ("FalseDiscoveryParityDifference", "false_discovery_rate_difference"), ("FalseOmissionParityDifference", "false_omission_rate_difference"),
                ("PrevalenceDifference", "label_mean_difference"), ("DemographicParityDifference", "statistical_parity_difference"),
                ("DemographicParityRatio", "disparate_impact"), ("EqualOpportunityDifference", "equal_opportunity_difference"),
                ("PredictiveEqualityDifference", "false_positive_rate_difference"),
            })
                agreement.Check($"{attribute} {id}", ToReference(ComparedCohort.Compare(id, context)), theirs.GetProperty(name).GetDouble(), 1e-12);
            double Gap(string id) => ToReference(ComparedCohort.Compare(id, context));
            agreement.Check($"{attribute} missed", -Gap("EqualOpportunityDifference"), theirs.GetProperty("false_negative_rate_difference").GetDouble(), 1e-12);
            agreement.Check($"{attribute} errors", -Gap("AccuracyEqualityDifference"), theirs.GetProperty("error_rate_difference").GetDouble(), 1e-12);
            // AIF360's average predictive value difference is the mean of those of the event rates among the flagged and among the others.
            agreement.Check($"{attribute} predictive values", (Gap("PredictiveParityDifference") - Gap("NegativePredictiveParityDifference")) / 2,
                theirs.GetProperty("average_predictive_value_difference").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 10);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Ratios_agree_with_fairlearn_and_aif360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (attribute, theirs, pooled) in Aif360(oracle, model))
        {
            agreement.Check($"{attribute} false positives", ToReference(pooled.Compare("PredictiveEqualityRatio")), theirs.GetProperty("false_positive_rate_ratio").GetDouble(), 1e-12);
            agreement.Check($"{attribute} false negatives", ToReference(pooled.Compare("FalseNegativeParityRatio")), theirs.GetProperty("false_negative_rate_ratio").GetDouble(), 1e-12);
            agreement.Check($"{attribute} errors", ToReference(pooled.Compare("ErrorRateRatio")), theirs.GetProperty("error_rate_ratio").GetDouble(), 1e-12);
            agreement.Check($"{attribute} prevalence", ToReference(pooled.Compare("PrevalenceRatio")), theirs.GetProperty("label_disparate_impact").GetDouble(), 1e-12);
        }
        foreach (var (key, weighted) in folder == "nhanes_weighted" ? [("fairlearn", false), ("fairlearn_weighted", true)] : new[] { ("fairlearn", false) })
            foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(key).EnumerateObject().Where(a => !a.Name.Contains('&')))
            {
                var context = ComparedCohort.Of(oracle, model, attribute.Name, weighted).Context;
                if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0 || g.Confusion.Flagged.Rows == 0)) continue;
                foreach (var (id, column) in new[] { ("PredictiveEqualityRatio", "fpr"), ("FalseNegativeParityRatio", "fnr"), ("TrueNegativeParityRatio", "tnr"), ("PredictiveParityRatio", "precision"), ("AccuracyEqualityRatio", "accuracy") })
                    agreement.Check($"{key} {attribute.Name} {id}", WorstPair(id, context), attribute.Value.GetProperty("ratio_between_groups").GetProperty(column).GetDouble(), 1e-12);
                // FDR is 1 − precision: its smallest ratio is that of fairlearn's precisions turned round.
                var precision = attribute.Value.GetProperty("by_group").EnumerateObject().Select(g => 1 - g.Value.GetProperty("precision").GetDouble()).ToArray();
                agreement.Check($"{key} {attribute.Name} FDR", WorstPair("FalseDiscoveryParityRatio", context), precision.Min() / precision.Max(), 1e-12);
                var omission = context.Table.Evidence.Select(g => g.Confusion.FalseNegatives.Weight / g.Confusion.NotFlagged.Weight).ToArray();
                agreement.Check($"{key} {attribute.Name} FOR", WorstPair("FalseOmissionParityRatio", context), omission.Min() / omission.Max(), 1e-12);
                agreement.Check($"{key} {attribute.Name} NPV", WorstPair("NegativePredictiveParityRatio", context), (1 - omission.Max()) / (1 - omission.Min()), 1e-12);
                // So is the error rate 1 − accuracy.
                var wrong = attribute.Value.GetProperty("by_group").EnumerateObject().Select(g => 1 - g.Value.GetProperty("accuracy").GetDouble()).ToArray();
                agreement.Check($"{key} {attribute.Name} errors", WorstPair("ErrorRateRatio", context), wrong.Min() / wrong.Max(), 1e-12);
            }
        agreement.Holds(atLeast: 8);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void The_mean_of_the_widest_gaps_is_fairlearns_equalized_odds_by_mean(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted) in folder == "nhanes_weighted" ? [("fairlearn", false), ("fairlearn_weighted", true)] : new[] { ("fairlearn", false) })
            foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(key).EnumerateObject().Where(a => !a.Name.Contains('&')))
            {
                var context = ComparedCohort.Of(oracle, model, attribute.Name, weighted).Context;
                if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0)) continue;
                agreement.Check($"{key} {attribute.Name}", (WorstPair("EqualOpportunityDifference", context) + WorstPair("PredictiveEqualityDifference", context)) / 2,
                    attribute.Value.GetProperty("equalized_odds_difference_agg_mean").GetDouble(), 1e-12);
                // fairlearn calls a ratio with 0 below it 0.
                if (context.Table.Evidence.All(g => g.Confusion.TruePositives.Rows == 0) || context.Table.Evidence.All(g => g.Confusion.FalsePositives.Rows == 0)) continue;
                agreement.Check($"{key} {attribute.Name} ratio", (WorstPair("EqualOpportunityRatio", context) + WorstPair("PredictiveEqualityRatio", context)) / 2,
                    attribute.Value.GetProperty("equalized_odds_ratio_agg_mean").GetDouble(), 1e-12);
            }
        agreement.Holds(atLeast: 2);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Gaps_of_calibration_are_those_of_Rs_glm(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.R.GetProperty("models").GetProperty(model).GetProperty("groups").EnumerateObject())
        {
            var context = ComparedCohort.Of(oracle, model, attribute.Name).Context;
            foreach (var (id, name) in new[] { ("CalibrationGap", "intercept_in_the_large"), ("CalibrationSlopeGap", "slope"), ("ObservedExpectedRatioGap", "oe_ratio") })
                foreach (var gap in ComparedCohort.Compare(id, context).Where(g => g is { Comparison: Comparison.Reference, Value: not null }))
                    if (Glm(attribute.Value, gap.Group!.Levels, name) is { } one && Glm(attribute.Value, gap.Against!.Levels, name) is { } other)
                        agreement.Check($"{attribute.Name} {gap.Group.Levels} {id}", gap.Value!.Value, gap.Form == DisparityForm.Ratio ? one / other : one - other, 1e-6);
        }
        agreement.Holds(atLeast: 3);
    }

    // chisq.test without Yates' correction: of two levels the square of the pooled z of the difference, of more the Q of homogeneous
    // shares, into whose pooled share half a patient is counted here.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Tests_of_equal_shares_flagged_are_Rs_chi_squared_tests(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var test in oracle.R.GetProperty("tests").GetProperty(model).EnumerateObject().Where(t => t.Name.StartsWith("chisq_pred_by_", StringComparison.Ordinal)))
        {
            var (attribute, x2, df) = (test.Name["chisq_pred_by_".Length..], test.Value.GetProperty("x2").GetDouble(), test.Value.GetProperty("df").GetInt32());
            var context = ComparedCohort.Of(oracle, model, attribute).Context;
            if (df == 1)
            {
                var p = ComparedCohort.Compare("DemographicParityDifference", context).Single(g => g.Comparison == Comparison.Reference).PValue!.Value;
                agreement.CheckRelative($"{attribute} p", p, test.Value.GetProperty("p").GetDouble(), 1e-6);
            }
            double n = oracle.Labels.Length, flagged = oracle.Numbers("pred_" + model).Sum() / n, shared = ((flagged * n) + 0.5) / (n + 1);
            var expected = SpecialFunctions.GammaUpperRegularized(df / 2.0, x2 * flagged * (1 - flagged) / (shared * (1 - shared)) / 2);
            agreement.Check($"{attribute} Q", ComparedCohort.Compare("BetweenGroupDeviationOfSelectionRate", context).Single().PValue!.Value, expected, 1e-12);
        }
        agreement.Holds(atLeast: 3);
    }

    // pROC's unpaired DeLong test. Our limits are of the score type: at most 2.5 % apart in width where each class of both groups has 100
    // patients, 14 % (nhanes_weighted, rf) where it has 15, and 19 % (nhanes_weighted, lr) with 7 events, of which DeLong's variance tells little.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Gaps_of_areas_are_those_of_pROC_and_about_as_certain(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.R.GetProperty("models").GetProperty(model).GetProperty("groups").EnumerateObject())
        {
            double Theirs(string group, string what) => attribute.Value.GetProperty(group).GetProperty("auc").GetProperty(what).GetDouble();
            string[] levels = [.. attribute.Value.EnumerateObject().Select(g => g.Name)];
            // Two groups at a time, so that nothing is simultaneous.
            foreach (var (one, other) in levels.SelectMany((a, i) => levels.Skip(i + 1).Select(b => (a, b))))
            {
                var all = ComparedCohort.Of(oracle, model, attribute.Name);
                var gap = (all.Take(Enumerable.Range(0, all.Count).Where(i => all.Groups[i] == one || all.Groups[i] == other)) with { Reference = other })
                    .Compare("AurocGap").Single(g => g.Comparison == Comparison.Reference);
                agreement.Check($"{one} less {other}", gap.Value!.Value, Theirs(one, "auc") - Theirs(other, "auc"), 1e-12);
                var half = 1.959963984540054 * Math.Sqrt(Theirs(one, "var_delong") + Theirs(other, "var_delong"));
                var smallest = new[] { one, other }.Min(g => Math.Min(Theirs(g, "n_pos"), Theirs(g, "n") - Theirs(g, "n_pos")));
                agreement.Check($"{one} less {other} half width", (gap.Interval!.Upper - gap.Interval.Lower) / 2 / half, 1, smallest >= 100 ? 0.03 : smallest >= 15 ? 0.15 : 0.2);
            }
        }
        agreement.Holds(atLeast: 2 * 4);
    }

    // R interpolates its surface, ours is exact: the gaps are up to 0.006 apart where scores make steps.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Gaps_of_the_integrated_calibration_index_are_those_of_Rs_loess(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.R.GetProperty("models").GetProperty(model).GetProperty("groups").EnumerateObject())
            foreach (var gap in ComparedCohort.Of(oracle, model, attribute.Name).Compare("IntegratedCalibrationIndexGap").Where(g => g is { Comparison: Comparison.Reference, Value: not null }))
                if (Calibration(attribute.Value, gap.Group!.Levels, "loess", "ici") is { } one && Calibration(attribute.Value, gap.Against!.Levels, "loess", "ici") is { } other)
                    agreement.Check($"{attribute.Name} {gap.Group.Levels}", gap.Value!.Value, one - other, 7e-3);
        // R's loess is not asked of the few distinct scores of the third folder.
        agreement.Holds(atLeast: folder == "nhanes_weighted" ? 0 : 1);
    }

    [Test]
    public void Gaps_are_those_of_metrics_formed_row_by_row([Values] bool weighted)
    {
        var sample = ComparedCohort.Random(11, [120, 90, 70], [0, 0.1, -0.05], weighted);
        double Of(string id, string group)
        {
            var rows = Enumerable.Range(0, sample.Count).Where(i => sample.Groups[i] == group).ToArray();
            double Sum(Func<int, bool> who, Func<int, double>? what = null) => rows.Where(who).Sum(i => (sample.Weights?[i] ?? 1) * (what?.Invoke(i) ?? 1));
            double Mean(Func<int, bool> who, Func<int, double> what) => Sum(who, what) / Sum(who);
            bool Event(int i) => sample.Labels[i] == 1;
            bool Flagged(int i) => sample.Scores[i] >= 0.5;
            return id switch
            {
                "TreatmentEqualityDifference" or "TreatmentEqualityRatio" => Sum(i => Event(i) && !Flagged(i)) / Sum(i => !Event(i) && Flagged(i)),
                "BalancedAccuracyGap" => (Mean(Event, i => Flagged(i) ? 1 : 0) + Mean(i => !Event(i), i => Flagged(i) ? 0 : 1)) / 2,
                "NetBenefitGap" => (Sum(i => Event(i) && Flagged(i)) - Sum(i => !Event(i) && Flagged(i))) / Sum(_ => true),
                "BrierGap" => Mean(_ => true, i => (sample.Scores[i] - sample.Labels[i]) * (sample.Scores[i] - sample.Labels[i])),
                "MeanPredictionDifference" => Mean(_ => true, i => sample.Scores[i]),
                "BalanceForPositiveClass" => Mean(Event, i => sample.Scores[i]),
                "BalanceForNegativeClass" => Mean(i => !Event(i), i => sample.Scores[i]),
                // Scores are odd multiples of 1/512: none lies on an edge of the ten bins of equal width.
                _ => Enumerable.Range(0, 10).Sum(b => Math.Abs(Sum(i => (int)(sample.Scores[i] * 10) == b, i => sample.Labels[i] - sample.Scores[i]))) / Sum(_ => true),
            };
        }
        Assert.Multiple(() =>
        {
            foreach (var id in new[] { "TreatmentEqualityDifference", "TreatmentEqualityRatio", "BalancedAccuracyGap", "NetBenefitGap", "BrierGap", "MeanPredictionDifference", "BalanceForPositiveClass", "BalanceForNegativeClass", "ExpectedCalibrationErrorGap" })
                foreach (var gap in sample.Compare(id).Where(g => g.Comparison == Comparison.Reference))
                {
                    var (one, other) = (Of(id, gap.Group!.Levels), Of(id, "g0"));
                    Assert.That(gap.Value, Is.EqualTo(gap.Form == DisparityForm.Ratio ? one / other : one - other).Within(1e-9), id);
                }
            var generalized = sample.Compare("GeneralizedEqualizedOddsDifference")[0];
            double Balance(string id) => Math.Abs(Of(id, "g1") - Of(id, "g0"));
            Assert.That(generalized.Value, Is.EqualTo(Math.Max(Balance("BalanceForPositiveClass"), Balance("BalanceForNegativeClass"))).Within(1e-12));
        });
    }

    // fairlearn's user guide (F1): 18 rows.
    [Test]
    public void Aggregates_of_fairlearns_user_guide()
    {
        byte[] outcome = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        double[] decision = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];
        var groups = "b,b,a,b,b,c,c,c,a,a,c,a,b,c,c,b,c,c".Split(',');
        // Each row four times, for groups of fewer than 11 are never compared: no rate changes.
        var rows = new ComparedCohort(decision, outcome, groups).Take(Enumerable.Range(0, 72).Select(i => i / 4)).Context;
        Assert.Multiple(() =>
        {
            Assert.That(WorstPair("EqualOpportunityDifference", rows), Is.EqualTo(0.2).Within(1e-12));
            Assert.That(WorstPair("PredictiveEqualityDifference", rows), Is.EqualTo(1).Within(1e-12));
            Assert.That(WorstPair("DemographicParityDifference", rows), Is.EqualTo(0.25).Within(1e-12));
            Assert.That(WorstPair("EqualOpportunityRatio", rows), Is.EqualTo(0.666667).Within(5e-7));
            Assert.That(WorstPair("DemographicParityRatio", rows), Is.EqualTo(0.666667).Within(5e-7));
            Assert.That(WorstPair("PredictiveEqualityRatio", rows), Is.Zero);
            Assert.That(WorstPair("EqualizedOddsRatio", rows), Is.Zero);
            Assert.That(ComparedCohort.Compare("WorstGroupSensitivity", rows).Single().Value, Is.EqualTo(0.4).Within(1e-12));
            double[] ToOverall(string id) => [.. ComparedCohort.Compare(id, rows).Where(g => g.Comparison == Comparison.Overall).Select(g => g.Value!.Value)];
            foreach (var (name, difference, ratio) in new[] { ("EqualOpportunity", 0.1, 0.8), ("PredictiveEquality", 0.666667, 0), ("DemographicParity", 0.194444, 0.740741) })
            {
                Assert.That(ToOverall(name + "Difference").Max(Math.Abs), Is.EqualTo(difference).Within(5e-7), name);
                Assert.That(ToOverall(name + "Ratio").Min(r => Math.Min(r, 1 / r)), Is.EqualTo(ratio).Within(5e-7), name);
            }
        });
    }

    // holisticai doctests (H1): the first four of ten are group a.
    [Test]
    public void Parity_of_holisticais_example_and_its_four_fifths_is_the_smaller_of_ratio_and_inverse()
    {
        string[] groups = ["a", "a", "a", "a", "b", "b", "b", "b", "b", "b"];
        var rows = (new ComparedCohort([1, 1, 1, 0, 1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 1, 0, 1, 0, 0, 1], groups) with { Reference = "b" }).Take(Enumerable.Range(0, 50).Select(i => i / 5)).Context;
        Assert.Multiple(() =>
        {
            Assert.That(ToReference(ComparedCohort.Compare("DemographicParityDifference", rows)), Is.EqualTo(0.4166667).Within(5e-8));
            Assert.That(ToReference(ComparedCohort.Compare("DemographicParityRatio", rows)), Is.EqualTo(2.25).Within(1e-12));
            Assert.That(WorstPair("DemographicParityRatio", rows), Is.EqualTo(0.4444444).Within(5e-8));
        });
    }

    private static double WorstPair(string id, ComparisonContext context) => ComparedCohort.Compare(id, context).Single(g => g.Comparison == Comparison.WorstPair).Value!.Value;

    private static double? Glm(JsonElement groups, string group, string name) => Calibration(groups, group, "glm", name);

    private static double? Calibration(JsonElement groups, string group, string by, string name) =>
        groups.TryGetProperty(group, out var node) && node.TryGetProperty("calibration", out var calibration) && calibration.TryGetProperty(by, out var glm)
        && glm.TryGetProperty(name, out var value) ? (value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.ValueKind == JsonValueKind.Array ? value[0].GetDouble() : null) : null;
}
