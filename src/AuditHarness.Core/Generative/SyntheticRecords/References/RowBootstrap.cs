using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Draws training rows with replacement (Efron 1979, Ann. Stat. 7:1–26) and gives them new keys; <see cref="NoiseDial"/> makes them no copies.</summary>
/// <param name="train">The training records; at least one.</param>
public sealed class RowBootstrap(RecordTable train) : ReferenceGenerator("bootstrap", RecordFingerprint.Of(Fitted(train)), $"")
{
    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator: training records drawn with replacement.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var drawn = WithReplacement(train.Count, request.Count, seed.For("rows"));
        return new([.. train.Columns.Select(c => c is RecordColumn.Key key ? FreshKeys.Of(key, drawn) : c.Take(drawn))], drawn.Length);
    }
}
