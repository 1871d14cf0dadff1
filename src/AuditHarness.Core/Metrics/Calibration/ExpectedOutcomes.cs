namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// What the scores of a sample lead one to expect of its outcomes once their odds are shifted to a given event rate: how a loss would
/// vary from patient to patient, also where so few events occurred that the sample does not show it.
/// </summary>
internal static class ExpectedOutcomes
{
    /// <summary>Second and third central moment of a loss.</summary>
    /// <param name="evidence">At least one row.</param>
    /// <param name="rate">The event rate, in [0, 1].</param>
    /// <param name="loss">Loss for a score and an outcome (1 or 0).</param>
    /// <returns>With weights those of the terms of a weighted mean.</returns>
    public static (double Second, double Third) Moments(SubgroupEvidence evidence, double rate, Func<double, int, double> loss)
    {
        var ranked = evidence.Ranked;
        var (risks, weights) = (new double[ranked.Count], new double[ranked.Count]);
        for (var i = 0; i < risks.Length; i++)
        {
            // Half a patient more with and half a one without: a risk of 0 or 1 does not make an outcome certain.
            risks[i] = ((ranked.Scores[i] * evidence.All.EffectiveSize) + 0.5) / (evidence.All.EffectiveSize + 1);
            weights[i] = (ranked.Events[i].Weight + ranked.NonEvents[i].Weight) / evidence.All.Weight;
        }
        Shift(risks, weights, rate);
        for (var i = 0; i < risks.Length; i++)
            weights[i] = (ranked.Events[i].WeightSquared + ranked.NonEvents[i].WeightSquared) / evidence.All.WeightSquared;
        var (with, without) = (Array.ConvertAll(ranked.Scores, s => loss(s, 1)), Array.ConvertAll(ranked.Scores, s => loss(s, 0)));
        double mean = 0, second = 0, third = 0;
        for (var i = 0; i < risks.Length; i++) mean += weights[i] * ((risks[i] * with[i]) + ((1 - risks[i]) * without[i]));
        for (var i = 0; i < risks.Length; i++)
        {
            double a = with[i] - mean, b = without[i] - mean;
            second += weights[i] * ((risks[i] * a * a) + ((1 - risks[i]) * b * b));
            third += weights[i] * ((risks[i] * a * a * a) + ((1 - risks[i]) * b * b * b));
        }
        return (second, third);
    }

    // Multiplies the odds of all risks by one factor, so that their mean is the rate: Newton's method in its logarithm, kept in a bracket.
    private static void Shift(double[] risks, double[] weights, double rate)
    {
        if (rate is <= 0 or >= 1)
        {
            Array.Fill(risks, rate <= 0 ? 0 : 1);
            return;
        }
        double low = -80, high = 80, log = 0;
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var factor = Math.Exp(log);
            double mean = 0, slope = 0;
            for (var i = 0; i < risks.Length; i++)
            {
                var risk = risks[i] * factor / (1 - risks[i] + (risks[i] * factor));
                (mean, slope) = (mean + (weights[i] * risk), slope + (weights[i] * risk * (1 - risk)));
            }
            if (Math.Abs(mean - rate) <= 1e-13 * rate) break;
            if (mean < rate) low = log;
            else high = log;
            var next = log + ((rate - mean) / slope);
            log = next > low && next < high ? next : (low + high) / 2;
        }
        var shift = Math.Exp(log);
        for (var i = 0; i < risks.Length; i++) risks[i] = risks[i] * shift / (1 - risks[i] + (risks[i] * shift));
    }
}
