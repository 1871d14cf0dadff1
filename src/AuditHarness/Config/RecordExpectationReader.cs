using AuditHarness.Adapters.Learners;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Generative.SyntheticRecords.Privacy;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Generative.SyntheticRecords.Utility;
using AuditHarness.Metrics;

namespace AuditHarness.Config;

/// <summary>Resolves what must hold of made-up records, against their catalog and what is declared.</summary>
/// <param name="subgroups">Whom an expectation may be about.</param>
/// <param name="audits">Which audits run.</param>
/// <param name="records">The section of the records: what is declared of them.</param>
/// <param name="columns">Which columns they have.</param>
/// <param name="rules">What every possible record meets.</param>
/// <param name="learners">By what utility is measured; the first makes the figures of the records as a whole.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordExpectationReader(
    SubgroupReader subgroups, IReadOnlyList<string> audits, ConfigSection<RecordsConfig> records, RecordColumns columns, IReadOnlyList<RecordRulePlan> rules,
    IReadOnlyList<string> learners, ConfigFaults faults)
{
    private const string Pair = " × ";

    /// <summary>Ids that an expectation may name.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. RecordMeasureCatalog.Infos.Select(m => m.Id)];

    private static readonly HashSet<string> s_ofRules = Of<RuleViolations>();
    private static readonly HashSet<string> s_ofLearners = Of<TrainTestUtility>();

    // What rests on a declaration could only ever be inconclusive without it.
    private static readonly (HashSet<string> Ids, string[] Declarations, string Needs)[] s_needs =
    [
        (s_ofRules, [nameof(RecordsConfig.Rules)], "which rules every possible record meets. Declare 'records.rules'"),
        (s_ofLearners, [nameof(RecordsConfig.Outcome)], "what a model would predict. Declare 'records.outcome'"),
        (Of<SurvivalFidelity>(), [nameof(RecordsConfig.Survival)], "times to an event. Declare 'records.survival'"),
        (Of<VisitPatterns>(), [nameof(RecordsConfig.Patient)], "which rows belong to one patient. Declare 'records.patient'"),
        (Of<AttributeInference>(), [nameof(RecordsConfig.QuasiIdentifiers), nameof(RecordsConfig.Sensitive)], "what an attacker knows and would like to learn. Declare 'records.quasiIdentifiers' and 'records.sensitive'"),
    ];

    /// <summary>The expectations in config order; to be used only when there are no faults.</summary>
    public IReadOnlyList<Expectation> Read(IReadOnlyList<ConfigNode> nodes) => [.. nodes.Select(Resolve)];

    private Expectation Resolve(ConfigNode node, int index)
    {
        var section = new ConfigSection<RecordExpectationConfig>(node, faults, OfScores);
        var terms = new ExpectationTerms<RecordExpectationConfig>(section, subgroups, faults);
        var id = section.Text(nameof(RecordExpectationConfig.Metric)) ?? "";
        var where = terms.Where();
        var (bound, limit) = terms.Limit();
        var subject = section.Text(nameof(RecordExpectationConfig.Subject));
        if (RecordMeasureCatalog.Find(id) is { } metric)
        {
            CheckMeasured(section[nameof(RecordExpectationConfig.Metric)]!, id);
            terms.CheckRange(id, metric.Min, metric.Max, limit);
            if (subject is not null) subject = Subject(section[nameof(RecordExpectationConfig.Subject)]!, id, subject);
        }
        else if (id.Length > 0)
            faults.Add(section[nameof(RecordExpectationConfig.Metric)]!, MetricCatalog.Find(id) is null && DisparityCatalog.Find(id) is null && ExplanationCatalog.Find(id) is null
                ? $"there is no metric '{ConfigText.Shown(id)}' of made-up records.{ConfigText.DidYouMean(id, Ids, "'audit metrics' lists them.")}"
                : $"'{id}' is measured of a model that scores patients, and this config audits a generator of records. Name a metric of made-up records, such as 'KolmogorovSmirnovComplement'; 'audit metrics' lists them.");
        return new Expectation
        {
            Index = index,
            Metric = id,
            Subject = subject,
            Where = where ?? [],
            Bound = bound ?? Bound.AtMost,
            Limit = limit ?? 0,
            Severity = section.Choice<Severity>(nameof(RecordExpectationConfig.Severity)) ?? Severity.Error,
            Evidence = section.Choice<Evidence>(nameof(RecordExpectationConfig.Evidence)) ?? Evidence.Interval,
            Why = section.Text(nameof(RecordExpectationConfig.Why)) ?? "",
            Line = node.Place.Line,
        };
    }

    private static HashSet<string> Of<TMeasure>() where TMeasure : IRecordMeasure => [.. RecordMeasureCatalog.All.OfType<TMeasure>().SelectMany(m => m.Infos).Select(m => m.Id)];

    private static string? OfScores(string key) => key switch
    {
        "feature" => "a figure of made-up records is about no feature of a model. Name a column, a pair of columns or a rule in 'subject', or take this out.",
        "compare" or "against" => $"a figure of made-up records is judged by itself, in each group. Take '{key}' out.",
        _ => null,
    };

    private void CheckMeasured(ConfigNode node, string id)
    {
        var audit = RecordMeasureCatalog.AuditOf(id);
        if (!audits.Contains(audit)) faults.Add(node, $"'{id}' is measured by the audit '{audit}', which 'audits' leaves out. Add it there, or take the expectation out.");
        foreach (var (_, _, needs) in s_needs.Where(n => n.Ids.Contains(id) && n.Declarations.Any(d => records[d] is null or ConfigNode.List { Items.Count: 0 })))
            faults.Add(node, $"'{id}' needs to know {needs}, or take the expectation out.");
    }

    // A learner may be named as the config or as the report names it.
    private string Learner(ConfigNode node, string subject)
    {
        var known = learners.Select(kind => (Kind: kind, Name: LearnerCatalog.Of(kind).Name.ToString())).ToList();
        var place = known.FindIndex(l => subject == l.Kind || subject == l.Name);
        if (place > 0) return known[place].Name;
        faults.Add(node, place == 0
            ? $"'{ConfigText.Shown(subject)}' is the first of the learners, which makes the figure of the records as a whole. Take 'subject' out."
            : $"there is no learner '{ConfigText.Shown(subject)}' beside the first.{ConfigText.DidYouMean(subject, [.. learners.Skip(1)])}");
        return subject;
    }

    // A pair is named as the figures name it: in the order of the columns.
    private string Subject(ConfigNode node, string id, string subject)
    {
        string[] names = [.. rules.Select(r => r.Name)];
        if (s_ofRules.Contains(id))
        {
            if (!names.Contains(subject)) faults.Add(node, $"there is no rule '{ConfigText.Shown(subject)}'.{ConfigText.DidYouMean(subject, names)}");
            return subject;
        }
        if (s_ofLearners.Contains(id)) return Learner(node, subject);
        if (columns.Names.Count == 0 || columns.PlaceOf(subject) >= 0) return subject;
        var isPair = subject.Contains(Pair, StringComparison.Ordinal);
        for (var at = subject.IndexOf(Pair, StringComparison.Ordinal); at >= 0; at = subject.IndexOf(Pair, at + 1, StringComparison.Ordinal))
        {
            var (first, second) = (columns.PlaceOf(subject[..at]), columns.PlaceOf(subject[(at + Pair.Length)..]));
            if (first >= 0 && second >= 0 && first != second) return columns.Names[Math.Min(first, second)] + Pair + columns.Names[Math.Max(first, second)];
        }
        faults.Add(node, $"'{ConfigText.Shown(subject)}' is no column among 'records.columns' and no pair of them such as \"{ConfigText.Shown(columns.Names[0])}{Pair}{ConfigText.Shown(columns.Names[^1])}\".{(isPair ? "" : ConfigText.DidYouMean(subject, [.. columns.Names], "Correct it."))}");
        return subject;
    }
}
