namespace AuditHarness.Cli.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public TrainCommandTests()
    {
        var lines = Enumerable.Range(0, 400).Select(i => FormattableString.Invariant($"{i},{(i * 0.618 % 1 < (i % 10) / 10.0 ? 1 : 0)},{i % 10},{(i % 4 == 0 ? "test" : "train")}"));
        File.WriteAllText(In("data.csv"), "id,y,x,part\n" + string.Join('\n', lines) + "\n");
        File.WriteAllText(In("train.json"), """
            {
              "name": "small",
              "about": "An example.",
              "data": { "file": "data.csv", "licence": "MIT", "label": "y", "positive": 1, "split": { "column": "part", "train": "train" } },
              "features": ["x"],
              "learner": { "kind": "fastTree", "trees": 5, "leaves": 4, "minimumRowsPerLeaf": 5 },
            }
            """);
    }

    public void Dispose() => _root.Dispose();

    [Test]
    public void A_model_is_written_with_its_card_and_again_it_is_unchanged()
    {
        var first = Run("train.json");
        Assert.That((first.ExitCode, first.Error), Is.EqualTo((0, "")));
        Assert.That(Directory.GetFiles(In("datasets/models/small")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "model.zip", "model.onnx", "model.json", "MODELCARD.md" }));
        Assert.That(File.ReadAllText(In("datasets/models/small/MODELCARD.md")), Does.Contain("300 rows with `part` = `train`").And.Contain("100 rows,").And.Contain("AUROC"));
        var again = Run("train.json");
        Assert.That(again.Output, Does.Contain("unchanged").And.Not.Contain("written"));
    }

    [Test]
    public void A_file_with_another_content_is_replaced_by_force_only()
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/model.zip"), "mine");
        var refused = Run("train.json", "--output", "out");
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((2, "")));
        Assert.That(refused.Error, Does.Contain("out already holds model.zip").And.Contain("--force"));
        Assert.That(Directory.GetFiles(In("out")), Has.Length.EqualTo(1), "nothing was written");
        Assert.That(Run("train.json", "--output", "out", "--force").ExitCode, Is.Zero);
    }

    [TestCase("\"part\"", "\"prt\"", "Did you mean 'part'?")]
    [TestCase("[\"x\"]", "[\"z\"]", "Column 'z' ('features') is not in data.csv")]
    [TestCase("\"train\": \"train\"", "\"train\": \"nobody\"", "0 labelled rows to learn from")]
    [TestCase("\"positive\": 1", "\"positive\": 7", "positive label '7'")]
    [TestCase("data.csv", "dta.csv", "does not exist")]
    [TestCase("fastTree", "forest", "'forest' is not known here")]
    [TestCase("\"x\"", "\"y\"", "no model may be given")]
    public void What_is_wrong_is_told_and_nothing_is_written(string from, string to, string says)
    {
        var text = File.ReadAllText(In("train.json"));
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(In("train.json"), text.Replace(from, to, StringComparison.Ordinal));
        var ended = Run("train.json");
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.StartWith("audit: ").And.Contain(says));
        Assert.That(_root.Everything(), Is.EqualTo(new[] { "data.csv", "train.json" }));
    }

    private Ended Run(params string[] arguments) => AuditProgram.RunIn(_root.FullPath, ["train", .. arguments]);

    private string In(string path) => _root.In(path);
}
