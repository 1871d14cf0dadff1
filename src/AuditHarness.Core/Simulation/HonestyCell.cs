using AuditHarness.Metrics;

namespace AuditHarness.Simulation;

/// <summary>One of the cells in which intervals are put to the test, fixed beforehand: a population and how many patients are drawn from it.</summary>
/// <param name="Patients">Patients in each sample.</param>
/// <param name="Population">Where they come from.</param>
public sealed record HonestyCell(int Patients, BinormalPopulation Population)
{
    /// <summary>All of them: 5 sizes × 3 prevalences × 3 areas.</summary>
    public static IReadOnlyList<HonestyCell> All { get; } =
    [
        .. from prevalence in new[] { 0.02, 0.1, 0.3 }
           from auroc in new[] { 0.6, 0.75, 0.9 }
           let population = new BinormalPopulation(prevalence, auroc)
           from patients in new[] { 20, 50, 100, 500, 5000 }
           select new HonestyCell(patients, population),
    ];

    /// <summary>
    /// The smaller number of patients a figure rests on, as expected: with or without the event; for decisions, also for those that a
    /// figure takes at a threshold of its own such as the top tenth's, the smallest of the four cells of decision and outcome.
    /// </summary>
    /// <param name="basis">What the figure is about.</param>
    /// <param name="population">The whole population.</param>
    /// <param name="own">Decisions at a threshold of the figure's own, or null.</param>
    public double SmallerExpected(MetricBasis basis, SubgroupEvidence population, ConfusionCounts? own)
    {
        var cells = own ?? population.Confusion;
        double[] shares = basis == MetricBasis.Decision || own is not null
            ? [cells.TruePositives.Weight, cells.FalsePositives.Weight, cells.TrueNegatives.Weight, cells.FalseNegatives.Weight]
            : [cells.Events.Weight, cells.NonEvents.Weight];
        return Patients * shares.Min();
    }
}
