namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The smoothed curves of a group with their distances from the risks, each fitted when first asked for and then kept: four figures
/// share each fit. Safe for several threads.
/// </summary>
public sealed class CalibrationCurves
{
    private readonly SubgroupEvidence _evidence;
    private readonly Lazy<LocalRegression> _loess, _lowess;
    private readonly Lazy<double[]> _isotonic;
    private readonly Lazy<CurveErrors>[] _errors;

    /// <summary>For a group with at least one patient.</summary>
    /// <param name="evidence">The group.</param>
    public CalibrationCurves(SubgroupEvidence evidence)
    {
        _evidence = evidence;
        _loess = new(() => LocalRegression.Loess(evidence.Ranked, evidence.IsWeighted));
        _lowess = new(() => LocalRegression.Lowess(evidence.Ranked, evidence.IsWeighted));
        _isotonic = new(() => IsotonicRegression.Fit(evidence.Ranked));
        _errors = Array.ConvertAll(Enum.GetValues<Smoother>(), s => new Lazy<CurveErrors>(() => Measured(s)));
    }

    /// <summary>LOESS, span 0.75, degree 2.</summary>
    public LocalRegression Loess => _loess.Value;

    /// <summary>lowess, span 2/3, degree 1.</summary>
    public LocalRegression Lowess => _lowess.Value;

    /// <summary>Isotonic regression.</summary>
    public IReadOnlyList<double> Isotonic => _isotonic.Value;

    /// <summary>Fitted rate at each distinct score.</summary>
    /// <param name="smoother">Which.</param>
    internal double[] Fitted(Smoother smoother) =>
        smoother switch { Smoother.Loess => Loess.Fitted, Smoother.Lowess => Lowess.Fitted, _ => _isotonic.Value };

    /// <summary>Its distances from the risks.</summary>
    /// <param name="smoother">Which.</param>
    internal CurveErrors Errors(Smoother smoother) => _errors[(int)smoother].Value;

    private CurveErrors Measured(Smoother smoother)
    {
        var (ranked, fitted) = (_evidence.Ranked, Fitted(smoother));
        var (errors, weights) = (new double[ranked.Count], new double[ranked.Count]);
        for (var i = 0; i < ranked.Count; i++)
            (errors[i], weights[i]) = (Math.Abs(fitted[i] - ranked.Scores[i]), ranked.Events[i].Weight + ranked.NonEvents[i].Weight);
        return CurveErrors.Of(errors, weights, _evidence.IsWeighted);
    }
}

/// <summary>How a calibration curve is smoothed.</summary>
internal enum Smoother
{
    Loess,
    Lowess,
    Isotonic,
}
