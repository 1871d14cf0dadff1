using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

public sealed class NearestNeighboursTests
{
    private static readonly AuditOptions Options = new() { Workers = 2 };

    private static RecordColumn.Number Number(string name, params double[] values) => new(name, values);

    private static RecordColumn.Date Date(string name, params double[] days) => new(name, days);

    private static RecordColumn.Category Category(string name, params int[] codes) => new(name, ["A", "B", "C"], codes);

    // SDMetrics, tests/unit/single_table/privacy/test_dcr_utils.py: real_data and synthetic_data; days of January 2025, −1 for none.
    private static RecordTable PublishedReal { get; } = new(
        [
            Number("num", 10, 20, double.NaN, 40, 50, 60), Category("cat", 0, 1, 0, -1, 1, 2), Category("cat_int", 0, 1, 0, -1, 1, 2),
            Category("bool", 1, 0, 1, 0, -1, 0), Date("str", 1, 31, 10, 21, double.NaN, 12), Date("date", 1, 31, 10, 21, double.NaN, 12),
        ], 6);

    private static RecordTable PublishedSynthetic { get; } = new(
        [
            Number("num", 10, 25, 30, 21, 7, double.NaN), Category("cat", 2, -1, 0, -1, 1, 2), Category("cat_int", 2, -1, 0, -1, 1, 2),
            Category("bool", 0, 1, 1, 0, 1, -1), Date("str", 10, 22, double.NaN, 2, 30, 6), Date("date", 10, 22, double.NaN, 2, 30, 6),
        ], 6);

    private static RecordTable World(int seed, int rows, int columns = 9)
    {
        var random = new Random(seed);
        return new(
            [
                new RecordColumn.Key("id", [.. Enumerable.Range(0, rows).Select(i => $"{i}")]),
                .. Enumerable.Range(0, columns).Select(c => (RecordColumn)((c % 5) switch
                {
                    0 => new RecordColumn.Number($"c{c}", Draw(() => Math.Exp(2 * random.NextDouble()), 0.1)),
                    1 => new RecordColumn.Number($"c{c}", Draw(() => random.Next(8), 0)),
                    2 => new RecordColumn.Date($"c{c}", Draw(() => 18000 + random.Next(400), 0.05)),
                    3 => new RecordColumn.Category($"c{c}", ["a", "b", "c"], [.. Enumerable.Range(0, rows).Select(_ => random.Next(4) - 1)]),
                    // More levels than a byte holds.
                    _ => new RecordColumn.Category($"c{c}", [.. Enumerable.Range(0, 600).Select(l => $"{l}")], [.. Enumerable.Range(0, rows).Select(_ => 256 * random.Next(2))]),
                })),
            ], rows);

        double[] Draw(Func<double> value, double missing) => [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < missing ? double.NaN : value())];
    }

    [Test]
    public void Published_distances_of_six_mixed_rows_come_out()
    {
        double[][] published =
        [
            [0.6, 0.6, 0.666666, 0.555555, 0.966666, 0.188888],
            [0.616666, 0.616666, 0.633333, 0.227777, 0.916666, 0.727777],
            [0.399999, 0.866666, 0.5, 0.866667, 0.566667, 0.933333],
            [0.547777, 0.658888, 0.755555, 0.274444, 0.93, 0.574444],
            [0.665555, 0.221111, 0.722222, 0.71, 0.643333, 0.866666],
            [0.7222222, 0.944444, 0.544444, 0.833333, 0.833333, 0.4],
        ];
        var scale = RecordScale.Of(PublishedReal);
        for (var s = 0; s < 6; s++)
            for (var r = 0; r < 6; r++)
                Assert.That(scale.Distance(PublishedSynthetic, s, PublishedReal, r), Is.EqualTo(published[s][r]).Within(1.1e-6), $"{s}, {r}");
        var found = NearestNeighbours.Find(scale, PublishedSynthetic, PublishedReal, 1, false, Options);
        Assert.That(found.Distances, Is.EqualTo(new[] { 0.188888, 0.2277777, 0.4, 0.274444, 0.221111, 0.4 }).Within(1e-6));
        Assert.That(NearestNeighbours.Find(scale, PublishedSynthetic, PublishedSynthetic, 1, false, Options).Distances, Is.All.Zero);
    }

    // A value beyond the range, a constant column and a missing value; 1 and 2 of the range 10.
    [TestCase(2, 2, 0)]
    [TestCase(1, 2, 0.1)]
    [TestCase(100, 1, 1)]
    [TestCase(double.NaN, 1, 1)]
    [TestCase(double.NaN, double.NaN, 0)]
    public void A_number_says_its_share_of_the_range(double first, double second, double expected)
    {
        var scale = RecordScale.Of(new([Number("x", 0, 10)], 2));
        Assert.That(scale.Distance(new([Number("x", first)], 1), 0, new([Number("x", second)], 1), 0), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void A_column_that_never_differs_says_0_or_1()
    {
        RecordTable constant = new([Number("x", 5, 5, 5), Number("empty", double.NaN, double.NaN, double.NaN)], 3);
        var scale = RecordScale.Of(constant);
        double To(double x, double empty) => scale.Distance(constant, 0, new([Number("x", x), Number("empty", empty)], 1), 0);
        Assert.That((To(5, double.NaN), To(5.001, double.NaN), To(5, 0), To(-9, 1)), Is.EqualTo((0.0, 0.5, 0.5, 1.0)));
    }

    [TestCase(700, 1300, 1)]
    [TestCase(1300, 700, 5)]
    [TestCase(3, 4, 5)]
    public void Every_pair_compared_one_by_one_gives_the_same_neighbours(int queries, int candidates, int most)
    {
        var (q, c) = (World(1, queries), World(2, candidates));
        var found = NearestNeighbours.Find(RecordScale.Of(c), q, c, most, false, Options);
        var plain = PlainDistances.Between(c, q, c);
        for (var i = 0; i < queries; i++)
        {
            var expected = PlainDistances.Nearest(plain[i], most);
            for (var rank = 0; rank < most; rank++)
                Assert.That(
                    (found.Row(i, rank), found.Distance(i, rank)),
                    Is.EqualTo(rank < expected.Length ? (expected[rank].Row, expected[rank].Distance) : (-1, double.PositiveInfinity)).Within(1e-11), $"{i}, {rank}");
        }
    }

    [Test]
    public void A_row_is_not_its_own_neighbour_but_its_double_is()
    {
        var once = World(3, 600);
        var twice = once.Take([.. Enumerable.Range(0, 600), .. Enumerable.Range(0, 600)]);
        var found = NearestNeighbours.Find(RecordScale.Of(twice), twice, twice, 1, true, Options);
        Assert.That(found.Rows, Is.EqualTo(Enumerable.Range(600, 600).Concat(Enumerable.Range(0, 600))));
        Assert.That(found.Distances, Is.All.Zero);
        var plain = PlainDistances.Between(once, once, once);
        found = NearestNeighbours.Find(RecordScale.Of(once), once, once, 3, true, Options);
        for (var i = 0; i < 600; i++)
            Assert.That(Enumerable.Range(0, 3).Select(r => found.Row(i, r)), Is.EqualTo(PlainDistances.Nearest(plain[i], 3, i).Select(p => p.Row)), $"{i}");
    }

    [Test]
    public void Every_width_of_vectors_and_number_of_workers_gives_the_same_bits([Values(9, 40, 300)] int columns)
    {
        var (q, c) = (World(4, 333, columns), World(5, 1111, columns));
        var weights = Enumerable.Range(0, columns).Select(k => 1.0 / (1 + (k % 7))).ToArray();
        foreach (var scale in new[] { RecordScale.Of(c), RecordScale.Of(c, weights) })
        {
            RecordPoints Points(RecordTable table) => new(scale, table, [.. Enumerable.Range(0, table.Count)]);
            var (queries, candidates) = (Points(q), Points(c));
            var expected = NearestNeighbours.Find(queries, candidates, 4, null, new() { Workers = 1 }, CodeWidth.Portable);
            var radii = Enumerable.Range(0, c.Count).Select(r => expected.Distance(r % q.Count, r % 4)).ToArray();
            var near = NearestNeighbours.FirstNear(queries, candidates, 0.2, Options, CodeWidth.Portable);
            var balls = NearestNeighbours.BallsAround(queries, candidates, radii, Options, CodeWidth.Portable);
            for (var width = CodeWidth.Portable; width <= CodeSums.Widest; width++)
                foreach (var workers in new[] { 1, 2, 5 })
                {
                    var found = NearestNeighbours.Find(queries, candidates, 4, null, new() { Workers = workers }, width);
                    Assert.That((found.Rows, found.Distances), Is.EqualTo((expected.Rows, expected.Distances)), $"{width}");
                    Assert.That(NearestNeighbours.FirstNear(queries, candidates, 0.2, Options, width), Is.EqualTo(near));
                    Assert.That(NearestNeighbours.BallsAround(queries, candidates, radii, Options, width), Is.EqualTo(balls));
                }
            var plain = PlainDistances.Between(c, q, c, scale.Columns.All(k => k.Weight == 1) ? null : weights);
            for (var i = 0; i < q.Count; i++)
                Assert.That(expected.Distance(i, 3), Is.EqualTo(PlainDistances.Nearest(plain[i], 4)[3].Distance).Within(1e-11));
        }
    }

    [Test]
    public void Bytes_never_say_more_than_the_records([Values(false, true)] bool weighted)
    {
        var (a, b) = (World(6, 200, 25), World(7, 200, 25));
        // Out of the range of the training records, and missing where they lack nothing.
        var wild = b with { };
        ((RecordColumn.Number)wild.Columns[1]).Values[0] = -1e12;
        ((RecordColumn.Number)wild.Columns[2]).Values[1] = double.NaN;
        ((RecordColumn.Number)wild.Columns[2]).Values[2] = 1e300;
        var scale = RecordScale.Of(a, weighted ? [.. Enumerable.Range(1, 25).Select(k => (double)k)] : null);
        RecordPoints Points(RecordTable t) => new(scale, t, [.. Enumerable.Range(0, t.Count)]);
        var (p, q) = (Points(a), Points(wild));
        var words = new ulong[scale.Layout.Groups];
        var (found, sums) = (new int[RecordPoints.TileRows], new ulong[RecordPoints.TileRows]);
        var limits = Enumerable.Repeat((ulong)1e15, 8).ToArray();
        for (var i = 0; i < p.Count; i++)
        {
            p.CopyWords(i, words);
            Assert.That(CodeSums.Within(CodeWidth.Portable, scale.Layout, q.Tile(0), words, limits, found, sums), Is.EqualTo(RecordPoints.TileRows));
            for (var j = 0; j < q.Count; j++)
                Assert.That(sums[j], Is.LessThanOrEqualTo(scale.Layout.Limit(scale.Sum(p[i], q[j])) + p.SlackOf(i) + q.SlackOf(j)), $"{i}, {j}");
        }
    }

    [Test]
    public void Searching_can_be_stopped_and_says_how_far_it_is()
    {
        var world = World(8, 1000);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.That(() => NearestNeighbours.Find(RecordScale.Of(world), world, world, 1, true, Options with { Stop = stop.Token }), Throws.InstanceOf<OperationCanceledException>());
        var heard = new List<AuditProgress>();
        NearestNeighbours.Find(RecordScale.Of(world), world, world, 1, true, Options with { Progress = new Heard(heard) });
        Assert.That(heard.Select(p => p.Done).Order(), Is.EqualTo(Enumerable.Range(1, heard[0].Total)));
    }

    [Test]
    public void Tables_without_rows_or_columns_are_refused_or_have_no_neighbours()
    {
        var world = World(9, 10);
        var found = NearestNeighbours.Find(RecordScale.Of(world), world, world.Take([]), 2, false, Options);
        Assert.That((found.Rows.Distinct(), found.Distances.Distinct()), Is.EqualTo((new[] { -1 }, new[] { double.PositiveInfinity })));
        Assert.That(() => RecordScale.Of(world.Take([])), Throws.ArgumentException);
        Assert.That(() => RecordScale.Of(new([world.Columns[0]], 10)), Throws.ArgumentException);
    }

    private sealed class Heard(List<AuditProgress> heard) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            lock (heard) heard.Add(value);
        }
    }
}
