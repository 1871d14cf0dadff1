using AuditHarness.Adapters.Models.Predictions;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Reads the data file row by row into the columns of a cohort.</summary>
internal sealed class CohortReader
{
    private const string IdMend = "Ids are compared as texts: 7, 07 and 7.0 differ.";
    private const double LargestWeightRatio = 1e12;

    private readonly DiagnosticPlan _plan;
    private readonly TableFile _data;
    private readonly InputFaults _faults;
    private readonly IdColumn? _ids;
    private readonly LabelColumn _label;
    private readonly NumberColumn? _score;
    private readonly ProbabilitySum? _sum;
    private readonly NumberColumn? _weight;
    private readonly NumberColumn? _time;
    private readonly SplitColumn _split;
    private readonly KeyColumn? _cluster;
    private readonly KeyColumn? _stratum;
    private readonly AttributeReader[] _attributes;
    private readonly AttributeReader[] _parityStrata;
    private readonly AttributeReader[] _caseMix;
    private readonly FeatureReader[] _features;
    private readonly List<Part> _parts = [];
    private readonly List<long> _places = [];
    private readonly Rows _evaluated = new();
    private readonly Rows _calibration = new();
    private readonly List<double> _followUp = [];
    private readonly List<(int Stratum, int Cluster)> _units = [];
    private int _withoutLabel;

    /// <summary>Finds the columns; those that are missing are noted, and then the reader must not be used.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="data">The data, positioned before its first row.</param>
    /// <param name="together">True when the scores stand in the data.</param>
    /// <param name="faults">Where faults are noted.</param>
    public CohortReader(DiagnosticPlan plan, TableFile data, bool together, InputFaults faults)
    {
        (_plan, _data, _faults) = (plan, data, faults);
        data.Declare(faults);
        var runs = plan.Model.Kind != ModelPlan.Predictions;
        var id = runs ? plan.Data.Id : together ? plan.Data.Id ?? plan.Model.Id : CohortFile.Required(plan.Data.Id, "data.id");
        if (id is not null) _ids = new IdColumn(data, Find(id, "data.id"), faults);
        _label = new LabelColumn(data, Find(plan.Data.Label, "data.label"), plan.Data.Positive, faults);
        if (together) (_score, _sum) = (Number(plan.Model.Score, "model.score", NumberRange.Risk), ProbabilitySum.Of(plan.Model, data, faults));
        _weight = Number(plan.Data.Weight, "data.weight", NumberRange.Positive);
        _time = Number(plan.Data.Time, "data.time", NumberRange.NotNegative);
        _split = new SplitColumn(plan.Data.Split, plan.Threshold, data, plan.Data.Split is { } split ? Find(split.Column, "data.split.column") : -1);
        if (plan.Data.Cluster is { } cluster) _cluster = new KeyColumn(data, Find(cluster, "data.cluster"), "a cluster", "data.cluster", faults);
        if (plan.Data.Stratum is { } stratum) _stratum = new KeyColumn(data, Find(stratum, "data.stratum"), "a stratum", "data.stratum", faults);
        _attributes = Attributes(plan.Subgroups.Attributes, "subgroups.attributes");
        _parityStrata = Attributes(plan.Fairness.Strata, "fairness.strata");
        _caseMix = Attributes(plan.Fairness.CaseMix, "fairness.caseMix");
        _features = [.. plan.Model.Features.Select(feature => FeatureReader.Of(feature, data, Find(feature.Column, "model.features"), faults))];
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="predictions">The scores; null when they stand in the data, or a model gives them.</param>
    /// <param name="score">Scores the rows of a model that runs, evaluated and calibrating ones together; null for predictions.</param>
    /// <param name="notices">Where doubts are noted.</param>
    /// <returns>Null after a fault.</returns>
    public ScoredCohort? Read(PredictionFile? predictions, Func<FeatureTable, double[]>? score, List<Phrase> notices)
    {
        while (_data.Read(_faults)) Take(predictions);
        foreach (var column in _data.AmbiguousTimes)
            notices.Add(Phrase.Of($"Some times of the column '{column}' fall into an hour that the clocks of '{_plan.Data.Zone!}' show twice: they are read in standard time."));
        if (predictions is { File.Damaged: false } && !_data.Damaged) predictions.NoteStrangers(_data, _faults);
        if (_data.Rows == 0) _faults.Add($"{_data.Shown} {_data.WithoutRows}. Give it one row per patient.");
        else _split.Finish(_faults);
        _label.Finish();
        if (!_faults.None) return null;

        CheckOutcomes();
        if (_faults.None) CheckWeights();
        if (!_faults.None) return null;
        var attributes = _attributes.Select(attribute => attribute.Finish(_faults, notices)).ToArray();
        var (parityStrata, caseMix) = (_parityStrata.Select(a => a.Finish(_faults, notices)).ToArray(), _caseMix.Select(a => a.Finish(_faults, notices)).ToArray());
        var features = score is null ? null : new FeatureTable([.. _features.Select(feature => feature.Finish(_faults))]);
        if (!_faults.None) return null;
        if (score is not null)
        {
            if (_plan.Model.Images is not null) features = features! with { Places = new(_data.Shown, _data.Place.Unit, [.. _places]) };
            features = Score(features!, score);
        }

        var dropped = _split.Unused().ToList();
        if (_withoutLabel > 0) dropped.Add(new DroppedRows(Phrase.Of($"label '{_plan.Data.Label}' is missing"), _withoutLabel));
        var used = _calibration.Labels.Count + _evaluated.Labels.Count;
        var read = score is not null ? used : predictions?.Count ?? _data.Rows;
        return new ScoredCohort
        {
            Labels = [.. _evaluated.Labels],
            Scores = [.. _evaluated.Scores],
            Weights = _weight is null ? null : [.. _evaluated.Weights],
            Clusters = _cluster is null ? null : Numbers(_units),
            Strata = _stratum is null ? null : Numbers(_units.Select(u => (u.Stratum, 0))),
            ParityStrata = [.. parityStrata.OfType<AttributeColumn>()],
            CaseMix = [.. caseMix.OfType<AttributeColumn>()],
            FollowUp = _time is null ? null : [.. _followUp],
            Attributes = [.. attributes.OfType<AttributeColumn>()],
            Calibration = _calibration.Labels.Count == 0 ? null : new ThresholdSample(
                [.. _calibration.Scores], [.. _calibration.Labels], _weight is null ? null : [.. _calibration.Weights]),
            // The paths of pictures are nothing that patients could be compared by.
            Features = _plan.Model.Images is null ? features : null,
            Flow = new CohortFlow(_data.Rows, dropped, _calibration.Labels.Count, _evaluated.Labels.Count, read, read - used),
        };
    }

    /// <summary>Gives every row its score, and keeps of the table what belongs to the rows that are evaluated.</summary>
    private FeatureTable Score(FeatureTable all, Func<FeatureTable, double[]> score)
    {
        var scores = score(all);
        foreach (var (part, rows) in new[] { (Part.Evaluate, _evaluated), (Part.Calibrate, _calibration) })
        {
            rows.Scores.Clear();
            rows.Scores.AddRange(scores.Where((_, row) => _parts[row] == part).Select(s => s + 0.0));
        }
        return _calibration.Labels.Count == 0 ? all
            : all.Take([.. Enumerable.Range(0, _parts.Count).Where(row => _parts[row] == Part.Evaluate)]);
    }

    private void Take(PredictionFile? predictions)
    {
        var part = _split.Read();
        UInt128 id = default;
        if (_ids is not null && !_ids.TryRead(out id)) return;
        var score = 0.0;
        var scored = predictions is not null && predictions.TryFind(id, out score);
        if (part == Part.Other) return;
        if (_label.IsMissing)
        {
            _withoutLabel++;
            return;
        }

        if (_features.Length > 0)
        {
            _parts.Add(part);
            if (_plan.Model.Images is not null) _places.Add(_data.Place.Number);
            foreach (var feature in _features) feature.Read();
        }
        else if (predictions is null)
        {
            if (_score!.TryRead(out score)) _sum?.Check();
        }
        else if (!scored && !predictions.File.Damaged) NoteUnscored(part, predictions.File);
        var weight = 1.0;
        var time = 0.0;
        _weight?.TryRead(out weight);
        _time?.TryRead(out time);
        (part == Part.Evaluate ? _evaluated : _calibration).Add(_label.Read(), score, _weight is null ? null : weight);
        if (part != Part.Evaluate) return;
        if (_time is not null) _followUp.Add(time);
        if (_cluster is not null || _stratum is not null) _units.Add((_stratum?.Read() ?? 0, _cluster?.Read() ?? 0));
        foreach (var attribute in _attributes) attribute.Read();
        foreach (var attribute in _parityStrata) attribute.Read();
        foreach (var attribute in _caseMix) attribute.Read();
    }

    // Numbered from 0 in the order in which they come, so that numbers depend on the rows that are evaluated and on nothing else.
    private static int[] Numbers(IEnumerable<(int Stratum, int Cluster)> units)
    {
        var numbers = new Dictionary<(int, int), int>();
        return [.. units.Select(unit => numbers.TryAdd(unit, numbers.Count) ? numbers.Count - 1 : numbers[unit])];
    }

    private void NoteUnscored(Part part, TableFile predictions) => _faults.Add(
        $"{_data.Shown}: a row {(part == Part.Evaluate ? "to evaluate" : "of the calibration part")} has no prediction in {predictions.Shown}",
        _plan.Data.Split is null
            ? $"Predict every row, or declare in 'data.split' which rows are evaluated. {IdMend}"
            : $"Predict every row of the part, or correct 'data.split'. {IdMend}",
        _data.Place);

    private void CheckOutcomes()
    {
        var events = _evaluated.Labels.Count(label => label == 1);
        if (_evaluated.Labels.Count == 0)
            _faults.Add($"{_data.Shown}: no row is left to evaluate, as every label in column {Quoted.Text(_plan.Data.Label)} is missing. " +
                "Fill in the labels, or evaluate another part.");
        else if (events == 0 || events == _evaluated.Labels.Count)
            _faults.Add(
                $"{_data.Shown}, column {Quoted.Text(_plan.Data.Label)}: {(events == 0 ? "no" : "every")} row to evaluate has the positive label " +
                $"{Quoted.Text(_plan.Data.Positive)}, and a model can be judged only where there are both outcomes. Evaluate more rows, or correct 'data.positive' or 'data.split'.");
    }

    /// <summary>Rows that weigh next to nothing beside others: no figure over them means anything, and sums lose them to rounding.</summary>
    private void CheckWeights()
    {
        if (_weight is null || _evaluated.Weights.Count == 0) return;
        var (least, largest) = (_evaluated.Weights.Min(), _evaluated.Weights.Max());
        if (largest / least <= LargestWeightRatio) return;
        _faults.Add(FormattableString.Invariant(
            $"{_data.Shown}, column {Quoted.Text(_plan.Data.Weight!)}: weights run from {least:R} to {largest:R}, and rows so unequal cannot be weighed against each other. Correct the weights, or leave out rows that stand for nobody."));
    }

    private int Find(string column, string key) => _data.Find(column, key, _faults);

    private AttributeReader[] Attributes(IReadOnlyList<AttributePlan> plans, string key) =>
        [.. plans.Select(attribute => new AttributeReader(attribute, _plan.Subgroups.MissingLevel, _data, Find(attribute.Column, key), _faults, key))];

    private NumberColumn? Number(string? column, string key, NumberRange range) =>
        column is null ? null : new NumberColumn(_data, Find(column, key), range, _faults);

    /// <summary>Columns that grow row by row.</summary>
    private sealed class Rows
    {
        public List<byte> Labels { get; } = [];

        public List<double> Scores { get; } = [];

        public List<double> Weights { get; } = [];

        // Without weights none are kept: of ten million rows they would be 80 MB of ones.
        public void Add(byte label, double score, double? weight)
        {
            Labels.Add(label);
            Scores.Add(score);
            if (weight is { } w) Weights.Add(w);
        }
    }
}
