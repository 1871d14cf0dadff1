using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// A subgroup's scores in ascending order, equal scores together, with the patients with and without an event at each: all that
/// any score-based metric needs. Only exactly equal scores are tied.
/// </summary>
/// <param name="Scores">Distinct scores, ascending, each in [0, 1].</param>
/// <param name="Events">At each score, the patients with an event.</param>
/// <param name="NonEvents">At each score, the patients without.</param>
public sealed record RankedScores(double[] Scores, Tally[] Events, Tally[] NonEvents)
{
    /// <summary>Number of distinct scores.</summary>
    public int Count => Scores.Length;

    /// <summary>
    /// Rows whose score is exactly 0 or 1. Such a risk has no logit, so calibration slope and intercepts leave these rows out;
    /// all other metrics keep them.
    /// </summary>
    public int RowsWithoutLogit => RowsAt(0) + RowsAt(1);

    private int RowsAt(double score) =>
        Array.BinarySearch(Scores, score) is var i and >= 0 ? Events[i].Rows + NonEvents[i].Rows : 0;

    /// <summary>Counts decisions at a threshold: flagged when score >= threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    public ConfusionCounts At(double threshold)
    {
        Tally tp = default, fp = default, tn = default, fn = default;
        for (var i = 0; i < Count; i++)
        {
            if (Scores[i] >= threshold) (tp, fp) = (tp + Events[i], fp + NonEvents[i]);
            else (fn, tn) = (fn + Events[i], tn + NonEvents[i]);
        }
        return new(tp, fp, tn, fn);
    }
}
