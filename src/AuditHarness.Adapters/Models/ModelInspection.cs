using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.LightGbm;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Adapters.Models.Trees;
using AuditHarness.Adapters.Models.XGBoost;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models;

/// <summary>What a model asks for.</summary>
/// <param name="Name">Name of the input, or of the feature within its only input.</param>
/// <param name="IsText">True when it takes texts.</param>
public sealed record ModelInput(string Name, bool IsText);

/// <summary>What a file says it is, for a config that is to be proposed. A model is read for this and never run.</summary>
/// <param name="Kind">A kind of <see cref="ModelCatalog.All"/>.</param>
/// <param name="Sha256">SHA-256 of the file; empty for a table of predictions, which is not read here.</param>
/// <param name="Inputs">What it asks for by name, in its order; null where it names nothing.</param>
/// <param name="Count">How many features it takes; null where it does not say.</param>
public sealed record ModelInspection(string Kind, string Sha256, IReadOnlyList<ModelInput>? Inputs, int? Count)
{
    private const string Kinds = "ONNX (.onnx), XGBoost's JSON (.json), LightGBM's text (.txt), an archive of ML.NET (.zip) and a table of predictions (.csv, .tsv or .parquet) are known by their contents";

    private static readonly string[] Tables = [".csv", ".tsv", ".tab", ".txt", ".dat", ".parquet"];

    /// <summary>Looks at a file.</summary>
    /// <param name="file">Path.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="sha256">
    /// SHA-256 by which somebody vouches for the file. An archive of ML.NET is code, and its inputs are known only once it is loaded:
    /// without the hash it is not, and its inputs stay unknown.
    /// </param>
    /// <exception cref="AuditInputException">The file cannot be read, is of no known kind, or is damaged.</exception>
    public static ModelInspection Of(string file, string folder, string? sha256 = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(folder);
        var plan = new ModelPlan("", file, null, null, "", null) { Sha256 = sha256 };
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        var head = Head(file, folder);
        if (head.AsSpan().StartsWith("PAR1"u8)) return new(ModelPlan.Predictions, "", null, null);
        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8)) return OfArchive(plan, folder);
        if (head.AsSpan().StartsWith("tree\n"u8) || head.AsSpan().StartsWith("tree\r\n"u8)) return OfLightGbm(plan, folder);
        if (head.Length > 1 && head[0] == 0x80 && head[1] is >= 2 and <= 5)
            throw new AuditInputException($"The model {Quoted.Text(file)} is a Python pickle, which is program code and is not opened. Export it to ONNX, or let a worker answer for it: 'audit models {ModelCatalog.Worker}' shows how.");
        if (Path.GetExtension(name).Equals(".onnx", StringComparison.OrdinalIgnoreCase)) return OfOnnx(plan, folder);
        if (Encoding.UTF8.GetString(head).TrimStart('\ufeff', ' ', '\t', '\r', '\n').StartsWith('{')) return OfXGBoost(plan, folder);
        if (Tables.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)) return new(ModelPlan.Predictions, "", null, null);
        throw new AuditInputException($"The model {Quoted.Text(file)} is of no kind that can be told from the file: {Kinds}. Name such a file; 'audit models' lists every source.");
    }

    private static byte[] Head(string file, string folder)
    {
        using var stream = TableFile.OpenFile(new(file, "--model"), folder, out _);
        var head = new byte[64];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length == 0) throw new AuditInputException($"The model {Quoted.Text(file)} is empty. Copy or export it again.");
        return head[..length];
    }

    private static ModelInspection OfOnnx(ModelPlan plan, string folder)
    {
        var file = ModelFile.Read(plan, folder, OnnxModel.LargestFile, "Export or copy it again.");
        OnnxGraph graph;
        try
        {
            graph = OnnxReader.Read(file.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw new AuditInputException($"{file.Shown} is not a whole ONNX model: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]} Export or copy it again.", e);
        }
        if (graph.Inputs is [var one] && OnnxInputs.Width(one) is not 1)
            return new(ModelCatalog.Onnx, file.Sha256, null, OnnxInputs.Width(one) is { } width and <= 10_000 ? (int)width : null);
        return new(ModelCatalog.Onnx, file.Sha256, [.. graph.Inputs.Select(i => new ModelInput(i.Name, i.Type == OnnxType.String))], graph.Inputs.Count);
    }

    private static ModelInspection OfXGBoost(ModelPlan plan, string folder)
    {
        var file = TreeModelFile.Open(plan, folder, XGBoostModel.Export);
        var (names, count) = XGBoostModel.Features(file);
        return new(ModelCatalog.XGBoost, file.Sha256, names is null ? null : [.. names.Select(n => new ModelInput(n, IsText: false))], count);
    }

    private static ModelInspection OfLightGbm(ModelPlan plan, string folder)
    {
        var file = TreeModelFile.Open(plan, folder, LightGbmModel.Export);
        var (names, count) = LightGbmModel.Features(file, new LightGbmText(file));
        var made = names.Select((n, k) => n == "Column_" + LightGbmText.Number(k)).All(same => same);
        return new(ModelCatalog.LightGbm, file.Sha256, made ? null : [.. names.Select(n => new ModelInput(n, IsText: false))], count);
    }

    private static ModelInspection OfArchive(ModelPlan plan, string folder)
    {
        var file = ModelFile.Read(plan, folder, MlNetArchive.LargestFile, "Name the model's file.", "Such an archive can run code when it is loaded. ");
        var inputs = plan.Sha256 is null ? null : MlNetModel.Inputs(plan, folder);
        return new(ModelCatalog.MlNet, file.Sha256, inputs, inputs?.Count);
    }
}
