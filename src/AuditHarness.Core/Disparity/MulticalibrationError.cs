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
/// the group is calibrated: 1.6 on average for one group, more for the largest of several, which stands beside it. No bins. Where less than
/// one event is the rule it is not Brownian motion, and one event more is many units: there the limit allows for as many events as there may be.
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
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Lower limit: range of Brownian motion (Feller 1951), where events are few that of a Poisson number of them, simultaneous over groups (Šidák), by the triangle inequality; upper limit: normal, of the worst group alone",
        Convention = "ECCE as a range, in units of its standard error (sigma-scaled); equal risks are summed together; groups by attribute or intersection.",
        Oracle = "MulticalibrationErrorTests.Sigma_scaled_errors_are_those_of_mcgrads_worked_cases", Prominence = Prominence.Detail, Max = double.PositiveInfinity, DependsOnSize = true, EqualityIsCalibration = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var family = new GapFamily(Info, context, g => SigmaScaled(context.Table.Evidence[g]) is { } s && double.IsFinite(s) ? null : Phrase.Of($"every predicted risk is 0 or 1"));
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => Of(context.Table.Evidence[g]))]), atLeast: 1)];
    }

    private static double? SigmaScaled(SubgroupEvidence group) => group.Curves.Cumulative?.RangeInSigmas;

    private static GroupError Of(SubgroupEvidence group)
    {
        var patients = group.All.EffectiveSize;
        return new(SigmaScaled(group)!.Value, patients * ScoreMean.Of(group, (risk, _) => risk).Value, patients * group.Curves.Cumulative!.Value.Sigma);
    }

    private static GapFigure.Known Figure(GroupError[] errors)
    {
        var value = errors.Max(e => e.Sigmas);
        // √factor: the error itself grows with n when it is real, and chance makes the same range for any n.
        (double, double) Limits(double factor, double z)
        {
            // Chance may have made any group look the worst calibrated: its sums, if it is calibrated, range no farther than this. The group that
            // really is has no smaller range than between the two places where its true sums are farthest apart, which is normal about the truth
            // with at most the whole variance.
            var share = 1 - Math.Pow(1 - (2 * Normal.CDF(0, 1, -z)), 1.0 / errors.Length);
            var reach = BrownianRange.Exceeded(share);
            return (Math.Max(0, errors.Max(e => e.Sigmas - (e.Reach(share, reach) / Math.Sqrt(factor)))), value + (z / Math.Sqrt(factor)));
        }
        return new(value, Phrase.Of($"lower limit: range of Brownian motion, of few events that of a Poisson number of them, simultaneous over {errors.Length} {errors.Length:plural(group|groups)} (Šidák); upper limit: normal, of the worst group alone"), z => Limits(1, z))
        {
            PValue = Array.Exists(errors, e => e.IsOfFewEvents) ? GapFigure.Inverted(z => Limits(1, z)) : Math.Clamp(1 - Math.Pow(BrownianRange.Cumulative(value), errors.Length), 0, 1),
            ExpectedUnderEquality = BrownianRange.ExpectedLargest(errors.Length),
            Grown = (_, all, z) => Limits(all, z),
        };
    }

    /// <summary>The error of a group.</summary>
    /// <param name="Sigmas">In units of what chance makes.</param>
    /// <param name="Expected">Events that its risks lead one to expect.</param>
    /// <param name="Deviation">Their standard deviation, if it is calibrated.</param>
    private sealed record GroupError(double Sigmas, double Expected, double Deviation)
    {
        public bool IsOfFewEvents => Deviation < 1;

        /// <summary>How far sums of a calibrated group range at most, but for a share of samples.</summary>
        /// <param name="share">The share.</param>
        /// <param name="brownian">How far Brownian motion does.</param>
        public double Reach(double share, double brownian) => IsOfFewEvents ? Math.Max(brownian, Math.Max(Expected, MostEvents(share)) / Deviation) : brownian;

        // Between two places sums rise by no more than all events, and fall by no more than all risks. How many events there are is no more
        // dispersed than a Poisson variable: Hoeffding (1956), Ann. Math. Stat. 27:713–721.
        private int MostEvents(double share)
        {
            var most = 0;
            for (double same = Math.Exp(-Expected), more = 1 - same; more > share && same > double.Epsilon; most++) more -= same *= Expected / (most + 1);
            return most;
        }
    }
}
