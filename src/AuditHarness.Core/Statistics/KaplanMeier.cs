namespace AuditHarness.Statistics;

/// <summary>
/// The share of patients without the event over time. Kaplan, Meier (1958), J. Am. Stat. Assoc. 53:457–481; variances are Greenwood's.
/// </summary>
/// <remarks>A patient censored at a time is still at risk of the events at it. The curve steps at events and is constant between.</remarks>
public sealed class KaplanMeier
{
    /// <summary>A curve.</summary>
    /// <param name="times">Follow-up times, not negative.</param>
    /// <param name="events">Whether each ended with the event.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public KaplanMeier(ReadOnlySpan<double> times, ReadOnlySpan<bool> events)
    {
        if (times.Length != events.Length) throw new ArgumentException("Times and events differ in number.", nameof(events));
        var sorted = times.ToArray();
        var ended = events.ToArray();
        Array.Sort(sorted, ended);
        var (at, atRisk, deaths) = (new List<double>(), new List<int>(), new List<int>());
        for (var i = 0; i < sorted.Length;)
        {
            var (first, count) = (i, 0);
            for (; i < sorted.Length && sorted[i] == sorted[first]; i++)
                if (ended[i]) count++;
            if (count == 0) continue;
            at.Add(sorted[first]);
            atRisk.Add(sorted.Length - first);
            deaths.Add(count);
        }
        (Times, AtRisk, Deaths, Patients) = (at, atRisk, deaths, sorted.Length);
        LastTime = sorted.Length == 0 ? 0 : sorted[^1];
    }

    /// <summary>Distinct times of events, ascending.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Patients at risk just before each of <see cref="Times"/>.</summary>
    public IReadOnlyList<int> AtRisk { get; }

    /// <summary>Events at each of <see cref="Times"/>.</summary>
    public IReadOnlyList<int> Deaths { get; }

    /// <summary>Number of patients.</summary>
    public int Patients { get; }

    /// <summary>Longest follow-up, with or without event.</summary>
    public double LastTime { get; }
}
