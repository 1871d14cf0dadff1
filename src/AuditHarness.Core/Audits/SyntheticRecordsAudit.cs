using AuditHarness.Audits.Disclosure;
using AuditHarness.Audits.Records;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>The made-up records of an audit and where they came from.</summary>
/// <param name="Tables">The aligned tables; all but the held-out records are there.</param>
/// <param name="Generator">What made them up.</param>
/// <param name="Reading">How its records were had.</param>
/// <param name="Draws">What it was asked.</param>
/// <param name="Inputs">Every file that was read, the config first.</param>
/// <param name="Notices">What came up while records were read and drawn.</param>
public sealed record DrawnRecords(
    RecordAlignment Tables, GeneratorIdentity Generator, Phrase Reading, IReadOnlyList<DrawReference> Draws, IReadOnlyList<InputFile> Inputs, IReadOnlyList<Phrase> Notices);

/// <summary>Turns a plan and made-up records into a result: measures them and what stands beside them, decides what may be shown, judges.</summary>
public static class SyntheticRecordsAudit
{
    /// <summary>Says whether a plan fits the records, before a generator is asked for any: roles, rules and conditions.</summary>
    /// <param name="plan">What to audit.</param>
    /// <param name="train">The training records.</param>
    /// <exception cref="AuditInputException">Something that the plan names is not in the records: one line for each.</exception>
    public static void Check(SyntheticRecordsPlan plan, RecordTable train)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        RecordDeclarations.Check(plan, train);
    }

    /// <summary>Measures, judges and suppresses.</summary>
    /// <param name="plan">What to audit.</param>
    /// <param name="records">The records.</param>
    /// <param name="run">Id and time of the run; copied into the result.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <param name="learners">What learns the outcome, in the order of the plan; null for the logistic regression within.</param>
    /// <exception cref="AuditInputException">The records cannot be audited as planned: an unknown column, group or subject.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AuditResult Run(SyntheticRecordsPlan plan, DrawnRecords records, RunInfo run, AuditOptions options, IReadOnlyList<ILearner>? learners = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(options);
        return Run(plan, records, run, options, learners, [.. RecordMeasureCatalog.All.Where(m => m.Infos.Any(i => plan.Audits.Contains(RecordMeasureCatalog.AuditOf(i.Id))))]);
    }

    /// <summary>The same with other checks than the catalog's.</summary>
    internal static AuditResult Run(SyntheticRecordsPlan plan, DrawnRecords records, RunInfo run, AuditOptions options, IReadOnlyList<ILearner>? learners, IReadOnlyList<IRecordMeasure> measures)
    {
        var tables = records.Tables;
        RecordDeclarations.Check(plan, tables.Train);
        var groups = RecordGroups.Of(plan.Subgroups, tables, RecordDeclarations.Declared(plan));
        var seed = new Seed(plan.Seed);
        var evidence = new RecordEvidence
        {
            Train = tables.Train, Holdout = tables.Holdout, Synthetic = tables.Synthetic!, Roles = plan.Roles,
            Rules = [.. plan.Rules.Select(r => RecordRule.Parse(r.Text, r.Name))],
            Population = RecordDeclarations.Population(plan, groups.All), Groups = groups.In(tables.Train, tables.Holdout, tables.Synthetic!),
            Seed = seed.For("records"), Options = options,
        };
        if (learners is { Count: > 0 }) evidence = evidence with { Learners = learners };
        options.Progress?.Report(new("Fitting baselines", 0, 1));
        string[] baselines = [.. RecordBaselines.All.Where(plan.Baselines.Contains), .. plan.Baselines.Except(RecordBaselines.All)];
        MeasuredRecords[] sets = [new(null, evidence, null), .. baselines.Select(b => BaselineRecords.Of(b, evidence, groups, seed, options.Stop))];
        var (measured, broken) = RecordMeasuring.Run(sets, measures, options);
        var suppression = new RecordSuppression(groups, measured, plan.Report.Profile);
        var findings = new RecordFindings(plan, groups, measured[0], suppression).All;
        options.Stop.ThrowIfCancellationRequested();
        Phrase[] notices = [.. records.Notices, .. tables.Notices, .. Notices(evidence, measured), .. broken];
        return new AuditResult
        {
            Run = run, Plan = plan, Model = records.Generator.Model, Inputs = records.Inputs, Verdict = Judgement.Overall(findings),
            Measurements = [], Disparities = [], Findings = findings,
            Exhibits = notices.Length == 0 ? [] : [new Exhibit.Notices("notices", Phrase.Of($"To be borne in mind"), notices)],
            Records = new RecordResults
            {
                Generator = records.Generator, Reading = records.Reading, Draws = records.Draws,
                Counts = [.. evidence.Groups.Select(g => Counts(g, evidence, suppression))],
                Columns = [.. tables.Train.Columns.Select(c => new RecordColumnKind(c.Name, Kind(c)))],
                Baselines = [.. measured.Skip(1).Select(m => new RecordBaseline(m.Name!, m.Evidence?.Synthetic.Count, m.Reason))],
                Figures = [.. Figures(plan, measures, measured, suppression)],
            },
        };
    }

    private static IEnumerable<RecordMeasurement> Figures(
        SyntheticRecordsPlan plan, IReadOnlyList<IRecordMeasure> measures, IReadOnlyList<MeasuredRecords> measured, RecordSuppression suppression)
    {
        var byMetric = measured[0].Figures.Values.ToLookup(f => f.Metric);
        // Of the checks that the plan lists each figure, in the order of the catalog.
        return from info in measures.SelectMany(m => m.Infos)
               where RecordMeasureCatalog.Find(info.Id) is null || plan.Audits.Contains(RecordMeasureCatalog.AuditOf(info.Id))
               from figure in byMetric[info.Id].OrderBy(f => f.Subject is null)
               select new RecordMeasurement(
                   info.Id, figure.Subject, figure.Group, Shown(0, measured, figure, suppression),
                   [.. Enumerable.Range(1, measured.Count - 1).Select(b => Shown(b, measured, figure, suppression))]);
    }

    private static RecordFigureShown Shown(int set, IReadOnlyList<MeasuredRecords> measured, RecordFigure audited, RecordSuppression suppression)
    {
        if (measured[set].Reason is { } none) return new(null, null, null, none, false);
        if (suppression.Hides(set, audited.Metric, audited.Subject, audited.Group)) return new(null, null, null, Suppression.Reason, true);
        // A column or a pair may have no figure of its own in another's records; why stands with that of the whole.
        var estimate = (measured[set].Find(audited.Metric, audited.Subject, audited.Group) ?? measured[set].Find(audited.Metric, null, audited.Group))?.Estimate;
        return estimate switch
        {
            Estimate.Known known when measured[set].Find(audited.Metric, audited.Subject, audited.Group) is not null =>
                new(known.Value, known.Sampling?.Interval(Audit.Level), known.Denominator, known.Reason, false),
            Estimate.Undefined undefined => new(null, null, null, undefined.Reason, false),
            _ => new(null, null, null, Phrase.Of($"not measured of these records"), false),
        };
    }

    private static RecordCounts Counts(RecordGroup group, RecordEvidence evidence, RecordSuppression suppression) => new(
        group.Subgroup, suppression.HidesTrain(group.Subgroup) ? null : group.Train.Length,
        evidence.Holdout is null || suppression.HidesHoldout(group.Subgroup) ? null : group.Holdout.Length,
        suppression.HidesMadeUp(group.Subgroup) ? null : group.Synthetic.Length);

    private static IEnumerable<Phrase> Notices(RecordEvidence evidence, IReadOnlyList<MeasuredRecords> measured)
    {
        if (evidence.Holdout is null) yield return Phrase.Of($"There are no held-out records: what needs patients that the generator never saw is unknown.");
        // Names of categories are not told: what occurs in no training record may be a slip of the pen, or somebody's.
        foreach (var c in evidence.Compared)
        {
            if (evidence.Train.Columns[c] is not RecordColumn.Category train || evidence.Synthetic.Columns[c] is not RecordColumn.Category made) continue;
            var known = train.Codes.ToHashSet();
            int[] unknown = [.. made.Codes.Where(code => code >= 0 && !known.Contains(code))];
            if (unknown.Length > 0)
                yield return Phrase.Of($"The made-up records have {unknown.Distinct().Count():count} {unknown.Distinct().Count():plural(category|categories)} of '{made.Name}' that no training record has, in {unknown.Length:count} {unknown.Length:plural(record|records)}: they count as impossible.");
        }
        foreach (var baseline in measured.Where(m => m.Reason is not null)) yield return Phrase.Of($"The baseline '{baseline.Name}' is missing: {baseline.Reason}.");
        foreach (var info in measured[0].Figures.Values.Select(f => f.Metric).Distinct().Where(m => m.EndsWith("AttackRate", StringComparison.Ordinal)).Select(RecordMeasureCatalog.Find).OfType<MetricInfo>())
        {
            double? Of(string metric) => (measured[0].Find(metric, null, Subgroup.Overall)?.Estimate as Estimate.Known)?.Value;
            var attack = info.Id[..^"AttackRate".Length];
            if (Of(info.Id) <= Of(attack + "BaselineRate") && RecordMeasureCatalog.Find(attack + "Risk") is { } risk)
                yield return Phrase.Of($"The attack of '{risk.Title:term}' succeeds no more often than guesses at random: that it finds no risk tells of the attack, not of the records.");
        }
        if (measured.FirstOrDefault(m => m.Name == RecordBaselines.Real)?.Evidence is { } halves)
            yield return Phrase.Of($"Real beside real: {halves.Synthetic.Count:count} held-out records stand in the place of made-up ones, and the other {halves.Holdout!.Count:count} are held out. The smaller these numbers are beside those of the audited records, the wider chance scatters these figures.");
    }

    private static RecordKind Kind(RecordColumn column) => column switch
    {
        RecordColumn.Number => RecordKind.Number,
        RecordColumn.Date => RecordKind.Date,
        RecordColumn.Category => RecordKind.Category,
        _ => RecordKind.Key,
    };
}
