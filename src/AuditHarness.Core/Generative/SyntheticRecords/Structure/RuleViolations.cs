using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>How often made-up records are impossible by the rules of the plan, beside how often real ones are.</summary>
public sealed class RuleViolations : IRecordMeasure
{
    private const string Convention =
        "A comparison with a missing value is not decided, and so is a rule that hangs on it (Kleene's three values); such records are left out of the rule's share. As a whole: of the records for which a rule is decided, those that violate at least one. Numbers that differ by less than 1 in 10¹² are equal.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("RuleViolationRate", "Rule violations", 0, "Share of made-up records that violate a rule, of those for which it is decided: of each rule, and of any of them.", RecordShares.Interval),
        Info("RealRuleViolationRate", "Rule violations of training records", 0, "Share of training records that violate a rule, of those for which it is decided: what there is to imitate.", RecordShares.Interval),
        Info("RuleViolationExcess", "Excess of rule violations", -1, "Share of made-up records that violate a rule less the share of training records that do: above 0 where the generator violates it more often than reality.", "Newcombe's, from Clopper–Pearson limits of both shares"),
        Info("RuleUndecidedRate", "Rules not decided", 0, "Share of made-up records for which a rule is not decided, since values are missing: of each rule, and of any of them.", RecordShares.Interval),
    ];

    private static MetricInfo Info(string id, string title, double min, string definition, string interval) => new(
        id, title, MetricBasis.Records, min < 0 ? Direction.Target : id == "RuleViolationRate" ? Direction.Lower : Direction.Neither, min < 0 ? 0 : null, min, 1,
        definition, interval, "Fellegi, Holt (1976), J. Am. Stat. Assoc. 71:17–35, for edit rules; Newcombe (1998), Stat. Med. 17:873–890, for the difference")
    {
        Convention = Convention, Oracle = "RuleViolationsTests.Violations_are_what_counting_row_by_row_gives", IsExact = min == 0,
        Prominence = id == "RuleViolationRate" ? Prominence.Headline : Prominence.Detail,
    };

    private sealed record Decided(RecordRule Rule, Phrase? Unknown, sbyte[] Train, sbyte[] Synthetic);

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Decided[] rules = [.. evidence.Rules.Select(rule => new Decided(
            rule, rule.UnknownLevel(evidence.Train) is { } level ? Phrase.Of($"the rule asks for {level}, which no record has") : null,
            rule.Decide(evidence.Train), rule.Decide(evidence.Synthetic)))];
        return Infos.SelectMany(info => evidence.Groups.SelectMany(group => OfGroup(evidence, rules, info.Id, group)));
    }

    private static IEnumerable<RecordFigure> OfGroup(RecordEvidence evidence, Decided[] rules, string id, RecordGroup group)
    {
        evidence.Options.Stop.ThrowIfCancellationRequested();
        var nobody = id switch
        {
            "RealRuleViolationRate" => group.Train.Length == 0 ? Because.NoTrain : null,
            "RuleViolationExcess" => Because.Nobody(group),
            _ => group.Synthetic.Length == 0 ? Because.NoSynthetic : null,
        };
        if (nobody is null)
            foreach (var rule in rules)
                yield return new(id, rule.Rule.Name, group.Subgroup, rule.Unknown is { } noRule ? new Estimate.Undefined(noRule) : Figure(evidence, [rule], id, group));
        Phrase[] unknown = [.. rules.Select(r => r.Unknown).OfType<Phrase>()];
        yield return new(id, null, group.Subgroup, (nobody ?? (rules.Length == 0 ? Phrase.Of($"no rules are declared") : unknown.Length == 0 ? null : Because.Missing(unknown, rules.Length))) is { } why
            ? new Estimate.Undefined(why)
            : Figure(evidence, rules, id, group));
    }

    private static readonly Phrase Undecided = Phrase.Of($"no rule is decided for any record");

    private static Estimate Figure(RecordEvidence evidence, Decided[] rules, string id, RecordGroup group)
    {
        double Independent(RecordTable table, int[] rows) => RecordShares.Independent(evidence, table, rows);
        if (id == "RuleUndecidedRate")
            return RecordShares.Of(
                group.Synthetic.Count(r => rules.Any(rule => rule.Synthetic[r] < 0)), group.Synthetic.Length, Independent(evidence.Synthetic, group.Synthetic), Undecided);
        var (made, real) = (Count(rules, r => r.Synthetic, group.Synthetic), Count(rules, r => r.Train, group.Train));
        if (id == "RuleViolationRate") return RecordShares.Of(made.Violating, made.Of, Independent(evidence.Synthetic, group.Synthetic), Undecided);
        if (id == "RealRuleViolationRate") return RecordShares.Of(real.Violating, real.Of, Independent(evidence.Train, group.Train), Undecided);
        return Math.Min(made.Of, real.Of) == 0 ? new Estimate.Undefined(Undecided) : RecordShares.Difference(
            RecordShares.Sampling(made.Violating, made.Of, Independent(evidence.Synthetic, group.Synthetic)),
            RecordShares.Sampling(real.Violating, real.Of, Independent(evidence.Train, group.Train)), Math.Min(made.Of, real.Of));
    }

    private static (int Violating, int Of) Count(Decided[] rules, Func<Decided, sbyte[]> of, int[] rows)
    {
        var decisions = Array.ConvertAll(rules, r => of(r));
        var (violating, decided) = (0, 0);
        foreach (var row in rows)
        {
            var (isDecided, violates) = (false, false);
            foreach (var decision in decisions) (isDecided, violates) = (isDecided || decision[row] >= 0, violates || decision[row] == 0);
            if (violates) violating++;
            if (isDecided) decided++;
        }
        return (violating, decided);
    }
}
