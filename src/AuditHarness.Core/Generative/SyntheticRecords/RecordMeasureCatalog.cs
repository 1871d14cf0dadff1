using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Generative.SyntheticRecords.Privacy;
using AuditHarness.Generative.SyntheticRecords.Representation;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Generative.SyntheticRecords.Utility;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Every check of made-up records, read top to bottom: the order in which they are measured and shown.</summary>
public static class RecordMeasureCatalog
{
    /// <summary>Whether records are possible at all.</summary>
    public static IReadOnlyList<IRecordMeasure> Structure { get; } = [new BoundaryAdherence(), new CategoryAdherence(), new KeyUniqueness(), new RuleViolations(), new VisitPatterns()];

    /// <summary>Whether they are distributed as real ones are.</summary>
    public static IReadOnlyList<IRecordMeasure> Fidelity { get; } =
    [
        new KolmogorovSmirnovComplement(), new TotalVariationComplement(), new WassersteinDistance(), new JensenShannonDistance(), new HellingerDistance(),
        new MissingnessSimilarity(), new JointMissingnessSimilarity(), new CategoryCoverage(), new RangeCoverage(),
        new StatisticSimilarity(), new CorrelationSimilarity(), new ContingencySimilarity(), new MixedPairSimilarity(), new MutualInformationGap(),
        new SurvivalFidelity(), new MissingFollowUp(), new MaximumMeanDiscrepancy(), new ClassifierTwoSampleTest(), new AlphaPrecisionBetaRecall(), new NeighbourhoodManifolds(),
    ];

    /// <summary>Whether what is learned from them holds for real patients.</summary>
    public static IReadOnlyList<IRecordMeasure> Utility { get; } = [new TrainTestUtility()];

    /// <summary>Whether everybody is in them.</summary>
    public static IReadOnlyList<IRecordMeasure> Representation { get; } = [new RepresentationRatio(), new RareCellSurvival(), new ConditionalFidelityGap()];

    /// <summary>Whether they tell of the people that the generator was trained on.</summary>
    public static IReadOnlyList<IRecordMeasure> Privacy { get; } =
    [
        new RecordCopies(), new DistanceToClosestRecord(), new NeighbourDistanceRatio(), new AdversarialAccuracy(), new Identifiability(),
        new MembershipInference(), new SinglingOut(1), new SinglingOut(3), new Linkability(), new AttributeInference(), new ReleaseAnonymity(),
    ];

    /// <summary>All checks.</summary>
    public static IReadOnlyList<IRecordMeasure> All { get; } = [.. Structure, .. Fidelity, .. Utility, .. Representation, .. Privacy];

    /// <summary>What each measures, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<MetricInfo> Infos { get; } = [.. All.SelectMany(m => m.Infos)];

    /// <summary>The checks of an audit; empty for one that is not of made-up records.</summary>
    /// <param name="audit">Its name in <see cref="AuditCatalog.OfRecords"/>.</param>
    public static IReadOnlyList<IRecordMeasure> Of(string audit) => audit switch
    {
        AuditCatalog.Structure => Structure,
        AuditCatalog.Fidelity => Fidelity,
        AuditCatalog.Utility => Utility,
        AuditCatalog.Representation => Representation,
        AuditCatalog.Privacy => Privacy,
        _ => [],
    };

    /// <summary>What a metric is; null where no metric of made-up records is called so.</summary>
    /// <param name="id">Id of the metric.</param>
    public static MetricInfo? Find(string id) => Entries.GetValueOrDefault(id).Info;

    /// <summary>Name of the audit that measures a metric of made-up records.</summary>
    /// <param name="id">Id of the metric.</param>
    /// <exception cref="ArgumentException">No metric of made-up records is called so.</exception>
    public static string AuditOf(string id) => Entries.TryGetValue(id, out var entry) ? entry.Audit : throw new ArgumentException($"No metric of made-up records is called '{id}'.", nameof(id));

    private static readonly Dictionary<string, (MetricInfo Info, string Audit)> Entries =
        AuditCatalog.OfRecords.SelectMany(audit => Of(audit).SelectMany(m => m.Infos).Select(info => (info, audit))).ToDictionary(e => e.info.Id, e => e, StringComparer.Ordinal);
}
