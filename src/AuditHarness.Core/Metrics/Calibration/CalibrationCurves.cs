namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// What several figures of a group's calibration share: bins, parts of the Brier score, and the distances of the smoothed curves from the
/// risks. Each is computed when first asked for and then kept; the curves themselves are not, for a million patients in many groups
/// would fill the memory with them. Safe for several threads.
/// </summary>
public sealed class CalibrationCurves
{
    private readonly Lazy<IReadOnlyList<ScoreBin>> _equalWidth, _equalMass;
    private readonly Lazy<BrierDecomposition> _brier;
    private readonly Lazy<CurveErrors> _loess, _lowess;
    private readonly Lazy<(CurveErrors Errors, CorpDecomposition Corp)> _isotonic;
    private readonly Lazy<(double Events, double NonEvents)> _expected;
    private readonly Lazy<CumulativeCalibration?> _cumulative;

    /// <summary>For a group with at least one patient.</summary>
    /// <param name="evidence">The group.</param>
    public CalibrationCurves(SubgroupEvidence evidence)
    {
        _equalWidth = new(() => EqualWidthBins.Of(evidence.Ranked));
        _equalMass = new(() => EqualMassBins.Of(evidence.Ranked, (_, _) => true));
        _brier = new(() => BrierDecomposition.Of(evidence));
        var points = new Lazy<LocalPoints>(() => LocalPoints.Of(evidence.Ranked, LocalRegression.MostPoints));
        _loess = new(() => CurveErrors.Of(evidence, LocalRegression.Of(evidence.Ranked, points.Value, evidence.IsWeighted, isLoess: true).Fitted));
        _lowess = new(() => CurveErrors.Of(evidence, LocalRegression.Of(evidence.Ranked, points.Value, evidence.IsWeighted, isLoess: false).Fitted));
        _isotonic = new(() =>
        {
            var fitted = IsotonicRegression.Fit(evidence.Ranked);
            var corp = CorpDecomposition.Of(evidence, fitted);
            return (CurveErrors.Of(evidence, fitted), corp);
        });
        _expected = new(() => Expected(evidence.Ranked));
        _cumulative = new(() => CumulativeCalibration.Of(evidence.Ranked));
    }

    /// <summary>Bins of equal width.</summary>
    internal IReadOnlyList<ScoreBin> EqualWidth => _equalWidth.Value;

    /// <summary>Bins of equal mass, however small.</summary>
    internal IReadOnlyList<ScoreBin> EqualMass => _equalMass.Value;

    /// <summary>Murphy's parts of the Brier score.</summary>
    internal BrierDecomposition Brier => _brier.Value;

    /// <summary>Its parts without bins.</summary>
    internal CorpDecomposition Corp => _isotonic.Value.Corp;

    /// <summary>Cumulative differences between outcomes and risks; null of no patients.</summary>
    internal CumulativeCalibration? Cumulative => _cumulative.Value;

    /// <summary>Weight of events and of non-events that the risks let expect.</summary>
    internal (double Events, double NonEvents) ByRisks => _expected.Value;

    /// <summary>Distances of a curve from the risks.</summary>
    /// <param name="smoother">How it is smoothed.</param>
    internal CurveErrors Errors(Smoother smoother) =>
        smoother switch { Smoother.Loess => _loess.Value, Smoother.Lowess => _lowess.Value, _ => _isotonic.Value.Errors };

    private static (double Events, double NonEvents) Expected(RankedScores ranked)
    {
        var (events, nonEvents) = (0.0, 0.0);
        for (var i = 0; i < ranked.Count; i++)
        {
            var here = ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            (events, nonEvents) = (events + (here * ranked.Scores[i]), nonEvents + (here * (1 - ranked.Scores[i])));
        }
        return (events, nonEvents);
    }
}

/// <summary>How a calibration curve is smoothed.</summary>
internal enum Smoother
{
    Loess,
    Lowess,
    Isotonic,
}
