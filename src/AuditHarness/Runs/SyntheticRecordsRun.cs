using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Adapters.Draws;
using AuditHarness.Adapters.Generators;
using AuditHarness.Adapters.Generators.Files;
using AuditHarness.Adapters.Learners;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Runs;

/// <summary>
/// Reads the records that a plan of a generator names, asks the generator for what is not kept yet, and measures what is kept: figures rest on
/// the store of draws alone, so that a run that was killed after it had drawn goes on from there, and one that is repeated asks for nothing again.
/// </summary>
internal static class SyntheticRecordsRun
{
    /// <summary>Where draws are kept that nobody named a folder for, under the current directory.</summary>
    public const string DefaultDraws = ".audit/draws";

    /// <summary>The result, and what made it for the manifest.</summary>
    /// <exception cref="AuditInputException">Records, generator or store is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (AuditResult Result, ManifestTool Tool) Of(SyntheticRecordsPlan plan, RunPlace run, AuditRunOptions options)
    {
        var stop = options.Stop;
        ILearner[] learners = plan.Audits.Contains(AuditCatalog.Utility) ? [.. plan.Learners.Select(LearnerCatalog.Of)] : [];
        var folder = options.Draws ?? DefaultDraws;
        if (run.IsInReport(Path.GetFullPath(folder))) throw new AuditInputException(
            $"The folder of kept draws '{folder}' lies within the report's folder '{run.Output}', and made-up records can be a patient's, where a generator has learned one by heart. Keep them elsewhere, with '--draws'.");
        // Before the long work: a store that cannot be read is a fault of today, not of in an hour.
        var store = new DrawStore(folder);
        options.Progress?.Report(new("Reading records", 0, 1));
        var loaded = RecordFiles.Load(plan.Records, run.Folder, stop);
        SyntheticRecordsAudit.Check(plan, loaded.Train);
        options.Progress?.Report(new("Opening the generator", 0, 1));
        var asked = AsAsked.Sha256(plan.Generator, loaded.Train);
        using var generator = options.Replay ? Kept(plan, store, asked, loaded.Train) : GeneratorCatalog.Open(plan.Generator, loaded.Train, new(run.Folder, options.Progress, stop));
        var request = generator is KeptGenerator kept ? kept.Draw.Request : Request(plan, generator, loaded.Train);
        options.Progress?.Report(new("Drawing records", 0, request.Count));
        var (draw, rows) = store.Take(generator, asked, request, stop);
        options.Progress?.Report(new("Drawing records", request.Count, request.Count));
        var records = new DrawnRecords(
            RecordAlignment.Of(loaded.Train, loaded.Holdout, rows), generator.Identity, generator.Reading,
            [new(draw.Id, request.Count, request.Conditions, request.Seed, request.Repeat, draw.Sha256)],
            [run.Config, .. loaded.Inputs, .. generator.Files, .. run.Beside], [.. loaded.Notices, .. generator.Notices]);
        var result = SyntheticRecordsAudit.Run(plan, records, run.Info, new() { Workers = options.Workers, Progress = options.Progress, Stop = stop }, learners);
        return (result, ManifestTool.Here(plan.Generator.Kind == GeneratorCatalog.Onnx && !options.Replay ? ModelCatalog.Onnx : ModelPlan.Predictions, [.. loaded.Libraries, .. Libraries(plan, generator)]));
    }

    // Those that read made-up records, and those that learn from them.
    private static IEnumerable<(string Name, string Version)> Libraries(SyntheticRecordsPlan plan, IRecordGenerator generator)
    {
        if (generator is RecordFileGenerator { Library: { } reader }) yield return reader;
        if (plan.Audits.Contains(AuditCatalog.Utility) && plan.Learners.Any(l => l != LearnerCatalog.LogisticRegression) && ModelCatalog.RuntimeOf(ModelCatalog.MlNet) is { } learner) yield return learner;
    }

    // A file is one draw of all that is in it; a generator that runs makes as many as there are to compare with.
    private static SampleRequest Request(SyntheticRecordsPlan plan, IRecordGenerator generator, RecordTable train)
    {
        var count = plan.Count ?? (generator is RecordFileGenerator file ? file.Count : train.Count);
        return new(count, Conditions(plan), SeedOf(plan), 0);
    }

    private static KeptGenerator Kept(SyntheticRecordsPlan plan, DrawStore store, string asked, RecordTable train) => KeptGenerator.Of(
        store, plan.Generator, asked, plan.Count ?? (plan.Generator.Kind == GeneratorCatalog.File ? null : train.Count), Conditions(plan), SeedOf(plan));

    private static IReadOnlyList<KeyValuePair<string, string>> Conditions(SyntheticRecordsPlan plan) => [.. plan.Conditions.OrderBy(c => c.Key, StringComparer.Ordinal)];

    // 53 bits, which a number of every language holds.
    private static ulong SeedOf(SyntheticRecordsPlan plan) => new Seed(plan.Seed).For("draw").Value >> 11;
}
