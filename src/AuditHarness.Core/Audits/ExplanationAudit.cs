using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Why the model answers as it does: attributions of a sample of rows, by group, what carries the gaps, and what gives attributes away.</summary>
internal sealed class ExplanationAudit
{
    private ExplanationAudit(Attributions attributions, PlayerMap players) => (Attributions, Players) = (attributions, players);

    /// <summary>The rows explained.</summary>
    public Attributions Attributions { get; }

    /// <summary>Which columns belong to which player.</summary>
    public PlayerMap Players { get; }

    /// <summary>Unit of attributions: "log-odds" or "risk".</summary>
    public required string Scale { get; init; }

    /// <summary>Structure against runtime; null for a black box.</summary>
    public required ScorerParity? Parity { get; init; }

    /// <summary>Averages by group, for overall and each attribute or intersection.</summary>
    public required IReadOnlyList<(GroupTable Table, IReadOnlyList<GroupAttribution> Averages)> ByTable { get; init; }

    /// <summary>Every group against its reference.</summary>
    public required IReadOnlyList<(GroupTable Table, GapDecomposition Gap)> Gaps { get; init; }

    /// <summary>Proxies, attribute by attribute.</summary>
    public required IReadOnlyList<AttributeRecoverability> Recoverability { get; init; }

    /// <summary>How the model's answer is read.</summary>
    public required Phrase Reading { get; init; }

    /// <summary>Explains.</summary>
    public static ExplanationAudit Run(
        DiagnosticPlan plan, ScoredCohort cohort, IReadOnlyList<GroupTable> tables, IDiagnosticModel model, AuditOptions options)
    {
        var features = cohort.Features ?? throw new ArgumentException("The cohort holds no features.", nameof(cohort));
        var seed = new Seed(plan.Seed).For("explanations");
        var players = PlayerMap.Of([.. features.Columns.Select(c => c.Name)], plan.Explanations!.Players);
        options.Progress?.Report(new("Explaining the model", 0, 3));
        var attributions = Explainer.Explain(plan.Explanations, model, features, players, seed, options);
        options.Progress?.Report(new("Explaining the model", 1, 3));
        var parity = model.Structure is null ? null : ScorerParity.Check(model, features, cohort.Scores, seed.For("parity"), options.Stop);
        var compared = tables.Where(t => t.Index.Attributes.Count > 0 && t.Index.Reference >= 0);
        var recoverability = new AttributeRecoverability[cohort.Attributes.Count];
        Parallel.For(0, recoverability.Length, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, a =>
            recoverability[a] = AttributeRecoverability.Of(
                features, players, cohort.Attributes[a], cohort.Weights, seed.For($"recoverability/{cohort.Attributes[a].Name}"), options.Stop));
        options.Progress?.Report(new("Explaining the model", 3, 3));
        return new ExplanationAudit(attributions, players)
        {
            Scale = attributions.Output == ExplainedOutput.Margin && model.Structure is { Link: Link.Logit } ? "log-odds" : "risk",
            Parity = parity, Reading = model.Reading, Recoverability = recoverability,
            ByTable = [.. tables.Select(t => (t, GroupAttributions.Of(attributions, t.Index, cohort.Weights)))],
            Gaps = [.. from table in compared
                       from g in Enumerable.Range(0, table.Index.Groups.Count)
                       where g != table.Index.Reference
                       select (table, GapDecomposition.Of(attributions, table.Index, cohort.Weights, g, Audit.Level))],
        };
    }

    /// <summary>What a reader must know of the attributions.</summary>
    public Phrase Footer
    {
        get
        {
            var function = Attributions.ValueFunction == ValueFunction.Interventional
                ? Phrase.Of($"Interventional value function") : Phrase.Of($"Path-dependent value function");
            var scale = Scale == "risk" ? Phrase.Of($"in risk (identity link)") : Phrase.Of($"in log-odds (logit link)");
            return Phrase.Of($"{function}; background: {Attributions.Background}; {scale}; {Attributions.Method}; {Attributions.Rows.Length:count} patients explained.");
        }
    }

    /// <summary>Positions of the explained rows that are in a group.</summary>
    public IReadOnlyList<int> RowsOf(GroupTable table, int group) => [.. Attributions.Rows.Where(r => table.Index.Codes[r] == group)];

    /// <summary>What an expectation is about.</summary>
    /// <param name="expectation">Names a figure of the explanation catalog.</param>
    /// <param name="info">That figure.</param>
    /// <param name="table">The groups it is about.</param>
    /// <param name="wanted">The groups named, or null for all.</param>
    /// <param name="suppression">What must not be shown.</param>
    public IEnumerable<FigureUnderJudgement> Figures(
        Expectation expectation, ExplanationInfo info, GroupTable table, IReadOnlyList<Subgroup>? wanted, Suppression suppression)
    {
        var feature = expectation.Feature;
        switch (info.Id)
        {
            case "ScorerParity":
                // Expected of every model by itself; a black box has no structure that could differ.
                return Parity is null && expectation.Line is null ? [] : [Exact(info, Parity?.LargestDifference, Phrase.Of($"the structure of the model is not known"))];
            case "LocalAccuracy":
                // Estimated attributions are forced to add up; exact ones prove it.
                return [Exact(info, Attributions.LargestLocalError, null)];
            case "ScoreGapContribution":
                return Gaps.Where(g => g.Table == table && (wanted is null || wanted.Contains(g.Gap.Group))).Select(g => OfContribution(info, g.Gap, feature!, table, suppression));
            case "AttributeRecoverability":
                return Recoverability.Single(r => r.Attribute == table.Index.Attributes[0]).Levels
                    .Select(l => (Level: l, Group: new Subgroup(new AttributeLevel(table.Index.Attributes[0], l.Level))))
                    .Where(l => wanted is null || wanted.Contains(l.Group)).Select(l => OfLevel(info, l.Level, l.Group, feature, suppression));
            default:
                return ByTable.Single(t => t.Table == table).Averages
                    .Where(a => a.Player == feature && (wanted is null || wanted.Contains(a.Subgroup))).Select(a => OfAverage(info, a, suppression));
        }
    }

    /// <summary>True when the averages of a group must not be shown.</summary>
    public static bool Hides(Subgroup group, int explained, Suppression suppression) => suppression.HidesPatients(group) || CellTable.IsSmall(explained);

    private static FigureUnderJudgement Exact(ExplanationInfo info, double? value, Phrase? reason) => new()
    {
        Subject = Phrase.Of($"{info.Title:term}"), Subgroup = Subgroup.Overall, Value = value, Interval = value is { } v ? new Interval(v, v, Audit.Level, Phrase.Of($"computed, not sampled")) : null,
        Reason = value is null ? reason : null,
    };

    private static FigureUnderJudgement OfAverage(ExplanationInfo info, GroupAttribution average, Suppression suppression)
    {
        var estimate = info.Id switch
        {
            "MeanAttribution" => average.Mean,
            "MeanAbsoluteAttribution" => average.MeanAbsolute,
            _ => average.Share,
        };
        return OfEstimate(average.Subgroup.IsOverall ? Phrase.Of($"{info.Title:term} of {average.Player}, overall") : Phrase.Of($"{info.Title:term} of {average.Player} in {average.Subgroup.ToString()}"), average.Subgroup, estimate, average.N, Hides(average.Subgroup, average.N, suppression));
    }

    private static FigureUnderJudgement OfLevel(ExplanationInfo info, LevelRecoverability level, Subgroup group, string? feature, Suppression suppression)
    {
        var estimate = feature is null ? level.Area : level.Proxies.Single(p => p.Player == feature).Area;
        return OfEstimate(feature is null ? Phrase.Of($"{info.Title:term} in {group.ToString()}") : Phrase.Of($"{info.Title:term} from {feature} in {group.ToString()}"), group, estimate, level.Inside, suppression.HidesPatients(group));
    }

    private static FigureUnderJudgement OfEstimate(Phrase subject, Subgroup group, Estimate estimate, int rows, bool hidden)
    {
        var known = estimate as Estimate.Known;
        return new FigureUnderJudgement
        {
            Subject = subject, Subgroup = group, Hidden = hidden,
            Value = known?.Value, Interval = known?.Sampling?.Interval(Audit.Level), Reason = known?.Reason ?? (estimate as Estimate.Undefined)?.Reason,
            GroupRows = rows, AllRows = rows,
            LimitsWhenGrown = (ofGroup, _) => known?.Sampling?.Scaled(ofGroup).Interval(Audit.Level) is { } i ? (i.Lower, i.Upper) : null,
        };
    }

    private static FigureUnderJudgement OfContribution(
        ExplanationInfo info, GapDecomposition gap, string feature, GroupTable table, Suppression suppression)
    {
        var part = gap.Contributions.FirstOrDefault(c => c.Player == feature);
        return new FigureUnderJudgement
        {
            Subject = Phrase.Of($"{info.Title:term} of {feature}, {gap.Group.ToString()} against {gap.Against.Levels}"), Subgroup = gap.Group, Attributes = table.Index.Attributes,
            Form = info.Form, Value = part?.Value, Interval = part?.Interval, Reason = part?.Reason ?? gap.Reason,
            Hidden = Hides(gap.Group, gap.N, suppression) || Hides(gap.Against, gap.NAgainst, suppression),
            GroupRows = gap.N, AllRows = gap.N + gap.NAgainst,
            LimitsWhenGrown = (ofGroup, ofOthers) => part?.LimitsWhenGrown?.Invoke(ofGroup, ofOthers),
        };
    }
}
