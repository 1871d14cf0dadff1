using System.Numerics;

namespace AuditHarness.Explanations.Trees;

/// <summary>What each cell of a tree gives its players, ready for any number of rows.</summary>
internal sealed class TreeContributions
{
    private readonly TreePaths _paths;

    /// <summary>For each cell with a table: pattern · players + player.</summary>
    private readonly double[]?[] _tables;

    /// <summary>For each cell without one: its leaf.</summary>
    private readonly LeafGame?[] _leaves;

    private TreeContributions(TreePaths paths, double[]?[] tables, LeafGame?[] leaves) => (_paths, _tables, _leaves) = (paths, tables, leaves);

    /// <summary>Contributions when absent players are spread over the branches as the training data was.</summary>
    /// <param name="paths">A tree with cover.</param>
    public static TreeContributions PathDependent(TreePaths paths) =>
        Of(paths, (_, cell) => Array.ConvertAll(cell.Leaves, l => (LeafGame)new PathDependentLeaf(l)));

    /// <summary>Contributions when absent players take the values of background rows.</summary>
    /// <param name="paths">The tree.</param>
    /// <param name="background">All background rows.</param>
    public static TreeContributions Interventional(TreePaths paths, IReadOnlyList<RowBlock> background) => paths.Width switch
    {
        0 => new(paths, [], []),
        <= 16 => Interventional<ushort>(paths, background),
        <= 64 => Interventional<ulong>(paths, background),
        _ => Interventional<UInt128>(paths, background),
    };

    /// <summary>Adds the attributions of a block of rows.</summary>
    /// <param name="rows">The block.</param>
    /// <param name="phi">Sums of all rows: row · players + player.</param>
    /// <param name="offset">Where those of the block begin.</param>
    /// <param name="players">Number of players.</param>
    public void Add(RowBlock rows, double[] phi, int offset, int players)
    {
        switch (_paths.Width)
        {
            case 0: break;
            case <= 16: Add<ushort>(rows, phi, offset, players); break;
            case <= 64: Add<ulong>(rows, phi, offset, players); break;
            default: Add<UInt128>(rows, phi, offset, players); break;
        }
    }

    /// <summary>Upper bound of the memory that the contributions of a tree take.</summary>
    /// <param name="paths">The tree.</param>
    /// <param name="background">Number of background rows, 0 for path-dependent values.</param>
    public static long Bytes(TreePaths paths, int background) =>
        paths.Cells.Sum(c => c.HasTable ? 8L * c.Players.Length << c.Bits : 100 + (24L * background));

    private static TreeContributions Interventional<T>(TreePaths paths, IReadOnlyList<RowBlock> background) where T : unmanaged, IBinaryInteger<T>
    {
        var cells = paths.Cells;
        var counts = Array.ConvertAll(cells, c => c.HasTable ? new int[1 << c.Bits] : null);
        var sparse = Array.ConvertAll(cells, c => c.HasTable ? null : new Dictionary<UInt128, int>());
        foreach (var block in background)
            paths.Walk<T>(block, (cell, patterns) =>
            {
                if (counts[cell] is { } dense)
                    foreach (var pattern in patterns) dense[int.CreateTruncating(pattern)]++;
                else
                    foreach (var pattern in patterns)
                        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(sparse[cell]!, UInt128.CreateTruncating(pattern), out _)++;
            });
        var rows = (double)background.Sum(b => b.Count);
        return Of(paths, (number, cell) =>
        {
            var games = new LeafGame[cell.Leaves.Length];
            for (var leaf = 0; leaf < games.Length; leaf++)
            {
                IEnumerable<(UInt128, double)> shares;
                if (counts[number] is { } dense)
                {
                    var own = new int[1 << cell.Players.Length];
                    for (var pattern = 0; pattern < dense.Length; pattern++) own[cell.OfLeaf(leaf, pattern)] += dense[pattern];
                    shares = own.Select((n, pattern) => ((UInt128)pattern, n / rows)).Where(s => s.Item2 > 0);
                }
                else shares = sparse[number]!.OrderBy(s => s.Key).Select(s => (s.Key, s.Value / rows));
                games[leaf] = new InterventionalLeaf(cell.Leaves[leaf].Value, cell.Players.Length, shares);
            }
            return games;
        });
    }

    private static TreeContributions Of(TreePaths paths, Func<int, PathCell, LeafGame[]> leavesOf)
    {
        var cells = paths.Cells;
        var (tables, leaves) = (new double[]?[cells.Length], new LeafGame?[cells.Length]);
        for (var c = 0; c < cells.Length; c++)
        {
            var games = leavesOf(c, cells[c]);
            if (cells[c].HasTable) tables[c] = Table(cells[c], games);
            else leaves[c] = games[0];
        }
        return new(paths, tables, leaves);
    }

    private static double[] Table(PathCell cell, LeafGame[] games)
    {
        var width = cell.Players.Length;
        var table = new double[width << cell.Bits];
        var ofLeaf = new double[width << width];
        for (var leaf = 0; leaf < games.Length; leaf++)
        {
            Array.Clear(ofLeaf);
            for (var pattern = 0; pattern < 1 << width; pattern++) games[leaf].Add((UInt128)pattern, ofLeaf.AsSpan(pattern * width, width));
            for (var pattern = 0; pattern < 1 << cell.Bits; pattern++)
            {
                var from = cell.OfLeaf(leaf, pattern) * width;
                for (var j = 0; j < width; j++) table[(pattern * width) + j] += ofLeaf[from + j];
            }
        }
        return table;
    }

    private void Add<T>(RowBlock rows, double[] phi, int offset, int players) where T : unmanaged, IBinaryInteger<T>
    {
        PatternMemo<T>? memo = null;
        double[] values = [];
        _paths.Walk<T>(rows, (cell, patterns) =>
        {
            ReadOnlySpan<int> order = _paths.Cells[cell].Players;
            if (_tables[cell] is { } table)
            {
                for (var r = 0; r < patterns.Length; r++)
                    AddTo(phi.AsSpan(offset + (r * players), players), order, table.AsSpan(int.CreateTruncating(patterns[r]) * order.Length, order.Length));
                return;
            }
            (memo ??= new()).Clear();
            if (values.Length < rows.Count * order.Length) values = new double[rows.Count * PathPattern.MaxPlayers];
            for (var r = 0; r < patterns.Length; r++)
            {
                var contribution = values.AsSpan(memo.Number(patterns[r], out var isNew) * order.Length, order.Length);
                if (isNew)
                {
                    contribution.Clear();
                    _leaves[cell]!.Add(UInt128.CreateTruncating(patterns[r]), contribution);
                }
                AddTo(phi.AsSpan(offset + (r * players), players), order, contribution);
            }
        });
    }

    private static void AddTo(Span<double> row, ReadOnlySpan<int> order, ReadOnlySpan<double> values)
    {
        for (var j = 0; j < order.Length; j++) row[order[j]] += values[j];
    }
}
