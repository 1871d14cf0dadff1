using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using MathNet.Numerics;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>Whether rare combinations of what tells people apart live on among the made-up records.</summary>
public sealed class RareCellSurvival : IRecordMeasure
{
    /// <summary>A cell with no more training records is rare.</summary>
    public const int Rare = 5;

    /// <summary>Bins of numbers and dates.</summary>
    public const int Bins = 4;

    private const double Inflation = 2, Doubt = 0.05;

    private const string OfCells = "Clopper–Pearson, cells taken as independent";

    private const string Convention =
        "Cells: the quasi-identifiers and the outcome crossed, numbers and dates in the quarters of all training records, a missing value a value of its own. Rare: 1 to 5 training records of the group.";

    private const string Source = "Clopper, Pearson (1934), Biometrika 26:404–413, for the limits; Skinner, Elliot (2002), J. R. Stat. Soc. B 64:855–867, for cells of key variables";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("RareCellsKept", "Rare cells kept", Direction.Higher, "Share of the group's rare cells that a made-up record of the group is in; the others are lost.", OfCells),
        Info("RareCellsKeptByChance", "Rare cells kept by chance", Direction.Neither,
            "Share of the rare cells that as many records as were made up would keep when drawn from the training records with replacement: mean of 1 − (1 − n_c / n)^m, n_c training records of the cell, n and m all training and made-up records.",
            "none: an expectation that the training records give exactly"),
        Info("RareCellsInflated", "Rare cells inflated", Direction.Lower,
            "Share of the group's rare cells that are surely more than twice as frequent among the made-up as among the training records: one-sided exact test of a ratio of 2, binomial given the records of the cell in both tables, at 5 %.",
            OfCells),
        Info("InventedCellRate", "Invented cells", Direction.Lower, "Share of made-up records of the group in a cell with no training record of the group.", RecordShares.Interval),
        Info("RealInventedCellRate", "Invented cells among held-out records", Direction.Neither, "Share of held-out records of the group in a cell with no training record of the group: what happens by chance.", RecordShares.Interval),
    ];

    private static MetricInfo Info(string id, string title, Direction better, string definition, string interval) => new(
        id, title, MetricBasis.Records, better, null, 0, 1, definition, interval, Source)
    {
        Convention = Convention, Oracle = "RareCellSurvivalTests.Cells_are_counted_by_hand", FollowsSize = true,
        HasNoInterval = id == "RareCellsKeptByChance", IsExact = id != "RareCellsKeptByChance",
        Prominence = id == "RareCellsKept" ? Prominence.Headline : Prominence.Detail,
    };

    private static readonly Phrase Exact = Phrase.Of($"an expectation, exact given the training records");

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var roles = evidence.Roles;
        string[] columns = [.. roles.QuasiIdentifiers.Append(roles.Outcome).OfType<string>().Where(c => evidence.Train.Find(c) is not null)];
        var lacking = roles.QuasiIdentifiers.Any(columns.Contains) ? evidence.Synthetic.Count == 0 ? Because.NoSynthetic : null
            : Phrase.Of($"no quasi-identifiers are declared");
        var cells = lacking is null ? CrossedCells.Of(evidence, columns, Bins) : null;
        var figures = evidence.Groups.Select(g => cells is null ? [.. Infos.Select(Estimate (_) => new Estimate.Undefined(lacking!))] : OfGroup(evidence, cells, g)).ToList();
        return Infos.SelectMany((info, i) => evidence.Groups.Select((g, k) => new RecordFigure(info.Id, null, g.Subgroup, figures[k][i])));
    }

    private static Estimate[] OfGroup(RecordEvidence evidence, CrossedCells cells, RecordGroup group)
    {
        evidence.Options.Stop.ThrowIfCancellationRequested();
        var (real, made) = (cells.Counts(cells.Train, group.Train), cells.Counts(cells.Synthetic, group.Synthetic));
        var (rare, kept, inflated, byChance) = (0, 0, 0, 0.0);
        // In the order of counts, so that the last digits do not follow the files.
        var chances = new int[Rare + 1];
        double n = evidence.Train.Count, m = evidence.Synthetic.Count;
        for (var c = 0; c < cells.Count; c++)
        {
            if (real[c] is 0 or > Rare) continue;
            rare++;
            chances[real[c]]++;
            if (made[c] == 0) continue;
            kept++;
            if (SpecialFunctions.BetaRegularized(made[c], real[c] + 1, Inflation * m / ((Inflation * m) + n)) < Doubt) inflated++;
        }
        for (var k = 1; k <= Rare; k++) byChance += chances[k] * (1 - Math.Pow(1 - (k / n), m));
        var noTrain = group.Train.Length == 0 ? Because.NoTrain : null;
        var noRare = noTrain ?? Phrase.Of($"no cell of the group is rare");
        var noHoldout = evidence.Holdout is null ? Phrase.Of($"no held-out records") : RecordShares.NoRecord;
        Estimate Invented(Models.RecordTable? table, int[] of, int[] rows, Phrase empty) => noTrain is not null ? new Estimate.Undefined(noTrain)
            : RecordShares.Of(rows.Count(r => real[of[r]] == 0), rows.Length, table is null ? 1 : RecordShares.Independent(evidence, table, rows), empty);
        return
        [
            RecordShares.Of(kept, rare, 1, noRare),
            rare == 0 ? new Estimate.Undefined(noRare) : new Estimate.Known(Math.Min(1, byChance / rare), null, rare, Exact),
            RecordShares.Of(inflated, rare, 1, noRare),
            Invented(evidence.Synthetic, cells.Synthetic, group.Synthetic, Because.NoSynthetic),
            Invented(evidence.Holdout, cells.Holdout, group.Holdout, noHoldout),
        ];
    }
}
