using AuditHarness.Audits;
using AuditHarness.Explanations;

namespace AuditHarness.Config;

/// <summary>Resolves how the model is explained, and knows which players an expectation may name.</summary>
internal sealed class ExplanationReader
{
    private readonly ConfigFaults _faults;
    private readonly IReadOnlyList<string>? _features;

    /// <param name="section">The section.</param>
    /// <param name="model">The model under audit.</param>
    /// <param name="features">Names of its features; null when a fault in them must not make every use of them a fault as well.</param>
    /// <param name="faults">Takes the faults.</param>
    public ExplanationReader(ConfigSection<ExplanationConfig> section, ModelPlan model, IReadOnlyList<string>? features, ConfigFaults faults)
    {
        (_faults, _features) = (faults, features);
        var defaults = new ExplanationPlan();
        var before = faults.Count;
        Plan = new()
        {
            Rows = section.Whole(nameof(ExplanationConfig.Rows)) ?? defaults.Rows,
            Background = section.Whole(nameof(ExplanationConfig.Background)) ?? defaults.Background,
            ValueFunction = section.Choice<ValueFunction>(nameof(ExplanationConfig.ValueFunction)) ?? defaults.ValueFunction,
            Output = section.Choice<ExplainedOutput>(nameof(ExplanationConfig.Output)) ?? defaults.Output,
            Players = Players(section.Map(nameof(ExplanationConfig.Players)), [.. model.Features.Select(f => f.Name)]),
        };
        if (faults.Count == before && features is not null) PlayerNames = PlayerMap.Of(features, Plan.Players).Names;
        if (Plan is { ValueFunction: ValueFunction.PathDependent, Output: ExplainedOutput.Probability })
            faults.Add(section[nameof(ExplanationConfig.Output)]!, "'pathDependent' follows the splits of trees, whose sum is the margin, and says nothing of the probability. Explain the \"margin\", or take the value function \"interventional\".");
    }

    /// <summary>The plan.</summary>
    public ExplanationPlan Plan { get; }

    /// <summary>Names of the players; null when they are not known.</summary>
    public IReadOnlyList<string>? PlayerNames { get; }

    private OrderedDictionary<string, IReadOnlyList<string>> Players(OrderedDictionary<string, ConfigNode> members, string[] features)
    {
        var players = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in members)
        {
            var mine = new List<string>();
            foreach (var item in node.AsList(_faults))
            {
                if (item.AsText(_faults) is not { } feature) continue;
                if (_features is not null && !features.Contains(feature))
                    _faults.Add(item, $"'{ConfigText.Shown(feature)}' is not among the names of 'model.features'.{ConfigText.DidYouMean(feature, features)}");
                else if (!owners.TryAdd(feature, name))
                    _faults.Add(item, $"'{ConfigText.Shown(feature)}' already belongs to the player '{ConfigText.Shown(owners[feature])}'. A feature plays for one.");
                else
                    mine.Add(feature);
            }
            if (node is ConfigNode.List { Items.Count: 0 }) _faults.Add(node, "this player has no features. Name them, or take it out.");
            if (string.IsNullOrWhiteSpace(name) || ConfigText.IsUnsafe(name))
                _faults.Add(node, "the name of a player is a text of one line without control or invisible characters. Give it another.");
            else if (features.Contains(name) && !mine.Contains(name))
                _faults.Add(node, $"'{ConfigText.Shown(name)}' is also a feature that does not belong to this player. Give the player another name.");
            players[name] = mine;
        }
        return players;
    }
}
