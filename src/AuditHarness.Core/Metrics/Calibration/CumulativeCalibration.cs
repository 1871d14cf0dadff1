namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Cumulative differences between outcomes and risks along the scores, C(s) = Σ w (y − p) over scores up to s / Σ w, from C = 0
/// before the lowest one. It needs no bins and no smoother. Equal scores are one step, so that no order of ties is a choice.
/// Arrieta-Ibarra, Gujral, Tannen, Tygert, Xu (2022), J. Mach. Learn. Res. 23(351).
/// </summary>
/// <param name="MaximumAbsolute">ECCE-MAD, max |C|, in [0, 1].</param>
/// <param name="Range">ECCE-R, max C − min C, in [0, 1] and at least <paramref name="MaximumAbsolute"/>.</param>
/// <param name="Sigma">
/// Scale of both under calibration, √(Σ w² p (1 − p)) / Σ w: the standard deviation of the last C. 0 when every risk is 0 or 1.
/// </param>
public readonly record struct CumulativeCalibration(double MaximumAbsolute, double Range, double Sigma)
{
    /// <summary>ECCE-R in units of <see cref="Sigma"/>; null when sigma is 0, where any difference is infinitely many.</summary>
    public double? RangeInSigmas => Sigma > 0 ? Range / Sigma : null;

    /// <summary>ECCE-MAD in units of <see cref="Sigma"/>; null when sigma is 0.</summary>
    public double? MaximumInSigmas => Sigma > 0 ? MaximumAbsolute / Sigma : null;

    /// <summary>Computes.</summary>
    /// <param name="ranked">Scores in order; null comes of none.</param>
    public static CumulativeCalibration? Of(RankedScores ranked)
    {
        double sum = 0, weight = 0, lowest = 0, highest = 0, variance = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            var (p, events, nonEvents) = (ranked.Scores[i], ranked.Events[i], ranked.NonEvents[i]);
            sum += (events.Weight * (1 - p)) - (nonEvents.Weight * p);
            weight += events.Weight + nonEvents.Weight;
            variance += (events.WeightSquared + nonEvents.WeightSquared) * p * (1 - p);
            if (sum < lowest) lowest = sum;
            else if (sum > highest) highest = sum;
        }
        // Sums of many terms may reach beyond the bound by their rounding.
        return weight > 0
            ? new(Math.Min(1, Math.Max(highest, -lowest) / weight), Math.Min(1, (highest - lowest) / weight), Math.Sqrt(variance) / weight)
            : null;
    }
}
