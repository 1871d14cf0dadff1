using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditHarness.Cli.Commands;

/// <summary>
/// What people get wrong, tried on the built program: it ends with 2 and one clear message that says what, where and how to mend
/// it, with no stack trace, and leaves the disk as it was.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class BadInputTests
{
    /// <summary>One thing that is wrong, and what the message must say of it.</summary>
    public sealed record Fault(string Name, Action<object> Bend, params string[] Says)
    {
        public override string ToString() => Name;
    }

    private static Fault F(string name, Action<SmallAudit> bend, params string[] says) => new(name, a => bend((SmallAudit)a), says);

    private static IEnumerable<Fault> Faults() =>
    [
        F("the config is missing", a => File.Delete(a.Config), "audit.json"),
        F("the config is empty", a => a.Write("audit.json", ""), "audit.json"),
        F("the config is truncated", a => a.Edit("audit.json", t => t[..(t.Length / 2)]), "audit.json", "line"),
        F("the config is malformed", a => a.Edit("audit.json", t => t.Replace("\"name\":", "\"name\"", StringComparison.Ordinal)), "audit.json", "line 3"),
        F("the config is a table", a => a.Write("audit.json", "id,score\n1,0.5\n"), "audit.json"),
        F("the config has a key that there is not", a => a.Edit("audit.json", t => t.Replace("\"threshold\"", "\"treshold\"", StringComparison.Ordinal)), "treshold", "threshold", "line 6"),
        F("the config lacks a part", a => a.Edit("audit.json", t => Regex.Replace(t, "\"model\".*\n", "")), "model"),
        F("the config names no metric", a => a.Edit("audit.json", t => t.Replace("AreaUnderRoc", "AreaUnderRok", StringComparison.Ordinal)), "AreaUnderRok", "AreaUnderRoc", "line 8"),
        F("the config's name leads out of reports", a => a.Edit("audit.json", t => t.Replace("\"small\"", "\"../small\"", StringComparison.Ordinal)), "name", "line 3"),

        F("the data file is missing", a => File.Delete(a.In("data.csv")), "data.csv"),
        F("the predictions file is missing", a => File.Delete(a.In("predictions.csv")), "predictions.csv"),
        F("the data file is empty", a => a.Write("data.csv", ""), "data.csv", "empty"),
        F("the data file has no rows", a => a.Edit("data.csv", t => t[..(t.IndexOf('\n', StringComparison.Ordinal) + 1)]), "data.csv"),
        F("the predictions file is empty", a => a.Write("predictions.csv", ""), "predictions.csv", "empty"),
        F("the label column is missing", a => a.Edit("data.csv", t => t.Replace("id,event,", "id,evnt,", StringComparison.Ordinal)), "data.csv", "event", "evnt"),
        F("the id column is missing", a => a.Edit("data.csv", t => t.Replace("id,event,", "key,event,", StringComparison.Ordinal)), "data.csv", "id"),
        F("an attribute's column is missing", a => a.Edit("data.csv", t => t.Replace(",sex,", ",gender,", StringComparison.Ordinal)), "data.csv", "sex", "gender"),
        F("the score column is missing", a => a.Edit("predictions.csv", t => t.Replace("id,score", "id,risk", StringComparison.Ordinal)), "predictions.csv", "score", "risk"),
        F("three classes where two are declared", a => EditRow(a, "data.csv", 6, r => Column(r, 1, "2")), "data.csv", "event", "2"),
        F("text in a numeric attribute", a => EditRow(a, "data.csv", 6, r => Column(r, 3, "old")), "data.csv", "line 6", "age", "number"),
        F("text in place of a score", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "high")), "predictions.csv", "line 6", "score", "number"),
        F("no score", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "")), "predictions.csv", "line 6", "score"),
        F("NaN in place of a score", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "NaN")), "predictions.csv", "line 6", "not finite"),
        F("infinity in place of a score", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "Infinity")), "predictions.csv", "line 6", "not finite"),
        F("minus infinity in place of a score", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "-inf")), "predictions.csv", "line 6", "not finite"),
        F("a score above 1", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "1.2")), "predictions.csv", "line 6", "1.2"),
        F("a score below 0", a => EditRow(a, "predictions.csv", 6, r => Column(r, 1, "-0.1")), "predictions.csv", "line 6", "-0.1"),
        F("every score out of range", a => a.Edit("predictions.csv", t => t.Replace(",0.", ",7.", StringComparison.Ordinal)), "predictions.csv", "400", "line 2"),
        F("NaN in place of an age", a => EditRow(a, "data.csv", 6, r => Column(r, 3, "NaN")), "data.csv", "line 6", "age", "not finite"),
        F("infinity in place of an age", a => EditRow(a, "data.csv", 6, r => Column(r, 3, "Infinity")), "data.csv", "line 6", "age", "not finite"),
        F("an id twice in the data", a => EditRow(a, "data.csv", 6, r => Column(r, 0, "p0")), "data.csv", "line 6", "line 2"),
        F("an id twice in the predictions", a => EditRow(a, "predictions.csv", 6, r => Column(r, 0, "p0")), "predictions.csv", "line 6", "line 2"),
        F("ids of the data without a prediction", a => EditRow(a, "predictions.csv", 6, r => Column(r, 0, "q4")), "predictions.csv", "data.csv", "line 6", "line 6"),
        F("ids of another kind altogether", a => a.Edit("predictions.csv", t => t.Replace("\np", "\nx", StringComparison.Ordinal)), "predictions.csv", "400"),
        F("a row with a cell too few", a => EditRow(a, "data.csv", 6, r => r[..r.LastIndexOf(',')]), "data.csv", "line 6"),
        F("one class only", a => a.Edit("data.csv", t => Regex.Replace(t, @"(?m)^(p\d+),1,", "$1,0,")), "event"),
        F("an expectation about a level nobody has", a => a.Edit("audit.json", t => t.Replace("\"atLeast\"", "\"where\": { \"sex\": \"divers\" }, \"atLeast\"", StringComparison.Ordinal)), "divers", "sex", "female", "male"),
        F("a reference nobody has", a => a.Edit("audit.json", t => t.Replace("\"minimumSize\"", "\"reference\": { \"sex\": \"divers\" }, \"minimumSize\"", StringComparison.Ordinal)), "divers", "sex"),
        F("a file that is no text", a => File.WriteAllBytes(a.In("data.csv"), [0x50, 0x4B, 3, 4, 0, 0, 0xFF, 0xFE, 0, 1]), "data.csv"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_of_the_input_is_told_clearly_and_leaves_nothing(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        using var audit = new SmallAudit();
        fault.Bend(audit);
        var before = audit.Everything();
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        TestContext.Out.WriteLine(ended.Error);
        IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var word in fault.Says) Assert.That(ended.Error, Does.Contain(word));
            Assert.That(audit.Everything(), Is.EqualTo(before), "nothing was written");
        });
    }

    [Test]
    public void The_bent_audit_is_fine_before_it_is_bent()
    {
        using var audit = new SmallAudit();
        Assert.That(AuditProgram.RunIn(audit.Folder, "run", "audit.json"), Has.Property(nameof(Ended.ExitCode)).Zero);
    }

    [Test]
    public void Many_faults_of_the_data_are_shown_up_to_20_with_their_total()
    {
        using var audit = new SmallAudit();
        audit.Edit("predictions.csv", t => t.Replace(",0.", ",7.", StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        Assert.That(FaultyLines().Count(ended.Error), Is.EqualTo(20));
        Assert.That(ended.Error, Does.Contain("400 in all"));
    }

    [TestCase("out", "file in the way", "is a file")]
    [TestCase("file/out", "below a file", "cannot be written")]
    [TestCase("/proc/audit/out", "in a file system that takes no folders", "cannot be written")]
    [TestCase(".", "the folder of the config", "something other than an earlier run")]
    public void An_output_folder_that_cannot_be_is_refused_before_the_work(string output, string why, string says)
    {
        if (output.StartsWith('/') && !OperatingSystem.IsLinux()) Assert.Ignore("there is no /proc on this system");
        using var audit = new SmallAudit();
        audit.Write("out", why);
        audit.Write("file", why);
        // Were the data looked at first, they would be complained of.
        audit.Write("data.csv", "");
        var before = audit.Everything();
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--output", output);
        IsClear(ended);
        Assert.That(ended.Error, Does.Contain(says).And.Contain(output));
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    [Test]
    public void An_output_folder_with_something_else_in_it_is_refused_and_kept()
    {
        using var audit = new SmallAudit();
        Directory.CreateDirectory(audit.In("out"));
        audit.Write("out/thesis.txt", "years of work");
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--output", "out");
        IsClear(ended);
        Assert.That(ended.Error, Does.Contain("something other than an earlier run"));
        Assert.That(audit.Read("out/thesis.txt"), Is.EqualTo("years of work"));
    }

    [Test]
    public void Terminal_escapes_in_the_data_do_not_reach_the_terminal()
    {
        using var audit = new SmallAudit();
        EditRow(audit, "predictions.csv", 6, r => Column(r, 1, "\u001b[2J\u001b[31mfine"));
        EditRow(audit, "data.csv", 7, r => Column(r, 2, "\u009b31mx"));
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        IsClear(ended);
        Assert.That(ended.Error, Does.Not.Contain('\u001b').And.Not.Contain('\u009b'));
    }

    internal static void IsClear(Ended ended) => Assert.Multiple(() =>
    {
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Output, Is.Empty);
        Assert.That(ended.Error, Does.StartWith("audit: "));
        Assert.That(ended.Error, Does.Not.Contain("defect in AuditHarness"));
        Assert.That(Messages().Count(ended.Error), Is.EqualTo(1), "one message");
        Assert.That(StackTrace().IsMatch(ended.Error), Is.False, "no stack trace");
        Assert.That(ended.Error, Does.Not.Contain("Parameter '"));
        Assert.That(ended.Error.Length, Is.LessThan(6000));
    });

    /// <summary>A wrong cell may hold anything about a patient: what it holds is not repeated, only where it is.</summary>
    [Test]
    public void Texts_and_ids_of_the_data_are_not_repeated()
    {
        using var audit = new SmallAudit();
        EditRow(audit, "predictions.csv", 6, r => Column(r, 1, "JaneDoe1970"));
        EditRow(audit, "predictions.csv", 7, r => Column(r, 0, "JohnDoe1980"));
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        IsClear(ended);
        Assert.That(ended.Error, Does.Contain("line 6").And.Contain("line 7").And.Not.Contain("Doe"));
    }

    /// <summary>Changes a row of a file, counted from 1 with the header.</summary>
    private static void EditRow(SmallAudit audit, string file, int row, Func<string, string> change) => audit.Edit(file, text =>
    {
        var rows = text.Split('\n');
        rows[row - 1] = change(rows[row - 1]);
        return string.Join('\n', rows);
    });

    private static string Column(string row, int column, string value)
    {
        var cells = row.Split(',');
        cells[column] = value;
        return string.Join(',', cells);
    }

    [GeneratedRegex(@"^\s+at \S+\(|Exception:|--->", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex("^audit: ", RegexOptions.Multiline)]
    private static partial Regex Messages();

    [GeneratedRegex(@"^  line \d+", RegexOptions.Multiline)]
    private static partial Regex FaultyLines();
}
