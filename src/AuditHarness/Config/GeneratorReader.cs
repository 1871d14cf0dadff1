using AuditHarness.Adapters.Generators;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the generator under audit: records that were made elsewhere, or what makes them.</summary>
/// <param name="generator">The section.</param>
/// <param name="columns">Which columns records have.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class GeneratorReader(ConfigSection<GeneratorConfig> generator, RecordColumns columns, ConfigFaults faults)
{
    private readonly string? _kind = generator.Choice(nameof(GeneratorConfig.Kind), [.. GeneratorCatalog.All.Select(s => s.Kind)]);
    private OnnxGeneratorPlan? _onnx;

    /// <summary>The plan; to be used only when there are no faults. Called once, before <see cref="Conditions"/>.</summary>
    public GeneratorPlan Read()
    {
        var records = _kind == GeneratorCatalog.Onnx ? null : new RecordTableReader(faults).Read(generator[nameof(GeneratorConfig.File)], "generator.file");
        var file = _kind == GeneratorCatalog.Onnx ? generator.Text(nameof(GeneratorConfig.File)) : records?.File;
        CheckFile();
        var worker = new WorkerReader<GeneratorConfig>(generator, "generator", faults).Read(_kind, _kind == GeneratorCatalog.Worker);
        var onnx = Part<OnnxGeneratorConfig>(nameof(GeneratorConfig.Onnx), GeneratorCatalog.Onnx, "no ONNX file", "of an ONNX file must be said how its numbers become columns. Name them in its 'columns'");
        var reference = Part<ReferenceConfig>(nameof(GeneratorConfig.Reference), GeneratorCatalog.Reference, "none that ships", "several generators ship. Name one in its 'method'");
        _onnx = onnx.Node is null ? null : new OnnxGeneratorReader(onnx, columns, faults).Read(file ?? "");
        var sha256 = ModelReader.Sha256(generator, nameof(GeneratorConfig.Sha256), faults);
        if (_kind == GeneratorCatalog.Reference && generator[nameof(GeneratorConfig.Sha256)] is { } hash)
            faults.Add(hash, "a generator of kind 'reference' ships with the program and is no file, so this key has nothing to say. Take it out.");
        return new(_kind ?? "", generator.Text(nameof(GeneratorConfig.Name)) ?? Path.GetFileNameWithoutExtension(file ?? ""), generator.Text(nameof(GeneratorConfig.Version)))
        {
            Sha256 = sha256, Records = records, Worker = worker, Onnx = _onnx,
            Reference = reference.Node is null ? null : new ReferenceReader(reference, columns).Read(),
        };
    }

    /// <summary>How many records are asked for; null for as many as there are.</summary>
    public int? Count() => generator.Whole(nameof(GeneratorConfig.Count));

    /// <summary>Values that all records shall have, in ordinal order of the columns.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Conditions()
    {
        if (generator[nameof(GeneratorConfig.Conditions)] is not { } node) return [];
        if (_kind is GeneratorCatalog.File or GeneratorCatalog.Reference)
            faults.Add(node, _kind == GeneratorCatalog.File
                ? "records in a file are made already, and none can be asked for under a condition. Take this out, or give the 'kind' of a generator that runs."
                : "a generator of kind 'reference' takes no conditions. Take this out.");
        var conditions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in generator.Map(nameof(GeneratorConfig.Conditions)))
        {
            if (value.AsLevel(faults) is not { } level || !columns.Has(column, value)) continue;
            columns.Hold(column, value, "a condition is a category", RecordKind.Category);
            if (_onnx is not null) CheckTaken(_onnx.Conditions, column, level, value);
            conditions[column] = level;
        }
        return [.. conditions];
    }

    private void CheckTaken(IReadOnlyList<ConditionPlan> taken, string column, string level, ConfigNode node)
    {
        if (taken.FirstOrDefault(c => c.Column == column) is not { } condition)
            faults.Add(node, $"'{ConfigText.Shown(column)}' is not among 'generator.onnx.conditions'.{ConfigText.DidYouMean(column, [.. taken.Select(c => c.Column)])}");
        else if (!condition.Levels.Contains(level))
            faults.Add(node, $"'{ConfigText.Shown(level)}' is not among the levels of the condition '{ConfigText.Shown(column)}'.{ConfigText.DidYouMean(level, [.. condition.Levels.Distinct()])}");
    }

    private void CheckFile()
    {
        if (_kind is null) return;
        var (isFile, node) = (_kind is GeneratorCatalog.File or GeneratorCatalog.Onnx, generator[nameof(GeneratorConfig.File)]);
        if (isFile && node is null) faults.Add(generator.Node!, _kind == GeneratorCatalog.File
            ? "the key 'file' is missing: a generator of kind 'file' is the records that it made. Name their file, or select them by a query."
            : "the key 'file' is missing: a generator of kind 'onnx' is a file. Name it.");
        else if (!isFile && node is not null) faults.Add(node, $"a generator of kind '{_kind}' is no file, so this key has nothing to say. Take it out.");
    }

    private ConfigSection<TPart> Part<TPart>(string property, string kind, string isNot, string missing)
    {
        var part = generator.Section<TPart>(property);
        if (_kind == kind && part.Node is null) faults.Add(generator.Node!, $"the key '{kind}' is missing: {missing}.");
        else if (_kind is not null && _kind != kind && part.Node is not null)
            faults.Add(part.Node, $"a generator of kind '{_kind}' is {isNot}, so this key has nothing to say. Take it out, or give the kind '{kind}'.");
        return part;
    }
}
