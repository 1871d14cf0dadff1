using AuditHarness.Metrics;

namespace AuditHarness.Statistics;

/// <summary>The patients of one group that a bootstrap draws from together, counted in cells of the ranking.</summary>
internal sealed class BootstrapStratum
{
    // Beyond so many rows per cell a binomial draw per cell is cheaper than one pick per row.
    private const int PicksPerCell = 16;
    // At most so many evaluations measure how patients of one outcome influence the figure.
    private const int JackknifeGroups = 100;

    private readonly int _eventCells;
    private readonly Tally[] _cells;
    private readonly int[]? _cellOfRow;

    /// <summary>Counts.</summary>
    /// <param name="events">Patients with the event in each cell; empty when the stratum is those without.</param>
    /// <param name="nonEvents">Patients without in each cell; empty when the stratum is those with the event.</param>
    public BootstrapStratum(Tally[] events, Tally[] nonEvents)
    {
        (_eventCells, _cells) = (events.Length, [.. events, .. nonEvents]);
        All = _cells.Aggregate(default(Tally), Tally.Add);
        if (All.Rows <= PicksPerCell * _cells.Length)
            _cellOfRow = [.. _cells.SelectMany((cell, i) => Enumerable.Repeat(i, cell.Rows))];
    }

    /// <summary>All of them.</summary>
    public Tally All { get; }

    /// <summary>As many patients as there are, drawn with replacement: a multinomial draw on the cells.</summary>
    /// <param name="random">The stream of this replicate.</param>
    /// <param name="events">Takes those with the event.</param>
    /// <param name="nonEvents">Takes those without.</param>
    public void Draw(CounterRandom random, Tally[] events, Tally[] nonEvents)
    {
        var counts = new int[_cells.Length];
        if (_cellOfRow is null) Split(random, counts);
        else Pick(random, counts);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            if (i < _eventCells) events[i] = Filled(random, _cells[i], counts[i]);
            else nonEvents[i - _eventCells] = Filled(random, _cells[i], counts[i]);
        }
    }

    private void Pick(CounterRandom random, int[] counts)
    {
        var rows = (ulong)_cellOfRow!.Length;
        for (var row = 0; row < _cellOfRow.Length; row += 2)
        {
            // Each half of 64 bits picks one row; a row's chance is off by less than rows / 2³².
            var bits = random.NextBits();
            counts[_cellOfRow[((bits >> 32) * rows) >> 32]]++;
            if (row + 1 < _cellOfRow.Length) counts[_cellOfRow[((bits & 0xFFFFFFFF) * rows) >> 32]]++;
        }
    }

    private void Split(CounterRandom random, int[] counts)
    {
        var (left, rows) = (All.Rows, All.Rows);
        for (var i = 0; i < counts.Length && left > 0; i++)
        {
            counts[i] = BinomialDraw.Next(random, left, _cells[i].Rows / (double)rows);
            (left, rows) = (left - counts[i], rows - _cells[i].Rows);
        }
    }

    // Rows of a cell that weigh differently are drawn by their mean and variance: the sum of their weights is a gamma variate.
    private static Tally Filled(CounterRandom random, Tally cell, int count)
    {
        var mean = cell.Weight / cell.Rows;
        var square = cell.WeightSquared / cell.Rows;
        var variance = square - (mean * mean);
        if (variance <= 1e-9 * mean * mean) return new(count, count * mean, count * square);
        var weight = Gamma(random, count * mean * mean / variance) * variance / mean;
        return new(count, weight, Math.Max(count * square, weight * weight / count));
    }

    // Marsaglia, Tsang (2000), ACM Trans. Math. Softw. 26:363–372; below a shape of 1 by their boost.
    private static double Gamma(CounterRandom random, double shape)
    {
        if (shape < 1) return Gamma(random, shape + 1) * Math.Pow(random.NextUniform(), 1 / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextNormal();
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(random.NextUniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }

    /// <summary>
    /// The group with one patient of this stratum less, for patients of one outcome and of neighbouring scores together: by how much one of
    /// them moves the figure is much the same for each. Patients of one cell lose a whole row; those of several cells lose as much weight
    /// as one row has.
    /// </summary>
    /// <param name="group">The cells of the group.</param>
    /// <returns>The cells left, and how many patients they stand for (more where their weights differ).</returns>
    public IEnumerable<(Tally[] Events, Tally[] NonEvents, double Patients)> WithoutOne(RankedScores group)
    {
        if (_eventCells > 0)
            foreach (var (left, patients) in Less([.. group.Events])) yield return (left, [.. group.NonEvents], patients);
        if (_cells.Length > _eventCells)
            foreach (var (left, patients) in Less([.. group.NonEvents])) yield return ([.. group.Events], left, patients);
    }

    private static IEnumerable<(Tally[] Left, double Patients)> Less(Tally[] cells)
    {
        var occupied = Enumerable.Range(0, cells.Length).Where(i => cells[i].Rows > 0).ToArray();
        var all = cells.Sum(c => c.Rows);
        var before = 0;
        var groupOf = Array.ConvertAll(occupied, i => (before += cells[i].Rows) - 1);
        var groups = occupied.Zip(groupOf).GroupBy(
            c => occupied.Length <= JackknifeGroups ? c.First : (int)((long)c.Second * JackknifeGroups / all), c => c.First);
        foreach (var group in groups.Select(g => g.ToArray()))
        {
            var together = group.Aggregate(default(Tally), (sum, i) => sum + cells[i]);
            var kept = 1 - (1.0 / together.Rows);
            var left = (Tally[])cells.Clone();
            foreach (var i in group)
            {
                var rows = group.Length == 1 ? cells[i].Rows - 1 : cells[i].Rows;
                left[i] = rows == 0 ? default : new(rows, cells[i].Weight * kept, cells[i].WeightSquared * kept);
            }
            yield return (left, together.Rows * (together.Rows / together.EffectiveSize));
        }
    }
}
