namespace AuditHarness.Explanations.Trees;

/// <summary>What a sum of trees answers: the margin, before any link.</summary>
public static class TreeScorer
{
    /// <summary>Rows that one worker takes at a time.</summary>
    private const int ChunkRows = 1024;

    /// <summary>
    /// Margin of each row: base + Σ leaf reached, summed in double in the order of the trees, so that the number of workers changes
    /// no bit. Values are rounded to float first where the ensemble says so.
    /// </summary>
    /// <param name="ensemble">The trees, after <see cref="TreeEnsemble.Check"/>.</param>
    /// <param name="encodedRows">Encoded rows, one after the other: row · slots + slot; NaN where missing.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="workers">How many threads may work at once; −1 for as many as there are processors.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer values than the rows need.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public static double[] Margins(TreeEnsemble ensemble, double[] encodedRows, int count, int workers = 1, CancellationToken stop = default)
    {
        if (encodedRows.LongLength < (long)count * ensemble.Slots)
            throw new ArgumentException($"{encodedRows.Length} values are no {count} rows of {ensemble.Slots} slots.", nameof(encodedRows));
        var margins = new double[count];
        var trees = ensemble.Trees.ToArray();
        Parallel.For(0, (count + ChunkRows - 1) / ChunkRows, new() { MaxDegreeOfParallelism = workers, CancellationToken = stop }, chunk =>
        {
            var first = chunk * ChunkRows;
            var rows = Math.Min(ChunkRows, count - first);
            var values = encodedRows.AsSpan(first * ensemble.Slots, rows * ensemble.Slots);
            if (ensemble.SinglePrecision) values = Rounded(values);
            // Tree after tree: its nodes stay in the cache for the whole chunk.
            foreach (var tree in trees)
                for (var r = 0; r < rows; r++)
                    margins[first + r] += tree.Leaf[LeafOf(tree, values.Slice(r * ensemble.Slots, ensemble.Slots))];
            for (var r = 0; r < rows; r++) margins[first + r] += ensemble.Base;
        });
        return margins;
    }

    private static double[] Rounded(ReadOnlySpan<double> values)
    {
        var rounded = new double[values.Length];
        for (var i = 0; i < values.Length; i++) rounded[i] = (float)values[i];
        return rounded;
    }

    private static int LeafOf(Tree tree, ReadOnlySpan<double> row)
    {
        if (tree.Slot.Length == 0) return 0;
        var node = 0;
        while (node >= 0) node = tree.Takes(node, row[tree.Slot[node]]) ? tree.WhenTrue[node] : tree.WhenFalse[node];
        return ~node;
    }
}
