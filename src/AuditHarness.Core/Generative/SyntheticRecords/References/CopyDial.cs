using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// Another generator's records, of which each is replaced with probability <paramref name="share"/> by a training record. Keys stay, so
/// that only values tell. What is copied at one setting is copied at every higher one.
/// </summary>
/// <param name="inner">Whose records; disposed of with this. Its columns are those of the training records, in their order.</param>
/// <param name="train">Who is copied; at least one.</param>
/// <param name="share">From 0 to 1.</param>
public sealed class CopyDial(IRecordGenerator inner, RecordTable train, double share)
    : ReferenceDial(inner, "that copies", $"{share:R} {RecordFingerprint.Of(Fitted(train))}")
{
    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator '{Inner.Identity.Model.Name}' with {share:percent} of its records copied from the training records.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        var made = Inner.Sample(request, stop);
        var random = seed.Generator();
        var sources = new int[made.Count];
        for (var row = 0; row < sources.Length; row++)
        {
            var (whether, which) = (random.NextUniform(), random.NextUniform());
            sources[row] = whether < share ? (int)(which * train.Count) : -1;
        }
        return new([.. made.Columns.Select(column => Mixed(column, train.Find(column.Name), sources))], made.Count);
    }

    private static RecordColumn Mixed(RecordColumn made, RecordColumn? real, int[] sources)
    {
        if (ValueGrid.Values(made) is { } values && real is not null && ValueGrid.Values(real) is { } known)
            return ValueGrid.With(made, [.. values.Select((value, row) => sources[row] < 0 ? value : known[sources[row]])]);
        if (made is not RecordColumn.Category category || real is not RecordColumn.Category others) return made;
        List<string> levels = [.. category.Levels];
        var numbers = new int[others.Levels.Count];
        for (var k = 0; k < numbers.Length; k++)
        {
            numbers[k] = levels.IndexOf(others.Levels[k]);
            if (numbers[k] >= 0) continue;
            numbers[k] = levels.Count;
            levels.Add(others.Levels[k]);
        }
        return new RecordColumn.Category(made.Name, levels,
            [.. category.Codes.Select((code, row) => sources[row] < 0 ? code : others.Codes[sources[row]] is >= 0 and var copied ? numbers[copied] : -1)]);
    }
}
