namespace AuditHarness.Statistics;

/// <summary>
/// As many patients as there are, drawn with replacement, counted in cells in a row; of the multinomial draw only what is asked for is
/// made. Cells are halved again and again, and of a draw that fell into both halves a binomial number fell into the first: exact in
/// distribution, and 2 log₂ n binomial draws instead of one for each of n cells where a replicate is read in two places.
/// </summary>
internal sealed class LazyCounts
{
    private readonly int[] _until;
    private readonly int[] _first, _drawn;
    private CounterRandom? _random;
    private int _replicate;

    /// <summary>Prepares.</summary>
    /// <param name="cells">Patients in each cell.</param>
    public LazyCounts(IReadOnlyList<int> cells)
    {
        _until = new int[cells.Count + 1];
        for (var i = 0; i < cells.Count; i++) _until[i + 1] = _until[i] + cells[i];
        var nodes = 2 * (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, cells.Count));
        (_first, _drawn) = (new int[nodes], new int[nodes]);
    }

    /// <summary>Number of cells.</summary>
    public int Cells => _until.Length - 1;

    /// <summary>Number of patients.</summary>
    public int Patients => _until[^1];

    /// <summary>Begins a replicate; nothing of the one before remains.</summary>
    /// <param name="random">Its stream; the order of questions decides what each is answered from.</param>
    public void Begin(CounterRandom random) => (_random, _replicate) = (random, _replicate + 1);

    /// <summary>How many were drawn from the first cells.</summary>
    /// <param name="cells">How many cells, from 0 to all.</param>
    public int Within(int cells)
    {
        var (node, low, high, count, before) = (1, 0, Cells, Patients, 0);
        while (cells > low && cells < high)
        {
            var middle = (low + high) / 2;
            var first = First(node, low, middle, high, count);
            if (cells <= middle) (node, high, count) = (2 * node, middle, first);
            else (node, low, count, before) = ((2 * node) + 1, middle, count - first, before + first);
        }
        return cells <= low ? before : before + count;
    }

    /// <summary>The smallest number of cells that hold so many of the drawn, how many they hold, and how many the cells before the last of them hold.</summary>
    /// <param name="drawn">From 1 to <see cref="Patients"/>.</param>
    public (int Cells, int Through, int Before) Reaching(int drawn)
    {
        var (node, low, high, count, before) = (1, 0, Cells, Patients, 0);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var first = First(node, low, middle, high, count);
            if (before + first >= drawn) (node, high, count) = (2 * node, middle, first);
            else (node, low, count, before) = ((2 * node) + 1, middle, count - first, before + first);
        }
        return (high, before + count, before);
    }

    private int First(int node, int low, int middle, int high, int count)
    {
        if (_drawn[node] == _replicate) return _first[node];
        var patients = _until[high] - _until[low];
        _drawn[node] = _replicate;
        return _first[node] = patients == 0 ? 0 : BinomialDraw.Next(_random!, count, (_until[middle] - _until[low]) / (double)patients);
    }
}
