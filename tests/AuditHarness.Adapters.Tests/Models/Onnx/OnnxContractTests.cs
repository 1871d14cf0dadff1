using AuditHarness.Audits;
using AuditHarness.Fixtures;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>A graph that ONNX Runtime runs keeps to what every source of models keeps to.</summary>
public sealed class OnnxContractTests : ModelContractTests
{
    private static readonly TinyOnnx s_good = new() { Weights = [0.5f, 0.03f], Bias = -1.5f };

    protected override string Kind => ModelCatalog.Onnx;

    protected override IDiagnosticModel Open() => Of(s_good);

    protected override double Expected(double x, double z) => 1 / (1 + Math.Exp(1.5 - (0.5 * x) - (0.03 * z)));

    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
    [
        ("NaN", () => Of(s_good with { Bias = float.NaN })),
        ("infinite", () => Of(s_good with { Bias = float.PositiveInfinity, Last = [("Identity", "", ["margin"])] })),
        ("outside", () => Of(s_good with { Last = [("Identity", "", ["margin"])] }, ModelOutput.Probability)),
        // The largest risk of the whole batch, as its only row.
        ("few", () => Of(s_good with { Last = [("Sigmoid", "", ["margin"]), ("ReduceMax", "", ["step0"])] })),
        ("no graph", () => Of([1, 2, 3])),
    ];

    private static IDiagnosticModel Of(TinyOnnx model, ModelOutput? output = null) => Of(model.ToBytes(), output);

    private static IDiagnosticModel Of(byte[] model, ModelOutput? output = null)
    {
        using var folder = new ModelFolder(ModelCatalog.Onnx, "model.onnx", OnnxModel.Open, "x", "z");
        folder.Plan = folder.Plan with { Name = "contract", Version = "7", Output = output };
        return folder.Open(model);
    }
}
