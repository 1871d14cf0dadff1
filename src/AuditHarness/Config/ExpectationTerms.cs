using AuditHarness.Cohorts;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>Resolves what every expectation says, whatever it is of: whom it is about, and its limit.</summary>
/// <typeparam name="TConfig">The config type; its keys are called as those of <see cref="ExpectationConfig"/>.</typeparam>
/// <param name="section">The expectation.</param>
/// <param name="subgroups">Whom it may be about.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ExpectationTerms<TConfig>(ConfigSection<TConfig> section, SubgroupReader subgroups, ConfigFaults faults)
{
    /// <summary>The limit, where there is one.</summary>
    public ConfigNode LimitNode => section[nameof(ExpectationConfig.AtMost)] ?? section[nameof(ExpectationConfig.AtLeast)]!;

    /// <summary>The conditions in the order in which the attributes are declared; null when they could not be read.</summary>
    public IReadOnlyList<AttributeLevel>? Where()
    {
        if (section[nameof(ExpectationConfig.Where)] is not { } node) return [];
        var before = faults.Count;
        var levels = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = false;
        foreach (var (name, value) in section.Map(nameof(ExpectationConfig.Where)))
        {
            var attribute = subgroups.Attribute(name, value);
            var level = value.AsLevel(faults);
            unknown |= attribute is null || level is null;
            if (attribute is null || level is null) continue;
            if (level != Expectation.EveryLevel) subgroups.MayHave(attribute, level, value);
            levels[name] = level;
        }
        var every = levels.Values.Count(l => l == Expectation.EveryLevel);
        if (every > 0 && every < levels.Count)
            faults.Add(node, "'*' and a level do not go together. Give '*' for all of the attributes, or a level for each.");
        if (unknown) return null;
        var ordered = subgroups.InOrder(levels.Keys, node);
        return ordered is null || faults.Count > before ? null : [.. ordered.Select(a => new AttributeLevel(a, levels[a]))];
    }

    /// <summary>The side of the limit, and the limit.</summary>
    public (Bound? Bound, double? Limit) Limit()
    {
        var (most, least) = (section[nameof(ExpectationConfig.AtMost)], section[nameof(ExpectationConfig.AtLeast)]);
        if (most is null == least is null)
        {
            if (section.Node is ConfigNode.Map)
                faults.Add(most is null ? section.Node : least!, most is null
                    ? "there is no limit. Give 'atMost' or 'atLeast'."
                    : "'atMost' and 'atLeast' do not go together. Write two expectations.");
            // Both are still read, so that a wrong type is said too.
            _ = (section.Number(nameof(ExpectationConfig.AtMost)), section.Number(nameof(ExpectationConfig.AtLeast)));
            return (null, null);
        }
        return most is not null
            ? (Bound.AtMost, section.Number(nameof(ExpectationConfig.AtMost)))
            : (Bound.AtLeast, section.Number(nameof(ExpectationConfig.AtLeast)));
    }

    /// <summary>Holds a limit to the range of what it limits.</summary>
    public void CheckRange(string id, double min, double max, double? limit)
    {
        if (limit < min || limit > max) LimitNode.Expected($"a limit in the range of '{id}', {Range(min, max)}", faults);
    }

    private static string Range(double min, double max) => (double.IsFinite(min), double.IsFinite(max)) switch
    {
        (true, true) => $"{ConfigText.Of(min)} to {ConfigText.Of(max)}",
        (true, false) => $"at least {ConfigText.Of(min)}",
        _ => $"at most {ConfigText.Of(max)}",
    };
}
