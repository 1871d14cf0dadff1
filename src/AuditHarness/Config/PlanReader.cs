using System.Globalization;
using System.Text.RegularExpressions;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves a config tree into a plan: every default made explicit, every rule between keys checked.</summary>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class PlanReader(string folder, ConfigFaults faults)
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    public AuditPlan Read(ConfigNode root)
    {
        var config = new ConfigSection<AuditConfig>(root, faults);
        if (config[nameof(AuditConfig.Schema)] is { } schema and not ConfigNode.Text) schema.Expected("a text", faults);
        var name = Name(config);
        var dataSection = config.Section<DataConfig>(nameof(AuditConfig.Data));
        var data = new DataReader(dataSection, faults).Read();
        var modelReader = new ModelReader(config.Section<ModelConfig>(nameof(AuditConfig.Model)), dataSection, data, folder, faults);
        var model = modelReader.Read();
        Distinct(dataSection, data);
        var subgroups = new SubgroupReader(config.Section<SubgroupsConfig>(nameof(AuditConfig.Subgroups)), faults);
        var audits = Audits(config, modelReader);
        var explanations = Explanations(config, modelReader, model, audits);
        var measuresReader = new MeasuresReader(config, subgroups, faults);
        var (measures, fairness) = (measuresReader.Measures(), measuresReader.Fairness());
        var expectations = new ExpectationReader(subgroups, audits, explanations, modelReader.Runs, faults) { Measures = measures, Fairness = fairness }.Read(config.List(nameof(AuditConfig.Expectations)));
        var explains = modelReader.Runs == true && audits.Contains(AuditCatalog.Explanations);
        return new AuditPlan
        {
            Name = name,
            IntendedUse = config.Text(nameof(AuditConfig.IntendedUse)) ?? "",
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
            Card = new ModelCardReader(faults).Read(config.Map(nameof(AuditConfig.ModelCard))),
            Evidence = new EvidenceReader(config.Section<EvidenceConfig>(nameof(AuditConfig.Evidence)), folder, faults).Read(),
            Seed = Seed(config[nameof(AuditConfig.Seed)]),
            Report = Report(config.Section<ReportConfig>(nameof(AuditConfig.Report)), name),
        };
    }

    private string Name(ConfigSection<AuditConfig> config)
    {
        if (config.Text(nameof(AuditConfig.Name)) is not { } name) return "";
        var place = config[nameof(AuditConfig.Name)]!;
        if (!Regex.IsMatch(name, AuditConfig.NamePattern, RegexOptions.CultureInvariant))
            faults.Add(place, $"'{ConfigText.Shown(name)}' cannot name a folder. Use up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.");
        else if (Regex.IsMatch(name.Split('.')[0].TrimEnd(), "^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            faults.Add(place, $"'{name}' is a device on Windows and cannot name a folder there. Choose another name.");
        return name;
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

    private IReadOnlyList<string> Audits(ConfigSection<AuditConfig> config, ModelReader model)
    {
        if (config[nameof(AuditConfig.Audits)] is null) return model.Runs == false || model.Asking != Asking.Free ? AuditCatalog.OfScores : AuditCatalog.All;
        var before = faults.Count;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in config.List(nameof(AuditConfig.Audits)))
        {
            if (node.AsText(faults) is not { } audit) continue;
            if (!AuditCatalog.All.Contains(audit))
                faults.Add(node, $"there is no audit '{ConfigText.Shown(audit)}'.{ConfigText.DidYouMean(audit, AuditCatalog.All)}");
            else if (!named.Add(audit))
                faults.Add(node, $"'{audit}' stands here twice. Keep one of them.");
            else if (audit == AuditCatalog.Explanations && model.Asking == Asking.Pointless)
                faults.Add(node, "'explanations' exchanges features between patients, and this model is given pictures. Take it out.");
            else if (audit == AuditCatalog.Explanations && model.Runs == false)
                faults.Add(node, "'explanations' asks a model, and predictions are only its answers. Take it out, or give the 'kind' of a model that runs.");
        }
        return faults.Count > before ? AuditCatalog.All : [.. AuditCatalog.All.Where(named.Contains)];
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

    private ulong Seed(ConfigNode? node)
    {
        if (node is null) return AuditConfig.DefaultSeed;
        if (node is ConfigNode.Number number && ulong.TryParse(number.Written, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return seed;
        node.Expected(string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue}"), faults);
        return 0;
    }

    private static ReportPlan Report(ConfigSection<ReportConfig> report, string name) => new(
        report.Text(nameof(ReportConfig.Title)) ?? name,
        report.Choice<ReportProfile>(nameof(ReportConfig.Profile)) ?? ReportProfile.Internal)
    {
        Language = report.Choice(nameof(ReportConfig.Language), [.. ReportLanguages.All.Select(l => l.Code)]) is { } code
            ? ReportLanguages.All.First(l => l.Code == code).Language : ReportLanguage.English,
        Organisation = report.Text(nameof(ReportConfig.Organisation)) ?? "",
        Logo = report.Text(nameof(ReportConfig.Logo)),
    };
}
