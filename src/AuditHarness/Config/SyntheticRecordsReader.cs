using AuditHarness.Adapters.Learners;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Config;

/// <summary>Resolves the config of a generator of records.</summary>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class SyntheticRecordsReader(string folder, ConfigFaults faults)
{
    private static readonly IReadOnlyList<string> s_learners = [LearnerCatalog.LogisticRegression, LearnerCatalog.FastTree];

    /// <summary>The plan; to be used only when there are no faults.</summary>
    public SyntheticRecordsPlan Read(ConfigNode root)
    {
        var config = new ConfigSection<SyntheticRecordsConfig>(root, faults, PlanReader.OfModels);
        var shared = new SharedReader<SyntheticRecordsConfig>(config, folder, faults);
        var name = shared.Name();
        var section = config.Section<RecordsConfig>(nameof(SyntheticRecordsConfig.Records));
        var (records, columns) = new RecordSetReader(section, folder, faults).Read();
        var roles = new RecordRolesReader(section, columns, faults).Read();
        var rules = new RecordRulesReader(columns, faults).Read(section.List(nameof(RecordsConfig.Rules)));
        var generator = new GeneratorReader(config.Section<GeneratorConfig>(nameof(SyntheticRecordsConfig.Generator)), columns, faults);
        var subgroupsSection = config.Section<SubgroupsConfig>(nameof(SyntheticRecordsConfig.Subgroups));
        var subgroups = new SubgroupReader(subgroupsSection, faults);
        CheckAttributes(subgroupsSection, subgroups.Plan, columns);
        var population = new PopulationReader(subgroups, faults).Read(section.List(nameof(RecordsConfig.Population)));
        var learners = Names(config, nameof(SyntheticRecordsConfig.Learners), "learner", [.. LearnerCatalog.All.Select(l => l.Kind)]) ?? s_learners;
        var audits = shared.Audits(AuditCatalog.OfRecords, _ => null);
        return new()
        {
            Name = name,
            IntendedUse = shared.IntendedUse(),
            Records = records,
            Roles = roles,
            Rules = rules,
            Population = population,
            Generator = generator.Read(),
            Count = generator.Count(),
            Conditions = generator.Conditions(),
            Learners = learners,
            // They stand in the order of their catalog, whatever that of the config.
            Baselines = Names(config, nameof(SyntheticRecordsConfig.Baselines), "baseline", RecordBaselines.All) is { } named ? [.. RecordBaselines.All.Where(named.Contains)] : RecordBaselines.Default,
            Subgroups = subgroups.Plan,
            Audits = audits,
            Expectations = new RecordExpectationReader(subgroups, audits, section, columns, rules, learners, faults).Read(config.List(nameof(SyntheticRecordsConfig.Expectations))),
            Card = shared.Card(),
            Evidence = shared.Evidence(),
            Seed = shared.Seed(),
            Report = shared.Report(name),
        };
    }

    // Groups are made of what is compared: of all records, real or made up.
    private static void CheckAttributes(ConfigSection<SubgroupsConfig> section, SubgroupPlan plan, RecordColumns columns)
    {
        if (section[nameof(SubgroupsConfig.Attributes)] is not ConfigNode.List { Items: var nodes } || nodes.Count != plan.Attributes.Count) return;
        foreach (var (node, attribute) in nodes.Zip(plan.Attributes))
            if (columns.Has(attribute.Column, node)) columns.Hold(attribute.Column, node, "groups share a category or a number", RecordKind.Category, RecordKind.Number);
    }

    // Names of a catalog, each once; null where the config has none.
    private List<string>? Names(ConfigSection<SyntheticRecordsConfig> config, string property, string what, IReadOnlyList<string> all)
    {
        if (config[property] is null) return null;
        var named = new List<string>();
        foreach (var node in config.List(property))
        {
            if (node.AsText(faults) is not { } name) continue;
            if (!all.Contains(name)) faults.Add(node, $"there is no {what} '{ConfigText.Shown(name)}'.{ConfigText.DidYouMean(name, all)}");
            else if (named.Contains(name)) faults.Add(node, $"'{name}' stands here twice. Keep one of them.");
            else named.Add(name);
        }
        return named;
    }
}
