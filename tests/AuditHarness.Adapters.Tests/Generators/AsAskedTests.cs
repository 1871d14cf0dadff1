using System.Collections;
using System.Reflection;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>Whatever can change the records of a generator makes another draw, and what cannot does not.</summary>
public sealed class AsAskedTests
{
    private static readonly RecordTable s_train = new(
        [new RecordColumn.Number("age", [30, 40]), new RecordColumn.Category("sex", ["female", "male"], [0, 1]), new RecordColumn.Key("id", ["p1", "p2"])], 2);

    // Every option has a value that is not its default.
    private static readonly GeneratorPlan[] s_plans =
    [
        new(GeneratorCatalog.File, "n", "1")
        {
            Sha256 = "aa", Records = new("made.csv", "generator.file")
            {
                Csv = new() { Delimiter = ';', Quote = '\'', Encoding = "windows-1252", DecimalMark = ',', Missing = ["NA"] },
                Query = new("SELECT 1", new Dictionary<string, string> { ["t"] = "a.csv" }, "b.duckdb") { Key = "generator.file" },
            },
        },
        new(GeneratorCatalog.Worker, "n", "1")
        {
            Worker = new() { Command = ["python3", "w.py"], Files = ["w.json"], BatchRows = 7, StartSeconds = 1, BatchSeconds = 2, Restarts = 3, MemoryMegabytes = 99, Environment = ["DIR"] },
        },
        new(GeneratorCatalog.Onnx, "n", "1")
        {
            Onnx = new("made.onnx", [new("age") { Scale = 2, Shift = 3, Decimals = 1, Minimum = 0, Maximum = 9, MissingFlag = true, Levels = ["a"] }])
            {
                NoiseInput = "z", Uniform = true, ConditionInput = "c", Conditions = [new("sex", ["female", "male"])], BatchRows = 9, AllowedDomains = ["d"],
            },
        },
        new(GeneratorCatalog.Reference, "n", "1")
        {
            Reference = new("bootstrap") { Noise = 0.1, Flips = 0.2, Copied = 0.3, DroppedColumn = "sex", DroppedLevel = "male", Dropped = 0.4 },
        },
    ];

    // What things are called, where they lie, who vouches for them, and what a worker is granted.
    private static readonly string[] s_same =
    [
        "Name", "Version", "Sha256", "Records.File", "Records.Key", "Records.Query.Key", "Worker.Key", "Worker.StartSeconds", "Worker.BatchSeconds", "Worker.Restarts",
        "Worker.MemoryMegabytes", "Onnx.File", "Onnx.AllowedDomains",
    ];

    [Test]
    public void Every_option_of_every_source_that_can_change_records_is_asked_otherwise()
    {
        Assert.That(s_plans.Select(p => p.Kind), Is.EquivalentTo(GeneratorCatalog.All.Select(s => s.Kind)));
        var (same, other) = (new HashSet<string>(), new HashSet<string>());
        foreach (var plan in s_plans)
        {
            var asked = AsAsked.Sha256(plan, s_train);
            foreach (var (path, changed) in Changes(plan)) (AsAsked.Sha256((GeneratorPlan)changed, s_train) == asked ? same : other).Add(path);
        }
        Assert.That(same, Is.EquivalentTo(s_same));
        Assert.That(other, Is.SupersetOf(new[] { "Kind", "Records.Csv.Missing", "Records.Query.Tables", "Worker.Command", "Onnx.Conditions.Levels", "Onnx.Columns.MissingFlag", "Reference.Dropped" }));
        Assert.That(other.Intersect(same), Is.Empty);
    }

    [Test]
    public void Other_training_records_columns_or_kinds_are_asked_otherwise()
    {
        var plan = s_plans[0];
        RecordTable With(int column, RecordColumn changed) => new([.. s_train.Columns.Select((c, k) => k == column ? changed : c)], 2);
        RecordTable[] others =
        [
            s_train, With(0, new RecordColumn.Number("age", [30, 41])), With(0, new RecordColumn.Date("age", [30, 40])), With(0, new RecordColumn.Number("years", [30, 40])),
            new([.. s_train.Columns.Take(2)], 2), new([.. s_train.Columns.Reverse()], 2),
        ];
        Assert.That(others.Select(t => AsAsked.Sha256(plan, t)), Is.Unique);
    }

    [Test]
    public void No_value_of_a_record_is_in_it()
    {
        var text = Encoding.UTF8.GetString(AsAsked.Json(s_plans[3] with { Reference = new("memoriser") }, s_train));
        Assert.That(text, Does.Not.Contain("female").And.Not.Contain("p1").And.Not.Contain("30,"));
        Assert.That(text, Does.StartWith("{\"kind\":\"reference\",\"columns\":[{\"name\":\"age\",\"kind\":\"Number\"}"));
    }

    // The plan with one option changed, for each option, however deep.
    private static IEnumerable<(string Path, object Plan)> Changes(object plan)
    {
        foreach (var property in plan.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var value = property.GetValue(plan);
            object With(object? changed)
            {
                var copy = plan.GetType().GetMethod("<Clone>$")!.Invoke(plan, null)!;
                property.SetValue(copy, changed);
                return copy;
            }
            var inner = value switch
            {
                null => [],
                IReadOnlyDictionary<string, string> map => [("", new Dictionary<string, string> { [map.Keys.First() + "x"] = map.Values.First() }), ("", new Dictionary<string, string> { [map.Keys.First()] = map.Values.First() + "x" })],
                IReadOnlyList<string> texts => [("", texts.Append("x").ToList()), ("", (object)texts.Skip(1).ToList())],
                IEnumerable list and not string => Changes(list.Cast<object>().First()).Select(c => ("." + c.Path, (object)ListOf(c.Plan))),
                string text => [("", text + "x")],
                char letter => [("", (object)(char)(letter + 1))],
                bool flag => [("", !flag)],
                int whole => [("", whole + 1)],
                double number => [("", number + 0.5)],
                _ => (IEnumerable<(string Path, object Plan)>)[.. Changes(value).Select(c => ("." + c.Path, c.Plan))],
            };
            foreach (var (path, changed) in inner) yield return (property.Name + path, With(changed));
        }
    }

    private static Array ListOf(object item)
    {
        var list = Array.CreateInstance(item.GetType(), 1);
        list.SetValue(item, 0);
        return list;
    }
}
