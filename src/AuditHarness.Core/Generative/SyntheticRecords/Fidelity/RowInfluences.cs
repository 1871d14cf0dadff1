namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>
/// What each row of a group adds to a figure (its empirical influence), summed over the columns that the figure is a mean of: so that the
/// figure of all columns varies as they do together. Rows of one patient count together.
/// </summary>
/// <remarks>Hampel (1974), J. Am. Stat. Assoc. 69:383–393.</remarks>
internal sealed class RowInfluences
{
    private readonly RecordUnits? _trainUnits, _syntheticUnits;
    private readonly double[] _allTrain, _allSynthetic;
    private int[] _train = [], _synthetic = [];

    public RowInfluences(RecordEvidence evidence, RecordGroup group)
    {
        Group = group;
        (Train, Synthetic) = (new double[group.Train.Length], new double[group.Synthetic.Length]);
        (_allTrain, _allSynthetic) = (new double[group.Train.Length], new double[group.Synthetic.Length]);
        if (evidence.Roles.Patient is null) return;
        _trainUnits = RecordUnits.Of(evidence.Train, group.Train, evidence.Roles);
        _syntheticUnits = RecordUnits.Of(evidence.Synthetic, group.Synthetic, evidence.Roles);
    }

    /// <summary>Patients of the training records of the group.</summary>
    public int TrainPatients => _trainUnits?.Count ?? Group.Train.Length;

    /// <summary>Patients of its made-up records.</summary>
    public int SyntheticPatients => _syntheticUnits?.Count ?? Group.Synthetic.Length;

    /// <summary>
    /// By how much shares of cells vary more than those of independent rows, in the mean over cells, since a patient's rows are alike; 1 where a
    /// row is a patient. Rao, Scott (1981), J. Am. Stat. Assoc. 76:221–230: a χ² of such rows is larger by it.
    /// </summary>
    /// <param name="cells">Cells of the rows.</param>
    public (double Train, double Synthetic) DesignEffects(RowCells cells) =>
        (DesignEffect(_trainUnits, cells.Train, Group.Train), DesignEffect(_syntheticUnits, cells.Synthetic, Group.Synthetic));

    private static double DesignEffect(RecordUnits? units, CellCodes cells, int[] rows)
    {
        if (units is null) return 1;
        var (all, ofUnits, known) = (new Dictionary<int, int>(), new Dictionary<int, int>?[units.Count], 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var cell = cells[rows[i]];
            if (cell < 0) continue;
            all[cell] = all.GetValueOrDefault(cell) + 1;
            var own = ofUnits[units.OfRow[i]] ??= [];
            own[cell] = own.GetValueOrDefault(cell) + 1;
            known++;
        }
        var squares = all.Values.Order().Sum(c => (double)c * c / known / known);
        var patients = ofUnits.Count(u => u is not null);
        if (patients < 2 || !(squares < 1)) return 1;
        // Σ (n_uc − n_u p_c)² over patients and cells, beside what independent rows would give.
        var spread = 0.0;
        foreach (var own in ofUnits)
        {
            if (own is null) continue;
            double size = own.Values.Sum();
            spread += own.Values.Sum(c => (double)c * c) - (2 * size * own.Sum(c => c.Value * (all[c.Key] / (double)known))) + (size * size * squares);
        }
        return Math.Max(1, spread / (known * (1 - squares)) * patients / (patients - 1));
    }

    /// <summary>Whose rows they are.</summary>
    public RecordGroup Group { get; }

    /// <summary>For each row of <see cref="RecordGroup.Train"/> by how much it moves the figure of the column at hand; 0 where it has no value. They sum to 0.</summary>
    public double[] Train { get; }

    /// <summary>The same of <see cref="RecordGroup.Synthetic"/>.</summary>
    public double[] Synthetic { get; }

    /// <summary>Standard error of the figure of the column at hand.</summary>
    public double StandardError => Error(Train, Synthetic);

    /// <summary>By how much rows of the same patients make the figure of the column at hand vary more than rows by themselves: the noise of a distance grows by it.</summary>
    public double Clustering
    {
        get
        {
            if (_trainUnits is null) return 1;
            var byRows = Math.Sqrt(Variance(Train, null) + Variance(Synthetic, null));
            return byRows > 0 ? Math.Max(1, StandardError / byRows) : 1;
        }
    }

    /// <summary>Standard error of the sum over the columns taken.</summary>
    public double TotalError => Error(_allTrain, _allSynthetic);

    /// <summary>Takes the column at hand, and is ready for the next.</summary>
    /// <param name="sign">−1 when the figure falls where another rises.</param>
    public void Take(double sign = 1)
    {
        for (var i = 0; i < Train.Length; i++) _allTrain[i] += sign * Train[i];
        for (var i = 0; i < Synthetic.Length; i++) _allSynthetic[i] += sign * Synthetic[i];
        Drop();
    }

    /// <summary>Forgets the column at hand.</summary>
    public void Drop()
    {
        Array.Clear(Train);
        Array.Clear(Synthetic);
    }

    /// <summary>How many rows of each table are in each cell; those without a cell are in none.</summary>
    /// <param name="cells">Cells of the rows.</param>
    public CellCounts Count(RowCells cells)
    {
        // The arrays are kept for the next column: a group costs one pair.
        if (_train.Length < cells.Count) (_train, _synthetic) = (new int[cells.Count], new int[cells.Count]);
        else
        {
            Array.Clear(_train, 0, cells.Count);
            Array.Clear(_synthetic, 0, cells.Count);
        }
        return new(_train, _synthetic, Fill(_train, cells.Train, Group.Train), Fill(_synthetic, cells.Synthetic, Group.Synthetic));
    }

    private static int Fill(int[] counts, CellCodes codes, int[] rows)
    {
        var known = 0;
        foreach (var row in rows)
        {
            var cell = codes[row];
            if (cell < 0) continue;
            counts[cell]++;
            known++;
        }
        return known;
    }

    /// <summary>Sets the influences where a row's depends on its cell only.</summary>
    /// <param name="cells">Cells of the rows.</param>
    /// <param name="ofTrain">What a training row in each cell adds.</param>
    /// <param name="ofSynthetic">What a made-up row in each cell adds.</param>
    public void Set(RowCells cells, double[] ofTrain, double[] ofSynthetic)
    {
        for (var i = 0; i < Train.Length; i++)
            if (cells.Train[Group.Train[i]] is >= 0 and var cell) Train[i] = ofTrain[cell];
        for (var i = 0; i < Synthetic.Length; i++)
            if (cells.Synthetic[Group.Synthetic[i]] is >= 0 and var cell) Synthetic[i] = ofSynthetic[cell];
    }

    private double Error(double[] train, double[] synthetic) => Math.Sqrt(Variance(train, _trainUnits) + Variance(synthetic, _syntheticUnits));

    private static double Variance(double[] influences, RecordUnits? units)
    {
        if (influences.Length == 0) return 0;
        var (sums, count) = (influences, influences.Length);
        if (units is not null)
        {
            (sums, count) = (new double[units.Count], units.Count);
            for (var i = 0; i < influences.Length; i++) sums[units.OfRow[i]] += influences[i];
        }
        var squares = 0.0;
        foreach (var s in sums) squares += s * s;
        return count < 2 ? 0 : squares * count / (count - 1.0);
    }
}
