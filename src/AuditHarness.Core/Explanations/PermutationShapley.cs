using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>
/// Shapley values by sampling of the orders in which players join: Castro, Gómez, Tejada (2009), Comput. Oper. Res. 36:1726–1730.
/// Each pass goes through an order forwards and backwards (antithetic: Mitchell et al. (2022), JMLR 23(43):1–46), which is exact for
/// any game whose interactions are of two players at most; each player opens equally many passes, as nearly as their number allows.
/// The values add up to the worth of everybody less that of nobody, because each pass telescopes.
/// </summary>
public static class PermutationShapley
{
    /// <summary>Passes over each part of the background unless another number is asked for.</summary>
    public const int DefaultPasses = 4;

    /// <summary>Parts into which the background of a model game is cut, when it has as many rows.</summary>
    public const int Parts = 16;

    private const int CoalitionsPerBatch = 4096;

    /// <summary>Estimates the Shapley values of a game.</summary>
    /// <param name="game">Any number of players.</param>
    /// <param name="seed">Where the orders come from.</param>
    /// <param name="passes">Number of passes, at least 1.</param>
    /// <returns>The values, and their standard errors from the variance between passes: NaN for a single pass.</returns>
    public static (double[] Values, double[] Errors) Of(CoalitionGame game, Seed seed, int passes) =>
        Of(game, Orders(game.Players, passes, seed));

    /// <summary>
    /// Explains every row of a model game, all by the same orders. The background is cut into <see cref="Parts"/> and each part gets
    /// passes of its own: all rows of the background count, the model is called on passes · 2 (players − 1) rows for each pair of an
    /// explained and a background row, and many more orders are drawn than if all parts shared them. What the parts differ by is no
    /// error, for all of them are used; the errors are those between the passes over each part.
    /// </summary>
    /// <param name="model">The model, the rows and the background.</param>
    /// <param name="rows">Positions of the rows explained among the evaluated ones.</param>
    /// <param name="output">Scale of the scoring function.</param>
    /// <param name="background">The background, for the report.</param>
    /// <param name="seed">Where the orders come from.</param>
    /// <param name="passes">Number of passes over each part, at least 2: one tells nothing of its error.</param>
    /// <param name="stop">Cancels.</param>
    public static Attributions Explain(
        ModelGame model, int[] rows, ExplainedOutput output, Phrase background, Seed seed, int passes = DefaultPasses,
        CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 2);
        var parts = Math.Min(Parts, model.BackgroundRows);
        var orders = Orders(model.Used.Length, parts * passes, seed);
        var values = new double[model.Outputs.Length * model.Map.Names.Count];
        var errors = new double[values.Length];
        for (var r = 0; r < model.Outputs.Length; r++)
        {
            stop.ThrowIfCancellationRequested();
            for (var part = 0; part < parts; part++)
            {
                var (from, to) = (Cut(part), Cut(part + 1));
                var (ofPart, errorsOfPart) = Of(model.Of(r, from, to), orders[(part * passes)..((part + 1) * passes)]);
                var weight = (double)(to - from) / model.BackgroundRows;
                for (var k = 0; k < ofPart.Length; k++)
                {
                    var at = (r * model.Map.Names.Count) + model.Used[k];
                    values[at] += weight * ofPart[k];
                    errors[at] = double.Hypot(errors[at], weight * errorsOfPart[k]);
                }
            }
        }
        return new()
        {
            Players = model.Map.Names, Rows = rows, Values = values, MonteCarloErrors = errors, Outputs = model.Outputs,
            BaseValue = model.BaseValue, ValueFunction = ValueFunction.Interventional, Output = output,
            Method = Phrase.Of($"permutation sampling, {passes} paired passes over each of {parts} parts of the background"),
            Background = background, ModelCalls = model.ModelCalls,
        };

        int Cut(int part) => (int)((long)model.BackgroundRows * part / parts);
    }

    private static (double[] Values, double[] Errors) Of(CoalitionGame game, int[][] orders)
    {
        var players = game.Players;
        var ofPass = new double[orders.Length * players];
        var perPass = Math.Max(0, 2 * (players - 1));
        var batch = Math.Max(1, CoalitionsPerBatch / Math.Max(1, perPass));
        for (var start = 0; start < orders.Length; start += batch)
        {
            var some = orders.AsSpan(start, Math.Min(batch, orders.Length - start));
            var worth = new double[some.Length * perPass];
            if (worth.Length > 0) game.Evaluate(Coalitions(some, players), worth);
            for (var k = 0; k < some.Length; k++)
            {
                var values = ofPass.AsSpan((start + k) * players, players);
                Telescope(some[k], false, worth.AsSpan(k * perPass, perPass / 2), game.Nobody, game.Everybody, values);
                Telescope(some[k], true, worth.AsSpan((k * perPass) + (perPass / 2), perPass / 2), game.Nobody, game.Everybody, values);
            }
        }
        return Summary(ofPass, players);
    }

    // Half of what each player adds on joining; the other half comes from the opposite direction.
    private static void Telescope(
        ReadOnlySpan<int> order, bool backwards, ReadOnlySpan<double> worth, double nobody, double everybody, Span<double> values)
    {
        var before = nobody;
        for (var step = 0; step < order.Length; step++)
        {
            var after = step < worth.Length ? worth[step] : everybody;
            values[order[backwards ? order.Length - 1 - step : step]] += (after - before) / 2;
            before = after;
        }
    }

    private static (double[] Values, double[] Errors) Summary(ReadOnlySpan<double> ofPass, int players)
    {
        var (values, errors) = (new double[players], new double[players]);
        var passes = players == 0 ? 0 : ofPass.Length / players;
        for (var at = 0; at < ofPass.Length; at++) values[at % players] += ofPass[at] / passes;
        for (var at = 0; at < ofPass.Length; at++)
        {
            var deviation = ofPass[at] - values[at % players];
            errors[at % players] += deviation * deviation;
        }
        for (var p = 0; p < players; p++) errors[p] = Math.Sqrt(errors[p] / (passes - 1) / passes);
        return (values, errors);
    }

    private static bool[] Coalitions(ReadOnlySpan<int[]> orders, int players)
    {
        var members = new bool[orders.Length * 2 * (players - 1) * players];
        var rest = members.AsSpan();
        foreach (var order in orders)
        {
            foreach (var backwards in (ReadOnlySpan<bool>)[false, true])
            {
                for (var size = 1; size < players; size++)
                {
                    for (var step = 0; step < size; step++) rest[order[backwards ? players - 1 - step : step]] = true;
                    rest = rest[players..];
                }
            }
        }
        return members;
    }

    // The first player goes round all of them; the others follow in random order.
    private static int[][] Orders(int players, int passes, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        var (starts, orders) = (new int[players], new int[passes][]);
        for (var pass = 0; pass < passes; pass++)
        {
            if (players > 0 && pass % players == 0) starts = Shuffled(players, seed.For("starts").Generator((ulong)pass));
            var order = Shuffled(players, seed.Generator((ulong)pass));
            if (players > 0)
            {
                var at = Array.IndexOf(order, starts[pass % players]);
                (order[0], order[at]) = (order[at], order[0]);
            }
            orders[pass] = order;
        }
        return orders;
    }

    private static int[] Shuffled(int count, CounterRandom random)
    {
        int[] shuffled = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)(random.NextUniform() * (i + 1));
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }
        return shuffled;
    }
}
