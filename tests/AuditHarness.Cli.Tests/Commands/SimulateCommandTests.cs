namespace AuditHarness.Cli.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Test]
    public void A_cohort_is_written_and_the_same_seed_writes_it_again()
    {
        var first = Run("--output", "one", "--patients", "500", "--seed", "7");
        Assert.That((first.ExitCode, first.Error), Is.EqualTo((0, "")));
        Assert.That(Names("one"), Is.EqualTo(new[] { "cohort.csv", "predictions.csv", "truth.json" }));
        Assert.That(File.ReadAllLines(In("one/cohort.csv")), Has.Length.EqualTo(501));
        Run("--output", "two", "--patients", "500", "--seed", "7");
        Run("--output", "three", "--patients", "500", "--seed", "8");
        SameBytes.Expect(File.ReadAllBytes(In("two/cohort.csv")), File.ReadAllBytes(In("one/cohort.csv")), "cohort.csv");
        Assert.That(File.ReadAllBytes(In("three/cohort.csv")).AsSpan().SequenceEqual(File.ReadAllBytes(In("one/cohort.csv"))), Is.False);
    }

    [Test]
    public void A_file_with_another_content_is_replaced_by_force_only_and_others_are_left_alone()
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/truth.json"), "mine");
        File.WriteAllText(In("out/README.md"), "mine");
        var refused = Run("--output", "out", "--patients", "100");
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((2, "")));
        Assert.That(refused.Error, Does.StartWith("audit: out already holds truth.json").And.Contain("--force"));
        Assert.That(Names("out"), Is.EqualTo(new[] { "README.md", "truth.json" }), "nothing was written");
        Assert.That(Run("--output", "out", "--patients", "100", "--force").ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(In("out/README.md")), Is.EqualTo("mine"));
        Assert.That(File.ReadAllText(In("out/truth.json")), Is.Not.EqualTo("mine"));
    }

    [Test]
    public void The_same_files_again_are_left_unchanged()
    {
        Run("--output", "out", "--patients", "100");
        var again = Run("--output", "out", "--patients", "100");
        Assert.That(again.ExitCode, Is.Zero);
        Assert.That(again.Output, Does.Contain("unchanged").And.Not.Contain("written"));
    }

    [TestCase("0")]
    [TestCase("many")]
    public void Patients_that_are_no_number_are_refused(string patients)
    {
        var ended = Run("--patients", patients);
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Error, Does.Contain("--patients takes a whole number from 1"));
    }

    [Test]
    public void A_folder_that_cannot_be_is_refused()
    {
        File.WriteAllText(In("file"), "mine");
        var ended = Run("--output", "file/out", "--patients", "10");
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.StartWith("audit: The simulated data could not be written to 'file/out'"));
    }

    private Ended Run(params string[] options) => AuditProgram.RunIn(_root.FullPath, ["simulate", .. options]);

    private string In(string path) => _root.In(path);

    private IEnumerable<string?> Names(string folder) => Directory.EnumerateFileSystemEntries(In(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
