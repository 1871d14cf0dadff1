using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// A difference of two groups' rates within the levels of declared strata, such as triage categories, combined by Mantel and Haenszel's
/// weights: what is left of a gap once a legitimate reason for it is held fixed.
/// </summary>
/// <remarks>
/// Greenland and Robins (1985) estimate its variance from the observed rates, which is 0 where a cell shows no variation; so limits are
/// recovered from those of the rates in each cell (MOVER), which agree with theirs in large cells. Without declared strata there is no figure.
/// </remarks>
/// <param name="info">What it is.</param>
/// <param name="rate">Numerator and denominator of the rate.</param>
internal sealed class WithinStrata(DisparityInfo info, Func<ConfusionCounts, (Tally Numerator, Tally Denominator)> rate) : IReplicatedDisparity
{
    private const string Source = "Mantel, Haenszel (1959), J. Natl. Cancer Inst. 22:719–748; Greenland, Robins (1985), Biometrics 41:55–68";

    /// <inheritdoc/>
    public DisparityInfo Info => info;

    /// <summary>Demographic parity within strata.</summary>
    public static WithinStrata DemographicParity { get; } = Of("DemographicParityWithinStrata", "Demographic parity difference within strata", "SelectionRate",
        "Difference of the shares of patients flagged within the declared strata, combined by Mantel–Haenszel weights.", c => (c.Flagged, c.All), "DemographicParityWithinStrata");

    /// <summary>Equal opportunity within strata.</summary>
    public static WithinStrata EqualOpportunity { get; } = Of("EqualOpportunityWithinStrata", "Equal opportunity difference within strata", "Sensitivity",
        "Difference of sensitivities within the declared strata, combined by Mantel–Haenszel weights.", c => (c.TruePositives, c.Events), "PredictiveEqualityWithinStrata");

    /// <summary>Predictive equality within strata.</summary>
    public static WithinStrata PredictiveEquality { get; } = Of("PredictiveEqualityWithinStrata", "Predictive equality difference within strata", "FalsePositiveRate",
        "Difference of false positive rates within the declared strata, combined by Mantel–Haenszel weights.", c => (c.FalsePositives, c.NonEvents), "EqualOpportunityWithinStrata");

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        if (context.Cohort.ParityStrata.Count == 0) return [];
        var cells = StratumCounts.Of(context).Cells;
        var family = new GapFamily(info, context, g => GapFamily.Missing(context.Table.Of(info.Metrics[0])[g]));
        GapFigure Gap(int g, int h)
        {
            var parts = new List<(double Weight, GapFigure.Known Gap)>();
            foreach (var stratum in cells)
            {
                var (one, other) = (rate(stratum[g]), rate(stratum[h]));
                if (one.Denominator.Rows == 0 || other.Denominator.Rows == 0) continue;
                var (n1, n0) = (one.Denominator.Weight, other.Denominator.Weight);
                if (GapFigure.Difference(one, other, context.Plan.Intervals.Proportions) is GapFigure.Known known) parts.Add((n1 * n0 / (n1 + n0), known));
            }
            return parts.Count == 0 ? new GapFigure.Undefined(Phrase.Of($"no stratum holds patients of both groups")) : StratifiedGap.Mean(parts, cells.Count);
        }
        return [.. family.ToReference(Gap), family.WorstPair(Gap)];
    }

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate)
    {
        if (replicate.Cohort.ParityStrata.Count == 0) return (_, _) => null;
        var cells = StratumCounts.Of(replicate).Cells;
        return (g, h) => StratifiedGap.Mean([.. cells.Select(stratum =>
        {
            var (one, other) = (rate(stratum[g]), rate(stratum[h]));
            var (n1, n0) = (one.Denominator.Weight, other.Denominator.Weight);
            return one.Denominator.Rows == 0 || other.Denominator.Rows == 0 ? (Weight: 0.0, Gap: (double?)null)
                : (n1 * n0 / (n1 + n0), (one.Numerator.Weight / n1) - (other.Numerator.Weight / n0));
        })]);
    }

    private static WithinStrata Of(string id, string title, string metric, string definition, Func<ConfusionCounts, (Tally, Tally)> rate, string ofOtherOutcome) =>
        new(new(id, title, DisparityForm.Difference, [metric], definition, Source)
        {
            Swapped = new LabelSwap.Into(ofOtherOutcome, -1),
            IntervalMethod = "MOVER of Newcombe's differences within the strata (Zou, Donner 2008); in large cells that of Greenland and Robins; with clusters the jackknife",
            Convention = "Needs declared strata; several columns are crossed. Weight of a stratum: n₁n₀ / (n₁ + n₀).",
            Oracle = "WithinStrataTests.The_difference_and_its_variance_are_Mantel_Haenszels_and_Greenland_Robins", Prominence = Prominence.Detail, TakesClusters = true, WithinStrata = true,
        }, rate);
}
