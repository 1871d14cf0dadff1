using System.Text;

namespace AuditHarness.Cli.Commands;

/// <summary>What is wrong with model files, tried on the built program as other bad input is.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class BadModelTests
{
    /// <summary>One thing that is wrong, and what the message must say of it.</summary>
    public sealed record Fault(string Name, Action<object> Bend, params string[] Says)
    {
        public override string ToString() => Name;
    }

    private static Fault Onnx(string name, TinyOnnx model, params string[] says) => F(name, a => a.Use("onnx", model.ToBytes()), says);

    private static Fault F(string name, Action<SmallAudit> bend, params string[] says) => new(name, a => bend((SmallAudit)a), ["model.bin", .. says]);

    private static Action<SmallAudit> Edited(string kind, string model, string part, string by) => a =>
    {
        if (!model.Contains(part, StringComparison.Ordinal)) throw new InvalidOperationException($"The edit of {part} changes nothing.");
        a.Use(kind, Encoding.UTF8.GetBytes(model.Replace(part, by, StringComparison.Ordinal)));
    };

    private static Action<SmallAudit> With(TinyOnnx model, string part, string by) => a =>
    {
        a.Use("onnx", model.ToBytes());
        a.Edit("audit.json", t => t.Replace(part, by, StringComparison.Ordinal));
    };

    private static Action<SmallAudit> Cut(string kind, byte[] model, int at) => a => a.Use(kind, model[..at]);

    private static readonly byte[] s_onnx = new TinyOnnx().ToBytes();
    private static readonly byte[] s_xgboost = Encoding.UTF8.GetBytes(SmallModels.XGBoost);
    private static readonly byte[] s_lightGbm = Encoding.UTF8.GetBytes(SmallModels.LightGbm);

    private static IEnumerable<Fault> Faults() =>
    [
        F("an ONNX file that is missing", a => { a.Use("onnx", s_onnx); File.Delete(a.In("model.bin")); }, "model.file"),
        F("an XGBoost file that is missing", a => { a.Use("xgboost", s_xgboost); File.Delete(a.In("model.bin")); }, "model.file"),
        F("a LightGBM file that is missing", a => { a.Use("lightgbm", s_lightGbm); File.Delete(a.In("model.bin")); }, "model.file"),
        F("an ONNX file that is a folder", a => { a.Use("onnx", s_onnx); File.Delete(a.In("model.bin")); Directory.CreateDirectory(a.In("model.bin")); }),
        F("an ONNX file that is empty", Cut("onnx", s_onnx, 0), "empty"),
        F("an XGBoost file that is empty", Cut("xgboost", s_xgboost, 0), "empty"),
        F("a LightGBM file that is empty", Cut("lightgbm", s_lightGbm, 0), "empty"),
        F("an ONNX file cut in the middle", Cut("onnx", s_onnx, s_onnx.Length / 2)),
        F("an ONNX file cut before its last byte", Cut("onnx", s_onnx, s_onnx.Length - 1)),
        F("an XGBoost file cut in the middle", Cut("xgboost", s_xgboost, s_xgboost.Length / 2), "damaged"),
        F("a LightGBM file cut in the middle", Cut("lightgbm", s_lightGbm, s_lightGbm.Length / 2), "damaged"),
        F("a table in place of an ONNX file", a => a.Use("onnx", "id,score\n1,0.5\n"u8.ToArray())),
        F("a table in place of an XGBoost file", a => a.Use("xgboost", "id,score\n1,0.5\n"u8.ToArray())),
        F("a table in place of a LightGBM file", a => a.Use("lightgbm", "id,score\n1,0.5\n"u8.ToArray())),
        F("an archive that is none", a => a.Use("mlnet", "PK\u0003\u0004 and no more"u8.ToArray(), $", \"sha256\": \"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("PK\u0003\u0004 and no more"u8.ToArray()))}\"")),
        F("an archive with another hash", a => a.Use("mlnet", "PK\u0003\u0004"u8.ToArray(), $", \"sha256\": \"{new string('0', 64)}\""), "SHA-256", "model.sha256"),
        F("an ONNX file with another hash", a => a.Use("onnx", s_onnx, $", \"sha256\": \"{new string('0', 64)}\""), "SHA-256", "model.sha256"),
        F("an XGBoost file with another hash", a => a.Use("xgboost", s_xgboost, $", \"sha256\": \"{new string('0', 64)}\""), "SHA-256", "model.sha256"),
        F("a LightGBM file with another hash", a => a.Use("lightgbm", s_lightGbm, $", \"sha256\": \"{new string('0', 64)}\""), "SHA-256", "model.sha256"),

        F("an input of another name", With(new() { NamedInputs = true }, "\"name\": \"male\"", "\"name\": \"mal\""), "mal", "Did you mean 'male'?"),
        F("an input that nobody feeds", With(new() { NamedInputs = true }, "{ \"column\": \"age\" }, ", ""), "age", "model.features"),
        F("a text where the model takes numbers", With(new() { NamedInputs = true }, "\"codes\": { \"male\": 1, \"female\": 0 }", "\"kind\": \"text\""), "male", "codes"),
        F("fewer features than the input has columns", With(new(), "{ \"column\": \"age\" }, ", ""), "2 columns", "model.features"),
        F("a feature that XGBoost's trees do not know", a => { a.Use("xgboost", s_xgboost); a.Edit("audit.json", t => t.Replace("\"name\": \"male\"", "\"name\": \"mael\"", StringComparison.Ordinal)); }, "mael", "Did you mean 'male'?"),
        F("a feature that LightGBM's trees do not know", a => { a.Use("lightgbm", s_lightGbm); a.Edit("audit.json", t => t.Replace("\"name\": \"male\"", "\"name\": \"mael\"", StringComparison.Ordinal)); }, "mael", "Did you mean 'male'?"),
        Onnx("inputs of a type that no column has", new() { InputType = TinyOnnx.Complex64 }, "element type"),

        Onnx("an operator that is unknown", new() { Last = [("Frobnicate", "", ["margin"])] }, "Frobnicate"),
        Onnx("an operator of somebody's own", new() { Last = [("Frobnicate", "com.acme", ["margin"])] }, "Frobnicate", "com.acme", "model.allowDomains"),
        Onnx("weights in a file outside the model's folder", new() { WeightsFile = "../secret.bin" }, "secret.bin"),
        Onnx("weights in a file by its absolute path", new() { WeightsFile = "/etc/hostname" }, "hostname"),
        Onnx("weights in a file that is missing", new() { WeightsFile = "weights.bin" }, "weights.bin"),
        Onnx("an answer that is NaN", new() { Last = [("Sub", "", ["margin", "margin"]), ("Div", "", ["step0", "step0"])] }, "NaN"),
        Onnx("an answer for one row only", new() { Last = [("ReduceMax", "", ["margin"])] }, "1 rows", "does not follow the batch"),
        Onnx("another answer the second time", new() { Last = [("RandomUniformLike", "", ["margin"])] }, "second time"),
        F("log-odds declared as risks", a => a.Use("onnx", new TinyOnnx { Last = [("Identity", "", ["margin"])] }.ToBytes(), ", \"output\": \"probability\""), "output"),
        F("a class that the model does not have", a => a.Use("xgboost", s_xgboost, ", \"positiveClass\": \"ill\""), "ill"),
        F("trees that go in circles", Edited("xgboost", SmallModels.XGBoost, "\"left_children\":[1,-1,-1]", "\"left_children\":[0,-1,-1]"), "damaged"),
        F("trees that read a feature that is not there", Edited("lightgbm", SmallModels.LightGbm, "split_feature=0", "split_feature=7"), "damaged"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_of_the_model_is_told_clearly_and_leaves_nothing(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        using var audit = new SmallAudit();
        fault.Bend(audit);
        var before = audit.Everything();
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        TestContext.Out.WriteLine(ended.Error);
        BadInputTests.IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var word in fault.Says) Assert.That(ended.Error, Does.Contain(word));
            Assert.That(audit.Everything(), Is.EqualTo(before), "nothing was written");
        });
    }

    [TestCase("onnx")]
    [TestCase("onnx, named")]
    [TestCase("xgboost")]
    [TestCase("lightgbm")]
    public void The_models_are_fine_before_they_are_bent(string model)
    {
        using var audit = new SmallAudit();
        audit.Use(model.Split(',')[0], model switch
        {
            "xgboost" => s_xgboost,
            "lightgbm" => s_lightGbm,
            _ => new TinyOnnx { NamedInputs = model != "onnx" }.ToBytes(),
        });
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--fail-on", "never");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
    }
}
