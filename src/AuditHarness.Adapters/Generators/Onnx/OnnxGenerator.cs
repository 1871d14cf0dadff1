using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML.OnnxRuntime;

namespace AuditHarness.Adapters.Generators.Onnx;

/// <summary>
/// A generator in an ONNX file that makes records in one pass. All its chance is the noise that it is given: each row has its own by the
/// request's seed, whatever the size of a pass. A file that draws random numbers itself is refused.
/// </summary>
public sealed class OnnxGenerator : IRecordGenerator
{
    private readonly LoadedOnnx _model;
    private readonly OnnxGeneratorPlan _plan;
    private readonly OnnxPorts _ports;
    private readonly OnnxDecoding _decoding;
    private readonly RecordTable _train;
    private readonly int _pass;
    private readonly RunOptions _run = new();
    private bool _repeated;

    private OnnxGenerator(LoadedOnnx model, OnnxGeneratorPlan plan, OnnxPorts ports, OnnxDecoding decoding, RecordTable train)
    {
        (_model, _plan, _ports, _decoding, _train, _pass) = (model, plan, ports, decoding, train, ports.RowsOfAPass(plan.BatchRows));
        Identity = new(model.Identity, Modality.Records, [.. plan.Conditions.Select(c => c.Column).Order(StringComparer.Ordinal)], TakesSeeds: true);
    }

    /// <inheritdoc/>
    public GeneratorIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading => _plan.Uniform ? Phrase.Of($"ONNX Runtime, {_ports.NoiseWidth:count} uniform numbers of noise a record; its output is decoded as the config declares.")
        : Phrase.Of($"ONNX Runtime, {_ports.NoiseWidth:count} normal numbers of noise a record; its output is decoded as the config declares.");

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files => _model.Files;

    /// <summary>Reads, judges and loads a generator. Nothing of it is run before its operators and its external data have been judged.</summary>
    /// <param name="plan">The generator; its <see cref="GeneratorPlan.Onnx"/> says which file, and how its output is decoded.</param>
    /// <param name="train">The training records.</param>
    /// <param name="place">Where paths start.</param>
    /// <exception cref="AuditInputException">The file is missing, damaged, not allowed, or does not fit the plan.</exception>
    public static IRecordGenerator Open(GeneratorPlan plan, RecordTable train, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(place);
        var onnx = plan.Onnx ?? throw new ArgumentException("The plan says nothing of an ONNX file.", nameof(plan));
        var name = plan.Name.Length > 0 ? plan.Name : Path.GetFileNameWithoutExtension(onnx.File);
        var file = OnnxFile.Read(new(plan.Kind, onnx.File, null, null, name, plan.Version) { Key = "generator", Sha256 = plan.Sha256, AllowedDomains = onnx.AllowedDomains }, place.Folder, "generator.onnx.allowedDomains");
        var decoding = new OnnxDecoding(train, onnx, file.Shown);
        var ports = OnnxPorts.Of(file.Graph, onnx, decoding.Width, file.Shown);
        return new OnnxGenerator(file.Load(ports.Output), onnx, ports, decoding, train);
    }

    /// <inheritdoc/>
    public RecordTable Sample(SampleRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, nameof(request));
        var seed = new Seed(request.Seed).For(string.Create(CultureInfo.InvariantCulture, $"onnx/{request.Repeat}"));
        var conditions = Conditions(request, seed.For("conditions"));
        var noise = seed.For("noise");
        var decoded = _decoding.Begin(request.Count);
        for (var first = 0; first < request.Count; first += _pass)
        {
            stop.ThrowIfCancellationRequested();
            var rows = Math.Min(_pass, request.Count - first);
            var pass = Pass(noise, conditions, first, rows, _ports.FixedBatch ?? rows);
            if (!_repeated && !pass.AsSpan().SequenceEqual(Pass(noise, conditions, first, rows, _ports.FixedBatch ?? rows))) throw new AuditInputException(
                $"{_model.Shown} gives other records when the same noise is given a second time. Export it so that all its chance is the noise that it is given, without dropout or other random operators.");
            _repeated = true;
            decoded.Add(pass.AsSpan(0, rows * _decoding.Width), rows);
        }
        if (decoded.NotFinite > 0) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{_model.Shown} gives {decoded.NotFinite:N0} of {request.Count:N0} records numbers that are not finite. Check that it was trained to its end and exported whole."));
        if (decoded.TooLarge is { } column) throw new AuditInputException(
            $"{_model.Shown} gives the column {Quoted.Text(column)} numbers that are too large to be one after its 'scale' and 'shift'. Correct these, or set 'minimum' and 'maximum'.");
        var made = decoded.Records(conditions);
        new MadeRecords(_train, (what, mend) => new($"{_model.Shown} {what}. {mend}")).Hold(made, request.Conditions);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Session.Dispose();
        _run.Dispose();
    }

    // For each condition the level of every row: the one that is asked for, or that of a training record.
    private int[][] Conditions(SampleRequest request, Seed seed)
    {
        var asked = request.Conditions.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        if (asked.Keys.Except(Identity.Conditions).ToArray() is { Length: > 0 } unknown) throw new AuditInputException(
            $"{_model.Shown} takes no condition {Quoted.List(unknown)}{(Identity.Conditions.Count == 0 ? "" : $", but {Quoted.List([.. Identity.Conditions])}")}. Leave it out, or declare how it is given.");
        var sources = new int[request.Count];
        for (var row = 0; row < sources.Length && _plan.Conditions.Count > 0; row++) sources[row] = (int)(seed.Generator((ulong)row).NextUniform() * _train.Count);
        return [.. _plan.Conditions.Select(condition =>
        {
            List<string> levels = [.. condition.Levels];
            if (asked.TryGetValue(condition.Column, out var value))
            {
                var code = levels.IndexOf(value);
                return code >= 0 ? Enumerable.Repeat(code, request.Count).ToArray() : throw new AuditInputException(
                    $"{_model.Shown} knows no {Quoted.Text(condition.Column)} {Quoted.Text(value)}, but {Quoted.List(levels)}. Ask for one of these.");
            }
            var real = (RecordColumn.Category)_train.Find(condition.Column)!;
            int[] codes = [.. real.Levels.Select(l => levels.IndexOf(l))];
            return Array.ConvertAll(sources, row => real.Codes[row] < 0 ? -1 : codes[real.Codes[row]]);
        })];
    }

    private float[] Pass(Seed seed, int[][] conditions, int first, int rows, int given)
    {
        var noise = new float[given * _ports.NoiseWidth];
        for (var row = 0; row < rows; row++)
        {
            var random = seed.Generator((ulong)(first + row));
            for (var k = 0; k < _ports.NoiseWidth; k++) noise[(row * _ports.NoiseWidth) + k] = (float)(_plan.Uniform ? random.NextUniform() : random.NextNormal());
        }
        using var z = OrtValue.CreateTensorValueFromMemory(noise, [given, _ports.NoiseWidth]);
        using var c = _ports.Condition is null ? null : Encoded(conditions, first, rows, given);
        try
        {
            using var answers = _model.Session.Run(_run, c is null ? [_ports.Noise] : [_ports.Noise, _ports.Condition!], c is null ? [z] : [z, c], [_ports.Output]);
            var shape = answers[0].GetTensorTypeAndShape().Shape;
            return shape is [var n, var w] && n == given && w == _decoding.Width ? answers[0].GetTensorDataAsSpan<float>().ToArray() : throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{_model.Shown} was asked for {given:N0} rows of {_decoding.Width} numbers, and gives {string.Join(" × ", shape)}. Export it as float[N, width], with a row for each record."));
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditInputException($"ONNX Runtime cannot run {_model.Shown}: {OnnxModel.FirstLine(e)} Check what is declared of its inputs, or export the model again.", e);
        }
    }

    private OrtValue Encoded(int[][] conditions, int first, int rows, int given)
    {
        var width = _plan.Conditions.Sum(p => p.Levels.Count);
        var numbers = new float[given * width];
        for (var (k, at) = (0, 0); k < conditions.Length; at += _plan.Conditions[k].Levels.Count, k++)
            for (var row = 0; row < rows; row++)
                if (conditions[k][first + row] >= 0) numbers[(row * width) + at + conditions[k][first + row]] = 1;
        return OrtValue.CreateTensorValueFromMemory(numbers, [given, width]);
    }
}
