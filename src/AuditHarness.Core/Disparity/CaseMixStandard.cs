using System.Collections.Concurrent;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Whose mix of cases counts for a figure: those that it is a share of or an average over.</summary>
public enum MixOf
{
    /// <summary>All patients.</summary>
    Patients,
    /// <summary>Patients with the event.</summary>
    Events,
    /// <summary>Patients without.</summary>
    NonEvents,
    /// <summary>Patients flagged.</summary>
    Flagged,
    /// <summary>Patients with the event and patients without, each by themselves: for what compares the two, as the AUROC does.</summary>
    WithinOutcome,
}

/// <summary>Two groups made alike in their mix of cases.</summary>
/// <param name="Factors">For each row of the cohort by what its weight is multiplied; 0 for rows of neither group and of cells that one of them lacks.</param>
/// <param name="Covered">Share of everybody that lies in the cells both groups have, in [0, 1].</param>
public sealed record AlikeGroups(double[] Factors, double Covered);

/// <summary>
/// Direct standardization: each group's patients are weighted so that the cells of the declared covariates hold the shares that they
/// hold among everybody, and what is measured then is the group's rate in every cell, averaged with everybody's shares.
/// </summary>
/// <remarks>
/// Σₖ Wₖ rₖ with W the shares among everybody: Kitagawa (1955), J. Am. Stat. Assoc. 50:1168–1194; Rothman, Greenland, Lash (2008),
/// Modern Epidemiology, chapter 4. Cells that one of two groups lacks are left out for both, and the share of everybody in the others is said.
/// </remarks>
public sealed class CaseMixStandard
{
    /// <summary>Fewer rows in a cell of a group are as none where figures are shown: an exact mean over cells can be solved for what they hold.</summary>
    public const int SmallestCell = Audits.Disclosure.CellTable.LargestSmall + 1;

    private readonly ConcurrentDictionary<(GroupIndex Index, int Group, string Metric), CaseMixGap> _gaps = [];
    private readonly int[] _cells;
    private readonly int _count;
    private readonly byte[] _labels;
    private readonly bool[] _flagged;
    private readonly double[]? _weights;

    /// <summary>The cells of the declared covariates.</summary>
    /// <param name="cohort">With at least one covariate.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    public CaseMixStandard(ScoredCohort cohort, double threshold)
    {
        var index = GroupIndex.Of(cohort.CaseMix);
        (_cells, _count, _labels, _weights) = (index.Codes, index.Groups.Count, cohort.Labels, cohort.Weights);
        _flagged = Array.ConvertAll(cohort.Scores, s => s >= threshold);
    }

    /// <summary>A group's gap to the reference over cells that may be told of, made once for all who show it: not to the last digit. Of one audit only.</summary>
    /// <param name="order">The rows in order of score.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="group">The group compared.</param>
    /// <param name="metric">One of <see cref="CaseMixGap.Figures"/>.</param>
    /// <param name="mix">Whose mix counts for it.</param>
    /// <param name="design">How clusters make figures vary, or null.</param>
    internal CaseMixGap Gap(ScoreOrder order, Audits.GroupTable groups, int group, IMetric metric, MixOf mix, Statistics.ReplicateDesign? design) =>
        _gaps.GetOrAdd((groups.Index, group, metric.Info.Id), _ => CaseMixGap.Of(this, order, groups, group, metric, mix, SmallestCell, design));

    /// <summary>How the weights of two groups change so that both have everybody's mix.</summary>
    /// <param name="index">The groups.</param>
    /// <param name="first">One group.</param>
    /// <param name="second">The other.</param>
    /// <param name="mix">Whose mix counts.</param>
    /// <param name="smallest">Fewer rows than this in a cell of a group are as none; at least 1.</param>
    /// <param name="replicate">For each row by what its weight is multiplied beforehand; null for 1.</param>
    /// <returns>Null when no cell has patients of both.</returns>
    public AlikeGroups? Alike(GroupIndex index, int first, int second, MixOf mix, int smallest, double[]? replicate = null)
    {
        if (mix == MixOf.WithinOutcome)
        {
            // Both outcomes have to be there; what is covered is what is covered of the one that is covered less.
            if (Alike(index, first, second, MixOf.Events, smallest, replicate) is not { } events
                || Alike(index, first, second, MixOf.NonEvents, smallest, replicate) is not { } nonEvents) return null;
            return new([.. events.Factors.Select((f, i) => _labels[i] == 1 ? f : nonEvents.Factors[i])], Math.Min(events.Covered, nonEvents.Covered));
        }
        var everybody = new double[_count];
        var (ofFirst, ofSecond) = (new double[_count], new double[_count]);
        var (rowsOfFirst, rowsOfSecond) = (new int[_count], new int[_count]);
        for (var i = 0; i < _cells.Length; i++)
        {
            if (!Counts(i, mix) || Weight(i, replicate) is not (> 0 and var weight)) continue;
            everybody[_cells[i]] += weight;
            if (index.Codes[i] == first) (ofFirst[_cells[i]], rowsOfFirst[_cells[i]]) = (ofFirst[_cells[i]] + weight, rowsOfFirst[_cells[i]] + 1);
            if (index.Codes[i] == second) (ofSecond[_cells[i]], rowsOfSecond[_cells[i]]) = (ofSecond[_cells[i]] + weight, rowsOfSecond[_cells[i]] + 1);
        }
        bool Shared(int cell) => rowsOfFirst[cell] >= smallest && rowsOfSecond[cell] >= smallest;
        var (all, covered) = (everybody.Sum(), Enumerable.Range(0, _count).Where(Shared).Sum(k => everybody[k]));
        if (covered <= 0) return null;
        var factors = new double[_cells.Length];
        for (var i = 0; i < factors.Length; i++)
        {
            var cell = _cells[i];
            var own = index.Codes[i] == first ? ofFirst : index.Codes[i] == second ? ofSecond : null;
            // Rows that the figure is not about keep their weight: they change nothing, and are patients of the group all the same.
            if (own is not null && Shared(cell)) factors[i] = (replicate?[i] ?? 1) * (Counts(i, mix) ? everybody[cell] / covered / own[cell] * all : 1);
        }
        return new(factors, covered / all);
    }

    private bool Counts(int row, MixOf mix) => mix switch
    {
        MixOf.Events => _labels[row] == 1,
        MixOf.NonEvents => _labels[row] == 0,
        MixOf.Flagged => _flagged[row],
        _ => true,
    };

    private double Weight(int row, double[]? replicate) => (_weights?[row] ?? 1) * (replicate?[row] ?? 1);
}
