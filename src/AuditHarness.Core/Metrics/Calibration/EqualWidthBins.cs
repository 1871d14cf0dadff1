using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Patients whose risk lies in one of ten bins of equal width.</summary>
/// <param name="From">Lower edge; not part of the bin, but for the first.</param>
/// <param name="To">Upper edge; part of the bin.</param>
/// <param name="Events">Patients with an event.</param>
/// <param name="NonEvents">Patients without.</param>
/// <param name="MeanScore">Weighted mean risk.</param>
public sealed record ScoreBin(double From, double To, Tally Events, Tally NonEvents, double MeanScore)
{
    /// <summary>Everybody in the bin.</summary>
    public Tally All => Events + NonEvents;

    /// <summary>Weighted share of events.</summary>
    public double EventRate => NonEvents.Rows == 0 ? 1 : Events.Weight / All.Weight;

    /// <summary>This bin and the next one as a single one.</summary>
    /// <param name="next">The bin above.</param>
    public ScoreBin With(ScoreBin next) => new(
        From, next.To, Events + next.Events, NonEvents + next.NonEvents,
        ((All.Weight * MeanScore) + (next.All.Weight * next.MeanScore)) / (All.Weight + next.All.Weight));
}

/// <summary>
/// The ten bins (0, 0.1], (0.1, 0.2], … that the expected calibration error and the reliability curve share: a score equal to an
/// inner edge falls in the lower bin, 0 in the first. Empty bins are left out.
/// </summary>
public static class EqualWidthBins
{
    /// <summary>Number of bins.</summary>
    public const int Count = 10;

    /// <summary>Bins with at least one patient, ascending.</summary>
    /// <param name="ranked">Scores in order.</param>
    public static IReadOnlyList<ScoreBin> Of(RankedScores ranked)
    {
        var bins = new List<ScoreBin>(Count);
        var i = 0;
        for (var bin = 0; bin < Count; bin++)
        {
            var (first, sum) = (i, 0.0);
            for (; i < ranked.Count && (bin == Count - 1 || ranked.Scores[i] <= Edge(bin + 1)); i++)
                sum += (ranked.Events[i].Weight + ranked.NonEvents[i].Weight) * ranked.Scores[i];
            var (events, nonEvents) = (ranked.Events.Sum(first, i), ranked.NonEvents.Sum(first, i));
            if (events.Rows + nonEvents.Rows > 0)
                bins.Add(new ScoreBin(Edge(bin), Edge(bin + 1), events, nonEvents, sum / (events.Weight + nonEvents.Weight)));
        }
        return bins;
    }

    private static double Edge(int k) => k == Count ? 1 : k * 0.1;
}
