using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>LightGBM's text, which the audit scores itself, keeps to what every source of models keeps to.</summary>
public sealed class LightGbmContractTests : ModelContractTests
{
    // x at most 0.1: −1; else z at most 50: 0.5; else 2.
    private static readonly Tree s_tree = new()
    {
        Slot = [0, 1], Operator = [SplitOperator.LessOrEqual, SplitOperator.LessOrEqual], Threshold = [0.1, 50], WhenTrue = [~0, ~1], WhenFalse = [1, ~2],
        Missing = [MissingRule.NaN, MissingRule.NaN], MissingIsTrue = [true, false], Leaf = [-1, 0.5, 2], NodeCover = [10, 6], LeafCover = [4, 2, 4],
    };

    private static readonly string s_good = LightGbmTextWriter.Write([s_tree], 2, "binary sigmoid:1", names: ["x", "z"]);

    protected override string Kind => ModelCatalog.LightGbm;

    protected override IDiagnosticModel Open() => Of(s_good);

    protected override double Expected(double x, double z) => 1 / (1 + Math.Exp(-(x <= 0.1 ? -1 : z <= 50 ? 0.5 : 2)));

    // A tree gives every row a leaf: rows cannot be lost, and what is no number is refused before any row.
    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
    [
        ("NaN", () => Of(s_good.Replace("leaf_value=-1", "leaf_value=nan", StringComparison.Ordinal))),
        ("infinite", () => Of(s_good.Replace("leaf_value=-1", "leaf_value=inf", StringComparison.Ordinal))),
        ("outside", () => Of(LightGbmTextWriter.Write([s_tree], 2, "regression", names: ["x", "z"]))),
        ("cut off", () => Of(s_good[..(s_good.Length / 2)])),
    ];

    private static IDiagnosticModel Of(string text)
    {
        using var folder = new ModelFolder(ModelCatalog.LightGbm, "model.txt", LightGbmModel.Open, "x", "z");
        folder.Plan = folder.Plan with { Name = "contract", Version = "7" };
        return folder.Open(text);
    }
}
