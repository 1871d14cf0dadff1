using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether the made-up records tell conditions that exactly one real person meets.</summary>
/// <param name="width">Columns that a predicate is about: 1 or 3.</param>
public sealed class SinglingOut(int width) : IRecordMeasure
{
    private const int MostUnivariate = 2000, MostMultivariate = 500, Tries = 4;

    private readonly string _id = width == 1 ? "UnivariateSinglingOut" : "MultivariateSinglingOut";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } = AttackFigures.Infos(
        width == 1 ? "UnivariateSinglingOut" : "MultivariateSinglingOut", width == 1 ? "One-column singling-out" : "Three-column singling-out",
        width == 1
            ? "The attacker guesses that what singles out one made-up record of the group in one column (a value that occurs once, the smallest or largest number, the only missing value) singles out one real record of the group."
            : "The attacker guesses that what singles out one made-up record of the group in three columns (its category, at least or at most its number by the side of the median, missing) singles out one real record of the group.",
        "The guess takes columns, categories and numbers between the smallest and the largest at random.",
        "Where a patient has several rows, several rows of one patient are one person met. All such predicates, of more than 2,000 that many at random, of three columns 500 from at most 2,000 random draws of a record and columns; each is an attempt. They are asked of as many training as held-out records of the group, the more numerous drawn at random, since the success hangs on their number.",
        width == 1 ? "SinglingOutTests.Predicates_of_a_small_table_are_found_by_hand" : "SinglingOutTests.Three_columns_of_a_table_of_three_are_asked_record_by_record", followsSize: true);

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        double[][] Columns(RecordTable? table) => table is null ? [] : [.. evidence.Compared.Select(c => KnownColumns.Values(table.Columns[c]))];
        var (train, holdout, synthetic) = (Columns(evidence.Train), Columns(evidence.Holdout), Columns(evidence.Synthetic));
        bool[] isNumber = [.. evidence.Compared.Select(c => evidence.Train.Columns[c] is not RecordColumn.Category)];
        return AttackFigures.Measure(
            evidence, Infos, isNumber.Length == 0 ? Because.NoPart : null, Phrase.Of($"no predicate singles out a made-up record of the group"), [],
            (group, _) =>
            {
                var rows = RecordOrder.Of(evidence.Synthetic, group.Synthetic);
                if (rows.Length == 0) return new(default, default, null);
                var seed = evidence.Seed.For(_id);
                var guesses = width == 1
                    ? Univariate(synthetic, isNumber, rows, seed.For("choice").Generator())
                    : Multivariate(synthetic, isNumber, rows, seed.For("draws").Generator(), evidence);
                var random = Random(synthetic, isNumber, rows, guesses.Count, seed.For("guesses").Generator());
                var size = group.Holdout.Length == 0 ? group.Train.Length : Math.Min(group.Train.Length, group.Holdout.Length);
                var real = Chosen(evidence.Train, group.Train, size, seed.For("targets").Generator());
                AttackCount Count(List<Predicate> tried, RecordTable table, double[][] columns, int[] among) =>
                    new(tried.Count == 0 ? 0 : Predicate.Count(tried, columns, among, People(evidence, table, among)) / (double)tried.Count, tried.Count,
                        evidence.Roles.Patient is null ? 1 : Math.Min(1, Math.Min(
                            rows.Length * RecordShares.Independent(evidence, evidence.Synthetic, rows), among.Length * RecordShares.Independent(evidence, table, among)) / Math.Max(1, tried.Count)));
                return new(
                    Count(guesses, evidence.Train, train, real), Count(random, evidence.Train, train, real),
                    group.Holdout.Length == 0 ? null
                        : Count(guesses, evidence.Holdout!, holdout, Chosen(evidence.Holdout!, group.Holdout, size, seed.For("controls").Generator())));
            });
    }

    private static int[]? People(RecordEvidence evidence, RecordTable table, int[] rows) =>
        evidence.Roles.Patient is null ? null : RecordUnits.Of(table, rows, evidence.Roles).OfRow;

    private static int[] Chosen(RecordTable table, int[] rows, int count, CounterRandom random)
    {
        if (rows.Length == count) return rows;
        var ordered = RecordOrder.Of(table, rows);
        Array.Sort(Array.ConvertAll(ordered, _ => random.NextUniform()), ordered);
        return ordered[..count];
    }

    private static List<Predicate> Univariate(double[][] columns, bool[] isNumber, int[] rows, CounterRandom random)
    {
        var found = new List<Predicate>();
        for (var c = 0; c < columns.Length; c++)
        {
            double[] known = [.. rows.Select(r => columns[c][r]).Where(v => !double.IsNaN(v)).Order()];
            if (rows.Length - known.Length == 1) found.Add(new(new PredicatePart(c, PredicateKind.Missing, 0)));
            if (known.Length == 0) continue;
            if (isNumber[c] && (known.Length == 1 || known[0] < known[1])) found.Add(new(new PredicatePart(c, PredicateKind.AtMost, known[0])));
            if (isNumber[c] && (known.Length == 1 || known[^1] > known[^2])) found.Add(new(new PredicatePart(c, PredicateKind.AtLeast, known[^1])));
            for (var k = 0; k < known.Length; k++)
                if ((k == 0 || known[k - 1] < known[k]) && (k == known.Length - 1 || known[k] < known[k + 1]))
                    found.Add(new(new PredicatePart(c, PredicateKind.Equal, known[k])));
        }
        if (found.Count <= MostUnivariate) return found;
        var all = found.ToArray();
        Array.Sort(Array.ConvertAll(all, _ => random.NextUniform()), all);
        return [.. all.Take(MostUnivariate)];
    }

    private List<Predicate> Multivariate(double[][] columns, bool[] isNumber, int[] rows, CounterRandom random, RecordEvidence evidence)
    {
        var medians = columns.Select((column, c) => isNumber[c] ? rows.Select(r => column[r]).Where(v => !double.IsNaN(v)).Order().ToArray() is { Length: > 0 } known
            ? known[known.Length / 2] : 0 : 0).ToArray();
        var (found, list, people) = (new HashSet<Predicate>(), new List<Predicate>(), People(evidence, evidence.Synthetic, rows));
        for (var t = 0; t < Tries * MostMultivariate && list.Count < MostMultivariate; t++)
        {
            evidence.Options.Stop.ThrowIfCancellationRequested();
            var row = rows[(int)(random.NextUniform() * rows.Length)];
            var predicate = Predicate.Of([.. Some(columns.Length, random).Select(c => columns[c][row] switch
            {
                double.NaN => new PredicatePart(c, PredicateKind.Missing, 0),
                var v when isNumber[c] => new(c, v >= medians[c] ? PredicateKind.AtLeast : PredicateKind.AtMost, v),
                var v => new(c, PredicateKind.Equal, v),
            })]);
            if (found.Add(predicate) && predicate.SinglesOut(columns, rows, people)) list.Add(predicate);
        }
        return list;
    }

    private List<Predicate> Random(double[][] columns, bool[] isNumber, int[] rows, int count, CounterRandom random)
    {
        var limits = columns.Select(column =>
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var row in rows)
                if (!double.IsNaN(column[row])) (low, high) = (Math.Min(low, column[row]), Math.Max(high, column[row]));
            return low <= high ? (low, high) : (0, 0);
        }).ToArray();
        PredicatePart Part(int c)
        {
            var (low, high) = limits[c];
            if (!isNumber[c]) return new(c, PredicateKind.Equal, Math.Floor(low + (random.NextUniform() * (high - low + 1))));
            return new(c, random.NextUniform() < 0.5 ? PredicateKind.AtMost : PredicateKind.AtLeast, low + (random.NextUniform() * (high - low)));
        }
        return [.. Enumerable.Range(0, count).Select(_ => Predicate.Of([.. Some(columns.Length, random).Select(Part)]))];
    }

    // As many different columns as a predicate is about, ascending.
    private int[] Some(int columns, CounterRandom random)
    {
        var chosen = new SortedSet<int>();
        while (chosen.Count < Math.Min(width, columns)) chosen.Add((int)(random.NextUniform() * columns));
        return [.. chosen];
    }
}
