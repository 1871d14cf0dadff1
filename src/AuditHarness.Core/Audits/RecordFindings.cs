using AuditHarness.Audits.Disclosure;
using AuditHarness.Audits.Records;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Finds the figures of made-up records that each expectation is about, and has them judged.</summary>
internal sealed class RecordFindings
{
    private readonly SyntheticRecordsPlan _plan;
    private readonly RecordGroups _groups;
    private readonly MeasuredRecords _audited;
    private readonly RecordSuppression _suppression;

    /// <summary>Judges.</summary>
    /// <param name="plan">What must hold.</param>
    /// <param name="groups">The groups that occur.</param>
    /// <param name="audited">The figures of the audited records.</param>
    /// <param name="suppression">What may be shown.</param>
    /// <exception cref="AuditInputException">An expectation is about a figure, a subject or a group that does not occur.</exception>
    public RecordFindings(SyntheticRecordsPlan plan, RecordGroups groups, MeasuredRecords audited, RecordSuppression suppression)
    {
        (_plan, _groups, _audited, _suppression) = (plan, groups, audited, suppression);
        All = [.. plan.Expectations.SelectMany(e => Wanted(e).Select(group => Judgement.Of(e, Figure(e, group))))];
    }

    /// <summary>One finding per expectation, or per group where it names every level.</summary>
    public IReadOnlyList<Finding> All { get; }

    private FigureUnderJudgement Figure(Expectation expectation, Subgroup group)
    {
        var info = RecordMeasureCatalog.Find(expectation.Metric) ?? throw Refusal(expectation, "is no figure of made-up records. 'audit metrics' lists them");
        var audit = RecordMeasureCatalog.AuditOf(info.Id);
        if (!_plan.Audits.Contains(audit)) throw Refusal(expectation, $"is measured by the audit '{audit}', which does not run. Add it to 'audits'");
        var subject = expectation.Subject;
        if (subject is not null && !_audited.Figures.Keys.Any(f => f.Metric == info.Id && f.Subject == subject))
        {
            string[] subjects = [.. _audited.Figures.Keys.Where(f => f.Metric == info.Id).Select(f => f.Subject).OfType<string>().Distinct()];
            // Where nobody of any group was made up, there are no figures of columns at all.
            if (subjects.Length == 0) throw Refusal(expectation, $"is about '{Unprintable.Replace(subject)}', but there are only figures of the records as a whole. Take 'subject' out");
            throw Refusal(expectation, $"is about '{Unprintable.Replace(subject)}', of which there is no such figure.{(NearestName.Of(subject, subjects) is { } near ? $" Did you mean '{Unprintable.Replace(near)}'?" : "")} There are figures of {RecordDeclarations.List(subjects)}. Correct 'subject', or take it out for the records as a whole");
        }
        // A group without made-up records has no figures of columns; why stands with that of the whole. The whole itself is another figure.
        var estimate = _audited.Find(info.Id, subject, group)?.Estimate
            ?? (_audited.Find(info.Id, null, group)?.Estimate is Estimate.Undefined why ? why : new Estimate.Undefined(Phrase.Of($"the group has no such figure")));
        var known = estimate as Estimate.Known;
        var rows = known?.Denominator ?? 0;
        return new FigureUnderJudgement
        {
            Subject = Title(info, subject, group), Subgroup = group, Value = known?.Value, Interval = known?.Sampling?.Interval(Audit.Level),
            Limits = known?.Sampling is { } sampling ? LevelledLimits.Of(sampling) : null,
            Reason = known is null ? ((Estimate.Undefined)estimate).Reason : known.Reason,
            Hidden = _suppression.Hides(0, info.Id, subject, group),
            GroupRows = rows, AllRows = rows,
            LimitsWhenGrown = (ofGroup, _) => known?.Sampling?.Scaled(ofGroup).Interval(Audit.Level) is { } i ? (i.Lower, i.Upper) : null,
        };
    }

    private static Phrase Title(MetricInfo info, string? subject, Subgroup group) => (subject, group.IsOverall) switch
    {
        (null, true) => Phrase.Of($"{info.Title:term}, overall"),
        (null, false) => Phrase.Of($"{info.Title:term} in {group.ToString()}"),
        ({ } of, true) => Phrase.Of($"{info.Title:term} of {of}, overall"),
        ({ } of, false) => Phrase.Of($"{info.Title:term} of {of} in {group.ToString()}"),
    };

    // Everybody where nobody is named; with "*" every group of these attributes.
    private Subgroup[] Wanted(Expectation expectation)
    {
        if (expectation.Where.Count == 0) return [Subgroup.Overall];
        string[] names = [.. _plan.Subgroups.Attributes.Select(a => a.Name).Where(a => expectation.Where.Any(w => w.Attribute == a))];
        var family = _groups.All.Where(g => g.Conditions.Select(c => c.Attribute).SequenceEqual(names)).ToArray();
        if (names.Length != expectation.Where.Count || family.Length == 0)
            throw Refusal(expectation, $"is about {string.Join(" & ", expectation.Where.Select(w => Unprintable.Replace(w.Attribute)))}, of which no groups are audited. Add it to 'subgroups'");
        var wanted = family.Where(g => expectation.Where.All(w => w.Level == Expectation.EveryLevel || g.Conditions.Contains(w))).ToArray();
        return wanted.Length > 0 ? wanted : throw Refusal(expectation,
            $"is about {Unprintable.Replace(new Subgroup([.. expectation.Where]).ToString())}, but no record is in such a group. Groups that occur: {string.Join("; ", family.Take(AuditInputException.ShownFaults).Select(g => Unprintable.Replace(g.Levels)))}. Correct 'where', or use \"*\" for every group");
    }

    private static AuditInputException Refusal(Expectation expectation, string fault) => new(
        $"Expectation {expectation.Index + 1} ({expectation.Metric}{(expectation.Line is { } line ? FormattableString.Invariant($", line {line} of the config") : "")}) {fault}.");
}
