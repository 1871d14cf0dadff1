using AuditHarness.Adapters.Datasets;

namespace AuditHarness.Adapters.Models.Predictions;

/// <summary>Scores that a model gave beforehand, by the id of the row: the contents of a predictions file.</summary>
internal sealed class PredictionFile
{
    private readonly IdColumn _ids;
    private readonly List<double> _scores = [];
    private readonly bool[] _known;

    /// <summary>Reads all scores of a file.</summary>
    /// <param name="columns">Where they stand; the file is positioned before its first row.</param>
    /// <param name="faults">Where faults of rows are noted.</param>
    /// <exception cref="AuditInputException">The file cannot be read on.</exception>
    public PredictionFile(PredictionColumns columns, InputFaults faults)
    {
        var file = columns.File;
        (File, _ids) = (file, new IdColumn(file, columns.Id, faults));
        if (columns.Class >= 0)
            new LongScores(columns, faults).Read((id, score, place) =>
            {
                _ids.Add(id, place);
                _scores.Add(score);
            });
        else
        {
            var scores = new NumberColumn(file, columns.Score, NumberRange.Risk, faults);
            while (file.Read(faults))
            {
                if (scores.TryRead(out var score)) columns.Sum?.Check();
                if (_ids.TryRead(out _)) _scores.Add(score);
            }
        }
        _known = new bool[_scores.Count];
    }

    /// <summary>The file that was read.</summary>
    public TableFile File { get; }

    /// <summary>How many patients it has a score for.</summary>
    public int Count => _scores.Count;

    /// <summary>Finds the score of a row of the data, and remembers that the data has the row.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="score">Its score.</param>
    public bool TryFind(UInt128 id, out double score)
    {
        var found = _ids.TryFind(id, out var number);
        if (found) _known[number] = true;
        score = found ? _scores[number] : 0;
        return found;
    }

    /// <summary>Notes the predictions for rows that the data does not have; called after the last row of the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="faults">Where they are noted.</param>
    public void NoteStrangers(TableFile data, InputFaults faults)
    {
        for (var number = 0; number < _known.Length; number++)
            if (!_known[number])
                faults.Add($"{File.Shown}: a prediction is for an id that is not in {data.Shown}",
                    "Give predictions for rows of the data only, or correct 'model.id' or 'data.id'. Ids are compared as texts: 7, 07 and 7.0 differ.",
                    _ids.At(number));
    }
}
