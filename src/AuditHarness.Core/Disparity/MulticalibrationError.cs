using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// How badly calibrated the worst calibrated group is: the largest, over groups, of the cumulative calibration error in units of what
/// chance makes.
/// </summary>
/// <remarks>
/// From 0. The range of the cumulative sums of outcome − risk in order of risk, divided by √Σ r(1 − r), is that of Brownian motion when
/// the group is calibrated: 1.6 on average for one group, more for the largest of several, which stands beside it. No bins.
/// </remarks>
internal sealed class MulticalibrationError : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(MulticalibrationError), "Multicalibration error", DisparityForm.Difference, ["BrierScore"],
        "Largest, over the groups, of the range of cumulative (outcome − risk) in order of risk, divided by √Σ r(1 − r).",
        "Hébert-Johnson et al. (2018), ICML 35:1939–1948; Arrieta-Ibarra et al. (2022), J. Mach. Learn. Res. 23(351); Guy et al. (2025), arXiv:2509.19884")
    {
        Swapped = new LabelSwap.Into(nameof(MulticalibrationError)),
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Lower limit: range of Brownian motion (Feller 1951), simultaneous over groups (Šidák), by the triangle inequality; upper limit: normal, of the worst group alone",
        Convention = "ECCE as a range, in units of its standard error (sigma-scaled); equal risks are summed together; groups by attribute or intersection.",
        Oracle = "MulticalibrationErrorTests.Sigma_scaled_errors_are_those_of_mcgrads_worked_cases", Prominence = Prominence.Detail, Max = double.PositiveInfinity, DependsOnSize = true, EqualityIsCalibration = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var family = new GapFamily(Info, context, g => SigmaScaled(context.Table.Evidence[g]) is { } s && double.IsFinite(s) ? null : Phrase.Of($"every predicted risk is 0 or 1"));
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => SigmaScaled(context.Table.Evidence[g])!.Value)]), atLeast: 1)];
    }

    private static double? SigmaScaled(SubgroupEvidence group) => group.Curves.Cumulative?.RangeInSigmas;

    private static GapFigure.Known Figure(double[] errors)
    {
        var value = errors.Max();
        // √factor: the error itself grows with n when it is real, and chance makes the same range for any n.
        (double, double) Limits(double factor, double z)
        {
            // Chance may have made any group look the worst calibrated: its sums, if it is calibrated, range no farther than this. The group that
            // really is has no smaller range than between the two places where its true sums are farthest apart, which is normal about the truth
            // with at most the whole variance.
            var reach = BrownianRange.Exceeded(1 - Math.Pow(1 - (2 * Normal.CDF(0, 1, -z)), 1.0 / errors.Length));
            return (Math.Max(0, value - (reach / Math.Sqrt(factor))), value + (z / Math.Sqrt(factor)));
        }
        return new(value, Phrase.Of($"range of Brownian motion, simultaneous over {errors.Length} {errors.Length:plural(group|groups)} (Šidák)"), z => Limits(1, z))
        {
            PValue = Math.Clamp(1 - Math.Pow(BrownianRange.Cumulative(value), errors.Length), 0, 1),
            ExpectedUnderEquality = BrownianRange.ExpectedLargest(errors.Length),
            Grown = (_, all, z) => Limits(all, z),
        };
    }
}
