using System.Reflection;
using AuditHarness.Adapters.Models.Chat;
using AuditHarness.Adapters.Models.Http;
using AuditHarness.Adapters.Models.Images;
using AuditHarness.Adapters.Models.LightGbm;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Adapters.Models.Worker;
using AuditHarness.Adapters.Models.XGBoost;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models;

/// <summary>Every source of models, read top to bottom.</summary>
public static class ModelCatalog
{
    /// <summary>A graph in the Open Neural Network Exchange format, run by ONNX Runtime.</summary>
    public const string Onnx = "onnx";

    /// <summary>An ONNX graph that is given pictures out of a folder.</summary>
    public const string Images = "images";

    /// <summary>An archive of ML.NET; it is code, and is opened only with the SHA-256 that the plan gives.</summary>
    public const string MlNet = "mlnet";

    /// <summary>XGBoost's JSON, scored by our own trees.</summary>
    public const string XGBoost = "xgboost";

    /// <summary>LightGBM's text, scored by our own trees.</summary>
    public const string LightGbm = "lightgbm";

    /// <summary>A program in any language, spoken to over standard input and output.</summary>
    public const string Worker = "worker";

    /// <summary>A scoring server that is asked over HTTP.</summary>
    public const string Http = "http";

    /// <summary>A model for texts behind an endpoint for chat completions, used as a classifier by prompt.</summary>
    public const string Chat = "chat";

    /// <summary>The sources, in the order in which they are listed.</summary>
    public static IReadOnlyList<ModelSource> All { get; } =
    [
        new(ModelPlan.Predictions, "Risks that the model gave beforehand, in the data file or in another one.", "A column of risks in [0, 1], or a row per patient and class with its probability; in another file, CSV or Parquet, also a column that identifies the patient.")
        {
            Example = """{ "kind": "predictions", "file": "scores.csv", "id": "patient", "score": "risk" }""",
        },
        new(Onnx, "A graph in the Open Neural Network Exchange format, run by ONNX Runtime.", "A .onnx file with standard operators, and the columns of its inputs.")
        {
            Example = """{ "kind": "onnx", "file": "model.onnx", "features": ["age", "creatinine"] }""",
            Open = (plan, place) => OnnxModel.Open(plan, place.Folder),
            Runtime = () => ("ONNX Runtime", OrtEnv.Instance().GetVersionString()),
        },
        new(Images, "An ONNX graph that is given pictures, run by ONNX Runtime.", "A .onnx file with standard operators and one input, a folder of PNG or JPEG pictures (8 or 16 bits), a column that names each patient's picture, and how pictures become numbers.")
        {
            Example = """{ "kind": "images", "file": "model.onnx", "images": { "folder": "pictures", "column": "file", "color": "grayscale", "width": 28, "height": 28 } }""",
            Open = ImageModel.Open, Asking = Asking.Pointless,
            Runtime = () => ("ONNX Runtime", OrtEnv.Instance().GetVersionString()),
        },
        new(MlNet, "A pipeline that ML.NET saved.", "A .zip file with its SHA-256, for such an archive is code, and the columns of its schema.")
        {
            Example = """{ "kind": "mlnet", "file": "model.zip", "sha256": "…", "features": ["age", "creatinine"] }""",
            Open = (plan, place) => MlNetModel.Open(plan, place.Folder), NeedsHash = true,
            // What follows "+" is the commit that it was built from.
            Runtime = () => ("ML.NET", typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]),
        },
        new(XGBoost, "XGBoost's JSON, scored by the audit's own trees.", "A .json file that save_model wrote, and the columns of its features.")
        {
            Example = """{ "kind": "xgboost", "file": "model.json", "features": ["age", "creatinine"] }""",
            Open = (plan, place) => XGBoostModel.Open(plan, place.Folder),
        },
        new(LightGbm, "LightGBM's text, scored by the audit's own trees.", "A .txt file that save_model wrote, and the columns of its features.")
        {
            Example = """{ "kind": "lightgbm", "file": "model.txt", "features": ["age", "creatinine"] }""",
            Open = (plan, place) => LightGbmModel.Open(plan, place.Folder),
        },
        new(Worker, "A program in any language, such as a script of Python or Node, that answers over standard input and output.", "A command that speaks the line protocol, its interpreter, and the columns that it takes.")
        {
            Example = """{ "kind": "worker", "worker": { "command": ["python3", "worker.py"] }, "features": ["age", "creatinine"] }""",
            Open = WorkerModel.Open, IsFile = false,
        },
        new(Http, "A scoring server, asked over HTTP by the Open Inference Protocol or in plain JSON.", "The address of a server that runs, the name of an environment variable where it wants a token, and the columns that it takes.")
        {
            Example = """{ "kind": "http", "http": { "url": "https://models.example.org", "protocol": "openInference", "model": "sepsis" }, "features": ["age", "creatinine"] }""",
            Open = HttpModel.Open, IsFile = false, Asking = Asking.Costly,
        },
        new(Chat, "A chat model behind an OpenAI-compatible endpoint, used as a classifier by prompt.", "The address of an endpoint, the name of an environment variable where it wants a token, a prompt, and how its answers are read.")
        {
            Example = """{ "kind": "chat", "chat": { "url": "https://models.example.org/v1", "model": "m", "prompt": "Age {age}. Sepsis? Answer yes or no.", "answers": { "words": { "yes": 1, "no": 0 } } }, "features": ["age"] }""",
            Open = ChatModel.Open, IsFile = false, Asking = Asking.Costly,
        },
    ];

    /// <summary>The source of a kind.</summary>
    /// <param name="kind">A kind of <see cref="All"/>.</param>
    public static ModelSource Of(string kind) =>
        All.FirstOrDefault(s => s.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "No model source is of this kind.");

    /// <summary>Opens the model that a plan names.</summary>
    /// <param name="plan">The model under audit.</param>
    /// <param name="place">Where its paths start, and who is told.</param>
    /// <returns>The model, for the caller to dispose of; null for predictions, where no model runs.</returns>
    /// <exception cref="AuditInputException">The model is missing or damaged, is not the one expected, or does not fit the plan.</exception>
    public static IDiagnosticModel? Open(ModelPlan plan, ModelPlace place) => Of(plan.Kind).Open?.Invoke(plan, place);

    /// <summary>The library that runs models of a kind; null where none runs, or our own code does.</summary>
    /// <param name="kind">The kind.</param>
    public static (string Name, string Version)? RuntimeOf(string kind) => Of(kind).Runtime?.Invoke();
}
