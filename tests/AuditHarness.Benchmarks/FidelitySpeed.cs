using System.Diagnostics;
using System.Globalization;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>Seconds that each fidelity measure, or any that is named, takes for 100,000 training, held-out and made-up records each of 30 mixed columns in 20 groups.</summary>
internal static class FidelitySpeed
{
    private const int Rows = 100_000, Attributes = 5, Levels = 4;

    public static int Run(TextWriter output, string[] names)
    {
        var (train, synthetic, holdout) = (Draw(1, 0), Draw(2, 0.05), Draw(3, 0));
        var groups = new List<RecordGroup> { Group(Subgroup.Overall, train, holdout, synthetic, (_, _) => true) };
        for (var a = 0; a < Attributes; a++)
            for (var l = 0; l < Levels; l++)
            {
                var (column, level) = (15 + a, l);
                groups.Add(Group(
                    new(new AttributeLevel(train.Columns[column].Name, $"{l}")), train, holdout, synthetic, (t, r) => ((RecordColumn.Category)t.Columns[column]).Codes[r] == level));
            }
        var evidence = new RecordEvidence
        {
            Train = train, Holdout = holdout, Synthetic = synthetic, Groups = groups, Seed = new Seed(1), Options = new() { Workers = 2 },
            Roles = new() { Time = "n0", Event = "c20", EventLevel = "1", Arm = "c21", Outcome = "c20", Positive = "1", QuasiIdentifiers = ["n1", "c15", "c16", "c17"], Sensitive = ["c22", "n3"] },
            Rules = [RecordRule.Parse("n1 > n3 - 60"), RecordRule.Parse("not (c15 == \"1\" and n5 > 70)")],
        };
        output.WriteLine(Line($"three tables of {Rows} rows, 15 numbers, 15 categories, some missing, {groups.Count - 1} groups and everybody, two workers; seconds"));
        foreach (var measure in RecordMeasureCatalog.All.Where(m => names.Length == 0 ? RecordMeasureCatalog.Fidelity.Contains(m) : names.Contains(m.GetType().Name)))
        {
            var watch = Stopwatch.StartNew();
            var figures = measure.Measure(evidence).Count();
            output.WriteLine(Line($"{measure.GetType().Name,-32} {watch.Elapsed.TotalSeconds,7:0.0} {figures,8} figures"));
        }
        output.WriteLine(Line($"Peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB."));
        return 0;
    }

    private static RecordGroup Group(Subgroup subgroup, RecordTable train, RecordTable holdout, RecordTable synthetic, Func<RecordTable, int, bool> isIn) => new(
        subgroup, [.. Enumerable.Range(0, Rows).Where(r => isIn(train, r))],
        [.. Enumerable.Range(0, Rows).Where(r => isIn(holdout, r))], [.. Enumerable.Range(0, Rows).Where(r => isIn(synthetic, r))]);

    private static RecordTable Draw(ulong seed, double drift)
    {
        var columns = new List<RecordColumn>();
        for (var c = 0; c < 15; c++)
        {
            var random = new Seed(seed).For($"n{c}").Generator();
            columns.Add(new RecordColumn.Number($"n{c}", [.. Enumerable.Range(0, Rows).Select(_ =>
                random.NextUniform() < 0.02 * (c % 3) ? double.NaN : c % 2 == 0 ? Math.Abs(drift + random.NextNormal()) : Math.Round(50 + (10 * (drift + random.NextNormal()))))]));
        }
        for (var c = 15; c < 30; c++)
        {
            var random = new Seed(seed).For($"c{c}").Generator();
            var levels = c < 20 ? Levels : 2 + (c % 10);
            columns.Add(new RecordColumn.Category($"c{c}", [.. Enumerable.Range(0, levels).Select(l => $"{l}")], [.. Enumerable.Range(0, Rows).Select(_ =>
                random.NextUniform() < 0.01 * (c % 3) ? -1 : Math.Min(levels - 1, (int)(levels * Math.Pow(random.NextUniform(), 1 + drift))))]));
        }
        return new(columns, Rows);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
