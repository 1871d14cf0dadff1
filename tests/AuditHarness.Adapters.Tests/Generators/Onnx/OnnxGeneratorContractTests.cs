using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;
using TemporaryFolder = AuditHarness.Fixtures.TemporaryFolder;

namespace AuditHarness.Adapters.Generators.Onnx;

/// <summary>A generator that ONNX Runtime runs keeps to what every source of generators keeps to; and its records are those that its weights say.</summary>
public sealed class OnnxGeneratorContractTests : GeneratorContractTests
{
    private static readonly OnnxGeneratorPlan s_plan = new("made.onnx",
    [
        new("age") { MissingFlag = true, Scale = 9, Shift = 50, Decimals = 1 }, new("ill") { Levels = ["0", "1"] },
        new("born") { Scale = 10, Shift = 7050, Decimals = 0, Minimum = 7000, Maximum = 7100 },
    ])
    {
        ConditionInput = "condition", Conditions = [new("sex", ["female", "male"])],
    };

    private readonly List<TemporaryFolder> _folders = [];

    protected override string Kind => GeneratorCatalog.Onnx;

    [TearDown]
    public void NothingIsLeft()
    {
        foreach (var folder in _folders) folder.Dispose();
        _folders.Clear();
    }

    protected override IRecordGenerator Open() => Of(s_plan, File());

    protected override IEnumerable<(string Name, Func<IRecordGenerator> Open)> Broken()
    {
        yield return ("no graph", () => Of(s_plan, [1, 2, 3]));
        yield return ("not finite", () => Of(s_plan, File(bias: float.NaN)));
        yield return ("random itself", () => Of(s_plan, File(last: ("RandomNormalLike", ["made"]))));
        yield return ("too few rows", () => Of(s_plan, File(last: ("ReduceMax", ["made"]))));
        yield return ("too large to be numbers", () => Of(s_plan with { Columns = [s_plan.Columns[0] with { Scale = double.MaxValue }, .. s_plan.Columns.Skip(1)] }, File()));
        yield return ("too many rows at once", () => Of(s_plan, File(rows: 200_000)));
        yield return ("no such input", () => Of(s_plan with { NoiseInput = "z" }, File()));
        yield return ("an input too many", () => Of(s_plan with { ConditionInput = null, Conditions = [], Columns = [.. s_plan.Columns, new("sex") { Levels = ["female", "male"] }] }, File()));
        yield return ("a level too many", () => Of(s_plan with { Conditions = [new("sex", ["female", "male", "other"])] }, File()));
        yield return ("a column too few", () => Of(s_plan with { Columns = [.. s_plan.Columns.Select(c => c with { MissingFlag = false })] }, File()));
    }

    [Test]
    public void A_plan_that_makes_other_columns_is_refused_with_all_that_is_wrong()
    {
        var refusal = Assert.Throws<AuditInputException>(() => Of(s_plan with { Columns = [new("agee"), new("ill"), new("born") { Levels = ["a"] }, new("id")] }, File()))!;
        Assert.That(refusal.Message.Split('\n')[1..^1], Is.EqualTo(new[]
        {
            "  'agee' is no column of the training records. Did you mean 'age'?", "  'ill' holds categories, and has no 'levels'.", "  'born' holds no categories, and has 'levels'.",
            "  'id' is a key, which is made up and not decoded.", "  'age' is not made.",
        }));
    }

    // age = 50 + 9 (z₁ + ½ male), missing where z₄ > ½: 1 − Φ(½) = 0.3085; ill where −z₂ > z₂; sexes as in training.
    [Test]
    public void Records_are_those_that_the_weights_say()
    {
        const int count = 20_000;
        using var generator = Open();
        var made = RecordAlignment.Of(Train, null, generator.Sample(Ask(count))).Synthetic!;
        var (age, sex) = (((RecordColumn.Number)made.Find("age")!).Values, ((RecordColumn.Category)made.Find("sex")!).Codes);
        double Mean(int level) => age.Where((a, row) => sex[row] == level && !double.IsNaN(a)).Average();
        Assert.Multiple(() =>
        {
            Assert.That(age.Average(a => double.IsNaN(a) ? 1.0 : 0), Is.EqualTo(0.3085).Within(0.015));
            Assert.That(Mean(0), Is.EqualTo(50).Within(0.5));
            Assert.That(Mean(1), Is.EqualTo(54.5).Within(0.5));
            Assert.That(sex.Average(), Is.EqualTo(0.5).Within(0.016));
            Assert.That(((RecordColumn.Category)made.Find("ill")!).Codes.Average(), Is.EqualTo(0.5).Within(0.016));
            Assert.That(age.Where(a => !double.IsNaN(a)).All(a => a == Math.Round(a, 1)));
        });
    }

    [Test]
    public void Conditions_are_given_and_other_values_refused()
    {
        using var generator = Open();
        Assert.That(((RecordColumn.Category)generator.Sample(Ask(50) with { Conditions = [new("sex", "male")] }).Find("sex")!).Codes, Has.All.EqualTo(1));
        IsOneMessage(Assert.Throws<AuditInputException>(() => generator.Sample(Ask(50) with { Conditions = [new("sex", "other")] }))!);
    }

    [Test]
    public void The_size_of_a_pass_changes_nothing()
    {
        using var one = Of(s_plan with { BatchRows = 7 }, File());
        using var other = Of(s_plan, File());
        using var padded = Of(s_plan, File(rows: 16));
        var rows = RecordFingerprint.Of(other.Sample(Ask(300)));
        Assert.That((RecordFingerprint.Of(one.Sample(Ask(300))), RecordFingerprint.Of(padded.Sample(Ask(300)))), Is.EqualTo((rows, rows)));
    }

    [TestCase(4, 1000, 1000)]
    [TestCase(70_000, 100_000, 958)]
    [TestCase(200_000_000, 1000, 1)]
    public void A_pass_has_no_more_numbers_than_fit(int widest, int wanted, int rows) =>
        Assert.That(new OnnxPorts("noise", 4, null, "records", null, widest).RowsOfAPass(wanted), Is.EqualTo(rows));

    [Test]
    public void Refusals_name_the_keys_of_a_generator()
    {
        string Said(Action open) => Assert.Throws<AuditInputException>(() => open())!.Message;
        Assert.That(Said(() => Of(s_plan with { File = "no.onnx" }, File())), Does.StartWith("The model 'no.onnx' ('generator.file') does not exist."));
        Assert.That(Said(() => Of(s_plan, File(), new string('0', 64))), Does.Contain("but 'generator.sha256' says 0000"));
        Assert.That(Said(() => Of(s_plan, File(last: ("Identity", ["made"]), domain: "mine"))), Does.EndWith("add 'mine' to 'generator.onnx.allowedDomains'."));
        Assert.That(Said(() => Of(s_plan with { Columns = [s_plan.Columns[0] with { Scale = double.MaxValue }, .. s_plan.Columns.Skip(1)] }, File()).Sample(Ask(41))), Does.Contain("the column 'age' numbers that are too large"));
        Assert.That(Said(() => Of(s_plan, File(rows: 200_000))), Does.Contain("makes 200,000 rows in every pass"));
    }

    private IRecordGenerator Of(OnnxGeneratorPlan plan, byte[] file, string? sha256 = null)
    {
        var folder = new TemporaryFolder();
        _folders.Add(folder);
        System.IO.File.WriteAllBytes(folder.In("made.onnx"), file);
        return GeneratorCatalog.Open(new(Kind, "contract", "7") { Onnx = plan, Sha256 = sha256 }, Train, new(folder.FullPath));
    }

    // records = [noise, condition] · weights + bias: flag, age, not ill, ill, born.
    private static byte[] File(float bias = 0, (string Operator, string[] Inputs)? last = null, long rows = -1, string domain = "")
    {
        float[] weights =
        [
            0, 1, 0, 0, 0,
            0, 0, 1, -1, 0,
            0, 0, 0, 0, 1,
            1, 0, 0, 0, 0,
            0, 0, 0, 0, 0,
            0, 0.5f, 0, 0, 0,
        ];
        static byte[] Raw(IEnumerable<float> values) => [.. values.SelectMany(BitConverter.GetBytes)];
        var (end, inputs) = last ?? ("Identity", ["made"]);
        var graph = new OnnxMessage()
            .Message(1, OnnxMessage.Node("", "Concat", ["noise", "condition"], ["given"], OnnxMessage.Attribute("axis", 1)))
            .Message(1, OnnxMessage.Node("", "MatMul", ["given", "weights"], ["weighted"]))
            .Message(1, OnnxMessage.Node("", "Add", ["weighted", "bias"], ["made"]))
            .Message(1, OnnxMessage.Node(domain, end, inputs, ["records"]))
            .Text(2, "generator")
            .Message(5, OnnxMessage.Tensor("weights", OnnxType.Float, Raw(weights), 6, 5))
            .Message(5, OnnxMessage.Tensor("bias", OnnxType.Float, Raw(Enumerable.Repeat(bias, 5)), 5))
            .Message(11, OnnxMessage.Value("noise", OnnxType.Float, rows, 4))
            .Message(11, OnnxMessage.Value("condition", OnnxType.Float, rows, 2))
            .Message(12, OnnxMessage.Value("records", OnnxType.Float, rows, 5));
        return new OnnxMessage().Int(1, 8).Message(7, graph).Message(8, new OnnxMessage().Text(1, "").Int(2, 13)).ToArray();
    }
}
