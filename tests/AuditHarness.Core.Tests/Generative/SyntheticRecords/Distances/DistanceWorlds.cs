using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>Records some of which are copied, and figures by group as tests expect them.</summary>
internal static class DistanceWorlds
{
    /// <summary>The rows of one table below those of another.</summary>
    public static RecordTable Below(RecordTable first, RecordTable second) => new(
        [
            .. first.Columns.Zip(second.Columns, (a, b) => (RecordColumn)((a, b) switch
            {
                (RecordColumn.Number x, RecordColumn.Number y) => x with { Values = [.. x.Values, .. y.Values] },
                (RecordColumn.Date x, RecordColumn.Date y) => x with { Days = [.. x.Days, .. y.Days] },
                (RecordColumn.Category x, RecordColumn.Category y) => x with { Codes = [.. x.Codes, .. y.Codes] },
                (RecordColumn.Key x, RecordColumn.Key y) => x with { Values = [.. x.Values, .. y.Values] },
                _ => throw new ArgumentException("Columns differ.", nameof(second)),
            })),
        ], first.Count + second.Count);

    /// <summary>Made-up records of which a share is training records again, and as many are training records with other ages within a year.</summary>
    public static RecordEvidence PartlyCopied(int seed = 1, int train = 90, int holdout = 60, int synthetic = 70, double share = 0.2)
    {
        var evidence = RecordWorlds.Evidence(seed, train, holdout, synthetic, 0.3);
        var copies = (int)(share * synthetic);
        var near = evidence.Train.Take([.. Enumerable.Range(copies, copies)]);
        var age = (RecordColumn.Number)near.Find("age")!;
        near = RecordWorlds.With(near, age with { Values = [.. age.Values.Select((v, i) => v + (i % 3 * 0.4))] });
        var fresh = evidence.Synthetic.Take([.. Enumerable.Range(0, synthetic - (2 * copies))]);
        return RecordWorlds.Of(evidence.Train, evidence.Holdout, Below(Below(fresh, evidence.Train.Take([.. Enumerable.Range(0, copies)])), near), evidence.Roles);
    }

    /// <summary>Asserts that a figure is what a test says for each group, to 1e-9; null where there is none.</summary>
    public static void AssertFigures(IRecordMeasure measure, RecordEvidence evidence, string metric, Func<RecordGroup, double?> expected)
    {
        var figures = measure.Figures(evidence).Where(f => f.Metric == metric).ToArray();
        Assert.That(figures, Has.Length.EqualTo(evidence.Groups.Count));
        foreach (var (figure, group) in figures.Zip(evidence.Groups))
            if (expected(group) is { } value) Assert.That(((Estimate.Known)figure.Estimate).Value, Is.EqualTo(value).Within(1e-9), $"{metric} of {group.Subgroup}");
            else Assert.That(figure.Estimate, Is.TypeOf<Estimate.Undefined>(), $"{metric} of {group.Subgroup}");
        Assert.That(evidence.Groups.Count(g => expected(g) is not null), Is.GreaterThan(2), "several groups are compared");
    }

    /// <summary>The estimate of everybody.</summary>
    public static Estimate.Known Overall(IRecordMeasure measure, RecordEvidence evidence, string metric) => (Estimate.Known)measure.Whole(evidence, metric);

    /// <summary>The smallest distance of each row, itself left out in its own table.</summary>
    public static double[] Nearest(double[][] distances, bool within = false, int rank = 0) =>
        [.. distances.Select((d, i) => PlainDistances.Nearest(d, rank + 1, within ? i : -1) is var found && found.Length > rank ? found[rank].Distance : double.PositiveInfinity)];

    /// <summary>Mean over rows; null of none.</summary>
    public static double? Mean(int[] rows, Func<int, double> value) => rows.Length == 0 ? null : rows.Average(value);

    /// <summary>1 where the first is smaller, ½ (or what is said) where both are equal to 1e-11.</summary>
    public static double Less(double first, double second, double tie = 0.5) => Math.Abs(first - second) < 1e-11 ? tie : first < second ? 1 : 0;

    /// <summary>Asserts that a figure is on average what it should be in worlds where nothing was copied, and that 95 % limits hold that.</summary>
    public static void AssertHonest(IRecordMeasure measure, string metric, double expected, double within, Func<int, RecordEvidence> world)
    {
        const int worlds = 80;
        var found = Enumerable.Range(0, worlds).Select(w => Overall(measure, world(w), metric)).ToArray();
        Assert.That(found.Average(k => k.Value), Is.EqualTo(expected).Within(within), metric);
        // 95 % of 80 are 76, give or take 2: fewer than 70 would come once in 200 honest runs.
        Assert.That(found.Count(k => k.Sampling!.Interval(0.95) is var i && i.Lower <= expected && expected <= i.Upper), Is.GreaterThanOrEqualTo(70), $"{metric}: of {worlds} intervals");
    }

    /// <summary>Two numeric columns.</summary>
    public static RecordTable Pairs(params (double X, double Y)[] rows) =>
        new([new RecordColumn.Number("x", Array.ConvertAll(rows, r => r.X)), new RecordColumn.Number("y", Array.ConvertAll(rows, r => r.Y))], rows.Length);

    /// <summary>Independent normal columns.</summary>
    public static RecordTable Normal(int seed, int rows, int columns)
    {
        var random = new Seed((ulong)seed).Generator();
        return new([.. Enumerable.Range(0, columns).Select(c => new RecordColumn.Number($"x{c}", [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())]))], rows);
    }
}
