using AuditHarness.Models;
using static AuditHarness.Adapters.Models.XGBoost.XGBoostJsonText;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>XGBoost's JSON, which the audit scores itself, keeps to what every source of models keeps to.</summary>
public sealed class XGBoostContractTests : ModelContractTests
{
    /// <summary>As the stump, for the second feature: below 50 goes left.</summary>
    private static readonly string s_second = Stump.Replace("\"split_indices\": [0,", "\"split_indices\": [1,", StringComparison.Ordinal)
        .Replace("[1E-1, -1E0, 2E0]", "[5E1, -5E-1, 7E-1]", StringComparison.Ordinal);

    protected override string Kind => ModelCatalog.XGBoost;

    protected override IDiagnosticModel Open() => Of(Model(trees: [Stump, s_second]));

    // Values, thresholds and leaves are in single precision.
    protected override double Expected(double x, double z) => 1 / (1 + Math.Exp(-(((float)x < 0.1f ? -1 : 2) + (z < 50 ? -0.5f : 0.7f))));

    // A tree gives every row a leaf: rows cannot be lost, and what is no number is refused before any row.
    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
    [
        ("NaN", () => Of(Model(trees: Stump.Replace("-1E0", "NaN", StringComparison.Ordinal)))),
        ("infinite", () => Of(Model(trees: Stump.Replace("2E0", "Infinity", StringComparison.Ordinal)))),
        ("outside", () => Of(Model("reg:squarederror", trees: Stump))),
        ("cut off", () => Of(Model(trees: Stump)[..200])),
    ];

    private static IDiagnosticModel Of(string json)
    {
        using var folder = new ModelFolder(ModelCatalog.XGBoost, "model.json", XGBoostModel.Open, "x", "z");
        folder.Plan = folder.Plan with { Name = "contract", Version = "7" };
        return folder.Open(json);
    }
}
