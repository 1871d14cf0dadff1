namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// |smoothed event rate − risk| over the patients: its mean (the integrated calibration index), median (E50), 90 % point (E90) and largest
/// (Emax), each by LOESS, by lowess and by isotonic regression under a name of its own, for they differ.
/// </summary>
/// <remarks>From 0, by isotonic regression in [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group.</remarks>
public sealed class SmoothedCalibrationError : ICalibrationError
{
    private readonly Smoother _smoother;
    private readonly CurveFigure _figure;

    /// <summary>One figure of one curve.</summary>
    /// <param name="smoother">How the curve is smoothed.</param>
    /// <param name="figure">What is told of the distances.</param>
    internal SmoothedCalibrationError(Smoother smoother, CurveFigure figure)
    {
        (_smoother, _figure) = (smoother, figure);
        var by = Curve(smoother);
        var (id, title, words) = Words(figure);
        var isLargest = figure == CurveFigure.Largest;
        Info = new(
            id + smoother, $"{title} ({by.Name})", MetricBasis.Score, Direction.Lower, 0, 0, by.Max,
            $"{words} of |smoothed event rate − risk| over the patients, smoothed by {by.Name}."
            + (isLargest ? " Over the sample: the largest of the population lies in tails that few patients reach." : ""),
            isLargest ? SimulatedError.NoIntervalOfLargest : SimulatedError.Interval, by.Source)
        {
            Convention = by.Convention + (_smoother == Smoother.Isotonic && figure != CurveFigure.Mean ? "; a level of the curve settles with the cube root of the number of patients" : "")
                + (figure is CurveFigure.Median or CurveFigure.Ninety ? ". Quantiles are type 7; with weights they invert the weighted distribution function." : "."),
            Swapped = new LabelSwap.Into(id + smoother),
            Oracle = by.Oracle, Prominence = Prominence.Detail, HasNoInterval = isLargest, FollowsSize = smoother != Smoother.Isotonic,
            NarrowsByCubeRoot = smoother == Smoother.Isotonic && figure != CurveFigure.Mean,
        };
    }

    /// <inheritdoc/>
    public MetricInfo Info { get; }

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = evidence.Curves.Errors(_smoother).Of(_figure);
        return Info.HasNoInterval
            ? new Estimate.Known(value, null, evidence.Count, SimulatedError.LargestLiesInTails)
            : SimulatedError.Of(evidence, value, () => evidence.Worlds.Of(_smoother)[(int)_figure], Info.Min, Info.Max);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.Of(_smoother)[(int)_figure].Mean[0];

    /// <summary>Where the curve of a group was fitted: a local one at every distinct score, or at knots where there are many; null for one that is not local.</summary>
    /// <param name="evidence">The group.</param>
    internal Phrase? FitOf(SubgroupEvidence evidence) => _smoother == Smoother.Isotonic ? null
        : evidence.Ranked.Count > LocalRegression.MostExact ? Phrase.Of($"fitted at 512 quantile knots and 64 at bends") : Phrase.Of($"fitted at every distinct score");

    /// <summary>Its title, and where the curve of a group was fitted.</summary>
    /// <param name="evidence">The group.</param>
    internal Phrase TitleOf(SubgroupEvidence evidence) =>
        FitOf(evidence) is { } fit ? Phrase.Of($"{Phrase.Of(Info.Title, [])}, {fit}") : Phrase.Of(Info.Title, []);

    /// <summary>Its id.</summary>
    public override string ToString() => Info.Id;

    private static (string Id, string Title, string Words) Words(CurveFigure figure) => figure switch
    {
        CurveFigure.Mean => ("IntegratedCalibrationIndex", "Integrated calibration index", "Mean"),
        CurveFigure.Median => ("E50", "E50", "Median"),
        CurveFigure.Ninety => ("E90", "E90", "90 % point"),
        _ => ("Emax", "Emax", "Largest"),
    };

    private static (string Name, double Max, string Source, string Convention, string Oracle) Curve(Smoother smoother) => smoother switch
    {
        Smoother.Loess => ("LOESS", double.PositiveInfinity,
            "Austin, Steyerberg (2019), Stat. Med. 38:4051–4065; Cleveland, Devlin (1988), J. Am. Stat. Assoc. 83:596–610",
            "LOESS of outcome on risk: span 0.75, degree 2, tricube, family gaussian, no iterations, exact (R: surface = direct; its default interpolates the surface and moves ICI by up to 0.0020 in our oracles). Every distinct score is fitted up to 2,000 of them; above that 512 quantile knots, and 64 more where the curve bends, with cubic interpolation. The span is ⌊0.75 n⌋ patients, so the value follows their number",
            "LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r"),
        Smoother.Lowess => ("lowess", double.PositiveInfinity,
            "Harrell (2015), Regression Modeling Strategies; Cleveland (1979), J. Am. Stat. Assoc. 74:829–836",
            "lowess of outcome on risk: span 2/3, degree 1, iter = 0, delta = 0 (val.prob of R’s rms leaves delta at 1 % of the range and differs by up to 1e-3). Every distinct score is fitted up to 2,000 of them; above that 512 quantile knots, and 64 more where the curve bends, with cubic interpolation. The span is ⌊2n/3⌋ patients, so the value follows their number",
            "LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r"),
        _ => ("isotonic regression", 1,
            "Dimitriadis, Gneiting, Jordan (2021), PNAS 118:e2016191118; Austin, Steyerberg (2019), Stat. Med. 38:4051–4065",
            "Isotonic regression of outcome on risk by pooling adjacent violators; equal scores are one point. No bandwidth; overfits small groups more than a smoother does",
            "IsotonicRegressionTests.Distances_from_scikit_learns_curve_are_the_isotonic_errors"),
    };
}

/// <summary>What is told of the distances between a curve and the risks, in their order in <see cref="CalibrationWorlds.Of"/>.</summary>
internal enum CurveFigure
{
    Mean,
    Median,
    Ninety,
    Largest,
}
