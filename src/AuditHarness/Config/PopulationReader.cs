using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>Resolves whom made-up records should stand for, against the declared subgroups.</summary>
/// <param name="subgroups">Whom a share may be of.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class PopulationReader(SubgroupReader subgroups, ConfigFaults faults)
{
    /// <summary>The shares in config order; to be used only when there are no faults.</summary>
    /// <param name="nodes">As the config writes them.</param>
    public IReadOnlyList<PopulationSharePlan> Read(IReadOnlyList<ConfigNode> nodes)
    {
        var shares = new List<PopulationSharePlan>();
        var declared = new HashSet<Subgroup>();
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var section = new ConfigSection<PopulationShareConfig>(node, faults);
            var (group, share) = (Group(section), section.Number(nameof(PopulationShareConfig.Share)));
            if (group is null || share is not { } value) continue;
            var subgroup = new Subgroup(group);
            if (!declared.Add(subgroup))
            {
                faults.Add(section[nameof(PopulationShareConfig.Where)]!, $"the share of {ConfigText.Shown(subgroup.ToString())} is already declared. Keep one of them.");
                continue;
            }
            shares.Add(new(group, value));
            var before = sums.GetValueOrDefault(subgroup.Attributes);
            sums[subgroup.Attributes] = before + value;
            if (before <= 1 + PopulationSharePlan.Rounding && before + value > 1 + PopulationSharePlan.Rounding)
                faults.Add(section[nameof(PopulationShareConfig.Share)]!, $"with this one the shares of {ConfigText.Shown(subgroup.Attributes)} sum to {ConfigText.Of(Math.Round(before + value, 9))}, and all of a population is 1. Correct them.");
        }
        return shares;
    }

    private List<AttributeLevel>? Group(ConfigSection<PopulationShareConfig> section)
    {
        if (section[nameof(PopulationShareConfig.Where)] is not { } node) return null;
        var before = faults.Count;
        var levels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in section.Map(nameof(PopulationShareConfig.Where)))
        {
            var attribute = subgroups.Attribute(name, value);
            if (value.AsLevel(faults) is not { } level || attribute is null) return null;
            if (level == Expectation.EveryLevel) faults.Add(value, "'*' means every level, and each has a share of its own. Name one level.");
            else subgroups.MayHave(attribute, level, value);
            levels[name] = level;
        }
        if (node is ConfigNode.Map && levels.Count == 0 && faults.Count == before)
            faults.Add(node, "everybody together is all of a population. Name a group, such as { \"sex\": \"F\" }.");
        var ordered = faults.Count > before ? null : subgroups.InOrder(levels.Keys, node);
        return ordered is null ? null : [.. ordered.Select(a => new AttributeLevel(a, levels[a]))];
    }
}
