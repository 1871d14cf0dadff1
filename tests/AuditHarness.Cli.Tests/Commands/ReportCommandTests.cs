using System.Text.RegularExpressions;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit report</c> on the built program.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ReportCommandTests
{
    // What a small audit leaves behind: run once, and written anew for every test that bends it.
    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> s_outputs = new(() =>
    {
        using var audit = new SmallAudit();
        Assert.That(AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--output", "out").ExitCode, Is.Zero);
        return [.. Directory.EnumerateFiles(audit.In("out")).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
    });

    private static SmallAudit Finished()
    {
        var audit = new SmallAudit();
        Directory.CreateDirectory(audit.In("out"));
        foreach (var (name, content) in s_outputs.Value) File.WriteAllBytes(audit.In("out/" + name), content);
        return audit;
    }

    [TestCase(SmallAudit.Passing, null, 0)]
    [TestCase(SmallAudit.Failing, null, 1)]
    [TestCase(SmallAudit.Failing, "never", 0)]
    [TestCase(SmallAudit.Open, null, 3)]
    [TestCase(SmallAudit.Open, "fail", 0)]
    public void It_says_and_ends_with_what_the_run_said_and_ended_with(string expectations, string? failOn, int code)
    {
        using var audit = new SmallAudit(expectations: expectations).Judged();
        string[] options = failOn is null ? [] : ["--fail-on", failOn];
        var run = AuditProgram.RunIn(audit.Folder, ["run", "audit.json", "--output", "out", .. options]);
        var report = AuditProgram.RunIn(audit.Folder, ["report", "out/results.json", .. options]);
        Assert.That((report.ExitCode, report.Error), Is.EqualTo((code, "")));
        Assert.That(report.Output, Is.EqualTo(run.Output));
    }

    [Test]
    public void Another_folder_gets_the_same_bytes_file_by_file()
    {
        using var audit = Finished();
        var ended = AuditProgram.RunIn(audit.Folder, "report", "out", "--output", "again", "--quiet");
        Assert.That((ended.ExitCode, ended.Error, ended.Output), Is.EqualTo((0, "", audit.In("again") + Environment.NewLine)));
        var files = Directory.EnumerateFiles(audit.In("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.That(Directory.EnumerateFiles(audit.In("again")).Select(Path.GetFileName).Order(StringComparer.Ordinal), Is.EqualTo(files));
        foreach (var file in files) SameBytes.Expect(File.ReadAllBytes(audit.In("again/" + file)), File.ReadAllBytes(audit.In("out/" + file)), file!);
    }

    [Test]
    public void It_works_from_within_the_folder_of_the_run()
    {
        using var audit = Finished();
        File.Delete(audit.In("out/report.html"));
        var ended = AuditProgram.RunIn(audit.In("out"), "report", "results.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Does.Contain("Report: report.html\n"));
        Assert.That(File.Exists(audit.In("out/report.html")));
    }

    /// <summary>One thing that is wrong with results or call, and what the message must say of it.</summary>
    public sealed record Fault(string Name, Action<object> Bend, string[] Arguments, params string[] Says)
    {
        public override string ToString() => Name;
    }

    private static Fault F(string name, Action<SmallAudit> bend, string[] arguments, params string[] says) => new(name, a => bend((SmallAudit)a), arguments, says);

    private static Fault Edited(string name, string from, string to, params string[] says) => F(name, a =>
    {
        File.Delete(a.In("out/manifest.json"));
        a.Edit("out/results.json", t => new Regex(from).Replace(t, to, 1));
    }, ["out/results.json"], ["results.json", .. says]);

    private static IEnumerable<Fault> Faults() =>
    [
        F("there is no such file", _ => { }, ["out/result.json"], "out/result.json"),
        F("the folder has no results", _ => { }, ["."], "results.json"),
        F("the path is empty", _ => { }, [""], "path"),
        F("it is the config", _ => { }, ["audit.json"], "audit.json", "not valid JSON"),
        F("it is the manifest", _ => { }, ["out/manifest.json"], "manifest.json", "$.schemaVersion"),
        F("it is the data", _ => { }, ["data.csv"], "data.csv", "not valid JSON"),
        F("it is empty", a => a.Write("out/results.json", ""), ["out/results.json"], "not valid JSON"),
        F("it was cut short", a => a.Edit("out/results.json", t => t[..(t.Length / 2)]), ["out/results.json"], "not valid JSON", "line"),
        F("it is no text", a => File.WriteAllBytes(a.In("out/results.json"), [0x50, 0x4B, 3, 4, 0xFF, 0xFE]), ["out/results.json"], "not UTF-8"),
        F("it was changed after the audit", a => a.Edit("out/results.json", t => t.Replace("\"threshold\": 0.5,\n  \"verdict\"", "\"threshold\": 0.4,\n  \"verdict\"", StringComparison.Ordinal)), ["out/results.json"], "SHA-256"),
        F("it is nested without end", a => a.Write("out/results.json", "{\"schemaVersion\": \"1.2\", \"run\": " + new string('[', 100_000)), ["out/results.json"], "nested too deeply"),
        Edited("it is of a later version", "\"schemaVersion\": \"[^\"]*\"", "\"schemaVersion\": \"2.0\"", "schema version 2.0"),
        Edited("it is of a later minor version", "\"schemaVersion\": \"[^\"]*\"", "\"schemaVersion\": \"1.999\"", "schema version 1.999"),
        Edited("a verdict of another hand", "\"verdict\": \"pass\"", "\"verdict\": \"fail\"", "$.verdict", "findings"),
        Edited("a number in quotes", "\"threshold\": 0.5,\n  \"verdict\"", "\"threshold\": \"NaN\",\n  \"verdict\"", "$.threshold", "not a number"),
        Edited("a number out of range", "\"n\": 400", "\"n\": 40000000000", "$.measurements[0].n"),
        Edited("an infinite number", "\"value\": 0\\.\\d+", "\"value\": 1e999", "$.measurements[0].value", "too large"),
        Edited("a key twice", "\"events\":", "\"n\": 1, \"events\":", "$.measurements[0]", "'n' twice"),
        Edited("a run that leads out of its folder", "\"id\": \"2", "\"id\": \"../../2", "$.run.id"),
        Edited("a fault of the plan", "\"threshold\": 0.5", "\"threshold\": 5", "line", "$.threshold"),
        Edited("terminal escapes", "\"metric\": \"Prevalence\"", "\"metric\": \"\\u001b[2J\"", "$.measurements[0].metric"),
        F("an output folder with something else in it", _ => { }, ["out", "--output", "."], "something other than an earlier run"),
        F("an output folder that is a file", _ => { }, ["out", "--output", "data.csv"], "is a file"),
        F("a page that was changed", a => a.Edit("out/report.html", t => t + " "), ["out"], "report.html", "--output"),
        F("an option that there is not", _ => { }, ["out", "--outptu", "x"], "--output"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_told_clearly_and_nothing_is_written(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        using var audit = Finished();
        fault.Bend(audit);
        var before = audit.Everything();
        var ended = AuditProgram.RunIn(audit.Folder, ["report", .. fault.Arguments]);
        TestContext.Out.WriteLine(ended.Error);
        BadInputTests.IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var word in fault.Says) Assert.That(ended.Error, Does.Contain(word));
            Assert.That(ended.Error, Does.Not.Contain('\u001b'));
            Assert.That(audit.Everything(), Is.EqualTo(before), "nothing was written");
        });
    }

    [Test]
    public void Without_a_browser_a_pdf_is_refused_before_anything_is_written()
    {
        using var audit = new SmallAudit();
        var before = audit.Everything();
        var ended = AuditProgram.RunIn(audit.Folder, new Dictionary<string, string> { ["AUDIT_CHROMIUM"] = audit.In("no-browser") }, "run", "audit.json", "--pdf", "--output", "out");
        BadInputTests.IsClear(ended);
        Assert.That(ended.Error, Does.Contain("AUDIT_CHROMIUM").And.Contain("no-browser"));
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    [Test]
    public void A_pdf_is_printed_beside_the_page_and_listed_in_the_manifest()
    {
        using var audit = Finished();
        var ended = AuditProgram.RunIn(audit.Folder, "report", "out", "--pdf");
        if (ended.ExitCode == 2 && ended.Error.Contains("is on the PATH", StringComparison.Ordinal))
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)) Assert.Fail(ended.Error);
            Assert.Ignore("no PDF is printed here: " + ended.Error);
        }
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        var pdf = File.ReadAllBytes(audit.In("out/report.pdf"));
        Assert.That(pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8));
        Assert.That(audit.Read("out/manifest.json"), Does.Contain("\"report.pdf\""));
        // An output folder keeps a file that it has; so the same bytes are seen only where there is none.
        foreach (var other in new[] { "second", "third" })
        {
            Assert.That(AuditProgram.RunIn(audit.Folder, "report", "out", "--pdf", "--output", other).ExitCode, Is.Zero);
            Assert.That(File.ReadAllBytes(audit.In(other + "/report.pdf")).AsSpan().SequenceEqual(pdf), other);
        }
        // Again, and then without: the file stays what it is, and a part of the report.
        Assert.That(AuditProgram.RunIn(audit.Folder, "report", "out", "--pdf").ExitCode, Is.Zero);
        SameBytes.Expect(File.ReadAllBytes(audit.In("out/report.pdf")), pdf, "report.pdf");
        Assert.That(AuditProgram.RunIn(audit.Folder, "report", "out").ExitCode, Is.Zero);
        Assert.That(audit.Read("out/manifest.json"), Does.Contain("\"report.pdf\""));
    }
}
