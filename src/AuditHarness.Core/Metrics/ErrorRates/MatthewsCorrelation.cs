using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Correlation of decision and outcome, the phi coefficient of the 2 × 2 table.</summary>
/// <remarks>In [−1, 1]; undefined when a row or column of the table is empty.</remarks>
public sealed class MatthewsCorrelation : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(MatthewsCorrelation), "Matthews correlation", MetricBasis.Decision, Direction.Higher, 1, -1, 1,
        "Correlation of decision and outcome: (TP·TN − FP·FN) / √(events · non-events · flagged · not flagged).",
        "Fisher z of the table with ½ added to each cell (Agresti, Min 2005, Stat. Med. 24:729–740), delta-method variance of a multinomial table",
        "Matthews (1975), Biochim. Biophys. Acta 405:442–451; Bishop, Fienberg, Holland (1975), Discrete Multivariate Analysis, section 11.3")
    {
        Swapped = new LabelSwap.Into(nameof(MatthewsCorrelation)),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (cells.Events.Rows == 0 || cells.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        if (cells.Flagged.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoneFlagged);
        if (cells.NotFlagged.Rows == 0) return new Estimate.Undefined(Estimate.Because.AllFlagged);
        var phi = Math.Clamp(Phi(cells).Value, -1, 1);
        if (Math.Abs(phi) >= 1 - 1e-12) phi = Math.Sign(phi);

        // An empty cell would hide that the next patient may fall into it.
        var (centre, variance) = Phi(new(
            WithHalf(cells.TruePositives, cells.All), WithHalf(cells.FalsePositives, cells.All),
            WithHalf(cells.TrueNegatives, cells.All), WithHalf(cells.FalseNegatives, cells.All)));
        return new Estimate.Known(phi, new AroundSampling(phi, centre, Math.Sqrt(variance)), evidence.Count);
    }

    // Half a patient of average weight more.
    private static Tally WithHalf(Tally cell, Tally all)
    {
        var weight = all.WeightSquared / all.Weight;
        return new(cell.Rows, cell.Weight + (weight / 2), cell.WeightSquared + (weight * weight / 2));
    }

    private static (double Value, double Variance) Phi(ConfusionCounts cells)
    {
        var total = cells.All.Weight;
        double tp = cells.TruePositives.Weight / total, fp = cells.FalsePositives.Weight / total,
               tn = cells.TrueNegatives.Weight / total, fn = cells.FalseNegatives.Weight / total;
        double events = tp + fn, nonEvents = fp + tn, flagged = tp + fp, notFlagged = fn + tn;
        var scale = Math.Sqrt(events * nonEvents * flagged * notFlagged);
        var phi = ((tp * tn) - (fp * fn)) / scale;

        // Gradient of phi in the four cell probabilities; its mean is 0, as phi does not change when all cells are scaled.
        var half = phi / 2;
        double gTp = (tn / scale) - (half * ((1 / events) + (1 / flagged))), gFn = (-fp / scale) - (half * ((1 / events) + (1 / notFlagged))),
               gFp = (-fn / scale) - (half * ((1 / nonEvents) + (1 / flagged))), gTn = (tp / scale) - (half * ((1 / nonEvents) + (1 / notFlagged)));
        return (phi, ((cells.TruePositives.WeightSquared * gTp * gTp) + (cells.FalseNegatives.WeightSquared * gFn * gFn)
            + (cells.FalsePositives.WeightSquared * gFp * gFp) + (cells.TrueNegatives.WeightSquared * gTn * gTn)) / (total * total));
    }

    /// <summary>Limits about the centre on Fisher's scale; the value itself lies within them always.</summary>
    private sealed class AroundSampling(double value, double centre, double error) : Sampling
    {
        public override Phrase Method { get; } = Phrase.Of($"Fisher z, ½ added");

        public override double StandardError => error;

        public override Sampling Scaled(double factor) =>
            new AroundSampling(value, value + ((centre - value) / factor), error / Math.Sqrt(factor));

        public override (double Lower, double Upper) Limits(double z)
        {
            var (middle, half) = (Math.Atanh(centre), z * error / (1 - (centre * centre)));
            return (Math.Min(value, Math.Tanh(middle - half)), Math.Max(value, Math.Tanh(middle + half)));
        }
    }
}
