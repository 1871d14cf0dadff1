using System.Collections.Concurrent;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// The three dials that ship, turned on a generator that is as good as any can be: figures of what is turned follow it step by step, and
/// those of everything else stay where chance alone would leave them.
/// </summary>
public sealed class DialDosesTests
{
    private const int Rows = 600;

    private static readonly double[] s_doses = [0, 0.3, 0.6, 0.9];

    private static readonly RecordTable s_train = RecordWorlds.Patients(211, Rows), s_holdout = RecordWorlds.Patients(212, Rows);

    private static readonly RecordRoles s_roles = RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight"] };

    private static readonly Subgroup s_women = new(new AttributeLevel("sex", "female")), s_men = new(new AttributeLevel("sex", "male"));

    private static readonly Dictionary<string, Func<double, IRecordGenerator>> s_dials = new()
    {
        ["copies"] = dose => new CopyDial(new Population(), s_train, dose),
        ["drops women"] = dose => new DropDial(new Population(), "sex", "female", dose),
        ["adds noise"] = dose => new NoiseDial(new Population(), s_train, dose, dose / 3),
        // The same noise, on a generator that has privacy to gain.
        ["hides copies in noise"] = dose => new NoiseDial(new Memoriser(s_train), s_train, dose, dose / 3),
    };

    // Their limits take the classifiers as given, and two samples of one population teach not quite the same: by how much at most.
    private static readonly Dictionary<string, double> s_learned = new() { ["UtilityAurocDifference"] = 0.03, ["UtilityBrierDifference"] = 0.01 };

    private static readonly ConcurrentDictionary<(string Dial, double Dose), Lazy<RecordEvidence>> s_worlds = new();

    private static readonly ConcurrentDictionary<(string Dial, double Dose, string Measure), Lazy<IReadOnlyList<RecordFigure>>> s_figures = new();

    [Test, Combinatorial]
    public void What_is_turned_moves_its_own_figures_step_by_step_and_beyond_chance(
        [ValueSource(nameof(Turned))] (string Dial, string Metric, int Direction, string? Level) turned)
    {
        var (dial, metric, direction, level) = turned;
        Estimate.Known[] known = [.. s_doses.Select(dose => Figure(dial, dose, metric, Group(level)))];
        var values = string.Join(", ", known.Select(k => k.Value));
        // A risk of nothing cannot fall further, and of few cells none may be lost yet.
        for (var d = 1; d < known.Length; d++) Assert.That(Math.Sign(known[d].Value - known[d - 1].Value), Is.Not.EqualTo(-direction), values);
        var (lower, upper) = known[0].Sampling?.Limits(CriticalValue.TwoSided(0.95)) ?? (known[0].Value, known[0].Value);
        Assert.That(known[^1].Value, Is.Not.InRange(lower, upper), values);
    }

    [Test, Combinatorial]
    public void What_is_not_turned_stays_where_chance_leaves_it(
        [ValueSource(nameof(Quiet))] (string Dial, string Metric, string? Level) quiet)
    {
        var (dial, metric, level) = quiet;
        var info = RecordMeasureCatalog.Infos.Single(i => i.Id == metric);
        var ideal = info.Ideal!.Value;
        foreach (var dose in s_doses)
        {
            var known = Figure(dial, dose, metric, Group(level));
            // Four doses of some thirty figures: at 95 % a few would be outside by chance.
            var interval = known.Sampling!.Interval(0.99);
            var what = $"{metric} at {dose}: {known.Value} in {interval.Lower} to {interval.Upper}, ideal {ideal}";
            if (s_learned.TryGetValue(metric, out var reach))
            {
                Assert.That(known.Value, Is.EqualTo(ideal).Within(reach), what);
                continue;
            }
            // A figure may be better than new patients are: a risk of nothing has no lower limit to cross.
            if (info.Better != Direction.Higher) Assert.That(interval.Lower, Is.LessThanOrEqualTo(ideal + 1e-9), what);
            if (info.Better != Direction.Lower) Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(ideal - 1e-9), what);
        }
    }

    // They are shown beside the figures of made-up records: whatever the generator does, they say the same.
    [TestCase("RealRuleViolationRate")]
    [TestCase("RealInventedCellRate")]
    [TestCase("RareCellsKeptByChance")]
    [TestCase("ConditionalFidelityFloor")]
    [TestCase("TrainRealTestRealAuroc")]
    [TestCase("TrainRealTestRealBrier")]
    [TestCase("TrainRealTestRealSensitivity")]
    [TestCase("TrainRealTestRealSpecificity")]
    public void What_is_of_real_records_alone_no_dial_moves(string metric)
    {
        var unmoved = Figure("adds noise", 0, metric, Subgroup.Overall).Value;
        Assert.That(s_doses.Select(dose => Figure("adds noise", dose, metric, Subgroup.Overall).Value), Has.All.EqualTo(unmoved).Within(1e-12));
    }

    internal static IEnumerable<(string Dial, string Metric, int Direction, string? Level)> Turned()
    {
        foreach (var (metric, direction) in new[]
        {
            ("ExactCopyRate", 1), ("NearCopyRate", 1), ("NearCopyExcess", 1), ("CopiedRecordRate", 1), ("CloserToTrainShare", 1), ("OverfittingProtection", -1),
            ("ClosestRecordPercentileRatio", -1), ("NearestNeighbourDistanceRatio", -1), ("NearestNeighbourDistanceRatioLoss", 1),
            ("NearestNeighbourAdversarialAccuracy", -1), ("NearestNeighbourPrivacyLoss", 1), ("Identifiability", 1),
            ("DistanceMembershipArea", 1), ("DistanceMembershipSensitivity", 1), ("DensityMembershipArea", 1), ("DensityMembershipSensitivity", 1),
            ("UnivariateSinglingOutRisk", 1), ("MultivariateSinglingOutRisk", 1), ("LinkabilityRisk", 1), ("AttributeInferenceRisk", 1),
            ("UnivariateSinglingOutAttackRate", 1), ("MultivariateSinglingOutAttackRate", 1), ("LinkabilityAttackRate", 1), ("AttributeInferenceAttackRate", 1),
        }) yield return ("copies", metric, direction, null);

        yield return ("drops women", "RepresentationRatio", -1, "female");
        yield return ("drops women", "RepresentationRatio", 1, "male");
        yield return ("drops women", "RareCellsKept", -1, "female");
        // All columns are about everybody, and everybody has become male.
        yield return ("drops women", "TotalVariationComplement", -1, null);

        foreach (var (metric, direction) in new[]
        {
            ("KolmogorovSmirnovComplement", -1), ("WassersteinDistance", 1), ("MixedPairSimilarity", -1), ("ContingencySimilarity", -1),
            ("MutualInformationGap", 1), ("StandardDeviationSimilarity", -1), ("AlphaPrecision", -1), ("ManifoldDensity", -1), ("InventedCellRate", 1),
            ("BoundaryAdherence", -1), ("RuleViolationRate", 1), ("RuleViolationExcess", 1),
            ("UtilityAurocDifference", -1), ("UtilityBrierDifference", 1), ("TrainSyntheticTestRealAuroc", -1), ("TrainSyntheticTestRealBrier", 1),
            ("TrainRealTestSyntheticAuroc", -1), ("TrainSyntheticTestSyntheticAuroc", -1),
        }) yield return ("adds noise", metric, direction, null);

        foreach (var (metric, direction) in new[]
        {
            ("NearCopyRate", -1), ("OverfittingProtection", 1), ("DistanceMembershipArea", -1), ("DensityMembershipArea", -1),
            ("MultivariateSinglingOutRisk", -1), ("LinkabilityRisk", -1), ("AttributeInferenceRisk", -1),
            // What it costs.
            ("KolmogorovSmirnovComplement", -1), ("TotalVariationComplement", -1), ("CorrelationSimilarity", -1), ("ContingencySimilarity", -1), ("RealOrSyntheticAuroc", 1),
            ("ManifoldPrecision", -1), ("ManifoldCoverage", -1), ("BetaRecall", -1), ("RuleViolationExcess", 1),
        }) yield return ("hides copies in noise", metric, direction, null);
    }

    private static IEnumerable<(string Dial, string Metric, string? Level)> Quiet()
    {
        foreach (var metric in new[]
        {
            "KolmogorovSmirnovComplement", "TotalVariationComplement", "WassersteinDistance", "MissingnessSimilarity", "CorrelationSimilarity", "ContingencySimilarity",
            "MutualInformationGap", "SurvivalCurveGap", "RealOrSyntheticAuroc", "RuleViolationExcess", "UtilityAurocDifference", "UtilityBrierDifference",
        }) yield return ("copies", metric, null);
        foreach (var sex in RecordWorlds.Sexes) yield return ("copies", "RepresentationRatio", sex);

        // Of men, who are made up as before, and of nobody in particular.
        foreach (var metric in new[]
        {
            "KolmogorovSmirnovComplement", "TotalVariationComplement", "MissingnessSimilarity", "CorrelationSimilarity", "RealOrSyntheticAuroc", "RuleViolationExcess",
            "UtilityAurocDifference", "NearCopyExcess", "DensityMembershipArea",
        }) yield return ("drops women", metric, "male");
        foreach (var metric in new[] { "NearCopyExcess", "OverfittingProtection", "DistanceMembershipArea", "DensityMembershipArea", "LinkabilityRisk", "AttributeInferenceRisk", "MultivariateSinglingOutRisk" })
            yield return ("drops women", metric, null);

        foreach (var metric in new[]
        {
            "MissingnessSimilarity", "JointMissingnessSimilarity", "NearCopyExcess", "OverfittingProtection", "DistanceMembershipArea", "DensityMembershipArea",
            "LinkabilityRisk", "AttributeInferenceRisk", "MultivariateSinglingOutRisk",
        }) yield return ("adds noise", metric, null);
        foreach (var sex in RecordWorlds.Sexes) yield return ("adds noise", "RepresentationRatio", sex);
    }

    private static Subgroup Group(string? level) => level switch { null => Subgroup.Overall, "female" => s_women, _ => s_men };

    private static Estimate.Known Figure(string dial, double dose, string metric, Subgroup group)
    {
        var measure = RecordMeasureCatalog.All.Single(m => m.Infos.Any(i => i.Id == metric));
        var figures = s_figures.GetOrAdd((dial, dose, measure.Infos[0].Id), key => new(() => measure.Figures(World(dial, dose)))).Value;
        return (Estimate.Known)figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.Equals(group)).Estimate;
    }

    private static RecordEvidence World(string dial, double dose) => s_worlds.GetOrAdd((dial, dose), key => new(() =>
    {
        using var generator = s_dials[key.Dial](key.Dose);
        return RecordWorlds.Of(s_train, s_holdout, generator.Sample(Patients.Ask(Rows, 5)), s_roles);
    })).Value;

    /// <summary>New patients of the population that the training records are of.</summary>
    private sealed class Population() : ReferenceGenerator("population", "new patients", $"")
    {
        public override Phrase Reading => Phrase.Of($"New patients.");

        protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop) => RecordWorlds.Patients((int)(seed.Value >> 40), request.Count);
    }
}
