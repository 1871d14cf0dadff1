using AuditHarness.Audits;

namespace AuditHarness.Explanations;

/// <summary>Why a model answered as it did, for a sample of rows: output = base value + Σ attribution, row by row.</summary>
public sealed record Attributions
{
    /// <summary>The players that share the credit: features, or groups of features that count as one.</summary>
    public required IReadOnlyList<string> Players { get; init; }

    /// <summary>Positions, among the evaluated rows, of the rows explained; ascending.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Attributions, row by row: row · players + player. On the scale of <see cref="Output"/>.</summary>
    public required double[] Values { get; init; }

    /// <summary>The model's output for each explained row, on the scale of <see cref="Output"/>.</summary>
    public required double[] Outputs { get; init; }

    /// <summary>Output when every player is absent.</summary>
    public required double BaseValue { get; init; }

    /// <summary>Standard error of each attribution by sampling of coalitions, as <see cref="Values"/>; null when they are exact.</summary>
    public double[]? MonteCarloErrors { get; init; }

    /// <summary>What an absent player means.</summary>
    public required ValueFunction ValueFunction { get; init; }

    /// <summary>The scale.</summary>
    public required ExplainedOutput Output { get; init; }

    /// <summary>Name of the algorithm, such as "interventional TreeSHAP" or "permutation sampling, 32 paired passes".</summary>
    public required Phrase Method { get; init; }

    /// <summary>What stood in for absent players, in words, such as "1,000 evaluated rows, sampled with the seed".</summary>
    public required Phrase Background { get; init; }

    /// <summary>How often the model itself was called, and on how many rows in all; 0 when only its structure was used.</summary>
    public (long Calls, long Rows) ModelCalls { get; init; }

    /// <summary>The largest |base + Σ attribution − output| of a row, relative to max(1, |output|): local accuracy.</summary>
    public double LargestLocalError
    {
        get
        {
            var largest = 0.0;
            for (var r = 0; r < Rows.Length; r++)
            {
                var sum = BaseValue;
                for (var p = 0; p < Players.Count; p++) sum += Values[(r * Players.Count) + p];
                var error = Math.Abs(sum - Outputs[r]) / Math.Max(1, Math.Abs(Outputs[r]));
                // NaN is the worst error of all, and no comparison finds it.
                largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
            }
            return largest;
        }
    }
}

/// <summary>Which slots of an encoded row belong to which player.</summary>
/// <param name="Names">Names of the players.</param>
/// <param name="OfColumn">For each column of the feature table the index of its player.</param>
public sealed record PlayerMap(IReadOnlyList<string> Names, int[] OfColumn)
{
    /// <summary>Every column is a player, but for those that the plan groups. Players stand in the order of their first column.</summary>
    /// <param name="columns">Names of the feature table's columns.</param>
    /// <param name="groups">Name of a player → names of its columns.</param>
    public static PlayerMap Of(IReadOnlyList<string> columns, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        var names = columns.Select(c => groups.FirstOrDefault(g => g.Value.Contains(c)).Key ?? c).ToArray();
        var players = names.Distinct().ToArray();
        return new(players, Array.ConvertAll(names, n => Array.IndexOf(players, n)));
    }

    /// <summary>For each slot of an encoding the index of its player.</summary>
    /// <param name="encoding">The encoding.</param>
    public int[] OfSlots(FeatureEncoding encoding) => [.. encoding.Slots.Select(s => OfColumn[s.Column])];
}
