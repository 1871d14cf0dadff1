using System.Text;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

public sealed class ChromiumTests
{
    private static readonly DateTimeOffset Dated = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Test]
    public void Without_a_browser_everything_that_was_looked_for_is_named()
    {
        using var empty = new TemporaryFolder();
        Assert.That(() => Chromium.Find(null, empty.FullPath + Path.PathSeparator + "relative"), Throws.TypeOf<AuditInputException>()
            .With.Message.Contains("chromium, chromium-browser, google-chrome, google-chrome-stable, msedge").And.Message.Contains(Chromium.Variable));
    }

    [Test]
    public void A_variable_that_names_no_file_is_a_fault_even_where_there_is_a_browser()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("chromium"), "");
        Assert.That(() => Chromium.Find(folder.In("none"), folder.FullPath), Throws.TypeOf<AuditInputException>().With.Message.Contains($"{Chromium.Variable} names"));
        Assert.That(() => Chromium.Find("", folder.FullPath), OperatingSystem.IsWindows() ? Throws.Exception : Throws.Nothing);
    }

    [Test]
    public void A_program_that_prints_nothing_is_told()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("the stand-in for a browser is a shell script");
        using var folder = new TemporaryFolder();
        foreach (var (script, says) in new[] { ("exit 0", "ended without a PDF"), ("exit 7", "ended with code 7"), ("echo x > \"$(dirname \"$0\")/x\"; exit 0", "without a PDF") })
            Assert.That(() => StandIn(folder, script).Print(Page("<p>x</p>"), Dated, default), Throws.TypeOf<AuditInputException>().With.Message.Contains(says));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.In("browser"), UnixFileMode.UserRead);
        Assert.That(() => new Chromium(folder.In("browser")).Print(Page("<p>x</p>"), Dated, default), Throws.TypeOf<AuditInputException>().With.Message.Contains("could not be used"));
    }

    [Test]
    public void The_browser_is_given_a_profile_of_its_own_no_network_and_no_shell()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("the stand-in for a browser is a shell script");
        using var folder = new TemporaryFolder();
        var browser = StandIn(folder, "for a in \"$@\"; do echo \"$a\" >> \"$(dirname \"$0\")/arguments\"; case \"$a\" in --print-to-pdf=*) printf '%%PDF-1.4 /CreationDate (D:19990101000000Z)' > \"${a#--print-to-pdf=}\";; esac; done");
        var printed = browser.Print(Page("<p>x</p>"), Dated, default);
        Assert.That(Encoding.ASCII.GetString(printed.Content), Is.EqualTo("%PDF-1.4 /CreationDate (D:20310203040506Z)"));
        var arguments = File.ReadAllLines(folder.In("arguments"));
        Assert.That(arguments, Does.Contain("--host-resolver-rules=MAP * ~NOTFOUND").And.Contain("--no-pdf-header-footer").And.Contain("--headless"));
        Assert.That(arguments.Contains("--no-sandbox"), Is.EqualTo(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess));
        var profile = arguments.Single(a => a.StartsWith("--user-data-dir=", StringComparison.Ordinal)).Split('=')[1];
        Assert.That(Directory.Exists(Path.GetDirectoryName(profile)), Is.False, "nothing stays");
        Assert.That(arguments[^1], Does.StartWith("file:///").And.EndsWith("/report.html"));
    }

    [TestCase("[(node00000373) 1 0 R (node00000375) 2 0 R]/Limits [(node00000373) (node00000375)]", "[(node00000001) 1 0 R (node00000003) 2 0 R]/Limits [(node00000001) (node00000003)]")]
    [TestCase("(node00000009)", "(node00000001)")]
    [TestCase("x (node00000005) (a text \\(node00000007\\)) node00000007 (node7) (node000000070) (node0000000x)", "x (node00000001) (a text \\(node00000007\\)) node00000007 (node7) (node000000070) (node0000000x)")]
    [TestCase("(node0000000", "(node0000000")]
    [TestCase("", "")]
    public void Elements_of_the_structure_are_counted_from_1_and_nothing_moves(string before, string after)
    {
        var pdf = Encoding.ASCII.GetBytes(before);
        Chromium.Renumber(pdf);
        Assert.That(Encoding.ASCII.GetString(pdf), Is.EqualTo(after));
    }

    [Test]
    public void A_browser_that_hangs_is_ended_when_the_work_is_cancelled()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("the stand-in for a browser is a shell script");
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.That(() => StandIn(folder, "sleep 600").Print(Page("<p>x</p>"), Dated, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_page_is_printed_with_the_same_bytes_each_time_and_asks_for_nothing()
    {
        Chromium browser;
        try
        {
            browser = Chromium.Find();
        }
        catch (AuditInputException e)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)) throw;
            Assert.Ignore("no PDF is printed here: " + e.Message);
            throw;
        }
        var page = Page("<h1>Täst</h1><img src=\"http://example.org/x.png\"><a href=\"#y\">y</a>");
        var (first, second) = (browser.Print(page, Dated, default), browser.Print(page, Dated, default));
        Assert.That(first.Name, Is.EqualTo("report.pdf"));
        Assert.That(Encoding.Latin1.GetString(first.Content), Does.StartWith("%PDF-").And.Contain("(D:20310203040506"));
        Assert.That(second.Content, Is.EqualTo(first.Content));
    }

    private static ReportFile[] Page(string body) => [new("report.html", Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>t</title></head><body>{body}</body></html>"))];

    private static Chromium StandIn(TemporaryFolder folder, string script)
    {
        var path = folder.In("browser");
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(path);
    }
}
