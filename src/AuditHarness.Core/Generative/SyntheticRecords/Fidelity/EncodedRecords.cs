using System.Numerics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>
/// Records as points: numbers and dates in the training records' standard deviations from their mean (0 where missing, and a coordinate
/// that says so), categories as they are, two different ones 1 apart.
/// </summary>
internal sealed class EncodedRecords
{
    /// <summary>What points are, in the words of a catalog.</summary>
    public const string Encoding = "Squared distance of two rows: over numbers and dates the squared difference in standard deviations of all training values (a missing value lies at their mean, and differs from one that is there by 1 more); over categories 1 where they differ, missing being one of them.";

    private readonly List<(double[] Train, double[] Synthetic)> _numbers = [], _categories = [];

    /// <summary>Encodes both tables.</summary>
    /// <param name="evidence">The records.</param>
    public EncodedRecords(RecordEvidence evidence)
    {
        RankedColumn.Prepare(evidence);
        foreach (var c in evidence.Compared)
        {
            var (train, synthetic) = (evidence.Train.Columns[c], evidence.Synthetic.Columns[c]);
            if (train is RecordColumn.Category category)
            {
                _categories.Add((Array.ConvertAll(category.Codes, v => (double)v), Array.ConvertAll(((RecordColumn.Category)synthetic).Codes, v => (double)v)));
                continue;
            }
            var ranked = RankedColumn.Of(evidence, c);
            var (mean, unit) = (double.IsNaN(ranked.Mean) ? 0 : ranked.Mean, ranked.Deviation > 0 ? ranked.Deviation : 1);
            var (real, made) = (RankedColumn.ValuesOf(train)!, RankedColumn.ValuesOf(synthetic)!);
            double[] Scaled(double[] values) => Array.ConvertAll(values, v => double.IsNaN(v) ? 0 : (v - mean) / unit);
            _numbers.Add((Scaled(real), Scaled(made)));
            double[] Missing(double[] values) => Array.ConvertAll(values, v => double.IsNaN(v) ? 1.0 : 0);
            if (real.Any(double.IsNaN) || made.Any(double.IsNaN)) _numbers.Add((Missing(real), Missing(made)));
        }
    }

    /// <summary>True when nothing is compared.</summary>
    public bool IsEmpty => _numbers.Count + _categories.Count == 0;

    /// <summary>Squared distances of all pairs of some rows.</summary>
    /// <param name="train">Training rows; they come first.</param>
    /// <param name="synthetic">Made-up rows.</param>
    /// <returns>Row by row, both halves.</returns>
    /// <remarks>Each distance is a sum in the order of the columns, by itself: the same on vectors of any width.</remarks>
    public double[] SquaredDistances(ReadOnlySpan<int> train, ReadOnlySpan<int> synthetic)
    {
        var count = train.Length + synthetic.Length;
        var squares = new double[count * count];
        var values = new double[count];
        foreach (var column in _numbers)
        {
            Gather(column, train, synthetic, values);
            for (var i = 0; i < count; i++) AddSquares(values[i], values, squares.AsSpan(i * count, count));
        }
        foreach (var column in _categories)
        {
            Gather(column, train, synthetic, values);
            for (var i = 0; i < count; i++) AddDifferences(values[i], values, squares.AsSpan(i * count, count));
        }
        return squares;
    }

    /// <summary>Squared distances of rows from the mean point of one table's.</summary>
    /// <param name="train">Training rows.</param>
    /// <param name="synthetic">Made-up rows.</param>
    /// <param name="ofTrain">True for the mean of the training rows, false for that of the made-up ones.</param>
    /// <remarks>Of a category the mean point has its shares p: a row with level c is at (1 − 2 p(c) + Σ p²) / 2.</remarks>
    public (double[] Train, double[] Synthetic) FromCentre(int[] train, int[] synthetic, bool ofTrain)
    {
        var (real, made) = (new double[train.Length], new double[synthetic.Length]);
        foreach (var column in _numbers)
        {
            var mean = ofTrain ? train.Average(r => column.Train[r]) : synthetic.Average(r => column.Synthetic[r]);
            for (var i = 0; i < real.Length; i++) real[i] += (column.Train[train[i]] - mean) * (column.Train[train[i]] - mean);
            for (var i = 0; i < made.Length; i++) made[i] += (column.Synthetic[synthetic[i]] - mean) * (column.Synthetic[synthetic[i]] - mean);
        }
        foreach (var column in _categories)
        {
            var levels = (ofTrain ? train.Select(r => column.Train[r]) : synthetic.Select(r => column.Synthetic[r])).ToList();
            var shares = levels.GroupBy(v => v).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count() / (double)levels.Count);
            var squares = shares.Values.Sum(p => p * p);
            for (var i = 0; i < real.Length; i++) real[i] += (1 - (2 * shares.GetValueOrDefault(column.Train[train[i]])) + squares) / 2;
            for (var i = 0; i < made.Length; i++) made[i] += (1 - (2 * shares.GetValueOrDefault(column.Synthetic[synthetic[i]])) + squares) / 2;
        }
        return (real, made);
    }

    private static void Gather((double[] Train, double[] Synthetic) column, ReadOnlySpan<int> train, ReadOnlySpan<int> synthetic, double[] values)
    {
        for (var i = 0; i < train.Length; i++) values[i] = column.Train[train[i]];
        for (var i = 0; i < synthetic.Length; i++) values[train.Length + i] = column.Synthetic[synthetic[i]];
    }

    private static void AddSquares(double from, ReadOnlySpan<double> values, Span<double> squares)
    {
        var (k, here) = (0, new Vector<double>(from));
        for (; k <= values.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var gap = here - new Vector<double>(values[k..]);
            (new Vector<double>(squares[k..]) + (gap * gap)).CopyTo(squares[k..]);
        }
        for (; k < values.Length; k++) squares[k] += (from - values[k]) * (from - values[k]);
    }

    private static void AddDifferences(double from, ReadOnlySpan<double> values, Span<double> squares)
    {
        var (k, here) = (0, new Vector<double>(from));
        for (; k <= values.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var differs = Vector.ConditionalSelect(Vector.Equals(here, new Vector<double>(values[k..])), Vector<double>.Zero, Vector<double>.One);
            (new Vector<double>(squares[k..]) + differs).CopyTo(squares[k..]);
        }
        for (; k < values.Length; k++) squares[k] += from == values[k] ? 0 : 1;
    }
}
