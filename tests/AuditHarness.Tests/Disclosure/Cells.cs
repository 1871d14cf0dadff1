using AuditHarness.Audits;

namespace AuditHarness.Disclosure;

/// <summary>The decision table of a group, in patients.</summary>
internal readonly record struct Cells(long Tp, long Fp, long Tn, long Fn)
{
    public long All => Tp + Fp + Tn + Fn;

    public long Events => Tp + Fn;

    public long NonEvents => Fp + Tn;

    public long Flagged => Tp + Fp;

    public long NotFlagged => Tn + Fn;

    public bool IsPossible => Tp >= 0 && Fp >= 0 && Tn >= 0 && Fn >= 0;

    public long this[int cell] => cell switch { 0 => Tp, 1 => Fp, 2 => Tn, _ => Fn };

    /// <summary>Metrics that follow from the table, by their definition; null where it divides by 0 or no such metric is known here.</summary>
    /// <param name="id">The metric.</param>
    /// <param name="measures">Settings that readers find in the plan; null for the usual ones.</param>
    /// <param name="threshold">In force.</param>
    public double? Metric(string id, MeasurePlan? measures = null, double threshold = 0.5)
    {
        var odds = threshold / (1 - threshold);
        var beta = (measures ?? new()).Beta;
        double? Share(double part, double whole) => whole > 0 ? part / whole : null;
        return id switch
        {
            "Prevalence" => Share(Events, All),
            "SelectionRate" => Share(Flagged, All),
            "Sensitivity" => Share(Tp, Events),
            "FalseNegativeRate" => Share(Fn, Events),
            "Specificity" => Share(Tn, NonEvents),
            "FalsePositiveRate" => Share(Fp, NonEvents),
            "PositivePredictiveValue" => Share(Tp, Flagged),
            "NegativePredictiveValue" => Share(Tn, NotFlagged),
            "Accuracy" => Share(Tp + Tn, All),
            "ErrorRate" => Share(Fp + Fn, All),
            "F1Score" => Share(2 * Tp, (2 * Tp) + Fp + Fn),
            "BalancedAccuracy" => (Metric("Sensitivity") + Metric("Specificity")) / 2,
            "MatthewsCorrelation" => Share(((double)Tp * Tn) - ((double)Fp * Fn), Math.Sqrt((double)Events * NonEvents * Flagged * NotFlagged)),
            "PositiveLikelihoodRatio" => Metric("FalsePositiveRate") is > 0 and var fpr ? Metric("Sensitivity") / fpr : null,
            "NegativeLikelihoodRatio" => Metric("Specificity") is > 0 and var spec ? Metric("FalseNegativeRate") / spec : null,
            "FalseDiscoveryRate" => Share(Fp, Flagged),
            "FalseOmissionRate" => Share(Fn, NotFlagged),
            "NumberNeededToEvaluate" => Share(Flagged, Tp),
            "FalseNegativesPerFalsePositive" => Share(Fn, Fp),
            "FBetaScore" => Share((1 + (beta * beta)) * Tp, ((1 + (beta * beta)) * Tp) + (beta * beta * Fn) + Fp),
            "YoudenIndex" => Metric("Sensitivity") + Metric("Specificity") - 1,
            "CohenKappa" => Chance() is < 1 and var chance ? (Metric("Accuracy") - chance) / (1 - chance) : null,
            "NetBenefit" => Share(Tp - (odds * Fp), All),
            "StandardizedNetBenefit" => Share(Tp - (odds * Fp), Events),
            "InterventionsAvoided" => odds > 0 ? 100 * Share(Tn - (Fn / odds), All) : null,
            "TruePositivesPer1000" => 1000 * Share(Tp, All),
            "FalseNegativesPer1000" => 1000 * Share(Fn, All),
            "FalsePositivesPer1000" => 1000 * Share(Fp, All),
            "TrueNegativesPer1000" => 1000 * Share(Tn, All),
            "DiagnosticOddsRatio" => Share((double)Tp * Tn, (double)Fp * Fn),
            "NetBenefitGain" => Metric("NetBenefit", measures, threshold) is { } gain ? Math.Min(gain, Share((Tn * odds) - Fn, All)!.Value) : null,
            "ExpectedCost" => measures?.Costs is { } costs
                ? Share((Tp * costs.TruePositive) + (Fp * costs.FalsePositive) + (Tn * costs.TrueNegative) + (Fn * costs.FalseNegative), All) : null,
            // Benefits of 0 (missed), 1 (right) and 2 (in vain), each divided by their mean.
            "TheilIndex" => Fp + Tp + Tn > 0 ? ((Fp * Relative(2) * Math.Log(Relative(2))) + ((Tp + Tn) * Relative(1) * Math.Log(Relative(1)))) / All : null,
            "GeneralizedEntropyIndex" => Fp + Tp + Tn > 0 ? ((((Fp * Relative(2) * Relative(2)) + ((Tp + Tn) * Relative(1) * Relative(1))) / All) - 1) / 2 : null,
            "BrierUncertainty" => Metric("Prevalence") * (1 - Metric("Prevalence")),
            _ => null,
        };
    }

    private double Relative(int benefit) => benefit * (double)All / (All + Fp - Fn);

    /// <summary>Whether an AUROC can be: a flagged patient with the event is ranked above one without who is not, and the other way round.</summary>
    /// <param name="area">The AUROC, of patients without weights.</param>
    public bool CanHaveArea(double area)
    {
        var won = area * Events * NonEvents;
        return Tp * Tn <= won + 1e-6 && won <= (Events * NonEvents) - (Fn * Fp) + 1e-6 && Math.Abs((2 * won) - Math.Round(2 * won)) < 1e-6;
    }

    private double? Chance() => All > 0 ? (((double)Events * Flagged) + ((double)NonEvents * NotFlagged)) / ((double)All * All) : null;

    /// <summary>For a metric that is an exact fraction of counts, how often each cell counts above and below the line; else null.</summary>
    public static (int[] Above, int[] Below)? Fraction(string metric) => metric switch
    {
        "Prevalence" => ([1, 0, 0, 1], [1, 1, 1, 1]),
        "SelectionRate" => ([1, 1, 0, 0], [1, 1, 1, 1]),
        "Sensitivity" => ([1, 0, 0, 0], [1, 0, 0, 1]),
        "FalseNegativeRate" => ([0, 0, 0, 1], [1, 0, 0, 1]),
        "Specificity" => ([0, 0, 1, 0], [0, 1, 1, 0]),
        "FalsePositiveRate" => ([0, 1, 0, 0], [0, 1, 1, 0]),
        "PositivePredictiveValue" => ([1, 0, 0, 0], [1, 1, 0, 0]),
        "NegativePredictiveValue" => ([0, 0, 1, 0], [0, 0, 1, 1]),
        "FalseDiscoveryRate" => ([0, 1, 0, 0], [1, 1, 0, 0]),
        "FalseOmissionRate" => ([0, 0, 0, 1], [0, 0, 1, 1]),
        "NumberNeededToEvaluate" => ([1, 1, 0, 0], [1, 0, 0, 0]),
        "FalseNegativesPerFalsePositive" => ([0, 0, 0, 1], [0, 1, 0, 0]),
        "Accuracy" => ([1, 0, 1, 0], [1, 1, 1, 1]),
        "ErrorRate" => ([0, 1, 0, 1], [1, 1, 1, 1]),
        "F1Score" => ([2, 0, 0, 0], [2, 1, 0, 1]),
        "TruePositivesPer1000" => ([1000, 0, 0, 0], [1, 1, 1, 1]),
        "FalseNegativesPer1000" => ([0, 0, 0, 1000], [1, 1, 1, 1]),
        "FalsePositivesPer1000" => ([0, 1000, 0, 0], [1, 1, 1, 1]),
        "TrueNegativesPer1000" => ([0, 0, 1000, 0], [1, 1, 1, 1]),
        _ => null,
    };

    /// <summary>What a metric of everything comes to that it counts: 1 of a share.</summary>
    public static double Whole(string metric) => metric.EndsWith("Per1000", StringComparison.Ordinal) ? 1000 : 1;
}
