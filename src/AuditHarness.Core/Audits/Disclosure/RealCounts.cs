namespace AuditHarness.Audits.Disclosure;

/// <summary>Which counts of real records a figure of made-up records gives away. A figure that is not listed is over the smaller of two tables.</summary>
/// <param name="Kind">What its n counts.</param>
/// <param name="Counted">True when value times n is a number of real records, or of made-up ones that stand for as many real ones.</param>
/// <param name="AddUp">True when the counts of the groups of an attribute add up to everybody's.</param>
internal readonly record struct RealCounts(CountedRecords Kind, bool Counted, bool AddUp)
{
    /// <summary>Most counts that a figure gives away.</summary>
    public const int MostCells = 4;

    // Shares of real records by their own group. Of an attack on several secrets the rate as a whole is a mean of shares: its counts are near
    // whole numbers all the same, and are treated as such.
    private static readonly string[] s_shares =
    [
        "CopiedRecordRate", "Identifiability", "RealRuleViolationRate", "RealVisitOrderRate", "RealInventedCellRate", "RealMissingFollowUpRate",
        "TrainSyntheticTestRealSensitivity", "TrainRealTestRealSensitivity", "TrainSyntheticTestRealSpecificity", "TrainRealTestRealSpecificity", "LinkabilityAttackRate", "LinkabilityBaselineRate",
        "LinkabilityControlRate", "AttributeInferenceAttackRate", "AttributeInferenceBaselineRate", "AttributeInferenceControlRate",
        "ManifoldRecall", "ManifoldCoverage",
    ];

    // Shares whose threshold is each group's own.
    private static readonly string[] s_ownShares = ["DistanceMembershipSensitivity", "DensityMembershipSensitivity"];

    // Means and areas over real records: of held-out ones with the rarer outcome, of rare cells, of members and others.
    private static readonly string[] s_means =
    [
        "TrainSyntheticTestRealAuroc", "TrainRealTestRealAuroc", "AugmentedAuroc", "UtilityAurocDifference", "AugmentationAurocDifference",
        "TrainSyntheticTestRealBrier", "TrainRealTestRealBrier", "UtilityBrierDifference", "UtilitySensitivityDifference", "AurocDisparityChange",
        "SensitivityDisparityChange", "UtilitySpecificityDifference", "SpecificityDisparityChange", "BrierDisparityChange", "EqualizedOddsDisparityChange", "RareCellsKept", "RareCellsKeptByChance", "RareCellsInflated", "RepresentationRatio",
    ];

    // Made-up records or guesses made from them, of which those count that hit a real record.
    private static readonly string[] s_hits =
    [
        "ExactCopyRate", "NearCopyRate", "UnivariateSinglingOutAttackRate", "UnivariateSinglingOutControlRate", "MultivariateSinglingOutAttackRate",
        "MultivariateSinglingOutControlRate",
    ];

    private static readonly string[] s_madeUp =
    [
        "BoundaryAdherence", "CategoryAdherence", "KeyUniqueness", "RuleViolationRate", "RuleUndecidedRate", "VisitOrderRate", "InventedCellRate", "MissingFollowUpRate",
    ];

    // Of made-up records alone, and no count of them: a mean over distances, an extreme, an area.
    private static readonly string[] s_ofMadeUp =
    [
        "CloserToTrainShare", "OverfittingProtection", "NearestNeighbourDistanceRatio", "NearestNeighbourDistanceRatioLoss", "KAnonymity", "KMap", "DistinctLDiversity",
        "EntropyLDiversity", "TCloseness", "TrainRealTestSyntheticAuroc", "TrainSyntheticTestSyntheticAuroc", "UnivariateSinglingOutBaselineRate",
        "MultivariateSinglingOutBaselineRate", "UnivariateSinglingOutRisk", "MultivariateSinglingOutRisk",
    ];

    /// <summary>Every metric that is listed, for a test that each is there.</summary>
    internal static IEnumerable<string> Listed => [.. s_shares, .. s_ownShares, .. s_means, .. s_hits, .. s_madeUp, .. s_ofMadeUp];

    /// <summary>What a figure gives away.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="madeUpAreReal">True where real people's records stand in the place of made-up ones.</param>
    public static RealCounts Of(string metric, bool madeUpAreReal)
    {
        if (s_shares.Contains(metric)) return new(CountedRecords.Real, true, true);
        if (s_ownShares.Contains(metric)) return new(CountedRecords.Real, true, false);
        if (s_means.Contains(metric)) return new(CountedRecords.Real, false, true);
        if (s_hits.Contains(metric)) return new(madeUpAreReal ? CountedRecords.Real : CountedRecords.MadeUp, true, true);
        if (s_madeUp.Contains(metric)) return new(madeUpAreReal ? CountedRecords.Real : CountedRecords.MadeUp, madeUpAreReal, true);
        if (s_ofMadeUp.Contains(metric)) return new(madeUpAreReal ? CountedRecords.Real : CountedRecords.MadeUp, false, false);
        return new(madeUpAreReal ? CountedRecords.Real : CountedRecords.Smaller, false, false);
    }

    /// <summary>Figures of a column or a pair that follow from how many records have each level of it.</summary>
    public static IReadOnlyList<string> OfLevels { get; } =
        ["TotalVariationComplement", "HellingerDistance", "JensenShannonDistance", "CategoryCoverage", "ContingencySimilarity", "MutualInformationGap"];

    /// <summary>True for a figure whose subjects are columns or pairs, and whose n counts real records with a value.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="madeUpAreReal">True where real people's records stand in the place of made-up ones.</param>
    public static bool IsOfColumns(string metric, bool madeUpAreReal) => IsMean(metric) || metric.StartsWith("AttributeInference", StringComparison.Ordinal)
        || (madeUpAreReal && metric is "BoundaryAdherence" or "CategoryAdherence" or "KeyUniqueness");

    /// <summary>True for a figure whose n counts held-out records with a value as well.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static bool IsOfHeldOutToo(string metric) => metric is "AttributeInferenceRisk" or "AttributeInferenceControlRate";

    /// <summary>True for a figure that as a whole is the mean of those of columns or pairs.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static bool IsMean(string metric) => metric is "KolmogorovSmirnovComplement" or "WassersteinDistance" or "MissingnessSimilarity" or "JointMissingnessSimilarity" or "RangeCoverage"
        or "MeanSimilarity" or "MedianSimilarity" or "StandardDeviationSimilarity" or "CorrelationSimilarity" or "MixedPairSimilarity" || OfLevels.Contains(metric);

    /// <summary>True for a curve of follow-up, of arms and their mean, and for how many real people are in none.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="madeUpAreReal">True where real people's records stand in the place of made-up ones.</param>
    public static bool IsOfFollowUp(string metric, bool madeUpAreReal) =>
        metric is "SurvivalCurveGap" or "RestrictedMeanSurvivalDifference" or "SurvivalLogRank" or "RealMissingFollowUpRate" || (madeUpAreReal && metric == "MissingFollowUpRate");

    /// <summary>True for a share of records that violate or keep any of several, each of which has a share too.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static bool IsOfAny(string metric) => metric is "RealRuleViolationRate" or "RuleViolationRate" or "RuleUndecidedRate" or "BoundaryAdherence" or "CategoryAdherence";

    /// <summary>True for what tells the numbers of people in small classes or cells, and rests on nothing but people.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="madeUpAreReal">True where real people's records stand in the place of made-up ones.</param>
    public static bool IsOfSmallClasses(string metric, bool madeUpAreReal) =>
        metric == "RareCellsKeptByChance" || (madeUpAreReal && metric is "EntropyLDiversity" or "TCloseness");

    /// <summary>Which records the n of a figure is of that leaves out some of them; null where it leaves out none, or is no number of them.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static CountedTable? TableOf(string metric) => metric switch
    {
        "RealVisitOrderRate" or "VisitOrderRate" => null,
        "RealInventedCellRate" or "UtilitySensitivityDifference" or "UtilitySpecificityDifference" => CountedTable.Holdout,
        _ when metric.EndsWith("ControlRate", StringComparison.Ordinal) && !metric.Contains("SinglingOut", StringComparison.Ordinal) => CountedTable.Holdout,
        _ when metric.EndsWith("TestRealSensitivity", StringComparison.Ordinal) || metric.EndsWith("TestRealSpecificity", StringComparison.Ordinal) || metric.EndsWith("Brier", StringComparison.Ordinal) || metric == "UtilityBrierDifference" => CountedTable.Holdout,
        _ when s_shares.Contains(metric) => CountedTable.Train,
        _ when s_madeUp.Contains(metric) => CountedTable.MadeUp,
        _ => null,
    };

    /// <summary>Figures that a figure gives away together with others that are shown.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static IReadOnlyList<string> Tells(string metric) => metric switch
    {
        "NearCopyExcess" => ["NearCopyRate"],
        "RuleViolationExcess" => ["RealRuleViolationRate", "RuleViolationRate"],
        "UtilitySensitivityDifference" or "SensitivityDisparityChange" => ["TrainSyntheticTestRealSensitivity", "TrainRealTestRealSensitivity"],
        "UtilitySpecificityDifference" or "SpecificityDisparityChange" => ["TrainSyntheticTestRealSpecificity", "TrainRealTestRealSpecificity"],
        "EqualizedOddsDisparityChange" =>
            ["TrainSyntheticTestRealSensitivity", "TrainRealTestRealSensitivity", "TrainSyntheticTestRealSpecificity", "TrainRealTestRealSpecificity"],
        "OverfittingProtection" => ["CloserToTrainShare"],
        _ when metric.EndsWith("Risk", StringComparison.Ordinal) => [metric[..^"Risk".Length] + "AttackRate", metric[..^"Risk".Length] + "ControlRate"],
        _ => [],
    };

    /// <summary>The counts that must not be 1 to 10: the n, and under profile public those that count and those that do not.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="value">The figure.</param>
    /// <param name="n">Its n.</param>
    /// <param name="madeUp">Made-up records of the group: an n that is their number is no count of real ones.</param>
    /// <param name="all">All records of the group that n is of, or null.</param>
    /// <param name="isPublic">Whether anybody may read it.</param>
    public int[] Cells(string metric, double value, int n, int madeUp, int? all, bool isPublic)
    {
        // The smallest number of training records that share the quasi-identifiers of a made-up one is itself a number of people, and so is
        // that of made-up ones that are people.
        if (isPublic && (metric == "KMap" || (metric == "KAnonymity" && Kind == CountedRecords.Real))) return [(int)value];
        var counted = (int)Math.Round(value * n);
        return Kind switch
        {
            CountedRecords.MadeUp => Counted && isPublic ? [counted] : [],
            CountedRecords.Smaller when n == madeUp => [],
            _ when !isPublic => [n],
            _ => [n, .. Counted ? new[] { counted, n - counted } : [], .. all is null ? [] : new[] { all.Value - n }],
        };
    }
}

/// <summary>A table of records.</summary>
internal enum CountedTable
{
    /// <summary>The training records.</summary>
    Train,
    /// <summary>The held-out records.</summary>
    Holdout,
    /// <summary>The records in the place of made-up ones.</summary>
    MadeUp,
}

/// <summary>What the n of a figure counts.</summary>
internal enum CountedRecords
{
    /// <summary>Real records, cells of them, or attempts on them.</summary>
    Real,
    /// <summary>The smaller of the numbers of real and of made-up records.</summary>
    Smaller,
    /// <summary>Made-up records, or guesses made from them.</summary>
    MadeUp,
}
