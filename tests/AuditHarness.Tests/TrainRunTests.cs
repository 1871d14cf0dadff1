using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Learners;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Models;

namespace AuditHarness;

/// <summary>The shipped models are what their configs make of the shipped data.</summary>
[TestFixture]
internal sealed class TrainRunTests
{
    private static IEnumerable<string> Configs =>
        Directory.GetFiles(Repository.In("configs", "train"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    [Test]
    public void Every_shipped_model_has_a_config_of_its_name_and_every_config_its_model() =>
        // Others are not trained by a config: one is a formula, one learnt from pictures that a test draws, two were grown by their own libraries, and one makes records up.
        Assert.That(
            Directory.GetDirectories(Repository.In("datasets", "models")).Select(Path.GetFileName).Except(["simulated_proxy", "images_logistic", "flchain_lightgbm_text", "flchain_xgboost", "chained_trees"]),
            Is.EquivalentTo(Configs));

    [TestCaseSource(nameof(Configs))]
    public void Training_again_gives_the_scores_of_the_shipped_model(string name)
    {
        var made = TrainRun.Execute(Config(name));
        Assert.That(made.Name, Is.EqualTo(name));
        using var folder = new TemporaryFolder();
        foreach (var file in made.Files) File.WriteAllBytes(folder.In(file.Name), file.Content);
        var rows = Rows(name);
        using var again = Open(folder.FullPath);
        using var shipped = Open(Folder(name));

        // Sums of the library are as wide as the processor, and its L-BFGS stops where they let it: 1.2e-6 apart on one without AVX-512.
        Assert.That(again.Score(rows), Is.EqualTo(shipped.Score(rows)).Within(name.EndsWith("_logistic", StringComparison.Ordinal) ? 1e-5 : 1e-9));
        // A folder may hold the model in other forms too, such as a worker's.
        Assert.That(made.Files.Select(f => f.Name), Is.SubsetOf(Directory.GetFiles(Folder(name)).Select(Path.GetFileName)));
    }

    /// <summary>What the audited parity rests on: the same risks from both files, and no decision that hangs on the rounding.</summary>
    [TestCase("flchain_lightgbm", 0.2)]
    [TestCase("health_insurance_fasttree", 0.1)]
    [TestCase("health_insurance_logistic", 0.1)]
    [TestCase("nhanes_logistic", 0.1)]
    [TestCase("simulated_fasttree", 0.3)]
    public void The_ONNX_twin_of_a_shipped_model_gives_the_same_risks_on_every_row_of_its_data(string name, double threshold)
    {
        var rows = Rows(name);
        using var archive = Open(Folder(name));
        using var twin = Open(Folder(name), "onnx");
        var scores = archive.Score(rows);
        Assert.That(twin.Score(rows), Is.EqualTo(scores).Within(1e-6));
        Assert.That(scores.Select(s => Math.Abs(s - threshold)).Min(), Is.GreaterThan(1e-6), "a score lies on the reference threshold of the data's card");
    }

    [TestCaseSource(nameof(Configs))]
    public void The_description_of_a_shipped_model_gives_the_hashes_of_its_files(string name)
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(name), TrainRun.DescriptionName)))!;
        var files = description["files"]!.AsObject();
        Assert.That(files.Select(f => f.Key), Does.Contain(TrainRun.ModelName));
        foreach (var (file, hash) in files)
        {
            var bytes = File.ReadAllBytes(Path.Combine(Folder(name), file));
            Assert.That(hash!.GetValue<string>(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))), file);
            Assert.That(bytes, Has.Length.LessThan(500_000), file);
            Assert.That(File.ReadAllText(Path.Combine(Folder(name), TrainRun.CardName)), Does.Contain(hash!.GetValue<string>()));
        }
        Assert.That(description["model"]!["sha256"]!.GetValue<string>(), Is.EqualTo(files[TrainRun.ModelName]!.GetValue<string>()));
    }

    [Test]
    public void No_row_that_a_model_is_tried_on_was_learnt_from()
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder("flchain_lightgbm"), TrainRun.DescriptionName)))!;
        // The data card's own counts of the training part and of the two parts that are held out.
        Assert.That(description["train"]!.ToJsonString(), Is.EqualTo("""{"rows":4607,"events":567}"""));
        Assert.That(description["heldOut"]!.ToJsonString(), Is.EqualTo("""{"rows":3072,"events":368}"""));
    }

    [Test]
    public void Faults_of_a_training_config_are_all_told_with_their_places()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("train.json");
        File.WriteAllText(path, """
            {
              "name": "a/b",
              "about": "x",
              "data": { "file": "d.csv", "licence": "none", "label": "y", "positive": 1, "wieght": "w" },
              "features": ["y", { "column": "a", "kind": "txt" }, "b", "b"],
              "learner": { "kind": "fastree", "trees": 0 }
            }
            """);
        var message = Assert.Throws<AuditInputException>(() => TrainRun.Execute(path))!.Message;
        foreach (var words in new[]
        {
            "'a/b' cannot name a folder", "exactly one of 'split' and 'simulate'", "Did you mean 'weight'?", "'y' is an outcome", "Did you mean 'text'?",
            "'b' is already declared", "Did you mean 'fastTree'?", "at least 1", "configs/train",
        })
            Assert.That(message, Does.Contain(words));
    }

    private static string Config(string name) => Repository.In("configs", "train", name + ".json");

    private static string Folder(string name) => Repository.In("datasets", "models", name);

    private static FeatureTable Rows(string name)
    {
        var (plan, folder) = TrainPlan.Load(Config(name));
        var (train, heldOut, _) = TrainingFile.Read(plan.Data, plan.Features, folder);
        return heldOut?.Features ?? train.Features;
    }

    // As an audit config does: by the plan that the description gives.
    private static IDiagnosticModel Open(string folder, string member = "model")
    {
        var model = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, TrainRun.DescriptionName)))![member]!.ToJsonString();
        var faults = new ConfigFaults("model.json");
        var node = ConfigParser.Parse(System.Text.Encoding.UTF8.GetBytes(model), faults);
        var data = new ConfigSection<DataConfig>(null, faults);
        var plan = new ModelReader(new(node, faults), data, new("", null, "", "", null, null, null), folder, faults).Read();
        faults.ThrowIfAny();
        return ModelCatalog.Open(plan, new(folder))!;
    }
}
