using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>
/// Two models' areas under the ROC curve on the same patients: DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44:837–845, by midranks in
/// n log n: Sun, Xu (2014), IEEE Signal Process. Lett. 21:1389–1393. Groups of different patients are compared by <see cref="Contrast"/>.
/// </summary>
public sealed class PairedAreas
{
    private PairedAreas(double first, double second, double firstVariance, double secondVariance, double covariance) =>
        (First, Second, FirstVariance, SecondVariance, Covariance) = (first, second, firstVariance, secondVariance, covariance);

    /// <summary>Area of the first model.</summary>
    public double First { get; }

    /// <summary>Area of the second.</summary>
    public double Second { get; }

    /// <summary>Variance of the first area.</summary>
    public double FirstVariance { get; }

    /// <summary>Variance of the second area.</summary>
    public double SecondVariance { get; }

    /// <summary>Covariance of the two.</summary>
    public double Covariance { get; }

    /// <summary>First − second.</summary>
    public double Difference => First - Second;

    /// <summary>Standard error of the difference; 0 when the two models rank every pair of patients alike.</summary>
    public double StandardError => Math.Sqrt(Math.Max(0, FirstVariance + SecondVariance - (2 * Covariance)));

    /// <summary>The difference over its standard error; 0 for identical curves, null where a difference has no error.</summary>
    public double? Z => Certain ? Difference == 0 ? 0 : null : Difference / StandardError;

    /// <summary>Two-sided p-value of equal areas; 1 for identical curves, null where a difference has no error.</summary>
    public double? PValue => Z is { } z ? 2 * Normal.CDF(0, 1, -Math.Abs(z)) : null;

    /// <summary>How the difference varies; null where it has no error.</summary>
    public Sampling? Sampling => Certain ? null : new NormalSampling(Phrase.Of($"paired DeLong"), Difference, StandardError, min: -1, max: 1);

    // Placements that agree leave rounding of their variance.
    private bool Certain => StandardError <= 1e-9 * Math.Sqrt(Math.Max(FirstVariance, SecondVariance)) || StandardError == 0;

    /// <summary>Compares.</summary>
    /// <param name="first">Scores of one model, finite.</param>
    /// <param name="second">Scores of the other for the same patients.</param>
    /// <param name="labels">1 for an event, 0 otherwise.</param>
    /// <param name="weights">Positive and finite, or null.</param>
    /// <returns>Null when fewer than two patients, by effective number, have the event or do not.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairedAreas? Of(double[] first, double[] second, byte[] labels, double[]? weights = null)
    {
        if (first.Length != labels.Length || second.Length != labels.Length || (weights is not null && weights.Length != labels.Length))
            throw new ArgumentException("Scores, labels and weights differ in length.", nameof(first));
        Tally events = default, nonEvents = default;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 1) events = events.Plus(weights?[i] ?? 1);
            else nonEvents = nonEvents.Plus(weights?[i] ?? 1);
        }
        if (Math.Min(events.EffectiveSize, nonEvents.EffectiveSize) < 2) return null;
        var (one, other) = (Placements(first, labels, weights, events, nonEvents), Placements(second, labels, weights, events, nonEvents));
        var (area1, area2) = (Area(one, labels, weights, events), Area(other, labels, weights, events));
        double Product(double[] a, double areaA, double[] b, double areaB)
        {
            double ofEvents = 0, ofNonEvents = 0;
            for (var i = 0; i < labels.Length; i++)
            {
                var w = weights?[i] ?? 1;
                var product = w * w * (a[i] - areaA) * (b[i] - areaB);
                if (labels[i] == 1) ofEvents += product;
                else ofNonEvents += product;
            }
            return Per(ofEvents, events) + Per(ofNonEvents, nonEvents);
        }
        return new(area1, area2, Product(one, area1, one, area1), Product(other, area2, other, area2), Product(one, area1, other, area2));
    }

    private static double Per(double sum, Tally all) => sum / (all.Weight * all.Weight) * (all.EffectiveSize / (all.EffectiveSize - 1));

    private static double Area(double[] placements, byte[] labels, double[]? weights, Tally events)
    {
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] == 1) sum += (weights?[i] ?? 1) * placements[i];
        return sum / events.Weight;
    }

    // For a patient with the event the share of those without whose score is lower, ties counted half; for one without, of those with it that score higher.
    private static double[] Placements(double[] scores, byte[] labels, double[]? weights, Tally events, Tally nonEvents)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort((double[])scores.Clone(), order);
        var placements = new double[scores.Length];
        double eventsBelow = 0, nonEventsBelow = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            double e = 0, c = 0;
            for (; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
            {
                var w = weights?[order[end]] ?? 1;
                if (labels[order[end]] == 1) e += w;
                else c += w;
            }
            for (var at = start; at < end; at++)
                placements[order[at]] = labels[order[at]] == 1 ? (nonEventsBelow + (c / 2)) / nonEvents.Weight : 1 - ((eventsBelow + (e / 2)) / events.Weight);
            (eventsBelow, nonEventsBelow, start) = (eventsBelow + e, nonEventsBelow + c, end);
        }
        return placements;
    }
}
