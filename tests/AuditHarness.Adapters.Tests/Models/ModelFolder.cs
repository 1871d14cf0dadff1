using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models;

/// <summary>A temporary folder with one model file, and the plan that names it.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("audit-model-").FullName;
    private readonly Func<ModelPlan, string, IDiagnosticModel> _open;

    public ModelFolder(string kind, string file, Func<ModelPlan, string, IDiagnosticModel> open, params string[] features)
    {
        _open = open;
        Plan = new ModelPlan(kind, file, null, null, "model", null) { Features = [.. features.Select(f => new FeaturePlan(f, f, FeatureKind.Number))] };
    }

    public ModelPlan Plan { get; set; }

    public IDiagnosticModel Open(string text) => Open(Encoding.UTF8.GetBytes(text));

    public IDiagnosticModel Open(byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_path, Plan.File), bytes);
        return _open(Plan, _path);
    }

    public IDiagnosticModel OpenWithoutFile() => _open(Plan, _path);

    /// <summary>The message with which the file is refused; any other end is a failure.</summary>
    public string Refusal(byte[] bytes) => Assert.Throws<AuditInputException>(() => Open(bytes))!.Message;

    public string Refusal(string text) => Refusal(Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Rows as the plan's columns.</summary>
    public FeatureTable Table(params double[][] rows) => TableOf([.. Plan.Features.Select(f => f.Name)], rows);

    public static FeatureTable TableOf(string[] names, double[][] rows) =>
        new([.. names.Select((n, k) => new FeatureColumn.Numeric(n, [.. rows.Select(r => r[k])]))]);

    public static double[] Margins(IDiagnosticModel model, FeatureTable rows)
    {
        var trees = (ModelStructure.TreeSum)model.Structure!;
        return TreeScorer.Margins(trees.Ensemble, trees.Encoding.Encode(rows), rows.Count);
    }

    /// <summary>Path-dependent attributions, row · (features + 1) + feature, the mean last.</summary>
    public static double[] Attributions(IDiagnosticModel model, FeatureTable rows)
    {
        var trees = (ModelStructure.TreeSum)model.Structure!;
        var players = trees.Encoding.Slots.Count;
        var shap = TreeShap.PathDependent(trees.Ensemble, [.. Enumerable.Range(0, players)], players);
        var phi = new double[rows.Count * players];
        shap.Explain(trees.Encoding.Encode(rows), rows.Count, phi, workers: 1, CancellationToken.None);
        return [.. phi.Chunk(players).SelectMany(p => p.Append(shap.BaseValue))];
    }

    /// <summary>A CSV file of numbers: an empty field is a missing value.</summary>
    public static (string[] Head, double[][] Rows) Csv(string path)
    {
        var lines = File.ReadAllLines(path);
        return (lines[0].Split(','), [.. lines.Skip(1).Select(l => l.Split(',')
            .Select(f => f.Length == 0 ? double.NaN : double.Parse(f, CultureInfo.InvariantCulture)).ToArray())]);
    }

    /// <summary>A file of one number a line.</summary>
    public static double[][] Numbers(string path) => [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => new[] { double.Parse(l, CultureInfo.InvariantCulture) })];

    /// <summary>A file beside the repository; the test skips itself when it is not there.</summary>
    public static string Shared(params string[] path)
    {
        var file = Path.Combine([Root(), "..", "shared", .. path]);
        Assume.That(File.Exists(file), $"'{string.Join('/', path)}' is not in the folder 'shared' beside the repository: nothing to compare with.");
        return file;
    }

    /// <summary>A file among the tests of models.</summary>
    public static string Own(params string[] path) => Path.Combine([Root(), "tests", "AuditHarness.Adapters.Tests", "Models", .. path]);

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AuditHarness.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
