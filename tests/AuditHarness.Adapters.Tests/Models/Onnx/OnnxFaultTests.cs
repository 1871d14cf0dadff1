using System.Runtime.InteropServices;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Files and plans that cannot be audited: one clear message each.</summary>
public class OnnxFaultTests
{
    private static readonly string Trained = Path.Combine(Sample.Root, "flchain_gbm");
    private static readonly string Mixed = Path.Combine(Sample.Root, "insurance_mixed_inputs");
    private static readonly FeaturePlan[] Six = Sample.Numbers(6);

    private static void Refused(Action open, params string[] says)
    {
        var message = Assert.Throws<AuditInputException>(() => open())!.Message;
        foreach (var text in says) Assert.That(message, Does.Contain(text));
        Assert.That(message, Does.Not.Contain("\n").And.Not.Contain("   at ").And.Not.Contain(".cc"), "one line, no stack");
        Assert.That(message, Has.Length.LessThan(900));
        TestContext.Out.WriteLine(message);
    }

    private static void OpenBytes(byte[] bytes, IReadOnlyList<FeaturePlan> features, Func<ModelPlan, ModelPlan>? plan = null)
    {
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", bytes);
        var made = Sample.Plan("m.onnx", features);
        OnnxModel.Open(plan is null ? made : plan(made), folder.Path).Dispose();
    }

    [Test]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Refused(() => OnnxModel.Open(Sample.Plan("no.onnx", Six), Trained), "'no.onnx'", "'model.file'");

    [Test]
    public void An_empty_file_is_said_to_be_empty() => Refused(() => OpenBytes([], Six), "is empty");

    [Test]
    public void A_folder_is_no_model() => Refused(() => OnnxModel.Open(Sample.Plan("flchain_gbm", Six), Sample.Root), "it is a folder");

    [Test]
    public void A_hash_that_does_not_match_refuses_the_file() =>
        Refused(() => OpenBytes(File.ReadAllBytes(Path.Combine(Trained, "model.onnx")), Six, p => p with { Sha256 = new string('0', 64) }), "SHA-256", "'model.sha256'");

    [Test]
    public void A_file_cut_off_anywhere_is_refused([Values("flchain_logistic", "flchain_gbm", "insurance_mixed_inputs")] string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Sample.Root, name, "model.onnx"));
        var step = Math.Max(1, bytes.Length / 97);
        var loaded = 0;
        for (var length = 1; length < bytes.Length; length += step)
        {
            try
            {
                OpenBytes(bytes[..length], name == "insurance_mixed_inputs" ? [] : Six);
                loaded++;
            }
            catch (AuditInputException e)
            {
                Assert.That(e.Message, Does.Not.Contain("\n"));
            }
        }
        Assert.That(loaded, Is.Zero);
    }

    [Test]
    public void Damaged_bytes_never_end_in_anything_but_a_message_or_a_model()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Sample.Root, "flchain_logistic", "model.onnx"));
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var k = 0; k < 3; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var folder = new TemporaryFolder();
                folder.Add("m.onnx", damaged);
                using var model = OnnxModel.Open(Sample.Plan("m.onnx", Six), folder.Path);
                model.Score(Sample.TableOf([1], [2], [3], [4], [5], [6]));
                _ = model.Structure;
            }
            catch (AuditInputException e)
            {
                refused++;
                Assert.That(e.Message, Does.Not.Contain("\n"));
            }
        }
        Assert.That(refused, Is.GreaterThan(50));
    }

    [TestCase("not a model at all")]
    [TestCase("{\"learner\": {\"gradient_booster\": {}}}")]
    public void Text_is_no_model(string text) => Refused(() => OpenBytes(System.Text.Encoding.UTF8.GetBytes(text), Six), "is not a whole ONNX model");

    [Test]
    public void A_wrong_number_of_columns_is_said_with_the_right_one() =>
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", Sample.Numbers(5)), Trained), "takes 6 columns", "names 5");

    [Test]
    public void A_wrong_input_name_is_offered_the_nearest()
    {
        var features = Sample.Insurance.Select((n, i) => new FeaturePlan(n == "family" ? "famly" : n, n, i < 2 ? FeatureKind.Number : FeatureKind.Text)).ToArray();
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", features), Mixed), "no input 'famly'", "Did you mean 'family'?");
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", features[2..]), Mixed), "also wants 'age', 'family'");
    }

    [Test]
    public void A_wrong_kind_is_said_with_the_feature()
    {
        var features = Sample.Insurance.Select(n => new FeaturePlan(n, n, FeatureKind.Number)).ToArray();
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", features), Mixed), "'gender' holds texts", "as text");
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", [.. Six[..5], new("f5", "f5", FeatureKind.Text)]), Trained), "'f5'", "as a number");
    }

    [Test]
    public void A_missing_positive_class_is_said_with_those_there_are() =>
        Refused(() => OnnxModel.Open(Sample.Plan("model.onnx", Six) with { PositiveClass = "yes" }, Trained), "no class 'yes'", "'0', '1'");

    [Test]
    public void An_answer_of_NaN_is_refused()
    {
        var sample = Sample.Of(Mixed, Sample.Insurance);
        using var model = sample.Open();
        Refused(() => model.Score(Agreement.WithMissing(sample.Table)), "answers with NaN");
    }

    [Test]
    public void An_operator_that_is_unknown_is_named() => Refused(() => OpenBytes(One(OnnxMessage.Node("", "Frobnicate", ["x"], ["y"])), Six), "Frobnicate");

    [Test]
    public void A_domain_that_is_not_allowed_is_named()
    {
        var bytes = One(OnnxMessage.Node("evil.example", "Run", ["x"], ["y"]), ("evil.example", 1));
        Refused(() => OpenBytes(bytes, Six), "'Run'", "'evil.example'", "'model.allowDomains'");
        Refused(() => OpenBytes(bytes, Six, p => p with { AllowedDomains = ["evil.example"] }), "ONNX Runtime cannot load");
    }

    [Test]
    public void A_domain_within_a_branch_is_found()
    {
        var branch = new OnnxMessage().Message(1, OnnxMessage.Node("evil.example", "Run", ["x"], ["z"])).Text(2, "b").Message(12, OnnxMessage.Value("z", OnnxType.Float, 0, 1));
        var attribute = new OnnxMessage().Text(1, "then_branch").Message(6, branch).Int(20, 5);
        Refused(() => OpenBytes(One(OnnxMessage.Node("", "If", ["x"], ["y"], attribute)), Six), "'evil.example'");
    }

    [Test]
    public void Graphs_nested_without_end_are_refused()
    {
        var graph = new OnnxMessage().Text(2, "g");
        for (var i = 0; i < 500; i++)
            graph = new OnnxMessage().Message(1, OnnxMessage.Node("", "If", ["x"], ["y"], new OnnxMessage().Text(1, "then_branch").Message(6, graph).Int(20, 5))).Text(2, "g");
        Refused(() => OpenBytes(OnnxMessage.Model(graph, ("", 15)).ToArray(), Six), "nested more than");
    }

    [TestCase(1L << 40, 1L << 40)]
    [TestCase(-1L, 4L)]
    [TestCase(1L << 30, 1L)]
    public void A_tensor_of_impossible_size_is_refused(long rows, long columns)
    {
        var huge = new OnnxMessage().Int(1, rows).Int(1, columns).Int(2, 1).Text(8, "w").Bytes(9, new byte[16]);
        Refused(() => OpenBytes(With(huge), Six), "sizes of a tensor");
    }

    [Test]
    public void Random_answers_are_refused()
    {
        var node = OnnxMessage.Node("", "RandomUniformLike", ["x"], ["y"]);
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", One(node, columns: 1));
        using var model = OnnxModel.Open(Sample.Plan("m.onnx", Sample.Numbers(1)), folder.Path);
        Refused(() => model.Score(Sample.TableOf([1, 2, 3])), "other answers");
    }

    [Test]
    public void Too_few_rows_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", One(OnnxMessage.Node("", "ReduceMean", ["x"], ["y"]), columns: 1));
        using var model = OnnxModel.Open(Sample.Plan("m.onnx", Sample.Numbers(1)), folder.Path);
        Refused(() => model.Score(Sample.TableOf([1, 2, 3])), "answers with 1 rows when given 3");
    }

    [Test]
    public void Values_outside_0_and_1_are_log_odds_unless_declared_otherwise()
    {
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", One(OnnxMessage.Node("", "Identity", ["x"], ["y"]), columns: 1));
        var plan = Sample.Plan("m.onnx", Sample.Numbers(1));
        using (var inferred = OnnxModel.Open(plan, folder.Path))
        {
            Assert.That(inferred.Score(Sample.TableOf([0, 2])), Is.EqualTo(new[] { 0.5, 1 / (1 + Math.Exp(-2)) }).Within(1e-9));
            Assert.That(inferred.Reading?.ToString(), Does.Contain("log-odds turned into a risk (inferred)"));
        }
        using (var declared = OnnxModel.Open(plan with { Output = ModelOutput.Probability }, folder.Path)) Refused(() => declared.Score(Sample.TableOf([0, 2])), "no risk in [0, 1]");
        using var within = OnnxModel.Open(plan, folder.Path);
        Assert.That(within.Score(Sample.TableOf([0, 1])), Is.EqualTo(new[] { 0.0, 1.0 }));
        Refused(() => within.Score(Sample.TableOf([0, 2])), "Declare 'model.output'");
    }

    [TestCase("../weights.bin", "outside its folder")]
    [TestCase("sub/../../weights.bin", "outside its folder")]
    [TestCase("/etc/hostname", "not relative")]
    [TestCase("link.bin", "through a link")]
    [TestCase("linked/weights.bin", "through a link")]
    [TestCase("hard.bin", "hard link")]
    [TestCase("missing.bin", "does not exist")]
    [TestCase("short.bin", "too short")]
    [TestCase("sub/weights.bin", null)]
    public void Data_in_another_file_stay_in_the_folder_of_the_model(string location, string? refused)
    {
        using var around = new TemporaryFolder();
        var folder = Path.Combine(around.Path, "model");
        var data = new byte[6 * sizeof(float)];
        for (var i = 0; i < 6; i++) BitConverter.TryWriteBytes(data.AsSpan(i * sizeof(float)), 0.01f * i);
        around.Add("weights.bin", data);
        around.Add("model/sub/weights.bin", data);
        around.Add("model/short.bin", data[..8]);
        around.Add("elsewhere.bin", data);
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), "../weights.bin");
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), "sub");
        if (location == "hard.bin")
        {
            if (!OperatingSystem.IsLinux()) Assert.Ignore("Hard links are made here by a call of Linux.");
            Assert.That(link(Path.Combine(around.Path, "elsewhere.bin"), Path.Combine(folder, "hard.bin")), Is.Zero);
        }
        static OnnxMessage Entry(string key, string value) => new OnnxMessage().Text(1, key).Text(2, value);
        var tensor = new OnnxMessage().Int(1, 6).Int(1, 1).Int(2, 1).Text(8, "w")
            .Message(13, Entry("location", location)).Message(13, Entry("offset", "0")).Message(13, Entry("length", "24")).Int(14, 1);
        around.Add("model/m.onnx", With(tensor));
        if (refused is not null)
        {
            Refused(() => OnnxModel.Open(Sample.Plan("model/m.onnx", Six), around.Path), refused);
            return;
        }
        using var model = OnnxModel.Open(Sample.Plan("model/m.onnx", Six), around.Path);
        Assert.That(model.Score(Sample.TableOf([1], [1], [1], [1], [1], [1])), Is.EqualTo(new[] { 0.15 }).Within(1e-6));
        Assert.That(model.Identity.Sha256, Is.Not.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(With(tensor)))));
    }

    [DllImport("libc", ExactSpelling = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    // x [N, columns] → node → y [N, 1].
    private static byte[] One(OnnxMessage node, (string, long)? opset = null, int columns = 6)
    {
        var graph = new OnnxMessage().Message(1, node).Text(2, "g").Message(11, OnnxMessage.Value("x", OnnxType.Float, 0, columns)).Message(12, OnnxMessage.Value("y", OnnxType.Float, 0, 0));
        return OnnxMessage.Model(graph, [("", 15), .. opset is { } o ? new[] { o } : []]).ToArray();
    }

    // y = x · w.
    private static byte[] With(OnnxMessage tensor)
    {
        var graph = new OnnxMessage().Message(1, OnnxMessage.Node("", "MatMul", ["x", "w"], ["y"])).Text(2, "g").Message(5, tensor)
            .Message(11, OnnxMessage.Value("x", OnnxType.Float, 0, 6)).Message(12, OnnxMessage.Value("y", OnnxType.Float, 0, 1));
        return OnnxMessage.Model(graph, ("", 15)).ToArray();
    }
}
