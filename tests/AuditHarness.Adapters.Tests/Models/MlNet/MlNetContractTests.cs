using System.Security.Cryptography;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>A pipeline that ML.NET saved keeps to what every source of models keeps to.</summary>
public sealed class MlNetContractTests : ModelContractTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_rows = s_ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, 400).Select(k => new Row { X = (k % 41 / 10f) - 2, Z = k * 53 % 101, Label = (k * 37 % 100) < 20 + (k % 41) }));

    private static readonly ITransformer s_logistic = s_ml.Transforms.Concatenate("Features", "x", "z").Append(s_ml.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(s_rows);

    // Saved once: ML.NET writes the time into an archive.
    private static readonly byte[] s_archive = Saved(s_logistic);

    protected override string Kind => ModelCatalog.MlNet;

    // ML.NET computes in single precision, its exponential too.
    protected override double Tolerance => 2e-6;

    protected override IDiagnosticModel Open() => Opened(s_archive);

    protected override double Expected(double x, double z)
    {
        var fitted = ((TransformerChain<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>>)s_logistic).LastTransformer.Model.SubModel;
        return 1 / (1 + Math.Exp(-(fitted.Bias + (fitted.Weights[0] * x) + (fitted.Weights[1] * z))));
    }

    // Filters of rows are saved in no archive but as code of one's own, which is not here when the archive is loaded.
    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
    [
        ("NaN", () => Of(Score("(x, z) => x + z > 0 ? 0.5f : sqrt(-1f)"))),
        ("outside", () => Of(Score("(x, z) => x + z"))),
        ("no archive", () => Opened([1, 2, 3])),
    ];

    private static ExpressionTransformer Score(string expression) => s_ml.Transforms.Expression("Score", expression, "x", "z").Fit(s_rows);

    private static IDiagnosticModel Of(ITransformer model) => Opened(Saved(model));

    private static byte[] Saved(ITransformer model)
    {
        using var archive = new MemoryStream();
        s_ml.Model.Save(model, s_rows.Schema, archive);
        return archive.ToArray();
    }

    private static IDiagnosticModel Opened(byte[] archive)
    {
        using var folder = new ModelFolder(ModelCatalog.MlNet, "model.zip", MlNetModel.Open, "x", "z");
        folder.Plan = folder.Plan with { Name = "contract", Version = "7", Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)), Output = ModelOutput.Probability };
        return folder.Open(archive);
    }

    private sealed class Row
    {
        [ColumnName("x")]
        public float X { get; set; }

        [ColumnName("z")]
        public float Z { get; set; }

        public bool Label { get; set; }
    }
}
