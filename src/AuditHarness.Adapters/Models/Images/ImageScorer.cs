using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Adapters.Pictures;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>
/// A loaded model of pictures. Batches are cut by the data alone; while one is scored the next is unpacked, each picture on a thread of
/// its own and in its own place, so that scores do not depend on how many threads there are.
/// </summary>
internal sealed class ImageScorer(
    ImagesPlan plan, PictureFolder folder, LoadedOnnx model, ImageInput input, OnnxOutput output, IProgress<AuditProgress>? progress, int workers) : IDiagnosticModel
{
    private readonly RunOptions _run = new();
    private readonly PictureSource _source = new(plan, folder);
    private readonly PicturesSeen _seen = new(plan, folder.Name);
    private bool _repeated;

    /// <inheritdoc/>
    public ModelIdentity Identity => model.Identity;

    /// <inheritdoc/>
    /// <remarks>The graph's own file, those beside it that hold its weights, and when patients were scored their pictures as one.</remarks>
    public IReadOnlyList<InputFile> Files => [.. model.Files, .. _seen.Input()];

    /// <inheritdoc/>
    public Phrase Reading => Phrase.Of($"ONNX Runtime, {input.Reading}; {output.Reading}.");

    /// <inheritdoc/>
    public ModelStructure? Structure => null;

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Notices => _seen.Notices();

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        if (patients.Columns is not [FeatureColumn.Text column] || column.Name != plan.Column)
            throw new AuditInputException($"{model.Shown} was given other columns than {Quoted.Text(plan.Column)} alone, which 'model.images.column' names and which holds texts. Give the paths of pictures in it.");
        if (patients.Count == 0) return [];
        var raw = input.Type switch
        {
            OnnxType.Float => Score(patients, column, new PictureNumbers<float>(plan, v => (float)v), stop),
            OnnxType.Double => Score(patients, column, new PictureNumbers<double>(plan, v => v), stop),
            _ => Score(patients, column, new PictureNumbers<byte>(plan, v => (byte)v), stop),
        };
        return output.Risks(raw);
    }

    private double[] Score<T>(FeatureTable patients, FeatureColumn.Text column, PictureNumbers<T> numbers, CancellationToken stop) where T : unmanaged
    {
        var faults = new InputFaults();
        var batches = (patients.Count + input.Batch - 1) / input.Batch;
        Task<Unpacked<T>> Next(int batch) => Task.Run(() => Unpack(column, batch * input.Batch, Math.Min(input.Batch, patients.Count - (batch * input.Batch)), numbers, stop), CancellationToken.None);

        double[]? raw = null;
        var next = Next(0);
        for (var batch = 0; batch < batches; batch++)
        {
            var unpacked = next.GetAwaiter().GetResult();
            if (batch + 1 < batches) next = Next(batch + 1);
            try
            {
                Note(unpacked, patients, batch * input.Batch, column, faults);
                // After a refusal the other pictures are still looked at, so that all that is wrong is told at once.
                if (faults.None)
                {
                    var answer = Run(unpacked, stop);
                    raw ??= new double[(long)patients.Count * output.Columns];
                    answer.CopyTo(raw, (long)batch * input.Batch * output.Columns);
                }
            }
            catch
            {
                // Nothing goes on reading after the end.
                next.ContinueWith(static t => t.Exception, TaskScheduler.Default).Wait(CancellationToken.None);
                throw;
            }
            progress?.Report(new("Scoring the pictures", Math.Min(patients.Count, (batch + 1) * input.Batch), patients.Count));
        }
        faults.ThrowIfAny();
        _seen.Count(patients.Count, column);
        return raw!;
    }

    // The numbers of a batch, filled up to the size that the model wants; and of each picture what is known or why it is refused.
    private sealed record Unpacked<T>(T[] Numbers, KnownPicture?[] Known, PictureException?[] Refused);

    private Unpacked<T> Unpack<T>(FeatureColumn.Text column, int first, int rows, PictureNumbers<T> numbers, CancellationToken stop)
    {
        var size = (int)plan.Numbers;
        var unpacked = new Unpacked<T>(new T[size * (input.FixedBatch ?? rows)], new KnownPicture?[rows], new PictureException?[rows]);
        stop.ThrowIfCancellationRequested();
        Parallel.For(0, rows, new() { MaxDegreeOfParallelism = workers, CancellationToken = stop }, r =>
        {
            var code = column.Codes[first + r];
            try
            {
                unpacked.Known[r] = _source.Read(code < 0 ? null : column.Levels[code], picture => numbers.Write(picture, unpacked.Numbers.AsSpan(r * size, size)));
            }
            catch (PictureException e)
            {
                unpacked.Refused[r] = e;
            }
        });
        // The last batch of a fixed size is filled up with its last picture.
        for (var r = rows; r < input.FixedBatch; r++) unpacked.Numbers.AsSpan((rows - 1) * size, size).CopyTo(unpacked.Numbers.AsSpan(r * size, size));
        return unpacked;
    }

    private void Note<T>(Unpacked<T> unpacked, FeatureTable patients, int first, FeatureColumn.Text column, InputFaults faults)
    {
        for (var r = 0; r < unpacked.Known.Length; r++)
        {
            var row = first + r;
            if (unpacked.Refused[r] is { } refused)
            {
                var place = patients.Places is { } places ? new RowPlace(places.Unit, places.Numbers[row]) : new RowPlace(RowPlace.Row, row + 1);
                faults.Add($"{(patients.Places is null ? "The rows given" : patients.Places.Data)}, column {Quoted.Text(plan.Column)}: a picture {refused.Message}", refused.Mend, place, refused.Detail);
            }
            else _seen.Add(column.Levels[column.Codes[row]], unpacked.Known[r]!);
        }
    }

    private double[] Run<T>(Unpacked<T> unpacked, CancellationToken stop) where T : unmanaged
    {
        stop.ThrowIfCancellationRequested();
        var (rows, given) = (unpacked.Known.Length, input.FixedBatch ?? unpacked.Known.Length);
        using var tensor = OrtValue.CreateTensorValueFromMemory(unpacked.Numbers, input.Shape(given));
        var answer = Run(tensor, given);
        // A model that draws random numbers, or that learns while it runs, has no answer to audit.
        if (!_repeated && !answer.AsSpan().SequenceEqual(Run(tensor, given)))
            throw new AuditInputException($"{model.Shown} gives other answers when the same pictures are scored a second time. Export it for inference: without dropout or other random operators.");
        _repeated = true;
        return given == rows ? answer : answer[..(rows * output.Columns)];
    }

    private double[] Run(OrtValue tensor, int given)
    {
        try
        {
            using var answers = model.Session.Run(_run, [input.Name], [tensor], [output.Tensor]);
            return output.Read(answers[0], given);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditInputException($"ONNX Runtime cannot run {model.Shown}: {OnnxModel.FirstLine(e)} Check what 'model.images' says of the size, the colours and the layout, or export the model again.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        model.Session.Dispose();
        _run.Dispose();
    }
}
