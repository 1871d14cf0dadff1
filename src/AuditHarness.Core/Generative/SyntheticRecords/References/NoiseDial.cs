using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// Another generator's records with noise: to every number and day is added a normal error of <paramref name="noise"/> standard deviations
/// of its column, rounded to the decimals that the column has, and every category is exchanged with probability <paramref name="flips"/>
/// for one of the others that training records have, each as likely. Missing values and keys stay; a number may leave its range. The same
/// errors are scaled at every setting, and what is exchanged at one is exchanged at every higher one.
/// </summary>
/// <param name="inner">Whose records; disposed of with this.</param>
/// <param name="train">Where standard deviations and categories come from.</param>
/// <param name="noise">In standard deviations, 0 or more.</param>
/// <param name="flips">From 0 to 1.</param>
public sealed class NoiseDial(IRecordGenerator inner, RecordTable train, double noise, double flips)
    : ReferenceDial(inner, "with noise", $"{noise:R} {flips:R} {RecordFingerprint.Of(Fitted(train))}")
{
    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator '{Inner.Identity.Model.Name}' with noise of {noise:figure} standard deviations, and {flips:percent} of categories exchanged.");

    /// <inheritdoc/>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        var made = Inner.Sample(request, stop);
        var columns = new List<RecordColumn>();
        foreach (var column in made.Columns)
        {
            stop.ThrowIfCancellationRequested();
            var random = seed.For($"column/{column.Name}").Generator();
            columns.Add(train.Find(column.Name) switch
            {
                RecordColumn.Category real when column is RecordColumn.Category category => Exchanged(category, real, random),
                { } real when ValueGrid.Values(column) is { } values && ValueGrid.Values(real) is { } known => ValueGrid.With(column, Noisy(values, known, random)),
                _ => column,
            });
        }
        return new(columns, made.Count);
    }

    private double[] Noisy(double[] values, double[] known, CounterRandom random)
    {
        if (noise == 0) return values;
        var (sd, grid) = (Spread(known), ValueGrid.Of(known));
        var noisy = new double[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            // Drawn where the value is missing too, so that the rows behind it have the same errors whatever is missing.
            var error = random.NextNormal();
            noisy[row] = double.IsNaN(values[row]) ? double.NaN : grid.Nearest(values[row] + (noise * sd * error));
        }
        return noisy;
    }

    private RecordColumn.Category Exchanged(RecordColumn.Category made, RecordColumn.Category real, CounterRandom random)
    {
        var occurring = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in real.Codes)
            if (code >= 0) occurring.Add(real.Levels[code]);
        int[] known = [.. Enumerable.Range(0, made.Levels.Count).Where(k => occurring.Contains(made.Levels[k]))];
        var codes = new int[made.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            var (whether, which) = (random.NextUniform(), random.NextUniform());
            codes[row] = made.Codes[row];
            if (codes[row] < 0 || whether >= flips) continue;
            var at = Array.IndexOf(known, codes[row]);
            var others = known.Length - (at < 0 ? 0 : 1);
            if (others == 0) continue;
            var chosen = (int)(which * others);
            codes[row] = known[at >= 0 && chosen >= at ? chosen + 1 : chosen];
        }
        return made with { Codes = codes };
    }

    private static double Spread(double[] values)
    {
        var (count, mean, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            var gap = value - mean;
            mean += gap / ++count;
            squares += gap * (value - mean);
        }
        return count < 2 ? 0 : Math.Sqrt(squares / (count - 1));
    }
}
