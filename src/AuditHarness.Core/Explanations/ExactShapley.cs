using System.Numerics;
using AuditHarness.Audits;

namespace AuditHarness.Explanations;

/// <summary>
/// Shapley values by enumeration of all coalitions: φ_i = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).
/// Shapley (1953), Contributions to the Theory of Games 2:307–317.
/// </summary>
public static class ExactShapley
{
    /// <summary>Most players that are enumerated: 4,096 coalitions.</summary>
    public const int MaximumPlayers = 12;

    /// <summary>The Shapley values of a game.</summary>
    /// <param name="game">At most <see cref="MaximumPlayers"/> players.</param>
    /// <exception cref="ArgumentException">There are more players.</exception>
    public static double[] Of(CoalitionGame game) => Of(game, Coalitions(game.Players));

    /// <summary>Explains every row of a model game.</summary>
    /// <param name="model">At most <see cref="MaximumPlayers"/> used players.</param>
    /// <param name="rows">Positions of the rows explained among the evaluated ones.</param>
    /// <param name="output">Scale of the scoring function.</param>
    /// <param name="background">The background, for the report.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="ArgumentException">There are more players.</exception>
    public static Attributions Explain(
        ModelGame model, int[] rows, ExplainedOutput output, Phrase background, CancellationToken stop = default)
    {
        var coalitions = Coalitions(model.Used.Length);
        var values = new double[model.Outputs.Length * model.Map.Names.Count];
        for (var r = 0; r < model.Outputs.Length; r++)
        {
            stop.ThrowIfCancellationRequested();
            var ofUsed = Of(model.Of(r), coalitions);
            for (var k = 0; k < ofUsed.Length; k++) values[(r * model.Map.Names.Count) + model.Used[k]] = ofUsed[k];
        }
        return new()
        {
            Players = model.Map.Names, Rows = rows, Values = values, Outputs = model.Outputs, BaseValue = model.BaseValue,
            ValueFunction = ValueFunction.Interventional, Output = output,
            Method = Phrase.Of($"exact enumeration, {1 << model.Used.Length} coalitions"), Background = background, ModelCalls = model.ModelCalls,
        };
    }

    /// <summary>Shapley values from the worth of every coalition.</summary>
    /// <param name="worth">Worth by bit mask of the members, length 2^players.</param>
    /// <param name="values">Filled, one per player.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void FromWorth(ReadOnlySpan<double> worth, Span<double> values)
    {
        var players = values.Length;
        if (worth.Length != 1 << players) throw new ArgumentException("There is not one worth for each coalition.", nameof(worth));
        // |S|! (n − |S| − 1)! / n! = 1 / (n C(n − 1, |S|))
        var weights = new double[players];
        for (var (size, choose) = (0, 1.0); size < players; choose = choose * (players - 1 - size) / (size + 1), size++)
            weights[size] = 1 / (players * choose);
        for (var i = 0; i < players; i++)
        {
            var sum = 0.0;
            for (var set = 0; set < worth.Length; set++)
                if ((set >> i & 1) == 0) sum += weights[BitOperations.PopCount((uint)set)] * (worth[set | (1 << i)] - worth[set]);
            values[i] = sum;
        }
    }

    private static double[] Of(CoalitionGame game, bool[] coalitions)
    {
        var worth = new double[1 << game.Players];
        (worth[0], worth[^1]) = (game.Nobody, game.Everybody);
        if (game.Players > 1) game.Evaluate(coalitions, worth.AsSpan(1, worth.Length - 2));
        var values = new double[game.Players];
        FromWorth(worth, values);
        return values;
    }

    // All but nobody and everybody, in the order of their bit masks.
    private static bool[] Coalitions(int players)
    {
        if (players > MaximumPlayers)
            throw new ArgumentException($"{players} players have too many coalitions: at most {MaximumPlayers} are enumerated.", nameof(players));
        if (players < 2) return [];
        var members = new bool[((1 << players) - 2) * players];
        for (var at = 0; at < members.Length; at++) members[at] = ((at / players) + 1 >> (at % players) & 1) == 1;
        return members;
    }
}
