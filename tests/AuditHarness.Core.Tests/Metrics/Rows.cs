using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Patients as plain columns: what the tests make up, reorder, repeat and swap, and then measure.</summary>
internal sealed record Rows(double[] Scores, byte[] Labels, double[]? Weights, double Threshold)
{
    public int Count => Scores.Length;

    public SubgroupEvidence Evidence => Seeded(default);

    public SubgroupEvidence Seeded(Seed seed)
    {
        var order = new ScoreOrder(Scores, Labels, Weights);
        return new(Subgroup.Overall, order.Split(GroupIndex.Overall(Count))[0], Threshold, order.IsWeighted) { Measures = Settings, Seed = seed };
    }

    /// <summary>Every setting at its default, and costs, without which there is no expected cost.</summary>
    public static MeasurePlan Settings { get; } = new() { Costs = new(1, 2, 0, 10) };

    public double Weight(int row) => Weights?[row] ?? 1;

    /// <summary>
    /// Risks on odd multiples of 1/1024 (so 1 − risk is exact and no risk is on a bin edge or the threshold), outcomes that follow
    /// them loosely; coarse risks are shared by many patients.
    /// </summary>
    public static Rows Random(int seed, int patients, bool ties = true, bool weighted = false)
    {
        var random = new Random(seed);
        var (scores, labels, weights) = (new double[patients], new byte[patients], new double[patients]);
        for (var i = 0; i < patients; i++)
        {
            scores[i] = ((2 * random.Next(ties ? 24 : 512) * (ties ? 21 : 1)) + 1) / 1024.0;
            labels[i] = (byte)(random.NextDouble() < (0.1 + (0.6 * scores[i] * scores[i])) ? 1 : 0);
            weights[i] = 0.25 + (4 * random.NextDouble() * random.NextDouble());
        }
        return new(scores, labels, weighted ? weights : null, 401.5 / 1024);
    }

    public Rows Take(IEnumerable<int> rows)
    {
        var chosen = rows.ToArray();
        return this with
        {
            Scores = [.. chosen.Select(i => Scores[i])], Labels = [.. chosen.Select(i => Labels[i])],
            Weights = Weights is null ? null : [.. chosen.Select(i => Weights[i])],
        };
    }

    public Rows Shuffled(int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        return Take(order);
    }

    /// <summary>Event and non-event change places, and each risk becomes that of the other outcome.</summary>
    public Rows Swapped() => this with
    {
        Scores = Array.ConvertAll(Scores, s => 1 - s), Labels = Array.ConvertAll(Labels, y => (byte)(1 - y)), Threshold = 1 - Threshold,
    };
}
