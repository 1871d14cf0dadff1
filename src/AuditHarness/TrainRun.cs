using System.Security.Cryptography;
using AuditHarness.Adapters.Learners;
using AuditHarness.Adapters.Models;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;
using AuditHarness.Simulation;

namespace AuditHarness;

/// <summary>A file of a trained model.</summary>
/// <param name="Name">File name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record TrainedFile(string Name, byte[] Content);

/// <summary>A trained model.</summary>
/// <param name="Name">Name by its config, also of the folder it belongs in.</param>
/// <param name="Files">The archive, its description, its card, and its ONNX twin where its form is known.</param>
public sealed record TrainedModel(string Name, IReadOnlyList<TrainedFile> Files);

/// <summary>Trains an example model: a config becomes an archive, and a card that says what it was made of and how good it is.</summary>
public static class TrainRun
{
    /// <summary>The archive, as ML.NET saves it.</summary>
    public const string ModelName = "model.zip";

    /// <summary>The same model in the Open Neural Network Exchange format.</summary>
    public const string OnnxName = "model.onnx";

    /// <summary>What an audit config needs: hashes and features; and what the model was made of.</summary>
    public const string DescriptionName = "model.json";

    /// <summary>For people.</summary>
    public const string CardName = "MODELCARD.md";

    /// <summary>Trains. Writes nothing.</summary>
    /// <param name="configPath">Path of the training config.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="stop">Cancels between the steps.</param>
    /// <exception cref="AuditInputException">The config or the data is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainedModel Execute(string configPath, IProgress<AuditProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configPath);
        var (plan, folder) = TrainPlan.Load(configPath);
        progress?.Report(new("Reading the data", 0, 1));
        var (train, heldOut, input) = Rows(plan, folder, stop);

        progress?.Report(new("Training", 0, 1));
        var archive = Learner.Train(plan.Learner, train.Features, train.Labels, train.Weights, plan.Seed);
        stop.ThrowIfCancellationRequested();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(archive));
        using var model = MlNetModel.Of(new ModelPlan(ModelCatalog.MlNet, ModelName, null, null, plan.Name, null) { Features = plan.Features, Sha256 = sha256 }, archive);

        progress?.Report(new("Trying it on the rows held out", 0, 1));
        var figures = heldOut is null ? null : HeldOutFigures.Of(model.Score(heldOut.Features, stop), heldOut);
        List<TrainedFile> files = [new(ModelName, archive)];
        if (model.Structure is { } structure) files.Add(new(OnnxName, OnnxWriter.Write(structure, plan.Features)));
        var card = new TrainedModelCard(plan, input, train, heldOut, figures, files);
        return new(plan.Name, [.. files, new(DescriptionName, card.Json()), new(CardName, card.Markdown())]);
    }

    private static (TrainingRows Train, TrainingRows? HeldOut, InputFile Input) Rows(TrainPlan plan, string folder, CancellationToken stop)
    {
        if (plan.Simulate is not { } simulate)
        {
            var read = TrainingFile.Read(plan.Data, plan.Features, folder, stop);
            return plan.HeldOutLabel == plan.Data.Label ? read
                : (read.Train, TrainingFile.Read(plan.Data with { Label = plan.HeldOutLabel }, plan.Features, folder, stop).HeldOut, read.Input);
        }
        var drawn = SimulatedFiles.Render(new SimulationPlan { Patients = simulate.Patients }, simulate.Seed).Single(f => f.Name == SimulatedFiles.CohortName);
        var scratch = Directory.CreateTempSubdirectory("audit-train-");
        try
        {
            File.WriteAllBytes(Path.Combine(scratch.FullName, drawn.Name), drawn.Content);
            var (train, _, _) = TrainingFile.Read(plan.Data with { File = drawn.Name }, plan.Features, scratch.FullName, stop);
            var (heldOut, _, input) = TrainingFile.Read(plan.Data with { Label = plan.HeldOutLabel }, plan.Features, folder, stop);
            return (train, heldOut, input);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
