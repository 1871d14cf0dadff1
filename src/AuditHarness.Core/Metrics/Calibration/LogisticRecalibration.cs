namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Logistic regression of the outcome on the logit of the predicted risk, fitted by Newton's method to the (weighted) maximum of
/// the likelihood. Cox (1958), Biometrika 45:562–565. Risks of exactly 0 or 1 have no logit: they are left out and counted.
/// </summary>
public sealed record LogisticRecalibration
{
    private LogisticRecalibration() { }

    /// <summary>Intercept in log-odds.</summary>
    public double Intercept { get; private init; }

    /// <summary>Slope; 1 when it was fixed.</summary>
    public double Slope { get; private init; }

    /// <summary>Standard error of the intercept: model-based, or the sandwich one with weights.</summary>
    public double InterceptError { get; private init; }

    /// <summary>Standard error of the slope; 0 when it was fixed.</summary>
    public double SlopeError { get; private init; }

    /// <summary>Rows left out because their risk is exactly 0 or 1.</summary>
    public int Excluded { get; private init; }

    /// <summary>Fits.</summary>
    /// <param name="evidence">The subgroup.</param>
    /// <param name="fixSlope">True for calibration-in-the-large: the slope stays 1.</param>
    /// <param name="fit">The fit, or null.</param>
    /// <returns>Null when it fitted, else why it cannot be.</returns>
    public static string? TryFit(SubgroupEvidence evidence, bool fixSlope, out LogisticRecalibration? fit)
    {
        fit = null;
        var ranked = evidence.Ranked;
        var (from, to) = (0, ranked.Count);
        var excluded = 0;
        if (to > 0 && ranked.Scores[0] <= 0) excluded += ranked.Events[0].Rows + ranked.NonEvents[from++].Rows;
        if (to > from && ranked.Scores[to - 1] >= 1) excluded += ranked.Events[to - 1].Rows + ranked.NonEvents[--to].Rows;
        if (Refusal(ranked, from, to, fixSlope) is { } why) return why;

        var logits = new double[to];
        for (var i = from; i < to; i++) logits[i] = Math.Log(ranked.Scores[i] / (1 - ranked.Scores[i]));
        var (intercept, slope) = (0.0, 1.0);
        var likelihood = LogLikelihood(ranked, logits, from, to, intercept, slope);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var (gradient0, gradient1, h00, h01, h11) = Derivatives(ranked, logits, from, to, intercept, slope);
            var determinant = fixSlope ? h00 : (h00 * h11) - (h01 * h01);
            if (determinant <= 0) return "the recalibration model does not converge";
            var step0 = fixSlope ? gradient0 / h00 : ((h11 * gradient0) - (h01 * gradient1)) / determinant;
            var step1 = fixSlope ? 0 : ((h00 * gradient1) - (h01 * gradient0)) / determinant;
            for (var halving = 0; ; halving++)
            {
                var next = LogLikelihood(ranked, logits, from, to, intercept + step0, slope + step1);
                if (next >= likelihood - (1e-12 * Math.Abs(likelihood)) || halving == 40)
                {
                    likelihood = next;
                    break;
                }
                (step0, step1) = (step0 / 2, step1 / 2);
            }
            (intercept, slope) = (intercept + step0, slope + step1);
            if (Math.Abs(step0) < 1e-11 * (1 + Math.Abs(intercept)) && Math.Abs(step1) < 1e-11 * (1 + Math.Abs(slope)))
            {
                fit = WithErrors(evidence, logits, from, to, intercept, slope, fixSlope, excluded);
                return null;
            }
        }
        return "the recalibration model does not converge";
    }

    // With one covariate the maximum lies at infinity exactly when the scores separate the outcomes.
    private static string? Refusal(RankedScores ranked, int from, int to, bool fixSlope)
    {
        int firstEvent = int.MaxValue, lastEvent = -1, firstNon = int.MaxValue, lastNon = -1;
        for (var i = from; i < to; i++)
        {
            if (ranked.Events[i].Rows > 0) (firstEvent, lastEvent) = (Math.Min(firstEvent, i), i);
            if (ranked.NonEvents[i].Rows > 0) (firstNon, lastNon) = (Math.Min(firstNon, i), i);
        }
        if (lastEvent < 0 && lastNon < 0) return "no patient has a risk strictly between 0 and 1";
        if (lastEvent < 0 || lastNon < 0) return "all patients with a risk strictly between 0 and 1 have the same outcome";
        if (fixSlope) return null;
        if (to - from < 2) return "all scores are equal: the slope is not defined";
        if (firstEvent >= lastNon || firstNon >= lastEvent) return "the scores separate the outcomes: the slope is infinite";
        return null;
    }

    private static double LogLikelihood(RankedScores ranked, double[] logits, int from, int to, double intercept, double slope)
    {
        var sum = 0.0;
        for (var i = from; i < to; i++)
        {
            var eta = intercept + (slope * logits[i]);
            sum -= (ranked.Events[i].Weight * Softplus(-eta)) + (ranked.NonEvents[i].Weight * Softplus(eta));
        }
        return sum;
    }

    private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static (double G0, double G1, double H00, double H01, double H11) Derivatives(
        RankedScores ranked, double[] logits, int from, int to, double intercept, double slope)
    {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (var i = from; i < to; i++)
        {
            var x = logits[i];
            var risk = Logistic(intercept + (slope * x));
            var (events, nonEvents) = (ranked.Events[i].Weight, ranked.NonEvents[i].Weight);
            var residual = (events * (1 - risk)) - (nonEvents * risk);
            var information = (events + nonEvents) * risk * (1 - risk);
            (g0, g1) = (g0 + residual, g1 + (residual * x));
            (h00, h01, h11) = (h00 + information, h01 + (information * x), h11 + (information * x * x));
        }
        return (g0, g1, h00, h01, h11);
    }

    private static LogisticRecalibration WithErrors(
        SubgroupEvidence evidence, double[] logits, int from, int to, double intercept, double slope, bool fixSlope, int excluded)
    {
        var ranked = evidence.Ranked;
        var (_, _, h00, h01, h11) = Derivatives(ranked, logits, from, to, intercept, slope);
        var determinant = fixSlope ? h00 : (h00 * h11) - (h01 * h01);
        var (i00, i01, i11) = fixSlope ? (1 / h00, 0.0, 0.0) : (h11 / determinant, -h01 / determinant, h00 / determinant);
        var (v00, v11) = (i00, i11);
        if (evidence.IsWeighted)
        {
            // Huber–White sandwich: the inverse information around the sum of squared weighted scores.
            double b00 = 0, b01 = 0, b11 = 0;
            for (var i = from; i < to; i++)
            {
                var x = logits[i];
                var risk = Logistic(intercept + (slope * x));
                var square = (ranked.Events[i].WeightSquared * (1 - risk) * (1 - risk)) + (ranked.NonEvents[i].WeightSquared * risk * risk);
                (b00, b01, b11) = (b00 + square, b01 + (square * x), b11 + (square * x * x));
            }
            v00 = (i00 * i00 * b00) + (2 * i00 * i01 * b01) + (i01 * i01 * b11);
            v11 = (i01 * i01 * b00) + (2 * i01 * i11 * b01) + (i11 * i11 * b11);
        }
        return new LogisticRecalibration
        {
            Intercept = intercept, Slope = slope, InterceptError = Math.Sqrt(v00), SlopeError = Math.Sqrt(v11), Excluded = excluded,
        };
    }
}
