using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>The audit, whole and real, on cohorts whose truth is known.</summary>
public sealed class PlantDetectionTests
{
    private static readonly SimulationPlan Plan = new();
    private static readonly SimulationTruth Truth = SimulationTruth.Of(Plan);
    private static readonly SimulatedCohort Committed = SimulatedCohort.Create(Plan, SimulatedFiles.DefaultSeed);

    [Test]
    public void In_the_committed_cohort_every_plant_is_found_and_nobody_else_is_accused()
    {
        var result = Audited(Plan, Committed);
        var detection = PlantDetection.Of(result, Truth);
        var small = Truth.Plants.Single(p => p.Kind == PlantKind.TooSmall).Subgroup;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(detection.Found.Where(f => !f.IsFound).Select(f => f.Plant.Kind), Is.Empty);
            Assert.That(detection.Found.Select(f => f.Plant.Kind), Is.Unique.And.Exactly(4).Items);
            Assert.That(detection.Accused, Is.Empty);
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Fail));
            Assert.That(Judged(Plan, Committed).Findings.Select(f => f.Sentence), Is.EqualTo(result.Findings.Select(f => f.Sentence)), "as the cheaper audits of the other tests judge");
            // Each plant shows by every one of its own disparities, not only by one.
            foreach (var plant in Truth.Plants)
                foreach (var gap in plant.Shows)
                    Assert.That(Find(result, gap.Disparity, plant.Subgroup).Verdict, Is.EqualTo(Verdict.Fail), $"{plant.Subgroup} {gap.Disparity}");
            // The small group is open on everything, and equal opportunity says how many patients it would take.
            Assert.That(detection.SmallIsLeftOpen, Is.True);
            Assert.That(result.Findings.Where(f => small.Equals(f.Subgroup)).Select(f => f.Verdict), Is.All.EqualTo(Verdict.Inconclusive));
            Assert.That(Committed.Patients.Count(p => Plan.Ethnicity.Levels[p.Codes[2]] == Plan.TooSmall && p.HasEvent), Is.GreaterThan(10));
        }
    }

    [TestCase(101ul)]
    [TestCase(102ul)]
    [TestCase(103ul)]
    public void At_further_seeds_every_plant_is_found_and_nobody_else_is_accused(ulong seed)
    {
        var detection = PlantDetection.Of(Judged(Plan, SimulatedCohort.Create(Plan, new Seed(seed))), Truth);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(detection.Found.Where(f => !f.IsFound).Select(f => f.Plant.Kind), Is.Empty);
            Assert.That(detection.Accused, Is.Empty);
            Assert.That(detection.SmallIsLeftOpen, Is.True);
        }
    }

    [Test]
    public void A_perfect_model_of_the_same_patients_fails_nothing() =>
        Assert.That(Judged(Plan, Committed, p => p.TrueRisk).Findings.Where(f => f.Verdict == Verdict.Fail).Select(f => f.Sentence), Is.Empty);

    [Test]
    public void Without_a_plant_none_is_found()
    {
        var clean = Plan with
        {
            UnderDiagnosis = Plan.UnderDiagnosis with { Detection = 1 },
            StretchedRisk = Plan.StretchedRisk with { Factor = 1 },
            UnfairIntersection = Plan.UnfairIntersection with { SensitivityLoss = 0 },
            Proxy = Plan.Proxy with { Weight = 0 },
        };
        var detection = PlantDetection.Of(Judged(clean, SimulatedCohort.Create(clean, new Seed(3))), Truth);
        Assert.That(detection.Found.Where(f => f.IsFound).Select(f => f.Plant.Kind), Is.Empty);
    }

    [Test]
    public void A_plant_in_a_group_that_should_be_clean_is_reported_as_an_accusation()
    {
        var elsewhere = Plan with { UnderDiagnosis = Plan.UnderDiagnosis with { Level = "minority A" } };
        var detection = PlantDetection.Of(Judged(elsewhere, SimulatedCohort.Create(elsewhere, new Seed(3))), Truth);
        Assert.That(detection.Accused, Is.EqualTo(new[] { new Subgroup(new AttributeLevel("ethnicity", "minority A")) }));
        Assert.That(detection.Found.Single(f => !f.IsFound).Plant.Kind, Is.EqualTo(PlantKind.UnderDiagnosed));
    }

    [Test]
    public void The_truth_lies_in_every_groups_intervals_when_these_are_widened_to_hold_all_at_once()
    {
        var cohort = Committed.ToScoredCohort();
        var order = new ScoreOrder(cohort.Scores, cohort.Labels, null);
        var (region, insurance) = (cohort.Attributes[4], cohort.Attributes[5]);
        GroupIndex[] indices =
            [GroupIndex.Overall(cohort.Count), .. cohort.Attributes.Select(a => GroupIndex.Of([a])), GroupIndex.Of([region, insurance])];
        var evidence = indices.SelectMany(index => order.Split(index)
            .Select((ranked, g) => new SubgroupEvidence(index.Groups[g], ranked, Plan.Threshold, weighted: false))).ToList();
        Assert.That(evidence.Select(e => e.Subgroup), Is.EquivalentTo(Truth.Groups.Select(g => g.Subgroup)));

        var metrics = Truth.Groups[0].Figures.Select(f => MetricCatalog.All.Single(m => m.Info.Id == f.Metric)).ToList();
        var z = CriticalValue.TwoSided(1 - (0.05 / (evidence.Count * metrics.Count)));
        using (Assert.EnterMultipleScope())
        {
            foreach (var group in evidence)
            {
                foreach (var metric in metrics)
                {
                    var (lower, upper) = ((Estimate.Known)metric.Measure(group)).Sampling!.Limits(z);
                    Assert.That(Truth[group.Subgroup].Value(metric.Info.Id), Is.InRange(lower, upper), $"{metric.Info.Id} of {group.Subgroup}");
                }
            }
        }
    }

    private static AuditResult Audited(SimulationPlan plan, SimulatedCohort cohort) => Run(SimulatedAudit.Plan(plan), cohort, null);

    // What is judged, without what is only shown: it is all that these tests read, and takes half the time.
    private static AuditResult Judged(SimulationPlan plan, SimulatedCohort cohort, Func<SimulatedPatient, double>? score = null) =>
        Run(SimulatedAudit.Plan(plan) with { Audits = [AuditCatalog.Disparity], Intervals = new IntervalPlan { Resamples = 200 } }, cohort, score);

    private static AuditResult Run(DiagnosticPlan plan, SimulatedCohort cohort, Func<SimulatedPatient, double>? score) => Audit.Run(
        plan, cohort.ToScoredCohort(score), new ModelIdentity("predictions", "simulated-risk", "1", new string('0', 64)),
        [], [], new RunInfo("test", DateTimeOffset.UnixEpoch, 0, "0"), new AuditOptions());

    private static Finding Find(AuditResult result, string metric, Subgroup subgroup) =>
        result.Findings.Single(f => f.Expectation.Metric == metric && subgroup.Equals(f.Subgroup));
}
