using System.Text;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OutputFolderTests : IDisposable
{
    private const string RunId = "20260131T093000Z-0123abcd";
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Test]
    public void A_filled_folder_holds_the_files_and_nothing_is_beside_it()
    {
        var path = Fill("out", ("a.txt", "one"));
        Assert.That(Everything(), Is.EqualTo(new[] { "out", "out/a.txt", "out/manifest.json" }));
        Assert.That(File.ReadAllText(Path.Combine(path, "a.txt")), Is.EqualTo("one"));
    }

    [Test]
    public void Nothing_is_seen_of_a_run_before_it_is_filled_and_nothing_after_it_is_given_up()
    {
        using (var folder = OutputFolder.Claim(In("new/parents/out"), RunId))
            Assert.That(Directory.Exists(folder.FullPath), Is.False);
        Assert.That(Everything(), Is.Empty, "the parents that the claim created are gone too");
    }

    [Test]
    public void An_empty_folder_is_taken_and_stays_when_the_run_is_given_up()
    {
        Directory.CreateDirectory(In("out"));
        OutputFolder.Claim(In("out"), RunId).Dispose();
        Assert.That(Everything(), Is.EqualTo(new[] { "out" }));
        Fill("out", ("a.txt", "one"));
        Assert.That(Everything(), Is.EqualTo(new[] { "out", "out/a.txt", "out/manifest.json" }));
    }

    [Test]
    public void An_earlier_run_is_replaced_as_a_whole()
    {
        Fill("out", ("a.txt", "one"), ("b.txt", "two"));
        Fill("out", ("a.txt", "three"));
        Assert.That(Everything(), Is.EqualTo(new[] { "out", "out/a.txt", "out/manifest.json" }));
        Assert.That(File.ReadAllText(In("out/a.txt")), Is.EqualTo("three"));
    }

    [Test]
    public void An_earlier_run_stays_when_the_new_one_is_given_up()
    {
        Fill("out", ("a.txt", "one"));
        OutputFolder.Claim(In("out"), RunId).Dispose();
        Assert.That(File.ReadAllText(In("out/a.txt")), Is.EqualTo("one"));
    }

    [Test]
    public void An_earlier_run_with_a_further_file_in_it_is_refused()
    {
        Fill("out", ("a.txt", "one"));
        File.WriteAllText(In("out/notes.txt"), "mine");
        Refused(In("out"), "something other than an earlier run");
        Assert.That(File.ReadAllText(In("out/notes.txt")), Is.EqualTo("mine"));
    }

    [Test]
    public void An_earlier_run_with_a_folder_in_it_is_refused()
    {
        Fill("out", ("a.txt", "one"));
        Directory.CreateDirectory(In("out/mine"));
        Refused(In("out"), "something other than an earlier run");
    }

    [TestCase("{}")]
    [TestCase("{ \"tool\": { \"name\": \"Other\" }, \"schemaVersion\": 1, \"outputs\": [] }")]
    [TestCase("[1")]
    [TestCase("null")]
    [TestCase("")]
    public void A_manifest_that_is_not_ours_marks_no_earlier_run(string manifest)
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/manifest.json"), manifest);
        Refused(In("out"), "something other than an earlier run");
    }

    [Test]
    public void A_file_that_came_while_the_audit_ran_is_not_swept_away()
    {
        Directory.CreateDirectory(In("out"));
        using var folder = OutputFolder.Claim(In("out"), RunId);
        File.WriteAllText(In("out/late.txt"), "mine");
        Assert.That(() => folder.Fill([]), Throws.TypeOf<AuditInputException>());
        Assert.That(File.ReadAllText(In("out/late.txt")), Is.EqualTo("mine"));
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        File.WriteAllText(In("out"), "mine");
        Refused(In("out"), "is a file");
    }

    [Test]
    public void A_place_below_a_file_is_refused()
    {
        File.WriteAllText(In("file"), "mine");
        Refused(In("file/out"), "cannot be written");
        Refused(In("file/deep/out"), "cannot be written");
    }

    [Test]
    public void Parents_that_could_be_created_only_in_part_are_removed_again() =>
        Refused(In("new/" + new string('x', 300) + "/out"), "cannot be written");

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a\0b")]
    public void A_name_that_is_none_is_refused(string path) => Refused(path, "output folder");

    [Test, NonParallelizable]
    public void The_root_and_the_current_directory_are_refused()
    {
        Refused(Path.GetPathRoot(_root.FullPath)!, "output folder");
        var here = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_root.FullPath);
            Refused(".", "current directory");
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
    }

    [Test]
    public void A_link_stays_a_link_and_its_target_is_replaced()
    {
        Directory.CreateDirectory(In("target"));
        Directory.CreateSymbolicLink(In("link"), In("target"));
        Fill("link", ("a.txt", "one"));
        Assert.That(new DirectoryInfo(In("link")).LinkTarget, Is.EqualTo(In("target")));
        Assert.That(File.ReadAllText(In("target/a.txt")), Is.EqualTo("one"));
    }

    [Test]
    public void A_failure_while_writing_leaves_nothing_and_is_told_with_the_path()
    {
        using (var folder = OutputFolder.Claim(In("new/out"), RunId))
            Assert.That(
                () => folder.Fill([new("a.txt", [1]), new("no such folder/b.txt", [2])]),
                Throws.TypeOf<AuditInputException>().With.Message.Contains(In("new/out")));
        Assert.That(Everything(), Is.Empty);
    }

    [TestCase("plan", "reports/plan/" + RunId)]
    [TestCase("größer 2.0", "reports/größer 2.0/" + RunId)]
    public void A_run_goes_to_a_folder_of_its_own_under_the_plans_name(string name, string expected) =>
        Assert.That(OutputFolder.Default(name, RunId).Replace('\\', '/'), Is.EqualTo(expected));

    [TestCase("..")]
    [TestCase("../out")]
    [TestCase("a/b")]
    [TestCase("a\\b")]
    [TestCase("C:")]
    [TestCase("")]
    [TestCase("a\nb")]
    [TestCase("a.")]
    public void A_plans_name_cannot_lead_out_of_the_reports(string name) =>
        Assert.That(() => OutputFolder.Default(name, RunId), Throws.TypeOf<AuditInputException>());

    private string In(string path) => _root.In(path);

    private string Fill(string name, params (string Name, string Text)[] files)
    {
        using var folder = OutputFolder.Claim(In(name), RunId);
        ReportFile[] outputs = [.. files.Select(f => new ReportFile(f.Name, Encoding.UTF8.GetBytes(f.Text)))];
        folder.Fill([.. outputs, new(Manifest.FileName, ManifestTests.Of(outputs).ToJson())]);
        return folder.FullPath;
    }

    private void Refused(string path, string words)
    {
        var before = Everything();
        Assert.That(() => OutputFolder.Claim(path, RunId), Throws.TypeOf<AuditInputException>().With.Message.Contains(words));
        Assert.That(Everything(), Is.EqualTo(before), "a refusal leaves the disk as it was");
    }

    private IReadOnlyList<string> Everything() => _root.Everything();
}
