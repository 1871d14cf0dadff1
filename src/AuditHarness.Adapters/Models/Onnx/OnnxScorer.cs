using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>A loaded ONNX model.</summary>
internal sealed class OnnxScorer(
    LoadedOnnx model, OnnxInputs inputs, OnnxOutput output, OnnxStructure structure) : IDiagnosticModel
{
    private const int RepeatedRows = 256;

    private readonly RunOptions _run = new();
    private readonly string[] _names = inputs.Names;
    private bool _repeated;

    /// <inheritdoc/>
    public ModelIdentity Identity => model.Identity;

    /// <inheritdoc/>
    /// <remarks>The graph's own file, then those beside it that hold its weights.</remarks>
    public IReadOnlyList<InputFile> Files => model.Files;

    /// <inheritdoc/>
    public Phrase Reading => model.Files.Count > 1
        ? Phrase.Of($"ONNX Runtime, {inputs.Reading}; {output.Reading}; the SHA-256 is that of the file followed by its external data.")
        : Phrase.Of($"ONNX Runtime, {inputs.Reading}; {output.Reading}.");

    /// <inheritdoc/>
    /// <remarks>While it is open whether the only column of an answer is a risk or a logit, the link is that of a risk: <see cref="Score"/> settles it.</remarks>
    public ModelStructure? Structure => structure.Read();

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        inputs.Check(patients);
        if (patients.Count == 0) return [];
        if (!_repeated) CheckRepeats(patients, stop);
        double[]? raw = null;
        for (var first = 0; first < patients.Count; first += inputs.BatchRows)
        {
            var answer = Run(patients, first, Math.Min(inputs.BatchRows, patients.Count - first), stop);
            raw ??= new double[(long)patients.Count * output.Columns];
            answer.CopyTo(raw, (long)first * output.Columns);
        }
        return output.Risks(raw!);
    }

    // A model that draws random numbers, or that learns while it runs, has no answer to audit.
    private void CheckRepeats(FeatureTable patients, CancellationToken stop)
    {
        var rows = Math.Min(Math.Min(RepeatedRows, inputs.BatchRows), patients.Count);
        var (once, again) = (Run(patients, 0, rows, stop), Run(patients, 0, rows, stop));
        if (!once.AsSpan().SequenceEqual(again))
            throw new AuditInputException($"{model.Shown} gives other answers when the same rows are scored a second time. Export it for inference: without dropout or other random operators.");
        _repeated = true;
    }

    private double[] Run(FeatureTable patients, int first, int rows, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        // The last batch of a fixed size is filled up with its last row.
        var batch = inputs.FixedBatch is { } size && size > rows ? patients.Take([.. Enumerable.Range(0, size).Select(r => first + Math.Min(r, rows - 1))]) : patients;
        var given = ReferenceEquals(batch, patients) ? rows : batch.Count;
        var feed = inputs.Feed(batch, ReferenceEquals(batch, patients) ? first : 0, given);
        try
        {
            using var answers = model.Session.Run(_run, _names, feed, [output.Tensor]);
            var answer = output.Read(answers[0], given);
            return given == rows ? answer : answer[..(rows * output.Columns)];
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditInputException($"ONNX Runtime cannot run {model.Shown}: {OnnxModel.FirstLine(e)} Check the columns given in 'model.features', or export the model again.", e);
        }
        finally
        {
            foreach (var value in feed) value.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        model.Session.Dispose();
        _run.Dispose();
    }
}
