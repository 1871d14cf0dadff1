using AuditHarness.Audits.Disclosure;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>The exhibits of the explanations audit.</summary>
internal sealed class ExplanationExhibits(ExplanationAudit audit, Cohorts.ScoredCohort cohort, Suppression suppression)
{
    /// <summary>All of them: how the model was read, importance, spread, what carries the gaps, typical profiles, proxies.</summary>
    public IEnumerable<Exhibit> All()
    {
        yield return Reading();
        foreach (var (bars, k) in audit.ByTable.Select((t, k) => (Importance(t, k), k)))
            if (k > 0 || audit.ByTable.Count == 1) yield return bars;
        yield return new Exhibit.Beeswarm("attribution-spread", Phrase.Of($"How attributions are spread"), audit.Scale,
            AttributionPictures.Beeswarm(audit.Attributions, audit.Players, cohort.Features!, Order()), audit.Footer);
        foreach (var (gap, k) in audit.Gaps.Select((g, k) => (g.Gap, k))) yield return Decomposition(gap, k);
        foreach (var profile in Profiles()) yield return profile;
        yield return Proxies();
    }

    private IReadOnlyList<string> PlayerNames => audit.Attributions.Players;

    // Players by importance overall, the largest first.
    private int[] Order()
    {
        var overall = audit.ByTable[0].Averages;
        return [.. Enumerable.Range(0, PlayerNames.Count).OrderByDescending(p => (overall[p].MeanAbsolute as Estimate.Known)?.Value ?? 0)];
    }

    private Exhibit.Table Reading()
    {
        List<IReadOnlyList<Cell>> rows = [[new Cell.Said(Phrase.Of($"how it was read")), new Cell.Said(audit.Reading)]];
        rows.Add([new Cell.Said(Phrase.Of($"what is explained")), new Cell.Said(audit.Footer)]);
        if (audit.Parity is { } parity)
        {
            rows.Add([new Cell.Said(Phrase.Of($"largest difference of risk, structure against runtime")), new Cell.Number(parity.LargestDifference)]);
            rows.Add([new Cell.Said(Phrase.Of($"rows compared")), new Cell.Count(parity.Rows)]);
            rows.Add([new Cell.Said(Phrase.Of($"of these with a value on or beside a threshold")), new Cell.Count(parity.AtThresholds)]);
            rows.Add([new Cell.Said(Phrase.Of($"of these with a missing value")), new Cell.Count(parity.WithMissing)]);
            rows.AddRange(parity.Notes.Select(n => (IReadOnlyList<Cell>)[new Cell.Said(Phrase.Of($"not compared")), new Cell.Said(n)]));
        }
        else rows.Add([new Cell.Said(Phrase.Of($"structure")), new Cell.Said(Phrase.Of($"not known: explained by calling the model"))]);
        rows.Add([new Cell.Said(Phrase.Of($"local accuracy: largest relative error of base + attributions")), new Cell.Number(audit.Attributions.LargestLocalError)]);
        if (audit.Attributions.MonteCarloErrors is { } errors)
        {
            rows.Add([new Cell.Said(Phrase.Of($"largest Monte Carlo standard error of a patient's attribution")), new Cell.Number(errors.Max())]);
            rows.Add([new Cell.Said(Phrase.Of($"largest Monte Carlo standard error of a mean attribution, overall")), new Cell.Number(audit.ByTable[0].Averages.Max(a => a.MonteCarloError ?? 0))]);
        }
        if (audit.Attributions.ModelCalls.Rows > 0)
        {
            rows.Add([new Cell.Said(Phrase.Of($"calls for the explanation")), new Cell.Count(audit.Attributions.ModelCalls.Calls)]);
            rows.Add([new Cell.Said(Phrase.Of($"rows scored in them")), new Cell.Count(audit.Attributions.ModelCalls.Rows)]);
        }
        return new("model-reading", Phrase.Of($"How the model was read and checked"), ["What", "Value"], rows, null);
    }

    private Exhibit.AttributionBars Importance((GroupTable Table, IReadOnlyList<GroupAttribution> Averages) of, int number)
    {
        var (table, averages) = of;
        var everybody = table.Index.Attributes.Count == 0 ? [] : audit.ByTable[0].Averages;
        var bars = Order().SelectMany(p => everybody.Concat(averages).Where(a => a.Player == PlayerNames[p])).Select(Bar).ToArray();
        var title = table.Index.Attributes.Count == 0 ? Phrase.Of($"How much each feature moves the {audit.Scale:term}, overall")
            : Phrase.Of($"How much each feature moves the {audit.Scale:term}, by {string.Join(" & ", table.Index.Attributes)}");
        return new(FormattableString.Invariant($"importance-{number}"), title, audit.Scale, bars, audit.Footer);
    }

    private AttributionBar Bar(GroupAttribution average)
    {
        if (ExplanationAudit.Hides(average.Subgroup, average.N, suppression)) return new(average.Player, average.Subgroup, null, null, null, null);
        static double? Value(Estimate estimate) => (estimate as Estimate.Known)?.Value;
        static Interval? Limits(Estimate estimate) => (estimate as Estimate.Known)?.Sampling?.Interval(Audit.Level);
        return new(average.Player, average.Subgroup, Value(average.MeanAbsolute), Limits(average.MeanAbsolute), Value(average.Mean), Value(average.Share))
        {
            MeanInterval = Limits(average.Mean), ShareInterval = Limits(average.Share), MonteCarloError = average.MonteCarloError,
        };
    }

    private Exhibit.GapDecomposition Decomposition(GapDecomposition gap, int number)
    {
        var hidden = ExplanationAudit.Hides(gap.Group, gap.N, suppression) || ExplanationAudit.Hides(gap.Against, gap.NAgainst, suppression);
        return new(
            FormattableString.Invariant($"gap-decomposition-{number}"), Phrase.Of($"What carries the difference between {gap.Group.ToString()} and {gap.Against.Levels}"), audit.Scale,
            gap.Group, gap.Against, hidden ? null : gap.Gap,
            hidden ? [] : [.. gap.Contributions.Select(c => new GapPart(c.Player, c.Value, c.Interval))],
            hidden ? Suppression.Reason : gap.Gap is null ? gap.Reason : null, audit.Footer);
    }

    private IEnumerable<Exhibit.Waterfall> Profiles()
    {
        var number = 0;
        foreach (var (table, averages) in audit.ByTable)
            for (var g = 0; g < table.Index.Groups.Count; g++)
            {
                var group = table.Index.Groups[g];
                var of = averages.Where(a => a.Subgroup.Equals(group)).ToArray();
                var reason = ExplanationAudit.Hides(group, of[0].N, suppression) ? Suppression.Reason : (of[0].Mean as Estimate.Undefined)?.Reason;
                var steps = reason is not null ? [] : of
                    .Select((a, p) => new WaterfallStep(
                        a.Player, AttributionPictures.Typical(p, audit.Players, cohort.Features!, audit.RowsOf(table, g)), ((Estimate.Known)a.Mean).Value))
                    .OrderByDescending(s => Math.Abs(s.Attribution)).ToArray();
                yield return new(
                    FormattableString.Invariant($"profile-{number++}"), group.IsOverall ? Phrase.Of($"From the background to the average of everybody") : Phrase.Of($"From the background to the average of {group.ToString()}"), audit.Scale, group,
                    audit.Attributions.BaseValue, audit.Attributions.BaseValue + steps.Sum(s => s.Attribution), steps, reason, audit.Footer);
            }
    }

    private Exhibit.Table Proxies()
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var attribute in audit.Recoverability)
            foreach (var level in attribute.Levels)
            {
                var hidden = suppression.HidesPatients(new(new Cohorts.AttributeLevel(attribute.Attribute, level.Level)));
                Cell Shown(Estimate estimate) => hidden ? new Cell.Hidden(Suppression.Reason)
                    : estimate is Estimate.Known k ? new Cell.Number(k.Value) : new Cell.Hidden(((Estimate.Undefined)estimate).Reason);
                Cell Limit(Func<Interval, double> of) => hidden ? new Cell.Hidden(Suppression.Reason)
                    : (level.Area as Estimate.Known)?.Sampling?.Interval(Audit.Level) is { } i ? new Cell.Number(of(i)) : new Cell.Hidden(Phrase.Of($"no interval"));
                var first = hidden ? null : level.Proxies.FirstOrDefault(p => p.Area is Estimate.Known);
                rows.Add(
                [
                    new Cell.Text(attribute.Attribute), new Cell.Text(level.Level), Shown(level.Area), Limit(i => i.Lower), Limit(i => i.Upper),
                    first is null ? new Cell.Hidden(hidden ? Suppression.Reason : Phrase.Of($"none")) : new Cell.Text(first.Player),
                    first is null ? new Cell.Hidden(hidden ? Suppression.Reason : Phrase.Of($"none")) : Shown(first.Area),
                ]);
            }
        return new("proxies", Phrase.Of($"What gives a protected attribute away"),
            ["Attribute", "Level", "AUROC from all features", "from", "to", "Foremost feature", "AUROC from it alone"], rows,
            Phrase.Of($"How well a level is told from all others by what the model is given (a cross-fitted logistic model): 0.5 when it is hidden, 1 when it is given away. A feature that tells an attribute can stand in for it."));
    }
}
