using System.Security.Cryptography;
using System.Text;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models;

/// <summary>What a file is, and what the model in it asks for, without running it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ModelInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Trees_are_known_by_their_contents_and_name_their_features()
    {
        Assert.That(Told(Of("a.bin", SmallModels.XGBoost)), Is.EqualTo("xgboost: age male (2)"));
        Assert.That(Told(Of("a.txt", SmallModels.LightGbm.ReplaceLineEndings("\n"))), Is.EqualTo("lightgbm: age male (2)"));
        Assert.That(Told(Of("b.txt", SmallModels.LightGbm.ReplaceLineEndings("\n").Replace("=age male", "=Column_0 Column_1", StringComparison.Ordinal))), Is.EqualTo("lightgbm: - (2)"), "made-up names are none");
        Assert.That(Told(Of("c.json", SmallModels.XGBoost.Replace("\"feature_names\":[\"age\",\"male\"],", "", StringComparison.Ordinal))), Is.EqualTo("xgboost: - (2)"));
    }

    [Test]
    public void An_ONNX_file_names_its_inputs_or_says_how_wide_its_only_one_is()
    {
        Assert.That(Told(Of("a.onnx", new TinyOnnx { NamedInputs = true }.ToBytes())), Does.StartWith("onnx: ").And.EndsWith(" (2)").And.Not.Contain("-"));
        Assert.That(Told(Of("b.onnx", new TinyOnnx().ToBytes())), Is.EqualTo("onnx: - (2)"));
    }

    [Test]
    public void Texts_are_told_from_numbers()
    {
        var found = ModelInspection.Of("datasets/models/health_insurance_fasttree/model.onnx", Repository.Root);
        Assert.That(found.Inputs!.Where(i => !i.IsText).Select(i => i.Name), Is.EqualTo(new[] { "age", "family" }));
        Assert.That(found.Inputs!.Count(i => i.IsText), Is.EqualTo(6));
    }

    [Test]
    public void An_archive_of_MLNET_is_opened_only_for_whoever_vouches_for_it()
    {
        const string File = "datasets/models/flchain_lightgbm/model.zip";
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(Repository.In(File))));
        Assert.That(ModelInspection.Of(File, Repository.Root), Is.EqualTo(new ModelInspection(ModelCatalog.MlNet, hash, null, null)));
        Assert.That(Told(ModelInspection.Of(File, Repository.Root, hash)), Is.EqualTo("mlnet: age male kappa lambda creatinine mgus (6)"));
        Assert.That(Assert.Throws<AuditInputException>(() => ModelInspection.Of(File, Repository.Root, new string('0', 64)))!.Message, Does.Contain("is not the file that was vouched for"));
    }

    [TestCase("scores.csv", "id,score\n1,0.5\n")]
    [TestCase("scores.tsv", "id\tscore\n")]
    [TestCase("scores.csv.gz", "\u001f")]
    [TestCase("scores.parquet", "PAR1")]
    public void A_table_is_one_of_predictions(string file, string text) => Assert.That(Of(file, text).Kind, Is.EqualTo(ModelPlan.Predictions));

    [TestCase("model.pkl", "\u0080\u0004x", "is a Python pickle")]
    [TestCase("model.h5", "\u0089HDF", "is of no kind that can be told from the file")]
    [TestCase("model.onnx", "text", "is not a whole ONNX model")]
    [TestCase("model.json", "{}", "has no 'learner'")]
    [TestCase("model.json", "", "is empty")]
    public void What_is_no_model_is_refused_in_one_message(string file, string text, string message) =>
        Assert.That(Assert.Throws<AuditInputException>(() => Of(file, text))!.Message, Does.Contain(message).And.EndWith("."));

    [Test]
    public void A_file_that_is_not_there_is_told_and_a_folder_too()
    {
        Assert.That(Assert.Throws<AuditInputException>(() => ModelInspection.Of("none.onnx", _folder.FullPath))!.Message, Does.Contain("'none.onnx' ('--model') does not exist"));
        Assert.That(Assert.Throws<AuditInputException>(() => ModelInspection.Of(".", _folder.FullPath))!.Message, Does.Contain("cannot be opened"));
    }

    private static string Told(ModelInspection found) =>
        FormattableString.Invariant($"{found.Kind}: {(found.Inputs is null ? "-" : string.Join(' ', found.Inputs.Select(i => i.Name)))} ({found.Count})");

    private ModelInspection Of(string file, string text) => Of(file, Encoding.Latin1.GetBytes(text));

    private ModelInspection Of(string file, byte[] bytes)
    {
        File.WriteAllBytes(_folder.In(file), bytes);
        return ModelInspection.Of(file, _folder.FullPath);
    }
}
