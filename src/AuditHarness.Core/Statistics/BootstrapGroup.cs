using AuditHarness.Metrics;

namespace AuditHarness.Statistics;

/// <summary>A group as a bootstrap resamples it: counts on the distinct scores, or on equal-mass cells where there are many.</summary>
internal sealed class BootstrapGroup
{
    /// <summary>Above so many distinct scores the ranking is cut into this many cells of equal mass.</summary>
    public const int MostCells = 1024;

    private readonly Seed _seed;

    public BootstrapGroup(SubgroupEvidence evidence, string purpose, Resampling resampling, int mostCells = MostCells)
    {
        IsCondensed = evidence.Ranked.Count > mostCells;
        Cells = IsCondensed ? Condensed(evidence.Ranked, evidence.Threshold, mostCells) : evidence.Ranked;
        Strata = resampling == Resampling.WithinOutcome ? [new([.. Cells.Events], []), new([], [.. Cells.NonEvents])] : [new([.. Cells.Events], [.. Cells.NonEvents])];
        Strata = Array.FindAll(Strata, s => s.All.Rows > 0);
        _seed = evidence.Seed.For(purpose);
    }

    /// <summary>What is resampled.</summary>
    public RankedScores Cells { get; }

    /// <summary>True when scores were put together.</summary>
    public bool IsCondensed { get; }

    /// <summary>What is drawn from separately; an empty stratum is left out.</summary>
    public BootstrapStratum[] Strata { get; }

    /// <summary>One replicate: its own stream, so that replicates can be drawn in any order and on any thread.</summary>
    /// <param name="replicate">Number of the replicate, from 0.</param>
    public RankedScores Draw(int replicate)
    {
        var random = Stream(replicate);
        var (events, nonEvents) = (new Tally[Cells.Count], new Tally[Cells.Count]);
        foreach (var stratum in Strata) stratum.Draw(random, events, nonEvents);
        return Occupied(events, nonEvents);
    }

    /// <summary>Where the chance of a replicate comes from.</summary>
    /// <param name="replicate">Number of the replicate, from 0.</param>
    public CounterRandom Stream(int replicate) => _seed.Generator((ulong)replicate);

    /// <summary>The group with one patient less; see <see cref="BootstrapStratum.WithoutOne"/>.</summary>
    /// <param name="stratum">One of <see cref="Strata"/>.</param>
    public IEnumerable<(RankedScores Left, double Patients)> WithoutOne(BootstrapStratum stratum) =>
        stratum.WithoutOne(Cells).Select(w => (Occupied(w.Events, w.NonEvents), w.Patients));

    // A score that nobody has is no score of the group.
    private RankedScores Occupied(Tally[] events, Tally[] nonEvents)
    {
        var count = 0;
        for (var i = 0; i < events.Length; i++)
            if (events[i].Rows + nonEvents[i].Rows > 0) count++;
        var ranked = new RankedScores(new double[count], new Tallies(count), new Tallies(count));
        var at = 0;
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i].Rows + nonEvents[i].Rows == 0) continue;
            (ranked.Scores[at], ranked.Events[at], ranked.NonEvents[at]) = (Cells.Scores[i], events[i], nonEvents[i]);
            at++;
        }
        return ranked;
    }

    // Neighbouring scores become one, their mean; never across the threshold, so that decisions stay exact.
    private static RankedScores Condensed(RankedScores ranked, double threshold, int mostCells)
    {
        var (scores, events, nonEvents) = (new List<double>(), new List<Tally>(), new List<Tally>());
        double total = 0, before = 0, moment = 0;
        for (var i = 0; i < ranked.Count; i++) total += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
        Tally e = default, c = default;
        for (var i = 0; i < ranked.Count; i++)
        {
            var here = ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            (e, c, moment) = (e + ranked.Events[i], c + ranked.NonEvents[i], moment + (here * ranked.Scores[i]));
            var cell = (int)(mostCells * (before / total));
            before += here;
            if (i + 1 < ranked.Count && (int)(mostCells * (before / total)) == cell && ranked.Scores[i] >= threshold == ranked.Scores[i + 1] >= threshold) continue;
            scores.Add(moment / (e.Weight + c.Weight));
            events.Add(e);
            nonEvents.Add(c);
            (e, c, moment) = (default, default, 0);
        }
        return new([.. scores], new(events), new(nonEvents));
    }
}
