using System.Text.Json.Nodes;

namespace AuditHarness.Examples;

/// <summary>The shipped model of pictures runs end to end, and the audit finds what was planted in its pictures and nothing else.</summary>
[TestFixture]
internal sealed class ImageExampleTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private CompletedRun _run = null!;
    private JsonObject _results = null!;

    [OneTimeSetUp]
    public void Run()
    {
        _run = AuditRun.Execute(Repository.In("configs", "examples", "images.json"), new() { Output = _temporary.In("report") });
        _results = JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Folder, "results.json")))!.AsObject();
    }

    public void Dispose() => _temporary.Dispose();

    [Test]
    public void The_planted_weakness_is_found_and_nobody_else_is_accused()
    {
        var findings = _run.Result.Findings.Select(f => (f.Expectation.Metric, f.Sentence.ToString(), f.Verdict.ToString())).ToList();
        TestContext.Out.WriteLine(string.Join("\n", findings));
        Assert.That(_run.Result.Verdict.ToString(), Is.EqualTo("Fail"));
        Assert.That(findings.Where(f => f.Item3 == "Fail").All(f => f.Item2.Contains("Beta", StringComparison.Ordinal)), Is.True);
        Assert.That(findings.Count(f => f.Item3 == "Fail"), Is.EqualTo(2), "its sensitivity, and its gap to Alpha");
        Assert.That(findings.Where(f => !f.Item2.Contains("Beta", StringComparison.Ordinal)).Select(f => f.Item3), Has.All.EqualTo("Pass"));
    }

    [Test]
    public void The_report_says_how_pictures_become_numbers_and_why_they_are_not_explained()
    {
        var page = File.ReadAllText(Path.Combine(_run.Folder, "report.html"));
        Assert.That(page, Does.Contain("How each picture becomes numbers").And.Contain("Read as grey of 8 bits, as it is stored").And.Contain("The model is given sample / 255, as one list"));
        Assert.That(page, Does.Contain("this model is given pictures, whose pixels are no features that could be exchanged"));
        Assert.That(page, Does.Not.Contain("0001.png"), "a picture's name may be a patient's");
        Assert.That(_results.ToJsonString(), Does.Contain("the model is given pictures, which no features describe"));
    }

    [Test]
    public void The_manifest_lists_the_pictures_as_one_input()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Folder, "manifest.json")))!;
        var pictures = manifest["inputs"]!.AsArray().Single(i => (string)i!["role"]! == "pictures")!;
        Assert.That((string)pictures["file"]!, Is.EqualTo("../../datasets/images/pictures"));
        Assert.That((long)pictures["bytes"]!, Is.EqualTo(Directory.EnumerateFiles(Repository.In("datasets", "images", "pictures")).Sum(f => new FileInfo(f).Length)));
        Assert.That(manifest.ToJsonString(), Does.Contain("ONNX Runtime"));
    }

    [Test]
    public void The_plan_in_the_results_can_be_run_again_as_a_config_on_any_number_of_threads()
    {
        var plan = _results["plan"]!.DeepClone().AsObject();
        string Absolute(JsonNode? path) => Path.GetFullPath(Path.Combine(Repository.In("configs", "examples"), (string)path!)).Replace('\\', '/');
        plan["data"]!["file"] = Absolute(plan["data"]!["file"]);
        plan["model"]!["file"] = Absolute(plan["model"]!["file"]);
        plan["model"]!["images"]!["folder"] = Absolute(plan["model"]!["images"]!["folder"]);
        File.WriteAllText(_temporary.In("again.json"), plan.ToJsonString());
        var again = AuditRun.Execute(_temporary.In("again.json"), new() { Output = _temporary.In("second"), Workers = 1 });
        var second = JsonNode.Parse(File.ReadAllText(Path.Combine(again.Folder, "results.json")))!;
        foreach (var part in new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" })
            Assert.That(second[part]!.ToJsonString(), Is.EqualTo(_results[part]!.ToJsonString()), part);
    }

    [Test]
    public void A_bad_picture_ends_the_run_with_one_message_and_nothing_half_written()
    {
        var folder = Directory.CreateDirectory(_temporary.In("bad"));
        foreach (var picture in Directory.EnumerateFiles(Repository.In("datasets", "images", "pictures"))) File.Copy(picture, Path.Combine(folder.FullName, Path.GetFileName(picture)));
        File.WriteAllBytes(Path.Combine(folder.FullName, "0041.png"), TinyPictures.Grey16(8, new ushort[64]));
        File.WriteAllText(Path.Combine(folder.FullName, "0042.png"), "no picture");
        File.Delete(Path.Combine(folder.FullName, "0043.png"));
        var config = File.ReadAllText(Repository.In("configs", "examples", "images.json"))
            .Replace("../../datasets/images/pictures", "bad", StringComparison.Ordinal).Replace("../../datasets", Repository.In("datasets").Replace('\\', '/'), StringComparison.Ordinal);
        File.WriteAllText(_temporary.In("bad.json"), config);
        var refusal = Assert.Throws<AuditInputException>(() => AuditRun.Execute(_temporary.In("bad.json"), new() { Output = _temporary.In("none") }))!;
        Assert.That(refusal.Message, Does.Contain("cohort.csv, column 'file': a picture does not have the 8 bits that 'model.images.depth' declares (1 row):\n  line 42: 16 bits\n"));
        Assert.That(refusal.Message, Does.Contain("a picture is none: its content is neither PNG nor JPEG (1 row):\n  line 43\n").And.Contain("a picture does not exist (1 row):\n  line 44\n"));
        Assert.That(Directory.Exists(_temporary.In("none")), Is.False);
    }
}
