using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>A simulated cohort with the scores of the model under audit. A larger cohort begins with the smaller one.</summary>
public sealed class SimulatedCohort
{
    private SimulatedCohort(SimulationPlan plan, IReadOnlyList<SimulatedPatient> patients) => (Plan, Patients) = (plan, patients);

    /// <summary>The parameters.</summary>
    public SimulationPlan Plan { get; }

    /// <summary>The patients, in order of their names.</summary>
    public IReadOnlyList<SimulatedPatient> Patients { get; }

    /// <summary>Draws a cohort.</summary>
    /// <param name="plan">The parameters.</param>
    /// <param name="seed">Where chance comes from.</param>
    public static SimulatedCohort Create(SimulationPlan plan, Seed seed)
    {
        var source = new PatientSource(plan, seed);
        return new SimulatedCohort(plan, [.. Enumerable.Range(0, plan.Patients).Select(source.At)]);
    }

    /// <summary>
    /// The cohort as the audit's loader hands it over: the levels that occur, texts in ordinal order, bands of age ascending.
    /// </summary>
    /// <param name="score">The risk to audit; null for the model's. The true risk is that of a perfect model.</param>
    public ScoredCohort ToScoredCohort(Func<SimulatedPatient, double>? score = null) => new()
    {
        Labels = [.. Patients.Select(p => (byte)(p.HasEvent ? 1 : 0))],
        Scores = [.. Patients.Select(score ?? (p => p.Score))],
        Attributes = [.. Plan.Attributes.Select(Column)],
        Flow = new CohortFlow(Patients.Count, [], 0, Patients.Count, Patients.Count, 0),
    };

    private AttributeColumn Column(SimulatedAttribute attribute, int index)
    {
        var present = Patients.Select(p => p.Codes[index]).Distinct().Order();
        int[] order = attribute == Plan.Age.Bands ? [.. present] : [.. present.OrderBy(code => attribute.Levels[code], StringComparer.Ordinal)];
        var position = new int[attribute.Levels.Count];
        for (var k = 0; k < order.Length; k++) position[order[k]] = k;
        return new AttributeColumn(
            attribute.Name, [.. order.Select(code => attribute.Levels[code])], [.. Patients.Select(p => position[p.Codes[index]])],
            position[attribute.Code(attribute.Reference)], ReferenceIsPinned: true);
    }
}
