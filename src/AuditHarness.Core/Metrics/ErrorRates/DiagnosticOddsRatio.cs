using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Odds of a flag with the event over the odds of a flag without: TP · TN / (FP · FN).</summary>
/// <remarks>From 0; undefined when all outcomes are the same, or one of FP and FN is 0.</remarks>
public sealed class DiagnosticOddsRatio : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(DiagnosticOddsRatio), "Diagnostic odds ratio", MetricBasis.Decision, Direction.Higher, null, 0, double.PositiveInfinity,
        "Odds of a flag with the event over the odds without: TP · TN / (FP · FN), 1 for decisions that ignore the patient. Nothing is added to empty cells.",
        "MOVER of the two rates' Wilson limits on the log-odds scale (Fagerland, Newcombe 2013, Stat. Med. 32:2823–2836)",
        "Glas et al. (2003), J. Clin. Epidemiol. 56:1129–1135")
    {
        Swapped = new LabelSwap.Into(nameof(DiagnosticOddsRatio)),
        Prominence = Prominence.Detail, Oracle = "TableFunctionTests.The_diagnostic_odds_ratio_and_its_limits_follow_the_inverse_hyperbolic_sine_formula",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        if (cells.FalsePositives.Rows == 0 || cells.FalseNegatives.Rows == 0)
            return new Estimate.Undefined(Phrase.Of($"no false positive or no false negative: the ratio is infinite or undefined"));
        var denominator = Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows);
        if (cells.TruePositives.Rows == 0 || cells.TrueNegatives.Rows == 0)
            return new Estimate.Known(0, null, denominator, Phrase.Of($"no true positive or no true negative: the ratio is 0 and its logarithm undefined"));
        // Wilson's: there is a figure only where no cell is empty, and then mid-P reaches too far.
        var (found, spared) = (cells.TruePositives.Of(cells.Events, ProportionMethod.Wilson), cells.TrueNegatives.Of(cells.NonEvents, ProportionMethod.Wilson));
        var inner = new SquareAndAddSampling(Phrase.Of($"log-odds"), p => LogOdds(p[0]) + LogOdds(p[1]), [found, spared], isSum: true);
        var value = Math.Exp(LogOdds(found.Proportion) + LogOdds(spared.Proportion));
        return TallyShare.Finite(value,
            new TransformedSampling(Phrase.Of($"log-odds, MOVER of {found.Method} limits"), inner, value * inner.StandardError, Math.Exp), denominator);
    }

    private static double LogOdds(double p) => Math.Log(p / (1 - p));
}
