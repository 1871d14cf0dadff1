using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>A model with the answers that its own library gave, as in Samples/README.md and in the shared folder.</summary>
internal sealed record Sample(string Folder, IReadOnlyList<FeaturePlan> Features, FeatureTable Table, double[] Expected)
{
    public static readonly string[] Flchain = ["age", "male", "kappa", "lambda", "creatinine", "mgus"];
    public static readonly string[] Insurance = ["age", "family", "gender", "insurance", "married", "selfemp", "region", "ethnicity", "education"];

    public static string Root { get; } = Path.Combine(Repository(), "tests", "AuditHarness.Adapters.Tests", "Models", "Onnx", "Samples");

    /// <summary>The folder of a model in the shared folder beside the repository; the test is skipped when there is none.</summary>
    public static string Shared(string name)
    {
        for (var folder = new DirectoryInfo(Repository()).Parent; folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "models", name))) return Path.Combine(folder.FullName, "shared", "models", name);
        Assert.Ignore($"The shared folder with the model {name} is not beside the repository.");
        return "";
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AuditHarness.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    public static Sample Of(string folder, string[] columns, string expected = "expected_p1")
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "expected.csv")).Select(l => l.Split(',')).ToArray();
        var table = new FeatureTable([.. columns.Select(name => Column(name, [.. lines.Skip(1).Select(l => l[Array.IndexOf(lines[0], name)])]))]);
        var features = columns.Select((c, i) => new FeaturePlan(c, c, table.Columns[i] is FeatureColumn.Text ? FeatureKind.Text : FeatureKind.Number)).ToArray();
        var at = Array.IndexOf(lines[0], expected);
        return new(folder, features, table, [.. lines.Skip(1).Select(l => double.Parse(l[at], CultureInfo.InvariantCulture))]);
    }

    private static FeatureColumn Column(string name, string[] texts)
    {
        if (texts.All(t => t.Length == 0 || double.TryParse(t, CultureInfo.InvariantCulture, out _)))
            return new FeatureColumn.Numeric(name, [.. texts.Select(t => t.Length == 0 ? double.NaN : double.Parse(t, CultureInfo.InvariantCulture))]);
        var levels = texts.Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new FeatureColumn.Text(name, levels, [.. texts.Select(t => Array.IndexOf(levels, t))]);
    }

    public static ModelPlan Plan(string file, IReadOnlyList<FeaturePlan> features) => new("onnx", file, null, null, "m", null) { Features = features };

    public static FeaturePlan[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => new FeaturePlan($"f{i}", $"f{i}", FeatureKind.Number))];

    public static FeatureTable TableOf(params double[][] columns) => new([.. columns.Select((c, i) => new FeatureColumn.Numeric($"f{i}", c))]);

    public IDiagnosticModel Open() => OnnxModel.Open(Plan("model.onnx", Features), Folder);
}
