using System.Runtime.Intrinsics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// What a logistic regression on the logit of the risk reads: at each score its logit and the weights of those with and without the event, laid out
/// side by side so that four scores are taken at once. Always four, whatever the machine could, so that sums are formed in the same order.
/// </summary>
internal sealed class LogitScores
{
    /// <summary>How many <see cref="Merged"/> has.</summary>
    public const int Chunks = 4096;

    private const int MostFactors = 512;

    private readonly double[] _events, _nonEvents;
    private LogitScores? _merged;
    // True where each weighs 1, those that fill up excepted.
    private bool _areSingle;
    private double? _asPredicted;

    // Arrays are filled up with scores without patients to whole fours.
    private LogitScores(double[] logits, double[] events, double[] nonEvents, int count) => (Logits, _events, _nonEvents, Count) = (logits, events, nonEvents, count);

    /// <summary>Logits less their weighted mean, so that scores which hardly differ do not drown in rounding; ascending.</summary>
    public double[] Logits { get; }

    /// <summary>Number of scores.</summary>
    public int Count { get; }

    /// <summary>The weighted mean that was taken off.</summary>
    public double Centre { get; private init; }

    /// <summary>Weighted event rate.</summary>
    public double Prevalence { get; private init; }

    /// <summary>Smallest of <see cref="Logits"/>.</summary>
    public double Lowest => Logits[0];

    /// <summary>Largest.</summary>
    public double Highest => Logits[Count - 1];

    /// <summary>Of the scores in a range, all of them strictly between 0 and 1.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="from">First.</param>
    /// <param name="to">Behind the last.</param>
    public static LogitScores Of(RankedScores ranked, int from, int to)
    {
        var count = to - from;
        var (logits, events, nonEvents) = (Padded(count), Padded(count), Padded(count));
        double sum = 0, weight = 0, sumOfEvents = 0;
        var areSingle = true;
        for (var i = 0; i < count; i++)
        {
            var score = ranked.Scores[from + i];
            logits[i] = Math.Log(score / (1 - score));
            (events[i], nonEvents[i]) = (ranked.Events[from + i].Weight, ranked.NonEvents[from + i].Weight);
            var here = events[i] + nonEvents[i];
            areSingle &= here == 1;
            (sum, weight, sumOfEvents) = (sum + (here * logits[i]), weight + here, sumOfEvents + events[i]);
        }
        var centre = sum / weight;
        for (var i = 0; i < count; i++) logits[i] -= centre;
        return new(logits, events, nonEvents, count) { Centre = centre, Prevalence = sumOfEvents / weight, _areSingle = areSingle };
    }

    /// <summary>The logarithm of the likelihood where every risk is right: intercept 0, slope 1.</summary>
    public double AsPredicted => _asPredicted ??= At(Centre, 1).Log;

    /// <summary>Neighbours taken together at their mean logit; of more scores than <see cref="Chunks"/>.</summary>
    public LogitScores Merged => _merged ??= MergedTo(Chunks);

    private LogitScores MergedTo(int most)
    {
        var (logits, events, nonEvents) = (Padded(most), Padded(most), Padded(most));
        for (var i = 0; i < Count; i++)
        {
            var k = (int)((long)i * most / Count);
            (logits[k], events[k], nonEvents[k]) = (logits[k] + ((_events[i] + _nonEvents[i]) * Logits[i]), events[k] + _events[i], nonEvents[k] + _nonEvents[i]);
        }
        for (var k = 0; k < most; k++) logits[k] /= events[k] + nonEvents[k];
        return new(logits, events, nonEvents, most) { Centre = Centre, Prevalence = Prevalence };
    }

    /// <summary>The logarithm of the likelihood, its gradient and the information.</summary>
    /// <param name="intercept">At the mean logit.</param>
    /// <param name="slope">Of the logit.</param>
    public Likelihood At(double intercept, double slope)
    {
        Vector256<double> log = default, g0 = default, g1 = default, h00 = default, h01 = default, h11 = default;
        var (one, product) = (Vector256.Create(1.0), Vector256.Create(1.0));
        for (int i = 0, factors = 0; i < Logits.Length; i += Vector256<double>.Count)
        {
            var x = Vector256.Create(Logits, i);
            var (events, nonEvents) = (Vector256.Create(_events, i), Vector256.Create(_nonEvents, i));
            var all = events + nonEvents;
            var eta = Vector256.Create(intercept) + (Vector256.Create(slope) * x);
            var y = Vector256.Exp(-Vector256.Abs(eta));
            // log(1 + e^±η) = max(±η, 0) + log(1 + y), exact far out too: there 1 + y would round y away.
            var isFar = Vector256.LessThan(y, Vector256.Create(1e-5));
            var tail = y - (y * y / Vector256.Create(2.0));
            if (_areSingle)
            {
                // Of each weighing 1 the logarithms' sum is that of a product, which stays below 2 to the power of its factors.
                tail = Vector256.ConditionalSelect(isFar, tail, Vector256<double>.Zero);
                product *= Vector256.ConditionalSelect(isFar, one, one + (all * y));
                if (++factors == MostFactors) (log, product, factors) = (log - Vector256.Log(product), one, 0);
            }
            else tail = Vector256.ConditionalSelect(isFar, tail, Vector256.Log(one + y));
            // 1 − risk from its own side, so that it does not round to 0 while it is only small.
            var large = one / (one + y);
            var small = y * large;
            var isUpper = Vector256.GreaterThanOrEqual(eta, Vector256<double>.Zero);
            var (risk, rest) = (Vector256.ConditionalSelect(isUpper, large, small), Vector256.ConditionalSelect(isUpper, small, large));
            log -= (events * (Vector256.Max(-eta, Vector256<double>.Zero) + tail)) + (nonEvents * (Vector256.Max(eta, Vector256<double>.Zero) + tail));
            var residual = (events * rest) - (nonEvents * risk);
            var information = all * risk * rest;
            (g0, g1) = (g0 + residual, g1 + (residual * x));
            (h00, h01, h11) = (h00 + information, h01 + (information * x), h11 + (information * x * x));
        }
        log -= Vector256.Log(product);
        return new(Vector256.Sum(log), Vector256.Sum(g0), Vector256.Sum(g1), Vector256.Sum(h00), Vector256.Sum(h01), Vector256.Sum(h11));
    }

    /// <summary>
    /// The sum of squared weighted scores that the Huber–White sandwich holds, each residual enlarged by what the fit bent towards it (HC2:
    /// MacKinnon and White 1985, J. Econom. 29:305–325).
    /// </summary>
    /// <param name="level">The fit: at the mean logit.</param>
    /// <param name="slope">Of the logit.</param>
    /// <param name="inverse">The inverse information.</param>
    /// <param name="ranked">The scores these are of.</param>
    /// <param name="from">The first of them here.</param>
    public (double B00, double B01, double B11) SquaredScores(double level, double slope, (double I00, double I01, double I11) inverse, RankedScores ranked, int from)
    {
        Vector256<double> b00 = default, b01 = default, b11 = default;
        var (one, most) = (Vector256.Create(1.0), Vector256.Create(0.9));
        var (i00, i01, i11) = (Vector256.Create(inverse.I00), Vector256.Create(2 * inverse.I01), Vector256.Create(inverse.I11));
        var (events, nonEvents, owns) = ranked is { Events.AreUnweighted: true, NonEvents.AreUnweighted: true } ? (_events, _nonEvents, null) : Squares(ranked, from);
        for (var i = 0; i < Logits.Length; i += Vector256<double>.Count)
        {
            var x = Vector256.Create(Logits, i);
            var eta = Vector256.Create(level) + (Vector256.Create(slope) * x);
            var y = Vector256.Exp(-Vector256.Abs(eta));
            var large = one / (one + y);
            var isUpper = Vector256.GreaterThanOrEqual(eta, Vector256<double>.Zero);
            var (risk, rest) = (Vector256.ConditionalSelect(isUpper, large, y * large), Vector256.ConditionalSelect(isUpper, y * large, large));
            var own = owns is null ? one : Vector256.Create(owns, i);
            var leverage = Vector256.Min(most, own * risk * rest * (i00 + (i01 * x) + (i11 * x * x)));
            var square = ((Vector256.Create(events, i) * rest * rest) + (Vector256.Create(nonEvents, i) * risk * risk)) / (one - leverage);
            (b00, b01, b11) = (b00 + square, b01 + (square * x), b11 + (square * x * x));
        }
        return (Vector256.Sum(b00), Vector256.Sum(b01), Vector256.Sum(b11));
    }

    // Squared weights, and the weight of one row on average.
    private (double[] Events, double[] NonEvents, double[]? Own) Squares(RankedScores ranked, int from)
    {
        var (events, nonEvents, own) = (Padded(Count), Padded(Count), Padded(Count));
        for (var i = 0; i < Count; i++)
        {
            var (with, without) = (ranked.Events[from + i], ranked.NonEvents[from + i]);
            (events[i], nonEvents[i], own[i]) = (with.WeightSquared, without.WeightSquared, (with.Weight + without.Weight) / (with.Rows + without.Rows));
        }
        return (events, nonEvents, own);
    }

    private static double[] Padded(int count) => new double[(count + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count];
}

/// <summary>A likelihood at a point.</summary>
/// <param name="Log">Its logarithm.</param>
/// <param name="G0">Its slope along the intercept.</param>
/// <param name="G1">Along the slope.</param>
/// <param name="H00">Information on the intercept.</param>
/// <param name="H01">Shared by both.</param>
/// <param name="H11">On the slope.</param>
internal readonly record struct Likelihood(double Log, double G0, double G1, double H00, double H01, double H11)
{
    public double Determinant(bool fixSlope) => fixSlope ? H00 : (H00 * H11) - (H01 * H01);
}
