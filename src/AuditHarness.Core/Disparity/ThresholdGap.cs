using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>One of the two parts of a gap that <see cref="ThresholdPart"/> tells apart, as a gap that can be held to a limit.</summary>
internal sealed class ThresholdGap : IDisparity
{
    private readonly int _figure;
    private readonly bool _made;

    private ThresholdGap(DisparityInfo info, int figure, bool made) => (Info, _figure, _made) = (info, figure, made);

    /// <summary>Of each gap in the order of <see cref="ThresholdPart.All(RankedScores, RankedScores, double)"/> both parts.</summary>
    public static IReadOnlyList<ThresholdGap> All { get; } =
    [
        .. Both(0, "EqualOpportunityDifference", "Equal opportunity difference", ["Sensitivity", "FalsePositiveRate"], "sensitivity", "at which its patients without the event are flagged as often as the reference's", swapped: "PredictiveEqualityDifference"),
        .. Both(1, "PredictiveEqualityDifference", "Predictive equality difference", ["FalsePositiveRate", "Sensitivity"], "the false positive rate", "at which its patients with the event are flagged as often as the reference's", swapped: "EqualOpportunityDifference"),
        .. Both(2, "DemographicParityDifference", "Demographic parity difference", ["SelectionRate", "FalsePositiveRate"], "the share flagged", "at which its patients without the event are flagged as often as the reference's", swapped: null),
    ];

    /// <inheritdoc/>
    public DisparityInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        // Limits rest on points of the curve that nothing else tells.
        var isPublic = context.Plan.Report.Profile == ReportProfile.Public;
        var family = new GapFamily(Info, context, g => WhyNone(context.Table.Evidence[g]));
        (double Value, Sampling? Sampling) Part(int g) => context.OwnThresholds.Of(context.Table, g)![_figure] is var found && _made ? (found.Parts.Threshold, found.Threshold) : (found.Parts.Remaining, found.Remaining);
        return family.ToReference((g, _) =>
        {
            var (value, sampling) = Part(g);
            (double, double) Shown((double Lower, double Upper) limits) => isPublic ? ThreeDigits.Outward(value, limits) : limits;
            return sampling is null ? new GapFigure.Known(value, Phrase.Of($"none"), _ => (value, value)) { WithoutInterval = context.OwnThresholds.WhyNoInterval(context.Table, g) }
                : new GapFigure.Known(value, sampling.Method, z => Shown(sampling.Limits(z)))
                {
                    PValue = Tested(sampling),
                    Grown = sampling is ThresholdPartSampling closed ? (ofGroup, ofReference, z) => closed.Grown(ofGroup, ofReference).Limits(z) : null,
                };

            double? Tested(Sampling part)
            {
                var p = context.Design is null ? Contrast.InvertedTest(0, part.Limits) : Contrast.InvertedTest(0, part.Limits, ClusteredContrast.LargestCritical);
                return isPublic && p is { } exact ? ThreeDigits.PValue(exact) : p;
            }
        }, known => ContrastFamily.WithReference([.. known.Select(g => Part(g).Sampling is ThresholdPartSampling s ? s.OfReference : 0)]));
    }

    private static Phrase? WhyNone(SubgroupEvidence evidence) =>
        evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0 ? Estimate.Because.OneClass
        : Math.Min(evidence.Events.EffectiveSize, evidence.NonEvents.EffectiveSize) < ThresholdPart.Fewest ? Estimate.Because.TooFew
        : null;

    private static ThresholdGap[] Both(int figure, string gap, string title, string[] metrics, string name, string own, string? swapped)
    {
        DisparityInfo Part(string suffix, string part, string definition, string convention) => new(gap + suffix, $"{title}, {part}", DisparityForm.Difference, metrics, definition,
            "Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323; Corbett-Davies, Goel (2018), arXiv:1808.00023")
        {
            Comparisons = [Comparison.Reference], Prominence = Prominence.Detail, TakesClusters = true, ByOwnThreshold = true,
            Swapped = swapped is null ? new LabelSwap.None("Of the other outcome it is held at the reference's sensitivity.") : new LabelSwap.Into(swapped + suffix, -1),
            IntervalMethod = "Wilson's limits of the shares and the reach along the group's ROC curve, squared and added (Zou, Donner 2008; Pepe 2003), simultaneous over groups (Dunnett), under profile public rounded outwards to three digits; the bootstrap, BCa or percentiles, where the plan asks for it; with clusters on the shares' design effects (jackknife)",
            Convention = convention, Oracle = "ThresholdPartTests.Parts_of_the_catalog_are_those_counted_row_by_row",
        };
        return
        [
            new(Part("FromThreshold", "made by the threshold", $"Of the gap in {name} the part that one threshold for all makes: the group's at the threshold in force less that at a threshold of its own, {own}.",
                "With what remains at an own threshold it adds up to the gap. Between two points of the ROC curve by random choice among both."), figure, true),
            new(Part("AtOwnThreshold", "at a threshold of its own", $"What remains of the gap in {name} if the group had a threshold of its own, {own}.",
                "With the part made by the threshold it adds up to the gap. Between two points of the ROC curve by random choice among both."), figure, false),
        ];
    }
}
