namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// A record squeezed into bytes whose differences never say more than the record's own: 8 bytes to a group, first groups of numbers, whose
/// differences are added up, then groups of categories, which are equal or not. A difference of <see cref="Unit"/> is a column of usual weight fully
/// apart.
/// </summary>
/// <remarks>
/// A number's byte is its place in the range, in steps of 1 / 255, off by e of a step: two bytes differ by at most the true difference in
/// steps and both e. So for two records 255 · sum ≥ sum of differences of bytes − slack of one − slack of the other, where a record's
/// slack is the sum of its e: a pair whose bytes say too much need not be looked at. Values beyond the range are drawn to its ends, and
/// categories share bytes beyond 255 levels: both only lessen differences. A missing number lies in the middle, 127.5 from either end, and
/// where the column lacks values a second byte of up to 127 tells it from them: together at most 254.5, and 1 for rounding. The usual weight
/// is the median: of a column that counts more, bytes say less than they could, so that they have room for the others.
/// </remarks>
internal sealed class CodeLayout
{
    public const int Unit = 255, GroupBytes = 8;

    private const double Middle = 127;

    // What rounding of doubles may add up to, in steps, over the most columns, with room.
    private const double Rounding = 1e-4;

    // Places of a column among those compared, and of its bytes.
    private readonly (int Column, double Lowest, double Inverse, double Weight, int Value, int Missing)[] _numbers;
    private readonly (int Column, int Value)[] _categories;
    private readonly double _usual;

    public CodeLayout(IReadOnlyList<ScaledColumn> columns)
    {
        var bytes = 0;
        _usual = columns.Select(c => c.Weight).Order().ElementAt(columns.Count / 2);
        double Weight(ScaledColumn column) => Math.Min(1, column.Weight / _usual);
        _numbers =
        [
            .. from k in Enumerable.Range(0, columns.Count)
               let c = columns[k]
               where !c.IsCategory
               select (k, c.Lowest, c.Inverse, Weight(c), bytes++, c.HasMissing ? bytes++ : -1),
        ];
        NumberGroups = (bytes + GroupBytes - 1) / GroupBytes;
        bytes = NumberGroups * GroupBytes;
        _categories = [.. Enumerable.Range(0, columns.Count).Where(k => columns[k].IsCategory).Select(k => (k, bytes++))];
        Groups = (bytes + GroupBytes - 1) / GroupBytes;
        Weights = new byte[Groups * GroupBytes];
        foreach (var (column, value) in _categories) Weights[value] = (byte)(Unit * Weight(columns[column]));
        Numbers = _numbers.Length;
    }

    /// <summary>Columns of numbers.</summary>
    public int Numbers { get; }

    /// <summary>Groups of numbers; those of categories follow.</summary>
    public int NumberGroups { get; }

    /// <summary>All groups.</summary>
    public int Groups { get; }

    /// <summary>For each byte of a category what a difference counts, at most 255 times its weight.</summary>
    public byte[] Weights { get; }

    /// <summary>The largest sum of byte differences that a pair may have whose true sum is at most as large as given, but for the slacks.</summary>
    /// <param name="sum">A sum as of <see cref="RecordScale.Sum"/>, or infinity.</param>
    public double Limit(double sum) => ((Unit * sum) + Rounding) / _usual;

    /// <summary>Squeezes a record.</summary>
    /// <param name="record">Its values.</param>
    /// <param name="bytes">Where they go: <see cref="Groups"/> times 8.</param>
    /// <returns>Its slack, in steps.</returns>
    public double Encode(ReadOnlySpan<double> record, Span<byte> bytes)
    {
        var slack = 0.0;
        foreach (var (column, lowest, inverse, weight, value, missing) in _numbers)
        {
            var x = record[column];
            if (x == ScaledColumn.Missing)
            {
                bytes[value] = (byte)(Middle * weight);
                if (missing >= 0) bytes[missing] = (byte)(Middle * weight);
                slack += 1;
                continue;
            }
            var steps = Math.Clamp((x - lowest) * inverse, 0, 1) * Unit * weight;
            var code = Math.Round(steps);
            bytes[value] = (byte)code;
            slack += Math.Abs(steps - code);
        }
        foreach (var (column, value) in _categories)
            bytes[value] = record[column] is var code and not ScaledColumn.Missing ? (byte)code : byte.MaxValue;
        return slack;
    }
}
