using System.Globalization;
using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>A saved ML.NET pipeline: reads columns by the schema saved with it, and scores in ML.NET's own runtime.</summary>
public sealed class MlNetModel : IDiagnosticModel
{
    private readonly ITransformer _model;
    private readonly MlNetInputs _inputs;
    private readonly MlNetOutput _output;
    private readonly string _shown;

    private MlNetModel(ModelPlan plan, ITransformer model, MlNetInputs inputs, MlNetOutput output, InputFile file)
    {
        (_model, _inputs, _output, _shown) = (model, inputs, output, Quoted.Text(plan.File));
        Identity = new(plan.Kind, plan.Name, plan.Version, file.Sha256);
        Files = [file];
        Structure = MlNetStructure.Of(model, inputs, output, plan.Features);
        Reading = Phrase.Of($"ML.NET pipeline, {plan.Features.Count} features by the names of its saved schema; the risk is {output.Reading}.");
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    public ModelStructure? Structure { get; }

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files { get; }

    /// <summary>Loads a saved pipeline, if it is the one that the plan names by its SHA-256.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="folder">Folder that its path is relative to.</param>
    /// <exception cref="AuditInputException">
    /// The file cannot be read, is not the one the plan names, is no ML.NET model, or its inputs and output do not fit the plan.
    /// </exception>
    public static IDiagnosticModel Open(ModelPlan plan, string folder)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Of(plan, MlNetArchive.Read(plan, folder));
    }

    /// <summary>What a saved pipeline reads, by the schema saved with it: columns that its answer depends on, and the named slots of vectors.</summary>
    /// <param name="plan">The model, with its SHA-256.</param>
    /// <param name="folder">Folder that its path is relative to.</param>
    /// <returns>Null where a vector has no names for its slots.</returns>
    /// <exception cref="AuditInputException">It is not the one with the hash, or is no ML.NET model.</exception>
    internal static IReadOnlyList<ModelInput>? Inputs(ModelPlan plan, string folder)
    {
        var archive = MlNetArchive.Read(plan, folder);
        ITransformer? model = null;
        try
        {
            model = new MLContext().Model.Load(new MemoryStream(archive), out var schema);
            return schema is null ? null : MlNetInputs.Wanted(model, schema);
        }
        catch (Exception e) when (e is not AuditInputException)
        {
            throw Damaged(plan, e);
        }
        finally
        {
            (model as IDisposable)?.Dispose();
        }
    }

    /// <summary>A pipeline that was saved just now, and needs no hash to be trusted.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="archive">What was saved.</param>
    /// <exception cref="AuditInputException">It is no ML.NET model, or its inputs and output do not fit the plan.</exception>
    public static IDiagnosticModel Of(ModelPlan plan, byte[] archive)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(archive);
        ITransformer? model = null;
        try
        {
            model = new MLContext().Model.Load(new MemoryStream(archive), out var schema);
            if (schema is null)
                throw new AuditInputException($"The ML.NET model {Quoted.Text(plan.File)} was saved without the schema of its input, so nobody can tell what its columns mean. Save it with Model.Save(model, schema, file).");
            var output = new MlNetOutput(model.GetOutputSchema(schema), plan);
            return new MlNetModel(plan, model, new(model, schema, plan), output, new("model", plan.File, archive.Length, Convert.ToHexStringLower(SHA256.HashData(archive))));
        }
        catch (Exception e)
        {
            (model as IDisposable)?.Dispose();
            if (e is AuditInputException) throw;
            throw Damaged(plan, e);
        }
    }

    // A damaged archive fails in as many ways as it has parts, and none of them is a defect of ours.
    private static AuditInputException Damaged(ModelPlan plan, Exception cause) =>
        new($"The ML.NET model {Quoted.Text(plan.File)} cannot be loaded: it is damaged, was saved by a newer ML.NET, or needs a package that is not here. Give the file that ML.NET's Model.Save wrote.", cause);

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(patients);
        var view = _inputs.View(patients);
        try
        {
            return _output.Risks(_model.Transform(view), patients.Count, stop);
        }
        catch (Exception e) when (e is not AuditInputException and not OperationCanceledException)
        {
            throw new AuditInputException($"The ML.NET model {_shown} fails while it scores: it is damaged, or cannot take these values. Give the file that ML.NET's Model.Save wrote, and the features it was trained on.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (_model as IDisposable)?.Dispose();
}
