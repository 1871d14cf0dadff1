using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>Whom classifiers score: the held-out and made-up records of a group, and the held-out ones of everybody else.</summary>
internal sealed class ScoredGroup
{
    private readonly UtilityModels _models;
    private readonly int[] _own, _rest, _made;

    /// <summary>Finds them.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="models">Their outcomes, and what was learned.</param>
    /// <param name="group">The group.</param>
    public ScoredGroup(RecordEvidence evidence, UtilityModels models, RecordGroup group)
    {
        (_models, IsOverall) = (models, group.Subgroup.IsOverall);
        var tested = evidence.Holdout ?? evidence.Train.Take([]);
        var isIn = new bool[tested.Count];
        foreach (var row in group.Holdout) isIn[row] = true;
        int[] Labelled(RecordTable table, IEnumerable<int> rows, sbyte[] labels) => RecordOrder.Of(table, [.. rows.Where(r => labels[r] >= 0)]);
        _own = Labelled(tested, group.Holdout, models.RealLabels);
        _rest = Labelled(tested, Enumerable.Range(0, isIn.Length).Where(r => !isIn[r]), models.RealLabels);
        _made = Labelled(evidence.Synthetic, group.Synthetic, models.SyntheticLabels);
        (Independent, IndependentRest, IndependentMade) =
            (RecordShares.Independent(evidence, tested, _own), RecordShares.Independent(evidence, tested, _rest), RecordShares.Independent(evidence, evidence.Synthetic, _made));
    }

    /// <summary>True for everybody, beside whom there is nobody else.</summary>
    public bool IsOverall { get; }

    /// <summary>Held-out records of the group with an outcome, in the order of <see cref="Own"/>.</summary>
    public int[] OwnRows => _own;

    /// <summary>Those of everybody else, in the order of <see cref="Rest"/>.</summary>
    public int[] RestRows => _rest;

    /// <summary>Patients for each held-out record of the group, in (0, 1].</summary>
    public double Independent { get; }

    /// <summary>The same of everybody else.</summary>
    public double IndependentRest { get; }

    /// <summary>The same of the made-up records of the group.</summary>
    public double IndependentMade { get; }

    /// <summary>What learned from made-up and from real records, on held-out records of the group.</summary>
    public PairedScores Own(UtilityScores scores) => OnReal(scores.SyntheticOnReal, scores, _own);

    /// <summary>The same on everybody else.</summary>
    public PairedScores Rest(UtilityScores scores) => OnReal(scores.SyntheticOnReal, scores, _rest);

    /// <summary>What learned from all and from real records, on held-out records of the group; null when nothing learned from all.</summary>
    public PairedScores? Augmented(UtilityScores scores) => scores.AugmentedOnReal is { } augmented ? OnReal(augmented, scores, _own) : null;

    /// <summary>What learned from real and from other made-up records, on made-up records of the group.</summary>
    public PairedScores Made(UtilityScores scores) => new(
        Array.ConvertAll(_made, r => scores.RealOnSynthetic[r]), Array.ConvertAll(_made, r => _models.SyntheticOnSynthetic[r]),
        Array.ConvertAll(_made, r => (byte)_models.SyntheticLabels[r]), scores.Threshold);

    /// <summary>A figure that rests on as many independent records as there are patients.</summary>
    /// <param name="estimate">The figure as if every record were a patient.</param>
    /// <param name="independent">Patients for each record.</param>
    public static Estimate Reduced(Estimate estimate, double independent) =>
        independent < 1 && estimate is Estimate.Known { Sampling: not null } known ? Distances.DistanceFigures.Reduced(known, independent) : estimate;

    private PairedScores OnReal(double[] first, UtilityScores scores, int[] rows) => new(
        Array.ConvertAll(rows, r => first[r]), Array.ConvertAll(rows, r => scores.RealOnReal[r]), Array.ConvertAll(rows, r => (byte)_models.RealLabels[r]), scores.Threshold);
}
