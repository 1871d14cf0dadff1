using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Simulation;

public sealed class SimulationTruthTests
{
    private static readonly SimulationPlan Plan = new();
    private static readonly SimulationTruth Truth = SimulationTruth.Of(Plan);

    private static readonly SimulationPlan NothingPlanted = Plan with
    {
        UnderDiagnosis = Plan.UnderDiagnosis with { Detection = 1 },
        StretchedRisk = Plan.StretchedRisk with { Factor = 1 },
        UnfairIntersection = Plan.UnfairIntersection with { SensitivityLoss = 0 },
        Proxy = Plan.Proxy with { Weight = 0 },
    };

    [Test]
    public void With_nothing_planted_the_figures_are_those_of_the_binormal_model()
    {
        var separation = Math.Sqrt(0.65 * 0.65 + 0.6 * 0.6 + 0.55 * 0.55 + 0.5 * 0.5 + 0.3 * 0.3);
        foreach (var group in SimulationTruth.Of(NothingPlanted).Groups)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(group.Value(nameof(AreaUnderRoc)), Is.EqualTo(Normal.CDF(0, 1, separation / Math.Sqrt(2))).Within(1e-9));
                // The threshold is the prevalence, so a patient is flagged when the log likelihood ratio is positive.
                Assert.That(group.Value(nameof(Sensitivity)), Is.EqualTo(Normal.CDF(0, 1, separation / 2)).Within(1e-9));
                Assert.That(group.Value(nameof(FalsePositiveRate)), Is.EqualTo(Normal.CDF(0, 1, -separation / 2)).Within(1e-9));
                Assert.That(group.Value(nameof(CalibrationIntercept)), Is.EqualTo(0).Within(1e-9));
                Assert.That(group.Value(nameof(CalibrationSlope)), Is.EqualTo(1).Within(1e-9));
                Assert.That(group.Value(nameof(ObservedExpectedRatio)), Is.EqualTo(1).Within(1e-9));
            }
        }
    }

    [Test]
    public void A_proxy_alone_adds_its_variance_and_its_mean_to_binormal_scores()
    {
        var truth = SimulationTruth.Of(NothingPlanted with { Proxy = Plan.Proxy });
        var (separation, noise, shift) = (Plan.Separation, Plan.Proxy.Weight * Plan.Proxy.Deviation, Plan.Proxy.Weight * Plan.Proxy.Shift);
        var deviation = double.Hypot(separation, noise);
        var half = separation * separation / 2;
        foreach (var (residence, moved) in new[] { ("urban", 0.0), ("town", 0.0), ("rural", shift) })
        {
            var group = truth[new Subgroup(new AttributeLevel("residence", residence))];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(group.Value(nameof(Sensitivity)), Is.EqualTo(Normal.CDF(0, 1, (half + moved) / deviation)).Within(1e-9));
                Assert.That(group.Value(nameof(FalsePositiveRate)), Is.EqualTo(Normal.CDF(0, 1, (moved - half) / deviation)).Within(1e-9));
                Assert.That(group.Value(nameof(AreaUnderRoc)),
                    Is.EqualTo(Normal.CDF(0, 1, separation * separation / (deviation * Math.Sqrt(2)))).Within(1e-9));
            }
        }
    }

    [Test]
    public void Under_diagnosis_alone_raises_the_threshold_that_true_risk_must_reach()
    {
        var truth = SimulationTruth.Of(NothingPlanted with { UnderDiagnosis = Plan.UnderDiagnosis });
        var group = truth[new Subgroup(new AttributeLevel("ethnicity", Plan.UnderDiagnosis.Level))];
        var reach = SpecialFunctions.Logit(Plan.Threshold / Plan.UnderDiagnosis.Detection) - SpecialFunctions.Logit(Plan.Prevalence);
        var (separation, half) = (Plan.Separation, Plan.Separation * Plan.Separation / 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.Value(nameof(Sensitivity)), Is.EqualTo(Normal.CDF(0, 1, (half - reach) / separation)).Within(1e-9));
            Assert.That(group.Value(nameof(FalsePositiveRate)), Is.EqualTo(Normal.CDF(0, 1, (-half - reach) / separation)).Within(1e-9));
            Assert.That(group.Value(nameof(AreaUnderRoc)), Is.EqualTo(Normal.CDF(0, 1, separation / Math.Sqrt(2))).Within(1e-6));
            // The mean score is the mean risk times detection.
            Assert.That(group.Value(nameof(ObservedExpectedRatio)), Is.EqualTo(1 / Plan.UnderDiagnosis.Detection).Within(1e-6));
        }
    }

    [Test]
    public void A_stretch_alone_divides_the_slope_and_leaves_ranking_and_decisions()
    {
        var truth = SimulationTruth.Of(NothingPlanted with { StretchedRisk = Plan.StretchedRisk });
        var stretched = truth[new Subgroup(new AttributeLevel("age", Plan.StretchedRisk.Band))];
        var other = truth[new Subgroup(new AttributeLevel("age", "<40"))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stretched.Value(nameof(CalibrationSlope)), Is.EqualTo(1 / Plan.StretchedRisk.Factor).Within(1e-9));
            Assert.That(stretched.Value(nameof(CalibrationJointIntercept)),
                Is.EqualTo(Plan.ThresholdLogOdds * (1 - (1 / Plan.StretchedRisk.Factor))).Within(1e-9));
            foreach (var metric in new[] { nameof(Sensitivity), nameof(FalsePositiveRate), nameof(AreaUnderRoc) })
                Assert.That(stretched.Value(metric), Is.EqualTo(other.Value(metric)).Within(1e-9), metric);
        }
    }

    [Test]
    public void Figures_agree_with_two_million_draws_within_their_error()
    {
        var draws = PopulationDraws.Of(Plan, count: 2_000_000, seed: 20);
        // Everybody, every plant, and a cell and a margin that make up for the unfair one: all mechanisms occur among them.
        Subgroup[] groups =
        [
            Subgroup.Overall, .. Truth.Plants.Select(p => p.Subgroup), new(new AttributeLevel("region", "south")),
            new(new("region", "coast"), new("insurance", "none")), new(new("region", "coast"), new("insurance", "private")),
        ];
        foreach (var group in groups.Select(g => Truth[g]))
        {
            var sample = draws.Of(group.Subgroup);
            using (Assert.EnterMultipleScope())
            {
                AgreesWithin(group.Value(nameof(Sensitivity)), sample.Where(d => d.HasEvent).Select(d => d.IsFlagged ? 1.0 : 0.0), group);
                AgreesWithin(group.Value(nameof(FalsePositiveRate)), sample.Where(d => !d.HasEvent).Select(d => d.IsFlagged ? 1.0 : 0.0), group);
                AgreesWithin(group.Value(nameof(PositivePredictiveValue)), sample.Where(d => d.IsFlagged).Select(d => d.Outcome), group);
                AgreesWithin(group.Value(nameof(NegativePredictiveValue)), sample.Where(d => !d.IsFlagged).Select(d => 1 - d.Outcome), group);
                AgreesWithin(group.Value(nameof(SelectionRate)), sample.Select(d => d.IsFlagged ? 1.0 : 0.0), group);
                AgreesWithin(group.Value(nameof(BrierScore)), sample.Select(d => Math.Pow(d.Score - d.Outcome, 2)), group);
                AgreesWithin(group.Value(nameof(LogLoss)), sample.Select(d => -Math.Log(d.HasEvent ? d.Score : 1 - d.Score)), group);
                // The recalibration models solve their score equations: residuals are 0 on average, and against the log-odds too.
                var intercept = group.Value(nameof(CalibrationIntercept));
                AgreesWithin(0, sample.Select(d => d.Outcome - SpecialFunctions.Logistic(intercept + d.LogOdds)), group);
                var (joint, slope) = (group.Value(nameof(CalibrationJointIntercept)), group.Value(nameof(CalibrationSlope)));
                AgreesWithin(0, sample.Select(d => d.Outcome - SpecialFunctions.Logistic(joint + (slope * d.LogOdds))), group);
                AgreesWithin(0, sample.Select(d => d.LogOdds * (d.Outcome - SpecialFunctions.Logistic(joint + (slope * d.LogOdds)))), group);
                // AUROC as the share of concordant pairs, over pairs of which no two share a patient.
                AgreesWithin(group.Value(nameof(AreaUnderRoc)), sample.Where(d => d.HasEvent).Zip(sample.Where(d => !d.HasEvent),
                    (e, n) => e.LogOdds > n.LogOdds ? 1.0 : 0.0), group);
            }
        }
    }

    [Test]
    public void Each_plant_breaks_its_limits_and_no_clean_group_comes_near_one()
    {
        var limits = SimulatedAudit.Plan(Plan).Expectations.Where(e => e.Compare is not null).ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var plant in Truth.Plants)
                foreach (var gap in plant.Shows)
                    Assert.That(Math.Abs(gap.Value), Is.GreaterThan(1.4 * limits.First(l => l.Metric == gap.Disparity).Limit), $"{plant.Subgroup} {gap.Disparity}");
            foreach (var group in Truth.CleanGroups)
                foreach (var limit in limits.Where(l => l.Where.Select(w => w.Attribute).SequenceEqual(group.Conditions.Select(c => c.Attribute))))
                    Assert.That(Math.Abs(Truth.Gap(limit.Metric, group)), Is.LessThan(0.8 * limit.Limit), $"{group} {limit.Metric}");
        }
    }

    [Test]
    public void Each_region_and_each_insurance_alone_has_the_same_sensitivity_although_one_cell_has_not()
    {
        var overall = Truth[Subgroup.Overall].Value(nameof(Sensitivity));
        using (Assert.EnterMultipleScope())
        {
            foreach (var group in Truth.Groups.Where(g => g.Subgroup.Attributes is "region" or "insurance"))
                Assert.That(group.Value(nameof(Sensitivity)), Is.EqualTo(overall).Within(1e-9), group.Subgroup.ToString());
            var cell = Truth.Plants.Single(p => p.Kind == PlantKind.UnfairIntersection).Subgroup;
            Assert.That(Truth[cell].Value(nameof(Sensitivity)), Is.EqualTo(overall - Plan.UnfairIntersection.SensitivityLoss).Within(1e-9));
        }
    }

    [Test]
    public void Shares_of_the_groups_of_an_attribute_add_up_to_one()
    {
        foreach (var attribute in Truth.Groups.Where(g => !g.Subgroup.IsOverall).GroupBy(g => g.Subgroup.Attributes))
            Assert.That(attribute.Sum(g => g.Share), Is.EqualTo(1).Within(1e-12), attribute.Key);
    }

    [Test]
    public void A_loss_beyond_the_sensitivity_there_is_cannot_be_planted() =>
        Assert.That(() => SimulationTruth.Of(Plan with { UnfairIntersection = Plan.UnfairIntersection with { SensitivityLoss = 0.9 } }),
            Throws.ArgumentException);

    // About 100 comparisons: 4.5 standard errors are exceeded by chance once in 1,500 runs, and the draws are fixed anyway.
    private static void AgreesWithin(double truth, IEnumerable<double> draws, TrueGroup group)
    {
        double sum = 0, squares = 0;
        var count = 0;
        foreach (var draw in draws) (sum, squares, count) = (sum + draw, squares + (draw * draw), count + 1);
        var mean = sum / count;
        var error = Math.Sqrt(((squares / count) - (mean * mean)) / count);
        Assert.That(mean, Is.EqualTo(truth).Within(4.5 * error), group.Subgroup.ToString());
    }
}
