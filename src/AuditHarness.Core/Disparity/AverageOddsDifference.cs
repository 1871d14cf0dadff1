using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Mean of the sensitivity gap and the false positive rate gap, each with its sign.</summary>
/// <remarks>In [−1, 1]; 0 also when the two gaps cancel, which <c>EqualizedOddsDifference</c> would not forgive.</remarks>
internal sealed class AverageOddsDifference : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(AverageOddsDifference), "Average odds difference", DisparityForm.Difference, ["Sensitivity", "FalsePositiveRate"],
        "Mean of the sensitivity gap and the false positive rate gap, signs kept: gaps of opposite sign cancel.",
        "Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323; Bellamy et al. (2019), IBM J. Res. Dev. 63(4/5):4")
    {
        Swapped = new LabelSwap.Into(nameof(AverageOddsDifference), -1),
        IntervalMethod = "MOVER of the intervals of four rates (Zou, Donner 2008), simultaneous (Šidák); with clusters the jackknife",
        Oracle = "DisparityOracleTests.Average_odds_agree_with_aif360", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var table = context.Table;
        var family = new GapFamily(Info, context, g => GapFamily.Missing(table.Of("Sensitivity")[g]) ?? GapFamily.Missing(table.Of("FalsePositiveRate")[g]));
        GapFigure Gap(int g, int h) => context.Design is { } design ? OverClusters(design, table, g, h) : GapFigure.Difference(Mean(table.Evidence[g]), Mean(table.Evidence[h]));
        return [.. family.ToReference(Gap), family.WorstPair(Gap)];
    }

    private static readonly Phrase s_noVariation = Phrase.Of($"no variation between clusters");

    // It is linear in the four rates, and so are its changes from replicate to replicate.
    private static GapFigure.Known OverClusters(ReplicateDesign design, GroupTable table, int g, int h)
    {
        (string Metric, int Group, double Sign)[] parts = [("Sensitivity", g, 0.5), ("FalsePositiveRate", g, 0.5), ("Sensitivity", h, -0.5), ("FalsePositiveRate", h, -0.5)];
        var (value, replicates, degrees) = (0.0, new double[design.Replicates], int.MaxValue);
        foreach (var (metric, group, sign) in parts)
        {
            var known = (Estimate.Known)table.Of(metric)[group];
            var sampling = (DesignSampling)known.Sampling!;
            value += sign * known.Value;
            for (var r = 0; r < replicates.Length; r++) replicates[r] += sign * (known.Value + sampling.Changes[r]);
            degrees = Math.Min(degrees, sampling.DegreesOfFreedom);
        }
        if (design.Jackknife(value, [.. replicates.Select(r => (double?)r)], degrees, -1, 1) is not { } over)
            return new GapFigure.Known(value, s_noVariation, _ => (value, value)) { WithoutInterval = s_noVariation };
        return new GapFigure.Known(value, over.Method, over.Limits)
        {
            PValue = GapFigure.Inverted(over.Limits),
            Grown = (_, all, z) => over.Scaled(all).Limits(z),
        };
    }

    private static Estimate.Known Mean(SubgroupEvidence evidence)
    {
        var c = evidence.Confusion;
        var (sensitivity, falsePositives) = (evidence.Share(c.TruePositives, c.Events), evidence.Share(c.FalsePositives, c.NonEvents));
        return new((sensitivity.Proportion + falsePositives.Proportion) / 2, new MeanOfTwoSampling(sensitivity, falsePositives), Math.Min(c.Events.Rows, c.NonEvents.Rows));
    }
}
