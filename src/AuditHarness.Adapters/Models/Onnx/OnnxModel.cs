using System.Text;
using System.Text.RegularExpressions;
using AuditHarness.Audits;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Models in ONNX files, run by ONNX Runtime on the CPU.</summary>
public static class OnnxModel
{
    /// <summary>Largest file that is read, in bytes.</summary>
    internal const long LargestFile = 2_000_000_000;

    /// <summary>Reads, judges and loads a model. Nothing of it is run before its operators and its external data have been judged.</summary>
    /// <param name="plan">The model of the audit.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <exception cref="AuditInputException">The file is missing, damaged, not allowed, or does not fit the plan.</exception>
    public static IDiagnosticModel Open(ModelPlan plan, string folder)
    {
        var file = OnnxFile.Read(plan, folder);
        var inputs = OnnxInputs.Of(file.Graph, plan.Features, file.Shown);
        var output = OnnxOutput.Of(file.Graph, plan, file.Shown);
        return new OnnxScorer(file.Load(output), inputs, output, new OnnxStructure(file.Graph, inputs, output));
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
}
