using System.Text;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting;

public sealed class ReportFilesTests
{
    [Test]
    public void Files_are_written_under_their_fixed_names()
    {
        string[] always = ["results.json", "report.html", "summary.md", "junit.xml", "model-card.md"];
        Assert.That(ReportFiles.Render(SampleAudit.Typical).Select(f => f.Name), Is.EqualTo(always));
        Assert.That(ReportFiles.Render(SampleEvidence.Typical).Select(f => f.Name), Is.EqualTo(always.Append("chai-model-card.xml")));
    }

    [Test]
    public void Every_file_is_utf8_without_a_mark_and_has_unix_line_ends()
    {
        foreach (var file in ReportFiles.Render(SampleAudit.OfHostileTexts))
        {
            Assert.That(file.Content.AsSpan(0, 3).ToArray(), Is.Not.EqualTo(Encoding.UTF8.GetPreamble()), file.Name);
            Assert.That(file.Content.AsSpan().Contains((byte)'\r'), Is.False, file.Name);
            Assert.That(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Content), Throws.Nothing, file.Name);
        }
    }

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    public void Another_culture_gives_the_same_bytes(string culture)
    {
        foreach (var audit in new[] { SampleAudit.Typical, SampleAudit.OfHostileTexts, SampleRecords.Typical, SampleRecords.OfHostileTexts })
        {
            var expected = ReportFiles.Render(audit);
            var before = Thread.CurrentThread.CurrentCulture;
            try
            {
                Thread.CurrentThread.CurrentCulture = Thread.CurrentThread.CurrentUICulture = new(culture);
                var actual = ReportFiles.Render(audit);
                Assert.That(Thread.CurrentThread.CurrentCulture.Name, Is.EqualTo(culture), "the caller's culture is given back");
                foreach (var (a, b) in actual.Zip(expected)) SameBytes.Expect(a.Content, b.Content, a.Name);
            }
            finally
            {
                Thread.CurrentThread.CurrentCulture = Thread.CurrentThread.CurrentUICulture = before;
            }
        }
    }

    [Test]
    public void Rendering_on_many_threads_at_once_gives_the_same_bytes()
    {
        var expected = ReportFiles.Render(SampleAudit.Typical);
        var many = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Select(_ => ReportFiles.Render(SampleAudit.Typical)).ToList();
        foreach (var files in many)
            foreach (var (a, b) in files.Zip(expected)) SameBytes.Expect(a.Content, b.Content, a.Name);
    }

    [Test]
    public void Another_run_differs_in_the_run_block_and_the_footer_alone()
    {
        var other = SampleAudit.Typical with { Run = new("zz-other-run", new DateTimeOffset(2031, 12, 24, 1, 2, 3, TimeSpan.Zero), 99.875, SampleAudit.Run.ToolVersion) };
        var (first, second) = (ReportFiles.Render(SampleAudit.Typical), ReportFiles.Render(other));
        Assert.That(Differing(first[1], second[1]), Is.EqualTo(2), "the footer is one line of the page, the day of the audit stands in its head");
        Assert.That(Text(second[1]).Split('\n').Single(l => l.Contains("zz-other-run", StringComparison.Ordinal)), Does.StartWith("<footer").And.Contain("id=\"run\"").And.Contain("</footer>"));
        Assert.That(Differing(first[0], second[0]), Is.EqualTo(3), "id, time and seconds stand on a line each");
        SameBytes.Expect(second[2].Content, first[2].Content, second[2].Name);
        SameBytes.Expect(second[3].Content, first[3].Content, second[3].Name);
    }

    [Test]
    public void A_change_of_one_figure_shows_in_every_file()
    {
        var changed = SampleAudit.Typical with { Findings = [SampleAudit.Typical.Findings[0], SampleAudit.Typical.Findings[1] with { Sentence = Phrase.Of($"Another sentence."), Value = 0.5 }, .. SampleAudit.Typical.Findings.Skip(2)] };
        foreach (var (a, b) in ReportFiles.Render(changed).Zip(ReportFiles.Render(SampleAudit.Typical)))
            Assert.That(a.Content, Is.Not.EqualTo(b.Content), a.Name);
    }

    [Test]
    public void A_figure_that_is_not_finite_is_refused()
    {
        var broken = SampleAudit.Bare with { Threshold = double.NaN };
        Assert.That(() => ReportFiles.Render(broken), Throws.ArgumentException);
    }

    private static string Text(ReportFile file) => Encoding.UTF8.GetString(file.Content);

    private static int Differing(ReportFile a, ReportFile b)
    {
        var (first, second) = (Text(a).Split('\n'), Text(b).Split('\n'));
        Assert.That(first, Has.Length.EqualTo(second.Length));
        return first.Zip(second).Count(pair => pair.First != pair.Second);
    }
}
