using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>
/// The patients with the highest scores, an exact share of all. Of those with the score at the boundary the fraction counts that fills
/// the share, events in proportion: the mean over every order that ties could be put in.
/// </summary>
/// <param name="Share">Share of all patients, in (0, 1).</param>
/// <param name="Precision">Share of those at the top who have the event.</param>
/// <param name="Boundary">Share of the patients about the boundary who have the event: half as many as the top holds to either side.</param>
/// <param name="Prevalence">Share of all patients who have the event.</param>
/// <param name="Tells">Decisions that the figure gives away.</param>
internal readonly record struct TopShareOfScores(double Share, double Precision, double Boundary, double Prevalence, ConfusionCounts Tells)
{
    /// <summary>Takes them.</summary>
    /// <param name="evidence">At least one patient.</param>
    public static TopShareOfScores Of(SubgroupEvidence evidence)
    {
        var (share, all, ranked) = (evidence.Measures.TopShare, evidence.All.Weight, evidence.Ranked);
        var top = EventsUpTo(share);
        var (from, to) = (share / 2, Math.Min(1, 1.5 * share));
        var last = ranked.Count - 1;
        for (var above = 0.0; last >= 0; last--)
        {
            above += ranked.Events[last].Weight + ranked.NonEvents[last].Weight;
            if (above >= share * all * (1 - 1e-12)) break;
        }
        last = Math.Max(0, last);
        var (through, before) = (ranked.At(ranked.Scores[last]), ranked.At(last + 1 < ranked.Count ? ranked.Scores[last + 1] : double.PositiveInfinity));
        return new(share, Math.Clamp(top / (share * all), 0, 1), Math.Clamp((EventsUpTo(to) - EventsUpTo(from)) / ((to - from) * all), 0, 1),
            Math.Min(1, evidence.Events.Weight / all), before.HasSmallCount ? before : through);

        double EventsUpTo(double part)
        {
            var (left, events) = (part * all, 0.0);
            for (var i = ranked.Count - 1; i >= 0 && left > 0; i--)
            {
                var here = ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
                events += ranked.Events[i].Weight * Math.Min(1, left / here);
                left -= here;
            }
            return events;
        }
    }

    /// <summary>A share whose variance per patient is known, as a proportion of as many trials as vary as little.</summary>
    /// <param name="value">The share.</param>
    /// <param name="variance">Variance that one patient adds; 0 where the share is 0 or 1.</param>
    /// <param name="size">Effective number of patients.</param>
    /// <param name="trials">Effective number of those whose share it is: trials where nothing varies.</param>
    /// <param name="rows">Rows whose share it is.</param>
    /// <param name="evidence">Whose.</param>
    public Estimate ToEstimate(SubgroupEvidence evidence, double value, double variance, double size, double trials, int rows)
    {
        var few = trials < FewestOfWhom || size * Share < FewestAtTop;
        return new Estimate.Known(
            value, few ? null : new ProportionSampling(value, value is 0 or 1 || variance <= 0 ? trials : value * (1 - value) / variance * size, evidence.Intervals.Proportions), rows,
            few ? Phrase.Of($"fewer than {FewestAtTop} (effective) patients at the top or fewer than {FewestOfWhom} with the event: no interval") : null)
        {
            Tells = Tells,
        };
    }

    // A boundary that fewer fix lies anywhere, and of fewer events the share found says next to nothing.
    private const int FewestAtTop = 7, FewestOfWhom = 5;
}
