using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>What groups differ in besides the model: exhibits of what their mix of cases and one threshold for all make of their gaps.</summary>
internal sealed class GroupDifferences
{
    // In the order of ThresholdPart.All, each with the rate that is held at the reference's.
    private static readonly (IMetric Metric, IMetric Held)[] s_parts =
        [(new Sensitivity(), new FalsePositiveRate()), (new FalsePositiveRate(), new Sensitivity()), (new SelectionRate(), new FalsePositiveRate())];

    private readonly DiagnosticPlan _plan;
    private readonly ScoredCohort _cohort;
    private readonly ReplicateDesign? _design;
    private readonly Suppression _suppression;
    private readonly AuditOptions _options;
    private readonly (GroupTable Table, int Group)[] _compared;
    private readonly ScoreOrder _order;
    private readonly CaseMixStandard? _caseMix;
    private readonly OwnThresholds _ownThresholds;

    public GroupDifferences(
        DiagnosticPlan plan, ScoredCohort cohort, IReadOnlyList<GroupTable> tables, ScoreOrder order, CaseMixStandard? caseMix, OwnThresholds ownThresholds, ReplicateDesign? design, Suppression suppression,
        AuditOptions options)
    {
        (_plan, _cohort, _order, _caseMix, _ownThresholds, _design, _suppression, _options) = (plan, cohort, order, caseMix, ownThresholds, design, suppression, options);
        _compared = [.. from table in tables
                        where table.Index.Attributes.Count == 1 && table.Index.Reference >= 0
                        from g in Enumerable.Range(0, table.Index.Groups.Count)
                        where g != table.Index.Reference
                        select (table, g)];
    }

    /// <summary>The exhibits; none when no attribute has groups to compare.</summary>
    public IEnumerable<Exhibit> All()
    {
        if (_compared.Length == 0) yield break;
        if (_caseMix is not null) yield return CaseMix(_caseMix);
        if (_plan.Audits.Contains(AuditCatalog.Performance)) yield return Thresholds();
    }

    private Exhibit.Table CaseMix(CaseMixStandard standard)
    {
        var figures = CaseMixGap.Figures;
        var rows = new IReadOnlyList<Cell>[_compared.Length * figures.Count];
        Parallel.For(0, rows.Length, Threads, i =>
        {
            var (table, group) = _compared[i / figures.Count];
            var (metric, mix) = figures[i % figures.Count];
            if (Hidden(table, group, metric.Info, _plan.Fairness.CaseMix) is { } why)
            {
                rows[i] = [.. Head(table, group, metric.Info), .. Enumerable.Repeat<Cell>(new Cell.Hidden(why), 4)];
                return;
            }
            var gap = Coarse(standard.Gap(_order, table, group, metric, mix, _design));
            Cell Shown(double? value) => value is { } v ? new Cell.Number(v) : new Cell.Hidden(gap.Reason!);
            // A share to the last digit would count the patients of the cells left out.
            rows[i] = [.. Head(table, group, metric.Info), Shown(gap.Crude),
                gap.Standardized is { } s ? new Cell.Figure(s, gap.Interval, gap.Reason) : Shown(null),
                Shown(gap.FromCaseMix is { } m ? Rounded(m, 12) : null), Shown(gap.Covered is { } c ? Math.Round(c, 2) : null)];
        });
        var names = string.Join(", ", _cohort.CaseMix.Select(c => c.Name));
        return new("case-mix", Phrase.Of($"What the mix of cases makes of the gaps"),
            ["Attribute", "Group", "Compared with", "Figure", "Gap", "Gap with everybody's case mix", "From case mix", "Share covered"], rows,
            Phrase.Of($"Both groups are weighted so that the distribution of {names} is that among everybody (direct standardization; of a sensitivity among those with the event, and so on). Gap = gap with everybody's case mix + from case mix, exactly. Cells of the case mix that one of the two groups lacks are left out; the share of everybody in the others is the share covered. The gap with everybody's case mix has three digits; its 95 % limits hold each by itself. What comes from the case mix is a difference of two figures of the same patients, and has no limits of its own. Groups of intersections stand among the gaps standardized by case mix."));
    }

    // The cells of the case mix are counts that nothing else tells; to three digits many others would give the same.
    private static CaseMixGap Coarse(CaseMixGap gap) => gap with
    {
        Standardized = gap.Standardized is { } s ? Rounded(s, 3) : null,
        Interval = gap is { Interval: { } i, Standardized: { } value } ? Coarse(Rounded(value, 3), i) : null,
    };

    private static Interval Coarse(double value, Interval interval) => ThreeDigits.Outward(value, (interval.Lower, interval.Upper)) is var (lower, upper) ? interval with { Lower = lower, Upper = upper } : interval;

    // Of two equal gaps the difference is 0, not what subtracting leaves in the last bit, and 0 has no sign.
    private static double Rounded(double value, int digits) => Math.Round(value, digits) + 0.0;

    private Exhibit.Table Thresholds()
    {
        var rows = new List<IReadOnlyList<Cell>>();
        for (var i = 0; i < _compared.Length; i++)
            for (var f = 0; f < s_parts.Length; f++)
            {
                var ((table, group), (metric, held)) = (_compared[i], s_parts[f]);
                var why = Hidden(table, group, metric.Info) ?? Hidden(table, group, held.Info) ?? (_suppression.HidesOwnThreshold(table.Index.Groups[group]) ? Suppression.Reason : null);
                var parts = why is null ? _ownThresholds.Of(table, group) : null;
                if (why is null && parts is null) why = Estimate.Because.OneClass;
                if (why is not null)
                {
                    rows.Add([.. Head(table, group, metric.Info), .. Enumerable.Repeat<Cell>(new Cell.Hidden(why), 3)]);
                    continue;
                }
                var (gap, threshold, remaining) = parts![f];
                rows.Add([.. Head(table, group, metric.Info), new Cell.Number(gap.Gap), With(gap.Threshold, threshold), With(gap.Remaining, remaining)]);
                Cell.Figure With(double value, Sampling? sampling) => new(value, sampling?.Interval(Audit.Level) is { } limits && _plan.Report.Profile == ReportProfile.Public ? Coarse(value, limits) : sampling?.Interval(Audit.Level), sampling is null ? _ownThresholds.WhyNoInterval(table, group) : null);
            }
        return new("threshold-part", Phrase.Of($"What one threshold for all makes of the gaps"),
            ["Attribute", "Group", "Compared with", "Figure", "Gap", "From the threshold", "Remaining"], rows,
            Phrase.Of($"What remains is the gap if the group had a threshold of its own, at which its patients without the event are flagged as often as the reference's (for false positive rates: its patients with the event); the other part comes from where its scores lie, and no better ranking would mend it. Gap = from the threshold + remaining, exactly. Of shares flagged, what remains comes from how many have the event too. 95 % limits, each by itself; those that hold for all groups at once, and groups of intersections, stand among the gaps."));
    }

    private ParallelOptions Threads => new() { MaxDegreeOfParallelism = _options.Workers, CancellationToken = _options.Stop };

    // Why the gap of a group may not be shown or is not made, as it is for gaps.
    private Phrase? Hidden(GroupTable table, int group, MetricInfo metric, IReadOnlyList<AttributePlan>? within = null)
    {
        foreach (var g in new[] { group, table.Index.Reference })
        {
            if (table.Rows[g] < _plan.Subgroups.SmallestCompared) return Phrase.Of($"fewer than {_plan.Subgroups.SmallestCompared} patients");
            if (within is not null && _suppression.HidesWithin(table.Index.Groups[g], within)) return Suppression.Reason;
            if (_suppression.HidesOutcomes(table.Index.Groups[g]) || _suppression.Hides(metric, table.Index.Groups[g], table.Of(metric.Id)[g])) return Suppression.Reason;
        }
        return null;
    }

    private static Cell[] Head(GroupTable table, int group, MetricInfo metric) =>
    [
        new Cell.Text(table.Index.Groups[group].Attributes), new Cell.Text(table.Index.Groups[group].Levels),
        new Cell.Text(table.Index.ReferenceGroup.Levels), new Cell.Said(Phrase.Of($"{metric.Title:term}")),
    ];
}
