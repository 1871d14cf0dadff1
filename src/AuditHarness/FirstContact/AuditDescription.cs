using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Config;
using AuditHarness.Models;

namespace AuditHarness.FirstContact;

/// <summary>Data and model of a config as the audit sees them, before anything is measured.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Table">The data, with the type of every column.</param>
/// <param name="Flow">How its rows become those that are evaluated.</param>
/// <param name="Events">Rows with an event; null where they, or those without, are 10 or fewer.</param>
/// <param name="Groups">For each attribute its groups, small ones without their size.</param>
/// <param name="Model">What the model is; null where it was not opened.</param>
/// <param name="Reading">How its answers are read, in one sentence; empty for predictions.</param>
/// <param name="Scored">Rows whose score was looked at; 0 where none was.</param>
/// <param name="Scores">Of these the 10th, 50th and 90th percentile, in two decimals; empty where they are too few to be shown.</param>
/// <param name="Notices">What the report will warn of.</param>
public sealed record AuditDescription(
    DiagnosticPlan Plan, TableInspection Table, CohortFlow Flow, int? Events, IReadOnlyList<(string Attribute, IReadOnlyList<ShownGroup> Groups)> Groups,
    ModelIdentity? Model, string Reading, int Scored, IReadOnlyList<double> Scores, IReadOnlyList<Phrase> Notices)
{
    /// <summary>How many rows a model is asked for.</summary>
    public const int FirstRows = 1000;

    private const int LargestSmall = 10;
    private const int FewestScores = 100;

    private static readonly int[] s_percentiles = [10, 50, 90];

    /// <summary>Reads the config, the data, and a model's answers for the first rows. A model that costs money or patience is not asked, and nothing goes to the network.</summary>
    /// <param name="configPath">Path of the config file.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The config, the data or the model is at fault.</exception>
    public static AuditDescription Of(string configPath, IProgress<AuditProgress>? progress = null, CancellationToken stop = default)
    {
        var config = ConfigFile.Load(configPath);
        if (config.Plan is not DiagnosticPlan plan) throw new AuditInputException("This config audits a generator, and only configs of models that score patients can be described. 'audit list' shows what it measures, and 'audit run' runs it.");
        var folder = config.Folder;
        progress?.Report(new("Looking at the data", 0, 1));
        var table = TableInspection.Of(plan.Data, folder, stop);
        var source = ModelCatalog.Of(plan.Model.Kind);
        var asked = source.Open is not null && source.Asking != Asking.Costly;
        if (asked) progress?.Report(new("Opening the model", 0, 1));
        using var model = asked ? ModelCatalog.Open(plan.Model, new(folder, progress, stop)) : null;
        using var first = source.Open is null ? null : new FirstBatch(model, FirstRows);
        var loaded = CohortFile.Load(plan, folder, first, progress, stop);
        var cohort = loaded.Cohort;
        var scores = first is null ? cohort.Scores : first.Scores;
        var events = cohort.Labels.Count(l => l == 1);
        return new(plan, table, cohort.Flow, events <= LargestSmall || cohort.Count - events <= LargestSmall ? null : events,
            [.. cohort.Attributes.Select(a => (a.Name, ShownGroups.Of(a, plan.Subgroups)))],
            first is null ? loaded.Model : model?.Identity, model is null ? "" : first!.Reading.ToString(), scores.Count, Percentiles(scores),
            // The reading is told by itself.
            [.. loaded.Notices.Where(n => first is null || n.ToString() != first.Reading.ToString())]);
    }

    // Rounded, and never the least or the largest: these are the scores of single patients.
    private static double[] Percentiles(IReadOnlyList<double> scores)
    {
        if (scores.Count < FewestScores) return [];
        double[] sorted = [.. scores.Order()];
        return [.. s_percentiles.Select(p => Math.Round(sorted[(sorted.Length - 1) * p / 100], 2))];
    }
}
