namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The Brier score in parts over the bins of <see cref="EqualWidthBins"/>, which sum to it exactly: reliability − resolution +
/// uncertainty + what risks differ within their bins. Murphy (1973), J. Appl. Meteorol. 12:595–600; the last part: Stephenson,
/// Coelho, Jolliffe (2008), Weather Forecast. 23:752–757.
/// </summary>
/// <param name="Reliability">Σ share · (mean risk − event rate)².</param>
/// <param name="Resolution">Σ share · (event rate − prevalence)².</param>
/// <param name="Uncertainty">prevalence · (1 − prevalence).</param>
/// <param name="WithinBins">Variance of risks within bins − twice their covariance with outcomes there.</param>
public readonly record struct BrierDecomposition(double Reliability, double Resolution, double Uncertainty, double WithinBins)
{
    /// <summary>The Brier score that the parts sum to.</summary>
    public double Brier => Reliability - Resolution + Uncertainty + WithinBins;

    /// <summary>Decomposes.</summary>
    /// <param name="evidence">At least one patient.</param>
    public static BrierDecomposition Of(SubgroupEvidence evidence)
    {
        var (total, ranked) = (evidence.All.Weight, evidence.Ranked);
        var prevalence = evidence.NonEvents.Rows == 0 ? 1 : evidence.Events.Weight / total;
        double reliability = 0, resolution = 0, within = 0;
        var i = 0;
        foreach (var bin in evidence.Curves.EqualWidth)
        {
            var share = bin.All.Weight / total;
            reliability += share * (bin.MeanScore - bin.EventRate) * (bin.MeanScore - bin.EventRate);
            resolution += share * (bin.EventRate - prevalence) * (bin.EventRate - prevalence);
            for (var rows = 0; rows < bin.All.Rows; i++)
            {
                var (p, events, all) = (ranked.Scores[i] - bin.MeanScore, ranked.Events[i].Weight, ranked.Events[i].Weight + ranked.NonEvents[i].Weight);
                within += ((all * p * p) - (2 * p * (events - (all * bin.EventRate)))) / total;
                rows += ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
            }
        }
        return new(reliability, resolution, prevalence * (1 - prevalence), within);
    }
}
