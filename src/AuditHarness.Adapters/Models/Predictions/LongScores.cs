using AuditHarness.Adapters.Datasets;

namespace AuditHarness.Adapters.Models.Predictions;

/// <summary>Gathers the probabilities of a predictions file with one row per patient and class, its rows in any order.</summary>
internal sealed class LongScores
{
    private const int MostClasses = 1000;

    private readonly TableFile _file;
    private readonly InputFaults _faults;
    private readonly PredictionColumns _columns;
    private readonly TextLevels _classes;
    private readonly Dictionary<UInt128, int> _numbers = [];
    private readonly HashSet<long> _seen = [];
    private readonly List<Patient> _patients = [];

    /// <param name="columns">Where they stand.</param>
    /// <param name="faults">Where faults of rows are noted.</param>
    public LongScores(PredictionColumns columns, InputFaults faults) =>
        (_columns, _file, _faults, _classes) = (columns, columns.File, faults, new(MostClasses, columns.Positive!));

    /// <summary>Reads all rows, and gives every patient with a sound set of probabilities the risk.</summary>
    /// <param name="take">Takes a patient: the id, the risk, and where the patient's first row stands.</param>
    public void Read(Action<UInt128, double, RowPlace> take)
    {
        var probabilities = new NumberColumn(_file, _columns.Score, NumberRange.Risk, _faults);
        while (_file.Read(_faults)) Take(probabilities);
        if (_classes.Overflowed)
            _faults.Add(FormattableString.Invariant($"{_file.Shown}, column {Quoted.Text(_file.Columns[_columns.Class])}: there are more than {MostClasses} classes. Name the column with the classes in 'model.long.class'."));
        var positiveSeen = false;
        foreach (var patient in _patients) positiveSeen |= patient.Risk is not null;
        if (!positiveSeen && _patients.Count > 0)
        {
            string[] others = [.. _classes.Texts.Skip(1).Order(StringComparer.Ordinal)];
            _faults.Add($"{_file.Shown}, column {Quoted.Text(_file.Columns[_columns.Class])}: no row is of the class {Quoted.Text(_columns.Positive!)} ('model.positiveClass'); found {Quoted.List(others, 10)}.{Quoted.Nearest(_columns.Positive!, others)} Correct 'model.positiveClass' in the config.");
            return;
        }
        foreach (var (id, number) in _numbers)
        {
            var patient = _patients[number];
            var place = new RowPlace(_file.Place.Unit, patient.Row);
            if (patient.Risk is null && !_file.Damaged)
                _faults.Add($"{_file.Shown}: a patient has no row of the class {Quoted.Text(_columns.Positive!)} ('model.positiveClass')", "Give every patient one row per class.", place);
            else if (!_file.Damaged) ProbabilitySum.Note(_file, patient.Sum, patient.Classes, place, _faults);
            take(id, patient.Risk ?? 0, place);
        }
    }

    private void Take(NumberColumn probabilities)
    {
        var sound = probabilities.TryRead(out var probability);
        var id = _file.Field(_columns.Id);
        if (id.IsEmpty)
        {
            _faults.Add($"{_file.Shown}, column {Quoted.Text(_file.Columns[_columns.Id])}: an id is missing", "Give every row an id.", _file.Place);
            return;
        }
        var key = RowKey.Of(id);
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers.Add(key, number = _patients.Count);
            _patients.Add(new() { Row = _file.Place.Number });
        }
        if (_file.IsMissing(_columns.Class))
        {
            _faults.Add($"{_file.Shown}, column {Quoted.Text(_file.Columns[_columns.Class])}: a class is missing", "Name the class of every row.", _file.Place);
            return;
        }
        var level = _classes.Code(_file.Field(_columns.Class));
        if (level < 0) return;
        if (!_seen.Add(((long)number * MostClasses) + level))
        {
            _faults.Add($"{_file.Shown}: a class of a patient is there twice", "Keep one row per patient and class.", _file.Place);
            return;
        }
        var patient = _patients[number];
        patient.Classes++;
        // A value that is no probability is told already; the sum is then not told as well.
        patient.Sum += sound ? probability : double.NaN;
        if (level == 0) patient.Risk = probability;
    }

    private sealed class Patient
    {
        public long Row { get; init; }

        public int Classes { get; set; }

        public double Sum { get; set; }

        public double? Risk { get; set; }
    }
}
