using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Reporting;
using AuditHarness.Runs;

namespace AuditHarness;

/// <summary>Reports rendered again, from files that audits wrote.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ReportRunTests
{
    // What a small audit leaves behind: run once, and written anew for every test that bends it.
    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> s_outputs = new(() =>
    {
        using var audit = new SmallAudit();
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        return [.. run.Files.Select(f => (f, File.ReadAllBytes(audit.In("out/" + f))))];
    });

    private static IEnumerable<string> Configs => Directory.GetFiles(Repository.In("configs"), "*.json")
        .Select(f => Path.GetFileName(f)!).Where(f => f != "audit-config.schema.json").Order(StringComparer.Ordinal);

    /// <summary>The law: what is read is what was written, so every file comes out the same, results.json too.</summary>
    [TestCaseSource(nameof(Configs))]
    public void The_results_of_every_shipped_config_render_every_file_again_with_the_same_bytes(string name)
    {
        using var temporary = new TemporaryFolder();
        var run = ShippedRuns.Of(name);
        string First(string file) => Path.Combine(run.Folder, file);
        var read = ResultsFile.Load(run.Folder).Result;
        Assert.That(read.Plan.Expectations, Is.Not.Empty);
        Assert.That(read.Plan.Expectations.Select(e => (e.Index, e.Metric, e.Line)), Is.EqualTo(run.Result.Plan.Expectations.Select(e => (e.Index, e.Metric, e.Line))));
        foreach (var file in ReportFiles.Render(read))
            SameBytes.Expect(file.Content, File.ReadAllBytes(First(file.Name)), file.Name);

        var again = ReportRun.Execute(First("results.json"), new() { Output = temporary.In("second") });
        Assert.That(again.Files, Is.EqualTo(run.Files));
        foreach (var file in run.Files)
            SameBytes.Expect(File.ReadAllBytes(temporary.In("second/" + file)), File.ReadAllBytes(First(file)), file);
        Assert.That(again.Result.Verdict, Is.EqualTo(run.Result.Verdict));
    }

    [Test]
    public void A_plan_with_every_key_comes_back()
    {
        using var audit = new SmallAudit(expectations: SmallAudit.Passing + """, { "metric": "Sensitivity", "where": { "sex": "*", "age": "*" }, "atLeast": 0.1, "severity": "warn", "evidence": "point" }""");
        File.WriteAllBytes(audit.In("mark.bin"), TinyPictures.Png(2, 3));
        audit.Edit("audit.json", t => t.Replace("\"seed\": 7", """
            "intendedUse": "Ünïcödé <b>\u0026</b>", "seed": 18446744073709551615,
            "report": { "title": "Titel", "profile": "public", "language": "de", "organisation": "Klinik <Süd>", "logo": "mark.bin" }
            """, StringComparison.Ordinal));
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        var read = ResultsFile.Load(audit.In("out")).Result;
        Assert.Multiple(() =>
        {
            Assert.That(read.Plan.Report, Is.EqualTo(new ReportPlan("Titel", ReportProfile.Public) { Language = ReportLanguage.German, Organisation = "Klinik <Süd>", Logo = "mark.bin" }));
            Assert.That(read.Plan.Report, Is.EqualTo(run.Result.Plan.Report));
            Assert.That(read.Plan.Seed, Is.EqualTo(ulong.MaxValue));
            Assert.That(read.Logo, Is.EqualTo(new LogoImage("image/png", Convert.ToBase64String(TinyPictures.Png(2, 3)))));
            Assert.That(read.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "data", "predictions", "logo" }));
            Assert.That(read.Plan.Expectations.Select(e => (e.Severity, e.Evidence)), Is.EqualTo(new[] { (Severity.Error, Evidence.Interval), (Severity.Warn, Evidence.Point) }));
            foreach (var file in ReportFiles.Render(read)) SameBytes.Expect(file.Content, File.ReadAllBytes(audit.In("out/" + file.Name)), file.Name);
        });
    }

    /// <summary>Beside the results a path may come to mean another file than it did beside the config.</summary>
    [Test]
    public void Where_the_results_lie_changes_nothing()
    {
        using var audit = new SmallAudit();
        Directory.CreateDirectory(audit.In("configs"));
        foreach (var file in new[] { "data.csv", "predictions.csv" }) File.Copy(audit.In(file), audit.In("configs/" + file));
        File.Move(audit.In("predictions.csv"), audit.In("data.csv"), overwrite: true);
        audit.Edit("audit.json", t => t.Replace("\"file\": \"predictions.csv\"", "\"file\": \"../data.csv\"", StringComparison.Ordinal));
        File.Move(audit.Config, audit.In("configs/audit.json"));
        AuditRun.Execute(audit.In("configs/audit.json"), new() { Output = audit.In("out") });
        foreach (var folder in new[] { audit.In("elsewhere/deep"), audit.In("empty") })
        {
            Directory.CreateDirectory(folder);
            File.Copy(audit.In("out/results.json"), Path.Combine(folder, "results.json"));
            ReportRun.Execute(folder, new());
            SameBytes.Expect(File.ReadAllBytes(Path.Combine(folder, "report.html")), File.ReadAllBytes(audit.In("out/report.html")), folder);
        }
    }

    [Test]
    public void Beside_the_results_what_is_missing_is_added_and_nothing_else_is_touched()
    {
        using var audit = Finished();
        var (page, manifest) = (File.ReadAllBytes(audit.In("out/report.html")), File.ReadAllBytes(audit.In("out/manifest.json")));
        File.Delete(audit.In("out/report.html"));
        File.SetLastWriteTimeUtc(audit.In("out/summary.md"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var again = ReportRun.Execute(audit.In("out"), new());
        Assert.That(again.Folder, Is.EqualTo(audit.In("out")));
        SameBytes.Expect(File.ReadAllBytes(audit.In("out/report.html")), page, "report.html");
        SameBytes.Expect(File.ReadAllBytes(audit.In("out/manifest.json")), manifest, "manifest.json");
        Assert.That(File.GetLastWriteTimeUtc(audit.In("out/summary.md")).Year, Is.EqualTo(2020));
        Assert.That(Directory.EnumerateFileSystemEntries(audit.In("out")).Select(Path.GetFileName), Is.EquivalentTo(s_outputs.Value.Select(f => f.Name)), "no temporary file stays");
    }

    [Test]
    public void Results_alone_become_a_report_whose_manifest_makes_nothing_up()
    {
        using var audit = Finished();
        Directory.CreateDirectory(audit.In("alone"));
        File.Copy(audit.In("out/results.json"), audit.In("alone/results.json"));
        ReportRun.Execute(audit.In("alone/results.json"), new());
        var (first, second) = (JsonNode.Parse(File.ReadAllText(audit.In("out/manifest.json")))!, JsonNode.Parse(File.ReadAllText(audit.In("alone/manifest.json")))!);
        Assert.That(second["tool"]!["runtime"], Is.Null);
        first.AsObject().Remove("tool");
        second.AsObject().Remove("tool");
        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
        Assert.That(Manifest.Covers(audit.In("alone")));
    }

    [Test]
    public void A_page_that_was_changed_is_not_replaced()
    {
        using var audit = Finished();
        File.AppendAllText(audit.In("out/report.html"), "<!-- signed off -->");
        var before = Contents(audit.In("out"));
        Assert.That(() => ReportRun.Execute(audit.In("out"), new()), Throws.TypeOf<AuditInputException>().With.Message.Contains("report.html with another content").And.Message.Contains("--output"));
        Assert.That(Contents(audit.In("out")), Is.EqualTo(before));
        ReportRun.Execute(audit.In("out"), new() { Output = audit.In("new") });
        Assert.That(File.Exists(audit.In("new/report.html")));
    }

    [Test]
    public void Results_that_were_changed_after_the_audit_are_refused_by_their_manifest()
    {
        using var audit = Finished();
        File.AppendAllText(audit.In("out/results.json"), "\n");
        Assert.That(() => ReportRun.Execute(audit.In("out"), new() { Output = audit.In("new") }), Throws.TypeOf<AuditInputException>().With.Message.Contains("changed after the audit"));
        Assert.That(Directory.Exists(audit.In("new")), Is.False);
    }

    [Test]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        using var audit = Finished();
        File.Copy(audit.In("out/results.json"), audit.In("results.json"));
        var before = audit.Everything();
        Assert.That(() => ReportRun.Execute(audit.In("results.json"), new()), Throws.TypeOf<AuditInputException>().With.Message.Contains("something other than a report"));
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    [Test]
    public void Another_folder_takes_the_place_of_an_earlier_run_only()
    {
        using var audit = Finished();
        AuditRun.Execute(audit.Config, new() { Output = audit.In("other"), Seed = 9 });
        ReportRun.Execute(audit.In("out"), new() { Output = audit.In("other") });
        Assert.That(Contents(audit.In("other")), Is.EqualTo(Contents(audit.In("out"))));
        Assert.That(() => ReportRun.Execute(audit.In("out"), new() { Output = audit.Folder }), Throws.TypeOf<AuditInputException>().With.Message.Contains("something other than an earlier run"));
    }

    [Test]
    public void A_fault_of_the_plan_inside_is_told_with_the_line_of_the_results()
    {
        using var audit = Finished();
        File.Delete(audit.In("out/manifest.json"));
        var lines = File.ReadAllLines(audit.In("out/results.json"));
        var at = Array.FindIndex(lines, l => l.Contains("\"metric\": \"AreaUnderRoc\"", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("AreaUnderRoc", "AreaUnderRok", StringComparison.Ordinal);
        File.WriteAllLines(audit.In("out/results.json"), lines);
        Assert.That(() => ReportRun.Execute(audit.In("out"), new()), Throws.TypeOf<AuditInputException>()
            .With.Message.StartsWith($"The plan in '{audit.In("out/results.json")}' has a fault:").And.Message.Contains($"line {at + 1}, $.expectations[0].metric: there is no metric or disparity 'AreaUnderRok'"));
    }

    [Test]
    public void More_than_anybody_has_is_not_read()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.In("results.json"))) file.SetLength(ResultsFile.LargestBytes + 1L);
        Assert.That(() => ReportRun.Execute(folder.In("results.json"), new()), Throws.TypeOf<AuditInputException>().With.Message.Contains("larger than 500 MB"));
    }

    [Test]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("pipes with names are made by 'mkfifo', which this system does not have");
        using var folder = new TemporaryFolder();
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder.In("results.json")])) make.WaitForExit();
        Assert.That(() => ReportRun.Execute(folder.FullPath, new()), Throws.TypeOf<AuditInputException>().With.Message.Contains("results.json' is not a plain file"));
        File.CreateSymbolicLink(folder.In("link.json"), folder.In("results.json"));
        Assert.That(() => ReportRun.Execute(folder.In("link.json"), new()), Throws.TypeOf<AuditInputException>().With.Message.Contains("link.json' is not a plain file"));
    }

    /// <summary>Whatever the checks let through that cannot be rendered is the file's fault and told so.</summary>
    [Test]
    public void What_fails_while_it_is_rendered_is_told_as_a_fault_of_the_file()
    {
        using var audit = Finished();
        var file = ResultsFile.Load(audit.In("out"));
        var broken = file with { Result = file.Result with { Exhibits = [new Exhibit.Table("cohort-flow", Phrase.Of($"T"), [], [[], []], null)] } };
        Assert.That(() => broken.Render(), Throws.TypeOf<AuditInputException>().With.Message.Contains("results.json' cannot be rendered: it is damaged or made by hand").And.InnerException.Not.Null);
    }

    [Test]
    public void A_cancelled_rendering_leaves_nothing()
    {
        using var audit = Finished();
        File.Delete(audit.In("out/report.html"));
        var before = audit.Everything();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (var output in new[] { null, audit.In("new/out") })
            Assert.That(() => ReportRun.Execute(audit.In("out"), new() { Output = output, Stop = stop.Token }), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    private static SmallAudit Finished()
    {
        var audit = new SmallAudit();
        Directory.CreateDirectory(audit.In("out"));
        foreach (var (name, content) in s_outputs.Value) File.WriteAllBytes(audit.In("out/" + name), content);
        return audit;
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(f => Path.GetFileName(f), f => Manifest.Hash(File.ReadAllBytes(f)));
}
