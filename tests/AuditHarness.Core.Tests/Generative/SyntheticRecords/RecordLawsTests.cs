using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>What every measure in the catalog must meet: a measure added to it meets these laws unasked.</summary>
public sealed class RecordLawsTests
{
    private const double Near = 1e-9;
    private static readonly double[] Levels = [0.5, 0.9, 0.95, 0.9999999];

    private static IEnumerable<TestCaseData> Measures => RecordMeasureCatalog.All.Select(Case);

    private static IEnumerable<TestCaseData> FidelityMeasures => RecordMeasureCatalog.Fidelity.Select(Case);

    private static TestCaseData Case(IRecordMeasure measure) => new TestCaseData(measure).SetArgDisplayNames(measure.Infos[0].Id);

    private static void AssertSame(IReadOnlyList<RecordFigure> first, IReadOnlyList<RecordFigure> second, double tolerance)
    {
        Assert.That(second.Select(f => (f.Metric, f.Subject, f.Group)), Is.EqualTo(first.Select(f => (f.Metric, f.Subject, f.Group))));
        for (var i = 0; i < first.Count; i++)
        {
            var what = $"{first[i].Metric} of {first[i].Subject} for {first[i].Group}";
            Assert.That(second[i].Estimate, Is.TypeOf(first[i].Estimate.GetType()), what);
            if (first[i].Estimate is not Estimate.Known a || second[i].Estimate is not Estimate.Known b) continue;
            Assert.That(b.Value, Is.EqualTo(a.Value).Within(tolerance), what);
            Assert.That((b.Denominator, b.Reason), Is.EqualTo((a.Denominator, a.Reason)), what);
            Assert.That(b.Sampling is null, Is.EqualTo(a.Sampling is null), what);
            if (a.Sampling is null) continue;
            Assert.That(b.Sampling!.Interval(0.95).Lower, Is.EqualTo(a.Sampling.Interval(0.95).Lower).Within(tolerance), what);
            Assert.That(b.Sampling!.Interval(0.95).Upper, Is.EqualTo(a.Sampling.Interval(0.95).Upper).Within(tolerance), what);
        }
    }

    private static void AssertSound(IRecordMeasure measure, RecordEvidence evidence)
    {
        var figures = measure.Figures(evidence);
        var infos = measure.Infos.ToDictionary(i => i.Id);
        Assert.That(
            figures.Where(f => f.Subject is null).Select(f => (f.Metric, f.Group)),
            Is.EqualTo(measure.Infos.SelectMany(i => evidence.Groups.Select(g => (i.Id, g.Subgroup)))), "one whole figure per info and group, in order");
        Assert.That(figures.Select(f => (f.Metric, f.Subject, f.Group)), Is.Unique);
        for (var i = 0; i + 1 < figures.Count; i++)
            if (figures[i].Subject is not null)
                Assert.That((figures[i + 1].Metric, figures[i + 1].Group), Is.EqualTo((figures[i].Metric, figures[i].Group)), "parts come right before their whole");
        Assert.Multiple(() =>
        {
            foreach (var figure in figures)
            {
                var (info, what) = (infos[figure.Metric], $"{figure.Metric} of {figure.Subject} for {figure.Group}");
                if (figure.Estimate is not Estimate.Known known)
                {
                    Assert.That(((Estimate.Undefined)figure.Estimate).Reason?.ToString(), Is.Not.Empty, what);
                    continue;
                }
                Assert.That(double.IsFinite(known.Value) && known.Value >= info.Min && known.Value <= info.Max, Is.True, $"{what} = {known.Value}");
                Assert.That(known.Denominator, Is.Positive, what);
                Assert.That(known.Sampling is null, Is.EqualTo(known.Reason is { Template.Length: > 0 }), $"{what}: an interval or a reason");
                var (lower, upper) = (known.Value, known.Value);
                foreach (var level in known.Sampling is null ? [] : Levels)
                {
                    var interval = known.Sampling!.Interval(level);
                    Assert.That(double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper), Is.True, $"{what} {interval}");
                    Assert.That(interval.Lower <= lower && upper <= interval.Upper, Is.True, $"{what}: {known.Value} in {interval}, wider with the level");
                    Assert.That(interval.Lower >= info.Min - Near && interval.Upper <= info.Max + Near, Is.True, $"{what}: {interval} in range");
                    Assert.That(interval.Lower < interval.Upper, Is.True, $"{what}: {interval} reads like certainty");
                    (lower, upper) = (interval.Lower, interval.Upper);
                }
            }
        });
    }

    [TestCaseSource(nameof(Measures))]
    public void Order_of_rows_changes_no_figure(IRecordMeasure measure)
    {
        var evidence = RecordWorlds.Evidence();
        AssertSame(measure.Figures(evidence), measure.Figures(RecordWorlds.Shuffled(evidence, 5)), Near);
    }

    // Where both tables hold the same, rounding must not decide which is larger.
    [TestCaseSource(nameof(Measures))]
    public void Order_of_rows_changes_no_figure_of_copies_either(IRecordMeasure measure)
    {
        var train = RecordWorlds.Patients(21, 250);
        var copies = RecordWorlds.Of(train, RecordWorlds.Patients(22, 200), train, RecordWorlds.Roles);
        foreach (var seed in new[] { 7, 8 }) AssertSame(measure.Figures(copies), measure.Figures(RecordWorlds.Shuffled(copies, seed)), Near);
    }

    [TestCaseSource(nameof(Measures))]
    public void Names_and_order_of_groups_change_no_figure(IRecordMeasure measure)
    {
        var evidence = RecordWorlds.Evidence(2);
        IReadOnlyList<RecordGroup> other =
            [evidence.Groups[0], .. evidence.Groups.Skip(1).Reverse().Select((g, i) => g with { Subgroup = new(new Cohorts.AttributeLevel("group", $"no. {i}")) })];
        var (first, second) = (measure.Figures(evidence), measure.Figures(evidence with { Groups = other }));
        var back = evidence.Groups.Skip(1).Reverse().Select((g, i) => (other[i + 1].Subgroup, g.Subgroup)).ToDictionary(p => p.Item1, p => p.Item2);
        var renamed = second.Select(f => f with { Group = back.GetValueOrDefault(f.Group, f.Group) }).ToLookup(f => (f.Metric, f.Group));
        AssertSame(first, [.. measure.Infos.SelectMany(i => evidence.Groups.SelectMany(g => renamed[(i.Id, g.Subgroup)]))], 0);
    }

    [TestCaseSource(nameof(Measures))]
    public void Number_of_workers_changes_no_bit(IRecordMeasure measure)
    {
        IReadOnlyList<RecordFigure> With(int workers) => measure.Figures(RecordWorlds.Evidence(3) with { Options = new() { Workers = workers } });
        var one = With(1);
        AssertSame(one, With(2), 0);
        AssertSame(one, With(7), 0);
    }

    [TestCaseSource(nameof(Measures))]
    public void Figures_are_in_range_with_limits_around_them_or_say_why_not(IRecordMeasure measure)
    {
        foreach (var seed in new[] { 4, 5 }) AssertSound(measure, RecordWorlds.Evidence(seed, 120 * seed, 80 * seed, 100 * seed, drift: seed % 2));
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        var whole = RecordWorlds.Evidence(6);
        var (train, synthetic) = (whole.Train, whole.Synthetic);
        RecordTable None(RecordTable table) => table.Take([]);
        static RecordTable Blank(RecordTable t, string name) => RecordWorlds.With(t, new RecordColumn.Number(name, [.. Enumerable.Repeat(double.NaN, t.Count)]));
        static RecordTable Same(RecordTable t, string name) => RecordWorlds.With(t, new RecordColumn.Number(name, [.. Enumerable.Repeat(7.0, t.Count)]));
        static RecordTable OneLevel(RecordTable t) => RecordWorlds.With(t, new RecordColumn.Category("outcome", ["no", "yes"], new int[t.Count]));
        static RecordTable Visits(RecordTable t) => RecordWorlds.With(t, new RecordColumn.Key("id", [.. Enumerable.Range(0, t.Count).Select(i => i % 17 == 0 ? null : $"{i / 3}")]));
        static RecordTable Times(RecordTable t, double factor) => RecordWorlds.With(t, new RecordColumn.Number("age", [.. ((RecordColumn.Number)t.Find("age")!).Values.Select(v => (v - 60) * factor)]));
        static RecordTable Beyond(RecordTable t) => RecordWorlds.With(t, new RecordColumn.Number("age", [.. ((RecordColumn.Number)t.Find("age")!).Values.Select((v, i) => i == 7 ? 1e308 : v)]));
        (string Name, RecordEvidence Evidence)[] worlds =
        [
            ("no held-out records", whole with { Holdout = null, Groups = RecordWorlds.Groups(train, null, synthetic) }),
            ("nobody made up", RecordWorlds.Of(train, whole.Holdout, None(synthetic), RecordWorlds.Roles)),
            ("nobody at all", RecordWorlds.Of(None(train), None(train), None(synthetic), RecordWorlds.Roles)),
            ("one patient each", RecordWorlds.Of(train.Take([0]), train.Take([1]), synthetic.Take([0]), RecordWorlds.Roles)),
            ("two patients each", RecordWorlds.Of(train.Take([0, 1]), train.Take([2, 3]), synthetic.Take([0, 1]), RecordWorlds.Roles)),
            ("nothing declared", whole with { Roles = RecordRoles.None }),
            ("keys only", RecordWorlds.Of(new([train.Columns[0]], train.Count), null, new([synthetic.Columns[0]], synthetic.Count), RecordRoles.None)),
            ("a column all missing everywhere", RecordWorlds.Of(Blank(train, "weight"), Blank(whole.Holdout!, "weight"), Blank(synthetic, "weight"), RecordWorlds.Roles)),
            ("a column all missing in the made-up records", RecordWorlds.Of(train, whole.Holdout, Blank(synthetic, "age"), RecordWorlds.Roles)),
            ("a column all missing in the training records", RecordWorlds.Of(Blank(train, "age"), whole.Holdout, synthetic, RecordWorlds.Roles)),
            ("a constant column", RecordWorlds.Of(Same(train, "age"), Same(whole.Holdout!, "age"), Same(synthetic, "age"), RecordWorlds.Roles)),
            ("a column constant in the made-up records", RecordWorlds.Of(train, whole.Holdout, Same(synthetic, "age"), RecordWorlds.Roles)),
            ("one level of the outcome", RecordWorlds.Of(OneLevel(train), OneLevel(whole.Holdout!), OneLevel(synthetic), RecordWorlds.Roles)),
            ("one row made up again and again", RecordWorlds.Of(train, whole.Holdout, synthetic.Take(new int[100]), RecordWorlds.Roles)),
            ("several rows of a patient", RecordWorlds.Of(Visits(train), Visits(whole.Holdout!), Visits(synthetic), RecordWorlds.Roles with { Patient = "id", Order = "admitted" })),
            ("all rows of one patient", RecordWorlds.Of(train, whole.Holdout, RecordWorlds.With(synthetic, new RecordColumn.Key("id", new string?[synthetic.Count].Select(_ => "x").ToArray())), RecordWorlds.Roles with { Patient = "id" })),
            ("a level never seen", RecordWorlds.Of(train, whole.Holdout, RecordWorlds.With(synthetic, new RecordColumn.Category("site", ["a", "b", "c", "d"], [.. Enumerable.Repeat(3, synthetic.Count)])), RecordWorlds.Roles)),
            ("huge numbers", RecordWorlds.Of(Times(train, 1e300), Times(whole.Holdout!, 1e300), Times(synthetic, 1e300), RecordWorlds.Roles)),
            ("tiny numbers", RecordWorlds.Of(Times(train, 1e-300), Times(whole.Holdout!, 1e-300), Times(synthetic, 1e-300), RecordWorlds.Roles)),
            ("one number far beyond the others", RecordWorlds.Of(train, whole.Holdout, Beyond(synthetic), RecordWorlds.Roles)),
            ("nobody dies", RecordWorlds.Of(train, whole.Holdout, RecordWorlds.With(synthetic, new RecordColumn.Category("event", ["alive", "dead"], new int[synthetic.Count])), RecordWorlds.Roles)),
        ];
        foreach (var measure in RecordMeasureCatalog.All)
            foreach (var (name, evidence) in worlds) yield return new TestCaseData(measure, evidence).SetArgDisplayNames(measure.Infos[0].Id, name);
    }

    [TestCaseSource(nameof(Broken))]
    public void Broken_records_give_reasons_and_never_numbers_that_are_none(IRecordMeasure measure, object evidence) => AssertSound(measure, (RecordEvidence)evidence);

    [TestCaseSource(nameof(Measures))]
    public void A_group_of_nobody_has_no_figure(IRecordMeasure measure)
    {
        var evidence = RecordWorlds.Evidence(8);
        var nobody = evidence.Groups.Single(g => g.Train.Length + g.Holdout.Length + g.Synthetic.Length == 0).Subgroup;
        Assert.That(measure.Figures(evidence).Where(f => f.Group.Equals(nobody)).Select(f => f.Estimate), Is.All.TypeOf<Estimate.Undefined>());
    }

    [TestCaseSource(nameof(FidelityMeasures))]
    public void Copies_of_the_training_records_are_ideal(IRecordMeasure measure)
    {
        var train = RecordWorlds.Patients(9, 250);
        var evidence = RecordWorlds.Of(train, RecordWorlds.Patients(10, 200), RecordWorlds.Shuffled(RecordWorlds.Of(train, null, train, RecordWorlds.Roles), 3).Synthetic, RecordWorlds.Roles);
        var infos = measure.Infos.Where(i => i.Ideal is not null).ToDictionary(i => i.Id);
        // A figure that is corrected for chance is as far from the ideal as chance would have put another sample.
        foreach (var figure in measure.Figures(evidence).Where(f => infos.ContainsKey(f.Metric)))
            if (figure.Estimate is Estimate.Known known)
                Assert.That(known.Value, Is.EqualTo(infos[figure.Metric].Ideal).Within(infos[figure.Metric].FollowsSize ? 0.1 : Near), $"{figure.Metric} of {figure.Subject} for {figure.Group}");
            else Assert.That(figure.Group.IsOverall && figure.Subject is null, Is.False, $"{figure.Metric} is known for everybody");
    }

    [TestCaseSource(nameof(Measures))]
    public void A_measure_describes_itself(IRecordMeasure measure) => Assert.Multiple(() =>
    {
        Assert.That(measure.Infos, Is.Not.Empty);
        foreach (var info in measure.Infos)
        {
            Assert.That(new[] { info.Id, info.Title, info.Definition, info.Convention, info.IntervalMethod }, Has.None.Empty, info.Id);
            Assert.That(info.Source, Does.Match(@"\d{4}"), "a source has a year");
            Assert.That(info.Basis, Is.EqualTo(MetricBasis.Records));
            Assert.That(info.Min, Is.LessThan(info.Max));
            Assert.That(info.Ideal, info.Better is Direction.Target ? Is.Not.Null : Is.Null.Or.InRange(info.Min, info.Max));
            Assert.That(RecordMeasureCatalog.Infos.Count(i => i.Id == info.Id || i.Title == info.Title), Is.EqualTo(1), info.Id);
            Assert.That(MetricCatalog.Find(info.Id), Is.Null, "ids are unique over all catalogs");
            Assert.That(NamedByTest.Of(info.Oracle), Does.Contain(info.Id), $"'{info.Oracle}' neither names {info.Id} nor makes its measure");
            Assert.That(NamedByTest.Tests.ContainsKey(info.Oracle), Is.True, $"{info.Id} names '{info.Oracle}', which is no test of this assembly");
        }
        if (measure.Infos.Count == 1) Assert.That(measure.GetType().Name, Is.EqualTo(measure.Infos[0].Id));
    });
}
