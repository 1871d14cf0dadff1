using System.Runtime.CompilerServices;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>A column of numbers or dates of both tables as ranks of its distinct values: sorted once, counted for every group.</summary>
internal sealed class RankedColumn
{
    /// <summary>Values that differ by less than this share of themselves are one value: 0.3 − 0.2 and 0.2 − 0.1 are.</summary>
    public const double SameWithin = 1e-13;

    // Four units in the last place of the largest training value, which is what sums that should be 0 are left with.
    private const double Rounding = 4 * 2.220446049250313e-16;

    private static readonly ConditionalWeakTable<RecordColumn, RankedColumn> Known = [];

    private readonly RecordColumn _train;

    private RankedColumn(RecordColumn train, RecordColumn synthetic)
    {
        _train = train;
        var (real, made) = (ValuesOf(train)!, ValuesOf(synthetic)!);
        (Train, Synthetic) = (new int[real.Length], new int[made.Length]);
        var (all, rows) = (new double[real.Length + made.Length], new int[real.Length + made.Length]);
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var value = i < real.Length ? real[i] : made[i - real.Length];
            if (double.IsNaN(value)) (i < real.Length ? ref Train[i] : ref Synthetic[i - real.Length]) = -1;
            else (all[count], rows[count++]) = (value, i);
        }
        Array.Sort(all, rows, 0, count);
        var (values, least) = (new List<double>(), Rounding * real.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < count; i++)
        {
            if (values.Count == 0 || all[i] - values[^1] > Math.Max(least, SameWithin * Math.Max(Math.Abs(all[i]), Math.Abs(values[^1])))) values.Add(all[i]);
            (rows[i] < real.Length ? ref Train[rows[i]] : ref Synthetic[rows[i] - real.Length]) = values.Count - 1;
        }
        Values = [.. values];
        (Mean, Deviation, Lowest, Highest) = Moments(real);
    }

    /// <summary>The distinct values of both tables, ascending.</summary>
    public double[] Values { get; }

    /// <summary>For each training row the position of its value in <see cref="Values"/>; −1 where it is missing.</summary>
    public int[] Train { get; }

    /// <summary>The same of the made-up rows.</summary>
    public int[] Synthetic { get; }

    /// <summary>A cell for each distinct value.</summary>
    public RowCells Cells => new(Values.Length, new(Train), new(Synthetic));

    /// <summary>Mean of all training values; NaN when there is none.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of all training values (n − 1); 0 when they are the same, NaN when there are fewer than 2.</summary>
    public double Deviation { get; }

    /// <summary>Smallest training value; NaN when there is none.</summary>
    public double Lowest { get; }

    /// <summary>Largest training value; NaN when there is none.</summary>
    public double Highest { get; }

    /// <summary>The column of both tables; made once for each.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="column">Position of a column of numbers or dates.</param>
    public static RankedColumn Of(RecordEvidence evidence, int column)
    {
        var (train, synthetic) = (evidence.Train.Columns[column], evidence.Synthetic.Columns[column]);
        var known = Known.GetValue(synthetic, made => new(train, made));
        return ReferenceEquals(known._train, train) ? known : new(train, synthetic);
    }

    /// <summary>Numbers, or days of dates; null for other columns.</summary>
    public static double[]? ValuesOf(RecordColumn column) => column switch
    {
        RecordColumn.Number number => number.Values,
        RecordColumn.Date date => date.Days,
        _ => null,
    };

    /// <summary>Positions of the columns of numbers and dates.</summary>
    public static IReadOnlyList<int> Among(RecordEvidence evidence) => [.. evidence.Compared.Where(c => ValuesOf(evidence.Train.Columns[c]) is not null)];

    /// <summary>Sorts all columns of numbers and dates, several at once.</summary>
    public static void Prepare(RecordEvidence evidence)
    {
        var columns = Among(evidence);
        Parallel.For(
            0, columns.Count, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            c => Of(evidence, columns[c]));
    }

    /// <summary>Each column of numbers or dates as a part that is compared by its ranks.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="compare">Compares a column within a group, and sets what each row adds to the distance.</param>
    public static IReadOnlyList<ComparedPart> Parts(RecordEvidence evidence, Func<RankedColumn, RowInfluences, PartDistance> compare)
    {
        Prepare(evidence);
        return [.. Among(evidence).Select(c => new ComparedPart(evidence.Train.Columns[c].Name, influences => compare(Of(evidence, c), influences)))];
    }

    // In ascending order, so that the order of rows does not show in the last digits.
    private static (double Mean, double Deviation, double Lowest, double Highest) Moments(double[] values)
    {
        double[] known = [.. values.Where(v => !double.IsNaN(v)).Order()];
        if (known.Length == 0) return (double.NaN, double.NaN, double.NaN, double.NaN);
        var mean = known.Sum() / known.Length;
        if (known[0] == known[^1]) return (known[0], 0, known[0], known[0]);
        return (mean, Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Length - 1)), known[0], known[^1]);
    }
}
