namespace AuditHarness.Explanations.Trees;

/// <summary>
/// Exact Shapley values of a sum of trees, on the margin's scale: margin = <see cref="BaseValue"/> + Σ attribution. Cost grows with
/// explained rows plus background rows, not with their product, as long as at most <see cref="PathPattern.TableBits"/> players decide
/// about a leaf; deeper leaves cost patterns times patterns.
/// </summary>
/// <remarks>
/// Nadel and Wettenstein (2025), "From Decision Trees to Boolean Logic: A Fast and Unified SHAP Algorithm", arXiv 2511.09376, for patterns
/// and tables; Lundberg et al. (2020), Nature Machine Intelligence 2:56–67, for the two value functions.
/// </remarks>
public sealed class TreeShap
{
    /// <summary>Memory for the tables of the trees worked on at once.</summary>
    private const long BatchBytes = 64L << 20;

    private readonly TreeEnsemble _ensemble;
    private readonly int _players;
    private readonly TreePaths[] _paths;

    /// <summary>Null for path-dependent values.</summary>
    private readonly RowBlock[]? _background;

    /// <summary>Trees of each batch: first and count.</summary>
    private readonly List<(int First, int Count)> _batches = [];

    /// <summary>Contributions of the only batch, kept for the next call.</summary>
    private TreeContributions[]? _kept;

    private TreeShap(TreeEnsemble ensemble, int[] playerOfSlot, int players, RowBlock[]? background, double baseValue)
    {
        if (playerOfSlot.Length != ensemble.Slots)
            throw new ArgumentException($"{playerOfSlot.Length} players are given for {ensemble.Slots} slots.", nameof(playerOfSlot));
        if (playerOfSlot.Any(p => p < 0 || p >= players))
            throw new ArgumentException($"A slot's player is not among the {players} players.", nameof(playerOfSlot));
        (_ensemble, _players, _background, BaseValue) = (ensemble, players, background, baseValue);
        _paths = [.. ensemble.Trees.Select((t, number) => TreePaths.Of(t, number, playerOfSlot))];

        var rows = background?.Sum(b => b.Count) ?? 0;
        var (first, bytes) = (0, 0L);
        for (var t = 0; t < _paths.Length; t++)
        {
            var more = TreeContributions.Bytes(_paths[t], rows);
            if (t > first && bytes + more > BatchBytes)
            {
                _batches.Add((first, t - first));
                (first, bytes) = (t, 0);
            }
            bytes += more;
        }
        if (_paths.Length > first) _batches.Add((first, _paths.Length - first));
    }

    /// <summary>Margin when every player is absent: mean margin of the background, or the leaves' mean in the shares of the training data.</summary>
    public double BaseValue { get; }

    /// <summary>
    /// Absent players take the values of a background row, averaged over all background rows: what the model does when a feature is set,
    /// whatever the others are (interventional value function).
    /// </summary>
    /// <param name="ensemble">The trees, after <see cref="TreeEnsemble.Check"/>.</param>
    /// <param name="playerOfSlot">For each slot of an encoded row its player; slots of one player are present or absent together.</param>
    /// <param name="players">Number of players.</param>
    /// <param name="backgroundRows">Encoded background rows: row · slots + slot.</param>
    /// <param name="backgroundCount">Number of background rows, at least 1.</param>
    /// <exception cref="ArgumentException">No background, or lengths that do not fit.</exception>
    /// <exception cref="AuditInputException">More players decide about one leaf than can be held.</exception>
    public static TreeShap Interventional(TreeEnsemble ensemble, int[] playerOfSlot, int players, double[] backgroundRows, int backgroundCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backgroundCount, 1);
        var margins = TreeScorer.Margins(ensemble, backgroundRows, backgroundCount);
        var blocks = Enumerable.Range(0, RowBlock.CountOf(backgroundCount)).Select(b => RowBlock.Of(ensemble, backgroundRows, backgroundCount, b));
        return new(ensemble, playerOfSlot, players, [.. blocks], margins.Sum() / backgroundCount);
    }

    /// <summary>
    /// Absent players send a row down both branches, weighted by the training data's cover of each: no background is needed
    /// (path-dependent value function). Below a node of cover 0 the shares are 0/0; they count as 0, so that such a leaf adds nothing
    /// unless the explained row's own values lead there, as a background without such rows would have it.
    /// </summary>
    /// <param name="ensemble">The trees, after <see cref="TreeEnsemble.Check"/>.</param>
    /// <param name="playerOfSlot">For each slot of an encoded row its player; slots of one player are present or absent together.</param>
    /// <param name="players">Number of players.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="AuditInputException">The trees have no cover, or more players decide about one leaf than can be held.</exception>
    public static TreeShap PathDependent(TreeEnsemble ensemble, int[] playerOfSlot, int players)
    {
        if (!ensemble.HasCover)
            throw new AuditInputException(
                "The model's trees do not say how much training data reached each node, which path-dependent attributions need. " +
                "Ask for interventional attributions.");
        return new(ensemble, playerOfSlot, players, null, ensemble.Base + ensemble.Trees.Sum(Expected));
    }

    /// <summary>Attributions of rows. The number of workers changes no bit: rows are cut into fixed blocks and each sums its trees in order.</summary>
    /// <param name="encodedRows">Encoded rows: row · slots + slot; NaN where missing.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="phi">Filled with row · players + player.</param>
    /// <param name="workers">How many threads may work at once; −1 for as many as there are processors.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer values than the rows need, or <paramref name="phi"/> is too short.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public void Explain(double[] encodedRows, int count, double[] phi, int workers, CancellationToken stop)
    {
        if (encodedRows.LongLength < (long)count * _ensemble.Slots)
            throw new ArgumentException($"{encodedRows.Length} values are no {count} rows of {_ensemble.Slots} slots.", nameof(encodedRows));
        if (phi.LongLength < (long)count * _players)
            throw new ArgumentException($"{phi.Length} numbers cannot hold {count} rows of {_players} players.", nameof(phi));
        Array.Clear(phi, 0, count * _players);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop };
        foreach (var (first, trees) in _batches)
        {
            var contributions = Contributions(first, trees, options);
            Parallel.For(0, RowBlock.CountOf(count), options, b =>
            {
                var block = RowBlock.Of(_ensemble, encodedRows, count, b);
                foreach (var tree in contributions)
                {
                    stop.ThrowIfCancellationRequested();
                    tree.Add(block, phi, b * RowBlock.MaxRows * _players, _players);
                }
            });
        }
    }

    private TreeContributions[] Contributions(int first, int count, ParallelOptions options)
    {
        if (_kept is { } kept) return kept;
        var made = new TreeContributions[count];
        Parallel.For(0, count, options, t => made[t] = _background is { } background
            ? TreeContributions.Interventional(_paths[first + t], background)
            : TreeContributions.PathDependent(_paths[first + t]));
        if (_batches.Count == 1) _kept = made;
        return made;
    }

    /// <summary>Mean of a tree's leaves, each with the product of the shares on its way.</summary>
    private static double Expected(Tree tree)
    {
        if (tree.Slot.Length == 0) return tree.Leaf[0];
        var sum = 0.0;
        var open = new Stack<(int Child, double Share)>([(0, 1.0)]);
        while (open.TryPop(out var at))
        {
            if (at.Child < 0)
            {
                sum += at.Share * tree.Leaf[~at.Child];
                continue;
            }
            var whole = tree.NodeCover![at.Child];
            foreach (var child in (ReadOnlySpan<int>)[tree.WhenTrue[at.Child], tree.WhenFalse[at.Child]])
                open.Push((child, whole > 0 ? at.Share * (child >= 0 ? tree.NodeCover[child] : tree.LeafCover![~child]) / whole : 0));
        }
        return sum;
    }
}
