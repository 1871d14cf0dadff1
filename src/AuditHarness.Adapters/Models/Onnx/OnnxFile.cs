using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>An ONNX file that was read and judged, and of which nothing was run yet.</summary>
internal sealed class OnnxFile
{
    private readonly ModelPlan _plan;
    private readonly ModelFile _file;
    private readonly IReadOnlyList<string> _external;

    private OnnxFile(ModelPlan plan, ModelFile file, OnnxGraph graph, IReadOnlyList<string> external) => (_plan, _file, Graph, _external) = (plan, file, graph, external);

    /// <summary>What the file says.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>The model in messages.</summary>
    public string Shown => _file.Shown;

    /// <summary>Reads a file, and judges its operators and its external data.</summary>
    /// <param name="plan">The model of the audit.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <param name="domainsKey">Where the config allows operator domains.</param>
    /// <exception cref="AuditInputException">The file is missing, damaged, or not allowed.</exception>
    public static OnnxFile Read(ModelPlan plan, string folder, string domainsKey = "model.allowDomains")
    {
        var file = ModelFile.Read(plan, folder, OnnxModel.LargestFile, "Export or copy it again; weights beyond 2 GB stand in a data file beside it.");
        OnnxGraph graph;
        try
        {
            graph = OnnxReader.Read(file.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw new AuditInputException($"{file.Shown} is not a whole ONNX model: {Lower(e.Message)} Export or copy it again.", e);
        }
        OnnxSafety.CheckDomains(graph, file.Shown, plan.AllowedDomains, domainsKey);
        return new(plan, file, graph, OnnxSafety.CheckExternal(graph, file.Shown, Path.GetDirectoryName(file.FullPath)!));
    }

    /// <summary>Loads the model into the runtime.</summary>
    /// <param name="output">The output that will be asked for.</param>
    /// <exception cref="AuditInputException">Its external data cannot be read, or the runtime refuses it.</exception>
    public LoadedOnnx Load(OnnxOutput output) => Load(output.Tensor);

    /// <summary>Loads the model into the runtime.</summary>
    /// <param name="tensor">The value that will be asked for.</param>
    /// <exception cref="AuditInputException">Its external data cannot be read, or the runtime refuses it.</exception>
    public LoadedOnnx Load(string tensor)
    {
        var (whole, data) = _external.Count == 0 ? (_file.Sha256, (IReadOnlyList<InputFile>)[]) : WithData();
        return new(new(_plan.Kind, _plan.Name, _plan.Version, whole), Shown, Load(WithOutput(tensor)), [_file.Input, .. data]);
    }

    // The artefact is the file and its data: both are in its identity. Each data file is also listed by itself, named beside the model.
    private (string Sha256, IReadOnlyList<InputFile> Data) WithData()
    {
        var beside = _plan.File[..(_plan.File.Length - Path.GetFileName(_plan.File).Length)];
        var data = new List<InputFile>();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(_file.Bytes);
            var block = new byte[1 << 20];
            foreach (var external in _external)
            {
                using var stream = File.OpenRead(external);
                using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var length = 0L;
                for (int count; (count = stream.Read(block)) > 0; length += count)
                {
                    hash.AppendData(block, 0, count);
                    own.AppendData(block, 0, count);
                }
                data.Add(new("model-data", beside + Path.GetRelativePath(Path.GetDirectoryName(_file.FullPath)!, external).Replace('\\', '/'), length, Convert.ToHexStringLower(own.GetHashAndReset())));
            }
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"A data file of {Shown} cannot be read: {e.Message} Make it readable, and run the audit again.", e);
        }
    }

    // Messages of one field are merged where a file holds several: a second graph of one output adds that output to the first.
    private byte[] WithOutput(string tensor) => Graph.Outputs.Any(o => o.Name == tensor) ? _file.Bytes
        : [.. _file.Bytes, .. new OnnxMessage().Message(7, new OnnxMessage().Message(12, OnnxMessage.Value(tensor, OnnxType.Float))).ToArray()];

    private InferenceSession Load(byte[] bytes)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // One thread: a sum of floats must not depend on how it was shared out.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(_file.FullPath)!);
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents();
            return new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditInputException($"ONNX Runtime cannot load {Shown}: {OnnxModel.FirstLine(e)} Export the model again with operators that ONNX Runtime knows.", e);
        }
    }

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}

/// <summary>A model in the runtime.</summary>
/// <param name="Identity">What it is.</param>
/// <param name="Shown">The model in messages.</param>
/// <param name="Session">What runs it, for the caller to dispose of.</param>
/// <param name="Files">Its file, then those beside it that hold its weights.</param>
internal sealed record LoadedOnnx(ModelIdentity Identity, string Shown, InferenceSession Session, IReadOnlyList<InputFile> Files);
