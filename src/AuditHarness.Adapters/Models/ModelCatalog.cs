using System.Reflection;
using AuditHarness.Adapters.Models.LightGbm;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Adapters.Models.XGBoost;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models;

/// <summary>Every source of models that run, read top to bottom.</summary>
public static class ModelCatalog
{
    /// <summary>A graph in the Open Neural Network Exchange format, run by ONNX Runtime.</summary>
    public const string Onnx = "onnx";

    /// <summary>An archive of ML.NET; it is code, and is opened only with the SHA-256 that the plan gives.</summary>
    public const string MlNet = "mlnet";

    /// <summary>XGBoost's JSON, scored by our own trees.</summary>
    public const string XGBoost = "xgboost";

    /// <summary>LightGBM's text, scored by our own trees.</summary>
    public const string LightGbm = "lightgbm";

    /// <summary>Opens the model that a plan names.</summary>
    /// <param name="plan">The model under audit.</param>
    /// <param name="folder">The folder that the plan's paths are relative to.</param>
    /// <returns>The model, for the caller to dispose of; null for predictions, where no model runs.</returns>
    /// <exception cref="AuditInputException">The file is missing or damaged, is not the one expected, or does not fit the plan.</exception>
    public static IDiagnosticModel? Open(ModelPlan plan, string folder) => plan.Kind switch
    {
        ModelPlan.Predictions => null,
        Onnx => OnnxModel.Open(plan, folder),
        MlNet => MlNetModel.Open(plan, folder),
        XGBoost => XGBoostModel.Open(plan, folder),
        LightGbm => LightGbmModel.Open(plan, folder),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "No model source is of this kind."),
    };

    /// <summary>Files that a model has beside its own, such as the weights of a large ONNX graph.</summary>
    /// <param name="model">An open model.</param>
    internal static IReadOnlyList<InputFile> DataOf(IDiagnosticModel model) => model is OnnxScorer onnx ? onnx.Data : [];

    /// <summary>The library that runs models of a kind; null where none runs, or our own code does.</summary>
    /// <param name="kind">The kind.</param>
    public static (string Name, string Version)? RuntimeOf(string kind) => kind switch
    {
        Onnx => ("ONNX Runtime", OrtEnv.Instance().GetVersionString()),
        // What follows "+" is the commit that it was built from.
        MlNet => ("ML.NET", typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]),
        _ => null,
    };
}
