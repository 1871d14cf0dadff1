using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Reads one protected attribute row by row: the text of its column, or the bin that its number falls in.</summary>
internal sealed class AttributeReader
{
    /// <summary>Most levels of an attribute; beyond it the column is an id or a measurement.</summary>
    public const int MostLevels = 200;

    /// <summary>Where the config declares attributes whose groups are compared with a reference; strata and covariates have none.</summary>
    public const string Compared = "subgroups.attributes";

    private const int Missing = -1;

    private readonly AttributePlan _plan;
    private readonly string _missingLevel;
    private readonly TableFile _file;
    private readonly int _column;
    private readonly double[]? _edges;
    private readonly NumberColumn _numbers;
    private readonly string _key;
    private readonly TextLevels _texts = new(MostLevels);
    private readonly List<int> _codes = [];

    /// <summary>A reader of one attribute.</summary>
    /// <param name="plan">What to read.</param>
    /// <param name="missingLevel">Name of the level of rows without a value.</param>
    /// <param name="file">The data.</param>
    /// <param name="column">Index of the attribute's column.</param>
    /// <param name="faults">Where faults are noted.</param>
    /// <param name="key">Where the config declares it.</param>
    public AttributeReader(AttributePlan plan, string missingLevel, TableFile file, int column, InputFaults faults, string key = Compared)
    {
        (_plan, _missingLevel, _file, _column, _key) = (plan, missingLevel, file, column, key);
        _edges = plan.BinLevels is null ? null : [.. plan.Bins!];
        _numbers = new NumberColumn(file, column, NumberRange.Finite, faults);
    }

    /// <summary>Takes the current row.</summary>
    public void Read()
    {
        if (_numbers.IsMissing) _codes.Add(Missing);
        else if (_edges is null) _codes.Add(_texts.Code(_file.Field(_column)));
        else if (_numbers.TryRead(out var value)) _codes.Add(Bin(_edges, value));
    }

    /// <summary>The attribute of the rows that were taken.</summary>
    /// <param name="faults">Where faults are noted.</param>
    /// <param name="notices">Where a doubtful reference is noted.</param>
    /// <returns>Null after a fault.</returns>
    public AttributeColumn? Finish(InputFaults faults, List<Phrase> notices)
    {
        var where = $"{_file.Shown}, column {Quoted.Text(_file.Columns[_column])}";
        if (_texts.Overflowed)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture,
                $"{where}: the attribute {Quoted.Text(_plan.Name)} has more than {MostLevels} levels. Declare 'bins' for it in '{_key}' when it is a number, or choose another column."));
            return null;
        }
        var names = _plan.BinLevels ?? _texts.Texts;
        if (names.Contains(_missingLevel, StringComparer.Ordinal))
        {
            faults.Add(
                $"{where}: {Quoted.Text(_missingLevel)} is a value of the attribute {Quoted.Text(_plan.Name)} and also the name for rows without a value. " +
                "Set 'subgroups.missing' to another name.");
            return null;
        }

        var rows = new int[names.Count];
        foreach (var code in _codes)
            if (code != Missing) rows[code]++;
        var order = Enumerable.Range(0, names.Count).Where(code => rows[code] > 0);
        var present = (_edges is null ? order.OrderBy(code => names[code], StringComparer.Ordinal) : order).ToArray();
        if (_plan.BinLevels is { } bins && present.Length < bins.Count)
            notices.Add(Phrase.Of($"Nobody to evaluate is in {Quoted.List([.. bins.Where((_, code) => rows[code] == 0)], bins.Count)} of '{_plan.Name}': the declared bin is left out."));
        var position = new int[names.Count];
        for (var k = 0; k < present.Length; k++) position[present[k]] = k;
        var missing = _codes.Count - rows.Sum();
        var codes = new int[_codes.Count];
        for (var k = 0; k < codes.Length; k++) codes[k] = _codes[k] == Missing ? present.Length : position[_codes[k]];
        string[] levels = [.. present.Select(code => names[code]), .. missing > 0 ? [_missingLevel] : Array.Empty<string>()];
        int[] sizes = [.. present.Select(code => rows[code]), .. missing > 0 ? [missing] : Array.Empty<int>()];
        return Reference(levels, sizes, where, faults, notices) is var reference and >= 0
            ? new AttributeColumn(_plan.Name, levels, codes, reference, _plan.Reference is not null)
            : null;
    }

    // Notices name levels and never count them: they are not subject to suppression.
    private int Reference(string[] levels, int[] sizes, string where, InputFaults faults, List<Phrase> notices)
    {
        var largest = Array.IndexOf(sizes, sizes.Max());
        if (_plan.Reference is null)
        {
            if (levels[largest] == _missingLevel && _key == Compared)
                notices.Add(Phrase.Of(
                    $"The largest level of '{_plan.Name}' is '{_missingLevel}', the rows without a value, so the others are compared with it. Pin another in 'subgroups.reference'."));
            return largest;
        }
        var pinned = Array.IndexOf(levels, _plan.Reference);
        if (pinned < 0)
            faults.Add(
                $"{where}: the reference {Quoted.Text(_plan.Reference)} of the attribute {Quoted.Text(_plan.Name)} does not occur among the rows to evaluate, " +
                $"whose levels are {Quoted.List(levels)}.{Quoted.Nearest(_plan.Reference, levels)} Correct 'subgroups.reference' in the config.");
        else if (sizes[pinned] < sizes[largest])
            notices.Add(Phrase.Of($"The reference of '{_plan.Name}' is pinned to '{levels[pinned]}', which is not its largest level: that is '{levels[largest]}'."));
        return pinned;
    }

    private static int Bin(double[] edges, double value)
    {
        var bin = 0;
        while (bin < edges.Length && value >= edges[bin]) bin++;
        return bin;
    }
}
