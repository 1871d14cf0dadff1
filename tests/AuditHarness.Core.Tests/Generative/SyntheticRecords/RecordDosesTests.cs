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
    private static RecordTable Copied(double share)
    {
        var copies = (int)(share * Rows);
        return new([.. Other.Columns.Zip(Train.Columns, (other, real) => (RecordColumn)((other, real) switch
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

    private static RecordTable WithWrongOutcomes(double share)
    {
        var random = new Random(2);
        var codes = ((RecordColumn.Category)Other.Find("outcome")!).Codes.Select(c => random.NextDouble() < share / 1.8 ? 1 - c : c).ToArray();
        return RecordWorlds.With(Other, new RecordColumn.Category("outcome", ["no", "yes"], codes));
    }

    private static RecordTable WithTooLargeAges(double share)
    {
        var random = new Random(3);
        return RecordWorlds.With(Other, new RecordColumn.Number("age", [.. ((RecordColumn.Number)Other.Find("age")!).Values.Select(v => random.NextDouble() < share ? v + 100 : v)]));
    }

    private static Estimate.Known Of(IRecordMeasure measure, string metric, RecordTable made, Subgroup? group = null) =>
        (Estimate.Known)measure.Figures(With(made)).Single(f => f.Metric == metric && f.Subject is null && f.Group.Equals(group ?? Subgroup.Overall)).Estimate;

    private static IEnumerable<TestCaseData> Dials()
    {
        TestCaseData Case(IRecordMeasure measure, string metric, Func<double, RecordTable> dial, bool rises, Subgroup? group = null) =>
            new TestCaseData(measure, metric, dial, rises, group).SetArgDisplayNames(metric);
        yield return Case(new Linkability(), "LinkabilityRisk", Copied, true);
        yield return Case(new AttributeInference(), "AttributeInferenceRisk", Copied, true);
        yield return Case(new SinglingOut(1), "UnivariateSinglingOutRisk", Copied, true);
        yield return Case(new SinglingOut(3), "MultivariateSinglingOutRisk", Copied, true);
        yield return Case(new RepresentationRatio(), "RepresentationRatio", WithoutWomen, false, Women);
        yield return Case(new TrainTestUtility(), "UtilityAurocDifference", WithWrongOutcomes, false);
        yield return Case(new BoundaryAdherence(), "BoundaryAdherence", WithTooLargeAges, false);
        yield return Case(new RuleViolations(), "RuleViolationExcess", WithTooLargeAges, true);
        yield return Case(new ConditionalFidelityGap(), "ConditionalFidelity", WithTooLargeAges, false);
    }

    [TestCaseSource(nameof(Dials))]
    public void The_more_is_done_the_more_is_seen(object measure, string metric, object dial, bool rises, object? group)
    {
        var (turn, figure) = ((Func<double, RecordTable>)dial, (IRecordMeasure)measure);
        double[] values = [.. Doses.Select(d => Of(figure, metric, turn(d), (Subgroup?)group).Value * (rises ? 1 : -1))];
        Assert.That(values, Is.Ordered.Ascending);
        Assert.That(values[^1] - values[0], Is.GreaterThan(0.05), "one column of ten moves their mean by a tenth");
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
