using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Generative.SyntheticRecords.Representation;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Whether made-up patients come as often, and as long after another, as real ones.</summary>
public sealed class VisitPatterns : IRecordMeasure
{
    private const string Source = "Kolmogorov (1933), G. Ist. Ital. Attuari 4:83–91; Smirnov (1948), Ann. Math. Stat. 19:279–281; Clopper, Pearson (1934), Biometrika 26:404–413, for the limits of shares";

    private const string Convention = "A row is a visit. Of a patient whose rows are of several groups, a group sees its own. A row without a patient's key is a patient. Gaps are between visits that follow each other in the column of order; visits without a value there have none.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("VisitsPerPatientSimilarity", "Similarity of visits per patient", Direction.Higher,
            "1 − sup |F_R(x) − F_S(x)|, F_R and F_S the distribution functions of the number of rows of a patient among training and made-up patients.", PartFigures.Interval),
        Info("VisitGapSimilarity", "Similarity of gaps between visits", Direction.Higher,
            "1 − sup |F_R(x) − F_S(x)|, F_R and F_S the distribution functions of the gap from a visit to the patient's next, over all such pairs.", PartFigures.Interval),
        Info("VisitOrderRate", "Visits in order", Direction.Higher,
            "Share of made-up patients with at least two visits whose visits all have a place in the order, and no two the same.", "Clopper–Pearson"),
        Info("RealVisitOrderRate", "Visits in order among training patients", Direction.Neither, "Share of training patients with at least two visits whose visits all have a place in the order, and no two the same: what there is to imitate.", "Clopper–Pearson"),
    ];

    private static MetricInfo Info(string id, string title, Direction better, string definition, string interval) => new(
        id, title, MetricBasis.Records, better, interval == PartFigures.Interval ? 1 : null, 0, 1, definition, interval, Source)
    {
        Convention = Convention, Oracle = "VisitPatternsTests.Patterns_are_counted_by_hand", IsExact = interval != PartFigures.Interval, Prominence = Prominence.Detail,
    };

    // For each patient its places in the order, ascending, and how many visits have none.
    private sealed record Patients(List<double>[] Places, int[] Visits)
    {
        public static Patients Of(RecordEvidence evidence, RecordTable table, int[] rows)
        {
            var units = RecordUnits.Of(table, rows, evidence.Roles);
            var places = Array.ConvertAll(new int[units.Count], _ => new List<double>());
            var visits = new int[units.Count];
            var order = evidence.Roles.Order is { } name && table.Find(name) is { } column ? RankedColumn.ValuesOf(column) : null;
            for (var i = 0; i < rows.Length; i++)
            {
                visits[units.OfRow[i]]++;
                if (order is not null && !double.IsNaN(order[rows[i]])) places[units.OfRow[i]].Add(order[rows[i]]);
            }
            foreach (var list in places) list.Sort();
            return new(places, visits);
        }

        public RecordTable Counts => new([new RecordColumn.Number("visits", Array.ConvertAll(Visits, v => (double)v))], Visits.Length);

        public RecordTable Gaps
        {
            get
            {
                var (gaps, patients) = (new List<double>(), new List<string?>());
                for (var p = 0; p < Places.Length; p++)
                    for (var k = 1; k < Places[p].Count; k++)
                    {
                        gaps.Add(Places[p][k] - Places[p][k - 1]);
                        patients.Add($"{p}");
                    }
                return new([new RecordColumn.Number("gap", [.. gaps]), new RecordColumn.Key("patient", [.. patients])], gaps.Count);
            }
        }

        public Estimate Ordered()
        {
            int[] several = [.. Enumerable.Range(0, Visits.Length).Where(p => Visits[p] > 1)];
            return RecordShares.Of(
                several.Count(p => Places[p].Count == Visits[p] && Places[p].Distinct().Count() == Visits[p]), several.Length, 1, Phrase.Of($"no patient with several visits"));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var noPatient = evidence.Roles.Patient is null || evidence.Train.Find(evidence.Roles.Patient) is null ? Phrase.Of($"a row is a patient") : null;
        var noOrder = noPatient ?? (evidence.Roles.Order is { } order && evidence.Train.Find(order) is RecordColumn.Number or RecordColumn.Date ? null
            : Phrase.Of($"no column of numbers or dates orders the visits"));
        var found = new Estimate[evidence.Groups.Count][];
        Parallel.For(
            0, found.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => found[g] = noPatient is not null ? [.. Infos.Select(Estimate (_) => new Estimate.Undefined(noPatient))] : OfGroup(evidence, evidence.Groups[g], noOrder));
        return Infos.SelectMany((info, i) => evidence.Groups.Select((g, k) => new RecordFigure(info.Id, null, g.Subgroup, found[k][i])));
    }

    private Estimate[] OfGroup(RecordEvidence evidence, RecordGroup group, Phrase? noOrder)
    {
        var (real, made) = (Patients.Of(evidence, evidence.Train, group.Train), Patients.Of(evidence, evidence.Synthetic, group.Synthetic));
        Estimate Ordered(Patients patients, Phrase empty) => noOrder is not null ? new Estimate.Undefined(noOrder)
            : patients.Visits.Length == 0 ? new Estimate.Undefined(empty) : patients.Ordered();
        return
        [
            Alike(evidence, group, Infos[0], real.Counts, made.Counts, RecordRoles.None, Because.Nobody(group)),
            Alike(evidence, group, Infos[1], real.Gaps, made.Gaps, new() { Patient = "patient" }, Because.Nobody(group) ?? noOrder),
            Ordered(made, Because.NoSynthetic), Ordered(real, Because.NoTrain),
        ];
    }

    private static Estimate Alike(RecordEvidence evidence, RecordGroup group, MetricInfo info, RecordTable real, RecordTable made, RecordRoles roles, Phrase? lacking)
    {
        if (lacking is not null) return new Estimate.Undefined(lacking);
        if (real.Count == 0 || made.Count == 0) return new Estimate.Undefined(Phrase.Of($"no patient with several visits"));
        var all = new RecordGroup(group.Subgroup, [.. Enumerable.Range(0, real.Count)], [], [.. Enumerable.Range(0, made.Count)]);
        var apart = ColumnDistance.Of(evidence with { Train = real, Holdout = null, Synthetic = made, Groups = [all], Roles = roles, Rules = [], Population = null }, all);
        return PartFigures.Estimated(info, apart.Distance, apart.StandardError, apart.Noise, apart.Rows, apart.Rows);
    }
}
