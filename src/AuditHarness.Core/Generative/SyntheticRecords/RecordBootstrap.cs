using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>One resample of a group: how often each of its rows was drawn. Another replicate overwrites it.</summary>
/// <param name="Train">Times that each row of <see cref="RecordGroup.Train"/> was drawn, in the same order.</param>
/// <param name="Holdout">The same of <see cref="RecordGroup.Holdout"/>; all 1 unless held-out rows are drawn too.</param>
/// <param name="Synthetic">The same of <see cref="RecordGroup.Synthetic"/>.</param>
public sealed record RecordResample(int[] Train, int[] Holdout, int[] Synthetic);

/// <summary>Which tables are samples of something larger, so that a replicate draws from them.</summary>
[Flags]
public enum RecordSamples
{
    /// <summary>The real records that the generator was trained on.</summary>
    Train = 1,
    /// <summary>The made-up records.</summary>
    Synthetic = 2,
    /// <summary>The held-out records.</summary>
    Holdout = 4,
}

/// <summary>
/// Bootstrap of figures of made-up records without a closed form. A replicate draws the patients of each table of a group with replacement
/// and by itself, as counts: no row is copied. Limits are percentiles. Efron, Tibshirani (1993), An Introduction to the Bootstrap, chapter 8.
/// </summary>
/// <remarks>
/// Its chance hangs on the seed, the purpose and what the rows hold, never on their order, the group's name or the number of workers.
/// </remarks>
public static class RecordBootstrap
{
    /// <summary>Replicates of each figure: enough that 10 lie beyond each limit of a 95 % interval.</summary>
    public const int Replicates = 400;

    private const double LargestFailedShare = 0.05;

    /// <summary>A figure of one group.</summary>
    /// <param name="evidence">The records, with seed and workers.</param>
    /// <param name="group">The group.</param>
    /// <param name="purpose">Name of the use, such as the measure's id.</param>
    /// <param name="value">The figure of the group itself.</param>
    /// <param name="statistic">The same figure of a resample; null where it has none. Called from several threads at once.</param>
    /// <param name="min">Smallest possible value, or negative infinity.</param>
    /// <param name="max">Largest possible value, or infinity.</param>
    /// <param name="samples">What is drawn from.</param>
    public static Bootstrapped Of(
        RecordEvidence evidence, RecordGroup group, string purpose, double value, Func<RecordResample, double?> statistic, double min, double max,
        RecordSamples samples = RecordSamples.Train | RecordSamples.Synthetic) =>
        OfSeveral(evidence, group, purpose, [value], resample => [statistic(resample)], min, max, samples)[0];

    /// <summary>Several figures of one group from the same replicates, each with limits of its own.</summary>
    /// <param name="evidence">The records, with seed and workers.</param>
    /// <param name="group">The group.</param>
    /// <param name="purpose">Name of the use, such as the measure's id.</param>
    /// <param name="values">The figures of the group itself; null where there is none, and then nothing is said of it.</param>
    /// <param name="statistic">The same figures of a resample; null where one has none. Called from several threads at once.</param>
    /// <param name="min">Smallest possible value of each, or negative infinity.</param>
    /// <param name="max">Largest possible value of each, or infinity.</param>
    /// <param name="samples">What is drawn from.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Bootstrapped[] OfSeveral(
        RecordEvidence evidence, RecordGroup group, string purpose, IReadOnlyList<double?> values, Func<RecordResample, double?[]> statistic,
        double min, double max, RecordSamples samples = RecordSamples.Train | RecordSamples.Synthetic)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        RecordUnits? Drawn(RecordSamples sample, RecordTable? table, int[] rows) =>
            samples.HasFlag(sample) && table is not null ? RecordUnits.Of(table, rows, evidence.Roles) : null;
        RecordUnits?[] units =
        [
            Drawn(RecordSamples.Train, evidence.Train, group.Train), Drawn(RecordSamples.Holdout, evidence.Holdout, group.Holdout),
            Drawn(RecordSamples.Synthetic, evidence.Synthetic, group.Synthetic),
        ];
        var smallest = units.Min(u => u?.Count ?? int.MaxValue);
        if (smallest < 2) return Array.ConvertAll([.. values], _ => new Bootstrapped(null, Phrase.Of($"fewer than 2 patients to draw from: no variance")));

        var replicates = Draw(evidence, group, evidence.Seed.For(purpose), units, statistic);
        return [.. values.Select((value, v) => value is { } figure
            ? Limits(figure, [.. replicates.Select(r => r[v] is { } f && double.IsFinite(f) ? f : double.NaN)], min, max, smallest)
            : new Bootstrapped(null, null))];
    }

    private static double?[][] Draw(
        RecordEvidence evidence, RecordGroup group, Seed seed, RecordUnits?[] units, Func<RecordResample, double?[]> statistic)
    {
        var replicates = new double?[Replicates][];
        Parallel.For(
            0, Replicates, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            () => (Rows: new RecordResample(Ones(group.Train), Ones(group.Holdout), Ones(group.Synthetic)),
                Counts: Array.ConvertAll(units, u => new int[u?.Count ?? 0])),
            (r, _, scratch) =>
            {
                // One stream for each replicate and table: any order of replicates gives the same.
                Count(units[0], seed.Generator(3 * (ulong)r), scratch.Counts[0], scratch.Rows.Train);
                Count(units[1], seed.Generator((3 * (ulong)r) + 1), scratch.Counts[1], scratch.Rows.Holdout);
                Count(units[2], seed.Generator((3 * (ulong)r) + 2), scratch.Counts[2], scratch.Rows.Synthetic);
                replicates[r] = statistic(scratch.Rows);
                return scratch;
            },
            _ => { });
        return replicates;
    }

    private static int[] Ones(int[] rows) => Array.ConvertAll(rows, _ => 1);

    private static void Count(RecordUnits? units, CounterRandom random, int[] counts, int[] rows)
    {
        if (units is null) return;
        Array.Clear(counts);
        for (var i = 0; i < counts.Length; i++) counts[(int)(random.NextUniform() * counts.Length)]++;
        for (var i = 0; i < rows.Length; i++) rows[i] = counts[units.OfRow[i]];
    }

    private static Bootstrapped Limits(double value, double[] replicates, double min, double max, int smallest)
    {
        double[] known = [.. replicates.Where(r => !double.IsNaN(r)).Order()];
        var failed = replicates.Length - known.Length;
        if (failed > LargestFailedShare * replicates.Length)
            return new(null, Phrase.Of($"{failed / (double)replicates.Length:percent} of bootstrap replicates have no figure"));
        if (known[^1] - known[0] <= 1e-12 * Math.Max(1, Math.Abs(value)))
            return new(null, Phrase.Of($"every bootstrap replicate gives the same figure: no variance"));
        var shape = new BootstrapShape(value, min, max, 0, smallest - 1, Math.Sqrt(smallest / (smallest - 1.0)));
        var method = Phrase.Of($"bootstrap of patients within each table, percentiles, {Replicates:count} replicates");
        return new(new BootstrapSampling(method, BootstrapMethod.Percentile, shape, known), null);
    }
}
