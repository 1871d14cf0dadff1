using AuditHarness.Audits.Records;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// What must not be shown of an audit of made-up records, decided once for all outputs. Made-up records are nobody's, and how many of them
/// there are may be told, but of a group whose real number is hidden: a generator that gives its training records back makes as many. What is
/// measured of them is measured beside real people, and is hidden where it would tell of 1 to 10 of these: all figures of a group that has 1 to
/// 10 training or held-out patients, or whose number could be worked out from those of others; a figure over 1 to 10 real records; and, under
/// profile public, a share that counts 1 to 10 of them. Where records of real people stand in the place of made-up ones, as in the baselines,
/// they are protected like all real people. Why this is enough stands in DISCLOSURE.md beside this file.
/// </summary>
internal sealed class RecordSuppression
{
    private enum Table { Train, Holdout, Half, OtherHalf }

    private readonly IReadOnlyList<MeasuredRecords> _measured;
    private readonly Dictionary<(Subgroup Group, Table Table), int> _cells = [];
    private readonly CellTable _patients = new();
    private readonly HashSet<Subgroup> _madeUp;
    private readonly HashSet<(int Set, string Metric, string? Subject, Subgroup Group)> _telling = [];

    /// <summary>Decides.</summary>
    /// <param name="groups">The groups and what they sum to.</param>
    /// <param name="measured">The audited records first, then each baseline's.</param>
    /// <param name="profile">Who may read the outputs.</param>
    public RecordSuppression(RecordGroups groups, IReadOnlyList<MeasuredRecords> measured, ReportProfile profile)
    {
        _measured = measured;
        var audited = measured[0].Evidence!;
        var halves = measured.FirstOrDefault(m => m.Name == RecordBaselines.Real)?.Evidence;
        var sums = Sums(groups);
        Add(Table.Train, audited, e => e.Train, g => g.Train);
        Add(Table.Holdout, audited, e => e.Holdout, g => g.Holdout);
        if (halves is not null)
        {
            Add(Table.Half, halves, e => e.Synthetic, g => g.Synthetic);
            Add(Table.OtherHalf, halves, e => e.Holdout, g => g.Holdout);
            foreach (var group in groups.All)
                _patients.Sum(_cells[(group, Table.Holdout)], [_cells[(group, Table.Half)], _cells[(group, Table.OtherHalf)]]);
        }
        _patients.Protect();
        _madeUp = HiddenMadeUp(audited, sums);
        for (var set = 0; set < measured.Count; set++)
            if (measured[set].Evidence is not null) FindTelling(set, sums, profile == ReportProfile.Public);

        void Add(Table table, RecordEvidence evidence, Func<RecordEvidence, Models.RecordTable?> records, Func<RecordGroup, int[]> rows)
        {
            if (records(evidence) is not { } all) return;
            for (var g = 0; g < evidence.Groups.Count; g++)
                _cells[(evidence.Groups[g].Subgroup, table)] = _patients.Add(RecordUnits.Of(all, rows(evidence.Groups[g]), evidence.Roles).Count, g);
            foreach (var (total, parts) in sums) _patients.Sum(_cells[(total, table)], [.. parts.Select(p => _cells[(p, table)])]);
        }
    }

    /// <summary>True when the number of training records of a group is hidden.</summary>
    /// <param name="group">The group.</param>
    public bool HidesTrain(Subgroup group) => Hides(group, Table.Train);

    /// <summary>True when the number of held-out records of a group is hidden.</summary>
    /// <param name="group">The group.</param>
    public bool HidesHoldout(Subgroup group) => Hides(group, Table.Holdout);

    /// <summary>True when the number of made-up records of a group is hidden; never where there are none.</summary>
    /// <param name="group">The group.</param>
    public bool HidesMadeUp(Subgroup group) => _madeUp.Contains(group);

    /// <summary>True when a figure must not be shown.</summary>
    /// <param name="set">0 for the audited records, else one more than the position of the baseline.</param>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="subject">What it is about; null for the records as a whole.</param>
    /// <param name="group">Whom it is about.</param>
    public bool Hides(int set, string metric, string? subject, Subgroup group) =>
        HidesGroup(set, group) || _telling.Contains((set, metric, subject, group));

    private bool HidesGroup(int set, Subgroup group) => HidesTrain(group) || HidesHoldout(group) || HidesMadeUp(group)
        || (_measured[set].Name == RecordBaselines.Real && (Hides(group, Table.Half) || Hides(group, Table.OtherHalf)));

    private bool Hides(Subgroup group, Table table) => _cells.TryGetValue((group, table), out var cell) && _patients.IsHidden(cell);

    // Which groups readers know to make up another: of an attribute everybody, of an intersection the groups of its attributes.
    private static List<(Subgroup Total, Subgroup[] Parts)> Sums(RecordGroups groups)
    {
        var byFamily = groups.All.ToLookup(g => g.Attributes);
        List<(Subgroup, Subgroup[])> sums = [];
        foreach (var family in byFamily.Where(f => f.Key.Length > 0))
            foreach (var total in groups.All)
            {
                var attributes = total.Conditions.Select(c => c.Attribute).ToArray();
                var names = family.First().Conditions.Select(c => c.Attribute).ToArray();
                if (attributes.Length >= names.Length || !attributes.All(names.Contains)) continue;
                sums.Add((total, [.. family.Where(part => total.Conditions.All(part.Conditions.Contains))]));
            }
        return sums;
    }

    // A generator that gives its training records back makes up as many: of a group whose number of them is hidden so is this, and that of a
    // companion where it would follow from all others. What is measured of made-up records alone has their number as its n.
    private HashSet<Subgroup> HiddenMadeUp(RecordEvidence audited, List<(Subgroup Total, Subgroup[] Parts)> sums)
    {
        var made = audited.Groups.ToDictionary(g => g.Subgroup, g => new[] { g.Synthetic.Length });
        var hidden = HiddenGroups.Of(made, made.Where(g => g.Value[0] > 0 && HidesTrain(g.Key)).Select(g => g.Key), sums);
        // How many there are in all is known from the draws.
        hidden.Remove(Subgroup.Overall);
        return hidden;
    }

    // Shares of real people, and figures over few of them, metric by metric and column by column.
    private void FindTelling(int set, List<(Subgroup Total, Subgroup[] Parts)> sums, bool isPublic)
    {
        var evidence = _measured[set].Evidence!;
        var madeUpAreReal = _measured[set].Name is RecordBaselines.Real or RecordBaselines.Memoriser;
        var most = evidence.Roles.Patient is null ? 1 : MostRows(evidence);
        // Rows of a patient count as one: the fewest patients that so many rows can be of.
        int People(int rows) => (rows + most - 1) / most;
        var groups = evidence.Groups.ToDictionary(g => g.Subgroup);
        Subgroup[] unseen = [.. groups.Keys.Where(g => HidesGroup(set, g))];
        foreach (var ofMetric in _measured[set].Figures.Values.GroupBy(f => f.Metric))
        {
            var metric = ofMetric.Key;
            var counts = RealCounts.Of(metric, madeUpAreReal);
            // The mean over secrets tells one that is hidden: they go together.
            var together = isPublic && counts.Counted && metric.StartsWith("AttributeInference", StringComparison.Ordinal);
            foreach (var figures in ofMetric.GroupBy(f => together ? null : f.Subject).OrderBy(f => f.Key is null))
            {
                var cells = figures.GroupBy(f => f.Group).ToDictionary(g => g.Key, g => g.SelectMany(f => Cells(f, counts)).ToArray());
                var length = cells.Values.Max(c => c.Length);
                foreach (var (group, own) in cells) cells[group] = [.. own, .. new int[length - own.Length]];
                var hidden = unseen.Union(cells.Where(c => c.Value.Any(CellTable.IsSmall)).Select(c => c.Key));
                if (isPublic && figures.Key is null && RealCounts.IsOfAny(metric) && counts.Kind == CountedRecords.Real)
                    hidden = hidden.Union(cells.Keys.Where(g => TellsOne(ofMetric.Where(f => f.Group.Equals(g)))));
                // From a group without a figure nothing is taken away.
                var totals = figures.Where(f => f.Estimate is Estimate.Known).Select(f => f.Group).ToHashSet();
                Hide(metric, figures, HiddenGroups.Of(cells, hidden, counts.AddUp ? sums.Where(s => totals.Contains(s.Total)) : []));
            }
        }
        FindTellingWholes(set, isPublic ? new(evidence, madeUpAreReal, sums, People, unseen) : null, madeUpAreReal);
        if (isPublic) FindTellingCopies(set, groups, unseen, People, sums);
        // What gives a hidden figure away goes with it.
        foreach (var figure in _measured[set].Figures.Values)
            if (RealCounts.Tells(figure.Metric).Any(other => _telling.Contains((set, other, figure.Subject, figure.Group))))
                _telling.Add((set, figure.Metric, figure.Subject, figure.Group));

        void Hide(string metric, IEnumerable<RecordFigure> figures, HashSet<Subgroup> hidden)
        {
            foreach (var figure in figures.Where(f => hidden.Contains(f.Group))) _telling.Add((set, metric, figure.Subject, figure.Group));
        }

        int[] Cells(RecordFigure figure, RealCounts counts)
        {
            var rows = groups[figure.Group];
            int? all = RealCounts.TableOf(figure.Metric) switch
            {
                CountedTable.Train => rows.Train.Length,
                CountedTable.Holdout => rows.Holdout.Length,
                CountedTable.MadeUp => rows.Synthetic.Length,
                _ => null,
            };
            // A mean over secrets is not a count of its own; of a figure that is not there nobody counts.
            int[] own = figure.Estimate is not Estimate.Known known || (figure.Subject is null && figure.Metric.StartsWith("AttributeInference", StringComparison.Ordinal)) ? []
                : counts.Cells(figure.Metric, known.Value, known.Denominator, rows.Synthetic.Length, all, isPublic);
            return [.. own.Select(People), .. new int[RealCounts.MostCells - own.Length]];
        }

        // Those that violate any rule less those that violate one are those that violate others only.
        bool TellsOne(IEnumerable<RecordFigure> figures)
        {
            int? Violating(RecordFigure figure) => figure.Estimate is not Estimate.Known known ? null
                : (int)Math.Round((figure.Metric.EndsWith("Adherence", StringComparison.Ordinal) ? 1 - known.Value : known.Value) * known.Denominator);
            var any = figures.Where(f => f.Subject is null).Select(Violating).Single();
            return figures.Any(f => f.Subject is not null && (_telling.Contains((set, f.Metric, f.Subject, f.Group)) || (any - Violating(f) is { } others && CellTable.IsSmall(People(others)))));
        }
    }

    // Columns and pairs of which a figure or its n tells of few people, and the means of which they are parts: a part that is hidden is the
    // mean less the parts that are shown, and of several the sum has more digits than the counts of people have.
    private void FindTellingWholes(int set, TellingColumns? columns, bool madeUpAreReal)
    {
        foreach (var figure in _measured[set].Figures.Values.OrderBy(f => f.Subject is null))
        {
            var key = (set, figure.Metric, figure.Subject, figure.Group);
            if (columns is not null
                && (RealCounts.IsOfSmallClasses(figure.Metric, madeUpAreReal)
                    || (RealCounts.IsOfFollowUp(figure.Metric, madeUpAreReal) && columns.HidesFollowUp(figure.Group))
                    || (figure.Subject is { } subject && RealCounts.IsOfColumns(figure.Metric, madeUpAreReal) && columns.Hides(figure.Metric, subject, figure.Group))))
                _telling.Add(key);
            if (figure.Subject is not null && _telling.Contains(key) && (RealCounts.IsMean(figure.Metric) || RealCounts.IsOfFollowUp(figure.Metric, madeUpAreReal) || figure.Metric.StartsWith("AttributeInference", StringComparison.Ordinal)))
                _telling.Add((set, figure.Metric, null, figure.Group));
        }
    }

    // Near copies beyond chance and near copies together tell how many held-out records are near a training record.
    private void FindTellingCopies(int set, Dictionary<Subgroup, RecordGroup> groups, Subgroup[] unseen, Func<int, int> people, List<(Subgroup Total, Subgroup[] Parts)> sums)
    {
        var near = groups.ToDictionary(g => g.Key, g =>
        {
            var all = g.Value.Holdout.Length;
            if (_measured[set].Find("NearCopyExcess", null, g.Key)?.Estimate is not Estimate.Known beyond || _measured[set].Find("NearCopyRate", null, g.Key)?.Estimate is not Estimate.Known rate) return [0, 0];
            var close = (int)Math.Round((rate.Value - beyond.Value) * all);
            return new[] { people(close), people(all - close) };
        });
        foreach (var group in HiddenGroups.Of(near, unseen.Union(near.Where(n => n.Value.Any(CellTable.IsSmall)).Select(n => n.Key)), sums))
            _telling.Add((set, "NearCopyExcess", null, group));
    }

    private static int MostRows(RecordEvidence evidence) => new[] { evidence.Train, evidence.Holdout }.OfType<Models.RecordTable>()
        .Select(t => RecordUnits.Of(t, [.. Enumerable.Range(0, t.Count)], evidence.Roles)).Max(u => u.OfRow.CountBy(x => x).Max(c => c.Value));
}
