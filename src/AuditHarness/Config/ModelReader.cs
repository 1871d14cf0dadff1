using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the model under audit: a file of scores, or a model that runs on columns of the data.</summary>
/// <param name="model">The section.</param>
/// <param name="dataSection">The section of the data, where faults of both are told.</param>
/// <param name="data">The data.</param>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ModelReader(
    ConfigSection<ModelConfig> model, ConfigSection<DataConfig> dataSection, DataPlan data, string folder, ConfigFaults faults)
{
    private readonly ModelSource? _source = model.Choice(nameof(ModelConfig.Kind), [.. ModelCatalog.All.Select(s => s.Kind)]) is { } kind ? ModelCatalog.Of(kind) : null;

    private string? Kind => _source?.Kind;

    /// <summary>True for a model that runs; null when the config does not say what it is.</summary>
    public bool? Runs => _source is null ? null : _source.Open is not null;

    /// <summary>What asking it many times over comes to; free when the config does not say what it is.</summary>
    public Asking Asking => _source?.Asking ?? Asking.Free;

    /// <summary>False when a fault in the features must not make every use of them a fault as well.</summary>
    public bool FeaturesAreKnown { get; private set; }

    /// <summary>The plan; to be used only when there are no faults. Called once.</summary>
    public ModelPlan Read()
    {
        var file = model.Text(nameof(ModelConfig.File));
        var id = Of(nameof(ModelConfig.Id), model.Text, ofPredictions: true);
        var score = Of(nameof(ModelConfig.Score), model.Text, ofPredictions: true);
        var version = model.Text(nameof(ModelConfig.Version));
        var name = model.Text(nameof(ModelConfig.Name)) ?? (_source is { IsFile: false, Open: not null } ? "" : Path.GetFileNameWithoutExtension(file ?? (data.Query is null ? data.File : ModelPlan.Predictions)));
        var before = faults.Count;
        var features = Of(nameof(ModelConfig.Features), Features, ofPredictions: false) ?? [];
        FeaturesAreKnown = faults.Count == before && features.Count > 0;
        var images = new ImagesReader(model, faults).Read(Kind, Kind == ModelCatalog.Images, Outcome);
        // What a model of pictures is given of each row is the path of its picture.
        if (Kind == ModelCatalog.Images) features = images is null ? [] : [new(images.Column, images.Column, FeatureKind.Text)];
        var plan = new ModelPlan(Kind ?? ModelPlan.Predictions, file ?? "", null, null, name, version)
        {
            Features = features,
            Sha256 = Of(nameof(ModelConfig.Sha256), property => Sha256(model, property, faults), ofPredictions: false),
            Output = Of<ModelOutput?>(nameof(ModelConfig.Output), model.Choice<ModelOutput>, ofPredictions: false),
            PositiveClass = Runs == false ? null : model.Level(nameof(ModelConfig.PositiveClass)),
            PositiveClasses = PositiveClasses(),
            AllowedDomains = AllowedDomains(),
            Images = images,
            Worker = new WorkerReader<ModelConfig>(model, "model", faults).Read(Kind, Kind == ModelCatalog.Worker),
            Http = new HttpReader(model, faults).Read(Kind, Kind == ModelCatalog.Http),
            Chat = new ChatSectionReader(model, faults).Read(Kind, Kind == ModelCatalog.Chat, FeaturesAreKnown ? [.. features.Select(f => f.Name)] : null),
        };
        if (Runs == true) CheckWhatRuns(plan);
        return Runs == false
            ? new PredictionsReader(model, dataSection, data, folder, faults).Read(new(ModelPlan.Predictions, file ?? data.File, id ?? data.Id, score ?? ModelConfig.DefaultScore, name, version), id)
            : plan;
    }

    /// <summary>Reads a value, and refuses it where its key says nothing about this kind of model.</summary>
    private T? Of<T>(string property, Func<string, T?> read, bool ofPredictions)
    {
        var before = faults.Count;
        var value = read(property);
        if (Runs is { } runs && runs == ofPredictions && faults.Count == before && model[property] is { } node)
            faults.Add(node, runs
                ? $"a model of kind '{Kind}' scores the rows itself, so this key has nothing to say. Take it out."
                : "predictions stand in a file already, so this key has nothing to say. Take it out, or give the 'kind' of a model that runs.");
        return value;
    }

    private void CheckWhatRuns(ModelPlan plan)
    {
        if (model.Node is not ConfigNode.Map) return;
        Of(nameof(ModelConfig.Classes), property => (string[])[.. Texts(model.List(property), faults)], ofPredictions: true);
        Of(nameof(ModelConfig.Long), model.Section<LongConfig>, ofPredictions: true);
        Of(nameof(ModelConfig.Csv), model.Section<CsvConfig>, ofPredictions: true);
        if (Kind == ModelCatalog.Worker && plan.Worker is not null && model[nameof(ModelConfig.PositiveClass)] is { } positive)
            faults.Add(positive, "a worker answers with the risk itself and has no classes, so this key has nothing to say. Take it out.");
        if (_source!.IsFile && model[nameof(ModelConfig.File)] is null)
            faults.Add(model.Node, $"the key 'file' is missing: a model of kind '{Kind}' is a file. Name it.");
        else if (!_source.IsFile && model[nameof(ModelConfig.File)] is { } file)
            faults.Add(file, $"a model of kind '{Kind}' is no file, so this key has nothing to say. Take it out.");
        if (Kind == ModelCatalog.Images)
        {
            if (model[nameof(ModelConfig.Features)] is { } features) faults.Add(features, "a model of kind 'images' is given pictures, which 'images.column' names, so this key has nothing to say. Take it out.");
        }
        else if (model[nameof(ModelConfig.Features)] is null)
            faults.Add(model.Node, $"the key 'features' is missing: a model of kind '{Kind}' scores columns of the data. Name them in the order of its inputs.");
        if (_source.NeedsHash && model[nameof(ModelConfig.Sha256)] is null)
            faults.Add(model.Node, "the key 'sha256' is missing: an archive of ML.NET is code, and only the very file that was looked at is opened. Give the SHA-256 of the file; 'audit train' writes it.");
        if (plan.File.Length > 0 && data.File.Length > 0 && Path.GetFullPath(plan.File, folder) == Path.GetFullPath(data.File, folder))
            faults.Add(model[nameof(ModelConfig.File)]!, "this is the data file. Name the model's file.");
    }

    private List<FeaturePlan>? Features(string property)
    {
        if (model[property] is null) return null;
        var features = new List<FeaturePlan>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.List(property))
        {
            if (Feature(node, faults) is not { } feature) continue;
            if (!names.Add(feature.Name))
                faults.Add(node, $"a feature '{ConfigText.Shown(feature.Name)}' is already declared. Give this one another \"name\", or take it out.");
            if (Outcome(feature.Column) is { } part)
                faults.Add(node, $"column '{ConfigText.Shown(feature.Column)}' is the {part}, which no model may be given. Name another column.");
            features.Add(feature);
        }
        return features;
    }

    private string? Outcome(string column) =>
        column == data.Label ? "label" : column == data.Time ? "follow-up time" : column == data.Id ? "id" : null;

    /// <summary>A feature: a column's name, or an object.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="faults">Takes the faults.</param>
    internal static FeaturePlan? Feature(ConfigNode node, ConfigFaults faults)
    {
        if (node is ConfigNode.Text) return node.AsText(faults) is { } text ? new FeaturePlan(text, text, FeatureKind.Number) : null;
        if (node is not ConfigNode.Map)
        {
            node.Expected("a column's name, or an object { \"column\", \"name\", \"kind\", \"codes\" }", faults);
            return null;
        }
        var section = new ConfigSection<FeatureConfig>(node, faults);
        var column = section.Text(nameof(FeatureConfig.Column));
        var name = section.Text(nameof(FeatureConfig.Name)) ?? column;
        var kind = section.Choice<FeatureKind>(nameof(FeatureConfig.Kind)) ?? FeatureKind.Number;
        var codes = Codes(section.Map(nameof(FeatureConfig.Codes)), faults);
        if (codes.Count > 0 && kind == FeatureKind.Text)
            faults.Add(section[nameof(FeatureConfig.Codes)]!, "codes turn texts into numbers, and this feature is a text. Take 'codes' out, or 'kind'.");
        return column is null ? null : new FeaturePlan(name!, column, kind) { Codes = codes.Count == 0 ? null : codes };
    }

    private static OrderedDictionary<string, double> Codes(OrderedDictionary<string, ConfigNode> members, ConfigFaults faults)
    {
        var codes = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, node) in members)
        {
            if (node.AsNumber(faults) is not { } number) continue;
            if (text.Length == 0) faults.Add(node, "an empty field is a missing value and has no code. Take it out.");
            else codes[text] = number + 0.0;
        }
        return codes;
    }

    /// <summary>A SHA-256 in lower case; null when it is absent or none.</summary>
    /// <param name="section">The section that has it.</param>
    /// <param name="property">Its key's property.</param>
    /// <param name="faults">Takes the faults.</param>
    internal static string? Sha256<TConfig>(ConfigSection<TConfig> section, string property, ConfigFaults faults)
    {
        if (section.Text(property) is not { } text) return null;
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit)) return text.ToLowerInvariant();
        section[property]!.Expected("64 hexadecimal digits", faults);
        return null;
    }

    private IReadOnlyList<string> AllowedDomains()
    {
        var before = faults.Count;
        var domains = Of(nameof(ModelConfig.AllowDomains), property => (IReadOnlyList<string>)[.. Texts(model.List(property), faults)], ofPredictions: false) ?? [];
        if (faults.Count == before && Runs == true && Kind is not (ModelCatalog.Onnx or ModelCatalog.Images) && model[nameof(ModelConfig.AllowDomains)] is { } node)
            faults.Add(node, $"a model of kind '{Kind}' has no operator domains. Take this out.");
        return domains;
    }

    private List<string> PositiveClasses()
    {
        if (model[nameof(ModelConfig.PositiveClasses)] is not { } node) return [];
        var before = faults.Count;
        var classes = Of(nameof(ModelConfig.PositiveClasses), property => model.List(property).Select(n => n.AsLevel(faults)).OfType<string>().ToList(), ofPredictions: false) ?? [];
        if (faults.Count > before) return [];
        if (Runs == true && Kind is not (ModelCatalog.Onnx or ModelCatalog.Images)) faults.Add(node, $"of a model of kind '{Kind}' one class is the risk, so this key has nothing to say. Take it out.");
        else if (model[nameof(ModelConfig.PositiveClass)] is not null) faults.Add(node, "the risk is that of one class or of several together, and here are both. Keep 'positiveClass' or 'positiveClasses'.");
        else if (classes.Count < 2) faults.Add(node, "here is only one class. Name it in 'positiveClass'.");
        else if (classes.Distinct().Count() < classes.Count) faults.Add(node, "a class stands here twice. Keep one of them.");
        return classes;
    }

    /// <summary>The texts of a list, each once.</summary>
    internal static IEnumerable<string> Texts(IReadOnlyList<ConfigNode> nodes, ConfigFaults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (node.AsText(faults) is not { } text) continue;
            if (seen.Add(text)) yield return text;
            else faults.Add(node, $"'{ConfigText.Shown(text)}' stands here twice. Keep one of them.");
        }
    }
}
