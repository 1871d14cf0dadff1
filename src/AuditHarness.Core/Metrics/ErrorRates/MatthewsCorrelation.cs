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
        "Fisher z with the delta-method variance of a multinomial table",
        "Matthews (1975), Biochim. Biophys. Acta 405:442–451; Bishop, Fienberg, Holland (1975), Discrete Multivariate Analysis, section 11.3");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (cells.Events.Rows == 0 || cells.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        if (cells.Flagged.Rows == 0) return new Estimate.Undefined(Estimate.Because.NoneFlagged);
        if (cells.NotFlagged.Rows == 0) return new Estimate.Undefined(Estimate.Because.AllFlagged);
        var total = cells.All.Weight;
        double tp = cells.TruePositives.Weight / total, fp = cells.FalsePositives.Weight / total,
               tn = cells.TrueNegatives.Weight / total, fn = cells.FalseNegatives.Weight / total;
        double events = tp + fn, nonEvents = fp + tn, flagged = tp + fp, notFlagged = fn + tn;
        var scale = Math.Sqrt(events * nonEvents * flagged * notFlagged);
        var phi = Math.Clamp(((tp * tn) - (fp * fn)) / scale, -1, 1);
        var denominator = evidence.Count;
        if (Math.Abs(phi) >= 1 - 1e-12)
            return new Estimate.Known(Math.Sign(phi), null, denominator, Phrase.Of($"decision and outcome agree perfectly: no variance"));

        // Gradient of phi in the four cell probabilities; its mean is 0, as phi does not change when all cells are scaled.
        var half = phi / 2;
        double gTp = (tn / scale) - (half * ((1 / events) + (1 / flagged))), gFn = (-fp / scale) - (half * ((1 / events) + (1 / notFlagged))),
               gFp = (-fn / scale) - (half * ((1 / nonEvents) + (1 / flagged))), gTn = (tp / scale) - (half * ((1 / nonEvents) + (1 / notFlagged)));
        var variance = ((cells.TruePositives.WeightSquared * gTp * gTp) + (cells.FalseNegatives.WeightSquared * gFn * gFn)
            + (cells.FalsePositives.WeightSquared * gFp * gFp) + (cells.TrueNegatives.WeightSquared * gTn * gTn)) / (total * total);
        if (variance <= 0) return new Estimate.Known(phi, null, denominator, Phrase.Of($"no variance in the 2 × 2 table"));
        var error = Math.Sqrt(variance);
        var inner = new NormalSampling(Phrase.Of($"normal"), Math.Atanh(phi), error / (1 - (phi * phi)));
        return new Estimate.Known(phi, new TransformedSampling(Phrase.Of($"Fisher z"), inner, error, Math.Tanh), denominator);
    }
}
