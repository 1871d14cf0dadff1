using System.Numerics;

namespace AuditHarness.Explanations.Trees;

/// <summary>Takes the patterns of a block of rows at one cell.</summary>
/// <param name="cell">Number of the cell.</param>
/// <param name="patterns">One per row.</param>
internal delegate void PatternVisitor<T>(int cell, ReadOnlySpan<T> patterns);

/// <summary>
/// The ways through a tree as steps over a block of rows. A step compares one slot of all rows, or carries their patterns from a node
/// to its child; no row branches. Conditions of one player are joined by "and" as they are met, so that repeated features and groups
/// of features are one player with one condition.
/// </summary>
internal sealed class TreePaths
{
    private enum StepKind : byte { Compare, Follow, Visit, VisitFork }

    /// <param name="Kind">What to do.</param>
    /// <param name="Level">How far from the root: masks and patterns of a level are overwritten when the next way is taken.</param>
    /// <param name="Target">Node to compare, or cell to visit.</param>
    /// <param name="Position">Bit of the node's player.</param>
    /// <param name="IsNew">The way has not met this player before.</param>
    /// <param name="Branch">Way to follow.</param>
    private readonly record struct Step(StepKind Kind, int Level, int Target, int Position = 0, bool IsNew = false, bool Branch = false);

    /// <summary>A child to walk into: with the way to it.</summary>
    private readonly record struct Open(int Child, int Level, int[] Players, double[] Reach, Step? Follow);

    private readonly Tree _tree;
    private readonly Step[] _steps;
    private readonly int _levels;

    private TreePaths(Tree tree, Step[] steps, PathCell[] cells)
    {
        (_tree, _steps, Cells) = (tree, steps, cells);
        _levels = steps.Length == 0 ? 0 : steps.Max(s => s.Level) + 2;
        Width = cells.Length == 0 ? 0 : cells.Max(c => c.Bits);
    }

    /// <summary>Leaves, and pairs of leaves that share a table.</summary>
    public PathCell[] Cells { get; }

    /// <summary>Bits of the widest pattern.</summary>
    public int Width { get; }

    /// <summary>The ways through a tree.</summary>
    /// <param name="tree">A sound tree.</param>
    /// <param name="number">Its number, for the message.</param>
    /// <param name="playerOfSlot">For each slot its player.</param>
    /// <exception cref="AuditInputException">More than <see cref="PathPattern.MaxPlayers"/> players decide about one leaf.</exception>
    public static TreePaths Of(Tree tree, int number, int[] playerOfSlot)
    {
        var steps = new List<Step>();
        var cells = new List<PathCell>();
        var open = new Stack<Open>();
        open.Push(new(tree.Slot.Length == 0 ? ~0 : 0, 0, [], [], null));
        while (open.TryPop(out var at))
        {
            if (at.Follow is { } follow) steps.Add(follow);
            if (at.Child < 0)
            {
                // A tree of one leaf gives no player anything.
                if (at.Players.Length == 0) continue;
                steps.Add(new(StepKind.Visit, at.Level, cells.Count));
                cells.Add(new(at.Players, at.Players.Length, [new(tree.Leaf[~at.Child], at.Reach)]));
                continue;
            }
            var node = at.Child;
            var player = playerOfSlot[tree.Slot[node]];
            var position = Array.IndexOf(at.Players, player);
            var isNew = position < 0;
            if (isNew) position = at.Players.Length;
            int[] players = isNew ? [.. at.Players, player] : at.Players;
            if (players.Length > PathPattern.MaxPlayers)
                throw new AuditInputException(
                    $"Tree {number}, node {node}: more than {PathPattern.MaxPlayers} different features decide about one leaf, which no exact " +
                    "explanation of trees here can hold. Group features, or explain by permutation.");

            var (yes, no) = (tree.WhenTrue[node], tree.WhenFalse[node]);
            var (reachYes, reachNo) = (Through(tree, at, position, node, yes), Through(tree, at, position, node, no));
            steps.Add(new(StepKind.Compare, at.Level, node));
            if (yes < 0 && no < 0 && players.Length <= PathPattern.TableBits)
            {
                // Two leaves of one node: one table over the node's own pattern and its answer serves both.
                steps.Add(new(StepKind.VisitFork, at.Level, cells.Count, at.Players.Length));
                cells.Add(new(players, at.Players.Length + 1,
                    [new(tree.Leaf[~yes], reachYes), new(tree.Leaf[~no], reachNo)]) { LastPosition = position, LastIsNew = isNew });
                continue;
            }
            open.Push(new(no, at.Level + 1, players, reachNo, new(StepKind.Follow, at.Level, node, position, isNew, false)));
            open.Push(new(yes, at.Level + 1, players, reachYes, new(StepKind.Follow, at.Level, node, position, isNew, true)));
        }
        return new(tree, [.. steps], [.. cells]);
    }

    /// <summary>Brings every cell the patterns of a block of rows, always in the same order of cells.</summary>
    /// <typeparam name="T">Unsigned, of at least <see cref="Width"/> bits.</typeparam>
    public void Walk<T>(RowBlock rows, PatternVisitor<T> visit) where T : unmanaged, IBinaryInteger<T>
    {
        var count = rows.Count;
        var (masks, patterns) = (new T[_levels][], new T[_levels + 1][]);
        for (var level = 0; level < _levels; level++) masks[level] = new T[count];
        for (var level = 0; level <= _levels; level++) patterns[level] = new T[count];
        foreach (var step in _steps)
        {
            var mask = masks[step.Level];
            var from = patterns[step.Level];
            switch (step.Kind)
            {
                case StepKind.Compare:
                    NodeMask.Fill<T>(_tree, step.Target, rows.Column(_tree.Slot[step.Target]), mask);
                    break;
                case StepKind.Follow:
                    Follow(from, mask, step, patterns[step.Level + 1]);
                    break;
                case StepKind.Visit:
                    visit(step.Target, from);
                    break;
                default:
                    Follow(from, mask, step with { IsNew = true, Branch = true }, patterns[step.Level + 1]);
                    visit(step.Target, patterns[step.Level + 1]);
                    break;
            }
        }
    }

    private static void Follow<T>(ReadOnlySpan<T> from, ReadOnlySpan<T> mask, Step step, Span<T> to) where T : unmanaged, IBinaryInteger<T>
    {
        var bit = T.One << step.Position;
        var flip = step.Branch ? T.Zero : ~T.Zero;
        var r = 0;
        if (Vector<T>.IsSupported)
        {
            var (bits, flips) = (new Vector<T>(bit), new Vector<T>(flip));
            for (; r <= to.Length - Vector<T>.Count; r += Vector<T>.Count)
            {
                var (old, met) = (new Vector<T>(from[r..]), new Vector<T>(mask[r..]) ^ flips);
                (step.IsNew ? old | (met & bits) : old & (met | ~bits)).CopyTo(to[r..]);
            }
        }
        for (; r < to.Length; r++)
        {
            var met = mask[r] ^ flip;
            to[r] = step.IsNew ? from[r] | (met & bit) : from[r] & (met | ~bit);
        }
    }

    /// <summary>Shares of the training data that each player's conditions on the way let through.</summary>
    private static double[] Through(Tree tree, in Open at, int position, int node, int child)
    {
        if (tree.LeafCover is null) return [];
        var reach = at.Reach;
        if (position == reach.Length) reach = [.. reach, 1];
        else reach = [.. reach];
        var (whole, part) = (tree.NodeCover![node], child >= 0 ? tree.NodeCover[child] : tree.LeafCover[~child]);
        // 0/0 where training never came: nothing goes on for an absent player, as when no background row is there.
        reach[position] *= whole > 0 ? part / whole : 0;
        return reach;
    }
}
