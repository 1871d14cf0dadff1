using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether whole rows come from one distribution, in all columns at once.</summary>
/// <remarks>
/// Rows are dealt into blocks by chance, and the figure is the mean over them: every row counts, at a cost that grows with rows times block
/// instead of rows squared. Gretton et al. (2012); Zaremba, Gretton, Blaschko (2013) for blocks.
/// </remarks>
public sealed class MaximumMeanDiscrepancy : IRecordMeasure
{
    private const int BlockRows = 250;
    // Distances of all pairs of a block are held at once.
    private const int MostInBlock = 2000;
    private const int Permutations = 199;
    private static readonly Phrase Method = Phrase.Of($"normal, influence of rows and variance of permutations");

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(MaximumMeanDiscrepancy), "Maximum mean discrepancy (squared)", MetricBasis.Records, Direction.Lower, 0, -1, 2,
            "Mean of k(r, r′) over pairs of training records + mean of k(s, s′) over pairs of made-up records − 2 · mean of k(r, s), k = exp(−d² / 2σ²): unbiased, so that it may be below 0 where there is no difference.",
            "normal: what each row adds to first order, and the variance of the permutations for what no single row moves; times the rows per patient",
            "Gretton, Borgwardt, Rasch, Schölkopf, Smola (2012), J. Mach. Learn. Res. 13:723–773; Zaremba, Gretton, Blaschko (2013), NeurIPS 26:755–763")
        {
            Convention = $"{EncodedRecords.Encoding} σ is the median distance, among those above 0, in the first block of all records, the same for every group. Every row is used, in blocks of at most about {BlockRows} of the larger table, dealt by chance; the figure is the mean over blocks. Not measured where a block with two records of the smaller table would hold more than {MostInBlock}.",
            Oracle = "MaximumMeanDiscrepancyTests.Brute_force_over_all_pairs_agrees",
            FollowsSize = true,
            Prominence = Prominence.Detail,
        },
        new("MaximumMeanDiscrepancyPValue", "p-value of the maximum mean discrepancy", MetricBasis.Records, Direction.Neither, null, 0, 1,
            $"Share of {Permutations} permutations of real and made-up rows, and the data themselves, with a discrepancy at least as large: a small one says that they differ, a large one not that they agree.",
            "none: a p-value is no estimate", "Gretton, Borgwardt, Rasch, Schölkopf, Smola (2012), J. Mach. Learn. Res. 13:723–773; Phipson, Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9:39")
        {
            Convention = $"Permuted within the blocks of the discrepancy; the smallest possible value is 1 / {Permutations + 1}. Not measured where patients have several rows.",
            Oracle = "MaximumMeanDiscrepancyTests.P_value_is_that_of_all_ways_to_deal_the_rows",
            HasNoInterval = true,
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var rows = new EncodedRecords(evidence);
        var bandwidth = Bandwidth(evidence, rows);
        var results = evidence.Groups.Select(g => OfGroup(evidence, rows, bandwidth, g)).ToList();
        for (var i = 0; i < Infos.Count; i++)
            for (var g = 0; g < results.Count; g++) yield return new(Infos[i].Id, null, evidence.Groups[g].Subgroup, i == 0 ? results[g].Discrepancy : results[g].PValue);
    }

    /// <summary>The median distance above 0 in the first block of all records; NaN when there is none.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="rows">The same as points.</param>
    internal static double Bandwidth(RecordEvidence evidence, EncodedRecords rows)
    {
        var everybody = new RecordGroup(Cohorts.Subgroup.Overall, [.. Enumerable.Range(0, evidence.Train.Count)], [], [.. Enumerable.Range(0, evidence.Synthetic.Count)]);
        var (train, synthetic) = Dealt(evidence, everybody);
        var squares = rows.SquaredDistances(train.AsSpan(0, Math.Min(BlockRows, train.Length)), synthetic.AsSpan(0, Math.Min(BlockRows, synthetic.Length)));
        double[] apart = [.. squares.Where(s => s > 0).Order()];
        return apart.Length == 0 ? double.NaN : Math.Sqrt(apart[apart.Length / 2]);
    }

    private static (int[] Train, int[] Synthetic) Dealt(RecordEvidence evidence, RecordGroup group)
    {
        var seed = evidence.Seed.For("MaximumMeanDiscrepancy/blocks");
        int[] Shuffled(int[] rows, CounterRandom random)
        {
            for (var i = 0; i + 1 < rows.Length; i++)
            {
                var j = i + (int)(random.NextUniform() * (rows.Length - i));
                (rows[i], rows[j]) = (rows[j], rows[i]);
            }
            return rows;
        }
        return (Shuffled(RecordOrder.Of(evidence.Train, group.Train), seed.Generator()), Shuffled(RecordOrder.Of(evidence.Synthetic, group.Synthetic), seed.Generator(1)));
    }

    private static (Estimate Discrepancy, Estimate PValue) OfGroup(RecordEvidence evidence, EncodedRecords rows, double bandwidth, RecordGroup group)
    {
        var (n, m) = (group.Train.Length, group.Synthetic.Length);
        var none = Because.Nobody(group) ?? (Math.Min(n, m) < 2 ? Because.TooFew : rows.IsEmpty ? Because.NoPart : double.IsNaN(bandwidth) ? Because.NoVariation : null);
        if (none is not null) return (new Estimate.Undefined(none), new Estimate.Undefined(none));
        var blocks = Math.Max(1, Math.Min((Math.Max(n, m) + BlockRows - 1) / BlockRows, Math.Min(n, m) / 2));
        // A block has two records of each table; where one has few, what falls to each is much of the other.
        if ((n + m) / blocks >= MostInBlock)
        {
            var uneven = new Estimate.Undefined(Phrase.Of($"tables too unequal: a block of two records of the smaller one would hold more than {MostInBlock:count}"));
            return (uneven, uneven);
        }
        var (train, synthetic) = Dealt(evidence, group);
        var (values, squares, permuted) = (new double[blocks], new double[blocks], new double[blocks][]);
        var seed = evidence.Seed.For("MaximumMeanDiscrepancy/permutations");
        Parallel.For(0, blocks, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop }, b =>
        {
            ReadOnlySpan<int> Cut(int[] of) => of.AsSpan((int)((long)b * of.Length / blocks)..(int)((b + 1L) * of.Length / blocks));
            var real = Cut(train);
            var made = Cut(synthetic);
            var block = new KernelBlock(rows.SquaredDistances(real, made), real.Length, bandwidth);
            values[b] = block.Discrepancy;
            foreach (var influence in block.Influences()) squares[b] += influence * influence;
            var (order, random) = (Enumerable.Range(0, real.Length + made.Length).ToArray(), seed.Generator((ulong)b));
            permuted[b] = new double[Permutations];
            for (var p = 0; p < Permutations; p++) permuted[b][p] = block.Permuted(random, order);
        });
        var value = values.Sum() / blocks;
        double[] chance = [.. Enumerable.Range(0, Permutations).Select(p => permuted.Sum(of => of[p]) / blocks)];
        var (mean, first) = (chance.Average(), squares.Sum() / blocks / blocks);
        var perPatient = PartFigures.RowsPerPatient(evidence, group);
        var error = Math.Sqrt(perPatient * (first + (chance.Sum(c => (c - mean) * (c - mean)) / (Permutations - 1))));
        // A permutation that deals the same rows gives the same sum but for rounding.
        var beyond = chance.Count(c => c >= value - 1e-12);
        var denominator = Math.Min(n, m);
        return (
            error > 1e-15 ? new Estimate.Known(value, new NormalSampling(Method, value, error, min: -1, max: 2), denominator) : new Estimate.Known(value, null, denominator, Because.NoVariation),
            perPatient > 1 ? new Estimate.Undefined(Because.SeveralRows) : new Estimate.Known((beyond + 1.0) / (Permutations + 1), null, denominator, Because.PValue));
    }
}
