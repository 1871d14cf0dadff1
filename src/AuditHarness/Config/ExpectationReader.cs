using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Config;

/// <summary>Resolves what must hold, against the catalogs and the declared subgroups.</summary>
/// <param name="subgroups">Whom an expectation may be about.</param>
/// <param name="audits">Which audits run.</param>
/// <param name="explanations">Which features and players there are.</param>
/// <param name="runs">Whether the model runs; null when the config does not say.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ExpectationReader(
    SubgroupReader subgroups, IReadOnlyList<string> audits, ExplanationReader explanations, bool? runs, ConfigFaults faults)
{
    /// <summary>Ids that an expectation may name: metrics, then disparities, then figures about explanations.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. MetricCatalog.Infos.Select(m => m.Id), .. DisparityCatalog.All.Select(d => d.Id), .. ExplanationCatalog.All.Select(e => e.Id)];

    /// <summary>What metrics are measured at: a cost needs costs.</summary>
    public MeasurePlan Measures { get; init; } = MeasurePlan.Default;

    /// <summary>What groups are compared within: parity within strata needs some.</summary>
    public FairnessPlan Fairness { get; init; } = FairnessPlan.None;

    /// <summary>The expectations in config order; to be used only when there are no faults.</summary>
    public IReadOnlyList<Expectation> Read(IReadOnlyList<ConfigNode> nodes) => [.. nodes.Select(Resolve)];

    private Expectation Resolve(ConfigNode node, int index)
    {
        var section = new ConfigSection<ExpectationConfig>(node, faults, key => key == "subject" ? "a figure of scores is about no column or rule of records. Name the model's feature in 'feature', or take this out." : null);
        var terms = Terms(section);
        var id = section.Text(nameof(ExpectationConfig.Metric)) ?? "";
        var (metric, disparity, explanation) = (MetricCatalog.Find(id)?.Info, DisparityCatalog.Find(id), ExplanationCatalog.Find(id));
        var compare = section.Choice<Comparison>(nameof(ExpectationConfig.Compare));
        var against = section.Choice<Claim>(nameof(ExpectationConfig.Against));
        var where = terms.Where();
        var (bound, limit) = terms.Limit();

        if (metric is null && disparity is null && explanation is null)
        {
            if (id.Length > 0)
                faults.Add(section[nameof(ExpectationConfig.Metric)]!, RecordMeasureCatalog.Find(id) is not null
                    ? $"'{id}' is measured of records that a generator makes up, and this config audits a model that scores patients. Name a metric of scores, such as 'Sensitivity'; 'audit metrics' lists them."
                    : $"there is no metric or disparity '{ConfigText.Shown(id)}'.{ConfigText.DidYouMean(id, Ids, "'audit metrics' lists them.")}");
        }
        else
        {
            var audit = explanation is not null ? AuditCatalog.Explanations : metric is null ? AuditCatalog.Disparity : MetricCatalog.AuditOf(id);
            if (explanation is not null && runs == false)
                faults.Add(section[nameof(ExpectationConfig.Metric)]!, $"'{id}' asks a model, and predictions are only its answers. Take the expectation out, or give the 'kind' of a model that runs.");
            else if (!audits.Contains(audit))
                faults.Add(section[nameof(ExpectationConfig.Metric)]!, $"'{id}' is measured by the audit '{audit}', which 'audits' leaves out. Add it there, or take the expectation out.");
        }
        var feature = section.Text(nameof(ExpectationConfig.Feature));
        if (feature is not null && (metric is not null || disparity is not null))
            faults.Add(section[nameof(ExpectationConfig.Feature)]!, $"'{ConfigText.Shown(id)}' is about no feature. Take 'feature' out.");
        if (against is not null && disparity is null && (metric is not null || explanation is not null))
            faults.Add(section[nameof(ExpectationConfig.Against)]!, $"'{ConfigText.Shown(id)}' is no gap between groups. Take 'against' out.");
        if (metric is not null) CheckMetric(section, metric, limit);
        if (explanation is not null) CheckExplanation(section, explanation, feature, where, compare, bound, limit);
        if (disparity is not null) CheckDisparity(section, disparity, where, compare ?? disparity.Comparisons[0], bound, limit);
        if (disparity is not null && against == Claim.NonInferiority) CheckServedNoWorse(section, disparity, compare ?? disparity.Comparisons[0]);

        return new Expectation
        {
            Index = index,
            Metric = id,
            Where = where ?? [],
            Feature = feature,
            Compare = disparity is null && explanation?.Where != WhereUse.Compared ? null : compare ?? disparity?.Comparisons[0] ?? Comparison.Reference,
            Against = against ?? Claim.Equivalence,
            Bound = bound ?? Bound.AtMost,
            Limit = limit ?? 0,
            Severity = section.Choice<Severity>(nameof(ExpectationConfig.Severity)) ?? Severity.Error,
            Evidence = section.Choice<Evidence>(nameof(ExpectationConfig.Evidence)) ?? Evidence.Interval,
            Why = section.Text(nameof(ExpectationConfig.Why)) ?? "",
            Line = node.Place.Line,
        };
    }

    private ExpectationTerms<ExpectationConfig> Terms(ConfigSection<ExpectationConfig> section) => new(section, subgroups, faults);

    private void CheckMetric(ConfigSection<ExpectationConfig> section, MetricInfo metric, double? limit)
    {
        if (section[nameof(ExpectationConfig.Compare)] is { } compare)
            faults.Add(compare, $"'{metric.Id}' is a metric and judged by itself. Take 'compare' out, or name a disparity such as 'EqualOpportunityDifference'.");
        Terms(section).CheckRange(metric.Id, metric.Min, metric.Max, limit);
        CheckDeclared(section, metric.Id, metric.NeedsCosts, false, false);
    }

    // What rests on a declaration could only ever be inconclusive without it.
    private void CheckDeclared(ConfigSection<ExpectationConfig> section, string id, bool needsCosts, bool needsStrata, bool needsCaseMix)
    {
        var node = section[nameof(ExpectationConfig.Metric)]!;
        if (needsCosts && Measures.Costs is null)
            faults.Add(node, $"'{id}' needs to know what decisions cost. Declare 'measures.costs', or take the expectation out.");
        if (needsStrata && Fairness.Strata.Count == 0)
            faults.Add(node, $"'{id}' compares groups within strata, and none is declared. Declare 'fairness.strata', or take the expectation out.");
        if (needsCaseMix && Fairness.CaseMix.Count == 0)
            faults.Add(node, $"'{id}' makes groups alike in their mix of cases, and none is declared. Declare 'fairness.caseMix', or take the expectation out.");
    }

    private void CheckExplanation(
        ConfigSection<ExpectationConfig> section, ExplanationInfo info, string? feature, IReadOnlyList<AttributeLevel>? where,
        Comparison? compare, Bound? bound, double? limit)
    {
        CheckFeature(section, info, feature);
        var whereNode = section[nameof(ExpectationConfig.Where)] ?? section.Node!;
        switch (info.Where)
        {
            case WhereUse.Nobody when where is { Count: > 0 }:
                faults.Add(whereNode, $"'{info.Id}' is about the model as a whole. Take 'where' out.");
                break;
            case WhereUse.Attribute when where is not null && where.Count != 1:
                faults.Add(whereNode, $"'{info.Id}' is about one attribute: name it, such as \"where\": {{ \"sex\": \"*\" }}.");
                break;
            case WhereUse.Compared:
                CheckGroupsCompared(section, info.Id, where, Comparison.Reference);
                break;
        }
        if (section[nameof(ExpectationConfig.Compare)] is { } compareNode)
        {
            if (info.Where != WhereUse.Compared)
                faults.Add(compareNode, $"'{info.Id}' compares no groups. Take 'compare' out.");
            else if (compare is not null and not Comparison.Reference)
                faults.Add(compareNode, $"'{info.Id}' is a group's difference to the reference. Compare with \"reference\", or take 'compare' out.");
        }
        if (bound is null) return;
        if (info.Form == DisparityForm.Difference) CheckDifference(section, info.Id, bound, limit, double.PositiveInfinity);
        else Terms(section).CheckRange(info.Id, info.Min, info.Max, limit);
    }

    private void CheckFeature(ConfigSection<ExpectationConfig> section, ExplanationInfo info, string? feature)
    {
        var node = section[nameof(ExpectationConfig.Feature)];
        var names = explanations.PlayerNames;
        if (info.Feature == FeatureUse.None && node is not null)
            faults.Add(node, $"'{info.Id}' is about no feature. Take 'feature' out.");
        else if (info.Feature == FeatureUse.Required && node is null)
            faults.Add(section.Node!, $"'{info.Id}' is about one feature. Name it in 'feature'.");
        else if (feature is not null && names is not null && !names.Contains(feature))
            faults.Add(node!, $"the model has no feature '{ConfigText.Shown(feature)}' here.{ConfigText.DidYouMean(feature, names)}");
    }

    private void CheckGroupsCompared(ConfigSection<ExpectationConfig> section, string id, IReadOnlyList<AttributeLevel>? where, Comparison compare)
    {
        if (where is { Count: 0 })
            faults.Add(section[nameof(ExpectationConfig.Where)] ?? section.Node!, $"'{id}' compares groups: name the attribute whose groups, such as \"where\": {{ \"sex\": \"*\" }}.");
        if (compare == Comparison.Reference && where is { Count: > 0 } && where.All(w => subgroups.Plan.Attributes.Any(a => a.Name == w.Attribute && a.Reference == w.Level)))
            faults.Add(section[nameof(ExpectationConfig.Where)]!, "this is the reference itself, and a group has no gap to itself. Name another level, or '*'.");
    }

    private void CheckDifference(ConfigSection<ExpectationConfig> section, string id, Bound? bound, double? limit, double widest)
    {
        var node = Terms(section).LimitNode;
        if (bound != Bound.AtMost)
            faults.Add(node, $"'{id}' is a difference, where 0 is equality. Bound its size with 'atMost'.");
        else if (limit <= 0)
            node.Expected("a number above 0, for it bounds the size of the difference whatever its sign", faults);
        else if (limit >= widest)
            node.Expected($"a number below {ConfigText.Of(widest)}, for no '{id}' can exceed that", faults);
    }

    private void CheckDisparity(
        ConfigSection<ExpectationConfig> section, DisparityInfo disparity, IReadOnlyList<AttributeLevel>? where, Comparison compare,
        Bound? bound, double? limit)
    {
        var compareNode = section[nameof(ExpectationConfig.Compare)];
        if (!disparity.Comparisons.Contains(compare))
            faults.Add(compareNode!, $"'{disparity.Id}' is not compared so. Valid here: {string.Join(", ", disparity.Comparisons.Select(c => $"\"{JsonNamingPolicy.CamelCase.ConvertName(c.ToString())}\""))}.");
        else if (compare is Comparison.WorstPair or Comparison.AllGroups && where is { Count: > 0 } && where.Any(w => w.Level != Expectation.EveryLevel))
            faults.Add(compareNode ?? section[nameof(ExpectationConfig.Where)]!, compare == Comparison.WorstPair
                ? "the worst pair is sought among all groups. Give '*' in 'where', or compare with \"reference\"."
                : $"'{disparity.Id}' is one figure for all groups. Give '*' in 'where'.");
        CheckDeclared(section, disparity.Id, disparity.Metrics.Any(m => MetricCatalog.Find(m)!.Info.NeedsCosts), disparity.WithinStrata, disparity.ByCaseMix);
        CheckGroupsCompared(section, disparity.Id, where, compare);
        if (bound is null) return;

        var node = Terms(section).LimitNode;
        if (disparity.Form == DisparityForm.Value)
        {
            var (min, max) = (MetricCatalog.Find(disparity.Metrics[0])!.Info.Min, MetricCatalog.Find(disparity.Metrics[0])!.Info.Max);
            Terms(section).CheckRange(disparity.Id, min, max, limit);
        }
        else if (disparity.Form == DisparityForm.Difference) CheckDifference(section, disparity.Id, bound, limit, Widest(disparity));
        else if (bound != Bound.AtLeast)
            faults.Add(node, $"'{disparity.Id}' is a ratio, where 1 is equality. Bound it with 'atLeast' below 1; 1 / limit bounds the other side.");
        else if (limit is <= 0 or >= 1)
            node.Expected("a number above 0 and below 1, for 1 / limit bounds the ratio on the other side", faults);
    }

    private void CheckServedNoWorse(ConfigSection<ExpectationConfig> section, DisparityInfo disparity, Comparison compare)
    {
        var node = section[nameof(ExpectationConfig.Against)]!;
        if (disparity.Better is not (Direction.Higher or Direction.Lower))
            faults.Add(node, $"'{disparity.Id}' does not say which way is better for a group. Hold it to its limit in both directions: take 'against' out.");
        else if (compare is Comparison.WorstPair or Comparison.AllGroups)
            faults.Add(node, "of a pair or of all groups none is the one that must be served no worse. Compare with \"reference\", or take 'against' out.");
    }

    private static double Widest(DisparityInfo disparity) =>
        disparity.Max ?? disparity.Metrics.Select(id => MetricCatalog.Find(id)!.Info).Select(m => m.Max - m.Min).DefaultIfEmpty(double.PositiveInfinity).Max();
}
