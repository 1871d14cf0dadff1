using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// Draws every column by itself from the training values, missing ones among them: each column is distributed as the real one, and nothing
/// hangs together.
/// </summary>
/// <param name="train">The training records; at least one.</param>
public sealed class IndependentMarginals(RecordTable train) : ReferenceGenerator("independent marginals", RecordFingerprint.Of(Fitted(train)), $"")
{
    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator: every column drawn by itself from the training values.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var columns = new List<RecordColumn>();
        foreach (var column in train.Columns)
        {
            stop.ThrowIfCancellationRequested();
            var drawn = WithReplacement(train.Count, request.Count, seed.For($"column/{column.Name}"));
            columns.Add(column is RecordColumn.Key key ? FreshKeys.Of(key, drawn) : column.Take(drawn));
        }
        return new(columns, request.Count);
    }
}
