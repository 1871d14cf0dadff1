using System.Globalization;
using System.Text;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>One file of a simulated data set.</summary>
/// <param name="Name">File name.</param>
/// <param name="Content">UTF-8 without a byte order mark, lines end with \n.</param>
public sealed record SimulatedFile(string Name, byte[] Content);

/// <summary>Writes a simulated data set: the cohort, the predictions, and the truth.</summary>
public static class SimulatedFiles
{
    /// <summary>Seed of the data set that comes with the source; chosen before any cohort was drawn.</summary>
    public static Seed DefaultSeed => new(2026);

    /// <summary>Patients: id, attributes, features, the recorded and the adjudicated event.</summary>
    public const string CohortName = "cohort.csv";

    /// <summary>Per patient the score of the model under audit, and the true risk (that of a perfect model).</summary>
    public const string PredictionsName = "predictions.csv";

    /// <summary>Parameters, true figures of every group, and what was planted.</summary>
    public const string TruthName = "truth.json";

    /// <summary>Renders the three files. Same plan and seed, same bytes.</summary>
    /// <param name="plan">The parameters.</param>
    /// <param name="seed">Where chance comes from; the truth depends on the parameters alone.</param>
    public static IReadOnlyList<SimulatedFile> Render(SimulationPlan plan, Seed seed)
    {
        var cohort = SimulatedCohort.Create(plan, seed);
        return
        [
            new(CohortName, Encoding.UTF8.GetBytes(Cohort(cohort))),
            new(PredictionsName, Encoding.UTF8.GetBytes(Predictions(cohort))),
            new(TruthName, TruthJson.Render(SimulationTruth.Of(plan), seed)),
        ];
    }

    // Levels and names come from the plan and hold neither commas nor quotes.
    private static string Cohort(SimulatedCohort cohort)
    {
        var plan = cohort.Plan;
        var attributes = plan.Attributes;
        var text = new StringBuilder();
        string[] columns =
            ["id", .. attributes.Select(a => a.Name), .. plan.Laboratory.Select(l => l.Name), plan.Proxy.Feature, "event_recorded", "event"];
        text.AppendJoin(',', columns).Append('\n');
        foreach (var patient in cohort.Patients)
        {
            text.Append(patient.Id);
            for (var k = 0; k < attributes.Count; k++)
                text.Append(',').Append(attributes[k] == plan.Age.Bands
                    ? patient.Age.ToString(CultureInfo.InvariantCulture) : attributes[k].Levels[patient.Codes[k]]);
            foreach (var value in patient.Laboratory) text.Append(',').Append(SixDigits.Text(value));
            text.Append(',').Append(SixDigits.Text(patient.Proxy))
                .Append(',').Append(patient.IsRecorded ? '1' : '0').Append(',').Append(patient.HasEvent ? '1' : '0').Append('\n');
        }
        return text.ToString();
    }

    private static string Predictions(SimulatedCohort cohort)
    {
        var text = new StringBuilder("id,score,true_risk\n");
        foreach (var patient in cohort.Patients)
            text.Append(patient.Id).Append(',').Append(SixDigits.Text(patient.Score)).Append(',').Append(SixDigits.Text(patient.TrueRisk)).Append('\n');
        return text.ToString();
    }
}
