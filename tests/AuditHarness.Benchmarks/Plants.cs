using System.Diagnostics;
using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Audits simulated cohorts of 20 seeds and counts how often each plant is found and clean groups are accused. Ends with 0 when
/// every plant is found in at least 90 % of the cohorts and at most 5 % of all (clean group, cohort) pairs are accused, else with 1.
/// </summary>
internal static class Plants
{
    private const int Cohorts = 20;

    public static int Run(TextWriter output)
    {
        var simulation = new SimulationPlan();
        var truth = SimulationTruth.Of(simulation);
        var watch = Stopwatch.StartNew();
        // Seeds 1 to 20: none of them is that of the committed data set.
        var detections = Enumerable.Range(1, Cohorts).Select(seed => Detect(simulation, truth, new Seed((ulong)seed))).ToList();

        output.WriteLine(Line($"{simulation.Patients} patients, seeds 1 to {Cohorts}, {watch.Elapsed.TotalSeconds / Cohorts:0.00} s each"));
        output.WriteLine();
        output.WriteLine(Line($"{"plant",-20} {"subgroup",-36} found"));
        var isGood = true;
        for (var k = 0; k < detections[0].Found.Count; k++)
        {
            var plant = detections[0].Found[k].Plant;
            var found = detections.Count(d => d.Found[k].IsFound);
            isGood &= found >= 0.9 * Cohorts;
            output.WriteLine(Line($"{plant.Kind,-20} {plant.Subgroup,-36} {found} of {Cohorts}"));
        }
        var open = detections.Count(d => d.SmallIsLeftOpen);
        output.WriteLine(Line($"{"TooSmall",-20} {truth.Plants.First(p => p.Kind == PlantKind.TooSmall).Subgroup,-36} left open with a number in {open} of {Cohorts}"));
        var accused = detections.Sum(d => d.Accused.Count);
        var pairs = truth.CleanGroups.Count * Cohorts;
        isGood &= accused <= 0.05 * pairs;
        output.WriteLine(Line($"{"clean groups",-20} {truth.CleanGroups.Count,-36} accused in {accused} of {pairs}"));
        foreach (var group in detections.SelectMany(d => d.Accused).CountBy(g => g.ToString()))
            output.WriteLine(Line($"  {group.Key}: {group.Value}"));
        return isGood ? 0 : 1;
    }

    private static PlantDetection Detect(SimulationPlan simulation, SimulationTruth truth, Seed seed) => PlantDetection.Of(
        Audit.Run(
            SimulatedAudit.Plan(simulation), SimulatedCohort.Create(simulation, seed).ToScoredCohort(),
            new ModelIdentity("predictions", "simulated-risk", "1", new string('0', 64)), [], [],
            new RunInfo("plants", DateTimeOffset.UnixEpoch, 0, "0"), new AuditOptions()),
        truth);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
