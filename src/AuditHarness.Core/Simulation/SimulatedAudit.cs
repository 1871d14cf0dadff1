using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;

namespace AuditHarness.Simulation;

/// <summary>
/// The audit of a simulated cohort: the same expectations of every attribute, fixed before any cohort was drawn.
/// <c>configs/simulated.json</c> says the same.
/// </summary>
public static class SimulatedAudit
{
    // Where the files lie as the config sees them.
    private const string Folder = "../datasets/simulated/";

    /// <summary>The plan.</summary>
    /// <param name="simulation">The parameters.</param>
    public static DiagnosticPlan Plan(SimulationPlan simulation)
    {
        var attributes = simulation.Attributes;
        var expectations = new List<Expectation>();
        foreach (var (disparity, limit, why) in new[]
        {
            ("EqualOpportunityDifference", 0.1, "Events must be found as often in every group: 10 points at most."),
            ("PredictiveEqualityDifference", 0.1, "Patients without the event must be flagged in vain as rarely in every group: 10 points at most."),
            ("DemographicParityDifference", 0.1, "True risk is the same in every group, so the share flagged must be too: 10 points at most."),
            ("CalibrationGap", 0.2, "A predicted risk must mean the same in every group: odds off by a fifth at most."),
            ("CalibrationSlopeGap", 0.2, "High and low risks must be as far apart in every group as they are in truth."),
        })
        {
            foreach (var attribute in attributes) Expect(disparity, [Every(attribute)], Comparison.Reference, Bound.AtMost, limit, why);
            if (disparity == "EqualOpportunityDifference")
                Expect(disparity, [Every(simulation.Region), Every(simulation.Insurance)], Comparison.Reference, Bound.AtMost, limit,
                    "What is fair for each attribute alone can be unfair where they meet.");
        }
        Expect("AreaUnderRoc", [], null, Bound.AtLeast, 0.7, "Below this the risk is of no use to a clinician.");
        Expect("NetBenefit", [], null, Bound.AtLeast, 0.02, "To act on the risk must be worth more than to flag nobody: 2 true positives per 100 patients, net of those flagged in vain.");
        Expect("EqualOpportunityDifference", [Every(simulation.Sex)], Comparison.Reference, Bound.AtMost, 0.05,
            "No sex may have its events missed more often than the other by 5 points; to have more of them found is no fault.", Claim.NonInferiority);

        return new DiagnosticPlan
        {
            Name = "simulated",
            IntendedUse = "Shows that the audit finds unfairness that was planted, and accuses nobody else. No patient is real.",
            Data = new DataPlan(Folder + SimulatedFiles.CohortName, "id", "event", "1", null, null, null),
            Model = new ModelPlan("predictions", Folder + SimulatedFiles.PredictionsName, "id", "score", "simulated-risk", "1"),
            Threshold = new ThresholdPlan.Fixed(simulation.Threshold),
            Subgroups = new SubgroupPlan(
                [.. attributes.Select(a => new AttributePlan(a.Name, a.Name, a == simulation.Age.Bands ? simulation.Age.Edges : null, a.Reference))],
                [[simulation.Region.Name, simulation.Insurance.Name]], 30, "missing"),
            Audits = AuditCatalog.OfScores,
            // Costs at which 0.3 is the best threshold for true risks: 3 / (3 + 7).
            Measures = new MeasurePlan { Costs = new CostPlan(3, 3, 0, 10) },
            Fairness = new FairnessPlan([], [new AttributePlan(simulation.Age.Bands.Name, simulation.Age.Bands.Name, simulation.Age.Edges, null)]),
            Expectations = expectations,
            Seed = SimulatedFiles.DefaultSeed.Value,
            Report = new ReportPlan("Simulated cohort: planted unfairness", ReportProfile.Internal),
        };

        void Expect(string metric, IReadOnlyList<AttributeLevel> where, Comparison? compare, Bound bound, double limit, string why, Claim against = Claim.Equivalence) =>
            expectations.Add(new Expectation
            {
                Index = expectations.Count, Metric = metric, Where = where, Compare = compare, Against = against, Bound = bound, Limit = limit, Why = why,
            });
    }

    private static AttributeLevel Every(SimulatedAttribute attribute) => new(attribute.Name, Expectation.EveryLevel);
}
