using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Root of Σ (n_bin / n) · ((event rate − mean risk)² − rate (1 − rate) / (n_bin − 1)) over the tenths of the group by risk; 0 where the sum is negative.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Not positive without need: what chance adds to the squared error is taken off.</remarks>
public sealed class DebiasedCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(DebiasedCalibrationError), "Debiased calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Root of Σ (n_bin / n) · ((event rate − mean risk)² − rate (1 − rate) / (n_bin − 1)) over the tenths of the group by risk; 0 where the sum is negative.",
        SimulatedError.Interval,
        "Ferro, Fricker (2012), Q. J. R. Meteorol. Soc. 138:1954–1960; Bröcker (2012), Clim. Dyn. 39:655–667; Kumar, Liang, Ma (2019), NeurIPS 32")
    {
        Convention = "Norm L2, bins of equal mass as in EqualMassCalibrationError; the correction is Ferro and Fricker’s of the reliability term, which Kumar et al. use too, and is left out in a bin of one patient. With weights n_bin is Kish’s effective number. The value follows the number of patients by the correction.",
        Swapped = new LabelSwap.None("Bins of equal mass are filled from the lowest score up, and where patients share scores the swap fills them otherwise."),
        Oracle = "CalibrationErrorTests.Binned_errors_equal_sums_row_by_row", Prominence = Prominence.Detail, FollowsSize = true,
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var sum = 0.0;
        foreach (var bin in evidence.Curves.EqualMass)
        {
            var (error, size) = (bin.EventRate - bin.MeanScore, bin.All.EffectiveSize);
            var chance = size > 1 ? bin.EventRate * (1 - bin.EventRate) / (size - 1) : 0;
            sum += bin.All.Weight / evidence.All.Weight * ((error * error) - chance);
        }
        // On the squared scale, where a sum below 0 still tells how little there is.
        return SimulatedError.Of(evidence, sum, () => evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.Debiased], double.NegativeInfinity, 1,
            () => evidence.Worlds.EqualMassSpread[(int)CalibrationWorlds.BinFigure.Debiased]) is Estimate.Known { Sampling: { } squared } known
            ? known with { Value = Root(sum), Sampling = new RootSampling(Root(sum), squared) }
            : new Estimate.Known(Root(sum), null, evidence.Count, SimulatedError.WhyNoInterval(evidence));
    }

    private static double Root(double square) => Math.Min(1, Math.Sqrt(Math.Max(0, square)));

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => evidence.Count == 0 ? null : evidence.Worlds.EqualMass[(int)CalibrationWorlds.BinFigure.DebiasedRoot].Mean[0];

    /// <summary>The root of an estimate that may be negative.</summary>
    private sealed class RootSampling(double value, Sampling squared) : Sampling
    {
        public override Phrase Method => squared.Method;

        // By the delta method; near 0, where the root has no slope, the root of the error.
        public override double StandardError => squared.StandardError / (2 * Math.Max(value, Math.Sqrt(squared.StandardError)));

        public override Sampling Scaled(double factor) => new RootSampling(value, squared.Scaled(factor));

        public override (double Lower, double Upper) Limits(double z)
        {
            var (lower, upper) = squared.Limits(z);
            return (Math.Min(value, Root(lower)), Math.Max(value, Root(upper)));
        }
    }
}
