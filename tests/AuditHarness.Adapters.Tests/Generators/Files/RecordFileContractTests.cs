using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators.Files;

/// <summary>Records of a file keep to what every source of generators keeps to.</summary>
public sealed class RecordFileContractTests : GeneratorContractTests
{
    private const string Head = "born,ill,sex,age,id,more\n";
    private readonly List<TemporaryFolder> _folders = [];

    protected override string Kind => GeneratorCatalog.File;

    [TearDown]
    public void NothingIsLeft()
    {
        foreach (var folder in _folders) folder.Dispose();
        _folders.Clear();
    }

    protected override IRecordGenerator Open() => Of(Head + Lines(Rows));

    protected override IEnumerable<(string Name, Func<IRecordGenerator> Open)> Broken()
    {
        yield return ("too few", () => Of(Head + Lines(40)));
        yield return ("no rows", () => Of(Head));
        yield return ("a column lacks", () => Of("born,ill,sex,id\n1990-01-01,1,male,s1\n"));
        yield return ("another hash", () => Of(Head + Lines(50), p => p with { Sha256 = new string('0', 64) }));
        yield return ("no file", () => Of("", p => p with { Records = new("no.csv", "generator.records") }));
    }

    [Test]
    public void All_rows_come_in_their_order_and_fewer_without_replacement()
    {
        using var generator = Of(Head + Lines(100));
        string?[] Keys(RecordTable t) => ((RecordColumn.Key)t.Find("id")!).Values;
        Assert.That(Keys(generator.Sample(Ask(100))), Is.EqualTo(Enumerable.Range(0, 100).Select(k => $"s{k}")));
        Assert.That(Keys(generator.Sample(Ask(60))), Is.Unique.And.Ordered.Using<string>((a, b) => int.Parse(a[1..], CultureInfo.InvariantCulture).CompareTo(int.Parse(b[1..], CultureInfo.InvariantCulture))));
        IsOneMessage(Assert.Throws<AuditInputException>(() => generator.Sample(Ask(100, repeat: 1)))!);
        Assert.That(generator.Notices.Single().ToString(), Does.Contain("'more'"));
    }

    [Test]
    public void A_category_never_seen_and_a_column_without_values_are_let_in()
    {
        using var generator = Of(Head + "1990-01-01,1,other,,s1,\n");
        var aligned = RecordAlignment.Of(Train, null, generator.Sample(Ask(1)));
        Assert.That(((RecordColumn.Category)aligned.Synthetic!.Find("sex")!).Levels, Is.EqualTo(new[] { "female", "male", "other" }));
        Assert.That(aligned.Notices.Single().ToString(), Does.Contain("no value in the column 'age'"));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(k => $"1989-04-{1 + (k % 28):00},{(k % 2 == 0 ? "1.0" : "0")},{(k % 5 == 0 ? "" : "male")},{20 + (k % 61)},s{k},x\n"));

    private IRecordGenerator Of(string text, Func<GeneratorPlan, GeneratorPlan>? change = null)
    {
        var folder = new TemporaryFolder();
        _folders.Add(folder);
        File.WriteAllText(folder.In("made.csv"), text);
        GeneratorPlan plan = new(Kind, "contract", "7") { Records = new("made.csv", "generator.records") };
        return GeneratorCatalog.Open(change is null ? plan : change(plan), Train, new(folder.FullPath));
    }
}
