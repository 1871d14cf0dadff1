using AuditHarness.Statistics;

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

    /// <summary>Standard error of the intercept, Huber–White (HC2): right whether or not the recalibration model is.</summary>
    public double InterceptError { get; private init; }

    /// <summary>Standard error of the slope; 0 when it was fixed.</summary>
    public double SlopeError { get; private init; }

    /// <summary>Standard error of the intercept as glm gives it: right only where the recalibration model is, and without weights.</summary>
    public double ModelInterceptError { get; private init; }

    /// <summary>Standard error of the slope as glm gives it.</summary>
    public double ModelSlopeError { get; private init; }

    /// <summary>2 · (log-likelihood of the fit − log-likelihood of intercept 0 and slope 1), not negative.</summary>
    public double LikelihoodRatio { get; private init; }

    /// <summary>
    /// The interval of a coefficient. With few events the sandwich falls short (Long and Ervin 2000, Am. Stat. 54:217–224), so the
    /// error is not taken to be below the model-based one; the intercept in the large, whose errors are the smaller class's alone,
    /// takes Student's t on four times its size too. No interval where the risks let expect too few events.
    /// </summary>
    /// <param name="evidence">The subgroup that was fitted.</param>
    /// <param name="value">The coefficient.</param>
    /// <param name="error">Its sandwich error.</param>
    /// <param name="modelError">Its model-based error.</param>
    /// <param name="isStudent">True to take Student's t.</param>
    internal Estimate ToEstimate(SubgroupEvidence evidence, double value, double error, double modelError, bool isStudent)
    {
        if (SimulatedError.WhyNoInterval(evidence) is { } why) return new Estimate.Known(value, null, Rows, why);
        var size = 4 * Math.Min(evidence.Events.EffectiveSize, evidence.NonEvents.EffectiveSize);
        return new Estimate.Known(value, new NormalSampling(
            isStudent ? Phrase.Of($"Huber-White (HC2), Student t") : Phrase.Of($"Huber-White (HC2)"), value, Math.Max(error, evidence.IsWeighted ? 0 : modelError),
            isStudent ? Math.Max(2, size) : null, isStudent), Rows);
    }

    /// <summary>Rows that the fit rests on.</summary>
    public int Rows { get; private init; }

    /// <summary>Rows left out because their risk is exactly 0 or 1.</summary>
    public int Excluded { get; private init; }

    /// <summary>Fits.</summary>
    /// <param name="evidence">The subgroup.</param>
    /// <param name="fixSlope">True for calibration-in-the-large: the slope stays 1.</param>
    /// <param name="fit">The fit, or null.</param>
    /// <returns>Null when it fitted, else why it cannot be.</returns>
    public static Phrase? TryFit(SubgroupEvidence evidence, bool fixSlope, out LogisticRecalibration? fit)
    {
        fit = null;
        var ranked = evidence.Ranked;
        var from = ranked.Count > 0 && ranked.Scores[0] <= 0 ? 1 : 0;
        var to = ranked.Count > from && ranked.Scores[^1] >= 1 ? ranked.Count - 1 : ranked.Count;
        if (Refusal(ranked, from, to, fixSlope) is { } why) return why;

        var scores = evidence.Logits(from, to);
        // Neighbouring scores taken together lead almost to the maximum, at a fraction of the cost of a step over all.
        var start = (Level: Math.Log(scores.Prevalence / (1 - scores.Prevalence)), Slope: fixSlope ? 1.0 : 0.0);
        if (scores.Count > 4 * LogitScores.Chunks && Maximum(scores.Merged, fixSlope, start) is { } near) start = (near.Level, near.Slope);
        if (Maximum(scores, fixSlope, start) is not { } maximum) return DoesNotConverge;
        fit = WithErrors(evidence, scores, from, maximum.Level, maximum.Slope, maximum.Here, fixSlope);
        return double.IsFinite(fit.Intercept + fit.InterceptError + fit.SlopeError) ? null : DoesNotConverge;
    }

    // Newton's method; null where it does not converge.
    private static (double Level, double Slope, Likelihood Here)? Maximum(LogitScores scores, bool fixSlope, (double Level, double Slope) start)
    {
        var (level, slope) = start;
        var here = scores.At(level, slope);
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var determinant = here.Determinant(fixSlope);
            if (!(determinant > 0)) return null;
            var step0 = fixSlope ? here.G0 / here.H00 : ((here.H11 * here.G0) - (here.H01 * here.G1)) / determinant;
            var step1 = fixSlope ? 0 : ((here.H00 * here.G1) - (here.H01 * here.G0)) / determinant;

            // No patient's log-odds move by more than 8 at once: far from the maximum a full step may overshoot without end.
            var reach = Math.Max(Math.Abs(step0 + (step1 * scores.Lowest)), Math.Abs(step0 + (step1 * scores.Highest)));
            var damping = Math.Min(1, 8 / reach);
            Likelihood next = default;
            for (var halving = 0; halving <= 40; halving++, damping /= 2)
            {
                next = scores.At(level + (damping * step0), slope + (damping * step1));
                if (next.Log >= here.Log - (1e-12 * Math.Abs(here.Log))) break;
            }
            (level, slope, here) = (level + (damping * step0), slope + (damping * step1), next);
            if (reach <= 1e-8) return (level, slope, here);
        }
        return null;
    }

    /// <summary>
    /// True when the slope is 1 and calibration-in-the-large 0, both to a hundredth of their (robust) standard errors: what a logistic model gives on the
    /// very rows that it was fitted on, also when its risks were written to three decimals. By chance it happens in less than one sample of
    /// 10,000. Such figures say nothing of new patients.
    /// </summary>
    /// <param name="evidence">The subgroup; for this question mostly everybody.</param>
    public static bool LooksApparent(SubgroupEvidence evidence) =>
        evidence.Recalibration is (null, { } joint) && Math.Abs(joint.Slope - 1) < 0.01 * joint.SlopeError
        && evidence.RecalibrationInTheLarge is (null, { } large) && Math.Abs(large.Intercept) < 0.01 * large.InterceptError;

    /// <summary>Why there is no maximum where <see cref="PenalizedRecalibration"/> has one.</summary>
    internal static readonly Phrase Separates = Phrase.Of($"the scores separate the outcomes: the slope is infinite");

    private static readonly Phrase DoesNotConverge = Phrase.Of($"the recalibration model does not converge");

    // With one covariate the maximum lies at infinity exactly when the scores separate the outcomes.
    private static Phrase? Refusal(RankedScores ranked, int from, int to, bool fixSlope)
    {
        ReadOnlySpan<int> events = ranked.Events.Rows[from..to], nonEvents = ranked.NonEvents.Rows[from..to];
        var (firstEvent, lastEvent) = (events.IndexOfAnyExcept(0), events.LastIndexOfAnyExcept(0));
        var (firstNon, lastNon) = (nonEvents.IndexOfAnyExcept(0), nonEvents.LastIndexOfAnyExcept(0));
        if (lastEvent < 0 && lastNon < 0) return Phrase.Of($"no patient has a risk strictly between 0 and 1");
        if (lastEvent < 0 || lastNon < 0) return Phrase.Of($"all patients with a risk strictly between 0 and 1 have the same outcome");
        if (fixSlope) return null;
        if (to - from < 2) return Phrase.Of($"all scores are equal: the slope is not defined");
        if (firstEvent >= lastNon || firstNon >= lastEvent) return Separates;
        return null;
    }

    private static LogisticRecalibration WithErrors(
        SubgroupEvidence evidence, LogitScores scores, int from, double level, double slope, Likelihood here, bool fixSlope)
    {
        var centre = scores.Centre;
        var (_, _, _, h00, h01, h11) = here;
        var determinant = here.Determinant(fixSlope);
        var (i00, i01, i11) = fixSlope ? (1 / h00, 0.0, 0.0) : (h11 / determinant, -h01 / determinant, h00 / determinant);
        // Huber–White sandwich: the inverse information around the sum of squared weighted scores.
        var (b00, b01, b11) = scores.SquaredScores(level, slope, (i00, i01, i11), evidence.Ranked, from);
        var v00 = (i00 * i00 * b00) + (2 * i00 * i01 * b01) + (i01 * i01 * b11);
        var v01 = (i00 * i01 * b00) + (((i00 * i11) + (i01 * i01)) * b01) + (i01 * i11 * b11);
        var v11 = (i01 * i01 * b00) + (2 * i01 * i11 * b01) + (i11 * i11 * b11);
        var excluded = evidence.Ranked.RowsWithoutLogit;
        return new LogisticRecalibration
        {
            // Back from centred logits: the intercept is the level at a logit of 0 instead of at the mean.
            Intercept = level - (slope * centre), Slope = slope,
            InterceptError = Math.Sqrt(v00 - (2 * centre * v01) + (centre * centre * v11)), SlopeError = Math.Sqrt(v11),
            ModelInterceptError = Math.Sqrt(i00 - (2 * centre * i01) + (centre * centre * i11)), ModelSlopeError = Math.Sqrt(i11),
            LikelihoodRatio = Math.Max(0, 2 * (here.Log - scores.AsPredicted)),
            Rows = evidence.Count - excluded, Excluded = excluded,
        };
    }
}
