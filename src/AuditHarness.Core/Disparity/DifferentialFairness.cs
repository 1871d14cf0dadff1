using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The largest ratio, as its logarithm ε, of the probabilities of a decision between any two groups, over both decisions.
/// </summary>
/// <remarks>From 0 (equality); e^ε is how many times as likely a decision is in one group as in another. Upward biased by chance.</remarks>
internal sealed class DifferentialFairness : IDisparity
{
    /// <summary>Pseudo-patients added to each group, shared by its two decisions: a Dirichlet prior that keeps logarithms finite.</summary>
    public const double Concentration = 1;

    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(DifferentialFairness), "Differential fairness (ε)", DisparityForm.Difference, ["SelectionRate"],
        "Largest |ln(pᵢ / pⱼ)| over all pairs of groups, p being the share flagged and the share not flagged.",
        "Foulds, Islam, Keya, Pan (2020), ICDE 36:1918–1921")
    {
        Swapped = new LabelSwap.Into(nameof(DifferentialFairness)),
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Lower limit: mid-P limits of the smoothed shares, recovered on the log scale (MOVER, Zou and Donner 2008), over all pairs and both decisions (Tukey–Kramer, Šidák); upper limit: those of Clopper and Pearson of the shares themselves, of the worst pair alone; with clusters on the design's effective sizes, with the correlation of two groups",
        Convention = "Dirichlet smoothing of concentration 1: p = (x + 0.5) / (n + 1), as AIF360; natural logarithm.",
        Oracle = "DifferentialFairnessTests.Its_difference_of_decisions_and_outcomes_agrees_with_aif360", Prominence = Prominence.Detail, TakesClusters = true, Max = double.PositiveInfinity, DependsOnSize = true,
    };

    /// <summary>The smoothed probability of one of two outcomes.</summary>
    /// <param name="share">Share observed.</param>
    /// <param name="size">Patients, or Kish's effective number.</param>
    public static double Smoothed(double share, double size) => ((share * size) + (Concentration / 2)) / (size + Concentration);

    /// <summary>ε of some groups.</summary>
    /// <param name="shares">Smoothed shares; at least two.</param>
    public static double Epsilon(IReadOnlyList<double> shares) => Math.Max(
        Math.Log(shares.Max() / shares.Min()), Math.Log((1 - shares.Min()) / (1 - shares.Max())));

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var rates = context.Table.Of("SelectionRate");
        var family = new GapFamily(Info, context, g => GapFamily.Missing(rates[g]));
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => (Value: ((Estimate.Known)rates[g]).Value, context.Table.Evidence[g].All.EffectiveSize, ((Estimate.Known)rates[g]).Sampling as DesignSampling))]))];
    }

    private static GapFigure.Known Figure((double Share, double Size, DesignSampling? Design)[] groups)
    {
        // Rows of a cluster count as fewer; so the 0.5 added weighs the more.
        Decided[][] Decisions(double factor) =>
        [
            [.. groups.Select(g => new Decided(g.Share, g.Size * factor / (g.Design?.Factor ?? 1)))],
            [.. groups.Select(g => new Decided(1 - g.Share, g.Size * factor / (g.Design?.Factor ?? 1)))],
        ];
        var degrees = groups.Min(g => g.Design?.DegreesOfFreedom ?? double.PositiveInfinity);
        double Correlation(int i, int j) => groups[i].Design is { } a && groups[j].Design is { } b ? DesignSampling.Correlation(a, b) : 0;
        (double, double) Limits(double factor, double z)
        {
            // That the largest is at least so large must hold for all, that it is at most so large only for the one that it is. As the 0.5 that was
            // added draws shares together, those that count for the upper limit are the shares without it, and their limits exact.
            var together = CriticalValue.AllPairs(Math.Sqrt(1 - (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z))), groups.Length);
            var all = Decisions(factor);
            (double Lower, double Upper) Farthest(double at, Func<Decided, double, (double, double, double)> logarithms)
            {
                var critical = double.IsFinite(degrees) ? CriticalValue.Student(at, degrees) : at;
                (double, double) Gap((double Log, double Down, double Up) one, (double Log, double Down, double Up) other, double correlation) =>
                    (one.Log - other.Log - Distance(one.Down, other.Up, correlation), one.Log - other.Log + Distance(one.Up, other.Down, correlation));
                Func<double, (double, double)>[] gaps =
                [
                    .. from shares in all.Select(shares => Array.ConvertAll(shares, s => logarithms(s, critical)))
                       from i in Enumerable.Range(0, groups.Length)
                       from j in Enumerable.Range(i + 1, groups.Length - i - 1)
                       select (Func<double, (double, double)>)(_ => Gap(shares[i], shares[j], Correlation(i, j))),
                ];
                return WorseOfRates.Extreme(DisparityForm.Difference, gaps, at, at);
            }
            return (Farthest(together, (share, at) => share.Logarithms(at)).Lower, Farthest(z, (share, at) => share.ExactLogarithms(at)).Upper);
        }
        return new(Epsilon([.. groups.Select(g => Smoothed(g.Share, g.Size))]),
            double.IsFinite(degrees) ? Phrase.Of($"log-ratios, 0.5 added, clusters: jackknife; lower limit: MOVER of mid-P limits, over all pairs of {groups.Length} groups and both decisions (Tukey–Kramer, Šidák); upper limit: of Clopper–Pearson limits, of the worst pair alone")
                : Phrase.Of($"log-ratios, 0.5 added; lower limit: MOVER of mid-P limits, over all pairs of {groups.Length} groups and both decisions (Tukey–Kramer, Šidák); upper limit: of Clopper–Pearson limits, of the worst pair alone"), z => Limits(1, z))
        {
            Grown = (_, all, z) => Limits(all, z),
            ExpectedUnderEquality = Decisions(1).Max(d => RangeUnderEquality.Expected([.. d.Select(s => s.RelativeError)])),
        };
    }

    // A correlation of 1 estimated from a few clusters is not one.
    private static double Distance(double one, double other, double correlation) =>
        Math.Sqrt((one * one) + (other * other) - (2 * Math.Clamp(correlation, -0.99, 0.99) * one * other));

    // The logarithm's own standard error falls as the share rises: a share that is large by chance would seem certain. So limits are the share's.
    private sealed class Decided(double share, double size)
    {
        private readonly ProportionSampling _smoothed = new(Smoothed(share, size), size + Concentration, ProportionMethod.MidP);

        public double RelativeError => _smoothed.StandardError / _smoothed.Proportion;

        public (double Log, double Down, double Up) Logarithms(double z)
        {
            var (lower, upper) = _smoothed.Limits(z);
            return From(lower, upper);
        }

        // Of nobody, or everybody, the logarithm has no limit: the 0.5 keeps it.
        public (double Log, double Down, double Up) ExactLogarithms(double z)
        {
            var smoothed = new ProportionSampling(_smoothed.Proportion, _smoothed.Size, ProportionMethod.ClopperPearson).Limits(z);
            var (lower, upper) = new ProportionSampling(share, size, ProportionMethod.ClopperPearson).Limits(z);
            return From(share * size >= 1 ? Math.Min(lower, smoothed.Lower) : smoothed.Lower, Math.Max(upper, smoothed.Upper));
        }

        private (double Log, double Down, double Up) From(double lower, double upper) =>
            (Math.Log(_smoothed.Proportion), Math.Log(_smoothed.Proportion / lower), Math.Log(upper / _smoothed.Proportion));
    }
}
