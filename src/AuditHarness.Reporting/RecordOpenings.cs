using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>What the answer to each question of a page about made-up records comes to, in plain sentences computed from the figures and never saying more than their intervals.</summary>
internal static class RecordOpenings
{
    private const int MostNamed = 5;

    /// <summary>What was audited, and how much of it.</summary>
    /// <param name="audit">The result.</param>
    /// <param name="records">What was measured of records in it.</param>
    public static string Lead(AuditResult audit, RecordsView records)
    {
        var generator = audit.Model.Version is { } version ? Wording.Say($"Generator {audit.Model.Name}, version {version}") : Wording.Say($"Generator {audit.Model.Name}");
        var all = records.Counts[Subgroup.Overall];
        return all.Holdout is { } holdout
            ? Wording.Say($"{generator} · {Figures.CountOrHidden(all.Synthetic)} made-up records beside {Figures.CountOrHidden(all.Train)} training and {holdout:count} held-out records")
            : Wording.Say($"{generator} · {Figures.CountOrHidden(all.Synthetic)} made-up records beside {Figures.CountOrHidden(all.Train)} training records");
    }

    /// <summary>How many records there are, which groups are too few or too many, and what becomes of rare combinations.</summary>
    /// <param name="view">The result.</param>
    public static string Who(ReportView view)
    {
        var (records, all) = (view.Records!, view.Records!.Counts[Subgroup.Overall]);
        var ratios = Groups(view, "RepresentationRatio");
        var (few, many) = (ratios.Where(r => r.Figure.Interval!.Upper < 1).ToList(), ratios.Where(r => r.Figure.Interval!.Lower > 1).ToList());
        return Join(
            all.Holdout is { } holdout
                ? Wording.Say($"{Figures.CountOrHidden(all.Synthetic)} records were made up from {Figures.CountOrHidden(all.Train)} training records; {holdout:count} real ones were held out.")
                : Wording.Say($"{Figures.CountOrHidden(all.Synthetic)} records were made up from {Figures.CountOrHidden(all.Train)} training records; no real ones were held out, so what needs them is unknown."),
            view.Families.Count == 0 ? Wording.Say($"Nobody was told apart: the plan names no attribute.")
                : ratios.Count == 0 ? null
                : few.Count + many.Count == 0 ? Wording.Say($"In none of {ratios.Count:count} {ratios.Count:plural(group|groups)} is the share shown to be wrong; if all were right, about {ByChance(ratios):0.0#} would seem so by chance.")
                : Wording.Say($"Of {ratios.Count:count} {ratios.Count:plural(group|groups)}, {few.Count:count} {few.Count:plural(is|are)} shown to be made up too seldom and {many.Count:count} too often; if all shares were right, about {ByChance(ratios):0.0#} would seem wrong by chance."),
            NotCompared(view, ["RepresentationRatio"]),
            few.MinBy(r => r.Figure.Interval!.Upper) is { } lost
                ? lost.Figure.Value == 0
                    ? Wording.Say($"Most clearly missing are {GapWords.Named(lost.Group)}: nobody of them was made up.")
                    : Wording.Say($"Most clearly missing are {GapWords.Named(lost.Group)}: of every 100 that there should be, {Hundred(lost.Figure)} are.")
                : null,
            records.Find("RareCellsKept", Subgroup.Overall) is { Figure: { Value: not null } kept }
                ? records.Find("RareCellsKeptByChance", Subgroup.Overall)?.Figure is { Value: { } chance }
                    ? Wording.Say($"Of 100 rare combinations of what tells people apart, {Hundred(kept)} live on, where drawing real records would keep {100 * chance:0.0}.")
                    : Wording.Say($"Of 100 rare combinations of what tells people apart, {Hundred(kept)} live on.")
                : null);
    }

    /// <summary>How many records break a rule, or hold what no training record does, and in which group most clearly.</summary>
    /// <param name="view">The result.</param>
    public static string Possible(ReportView view)
    {
        var records = view.Records!;
        if (records.MetricsOf(AuditCatalog.Structure).Count == 0) return Wording.Say($"The plan does not ask whether the records are possible.");
        var excess = Groups(view, "RuleViolationExcess").Where(m => m.Figure.Interval!.Lower > 0).MaxBy(m => m.Figure.Interval!.Lower);
        return Join(
            records.Find("RuleViolationRate", Subgroup.Overall) is { Figure: { Value: not null } broken }
                ? records.Find("RealRuleViolationRate", Subgroup.Overall) is { Figure: { Value: not null } real }
                    ? Wording.Say($"Of 100 made-up records {Hundred(broken)} break a rule, of 100 training records {Hundred(real)}.") + " " + Shown(records.Find("RuleViolationExcess", Subgroup.Overall)?.Figure)
                    : Wording.Say($"Of 100 made-up records {Hundred(broken)} break a rule.")
                : null,
            excess is null ? null : Wording.Say($"Most clearly more than in reality in {GapWords.Named(excess.Group)}: {Hundred(excess.Figure)} more of 100."),
            records.Find("BoundaryAdherence", Subgroup.Overall) is { Figure: { Value: not null } within } ? Wording.Say($"Of 100, {Hundred(within)} keep all numbers and days within what training records have.") : null,
            records.Find("CategoryAdherence", Subgroup.Overall) is { Figure: { Value: not null } named } ? Wording.Say($"Of 100, {Hundred(named)} have no category that no training record has.") : null)
            is { Length: > 0 } said ? said : Wording.Say($"Whether the records are possible could not be estimated; the table says why.");
    }

    /// <summary>Whether made-up records can be told from real ones, which column is furthest off, and for which group most clearly.</summary>
    /// <param name="view">The result.</param>
    public static string Alike(ReportView view)
    {
        var records = view.Records!;
        if (records.MetricsOf(AuditCatalog.Fidelity).Count == 0) return Wording.Say($"The plan does not ask whether the records are like real ones.");
        var parts = records.Parts(["KolmogorovSmirnovComplement", "TotalVariationComplement"], Subgroup.Overall);
        var columns = parts.Where(records.IsBesideReal).ToList();
        var off = columns.Where(c => records.Standing(c) > 0).ToList();
        var blurred = RecordSearch.Clearest(RecordSearch.Blurred(view));
        return Join(
            Told(records),
            columns.Count == 0 ? parts.Where(p => p.Figure.Value is not null).ToList() is { Count: > 0 } known ? RecordWords.NotBesideReal(known.Exists(p => records.RealBeside(p) is { Value: not null })) : null
                : off.MinBy(c => c.Figure.Value) is { } worst
                    ? Wording.Say($"In {off.Count:count} of {columns.Count:count} {columns.Count:plural(column|columns)} they are shown to be further from real ones than other real ones are, most of all in {worst.Subject ?? ""} ({RecordWords.Figure(worst.Figure)}, where real records have {RecordWords.Figure(records.RealBeside(worst)!)} and 1 is the same).")
                    : Wording.Say($"In none of {columns.Count:count} {columns.Count:plural(column|columns)} are they shown to be further from real ones than other real ones are."),
            columns.Count > 0 && parts.Count > columns.Count ? Wording.Say($"{parts.Count - columns.Count:count} more {parts.Count - columns.Count:plural(column|columns)} could not be compared.") : null,
            blurred is { Measured: { } gap }
                ? Wording.Say($"Records of {GapWords.Named(gap.Group)} are made up worse than those of the best group, beyond what their number explains: by {-gap.Figure.Value!.Value:figure} ({Figures.Level(gap.Figure.Interval!.Level)} interval {-gap.Figure.Interval.Upper:figure} to {-gap.Figure.Interval.Lower:figure}) of a likeness of 1.")
                : Groups(view, "ConditionalFidelityGap").Count is > 0 and var compared
                    ? Wording.Say($"In none of {compared:count} {compared:plural(group|groups)} are records shown to be made up worse than in the best group.") : null,
            NotCompared(view, ["ConditionalFidelityGap"]))
            is { Length: > 0 } said ? said : Wording.Say($"Whether the records are like real ones could not be estimated; the table says why.");
    }

    /// <summary>What a model that learned from made-up records is worth beside one that learned from real ones, and who pays most.</summary>
    /// <param name="view">The result.</param>
    public static string Learned(ReportView view)
    {
        var records = view.Records!;
        if (records.MetricsOf(AuditCatalog.Utility).Count == 0) return Wording.Say($"The plan does not ask what can be learned from the records.");
        var changed = Groups(view, "AurocDisparityChange").Where(m => m.Figure.Interval!.Upper < 0).ToList();
        var compared = Groups(view, "AurocDisparityChange");
        return Join(
            records.Find("TrainSyntheticTestRealAuroc", Subgroup.Overall) is { Figure: { Value: not null } made }
                ? records.Find("TrainRealTestRealAuroc", Subgroup.Overall) is { Figure: { Value: not null } real }
                    ? Wording.Say($"Given a real patient with the outcome and one without, a model that learned from made-up records ranks the two rightly {Hundred(made)} times in 100, one that learned from real records {Hundred(real)} times.")
                    : Wording.Say($"Given a real patient with the outcome and one without, a model that learned from made-up records ranks the two rightly {Hundred(made)} times in 100.")
                : null,
            records.Find("UtilityAurocDifference", Subgroup.Overall)?.Figure switch
            {
                { Interval: { Upper: < 0 } } => Wording.Say($"That is shown to be a loss."),
                { Interval: { Lower: > 0 } } => Wording.Say($"That is shown to be a gain."),
                { Interval: not null } => Wording.Say($"Neither a loss nor a gain is shown."),
                { Value: not null, Reason: { } reason } => Wording.Say($"Whether that is a loss or a gain is not shown: {reason}."),
                _ => null,
            },
            compared.Count == 0 ? null
                : changed.MinBy(m => m.Figure.Interval!.Upper) is { } worst
                    ? Wording.Say($"It costs {changed.Count:count} of {compared.Count:count} {compared.Count:plural(group|groups)} more than everybody else (by chance about {ByChance(compared) / 2:0.0#} would seem so), most clearly {GapWords.Named(worst.Group)}: against the others they lose {Hundred(worst.Figure, -1)} of 100.")
                    : Wording.Say($"In none of {compared.Count:count} {compared.Count:plural(group|groups)} is it shown to cost more than everybody else."),
            NotCompared(view, ["AurocDisparityChange"]))
            is { Length: > 0 } said ? said : Wording.Say($"What can be learned from the records could not be estimated; the table says why.");
    }

    /// <summary>Which attack gets furthest beside what it gets of real records and of the memoriser, and whom it gives away most.</summary>
    /// <param name="view">The result.</param>
    public static string Privacy(ReportView view)
    {
        var records = view.Records!;
        if (records.MetricsOf(AuditCatalog.Privacy).Count == 0) return Wording.Say($"The plan does not ask whether the records give anybody away.");
        var attacks = RecordSearch.Attacks.Select(a => records.Find(a, Subgroup.Overall)).OfType<RecordMeasurement>().Where(a => a.Figure is { Value: not null, Interval: not null }).ToList();
        if (attacks.Count == 0) return Wording.Say($"Whether the records give anybody away could not be estimated; the table says why.");
        var proved = attacks.Where(a => Near(a) > 0).ToList();
        var strongest = proved.Count > 0 ? proved.MaxBy(Near)! : attacks.MaxBy(Net)!;
        var leaks = RecordSearch.Leaks(view);
        var groups = leaks.Select(l => l.Measured.Group).Distinct().Count();
        return Join(
            proved.Count == 0
                ? Wording.Say($"None of {attacks.Count:count} {attacks.Count:plural(attack|attacks)} is shown to learn more of the people in the training records than of other people.")
                : Wording.Say($"{proved.Count:count} of {attacks.Count:count} {attacks.Count:plural(attack|attacks)} {proved.Count:plural(is|are)} shown to learn more of the people in the training records than of other people, most clearly: {Words.Title(strongest.Metric)}, {RecordWords.Figure(strongest.Figure)} where {RecordMeasureCatalog.Find(strongest.Metric)?.Ideal ?? 0:exact} is nothing."),
            Power(records, attacks, proved.Count > 0 ? strongest : null),
            RecordSearch.Clearest(leaks) is { } worst
                ? Wording.Say($"Of {groups:count} {groups:plural(group|groups)}, {GapWords.Named(worst.Measured.Group)} are given away most clearly: {Words.Title(worst.Measured.Metric)}, {RecordWords.Figure(worst.Measured.Figure)}.")
                : groups > 0 ? Wording.Say($"In none of {groups:count} {groups:plural(group|groups)} is a leak shown once so many figures are looked at; few people show little, and that is no proof of privacy.") : null,
            NotCompared(view, RecordSearch.Attacks));
    }

    /// <summary>What was asked, measured and judged, and that it can be repeated.</summary>
    /// <param name="view">The result.</param>
    public static string How(ReportView view)
    {
        var (audit, records, groups) = (view.Audit, view.Records!, view.Families.Sum(f => f.Groups.Count));
        return Join(
            Wording.Say(records.Results.Reading),
            Wording.Say($"{records.Metrics.Count:count} {records.Metrics.Count:plural(metric|metrics)} {records.Metrics.Count:plural(was|were)} measured for everybody and for {groups:count} groups, each also of {records.Results.Baselines.Count:count} {records.Results.Baselines.Count:plural(other set|other sets)} of records."),
            Wording.Say($"{audit.Plan.Expectations.Count:count} {audit.Plan.Expectations.Count:plural(expectation was|expectations were)} judged, in {audit.Findings.Count:count} {audit.Findings.Count:plural(finding|findings)}."),
            Wording.Say($"The same files, draws, plan and seed give the same figures again."));
    }

    private static string? Told(RecordsView records)
    {
        if (records.Find("RealOrSyntheticAuroc", Subgroup.Overall) is not { Figure: { Value: not null } told } measured) return null;
        var sentence = records.RealBeside(measured) is { Value: not null } real
            ? Wording.Say($"Given a made-up record and a real one, a classifier says which is made up rightly {Hundred(told)} times in 100, where guessing does so 50 times; with real records in place of the made-up ones it is {Hundred(real)} times.")
            : Wording.Say($"Given a made-up record and a real one, a classifier says which is made up rightly {Hundred(told)} times in 100, where guessing does so 50 times.");
        return sentence + " " + (told.Interval switch
        {
            { Lower: > 0.5 } => Wording.Say($"So it can tell them apart."),
            null => "",
            _ => Wording.Say($"That it can tell them apart is not shown."),
        });
    }

    private static string? Shown(RecordFigureShown? excess) => excess switch
    {
        { Interval: { Lower: > 0 } } => Wording.Say($"That is shown to be more."),
        { Interval: { Upper: < 0 } } => Wording.Say($"That is shown to be fewer."),
        { Interval: not null } => Wording.Say($"Neither more nor fewer is shown."),
        _ => null,
    };

    // An attack that gets nothing of copies could not have found anything.
    private static string? Power(RecordsView records, List<RecordMeasurement> attacks, RecordMeasurement? proved)
    {
        if (proved is not null)
            return records.MemoriserBeside(proved) is not { Value: not null } copied ? null
                : records.RealBeside(proved) is { Value: not null } real ? Wording.Say($"Of real records in their place it gets {RecordWords.Figure(real)}, of the memoriser, which copies, {RecordWords.Figure(copied)}.")
                : Wording.Say($"Of the memoriser, which copies, it gets {RecordWords.Figure(copied)}.");
        var tried = attacks.Where(a => records.MemoriserBeside(a) is { Interval: not null }).ToList();
        if (tried.Count == 0) return null;
        var able = tried.Where(a => RecordSearch.Net(RecordMeasureCatalog.Find(a.Metric)!, records.MemoriserBeside(a)!.Interval!.Lower) > 0).ToList();
        return able.MaxBy(a => RecordSearch.Net(RecordMeasureCatalog.Find(a.Metric)!, records.MemoriserBeside(a)!.Interval!.Lower)) is { } best
            ? Wording.Say($"They could have: of the memoriser, which copies, {able.Count:count} of them get more, most {Words.Title(best.Metric)} with {RecordWords.Figure(records.MemoriserBeside(best)!)}.")
            : tried.Count == attacks.Count ? Wording.Say($"But none of them gets anything of the memoriser either, which copies: that they find nothing says little.")
            : Wording.Say($"Of the memoriser, which copies, only {tried.Count:count} of them {tried.Count:plural(has|have)} a figure, and none gets anything: that they find nothing says little.");
    }

    private static double Net(RecordMeasurement attack) => RecordSearch.Net(RecordMeasureCatalog.Find(attack.Metric)!, attack.Figure.Value!.Value);

    private static double Near(RecordMeasurement attack) => RecordSearch.Net(RecordMeasureCatalog.Find(attack.Metric)!, attack.Figure.Interval!.Lower);

    private static List<RecordMeasurement> Groups(ReportView view, string metric) =>
        [.. view.Families.SelectMany(f => f.Groups).Select(g => view.Records!.Find(metric, g)).OfType<RecordMeasurement>().Where(m => m.Figure is { Value: not null, Interval: not null })];

    // Those of whom there is no figure are often the fewest, and the worst off: "in none of the others" must not pass over them.
    private static string? NotCompared(ReportView view, IReadOnlyList<string> metrics)
    {
        if (!metrics.Any(m => Groups(view, m).Count > 0)) return null;
        List<Subgroup> left = [.. view.Families.SelectMany(f => f.Groups).Where(g => !metrics.Any(m => view.Records!.Find(m, g) is { Figure: { Value: not null, Interval: not null } }))];
        var named = string.Join("; ", left.Take(MostNamed).Select(GapWords.Named));
        return left.Count == 0 ? null
            : left.Count <= MostNamed ? Wording.Say($"Not among them: {named}, of whom there is no such figure.")
            : Wording.Say($"Not among them: {named} and {left.Count - MostNamed:count} more, of whom there is no such figure.");
    }

    private static double ByChance(List<RecordMeasurement> figures) => figures.Sum(f => 1 - f.Figure.Interval!.Level);

    private static string Hundred(RecordFigureShown figure, int sign = 1)
    {
        var (value, interval) = (100 * sign * figure.Value!.Value, figure.Interval);
        if (interval is null) return Wording.Say($"{value:0.0}") + (figure.Reason is { } reason ? " (" + Wording.Say($"no interval: {reason}") + ")" : "");
        var (a, b) = (100 * sign * interval.Lower, 100 * sign * interval.Upper);
        return Wording.Say($"{value:0.0} ({Figures.Level(interval.Level)} interval {Math.Min(a, b):0.0} to {Math.Max(a, b):0.0})");
    }

    private static string Join(params IEnumerable<string?> sentences) => string.Join(" ", sentences.Where(s => !string.IsNullOrEmpty(s)));
}
