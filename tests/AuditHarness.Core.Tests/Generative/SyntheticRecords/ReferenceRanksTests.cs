using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>
/// The reference generators and other real patients, ranked by every measure: M the memoriser, I independent marginals, B the bootstrap
/// with noise, G the Gaussian copula, R real patients that nobody was trained on.
/// </summary>
public sealed class ReferenceRanksTests
{
    private const int Rows = 800;

    // From the best to the worst; those of one word are not told apart.
    private const string LosesPairs = "M BGR I", Copies = "IGR B M";

    private static readonly Lazy<IReadOnlyDictionary<char, IReadOnlyDictionary<string, Estimate>>> s_figures = new(Measured);

    private static readonly Dictionary<string, string> s_notRanked = new()
    {
        ["CategoryAdherence"] = "all of them draw categories of the training records only", ["CategoryCoverage"] = "all of them draw every category", ["KeyUniqueness"] = "all of them give each record its own key",
        ["RealRuleViolationRate"] = "about the training records", ["RealMissingFollowUpRate"] = "about the training records", ["MissingFollowUpRate"] = "nobody lacks a time, an event or an arm here", ["TrainRealTestRealAuroc"] = "about real records", ["TrainRealTestRealBrier"] = "about real records",
        ["TrainRealTestRealSensitivity"] = "about real records", ["RealInventedCellRate"] = "about real records", ["RareCellsKeptByChance"] = "about real records", ["ConditionalFidelityFloor"] = "about real records",
        ["VisitsPerPatientSimilarity"] = "nobody has several rows here", ["VisitGapSimilarity"] = "nobody has several rows here", ["VisitOrderRate"] = "nobody has several rows here", ["RealVisitOrderRate"] = "nobody has several rows here",
        ["PropensityMseRatio"] = "main effects only: all of them draw single columns as they are", ["RareCellsKept"] = "nearly all are kept by chance alone", ["RareCellsInflated"] = "none of them favours rare cells",
        ["RepresentationRatio"] = "of groups only: RecordDosesTests", ["ConditionalFidelityGap"] = "of groups only: RecordDosesTests", ["AurocDisparityChange"] = "of groups only", ["SensitivityDisparityChange"] = "of groups only",
        ["SpecificityDisparityChange"] = "of groups only", ["BrierDisparityChange"] = "of groups only", ["EqualizedOddsDisparityChange"] = "of groups only",
        ["TrainRealTestRealSpecificity"] = "about real records",
        ["AttributeInferenceBaselineRate"] = "what guessing gives", ["LinkabilityBaselineRate"] = "what guessing gives", ["UnivariateSinglingOutBaselineRate"] = "what guessing gives", ["MultivariateSinglingOutBaselineRate"] = "what guessing gives",
        ["AttributeInferenceControlRate"] = "about people that nobody was trained on", ["LinkabilityControlRate"] = "about people that nobody was trained on", ["UnivariateSinglingOutControlRate"] = "about people that nobody was trained on",
        ["MultivariateSinglingOutControlRate"] = "about people that nobody was trained on", ["KAnonymity"] = "every release has people who are alone in their class here", ["KMap"] = "every release has people who are alone in their class here",
        ["DistinctLDiversity"] = "every release has people who are alone in their class here", ["EntropyLDiversity"] = "every release has people who are alone in their class here", ["TCloseness"] = "every release has people who are alone in their class here",
    };

    private static IEnumerable<(string Metric, string Order, Func<double, double> Badness)> Ranks()
    {
        static double High(double value) => value;
        static double Low(double value) => -value;
        // Lost with the dependence of columns on each other; a copy keeps everything.
        foreach (var id in new[] { "CorrelationSimilarity", "JointMissingnessSimilarity", "ManifoldCoverage", "ManifoldPrecision", "ManifoldRecall", "UtilityAurocDifference" }) yield return (id, LosesPairs, Low);
        foreach (var id in new[] { "MutualInformationGap", "SurvivalCurveGap", "RuleViolationRate", "RuleViolationExcess", "InventedCellRate", "UtilityBrierDifference" }) yield return (id, LosesPairs, High);
        yield return ("RestrictedMeanSurvivalDifference", LosesPairs, Math.Abs);
        yield return ("ManifoldDensity", LosesPairs, v => Math.Abs(v - 1));
        yield return ("RealOrSyntheticAuroc", LosesPairs, v => Math.Abs(v - 0.5));
        // Likewise, but chance may place other real patients or the bootstrap before the copy.
        foreach (var id in new[] { "MaximumMeanDiscrepancy", "RuleUndecidedRate", "TrainSyntheticTestRealBrier" }) yield return (id, "MBGR I", High);
        foreach (var id in new[] { "MaximumMeanDiscrepancyPValue", "TrainSyntheticTestRealAuroc", "TrainSyntheticTestRealSensitivity", "TrainSyntheticTestRealSpecificity", "UtilitySpecificityDifference", "TrainRealTestSyntheticAuroc", "TrainSyntheticTestSyntheticAuroc", "AugmentedAuroc", "AugmentationAurocDifference", "UtilitySensitivityDifference" })
            yield return (id, "MBGR I", Low);
        // Single columns, which all of them draw as they are but for chance, and pairs that hardly hang together here; a copy is exact.
        foreach (var id in new[]
        {
            "KolmogorovSmirnovComplement", "TotalVariationComplement", "MissingnessSimilarity", "MeanSimilarity", "MedianSimilarity", "StandardDeviationSimilarity", "ConditionalFidelity", "AlphaPrecision", "BetaRecall",
            "RangeCoverage", "ContingencySimilarity", "MixedPairSimilarity", "SurvivalLogRank",
        })
            yield return (id, "M IBGR", Low);
        foreach (var id in new[] { "WassersteinDistance", "JensenShannonDistance", "HellingerDistance" }) yield return (id, "M IBGR", High);
        // Noise leaves the range.
        yield return ("BoundaryAdherence", "MIGR B", Low);
        // What tells of the training records: all of the memoriser, something of records with noise, nothing of the others.
        foreach (var id in new[]
        {
            "CloserToTrainShare", "CopiedRecordRate", "NearCopyRate", "NearCopyExcess", "DensityMembershipArea", "DensityMembershipSensitivity", "DistanceMembershipArea", "DistanceMembershipSensitivity", "Identifiability",
            "AttributeInferenceRisk", "AttributeInferenceAttackRate", "LinkabilityRisk", "LinkabilityAttackRate", "MultivariateSinglingOutRisk", "MultivariateSinglingOutAttackRate", "NearestNeighbourDistanceRatioLoss",
            "NearestNeighbourPrivacyLoss",
        })
            yield return (id, Copies, High);
        foreach (var id in new[] { "ClosestRecordPercentileRatio", "NearestNeighbourAdversarialAccuracy", "NearestNeighbourDistanceRatio", "OverfittingProtection" }) yield return (id, Copies, Low);
        yield return ("ExactCopyRate", "IGRB M", High);
        // Marginals draw the very values of people, among them those that only one has.
        foreach (var id in new[] { "UnivariateSinglingOutRisk", "UnivariateSinglingOutAttackRate" }) yield return (id, "BGR I M", High);
    }

    private static IEnumerable<TestCaseData> Cases() => Ranks().Select(r => new TestCaseData(r.Metric, r.Order, r.Badness).SetArgDisplayNames(r.Metric));

    [TestCaseSource(nameof(Cases))]
    public void Reference_generators_are_ranked_the_right_way(string metric, string order, Func<double, double> badness)
    {
        double Of(char who) => s_figures.Value[who][metric] is Estimate.Known known ? badness(known.Value) : throw new AssertionException($"{who}: {s_figures.Value[who][metric]}");
        var classes = order.Split(' ');
        for (var k = 1; k < classes.Length; k++)
            Assert.That(classes[k - 1].Max(Of), Is.LessThan(classes[k].Min(Of)), $"{classes[k - 1]} before {classes[k]}: {string.Join(", ", "MIBGR".Select(w => $"{w} {Of(w):G4}"))}");
    }

    [Test]
    public void Every_measure_is_ranked_or_says_why_not() =>
        Assert.That(Ranks().Select(r => r.Metric).Concat(s_notRanked.Keys), Is.EquivalentTo(RecordMeasureCatalog.Infos.Select(i => i.Id)));

    private static Dictionary<char, IReadOnlyDictionary<string, Estimate>> Measured()
    {
        var (train, holdout) = (RecordWorlds.Patients(301, Rows), RecordWorlds.Patients(302, Rows));
        var roles = RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight"] };
        IReadOnlyDictionary<string, Estimate> Of(RecordTable made)
        {
            var evidence = RecordWorlds.Of(train, holdout, made, roles);
            evidence = evidence with { Groups = [evidence.Groups[0]] };
            return RecordMeasureCatalog.All.SelectMany(m => m.Figures(evidence)).Where(f => f.Subject is null).ToDictionary(f => f.Metric, f => f.Estimate);
        }
        var figures = new Dictionary<char, IReadOnlyDictionary<string, Estimate>> { ['R'] = Of(RecordWorlds.Patients(303, Rows)) };
        foreach (var (who, fit) in "MIBG".Zip(ReferenceCatalog.All))
        {
            using var generator = fit(train);
            figures[who] = Of(generator.Sample(new(Rows, [], 1, 0)));
        }
        return figures;
    }
}
