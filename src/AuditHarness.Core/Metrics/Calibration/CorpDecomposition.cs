namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The Brier score in parts without bins: miscalibration − discrimination + uncertainty, where the isotonic curve takes the place of
/// binned rates. Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118.
/// </summary>
/// <param name="Miscalibration">Brier score − Brier score of the isotonic risks, not negative.</param>
/// <param name="Discrimination">Brier score of the prevalence − Brier score of the isotonic risks, not negative.</param>
/// <param name="Uncertainty">Brier score of the prevalence, prevalence · (1 − prevalence).</param>
public readonly record struct CorpDecomposition(double Miscalibration, double Discrimination, double Uncertainty)
{
    /// <summary>The Brier score that the parts sum to.</summary>
    public double Brier => Miscalibration - Discrimination + Uncertainty;

    /// <summary>Decomposes.</summary>
    /// <param name="evidence">At least one patient.</param>
    public static CorpDecomposition Of(SubgroupEvidence evidence) => evidence.Curves.Corp;

    /// <summary>Decomposes along a curve.</summary>
    /// <param name="evidence">At least one patient.</param>
    /// <param name="fitted">The isotonic risk at each distinct score.</param>
    internal static CorpDecomposition Of(SubgroupEvidence evidence, double[] fitted)
    {
        var (total, ranked) = (evidence.All.Weight, evidence.Ranked);
        var prevalence = evidence.NonEvents.Rows == 0 ? 1 : evidence.Events.Weight / total;
        double raw = 0, isotonic = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            double Score(double p) => (ranked.Events[i].Weight * (1 - p) * (1 - p)) + (ranked.NonEvents[i].Weight * p * p);
            (raw, isotonic) = (raw + Score(ranked.Scores[i]), isotonic + Score(fitted[i]));
        }
        var uncertainty = prevalence * (1 - prevalence);
        return new(Math.Max(0, (raw - isotonic) / total), Math.Max(0, uncertainty - (isotonic / total)), uncertainty);
    }
}
