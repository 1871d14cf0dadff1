using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>The column with the observed outcome: the positive text, and exactly one other. An empty field is a missing label.</summary>
internal sealed class LabelColumn(TableFile file, int column, string positive, InputFaults faults)
{
    private const int MostKept = 1000;
    private const int MostShown = 5;

    private readonly TextLevels _texts = new(MostKept, positive);
    private readonly List<RowPlace> _first = [default];
    private bool _positiveSeen;

    /// <summary>True when the label of the current row is missing.</summary>
    public bool IsMissing => file.IsMissing(column);

    /// <summary>The label of the current row: 1 for the positive text, else 0.</summary>
    public byte Read()
    {
        var code = _texts.Code(file.Field(column));
        if (code == _first.Count) _first.Add(file.Place);
        if (code != 0) return 0;
        if (!_positiveSeen) _first[0] = file.Place;
        _positiveSeen = true;
        return 1;
    }

    /// <summary>Notes when the labels that were read are not the positive one and exactly one other.</summary>
    public void Finish()
    {
        var found = Enumerable.Range(0, _texts.Texts.Count).Where(code => code > 0 || _positiveSeen)
            .OrderBy(code => _texts.Texts[code], StringComparer.Ordinal).ToArray();
        if (found.Length == 0) return;
        var others = found.Where(code => code > 0).Select(code => _texts.Texts[code]).ToArray();
        var where = $"{file.Shown}, column {Quoted.Text(file.Columns[column])}";
        var seen = string.Join(", ", found.Take(MostShown).Select(code =>
            string.Create(CultureInfo.InvariantCulture, $"{Quoted.Text(_texts.Texts[code])} (first on {_first[code]})")));
        var total = string.Create(CultureInfo.InvariantCulture, $"{(_texts.Overflowed ? "more than " : "")}{found.Length}");
        var all = found.Length > MostShown ? $"{seen} … {total} in all" : seen;
        if (!_positiveSeen)
            faults.Add(
                $"{where}: no row to evaluate has the positive label {Quoted.Text(positive)}; found {all}." +
                $"{Quoted.Nearest(positive, others)} Correct 'data.positive' in the config.");
        if (others.Length > 1)
            faults.Add(
                $"{where}: labels must be exactly two, {Quoted.Text(positive)} ('data.positive') and one other; found {all}. " +
                "Recode the column to two classes, and leave the field empty where the outcome is not known.");
    }
}
