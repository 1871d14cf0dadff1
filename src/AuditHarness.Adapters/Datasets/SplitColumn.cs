using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Adapters.Datasets;

/// <summary>What a row is used for.</summary>
internal enum Part
{
    /// <summary>Measured.</summary>
    Evaluate,
    /// <summary>A threshold rule is fixed on it.</summary>
    Calibrate,
    /// <summary>Nothing.</summary>
    Other,
}

/// <summary>The column that says which part of the declared split a row is in. Without one every row is evaluated.</summary>
internal sealed class SplitColumn
{
    private const int MostKept = 200;
    private const int MostReasons = 5;

    private readonly TableFile _file;
    private readonly int _column;
    private readonly SplitPlan? _plan;
    private readonly bool _calibrates;
    private readonly TextLevels? _texts;
    private readonly int[] _rows = new int[MostKept + 1];

    /// <summary>A reader of the split.</summary>
    /// <param name="plan">The declared split, or null.</param>
    /// <param name="threshold">The calibration part is used when this is a rule.</param>
    /// <param name="file">The data.</param>
    /// <param name="column">Index of the split's column.</param>
    public SplitColumn(SplitPlan? plan, ThresholdPlan threshold, TableFile file, int column)
    {
        (_plan, _file, _column) = (plan, file, column);
        if (plan is null) return;
        _calibrates = plan.Calibrate is not null && threshold is ThresholdPlan.ByRule;
        _texts = plan.Calibrate is null ? new(MostKept, plan.Evaluate) : new(MostKept, plan.Evaluate, plan.Calibrate);
    }

    /// <summary>Reads the part of the current row.</summary>
    public Part Read()
    {
        if (_texts is null) return Part.Evaluate;
        var code = _texts.Code(_file.Field(_column));
        _rows[code < 0 ? MostKept : code]++;
        return code == 0 ? Part.Evaluate : code == 1 && _calibrates ? Part.Calibrate : Part.Other;
    }

    /// <summary>The rows that are used for nothing, and why.</summary>
    public IEnumerable<DroppedRows> Unused()
    {
        if (_texts is null) return [];
        var others = Enumerable.Range(_calibrates ? 2 : 1, MostKept)
            .Where(code => code <= MostKept && _rows[code] > 0)
            .Select(code => (Text: code == MostKept ? null : _texts.Texts[code], Rows: _rows[code]))
            .OrderBy(part => part.Text, StringComparer.Ordinal).ToArray();
        return others.Length is 0 ? []
            : others.Length > MostReasons ? [new DroppedRows(Phrase.Of($"not in the evaluated part"), others.Sum(part => part.Rows))]
            : others.Select(part => new DroppedRows(
                part.Text is "" ? Phrase.Of($"not in the evaluated part ('{_plan!.Column}' is empty)")
                : Phrase.Of($"not in the evaluated part ('{_plan!.Column}' is {Quoted.Text(part.Text!)})"), part.Rows));
    }

    /// <summary>Notes declared parts that have no rows.</summary>
    /// <param name="faults">Where they are noted.</param>
    public void Finish(InputFaults faults)
    {
        if (_texts is null) return;
        Check(0, "data.split.evaluate", faults);
        if (_plan!.Calibrate is not null) Check(1, "data.split.calibrate", faults);
    }

    private void Check(int code, string key, InputFaults faults)
    {
        if (_rows[code] > 0) return;
        var present = _texts!.Texts.Where((_, k) => _rows[k] > 0).Order(StringComparer.Ordinal).ToArray();
        faults.Add(
            $"{_file.Shown}, column {Quoted.Text(_plan!.Column)}: no row is in the part {Quoted.Text(_texts.Texts[code])} ('{key}'); " +
            $"found {Quoted.List(present, 10)}.{Quoted.Nearest(_texts.Texts[code], present)} Correct '{key}' in the config.");
    }
}
