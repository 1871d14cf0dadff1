using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>A game given by a function of who takes part.</summary>
internal sealed class FunctionGame(int players, Func<bool[], double> worth) : CoalitionGame
{
    public override int Players => players;

    public override double Nobody => worth(new bool[players]);

    public override double Everybody => worth([.. Enumerable.Repeat(true, players)]);

    /// <summary>Coalitions asked for so far.</summary>
    public int Asked { get; private set; }

    public override void Evaluate(ReadOnlySpan<bool> members, Span<double> values)
    {
        Assert.That(members.Length, Is.EqualTo(values.Length * players));
        Asked += values.Length;
        for (var c = 0; c < values.Length; c++) values[c] = worth(members.Slice(c * players, players).ToArray());
    }

    /// <summary>The cost of a runway for the largest aeroplane that takes part. Littlechild, Owen (1973), Manage. Sci. 20:370–372.</summary>
    public static FunctionGame Airport(params double[] costs) =>
        new(costs.Length, members => members.Select((m, i) => m ? costs[i] : 0).Max());

    /// <summary>Its Shapley values: aeroplanes share each piece of the runway with all that need it. Costs ascending.</summary>
    public static double[] AirportValues(params double[] costs)
    {
        var values = new double[costs.Length];
        for (var i = 0; i < costs.Length; i++)
            for (var k = 0; k <= i; k++) values[i] += (costs[k] - (k == 0 ? 0 : costs[k - 1])) / (costs.Length - k);
        return values;
    }

    /// <summary>1 for coalitions whose votes reach the quota.</summary>
    public static FunctionGame Voting(int quota, params int[] votes) =>
        new(votes.Length, members => members.Select((m, i) => m ? votes[i] : 0).Sum() >= quota ? 1 : 0);

    /// <summary>A worth of its own for every coalition: interactions of every order.</summary>
    public static FunctionGame Random(int players, int seed)
    {
        var random = new Random(seed);
        double[] worth = [.. Enumerable.Range(0, 1 << players).Select(_ => random.NextDouble())];
        return new(players, members => worth[members.Select((m, i) => m ? 1 << i : 0).Sum()]);
    }
}

/// <summary>Feature tables made up for the tests.</summary>
internal static class Tables
{
    /// <summary>Numeric columns named x0, x1, … from rows.</summary>
    public static FeatureTable Of(params double[][] rows) => new([.. Enumerable.Range(0, rows[0].Length).Select(k =>
        new FeatureColumn.Numeric($"x{k}", Array.ConvertAll(rows, r => r[k])))]);

    public static double[] Row(FeatureTable table, int row) =>
        [.. table.Columns.Select(c => c is FeatureColumn.Numeric n ? n.Values[row] : ((FeatureColumn.Text)c).Codes[row])];

    public static Func<FeatureTable, double[]> Score(Func<double[], double> of) =>
        table => [.. Enumerable.Range(0, table.Count).Select(i => of(Row(table, i)))];

    public static FeatureTable Normal(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => Gauss(random)).ToArray())]);
    }

    public static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Each column a player.</summary>
    public static PlayerMap Singles(FeatureTable table) =>
        PlayerMap.Of([.. table.Columns.Select(c => c.Name)], new Dictionary<string, IReadOnlyList<string>>());
}
