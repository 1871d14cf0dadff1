using System.Diagnostics;
using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Finds the nearest of 100,000 records to each of 100,000 others, 30 mixed columns, every pair compared, and says how long it takes. Beside
/// it, in the same run, a plain loop over doubles for a few queries, scaled up. Ends with 0 when both agree to the last bit, two workers
/// need under 60 seconds and no more than 1 GB is used, else with 1.
/// </summary>
internal static class NeighbourSpeed
{
    private const int Rows = 100_000, Columns = 30, SliceRows = 40;

    private static readonly (string Name, double Skew)[] Kinds = [("even", 0), ("skewed as laboratory values", 1), ("heavy tails", 2.5)];

    public static int Run(TextWriter output)
    {
        output.WriteLine(Line($"{Rows} × {Rows} rows, {Columns} columns: 12 numbers, 3 dates, 15 categories, some missing; seconds"));
        output.WriteLine(Line($"{"values",-30} {"k",3} {"workers",8} {"seconds",9} {"plain loop",11} {"ratio",8}"));
        var isMet = true;
        foreach (var (name, skew) in Kinds)
        {
            var (queries, candidates) = (Draw(20260101, skew), Draw(20260102, skew));
            var scale = RecordScale.Of(candidates);
            foreach (var most in (int[])[1, 5])
            {
                var watch = Stopwatch.StartNew();
                var found = NearestNeighbours.Find(scale, queries, candidates, most, false, new AuditOptions { Workers = 2 });
                var seconds = watch.Elapsed.TotalSeconds;
                var isSame = PlainLoopAgrees(scale, queries, candidates, found, watch);
                var plain = watch.Elapsed.TotalSeconds * Rows / SliceRows / 2;
                output.WriteLine(Line($"{name,-30} {most,3} {2,8} {seconds,9:0.0} {plain,11:0} {plain / seconds,8:0}{(isSame ? "" : "  DIFFERENT NEIGHBOURS")}"));
                isMet &= isSame && seconds < 60;
            }
        }
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        output.WriteLine(Line($"The plain loop ran {SliceRows} queries on one worker; scaled up and halved for two. Peak memory {peak:0} MB."));
        return isMet && peak < 1000 ? 0 : 1;
    }

    /// <summary>Seconds of each measure that rests on distances, where training, held-out and made-up records are 100,000 each.</summary>
    public static int Measures(TextWriter output)
    {
        var (train, holdout, synthetic) = (Draw(20260101, 1), Draw(20260102, 1), Draw(20260103, 1));
        RecordGroup Group(Subgroup subgroup, Func<int, bool> isIn) =>
            Array.FindAll([.. Enumerable.Range(0, Rows)], r => isIn(r)) is var rows ? new(subgroup, rows, rows, rows) : throw new UnreachableException();
        var evidence = new RecordEvidence
        {
            Train = train, Holdout = holdout, Synthetic = synthetic, Roles = RecordRoles.None, Seed = new Seed(1), Options = new AuditOptions { Workers = 2 },
            Groups = [Group(Subgroup.Overall, _ => true), .. Enumerable.Range(0, 20).Select(g => Group(new(new AttributeLevel("group", $"{g}")), r => r % 20 == g))],
        };
        output.WriteLine(Line($"3 × {Rows} rows, {Columns} columns, 21 groups; seconds, each set of distances counted where it is first asked for"));
        var all = Stopwatch.StartNew();
        foreach (var measure in RecordMeasureCatalog.All.Where(m => m is NeighbourhoodManifolds || RecordMeasureCatalog.Privacy.Contains(m)))
        {
            var watch = Stopwatch.StartNew();
            var figures = measure.Measure(evidence).Count();
            output.WriteLine(Line($"{measure.Infos[0].Id,-40} {figures,5} figures {watch.Elapsed.TotalSeconds,8:0.0}"));
        }
        output.WriteLine(Line($"all {all.Elapsed.TotalSeconds:0} s, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        return 0;
    }

    // The definition as it is written, a distance at a time.
    private static bool PlainLoopAgrees(RecordScale scale, RecordTable queries, RecordTable candidates, Neighbours found, Stopwatch watch)
    {
        var columns = candidates.Columns.Select(Numbers).ToArray();
        var inverse = columns.Select((v, c) => candidates.Columns[c] is RecordColumn.Category ? 1 : 1 / (v.Where(double.IsFinite).Max() - v.Where(double.IsFinite).Min())).ToArray();
        var own = queries.Columns.Select(Numbers).ToArray();
        // Record by record in memory, as whoever writes such a loop with speed in mind would keep them.
        var rows = new double[Rows * Columns];
        for (var i = 0; i < rows.Length; i++) rows[i] = columns[i % Columns][i / Columns];
        watch.Restart();
        for (var s = 0; s < SliceRows; s++)
        {
            var q = s * (Rows / SliceRows);
            var (best, at) = (double.PositiveInfinity, -1);
            for (var row = 0; row < Rows; row++)
            {
                var sum = 0.0;
                for (var c = 0; c < Columns; c++)
                {
                    var (a, b) = (own[c][q], rows[(row * Columns) + c]);
                    sum += a == b || (double.IsNaN(a) && double.IsNaN(b)) ? 0 : double.IsNaN(a) || double.IsNaN(b) ? 1 : Math.Min(Math.Abs(a - b) * inverse[c], 1);
                }
                if (sum < best - 1e-9) (best, at) = (sum, row);
            }
            if (found.Distance(q) != scale.Distance(queries, q, candidates, at)) return false;
        }
        return true;
    }

    private static double[] Numbers(RecordColumn column) => column switch
    {
        RecordColumn.Number number => number.Values,
        RecordColumn.Date date => date.Days,
        RecordColumn.Category category => Array.ConvertAll(category.Codes, c => c < 0 ? double.NaN : c),
        _ => throw new ArgumentException("A key is not compared.", nameof(column)),
    };

    // A patient's columns hang together by how ill it is.
    private static RecordTable Draw(int seed, double skew)
    {
        var random = new Random(seed);
        var illness = Array.ConvertAll(new double[Rows], _ => Normal());
        var columns = new RecordColumn[Columns];
        for (var c = 0; c < Columns; c++)
        {
            var missing = c % 5 == 0 ? 0.1 : 0;
            double Value(int i) => random.NextDouble() < missing ? double.NaN : (0.6 * illness[i]) + (0.8 * Normal());
            if (c < 15)
            {
                var values = new double[Rows];
                for (var i = 0; i < Rows; i++)
                {
                    var value = Value(i);
                    values[i] = skew == 0 ? value : Math.Exp(skew * value);
                    if (c % 3 == 0) values[i] = Math.Round(values[i] * 20);
                }
                columns[c] = c < 12 ? new RecordColumn.Number($"n{c}", values) : new RecordColumn.Date($"d{c}", values);
                continue;
            }
            var levels = 2 + (c % 6);
            var codes = new int[Rows];
            for (var i = 0; i < Rows; i++) codes[i] = Value(i) is var v && double.IsNaN(v) ? -1 : Math.Clamp((int)((v + 2) / 4 * levels), 0, levels - 1);
            columns[c] = new RecordColumn.Category($"c{c}", [.. Enumerable.Range(0, levels).Select(l => $"{l}")], codes);
        }
        return new(columns, Rows);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
