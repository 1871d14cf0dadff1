using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Runs;

/// <summary>Reads what a plan of a model that scores patients names, and measures it.</summary>
internal static class DiagnosticRun
{
    /// <summary>The result, and what made it for the manifest.</summary>
    /// <exception cref="AuditInputException">Data or model is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (AuditResult Result, ManifestTool Tool) Of(DiagnosticPlan plan, RunPlace run, AuditRunOptions options)
    {
        var stop = options.Stop;
        if (options.Replay) throw new AuditInputException("'--replay' is for audits of generators, whose draws are kept; this config audits a model. Run without it.");
        if (plan.Model.Chat is { } chat && run.IsInReport(Path.GetFullPath(chat.Cache, run.Folder)))
            throw new AuditInputException($"The folder of kept answers in 'model.chat.cache' lies within the report's folder '{run.Output}', and answers can hold what a prompt told of a patient. Keep them elsewhere.");
        if (plan.Model.Kind != ModelPlan.Predictions) options.Progress?.Report(new("Opening the model", 0, 1));
        using var model = ModelCatalog.Open(plan.Model, new(run.Folder, options.Progress, stop));
        var loaded = CohortFile.Load(plan, run.Folder, model, options.Progress, stop);
        var result = Audit.Run(
            plan, loaded.Cohort, loaded.Model, [run.Config, .. loaded.Inputs, .. run.Beside], loaded.Notices,
            run.Info, new() { Workers = options.Workers, Progress = options.Progress, Stop = stop }, model);
        return (result, ManifestTool.Here(plan.Model.Kind, loaded.Libraries));
    }
}
