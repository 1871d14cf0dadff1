using System.Globalization;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the config of a model that scores patients.</summary>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class DiagnosticReader(string folder, ConfigFaults faults)
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    public DiagnosticPlan Read(ConfigNode root)
    {
        var config = new ConfigSection<AuditConfig>(root, faults, PlanReader.OfGenerators);
        var shared = new SharedReader<AuditConfig>(config, folder, faults);
        var name = shared.Name();
        var dataSection = config.Section<DataConfig>(nameof(AuditConfig.Data));
        var data = new DataReader(dataSection, faults).Read();
        var modelReader = new ModelReader(config.Section<ModelConfig>(nameof(AuditConfig.Model)), dataSection, data, folder, faults);
        var model = modelReader.Read();
        Distinct(dataSection, data);
        var subgroups = new SubgroupReader(config.Section<SubgroupsConfig>(nameof(AuditConfig.Subgroups)), faults);
        var audits = Audits(config, shared, modelReader);
        var explanations = Explanations(config, modelReader, model, audits);
        var measuresReader = new MeasuresReader(config, subgroups, faults);
        var (measures, fairness) = (measuresReader.Measures(), measuresReader.Fairness());
        var expectations = new ExpectationReader(subgroups, audits, explanations, modelReader.Runs, faults) { Measures = measures, Fairness = fairness }.Read(config.List(nameof(AuditConfig.Expectations)));
        var explains = modelReader.Runs == true && audits.Contains(AuditCatalog.Explanations);
        return new DiagnosticPlan
        {
            Name = name,
            IntendedUse = shared.IntendedUse(),
            Data = data,
            Model = model,
            Threshold = Threshold(config[nameof(AuditConfig.Threshold)], dataSection),
            Subgroups = subgroups.Plan,
            Audits = audits,
            Measures = measures,
            Intervals = measuresReader.Intervals(),
            Fairness = fairness,
            Explanations = explains ? explanations.Plan : null,
            Expectations = explains ? OwnChecks.AddedTo(expectations) : expectations,
            Card = shared.Card(),
            Evidence = shared.Evidence(),
            Seed = shared.Seed(),
            Report = shared.Report(name),
        };
    }

    /// <summary>No column of the data plays two parts; an id or outcome taken for a weight would go unnoticed.</summary>
    private void Distinct(ConfigSection<DataConfig> section, DataPlan data)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (property, column) in new[]
        {
            (nameof(DataConfig.Id), data.Id), (nameof(DataConfig.Label), data.Label),
            (nameof(DataConfig.Weight), data.Weight), (nameof(DataConfig.Cluster), data.Cluster), (nameof(DataConfig.Stratum), data.Stratum),
            (nameof(DataConfig.Time), data.Time),
        })
        {
            if (string.IsNullOrEmpty(column) || parts.TryAdd(column, property)) continue;
            faults.Add(section[property]!, $"column '{ConfigText.Shown(column)}' is also the {parts[column].ToLowerInvariant()}. Each column plays one part.");
        }
    }

    private ThresholdPlan Threshold(ConfigNode? node, ConfigSection<DataConfig> data)
    {
        const string Expected = "a number from 0 to 1, or a rule such as { \"sensitivity\": 0.9 }, { \"specificity\": 0.9 }, { \"flagRate\": 0.1 } or { \"rule\": \"youden\" }";
        var standIn = new ThresholdPlan.Fixed(0);
        ThresholdPlan? plan = standIn;
        switch (node)
        {
            case null:
                return standIn;
            case ConfigNode.Number:
                if (node.AsNumber(faults) is not { } value) return standIn;
                if (value is < 0 or > 1) node.Expected(Expected, faults);
                return new ThresholdPlan.Fixed(value);
            case ConfigNode.Text { Value: ThresholdConfig.Youden }:
                plan = new ThresholdPlan.ByRule(ThresholdRule.Youden, null);
                break;
            case ConfigNode.Map map:
                plan = Rule(map);
                break;
            default:
                node.Expected(Expected, faults);
                return standIn;
        }
        var split = data[nameof(DataConfig.Split)];
        if (split is null ? data.Node is ConfigNode.Map : split is ConfigNode.Map { Members: var parts } && !parts.ContainsKey("calibrate"))
            faults.Add(node, "a threshold rule is fixed on rows that are not judged. Name their part in 'data.split.calibrate', or give 'threshold' as a number.");
        return plan ?? standIn;
    }

    private ThresholdPlan.ByRule? Rule(ConfigNode.Map map)
    {
        var rule = new ConfigSection<ThresholdConfig>(map, faults);
        (ThresholdRule Rule, double? Target)[] targets =
        [
            (ThresholdRule.Sensitivity, rule.Number(nameof(ThresholdConfig.Sensitivity))),
            (ThresholdRule.Specificity, rule.Number(nameof(ThresholdConfig.Specificity))),
            (ThresholdRule.FlagRate, rule.Number(nameof(ThresholdConfig.FlagRate))),
        ];
        var youden = rule.Choice(nameof(ThresholdConfig.Rule), [ThresholdConfig.Youden]);
        if (map.Members.Count != 1)
            faults.Add(map, string.Create(CultureInfo.InvariantCulture, $"a threshold rule has exactly one key, this one has {map.Members.Count}. Keep one of 'sensitivity', 'specificity', 'flagRate' and 'rule'."));
        if (youden is not null) return new(ThresholdRule.Youden, null);
        return targets.Where(t => t.Target is not null).Select(t => new ThresholdPlan.ByRule(t.Rule, t.Target)).FirstOrDefault();
    }

    private static IReadOnlyList<string> Audits(ConfigSection<AuditConfig> config, SharedReader<AuditConfig> shared, ModelReader model)
    {
        if (config[nameof(AuditConfig.Audits)] is null) return model.Runs == false || model.Asking != Asking.Free ? AuditCatalog.OfScores : AuditCatalog.All;
        return shared.Audits(AuditCatalog.All, audit =>
            audit != AuditCatalog.Explanations ? null
            : model.Asking == Asking.Pointless ? "'explanations' exchanges features between patients, and this model is given pictures. Take it out."
            : model.Runs == false ? "'explanations' asks a model, and predictions are only its answers. Take it out, or give the 'kind' of a model that runs."
            : null);
    }

    private ExplanationReader Explanations(ConfigSection<AuditConfig> config, ModelReader reader, ModelPlan model, IReadOnlyList<string> audits)
    {
        var before = faults.Count;
        var features = reader.FeaturesAreKnown ? model.Features.Select(f => f.Name).ToArray() : null;
        var section = config.Section<ExplanationConfig>(nameof(AuditConfig.Explanations));
        var explanations = new ExplanationReader(section, model, features, faults);
        if (section.Node is null || faults.Count > before) return explanations;
        if (reader.Runs == false)
            faults.Add(section.Node, "only a model that runs can be explained, and predictions are only its answers. Take this out, or give the 'kind' of a model that runs.");
        else if (!audits.Contains(AuditCatalog.Explanations))
            faults.Add(section.Node, "the audit 'explanations' is left out of 'audits'. Add it there, or take this out.");
        return explanations;
    }
}
