using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// A Gaussian copula over columns of all kinds (Nelsen 2006, An Introduction to Copulas; scores of mid-ranks for ties and categories): each
/// column is distributed as the real one, and pairs of columns hang together as the real ones do, as far as one correlation can say. Numbers
/// are interpolated between training values, never leave their range, and have no more decimals. Rows of one patient do not hang together.
/// </summary>
public sealed class GaussianCopula : ReferenceGenerator
{
    private readonly RecordTable _train;
    private readonly CopulaColumn?[] _columns;
    private readonly double[,] _triangle;

    /// <summary>Fits it.</summary>
    /// <param name="train">The training records; at least one.</param>
    /// <param name="stop">Cancels.</param>
    public GaussianCopula(RecordTable train, CancellationToken stop = default) : base("Gaussian copula", RecordFingerprint.Of(Fitted(train)), $"")
    {
        _train = train;
        var margins = new List<LatentMargin>();
        _columns = [.. train.Columns.Select(c => c is RecordColumn.Key ? null : new CopulaColumn(c, margins))];
        var correlations = new double[margins.Count, margins.Count];
        for (var i = 0; i < margins.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            correlations[i, i] = 1;
            for (var j = 0; j < i; j++) correlations[i, j] = correlations[j, i] = LatentCorrelation.Of(margins[i], margins[j], train.Count);
        }
        _triangle = margins.Count == 0 ? correlations : LatentCorrelation.Triangle(correlations);
    }

    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator: Gaussian copula with the columns' own distributions and the correlations of their normal scores.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hidden = new double[request.Count][];
        var (size, rows) = (_triangle.GetLength(0), seed.For("hidden"));
        var draws = new double[size];
        for (var row = 0; row < hidden.Length; row++)
        {
            if ((row & 0xFFF) == 0) stop.ThrowIfCancellationRequested();
            var random = rows.Generator((ulong)row);
            for (var k = 0; k < size; k++) draws[k] = random.NextNormal();
            hidden[row] = new double[size];
            for (var i = 0; i < size; i++)
            {
                var sum = 0.0;
                for (var j = 0; j <= i; j++) sum += _triangle[i, j] * draws[j];
                hidden[row][i] = sum;
            }
        }
        return new([.. _train.Columns.Select((column, c) => column is RecordColumn.Key key
            ? FreshKeys.Of(key, WithReplacement(_train.Count, request.Count, seed.For($"column/{key.Name}"))) : _columns[c]!.Made(hidden))], request.Count);
    }
}
