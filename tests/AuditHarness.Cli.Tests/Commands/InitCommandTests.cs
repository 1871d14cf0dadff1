using System.IO.Compression;
using AuditHarness.Config;

namespace AuditHarness.Cli.Commands;

/// <summary>A first config, by the built program: written, run as it is, and right about label and protected attributes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [TestCase("flchain/flchain.csv", "death_5y", "1", "sex age")]
    [TestCase("flchain/flchain.parquet", "death_5y", "1", "sex age")]
    [TestCase("health_insurance_meps1996/health_insurance_meps1996.csv", "poor_health", "1", "gender age ethnicity insurance region")]
    [TestCase("nhanes_cholesterol/nhanes_cholesterol.csv", "high_chol", "1", "sex age_band race")]
    [TestCase("simulated/cohort.csv", "event", "1", "sex age ethnicity insurance residence region")]
    public void A_config_for_each_shipped_data_set_runs_as_it_is(string data, string label, string positive, string attributes) =>
        RunsAsItIs(label, positive, attributes, "--data", Repository.In("datasets", data));

    [TestCase("flchain_lightgbm/model.zip", "flchain/flchain.csv", "death_5y", "sex age")]
    [TestCase("flchain_lightgbm/model.onnx", "flchain/flchain.csv", "death_5y", "sex age")]
    [TestCase("health_insurance_fasttree/model.onnx", "health_insurance_meps1996/health_insurance_meps1996.csv", "poor_health", "gender age ethnicity insurance region")]
    public void A_config_for_a_shipped_model_runs_as_it_is(string model, string data, string label, string attributes) =>
        RunsAsItIs(label, "1", attributes, "--data", Repository.In("datasets", data), "--model", Repository.In("datasets", "models", model));

    [Test]
    public void A_config_for_a_file_of_predictions_runs_as_it_is()
    {
        File.WriteAllText(In("scores.csv"), "patient,died,risk,sex,age\n" + string.Concat(Enumerable.Range(0, 400).Select(k =>
            FormattableString.Invariant($"p{k:000},{(k * 7 % 10 < 3 ? 1 : 0)},{((k * 37 % 101) + 1) / 103.0:0.000},{(k % 2 == 0 ? "female" : "male")},{30 + (k * 13 % 60)}\n"))));
        RunsAsItIs("died", "1", "sex age", "--data", "scores.csv");
    }

    /// <summary>SUPPORT2 has a chance of survival in place of a risk, and a row without one.</summary>
    [Test]
    public void A_config_for_SUPPORT2_runs_as_it_is() => RunsAsItIs("hospdead", "1", "sex age race", "--data", Public("support2", "support2.csv.gz"));

    [Test]
    public void A_config_for_299_patients_with_heart_failure_runs_with_a_model_and_without_one_says_what_it_lacks()
    {
        var data = Public("heart_failure_299", "cardiac_failure.csv");
        var refused = Run("init", "--data", data);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((2, "")));
        Assert.That(refused.Error, Does.Contain("needs risks, and there are none").And.Contain("Columns looked at: 'rownames', 'age'").And.Contain("--model FILE"));
        Assert.That(File.Exists(In("audit.json")), Is.False);
        File.WriteAllText(In("train.json"), $$"""
            { "name": "hf", "about": "A test.", "data": { "file": "{{data.Replace('\\', '/')}}", "licence": "CC BY 4.0", "label": "DEATH_EVENT", "positive": 1, "split": { "column": "smoking", "train": "0" } },
              "features": ["age", "ejection_fraction", "serum_creatinine", "serum_sodium"], "learner": { "kind": "logisticRegression" } }
            """);
        Assert.That(Run("train", "train.json", "--output", "model").ExitCode, Is.Zero);
        RunsAsItIs("DEATH_EVENT", "1", "sex age", "--data", data, "--model", "model/model.onnx");
        Assert.That(File.ReadAllText(In("audit.json")), Does.Contain("'time' should be given to no model"));
    }

    /// <summary>Three outcomes, '?' for no value, patients with several encounters, and predictions in a file of their own.</summary>
    [Test]
    public void A_config_for_hospital_readmissions_runs_as_it_is()
    {
        using (var packed = new GZipStream(File.OpenRead(Public("diabetes130", "diabetic_data.csv.gz")), CompressionMode.Decompress))
        using (var reader = new StreamReader(packed))
        using (var data = new StreamWriter(In("encounters.csv")))
        using (var scores = new StreamWriter(In("scores.csv")))
        {
            data.WriteLine(reader.ReadLine());
            scores.WriteLine("encounter_id,score");
            for (var row = 0; row < 20_000 && reader.ReadLine() is { } line; row++)
            {
                data.WriteLine(line);
                scores.WriteLine(FormattableString.Invariant($"{line.Split(',')[0]},{((row * 37L % 1009) + 0.5) / 1010:0.0000}"));
            }
        }
        var asked = Run("init", "--data", "encounters.csv", "--model", "scores.csv");
        Assert.That((asked.ExitCode, asked.Error.Contains("'<30', '>30', 'NO'", StringComparison.Ordinal)), Is.EqualTo((2, true)), asked.Error);
        RunsAsItIs("readmitted_event", "1", "gender age race", "--data", "encounters.csv", "--model", "scores.csv", "--positive", "<30");
        var plan = ConfigFile.Load(In("audit.json")).Plan.Diagnostic();
        Assert.That((plan.Data.Id, plan.Data.Cluster, string.Join(' ', plan.Data.Csv.Missing)), Is.EqualTo(("encounter_id", "patient_nbr", "?")));
    }

    [Test]
    public void Nothing_is_overwritten_unasked_and_neither_the_data_nor_the_model_ever()
    {
        var data = Repository.In("datasets", "flchain", "flchain.csv");
        File.WriteAllText(In("audit.json"), "mine");
        var refused = Run("init", "--data", data);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((2, "")));
        Assert.That(refused.Error, Does.StartWith("audit: 'audit.json' is there already").And.Contain("--force"));
        Assert.That(File.ReadAllText(In("audit.json")), Is.EqualTo("mine"));
        Assert.That(Run("init", "--data", data, "--force").ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(In("audit.json")), Does.StartWith("// Proposed by 'audit init'"));
        File.WriteAllText(In("x.csv"), "a,b\n1,2\n");
        Assert.That(Run("init", "--data", "x.csv", "--output", "x.csv", "--force").Error, Does.Contain("is what the config is to be about"));
        Assert.That(File.ReadAllText(In("x.csv")), Is.EqualTo("a,b\n1,2\n"));
        Assert.That(_root.Everything(), Is.EqualTo(new[] { "audit.json", "x.csv" }), "no half-written file stays");
    }

    [Test]
    public void It_can_be_shown_in_place_of_being_written()
    {
        var shown = Run("init", "--data", Repository.In("datasets", "flchain", "flchain.csv"), "--output", "-");
        Assert.That((shown.ExitCode, shown.Error), Is.EqualTo((0, "")));
        Assert.That(shown.Output, Does.StartWith("// Proposed by").And.EndWith("}\n"));
        Assert.That(_root.Everything(), Is.Empty);
    }

    [TestCase("--data", "none.csv", "'none.csv' ('data.file') does not exist")]
    [TestCase("--data", ".", "cannot be opened")]
    [TestCase("--data", "", "no path of a file")]
    [TestCase("--data", "empty.csv", "empty")]
    [TestCase("--data", "header.csv", "a header and no rows")]
    [TestCase("--output", "none/audit.json", "The folder of 'none/audit.json' does not exist")]
    [TestCase("--output", ".", "is a folder")]
    public void A_fault_is_one_message_and_nothing_is_written(string option, string value, string message)
    {
        File.WriteAllText(In("empty.csv"), "");
        File.WriteAllText(In("header.csv"), "id,died\n");
        File.WriteAllText(In("data.csv"), "id,died\n1,0\n2,1\n");
        var ended = option == "--data" ? Run("init", "--data", value) : Run("init", "--data", "data.csv", option, value);
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.StartWith("audit: ").And.Contain(message).And.Not.Contain("defect"));
        Assert.That(_root.Everything(), Is.EqualTo(new[] { "data.csv", "empty.csv", "header.csv" }));
    }

    private void RunsAsItIs(string label, string positive, string attributes, params string[] options)
    {
        var init = Run(["init", .. options]);
        Assert.That((init.ExitCode, init.Error), Is.EqualTo((0, "")));
        TestContext.Out.WriteLine(init.Output);
        Assert.That(init.Output, Does.StartWith("audit.json  written").And.Contain("Next: read it, then  audit run audit.json"));
        var plan = ConfigFile.Load(In("audit.json")).Plan.Diagnostic();
        Assert.That((plan.Data.Label, plan.Data.Positive, string.Join(' ', plan.Subgroups.Attributes.Select(a => a.Name))), Is.EqualTo((label, positive, attributes)));
        var ran = Run("run", "audit.json", "--fail-on", "never", "--output", "report");
        Assert.That((ran.ExitCode, ran.Error), Is.EqualTo((0, "")));
    }

    private static string Public(params ReadOnlySpan<string> path)
    {
        var file = Path.GetFullPath(Path.Combine([Repository.Root, "..", "shared", "datasets", "public", .. path]));
        if (!File.Exists(file)) Assert.Ignore("needs the data set beside the repository, in ../shared/datasets/public");
        return file;
    }

    private string In(string path) => _root.In(path);

    private Ended Run(params string[] arguments) => AuditProgram.RunIn(_root.FullPath, arguments);
}
