using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>
/// The game behind interventional Shapley values of any scoring function: v(S) = mean over the background rows z of f(x in S, z
/// elsewhere). One instance holds the background for all rows explained, scores each of these once, and counts the calls. Not for
/// several threads at once.
/// </summary>
public sealed class ModelGame
{
    /// <summary>Most rows given to the scoring function in one call.</summary>
    public const int RowsPerCall = 65_536;

    // Up to here every coalition met with a background row is remembered, so that none is scored twice.
    private const int PlayersRemembered = ExactShapley.MaximumPlayers;
    private const int FromBackground = -1, FromExplained = -2;

    private readonly Func<FeatureTable, double[]> _score;
    private readonly FeatureTable _explained, _background;
    private readonly double[] _backgroundOutputs;
    private readonly int[] _ownerOfColumn;

    /// <summary>Scores the rows explained and the background.</summary>
    /// <param name="score">Output of each row on the scale to be explained: a model's, or that of its known structure.</param>
    /// <param name="explained">Rows explained.</param>
    /// <param name="background">Rows that stand in for absent players; at least one. Texts have the same levels as in <paramref name="explained"/>.</param>
    /// <param name="players">Which columns belong to which player.</param>
    /// <param name="used">For each player whether the function depends on it; null when all may. Others get exactly 0.</param>
    /// <exception cref="ArgumentException">The background is empty, or the two tables differ in their columns or levels.</exception>
    public ModelGame(
        Func<FeatureTable, double[]> score, FeatureTable explained, FeatureTable background, PlayerMap players, bool[]? used = null)
    {
        if (background.Count == 0) throw new ArgumentException("There is no background row.", nameof(background));
        if (explained.Columns.Count != background.Columns.Count
            || explained.Columns.Zip(background.Columns).Any(pair => !IsAlike(pair.First, pair.Second)))
            throw new ArgumentException("The rows explained and the background differ in columns or levels.", nameof(background));
        (_score, _explained, _background, Map) = (score, explained, background, players);
        Used = [.. Enumerable.Range(0, players.Names.Count).Where(p => used is null || used[p])];
        _ownerOfColumn = Array.ConvertAll(players.OfColumn, p => Array.IndexOf(Used, p));
        Outputs = Score(explained);
        _backgroundOutputs = Score(background);
        BaseValue = _backgroundOutputs.Sum() / _backgroundOutputs.Length;
    }

    /// <summary>All players.</summary>
    public PlayerMap Map { get; }

    /// <summary>The players that take part in <see cref="Of(int)"/>, by their index in <see cref="Map"/>; ascending.</summary>
    public int[] Used { get; }

    /// <summary>The function's output for each row explained: v of everybody.</summary>
    public double[] Outputs { get; }

    /// <summary>Mean output over the background: v of nobody.</summary>
    public double BaseValue { get; }

    /// <summary>How often the scoring function was called so far, and on how many rows in all.</summary>
    public (long Calls, long Rows) ModelCalls { get; private set; }

    /// <summary>Number of background rows.</summary>
    public int BackgroundRows => _backgroundOutputs.Length;

    /// <summary>The game of one row.</summary>
    /// <param name="row">Position among the rows explained.</param>
    public CoalitionGame Of(int row) => Of(row, 0, BackgroundRows);

    /// <summary>The game of one row against a part of the background; that against all of it is the mean over its parts.</summary>
    /// <param name="row">Position among the rows explained.</param>
    /// <param name="from">First background row of the part.</param>
    /// <param name="to">The one after the last.</param>
    public CoalitionGame Of(int row, int from, int to) => new RowGame(this, row, from, to);

    private sealed class RowGame(ModelGame model, int row, int from, int to) : CoalitionGame
    {
        public override int Players => model.Used.Length;

        public override double Nobody { get; } =
            from == 0 && to == model.BackgroundRows ? model.BaseValue : model._backgroundOutputs[from..to].Sum() / (to - from);

        public override double Everybody => model.Outputs[row];

        public override void Evaluate(ReadOnlySpan<bool> members, Span<double> worth) => model.Evaluate(row, from, to, members, worth);
    }

    private void Evaluate(int row, int from, int to, ReadOnlySpan<bool> members, Span<double> worth)
    {
        var (players, coalitions, words) = (Used.Length, worth.Length, (Used.Length + 63) / 64);
        var masks = Masks(members, players, words);
        var differs = Differences(row, from, to, words);
        var seen = players <= PlayersRemembered ? new int[1 << players] : null;
        var (hybrids, sources) = (new List<(int Background, int Coalition)>(), new List<int>());
        worth.Clear();
        var first = from;
        for (var z = from; z < to; z++)
        {
            if (hybrids.Count > 0 && hybrids.Count + coalitions > RowsPerCall)
            {
                Add(row, members, hybrids, sources, first, worth);
                first = z;
            }
            var differ = differs.AsSpan((z - from) * words, words);
            if (seen is not null) Array.Fill(seen, int.MinValue);
            for (var c = 0; c < coalitions; c++)
            {
                // Where x and z agree it makes no difference who takes part: only members among the differing players count.
                var mask = masks.AsSpan(c * words, words);
                int source;
                if (Agree(mask, default, differ)) source = FromBackground;
                else if (Agree(mask, differ, differ)) source = FromExplained;
                else if (seen is not null)
                {
                    ref var known = ref seen[mask[0] & differ[0]];
                    if (known == int.MinValue)
                    {
                        known = hybrids.Count;
                        hybrids.Add((z, c));
                    }
                    source = known;
                }
                else if (c > 0 && Agree(mask, masks.AsSpan((c - 1) * words, words), differ)) source = sources[^1];
                else
                {
                    source = hybrids.Count;
                    hybrids.Add((z, c));
                }
                sources.Add(source);
            }
        }
        Add(row, members, hybrids, sources, first, worth);
        for (var c = 0; c < coalitions; c++) worth[c] /= to - from;
    }

    // Sums run over the background in its order, wherever a batch ends.
    private void Add(
        int row, ReadOnlySpan<bool> members, List<(int Background, int Coalition)> hybrids, List<int> sources, int first, Span<double> worth)
    {
        var scores = hybrids.Count == 0 ? [] : Score(Splice(row, members, hybrids));
        for (var at = 0; at < sources.Count; at++)
        {
            var z = first + (at / worth.Length);
            worth[at % worth.Length] += sources[at] switch
            {
                FromBackground => _backgroundOutputs[z],
                FromExplained => Outputs[row],
                var hybrid => scores[hybrid],
            };
        }
        hybrids.Clear();
        sources.Clear();
    }

    private FeatureTable Splice(int row, ReadOnlySpan<bool> members, List<(int Background, int Coalition)> hybrids)
    {
        var fromExplained = new bool[hybrids.Count];
        var columns = new FeatureColumn[_explained.Columns.Count];
        for (var k = 0; k < columns.Length; k++)
        {
            for (var h = 0; h < fromExplained.Length; h++)
                fromExplained[h] = _ownerOfColumn[k] >= 0 && members[(hybrids[h].Coalition * Used.Length) + _ownerOfColumn[k]];
            columns[k] = (_explained.Columns[k], _background.Columns[k]) switch
            {
                (FeatureColumn.Numeric x, FeatureColumn.Numeric z) => x with { Values = Mixed(x.Values[row], z.Values, hybrids, fromExplained) },
                (FeatureColumn.Text x, FeatureColumn.Text z) => x with { Codes = Mixed(x.Codes[row], z.Codes, hybrids, fromExplained) },
                _ => throw new InvalidOperationException("The tables were checked to be alike."),
            };
        }
        return new(columns);
    }

    private static T[] Mixed<T>(T explained, T[] background, List<(int Background, int Coalition)> hybrids, bool[] fromExplained)
    {
        var mixed = new T[fromExplained.Length];
        for (var h = 0; h < mixed.Length; h++) mixed[h] = fromExplained[h] ? explained : background[hybrids[h].Background];
        return mixed;
    }

    // For each background row a bit mask of the used players whose value is not the explained row's.
    private ulong[] Differences(int row, int from, int to, int words)
    {
        var differs = new ulong[(to - from) * words];
        for (var k = 0; k < _ownerOfColumn.Length; k++)
        {
            var owner = _ownerOfColumn[k];
            if (owner < 0) continue;
            for (var z = from; z < to; z++)
            {
                var same = (_explained.Columns[k], _background.Columns[k]) switch
                {
                    // Bit for bit: NaN is the same as NaN, and −0 is not taken for 0.
                    (FeatureColumn.Numeric a, FeatureColumn.Numeric b) =>
                        BitConverter.DoubleToInt64Bits(a.Values[row]) == BitConverter.DoubleToInt64Bits(b.Values[z]),
                    (FeatureColumn.Text a, FeatureColumn.Text b) => a.Codes[row] == b.Codes[z],
                    _ => false,
                };
                if (!same) differs[((z - from) * words) + (owner / 64)] |= 1UL << (owner % 64);
            }
        }
        return differs;
    }

    private static ulong[] Masks(ReadOnlySpan<bool> members, int players, int words)
    {
        if (players == 0) return [];
        var masks = new ulong[members.Length / players * words];
        for (var at = 0; at < members.Length; at++)
        {
            var player = at % players;
            if (members[at]) masks[(at / players * words) + (player / 64)] |= 1UL << (player % 64);
        }
        return masks;
    }

    // True when two masks (an empty one has no bits) agree in all bits that are asked for.
    private static bool Agree(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> asked)
    {
        for (var w = 0; w < asked.Length; w++)
            if (((a[w] ^ (b.IsEmpty ? 0 : b[w])) & asked[w]) != 0) return false;
        return true;
    }

    private double[] Score(FeatureTable rows)
    {
        if (rows.Count <= RowsPerCall) return Call(rows);
        var scores = new double[rows.Count];
        for (var start = 0; start < scores.Length; start += RowsPerCall)
        {
            int[] chunk = [.. Enumerable.Range(start, Math.Min(RowsPerCall, scores.Length - start))];
            Call(rows.Take(chunk)).CopyTo(scores, start);
        }
        return scores;
    }

    private double[] Call(FeatureTable rows)
    {
        ModelCalls = (ModelCalls.Calls + 1, ModelCalls.Rows + rows.Count);
        var scores = _score(rows);
        return scores.Length == rows.Count ? scores
            : throw new InvalidOperationException($"The scoring function gave {scores.Length} answers for {rows.Count} rows.");
    }

    private static bool IsAlike(FeatureColumn a, FeatureColumn b) => (a, b) switch
    {
        (FeatureColumn.Numeric, FeatureColumn.Numeric) => true,
        (FeatureColumn.Text x, FeatureColumn.Text y) => ReferenceEquals(x.Levels, y.Levels) || x.Levels.SequenceEqual(y.Levels),
        _ => false,
    };
}
