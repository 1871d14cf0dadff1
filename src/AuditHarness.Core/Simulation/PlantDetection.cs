using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;

namespace AuditHarness.Simulation;

/// <summary>How an audit did against the truth: what it found, and whom it accused wrongly.</summary>
/// <param name="Found">For every plant but the group too small: whether one of its own disparities failed there.</param>
/// <param name="Accused">Clean groups with any failed finding.</param>
/// <param name="SmallIsLeftOpen">True when no finding on the group too small failed, and its equal opportunity is inconclusive with a number of patients.</param>
public sealed record PlantDetection(
    IReadOnlyList<(PlantedTruth Plant, bool IsFound)> Found, IReadOnlyList<Subgroup> Accused, bool SmallIsLeftOpen)
{
    /// <summary>Compares an audit's findings with the truth.</summary>
    /// <param name="result">The audit of a cohort drawn from the truth's parameters.</param>
    /// <param name="truth">The truth.</param>
    public static PlantDetection Of(AuditResult result, SimulationTruth truth)
    {
        var failed = result.Findings.Where(f => f.Verdict == Verdict.Fail && f.Subgroup is not null).ToList();
        var small = truth.Plants.First(p => p.Kind == PlantKind.TooSmall).Subgroup;
        return new PlantDetection(
            [.. truth.Plants.Where(p => p.Kind != PlantKind.TooSmall).Select(p => (p, failed.Any(f => Shows(f, p))))],
            [.. truth.CleanGroups.Where(g => failed.Any(f => g.Equals(f.Subgroup)))],
            result.Findings.Any(f => small.Equals(f.Subgroup) && f is
            {
                Verdict: Verdict.Inconclusive, MorePatients: > 0, Expectation.Metric: "EqualOpportunityDifference",
            }) && !failed.Any(f => small.Equals(f.Subgroup)));
    }

    private static bool Shows(Finding finding, PlantedTruth plant) =>
        plant.Subgroup.Equals(finding.Subgroup) && plant.Shows.Any(gap => gap.Disparity == finding.Expectation.Metric);
}
