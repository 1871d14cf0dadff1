using System.Runtime.ExceptionServices;
using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>How an audit is carried out; nothing here changes a figure.</summary>
public sealed record AuditOptions
{
    /// <summary>How many threads measure at once; at least 1. The same bytes come out for any number.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Told what is done; may be called from any thread.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Cancels the audit.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>How far an audit is.</summary>
/// <param name="Step">What is being done, such as "Measuring subgroups".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in this step.</param>
public readonly record struct AuditProgress(string Step, int Done, int Total);

/// <summary>Turns a plan and a scored cohort into a result: measures, compares, decides what may be shown, judges.</summary>
public static class Audit
{
    /// <summary>Confidence level of every single interval.</summary>
    public const double Level = 0.95;

    /// <summary>Measures, compares, judges and suppresses.</summary>
    /// <param name="plan">What to audit.</param>
    /// <param name="cohort">The evaluation rows with their scores.</param>
    /// <param name="model">What produced the scores.</param>
    /// <param name="inputs">Every file that was read, the config among them; copied into the result.</param>
    /// <param name="notices">Warnings that came up while loading; those of the model follow, when it was asked for the last time.</param>
    /// <param name="run">Id and time of the run; copied into the result.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <param name="scorer">The model itself, when it runs; null when its scores came from a file.</param>
    /// <exception cref="AuditInputException">The cohort cannot be audited as planned: no rows, one class only, an unknown subgroup.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AuditResult Run(
        DiagnosticPlan plan, ScoredCohort cohort, ModelIdentity model, IReadOnlyList<InputFile> inputs, IReadOnlyList<Phrase> notices,
        RunInfo run, AuditOptions options, IDiagnosticModel? scorer = null)
    {
        RefuseWhatCannotBeAudited(plan, cohort);
        var threshold = DecisionThreshold.Resolve(plan.Threshold, cohort.Calibration);
        var design = cohort.Design(new Seed(plan.Seed));
        var order = new ScoreOrder(cohort.Scores, cohort.Labels, cohort.Weights);
        var tables = Measure(plan, cohort, order, threshold.Value, design, options);
        var caseMix = cohort.CaseMix.Count == 0 ? null : new CaseMixStandard(cohort, threshold.Value);
        var ownThresholds = new OwnThresholds(design, options);
        var comparisons = Compare(plan, cohort, order, caseMix, ownThresholds, tables, threshold.Value, design, scorer, options);
        var suppression = new Suppression(tables, plan);
        suppression.LookWithinStrata(tables, cohort, threshold.Value);
        // Before curves are cut, which must keep clear of what is told here.
        if (plan.Audits.Contains(AuditCatalog.Disparity) || plan.Expectations.Any(e => DisparityCatalog.Find(e.Metric) is { ByOwnThreshold: true })) suppression.LookAtOwnThresholds(tables);
        var explanations = scorer is null || !plan.Audits.Contains(AuditCatalog.Explanations) ? null : ExplanationAudit.Run(plan, cohort, tables, scorer, options);
        var findings = new AuditFindings(plan, tables, comparisons, suppression, explanations).All;
        options.Stop.ThrowIfCancellationRequested();
        var differences = plan.Audits.Contains(AuditCatalog.Disparity) ? new GroupDifferences(plan, cohort, tables, order, caseMix, ownThresholds, design, suppression, options) : null;
        return new AuditResult
        {
            Run = run, Plan = plan, Model = model, Inputs = inputs, Threshold = threshold.Value,
            Verdict = Judgement.Overall(findings),
            Measurements = Measurements(plan, tables, suppression),
            Disparities = plan.Audits.Contains(AuditCatalog.Disparity)
                ? [.. comparisons.SelectMany(c => c.Gaps).Select(g => AuditFindings.Shown(g.Disparity, tables, suppression, plan))] : [],
            Exhibits =
            [
                .. AuditExhibits.Of(plan, cohort, threshold, tables, suppression, [.. notices, .. scorer?.Notices ?? [], .. Notices(tables[0].Evidence[0]), .. Notices(cohort, design), .. ReferencesByChance(tables, cohort, suppression)], order, design, options),
                .. differences?.All() ?? [],
                .. explanations is null ? [] : new ExplanationExhibits(explanations, cohort, suppression).All(),
            ],
            Findings = findings,
        };
    }

    private static void RefuseWhatCannotBeAudited(DiagnosticPlan plan, ScoredCohort cohort)
    {
        if (cohort.Count == 0)
            throw new AuditInputException($"No row of {plan.Data.Shown} is left to evaluate. Check 'data.split' and the label column '{plan.Data.Label}'.");
        var events = cohort.Labels.Count(l => l == 1);
        if (events == 0 || events == cohort.Count)
            throw new AuditInputException(
                $"All {cohort.Count} evaluated rows of {plan.Data.Shown} have the same outcome in column '{plan.Data.Label}' " +
                $"({(events == 0 ? "none" : "all")} equal '{plan.Data.Positive}'). An audit needs both; check 'data.positive' and 'data.split'.");
    }

    private static IReadOnlyList<GroupTable> Measure(DiagnosticPlan plan, ScoredCohort cohort, ScoreOrder order, double threshold, ReplicateDesign? design, AuditOptions options)
    {
        IReadOnlyList<AttributeColumn>[] columns =
        [
            .. cohort.Attributes.Select(a => (AttributeColumn[])[a]),
            .. plan.Subgroups.Intersections.Select(names => cohort.Attributes.Where(a => names.Contains(a.Name)).ToArray()),
        ];
        var indexes = new GroupIndex[1 + columns.Length];
        indexes[0] = GroupIndex.Overall(cohort.Count);
        Parallel.For(0, columns.Length, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, c => indexes[1 + c] = GroupIndex.Of(columns[c]));
        var (done, total) = (0, indexes.Sum(i => i.Groups.Count));
        return [.. GroupTable.Measure(indexes, order, threshold, plan, design, options,
            () => options.Progress?.Report(new("Measuring subgroups", Interlocked.Increment(ref done), total)))];
    }

    private static TableComparisons[] Compare(
        DiagnosticPlan plan, ScoredCohort cohort, ScoreOrder order, CaseMixStandard? caseMix, OwnThresholds ownThresholds, IReadOnlyList<GroupTable> tables, double threshold, ReplicateDesign? design,
        IDiagnosticModel? scorer, AuditOptions options)
    {
        var compared = tables.Skip(1).ToArray();
        var results = new TableComparisons[compared.Length];
        var done = 0;
        try
        {
            Parallel.For(0, compared.Length, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, t =>
            {
                var table = compared[t];
                var context = new ComparisonContext(plan, cohort, table, tables[0], threshold, scorer) { Design = design, Order = order, CaseMix = caseMix!, OwnThresholds = ownThresholds, Options = options };
                results[t] = new TableComparisons(table.Index.Attributes, DisparityCatalog.Entries.ToDictionary(d => d.Info.Id, d => d.Compare(context)));
                options.Progress?.Report(new("Comparing groups", Interlocked.Increment(ref done), compared.Length));
            });
        }
        catch (AggregateException e)
        {
            options.Stop.ThrowIfCancellationRequested();
            // A comparison asks the model again, and what the model refuses with is what people are told.
            if (e.Flatten().InnerExceptions.OfType<AuditInputException>().FirstOrDefault() is { } refusal) ExceptionDispatchInfo.Throw(refusal);
            throw;
        }
        return results;
    }

    private static IReadOnlyList<Measurement> Measurements(DiagnosticPlan plan, IReadOnlyList<GroupTable> tables, Suppression suppression) =>
    [
        .. from metric in MetricCatalog.Infos
           where plan.Audits.Contains(MetricCatalog.AuditOf(metric.Id)) && (!metric.NeedsCosts || plan.Measures.Costs is not null)
           from table in tables
           from g in Enumerable.Range(0, table.Evidence.Count)
           select Shown(metric, table.Evidence[g], table.Of(metric.Id)[g], suppression),
    ];

    private static Measurement Shown(MetricInfo metric, SubgroupEvidence evidence, Estimate estimate, Suppression suppression)
    {
        var group = evidence.Subgroup;
        int? n = suppression.HidesPatients(group) ? null : evidence.Count;
        int? events = suppression.HidesEvents(group) ? null : evidence.Events.Rows;
        if (suppression.Hides(metric, group, estimate))
            return new Measurement.Unknown(metric.Id, group, n, events, Suppression.Reason, true);
        return estimate switch
        {
            Estimate.Known k => new Measurement.Known(metric.Id, group, n, events, k.Value, k.Sampling?.Interval(Level), k.Reason)
            {
                Fit = (MetricCatalog.Find(metric.Id) as SmoothedCalibrationError)?.FitOf(evidence),
            },
            Estimate.Undefined u => new Measurement.Unknown(metric.Id, group, n, events, u.Reason, false),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IEnumerable<Phrase> Notices(ScoredCohort cohort, ReplicateDesign? design)
    {
        if (design is null) yield break;
        if (cohort.Clusters is null)
            yield return Phrase.Of($"Patients were drawn within {design.Strata:count} strata: intervals of figures and gaps take account of it.");
        else if (cohort.Strata is null)
            yield return Phrase.Of($"The {cohort.Count:count} rows come from {design.Clusters:count} clusters, and rows of a cluster are not independent: intervals of figures and gaps rest on how the clusters differ, not on the number of rows, and so do bands around curves. Where too few clusters are left, there are none.");
        else
            yield return Phrase.Of($"The {cohort.Count:count} rows come from {design.Clusters:count} clusters in {design.Strata:count} strata, and rows of a cluster are not independent: intervals of figures and gaps rest on how the clusters of a stratum differ, not on the number of rows, and so do bands around curves. Where too few clusters are left, there are none.");
        if (design.Collapsed > 0)
            yield return Phrase.Of($"{design.Collapsed:count} strata have a single cluster, which cannot show how clusters differ: they count as one stratum with others.");
    }

    // The largest group as reference is a choice that another sample may not make: n₁ − n₂ of n₁ + n₂ patients has a standard error of
    // √(n₁ + n₂) at most.
    private static IEnumerable<Phrase> ReferencesByChance(IReadOnlyList<GroupTable> tables, ScoredCohort cohort, Suppression suppression)
    {
        foreach (var attribute in cohort.Attributes.Where(a => !a.ReferenceIsPinned))
        {
            var table = tables.Single(t => t.Index.Attributes.SequenceEqual([attribute.Name]));
            var reference = table.Index.Reference;
            if (reference < 0 || table.Rows.Count < 2) continue;
            var second = Enumerable.Range(0, table.Rows.Count).Where(g => g != reference).MaxBy(g => table.Rows[g]);
            var (first, next) = (table.Index.Groups[reference], table.Index.Groups[second]);
            if (table.Rows[reference] - table.Rows[second] <= 2 * Math.Sqrt(table.Rows[reference] + table.Rows[second])
                && !suppression.HidesPatients(first) && !suppression.HidesPatients(next))
                yield return Phrase.Of($"No reference is pinned for {attribute.Name}: {first.Levels} is taken because it has the most patients, and {next.Levels} has as many within what chance gives. Another sample could turn every gap around; pin one in 'subgroups.reference'.");
        }
    }

    private static IEnumerable<Phrase> Notices(SubgroupEvidence overall)
    {
        if (LogisticRecalibration.LooksApparent(overall))
            yield return Phrase.Of($"Calibration slope is 1 and calibration-in-the-large 0, far closer than chance comes: this happens when a model is evaluated on the rows it was fitted to. Check that the evaluated part was held out.");
        if (overall.Measures.LogitEpsilon is { } epsilon)
        {
            if (overall.Ranked.RowsBeyond(epsilon) is > 0 and var beyond)
                yield return CellTable.IsSmall(beyond)
                    ? Phrase.Of($"Up to {CellTable.LargestSmall:count} patients have a predicted risk nearer to 0 or 1 than {epsilon:exact}: in calibration intercepts and slopes it counts as so near (measures.logitEpsilon), in every other figure as it is.")
                    : Phrase.Of($"{beyond:count} patients have a predicted risk nearer to 0 or 1 than {epsilon:exact}: in calibration intercepts and slopes it counts as so near (measures.logitEpsilon), in every other figure as it is.");
        }
        else if (overall.Ranked.RowsWithoutLogit is > 0 and var rows)
            yield return CellTable.IsSmall(rows)
                ? Phrase.Of($"Up to {CellTable.LargestSmall:count} patients have a predicted risk of exactly 0 or 1, which has no logit: they are left out of calibration intercepts and slopes, and count in every other figure.")
                : Phrase.Of($"{rows:count} patients have a predicted risk of exactly 0 or 1, which has no logit: they are left out of calibration intercepts and slopes, and count in every other figure.");
    }
}

/// <summary>Every disparity over the groups of one attribute or intersection.</summary>
/// <param name="Attributes">The attributes whose groups are compared.</param>
/// <param name="ById">The gaps by id of the disparity.</param>
internal sealed record TableComparisons(IReadOnlyList<string> Attributes, IReadOnlyDictionary<string, IReadOnlyList<GroupGap>> ById)
{
    /// <summary>All gaps in catalog order, and within a disparity in the order of its comparisons.</summary>
    public IEnumerable<GroupGap> Gaps => DisparityCatalog.All.SelectMany(d => ById[d.Id]);
}
