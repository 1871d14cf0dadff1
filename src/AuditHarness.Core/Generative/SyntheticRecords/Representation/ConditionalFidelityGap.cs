using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>Whether records of each group are made up as well as those of the group that is made up best.</summary>
public sealed class ConditionalFidelityGap : IRecordMeasure
{
    /// <summary>Fewer patients of a table are not compared.</summary>
    public const int Fewest = 10;

    private const string Source = "Kolmogorov (1933), G. Ist. Ital. Attuari 4:83–91; Levin, Peres (2017), Markov Chains and Mixing Times, chapter 4; Hampel (1974), J. Am. Stat. Assoc. 69:383–393, for the error";

    private const string Convention =
        "Columns that a table of the group has no value of are left out. The halves are of patients, drawn at random; a half of n / 2 stands for samples of n and m by √(1 / n + 1 / m). Two groups are compared at the smaller of their numbers of patients of each table, a larger one by the mean over 10 random draws of as many: noise hides more of a small difference than of a large one, so that a group would seem better for being small. Records that are more alike than real samples, as copies are, count as alike as these. At least 10 patients of each table.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("ConditionalFidelity", "Fidelity within the group", Direction.Higher, 1, 0, 1,
            "Mean over columns of the Kolmogorov–Smirnov complement (numbers, dates) or the total-variation complement (categories) within the group.", PartFigures.Interval),
        Info("ConditionalFidelityFloor", "Fidelity of real samples of that size", Direction.Neither, null, 0, 1,
            "Fidelity, as it is measured within the group, of two real samples of as many patients as the group has training and made-up ones: mean over 10 random halves of its training patients. Smaller groups have less, by noise alone.",
            "none: a reference, a mean over splits"),
        Info(nameof(ConditionalFidelityGap), "Fidelity gap to the best group", Direction.Target, 0, -1, 0,
            "Fidelity within the group less that of real samples of its size, less the same of the group that it is furthest behind, both at equal numbers of patients: 0 for the best group, negative where records are made up worse than noise explains.",
            "multiple comparisons with the best (Hsu 1984, Ann. Stat. 12:1136–1144), Bonferroni's bound over the other groups; normal, by what each patient adds to both groups' distances (delta method) and the error of the floors and draws, the groups taken as independent"),
    ];

    private static MetricInfo Info(string id, string title, Direction better, double? ideal, double min, double max, string definition, string interval) =>
        new(id, title, MetricBasis.Records, better, ideal, min, max, definition, interval, Source)
        {
            Convention = Convention, Oracle = id == nameof(ConditionalFidelityGap) ? "ConditionalFidelityGapTests.The_gap_of_groups_of_one_size_is_that_of_fidelities_beyond_their_floors" : "ConditionalFidelityGapTests.Fidelity_is_the_mean_of_the_columns_own_and_the_floor_that_of_real_samples",
            HasNoInterval = ideal is null, FollowsSize = true, Prominence = ideal == 0 ? Prominence.Headline : Prominence.Detail,
        };

    private static readonly Phrase Reference = Phrase.Of($"a reference, a mean over splits of the training records");

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RankedColumn.Prepare(evidence);
        var seed = evidence.Seed.For("ConditionalFidelity/splits");
        var found = new (Phrase? Why, GroupFidelity? Fidelity, (double Mean, double Error) Floor)[evidence.Groups.Count];
        ParallelOptions workers = new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop };
        Parallel.For(0, found.Length, workers, g => found[g] = OfGroup(evidence, evidence.Groups[g], seed));
        int[] compared = [.. Enumerable.Range(0, found.Length).Where(g => found[g].Why is null && !evidence.Groups[g].Subgroup.IsOverall)];
        (int Train, int Made) Shared(int g, int k) => found[g].Fidelity!.Size is var own && found[k].Fidelity!.Size is var other
            ? (Math.Min(own.Train, other.Train), Math.Min(own.Made, other.Made)) : default;
        var excesses = new Dictionary<(int Train, int Made), (double Value, double Error)>[found.Length];
        Parallel.ForEach(compared, workers, g =>
            excesses[g] = compared.Where(k => k != g).Select(k => Shared(g, k)).Distinct().ToDictionary(size => size, found[g].Fidelity!.Excess));
        for (var i = 0; i < Infos.Count; i++)
            for (var g = 0; g < found.Length; g++)
                yield return new(Infos[i].Id, null, evidence.Groups[g].Subgroup, found[g] is not { Why: null, Fidelity: { Apart: var apart } } ? new Estimate.Undefined(found[g].Why!) : i switch
                {
                    0 => PartFigures.Estimated(Infos[0], apart.Distance, apart.StandardError, apart.Noise, Rows(evidence.Groups[g]), apart.Rows),
                    1 => new Estimate.Known(Math.Clamp(1 - found[g].Floor.Mean, 0, 1), null, Rows(evidence.Groups[g]), Reference),
                    _ => Gap(evidence.Groups[g], g),
                });

        Estimate Gap(RecordGroup group, int g)
        {
            if (group.Subgroup.IsOverall) return new Estimate.Undefined(Phrase.Of($"everybody is compared with no other group"));
            (double Value, double Error)[] behind =
            [
                .. compared.Where(k => k != g).Select(k => (Own: excesses[g][Shared(g, k)], Other: excesses[k][Shared(g, k)]))
                    .Select(p => (Value: p.Other.Value - p.Own.Value, Error: double.Hypot(p.Own.Error, p.Other.Error))).Where(d => double.IsFinite(d.Value)),
            ];
            if (behind.Length == 0) return new Estimate.Undefined(Phrase.Of($"no other group to compare with"));
            var sampling = new BehindBestSampling(behind);
            return behind.All(d => d.Error > 1e-12)
                ? new Estimate.Known(sampling.Value, sampling, Rows(group))
                : new Estimate.Known(sampling.Value, null, Rows(group), Because.NoVariation);
        }
    }

    private static int Rows(RecordGroup group) => Math.Min(group.Train.Length, group.Synthetic.Length);

    private static (Phrase?, GroupFidelity?, (double, double)) OfGroup(RecordEvidence evidence, RecordGroup group, Seed seed)
    {
        if (Because.Nobody(group) is { } nobody) return (nobody, null, default);
        var fidelity = new GroupFidelity(evidence, group, seed);
        if (Math.Min(fidelity.Size.Train, fidelity.Size.Made) < Fewest)
            return (Phrase.Of($"fewer than {Fewest:count} training or made-up patients: too few for halves"), null, default);
        if (fidelity.Apart.Columns == 0) return (Because.NoPart, null, default);
        var floor = fidelity.Floor(fidelity.Size);
        return double.IsNaN(floor.Mean) ? (Because.NoPart, null, default) : (null, fidelity, floor);
    }
}
