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
