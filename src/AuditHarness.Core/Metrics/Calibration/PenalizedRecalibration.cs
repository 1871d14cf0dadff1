using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The recalibration model where the scores separate the outcomes and the likelihood has its maximum at infinity: the likelihood times
/// the root of the determinant of its information has a finite one. Firth (1993), Biometrika 80:27–38; for separation, with limits from
/// the profile: Heinze and Schemper (2002), Stat. Med. 21:2409–2419.
/// </summary>
internal sealed class PenalizedRecalibration
{
    // Log-odds beyond which no patient's risk can be told from 0 or 1.
    private const double Farthest = 300;

    private readonly double[] _logits, _events, _all, _information;
    private readonly double _centre, _best;

    /// <summary>Fits.</summary>
    /// <param name="evidence">Patients with and without an event at two or more risks strictly between 0 and 1.</param>
    public PenalizedRecalibration(SubgroupEvidence evidence)
    {
        var ranked = evidence.Ranked;
        int[] inner = [.. Enumerable.Range(0, ranked.Count).Where(i => ranked.Scores[i] is > 0 and < 1)];
        // A weighted sample counts as its effective number of patients.
        var tallies = inner.Select(i => ranked.Events[i] + ranked.NonEvents[i]).Aggregate((a, b) => a + b);
        var scale = tallies.EffectiveSize / tallies.Weight;
        _logits = [.. inner.Select(i => Math.Log(ranked.Scores[i] / (1 - ranked.Scores[i])))];
        _events = [.. inner.Select(i => scale * ranked.Events[i].Weight)];
        _all = [.. inner.Select((i, k) => _events[k] + (scale * ranked.NonEvents[i].Weight))];
        _information = new double[inner.Length];
        _centre = _logits.Select((x, k) => x * _all[k]).Sum() / _all.Sum();
        (Slope, _best) = Greatest(slope => Profile(slope, _centre));
        Intercept = Level(Slope, _centre).At - (Slope * _centre);
    }

    /// <summary>Intercept in log-odds.</summary>
    public double Intercept { get; }

    /// <summary>Slope.</summary>
    public double Slope { get; }

    /// <summary>Values of the slope that lose less than z² / 2 of the penalized log-likelihood.</summary>
    public (double Lower, double Upper) SlopeLimits(double z) => Limits(Slope, z, slope => Profile(slope, _centre));

    /// <summary>The same of the intercept.</summary>
    public (double Lower, double Upper) InterceptLimits(double z) =>
        Limits(Intercept, z, intercept => Greatest(slope => Penalized(intercept, slope, 0)).Value);

    /// <summary>
    /// The estimate of a coefficient where the scores separate the outcomes. None where the group is too small for an interval: of few
    /// patients the penalty alone makes the figure.
    /// </summary>
    /// <param name="evidence">The subgroup.</param>
    /// <param name="isSlope">True for the slope, false for the intercept.</param>
    /// <param name="why">Why the likelihood has no maximum.</param>
    public static Estimate ToEstimate(SubgroupEvidence evidence, bool isSlope, Phrase why)
    {
        if (SimulatedError.WhyNoInterval(evidence) is not null) return new Estimate.Undefined(why);
        var fit = new PenalizedRecalibration(evidence.OfLogits);
        return new Estimate.Known(
            isSlope ? fit.Slope : fit.Intercept, new ProfileSampling(isSlope ? fit.SlopeLimits : fit.InterceptLimits), evidence.Count - evidence.Ranked.RowsWithoutLogit);
    }

    private (double, double) Limits(double at, double z, Func<double, double> profile)
    {
        var least = _best - (z * z / 2);
        double Edge(int side)
        {
            var step = 0.25;
            while (step < 1e6 && profile(at + (side * step)) > least) step *= 2;
            return at + (side * BracketedRoot.LastPositive(distance => profile(at + (side * distance)) - least, step > 0.25 ? step / 2 : 0, step, 1e-10 * step));
        }
        return (Edge(-1), Edge(1));
    }

    private double Profile(double slope, double centre) => Level(slope, centre).Value;

    private (double At, double Value) Level(double slope, double centre) => Greatest(level => Penalized(level, slope, centre));

    // Brent (1973), Algorithms for Minimization without Derivatives, chapter 5: parabolas through the three best places, a golden section
    // where they lead nowhere. The bracket is widened until it holds the maximum.
    private static (double At, double Value) Greatest(Func<double, double> of)
    {
        const double golden = 0.38196601125010515;
        double left = -2, right = 2;
        while (of(left) > of(left / 2) && left > -Farthest) left *= 2;
        while (of(right) > of(right / 2) && right < Farthest) right *= 2;
        var best = left + (golden * (right - left));
        var (second, third, step, before) = (best, best, 0.0, 0.0);
        var atBest = of(best);
        var (atSecond, atThird) = (atBest, atBest);
        for (var i = 0; i < 100; i++)
        {
            var (middle, tolerance) = ((left + right) / 2, 1e-9 * (1 + Math.Abs(best)));
            if (Math.Abs(best - middle) <= (2 * tolerance) - ((right - left) / 2)) break;
            double r = (best - second) * (atBest - atThird), q = (best - third) * (atBest - atSecond);
            var p = ((best - third) * q) - ((best - second) * r);
            q = 2 * (q - r);
            if (q > 0) p = -p;
            q = Math.Abs(q);
            if (Math.Abs(before) > tolerance && Math.Abs(p) < Math.Abs(q * before / 2) && p > q * (left - best) && p < q * (right - best))
            {
                (before, step) = (step, p / q);
                if (best + step - left < 2 * tolerance || right - best - step < 2 * tolerance) step = best < middle ? tolerance : -tolerance;
            }
            else
            {
                before = best < middle ? right - best : left - best;
                step = golden * before;
            }
            var next = best + (Math.Abs(step) >= tolerance ? step : Math.CopySign(tolerance, step));
            var atNext = of(next);
            if (atNext >= atBest)
            {
                if (next < best) right = best;
                else left = best;
                ((third, atThird), (second, atSecond), (best, atBest)) = ((second, atSecond), (best, atBest), (next, atNext));
            }
            else
            {
                if (next < best) left = next;
                else right = next;
                if (atNext >= atSecond || second == best) ((third, atThird), (second, atSecond)) = ((second, atSecond), (next, atNext));
                else if (atNext >= atThird || third == best || third == second) (third, atThird) = (next, atNext);
            }
        }
        return (best, atBest);
    }

    private double Penalized(double level, double slope, double centre)
    {
        double sum = 0, all = 0, first = 0, second = 0;
        for (var k = 0; k < _logits.Length; k++)
        {
            var x = _logits[k] - _centre;
            var eta = Math.Clamp(level + (slope * (_logits[k] - centre)), -Farthest, Farthest);
            var tail = Math.Exp(-Math.Abs(eta));
            var (softplus, information) = (Math.Log(1 + tail), _all[k] * tail / ((1 + tail) * (1 + tail)));
            sum += (_events[k] * eta) - (_all[k] * (Math.Max(eta, 0) + softplus));
            _information[k] = information;
            (all, first) = (all + information, first + (information * x));
        }
        // About the mean, since where one score has nearly all of the information the difference of products would be rounding.
        for (var k = 0; k < _logits.Length; k++) second += _information[k] * Math.Pow(_logits[k] - _centre - (first / all), 2);
        var determinant = all * second;
        return determinant > 0 ? sum + (Math.Log(determinant) / 2) : double.NegativeInfinity;
    }

    private sealed class ProfileSampling(
        Func<double, (double Lower, double Upper)> limits, double factor, Dictionary<double, (double Lower, double Upper)> found) : Sampling
    {
        public ProfileSampling(Func<double, (double Lower, double Upper)> limits) : this(limits, 1, []) { }

        public override Phrase Method { get; } = Phrase.Of($"penalized profile likelihood (Firth)");

        // Of a likelihood far from normal: half the width of the limits at 1.
        public override double StandardError => Limits(1) is var (lower, upper) ? (upper - lower) / 2 : 0;

        public override Sampling Scaled(double factor1) => new ProfileSampling(limits, factor * factor1, found);

        public override (double Lower, double Upper) Limits(double z)
        {
            // The fit keeps its figures in the same place each time; and each group is compared with all others at the same level.
            lock (found)
            {
                var at = z / Math.Sqrt(factor);
                return found.TryGetValue(at, out var known) ? known : found[at] = limits(at);
            }
        }
    }
}
