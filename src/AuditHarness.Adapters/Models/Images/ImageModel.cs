using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Adapters.Pictures;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>Models in ONNX files that are given pictures out of a folder.</summary>
public static class ImageModel
{
    /// <summary>Reads, judges and loads a model. Pictures are looked at when patients are scored.</summary>
    /// <param name="plan">The model of the audit.</param>
    /// <param name="place">Where its paths start, and who is told.</param>
    /// <exception cref="AuditInputException">The file or the folder is missing, the file is damaged, not allowed, or does not fit the plan.</exception>
    public static IDiagnosticModel Open(ModelPlan plan, ModelPlace place) => Open(plan, place, Environment.ProcessorCount);

    /// <summary>Opens a model that unpacks pictures on a number of threads.</summary>
    /// <param name="plan">The model of the audit.</param>
    /// <param name="place">Where its paths start, and who is told.</param>
    /// <param name="workers">How many threads; at least 1. The same scores come out for any number.</param>
    internal static IDiagnosticModel Open(ModelPlan plan, ModelPlace place, int workers)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(place);
        var images = plan.Images ?? throw new ArgumentException("The plan says nothing of pictures.", nameof(plan));
        var folder = new PictureFolder(images.Folder, place.Folder);
        var file = OnnxFile.Read(plan, place.Folder);
        var input = ImageInput.Of(file.Graph, images, file.Shown);
        var output = OnnxOutput.Of(file.Graph, plan, file.Shown);
        return new ImageScorer(images, folder, file.Load(output), input, output, place.Progress, workers);
    }
}
