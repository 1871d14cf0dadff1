using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>What every reference generator keeps to, those with dials too.</summary>
public sealed class ReferenceGeneratorTests
{
    public static IEnumerable<TestCaseData> All() =>
    [
        .. ReferenceCatalog.All.Select((open, k) => new TestCaseData(open).SetArgDisplayNames($"catalog {k}")),
        new TestCaseData((Func<RecordTable, IRecordGenerator>)(t => new CopyDial(new IndependentMarginals(t), t, 0.3))).SetArgDisplayNames("copies"),
        new TestCaseData((Func<RecordTable, IRecordGenerator>)(t => new DropDial(new IndependentMarginals(t), "sex", "male", 0.5))).SetArgDisplayNames("drops"),
    ];

    [TestCaseSource(nameof(All))]
    public void It_gives_as_many_rows_as_asked_for_with_the_training_columns(Func<RecordTable, IRecordGenerator> fit)
    {
        var train = Patients.Of(60);
        using var generator = fit(train);
        foreach (var count in new[] { 1, 59, 60, 61, 200 })
        {
            var made = generator.Sample(Patients.Ask(count));
            Assert.That(made.Count, Is.EqualTo(count));
            Assert.That(made.Columns.Select(c => (c.Name, c.GetType())), Is.EqualTo(train.Columns.Select(c => (c.Name, c.GetType()))));
            Assert.That(made.Columns.OfType<RecordColumn.Category>().Select(c => c.Levels), Is.EqualTo(train.Columns.OfType<RecordColumn.Category>().Select(c => c.Levels)));
            Assert.That(Patients.Values(made, "empty"), Has.All.NaN);
            Assert.That(Patients.Codes(made, "site"), Has.All.Zero);
        }
    }

    [TestCaseSource(nameof(All))]
    public void The_same_request_gives_the_same_rows_and_another_seed_or_repeat_others(Func<RecordTable, IRecordGenerator> fit)
    {
        var train = Patients.Of(60);
        using var generator = fit(train);
        using var again = fit(Patients.Of(60));
        using var other = fit(Patients.Of(60, seed: 2));
        string Rows(IRecordGenerator g, ulong seed, int repeat) => RecordFingerprint.Of(g.Sample(Patients.Ask(50, seed, repeat)));
        var once = Rows(generator, 7, 0);
        Assert.Multiple(() =>
        {
            Assert.That(Rows(generator, 7, 0), Is.EqualTo(once));
            Assert.That(Rows(again, 7, 0), Is.EqualTo(once));
            Assert.That(new[] { Rows(generator, 8, 0), Rows(generator, 7, 1) }, Is.Unique.And.All.Not.EqualTo(once));
            Assert.That(again.Identity, Is.EqualTo(generator.Identity).Using<GeneratorIdentity>((a, b) => a.Model == b.Model && a.TakesSeeds && b.TakesSeeds));
            Assert.That(generator.Identity.Model.Sha256, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(other.Identity.Model.Sha256, Is.Not.EqualTo(generator.Identity.Model.Sha256), "fitted on others");
            Assert.That(generator.Reading.ToString(), Does.Match(@"^\S.*\.$"));
        });
    }

    [TestCaseSource(nameof(All))]
    public void Conditions_no_rows_and_cancellation_are_refused(Func<RecordTable, IRecordGenerator> fit)
    {
        var train = Patients.Of(20);
        using var generator = fit(train);
        Assert.That(() => generator.Sample(new(5, [new("sex", "male")], 1, 0)), Throws.TypeOf<AuditInputException>().With.Message.EndsWith("."));
        Assert.That(() => generator.Sample(Patients.Ask(5), new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => fit(train.Take([])), Throws.TypeOf<AuditInputException>().With.Message.Contains("no rows"));
    }

    [Test]
    public void All_have_identities_of_their_own()
    {
        var train = Patients.Of(20);
        Assert.That(ReferenceCatalog.All.Select(fit => fit(train).Identity.Model.Sha256), Is.Unique);
        Assert.That(new[] { 0.1, 0.2 }.Select(h => new NoiseDial(new RowBootstrap(train), train, h, 0).Identity.Model.Sha256), Is.Unique);
    }

    [Test]
    public void The_memoriser_gives_each_row_once_before_any_a_second_time()
    {
        var train = Patients.Of(50);
        using var memoriser = new Memoriser(train);
        var keys = ((RecordColumn.Key)memoriser.Sample(Patients.Ask(120)).Find("id")!).Values;
        var real = ((RecordColumn.Key)train.Find("id")!).Values;
        Assert.That(keys[..50], Is.EquivalentTo(real).And.Not.EqualTo(real));
        Assert.That(keys[50..100], Is.EquivalentTo(real).And.Not.EqualTo(keys[..50]));
        Assert.That(keys[100..], Is.Unique);
    }

    [Test]
    public void Keys_of_others_are_new_and_rows_of_one_patient_stay_together()
    {
        RecordTable visits = new([new RecordColumn.Key("patient", ["a", "a", "b", null]), new RecordColumn.Number("x", [1, 1, 2, 3])], 4);
        using var bootstrap = new RowBootstrap(visits);
        var made = bootstrap.Sample(Patients.Ask(200));
        var (keys, x) = (((RecordColumn.Key)made.Find("patient")!).Values, Patients.Values(made, "x"));
        Assert.That(keys.Zip(x).Distinct(), Is.EquivalentTo(new (string?, double)[] { ("synthetic-1", 1), ("synthetic-2", 2), (null, 3) }));
        using var unique = new RowBootstrap(Patients.Of(30));
        Assert.That(((RecordColumn.Key)unique.Sample(Patients.Ask(200)).Find("id")!).Values, Is.Unique);
    }

    [Test]
    public void Independent_marginals_keep_every_column_and_lose_what_hangs_together()
    {
        var train = Patients.Of(4000);
        using var generator = new IndependentMarginals(train);
        var made = generator.Sample(Patients.Ask(20_000));
        Assert.Multiple(() =>
        {
            Assert.That(Patients.Pearson(Patients.Values(made, "age"), Patients.Values(made, "pressure")), Is.Zero.Within(4 / Math.Sqrt(20_000)));
            // Of every value that is drawn its share lies within 4.5 standard errors of the training share.
            foreach (var column in new[] { "age", "born", "lab" })
            {
                var real = Patients.Values(train, column).GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count() / 4000.0);
                foreach (var group in Patients.Values(made, column).GroupBy(v => v))
                    Assert.That(group.Count() / 20_000.0, Is.EqualTo(real[group.Key]).Within(6 * Math.Sqrt(real[group.Key] / 20_000)), column);
            }
        });
    }
}
