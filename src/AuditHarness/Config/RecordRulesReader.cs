using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Structure;

namespace AuditHarness.Config;

/// <summary>Resolves what every possible record meets.</summary>
/// <param name="columns">Which columns records have.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordRulesReader(RecordColumns columns, ConfigFaults faults)
{
    /// <summary>The rules in config order; to be used only when there are no faults.</summary>
    /// <param name="nodes">As the config writes them.</param>
    public IReadOnlyList<RecordRulePlan> Read(IReadOnlyList<ConfigNode> nodes)
    {
        var rules = new List<RecordRulePlan>();
        foreach (var node in nodes)
        {
            var section = new ConfigSection<RecordRuleConfig>(node, faults);
            var (name, text) = (section.Text(nameof(RecordRuleConfig.Name)), section.Text(nameof(RecordRuleConfig.Rule)));
            if (text is null) continue;
            Check(section[nameof(RecordRuleConfig.Rule)]!, text);
            var rule = new RecordRulePlan((name ?? text).Trim(), text);
            if (rules.Any(r => r.Name == rule.Name))
                faults.Add(section[nameof(RecordRuleConfig.Name)] ?? node, $"a rule '{ConfigText.Shown(rule.Name)}' is already declared. Give this one another \"name\", or take it out.");
            else rules.Add(rule);
        }
        return rules;
    }

    private void Check(ConfigNode node, string text)
    {
        try
        {
            foreach (var column in ColumnsOf(RecordRule.Parse(text).Condition).DistinctBy(c => c.Name).Where(c => columns.Names.Count > 0 && columns.PlaceOf(c.Name) < 0))
                faults.Add(node, FormattableString.Invariant($"Rule \"{ConfigText.Shown(text)}\", character {column.Position}: '{ConfigText.Shown(column.Name)}' is not among 'records.columns'.{ConfigText.DidYouMean(column.Name, [.. columns.Names], "Add it there, or correct it.")}"));
        }
        catch (AuditInputException fault)
        {
            faults.Add(node, ConfigText.Shown(fault.Message, 400));
        }
    }

    private static IEnumerable<RuleNode.Column> ColumnsOf(RuleNode node) => node switch
    {
        RuleNode.Column column => [column],
        RuleNode.Arithmetic sum => ColumnsOf(sum.Left).Concat(ColumnsOf(sum.Right)),
        RuleNode.Comparison comparison => ColumnsOf(comparison.Left).Concat(ColumnsOf(comparison.Right)),
        RuleNode.And and => ColumnsOf(and.Left).Concat(ColumnsOf(and.Right)),
        RuleNode.Or or => ColumnsOf(or.Left).Concat(ColumnsOf(or.Right)),
        RuleNode.Not not => ColumnsOf(not.Of),
        RuleNode.Within within => ColumnsOf(within.Of),
        RuleNode.Missing missing => ColumnsOf(missing.Of),
        _ => [],
    };
}
