using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// Gives the training records back: the best fidelity that there is, and no privacy. Each row once in random order, keys and all, then each
/// once more, as often as rows are asked for.
/// </summary>
/// <param name="train">The training records; at least one.</param>
public sealed class Memoriser(RecordTable train) : ReferenceGenerator("memoriser", RecordFingerprint.Of(Fitted(train)), $"")
{
    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator: the training records themselves, in random order.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var drawn = new int[request.Count];
        for (var (first, round) = (0, 0UL); first < drawn.Length; first += train.Count, round++)
        {
            var order = Order(train.Count, seed.Generator(round));
            Array.Copy(order, 0, drawn, first, Math.Min(order.Length, drawn.Length - first));
        }
        return train.Take(drawn);
    }

    // Durstenfeld (1964), Commun. ACM 7:420.
    private static int[] Order(int count, CounterRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var k = count - 1; k > 0; k--)
        {
            var other = (int)(random.NextUniform() * (k + 1));
            (order[k], order[other]) = (order[other], order[k]);
        }
        return order;
    }
}
