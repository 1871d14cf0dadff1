using System.Text.RegularExpressions;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>What every source of generators keeps to. A source has one class that names it and opens a generator of records like <see cref="Train"/>.</summary>
public abstract class GeneratorContractTests
{
    /// <summary>Most rows that are asked for.</summary>
    protected const int Rows = 2_500;

    /// <summary>Kind of the source.</summary>
    protected abstract string Kind { get; }

    /// <summary>The training records: a column of each kind.</summary>
    protected static RecordTable Train { get; } = new(
    [
        new RecordColumn.Key("id", [.. Enumerable.Range(0, 40).Select(k => $"p{k}")]),
        new RecordColumn.Number("age", [.. Enumerable.Range(0, 40).Select(k => 30.0 + k)]),
        new RecordColumn.Category("sex", ["female", "male"], [.. Enumerable.Range(0, 40).Select(k => k % 2)]),
        new RecordColumn.Category("ill", ["0", "1"], [.. Enumerable.Range(0, 40).Select(k => k / 3 % 2)]),
        new RecordColumn.Date("born", [.. Enumerable.Range(0, 40).Select(k => 7000.0 + k)]),
    ], 40);

    /// <summary>Opens the generator, called "contract", version "7".</summary>
    protected abstract IRecordGenerator Open();

    /// <summary>Generators that answer badly, each opened by its function, which may refuse already.</summary>
    protected abstract IEnumerable<(string Name, Func<IRecordGenerator> Open)> Broken();

    [Test]
    public void It_says_what_it_is_and_the_same_each_time()
    {
        using var once = Open();
        using var again = Open();
        Assert.Multiple(() =>
        {
            Assert.That((once.Identity.Model.Kind, once.Identity.Model.Name, once.Identity.Model.Version), Is.EqualTo((Kind, "contract", "7")));
            Assert.That(once.Identity.Model.Sha256, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(again.Identity.Model, Is.EqualTo(once.Identity.Model));
            Assert.That((again.Identity.Modality, again.Identity.TakesSeeds), Is.EqualTo((Modality.Records, once.Identity.TakesSeeds)));
            Assert.That(again.Identity.Conditions, Is.EqualTo(once.Identity.Conditions).And.Ordered);
            Assert.That(once.Reading.ToString(), Does.Match(@"^\S.*\.$"));
            Assert.That(once.Files.Select(f => f.Sha256), Has.All.Match("^[0-9a-f]{64}$"));
            Assert.That(again.Files, Is.EqualTo(once.Files));
        });
    }

    [TestCase(1)]
    [TestCase(40)]
    [TestCase(Rows)]
    public void It_gives_exactly_as_many_rows_as_asked_for_that_can_stand_beside_the_training_records(int count)
    {
        using var generator = Open();
        var made = RecordAlignment.Of(Train, null, generator.Sample(Ask(count))).Synthetic!;
        Assert.That(made.Count, Is.EqualTo(count));
        Assert.That(made.Columns.Select(c => (c.Name, c.GetType())), Is.EqualTo(Train.Columns.Select(c => (c.Name, c.GetType()))));
        Assert.That(((RecordColumn.Category)made.Find("ill")!).Levels, Is.EqualTo(new[] { "0", "1" }));
        Assert.That(((RecordColumn.Date)made.Find("born")!).Days.Where(d => !double.IsNaN(d)), Has.All.InRange(7000, 7100));
    }

    [Test]
    public void The_same_request_gives_the_same_rows_and_another_seed_or_repeat_others()
    {
        using var generator = Open();
        using var other = Open();
        string Rows(IRecordGenerator g, SampleRequest request) => RecordFingerprint.Of(g.Sample(request));
        var once = Rows(generator, Ask(300));
        Assert.That(new[] { Rows(generator, Ask(300, seed: 8)), Rows(generator, Ask(300, repeat: 1)) }, Is.Unique.And.All.Not.EqualTo(once));
        Assert.That((Rows(generator, Ask(300)), Rows(other, Ask(300))), Is.EqualTo((once, once)));
    }

    [Test]
    public void What_is_cancelled_ends_at_once()
    {
        using var generator = Open();
        Assert.That(() => generator.Sample(Ask(Rows), new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_condition_that_it_does_not_take_is_refused()
    {
        using var generator = Open();
        IsOneMessage(Assert.Throws<AuditInputException>(() => generator.Sample(Ask(3) with { Conditions = [new("age", "50")] }))!);
    }

    [Test]
    public void A_bad_answer_is_refused_with_one_message()
    {
        var names = new List<string>();
        foreach (var (name, open) in Broken())
        {
            names.Add(name);
            IsOneMessage(Assert.Throws<AuditInputException>(
                () =>
                {
                    using var generator = open();
                    generator.Sample(Ask(41));
                },
                name)!);
        }
        Assert.That(names, Is.Not.Empty);
    }

    /// <summary>One line, ended by a full stop, that says what to do; and nothing of a stack.</summary>
    protected static void IsOneMessage(AuditInputException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Assert.That(refusal.Message, Does.Match(@"^\S[^\r\n]*\.$"));
        Assert.That(Regex.IsMatch(refusal.Message, @"(^|\n)\s+at |Exception\b"), Is.False, refusal.Message);
    }

    /// <summary>A request without conditions.</summary>
    protected static SampleRequest Ask(int count, ulong seed = 7, int repeat = 0) => new(count, [], seed, repeat);
}

/// <summary>No source is left out of the contract.</summary>
public sealed class GeneratorContractsTests
{
    [Test]
    public void Every_source_is_held_to_the_contract()
    {
        var held = typeof(GeneratorContractTests).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(GeneratorContractTests)) && !t.IsAbstract)
            .Select(t => (string)t.GetProperty("Kind", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(Activator.CreateInstance(t))!);
        Assert.That(held, Is.EquivalentTo(GeneratorCatalog.All.Select(s => s.Kind)));
    }

    [Test]
    public void An_unknown_kind_is_refused_with_the_nearest() => Assert.That(
        () => GeneratorCatalog.Open(new("worke", "x", null), new([new RecordColumn.Number("x", [1])], 1), new(".")),
        Throws.TypeOf<AuditInputException>().With.Message.Contains("Did you mean 'worker'?"));
}
