using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>Resolves whom to compare, and knows which attributes, levels and intersections an expectation may name.</summary>
internal sealed class SubgroupReader
{
    private readonly ConfigFaults _faults;
    private readonly bool _attributesAreKnown;
    private readonly bool _intersectionsAreKnown;

    /// <param name="subgroups">The section.</param>
    /// <param name="faults">Takes the faults.</param>
    public SubgroupReader(ConfigSection<SubgroupsConfig> subgroups, ConfigFaults faults)
    {
        _faults = faults;
        var missing = subgroups.Text(nameof(SubgroupsConfig.Missing)) ?? SubgroupsConfig.DefaultMissing;
        Plan = new([], [], subgroups.Whole(nameof(SubgroupsConfig.MinimumSize)) ?? SubgroupsConfig.DefaultMinimumSize, missing);
        var before = faults.Count;
        var attributes = Attributes(subgroups.List(nameof(SubgroupsConfig.Attributes)));
        // A fault in the declarations must not make every use of them a fault as well.
        _attributesAreKnown = faults.Count == before && subgroups[nameof(SubgroupsConfig.Attributes)] is ConfigNode.List;
        Plan = Plan with { Attributes = attributes };
        Plan = Plan with { Attributes = Pinned(subgroups) };
        before = faults.Count;
        Plan = Plan with { Intersections = Intersections(subgroups.List(nameof(SubgroupsConfig.Intersections))) };
        _intersectionsAreKnown = _attributesAreKnown && faults.Count == before;
        var missingNode = subgroups[nameof(SubgroupsConfig.Missing)];
        if (missingNode is not null && (missing == Expectation.EveryLevel || attributes.Any(a => a.BinLevels?.Contains(missing) == true)))
            faults.Add(missingNode, $"'{ConfigText.Shown(missing)}' already means something else: every level, or a bin. Choose another name.");
    }

    /// <summary>The plan; attributes within an intersection are in the order in which they are declared.</summary>
    public SubgroupPlan Plan { get; }

    /// <summary>The attribute of that name; null, with a fault, when it is not declared.</summary>
    public AttributePlan? Attribute(string name, ConfigNode node)
    {
        if (Plan.Attributes.FirstOrDefault(a => a.Name == name) is { } attribute) return attribute;
        if (_attributesAreKnown)
            _faults.Add(node, $"'{ConfigText.Shown(name)}' is not among 'subgroups.attributes'.{ConfigText.DidYouMean(name, [.. Plan.Attributes.Select(a => a.Name)])}");
        return null;
    }

    /// <summary>Checks that an attribute may have a level: any for texts, for a binned one its bins and the missing level.</summary>
    /// <returns>False, with a fault, when it cannot.</returns>
    public bool MayHave(AttributePlan attribute, string level, ConfigNode node)
    {
        if (attribute.BinLevels is not { } bins || bins.Contains(level) || level == Plan.MissingLevel) return true;
        _faults.Add(node, $"'{ConfigText.Shown(level)}' is not a level of '{ConfigText.Shown(attribute.Name)}'.{ConfigText.DidYouMean(level, [.. bins, Plan.MissingLevel])}");
        return false;
    }

    /// <summary>The attributes in the order in which they are declared, if they are one attribute or a declared intersection.</summary>
    /// <returns>Null, with a fault, when they are not.</returns>
    public IReadOnlyList<string>? InOrder(IReadOnlyCollection<string> names, ConfigNode node)
    {
        string[] ordered = [.. Plan.Attributes.Select(a => a.Name).Where(names.Contains)];
        if (ordered.Length < 2 || Plan.Intersections.Any(i => i.SequenceEqual(ordered))) return ordered;
        if (_intersectionsAreKnown)
            _faults.Add(node, $"{string.Join(" & ", ordered.Select(n => ConfigText.Shown(n)))} is not a declared intersection. Add [{string.Join(", ", ordered.Select(n => $"\"{ConfigText.Shown(n)}\""))}] to 'subgroups.intersections'.");
        return null;
    }

    /// <summary>Attributes, or columns that are declared in the same form; each name once.</summary>
    /// <param name="nodes">As the config writes them.</param>
    public List<AttributePlan> Attributes(IReadOnlyList<ConfigNode> nodes)
    {
        var attributes = new List<AttributePlan>();
        foreach (var node in nodes)
        {
            if (node is not (ConfigNode.Text or ConfigNode.Map))
            {
                node.Expected("a column's name, or an object { \"column\", \"name\", \"bins\" }", _faults);
                continue;
            }
            var section = node is ConfigNode.Map ? new ConfigSection<AttributeConfig>(node, _faults) : null;
            var column = section is null ? node.AsText(_faults) : section.Text(nameof(AttributeConfig.Column));
            var name = section?.Text(nameof(AttributeConfig.Name)) ?? column;
            var bins = section?[nameof(AttributeConfig.Bins)] is null ? null : Bins(section.List(nameof(AttributeConfig.Bins)));
            if (column is null || name is null) continue;
            if (attributes.Any(a => a.Name == name))
                _faults.Add(node, $"an attribute '{ConfigText.Shown(name)}' is already declared. Give this one another \"name\", or take it out.");
            else
                attributes.Add(new AttributePlan(name, column, bins, null));
        }
        return attributes;
    }

    private List<double> Bins(IReadOnlyList<ConfigNode> nodes)
    {
        var edges = new List<double>();
        foreach (var node in nodes)
        {
            if (node.AsNumber(_faults) is not { } edge) continue;
            if (edges.Count > 0 && !(edge > edges[^1]))
                _faults.Add(node, $"{ConfigText.Of(edge)} does not exceed the edge before it, {ConfigText.Of(edges[^1])}. Edges ascend.");
            // −0 is 0, and is written so.
            edges.Add(edge + 0.0);
        }
        return edges;
    }

    private List<AttributePlan> Pinned(ConfigSection<SubgroupsConfig> subgroups)
    {
        List<AttributePlan> attributes = [.. Plan.Attributes];
        foreach (var (name, node) in subgroups.Map(nameof(SubgroupsConfig.Reference)))
        {
            if (Attribute(name, node) is not { } attribute || node.AsLevel(_faults) is not { } level) continue;
            if (level == Expectation.EveryLevel)
                _faults.Add(node, "'*' means every level. Name the one that the others are compared with.");
            else if (MayHave(attribute, level, node))
                attributes[attributes.IndexOf(attribute)] = attribute with { Reference = level };
        }
        return attributes;
    }

    private List<IReadOnlyList<string>> Intersections(IReadOnlyList<ConfigNode> nodes)
    {
        var intersections = new List<IReadOnlyList<string>>();
        foreach (var node in nodes)
        {
            var before = _faults.Count;
            var names = new HashSet<string>(StringComparer.Ordinal);
            var items = node.AsList(_faults);
            foreach (var item in items)
            {
                if (item.AsText(_faults) is not { } name || Attribute(name, item) is null || names.Add(name)) continue;
                _faults.Add(item, $"'{ConfigText.Shown(name)}' stands here twice. An intersection is of different attributes.");
            }
            if (node is ConfigNode.List && items.Count < 2)
                _faults.Add(node, "an intersection is of at least two attributes, such as [\"sex\", \"age\"].");
            if (_faults.Count > before || names.Count != items.Count) continue;
            string[] ordered = [.. Plan.Attributes.Select(a => a.Name).Where(names.Contains)];
            if (intersections.Any(i => i.SequenceEqual(ordered)))
                _faults.Add(node, "this intersection is already declared, maybe in another order. Keep one of them.");
            else
                intersections.Add(ordered);
        }
        return intersections;
    }
}
