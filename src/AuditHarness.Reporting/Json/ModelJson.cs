using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>The model of a plan in the words of a config.</summary>
internal static class ModelJson
{
    /// <summary>The section of the model.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="model">What is written.</param>
    /// <param name="inData">Whether its scores stand in the file of the data.</param>
    public static void Write(Utf8JsonWriter json, ModelPlan model, bool inData)
    {
        json.WriteStartObject("model");
        json.WriteString("kind", model.Kind);
        json.WriteIfSaid("file", model.File);
        json.WriteIfSaid("id", model.Id);
        json.WriteIfSaid("score", model.Score);
        if (model.Classes.Count > 0) json.WriteTexts("classes", model.Classes);
        if (model.PerClass is { } rows)
        {
            json.WriteStartObject("long");
            json.WriteString("class", rows.Class);
            json.WriteString("probability", rows.Probability);
            json.WriteEndObject();
        }
        // Of scores in the data file itself the data says how it is written.
        if (!inData) DataJson.Write(json, model.Csv);
        json.WriteIfSaid("name", model.Name);
        json.WriteIfSaid("version", model.Version);
        // Of a model of pictures the section "images" says all that it is given.
        if (model.Features.Count > 0 && model.Images is null) json.WriteList("features", model.Features, Write);
        json.WriteIfSaid("sha256", model.Sha256);
        if (model.Output is { } output) json.WriteString("output", output.ConfigText());
        json.WriteIfSaid("positiveClass", model.PositiveClass);
        if (model.PositiveClasses.Count > 0) json.WriteTexts("positiveClasses", model.PositiveClasses);
        if (model.AllowedDomains.Count > 0) json.WriteTexts("allowDomains", model.AllowedDomains);
        if (model.Images is { } images) Write(json, images);
        if (model.Worker is { } worker) Write(json, worker);
        if (model.Http is { } http) EndpointJson.Write(json, http);
        if (model.Chat is { } chat) EndpointJson.Write(json, chat);
        json.WriteEndObject();
    }

    /// <summary>The section of a worker.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="worker">What is written.</param>
    public static void Write(Utf8JsonWriter json, WorkerPlan worker)
    {
        json.WriteStartObject("worker");
        json.WriteTexts("command", worker.Command);
        json.WriteTexts("files", worker.Files);
        json.WriteNumber("batchRows", worker.BatchRows);
        json.WriteNumber("startSeconds", worker.StartSeconds);
        json.WriteNumber("batchSeconds", worker.BatchSeconds);
        json.WriteNumber("restarts", worker.Restarts);
        json.WriteNumber("memoryMegabytes", worker.MemoryMegabytes);
        json.WriteTexts("environment", worker.Environment);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImagesPlan images)
    {
        json.WriteStartObject("images");
        json.WriteString("folder", images.Folder);
        json.WriteString("column", images.Column);
        json.WriteString("color", images.Color.ConfigText());
        json.WriteNumber("depth", images.Depth);
        json.WriteBoolean("convertColor", images.ConvertColor);
        json.WriteNumber("width", images.Width);
        json.WriteNumber("height", images.Height);
        json.WriteString("resize", images.Resize.ConfigText());
        json.WriteNumber("divideBy", images.DivideBy);
        json.WriteList("mean", images.Mean, static (writer, number) => writer.WriteNumberValue(number));
        json.WriteList("std", images.Std, static (writer, number) => writer.WriteNumberValue(number));
        json.WriteString("layout", images.Layout.ConfigText());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FeaturePlan feature)
    {
        json.WriteStartObject();
        json.WriteString("column", feature.Column);
        json.WriteString("name", feature.Name);
        json.WriteString("kind", feature.Kind.ConfigText());
        if (feature.Codes is { } codes)
        {
            json.WriteStartObject("codes");
            foreach (var (text, number) in codes) json.WriteNumber(text, number);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
