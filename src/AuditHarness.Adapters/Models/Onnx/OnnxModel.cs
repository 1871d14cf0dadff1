using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Models in ONNX files, run by ONNX Runtime on the CPU.</summary>
public static class OnnxModel
{
    private const long LargestFile = 2_000_000_000;

    /// <summary>Reads, judges and loads a model. Nothing of it is run before its operators and its external data have been judged.</summary>
    /// <param name="plan">The model of the audit.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <exception cref="AuditInputException">The file is missing, damaged, not allowed, or does not fit the plan.</exception>
    public static IDiagnosticModel Open(ModelPlan plan, string folder)
    {
        var file = ModelFile.Read(plan, folder, LargestFile, "Export or copy it again; weights beyond 2 GB stand in a data file beside it.");
        var (path, shown, bytes, sha256) = (file.FullPath, file.Shown, file.Bytes, file.Sha256);
        OnnxGraph graph;
        try
        {
            graph = OnnxReader.Read(bytes);
        }
        catch (InvalidDataException e)
        {
            throw new AuditInputException($"{shown} is not a whole ONNX model: {Lower(e.Message)} Export or copy it again.", e);
        }
        OnnxSafety.CheckDomains(graph, shown, plan.AllowedDomains);
        var modelFolder = Path.GetDirectoryName(path)!;
        var external = OnnxSafety.CheckExternal(graph, shown, modelFolder);
        var inputs = OnnxInputs.Of(graph, plan.Features, shown);
        var output = OnnxOutput.Of(graph, plan, shown);
        var (whole, data) = external.Count == 0 ? (sha256, (IReadOnlyList<InputFile>)[]) : WithData(bytes, external, shown, path, plan.File);
        var identity = new ModelIdentity(plan.Kind, plan.Name, plan.Version, whole);
        return new OnnxScorer(identity, shown, Load(WithOutput(bytes, graph, output.Tensor), modelFolder, shown), inputs, output, [file.Input, .. data], new OnnxStructure(graph, inputs, output));
    }

    // The artefact is the file and its data: both are in its identity. Each data file is also listed by itself, named beside the model.
    private static (string Sha256, IReadOnlyList<InputFile> Data) WithData(byte[] bytes, IReadOnlyList<string> files, string shown, string model, string file)
    {
        var beside = file[..(file.Length - Path.GetFileName(file).Length)];
        var data = new List<InputFile>();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(bytes);
            var block = new byte[1 << 20];
            foreach (var external in files)
            {
                using var stream = File.OpenRead(external);
                using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var length = 0L;
                for (int count; (count = stream.Read(block)) > 0; length += count)
                {
                    hash.AppendData(block, 0, count);
                    own.AppendData(block, 0, count);
                }
                data.Add(new("model-data", beside + Path.GetRelativePath(Path.GetDirectoryName(model)!, external).Replace('\\', '/'), length, Convert.ToHexStringLower(own.GetHashAndReset())));
            }
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"A data file of {shown} cannot be read: {e.Message} Make it readable, and run the audit again.", e);
        }
    }

    // Messages of one field are merged where a file holds several: a second graph of one output adds that output to the first.
    private static byte[] WithOutput(byte[] bytes, OnnxGraph graph, string tensor) => graph.Outputs.Any(o => o.Name == tensor) ? bytes
        : [.. bytes, .. new OnnxMessage().Message(7, new OnnxMessage().Message(12, OnnxMessage.Value(tensor, OnnxType.Float))).ToArray()];

    private static InferenceSession Load(byte[] bytes, string folder, string shown)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // One thread: a sum of floats must not depend on how it was shared out.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents();
            return new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditInputException($"ONNX Runtime cannot load {shown}: {FirstLine(e)} Export the model again with operators that ONNX Runtime knows.", e);
        }
    }

    /// <summary>What the runtime says, as one bounded line.</summary>
    internal static string FirstLine(OnnxRuntimeException e)
    {
        var line = e.Message.Split('\n')[0].Trim();
        // "[ErrorCode:Fail] …": the code says nothing to the reader.
        if (line.StartsWith('[') && line.IndexOf(']', StringComparison.Ordinal) is var end and > 0) line = line[(end + 1)..].Trim();
        // Where in the runtime's own source it came up says nothing to the reader either.
        line = Regex.Replace(line, @"\S*onnxruntime\S*\.(h|cc):\d+ .*?\)( const)? ", "");
        var shown = new StringBuilder();
        foreach (var c in line.Length > 300 ? line[..300] + "…" : line) shown.Append(char.IsControl(c) ? ' ' : c);
        return shown.Append(line.EndsWith('.') ? "" : ".").ToString();
    }

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
