using System.Collections.Concurrent;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.Privacy;
using AuditHarness.Generative.SyntheticRecords.Representation;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Generative.SyntheticRecords.Utility;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Generators with a dial: what is turned shows in the figure that is about it, the more the further, and not in others.</summary>
public sealed class RecordDosesTests
{
    private const int Rows = 600;

    private static readonly double[] Doses = [0, 0.3, 0.6, 0.9];
    private static readonly RecordTable Train = RecordWorlds.Patients(201, Rows), Holdout = RecordWorlds.Patients(202, Rows), Other = RecordWorlds.Patients(203, Rows);
    private static readonly RecordRoles Roles = RecordWorlds.Roles with { QuasiIdentifiers = ["age", "sex", "admitted"], Sensitive = ["weight"] };
    private static readonly Subgroup Women = new(new AttributeLevel("sex", "female"));

    private static RecordEvidence With(RecordTable made) => RecordWorlds.Of(Train, Holdout, made, Roles);

    // The first rows are the training records themselves.
    private static RecordTable Copied(double share) => Copied(share, Train);

    // The first rows are training records of rare cells, over and over.
    private static RecordTable CrowdedInRareCells(double share)
    {
        var cells = CrossedCells.Of(With(Other), [.. Roles.QuasiIdentifiers, Roles.Outcome!], RareCellSurvival.Bins);
        var counts = cells.Counts(cells.Train, [.. Enumerable.Range(0, Rows)]);
        int[] rare = [.. Enumerable.Range(0, Rows).Where(r => counts[cells.Train[r]] <= RareCellSurvival.Rare)];
        return Copied(share, Train.Take([.. Enumerable.Range(0, Rows).Select(i => rare[i % rare.Length])]));
    }

    private static RecordTable Copied(double share, RecordTable from)
    {
        var copies = (int)(share * Rows);
        return new([.. Other.Columns.Zip(from.Columns, (other, real) => (RecordColumn)((other, real) switch
        {
            (RecordColumn.Number a, RecordColumn.Number b) => new RecordColumn.Number(a.Name, [.. b.Values[..copies], .. a.Values[copies..]]),
            (RecordColumn.Date a, RecordColumn.Date b) => new RecordColumn.Date(a.Name, [.. b.Days[..copies], .. a.Days[copies..]]),
            (RecordColumn.Category a, RecordColumn.Category b) => new RecordColumn.Category(a.Name, a.Levels, [.. b.Codes[..copies], .. a.Codes[copies..]]),
            _ => other,
        }))], Rows);
    }

    private static RecordTable WithoutWomen(double share)
    {
        var (sex, random) = (((RecordColumn.Category)Other.Find("sex")!).Codes, new Random(1));
        return Other.Take([.. Enumerable.Range(0, Rows).Where(r => random.NextDouble() >= share || sex[r] != 0)]);
    }

    // Of half of the outcomes, at most: then they tell nothing.
    private static RecordTable WithWrongOutcomes(double share) => WithOutcomes((random, _, c) => random.NextDouble() < share / 1.8 ? 1 - c : c);

    // Outcomes that are wrong at random leave the ranks of risks: beyond a half they teach the opposite.
    private static RecordTable WithReversedOutcomes(double share) => WithOutcomes((random, _, c) => random.NextDouble() < Math.Sqrt(share) ? 1 - c : c);

    private static RecordTable WithMissedEvents(double share) => WithOutcomes((random, _, c) => random.NextDouble() < share ? 0 : c);

    // Of half of women's, at most: with more, no woman is flagged any longer, and only men's figures still move.
    private static RecordTable WithMissedEventsOfWomen(double share) => WithOutcomes((random, sex, c) => random.NextDouble() < share / 1.8 && sex == 0 ? 0 : c);

    private static RecordTable WithOutcomes(Func<Random, int, int, int> of)
    {
        var (sex, random) = (((RecordColumn.Category)Other.Find("sex")!).Codes, new Random(2));
        var codes = ((RecordColumn.Category)Other.Find("outcome")!).Codes.Select((c, r) => of(random, sex[r], c)).ToArray();
        return RecordWorlds.With(Other, new RecordColumn.Category("outcome", ["no", "yes"], codes));
    }

    // Women's risk hangs on weight instead of age, and made-up women have an outcome by chance.
    private static RecordEvidence WithRiskOfWomenLost(double share)
    {
        var random = new Random(4);
        return RecordWorlds.Of(ByWeight(Train, () => false), ByWeight(Holdout, () => false), ByWeight(Other, () => random.NextDouble() < share), Roles);

        RecordTable ByWeight(RecordTable table, Func<bool> isLost)
        {
            var (sex, weight) = (((RecordColumn.Category)table.Find("sex")!).Codes, ((RecordColumn.Number)table.Find("weight")!).Values);
            var chance = new Random(5);
            return RecordWorlds.With(table, new RecordColumn.Category("outcome", ["no", "yes"], [.. ((RecordColumn.Category)table.Find("outcome")!).Codes.Select((c, r) =>
                sex[r] != 0 ? c : isLost() ? chance.Next(2) : weight[r] > 70 ? 1 : 0)]));
        }
    }

    private static RecordTable WithTooLargeAges(double share) => WithTooLargeAges(share, [0, 1]);

    private static RecordTable WithTooLargeAgesOfWomen(double share) => WithTooLargeAges(share, [0]);

    private static RecordTable WithTooLargeAges(double share, int[] sexes)
    {
        var (sex, random) = (((RecordColumn.Category)Other.Find("sex")!).Codes, new Random(3));
        return RecordWorlds.With(Other, new RecordColumn.Number("age", [.. ((RecordColumn.Number)Other.Find("age")!).Values.Select((v, r) => random.NextDouble() < share && sexes.Contains(sex[r]) ? v + 100 : v)]));
    }

    private static Estimate.Known Of(IRecordMeasure measure, string metric, RecordTable made, Subgroup? group = null) => Of(measure.Figures(With(made)), metric, group);

    private static Estimate.Known Of(IReadOnlyList<RecordFigure> figures, string metric, Subgroup? group) =>
        (Estimate.Known)figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.Equals(group ?? Subgroup.Overall)).Estimate;

    private static readonly Dictionary<string, Func<double, RecordEvidence>> Dials = new()
    {
        ["copies"] = dose => With(Copied(dose)),
        ["crowds rare cells"] = dose => With(CrowdedInRareCells(dose)),
        ["drops women"] = dose => With(WithoutWomen(dose)),
        ["gets outcomes wrong"] = dose => With(WithWrongOutcomes(dose)),
        ["reverses outcomes"] = dose => With(WithReversedOutcomes(dose)),
        ["misses events"] = dose => With(WithMissedEvents(dose)),
        ["misses events of women"] = dose => With(WithMissedEventsOfWomen(dose)),
        ["loses the risk of women"] = WithRiskOfWomenLost,
        ["makes ages too large"] = dose => With(WithTooLargeAges(dose)),
        ["makes ages of women too large"] = dose => With(WithTooLargeAgesOfWomen(dose)),
    };

    private static readonly ConcurrentDictionary<(string Dial, double Dose, string Measure), Lazy<IReadOnlyList<RecordFigure>>> Known = new();

    /// <summary>Which way a dial moves a figure: of everybody, or of women where that is what it is about.</summary>
    internal static IEnumerable<(string Dial, string Metric, int Direction, bool OfWomen)> Turned =>
    [
        ("copies", "LinkabilityRisk", 1, false), ("copies", "AttributeInferenceRisk", 1, false), ("copies", "UnivariateSinglingOutRisk", 1, false), ("copies", "MultivariateSinglingOutRisk", 1, false),
        ("crowds rare cells", "RareCellsInflated", 1, false),
        ("drops women", "RepresentationRatio", -1, true),
        ("gets outcomes wrong", "UtilityAurocDifference", -1, false),
        ("reverses outcomes", "AugmentedAuroc", -1, false), ("reverses outcomes", "AugmentationAurocDifference", -1, false),
        ("misses events", "TrainSyntheticTestRealSensitivity", -1, false), ("misses events", "UtilitySensitivityDifference", -1, false),
        ("misses events", "TrainSyntheticTestRealSpecificity", 1, false), ("misses events", "UtilitySpecificityDifference", 1, false),
        ("misses events of women", "SensitivityDisparityChange", -1, true), ("misses events of women", "SpecificityDisparityChange", 1, true),
        ("misses events of women", "EqualizedOddsDisparityChange", 1, true),
        ("loses the risk of women", "AurocDisparityChange", -1, true), ("loses the risk of women", "BrierDisparityChange", 1, true),
        ("makes ages too large", "BoundaryAdherence", -1, false), ("makes ages too large", "RuleViolationExcess", 1, false), ("makes ages too large", "ConditionalFidelity", -1, false),
        ("makes ages of women too large", "ConditionalFidelityGap", -1, true),
    ];

    [Test, Combinatorial]
    public void The_more_is_done_the_more_is_seen([ValueSource(nameof(Turned))] (string Dial, string Metric, int Direction, bool OfWomen) turned)
    {
        var (dial, metric, direction, ofWomen) = turned;
        var measure = RecordMeasureCatalog.All.Single(m => m.Infos.Any(i => i.Id == metric));
        double[] values =
        [
            .. Doses.Select(dose => direction * Of(
                Known.GetOrAdd((dial, dose, measure.Infos[0].Id), key => new(() => measure.Figures(Dials[key.Dial](key.Dose)))).Value, metric, ofWomen ? Women : null).Value),
        ];
        Assert.That(values, Is.Ordered.Ascending);
        Assert.That(values[^1] - values[0], Is.GreaterThan(0.05), $"{string.Join(", ", values)}: one column of ten moves their mean by a tenth");
    }

    [TestCase("LinkabilityRisk")]
    [TestCase("AttributeInferenceRisk")]
    [TestCase("MultivariateSinglingOutRisk")]
    public void Attacks_stay_quiet_where_nothing_was_copied(string metric)
    {
        IRecordMeasure measure = metric[0] == 'L' ? new Linkability() : metric[0] == 'A' ? new AttributeInference() : new SinglingOut(3);
        foreach (var made in new[] { Other, WithoutWomen(0.6), WithWrongOutcomes(0.6) })
            Assert.That(Of(measure, metric, made).Sampling!.Interval(0.95).Lower, Is.LessThan(0.01), metric);
    }

    [Test]
    public void Losing_women_is_no_breach_of_rules_and_wrong_outcomes_lose_nobody() => Assert.Multiple(() =>
    {
        Assert.That(Of(new RuleViolations(), "RuleViolationExcess", WithWrongOutcomes(0.9)).Sampling!.Interval(0.95), Has.Property("Lower").LessThan(0).And.Property("Upper").GreaterThan(0));
        Assert.That(Of(new RepresentationRatio(), "RepresentationRatio", WithWrongOutcomes(0.9), Women).Sampling!.Interval(0.95), Has.Property("Lower").LessThan(1).And.Property("Upper").GreaterThan(1));
        Assert.That(Of(new TrainTestUtility(), "UtilityAurocDifference", Copied(0.9)).Value, Is.EqualTo(0).Within(0.03));
    });
}
