using System.Text.RegularExpressions;
using AuditHarness.Expectations;

namespace AuditHarness.Reporting.Markdown;

public sealed partial class SummaryPageTests
{
    [Test]
    public void The_verdict_stands_on_top()
    {
        var lines = SummaryPage.Write(SampleAudit.Typical).Split('\n');
        Assert.That(lines[0], Is.EqualTo("# Deaths within five years"));
        Assert.That(lines[2], Does.StartWith("**Failed.** In 2 of the 6 findings that count"));
    }

    [Test]
    public void Failures_come_before_what_is_open_and_what_passed()
    {
        var verdicts = SummaryPage.Write(SampleAudit.Typical).Split('\n')
            .Where(l => l.StartsWith("| Failed", StringComparison.Ordinal) || l.StartsWith("| Not", StringComparison.Ordinal) || l.StartsWith("| Passed", StringComparison.Ordinal))
            .Select(l => l.Split('|')[1].Trim()).ToArray();
        Assert.That(verdicts, Is.EqualTo(new[]
        {
            "Failed", "Failed", "Failed (warning only)", "Not demonstrated", "Not demonstrated", "Not demonstrated (warning only)", "Passed", "Passed",
        }));
        Assert.That(SummaryPage.Write(SampleAudit.Typical), Does.Contain("(evidence: point)").And.Contain("| 1,900 |").And.Contain("| no number can be given |"));
    }

    [Test]
    public void Every_table_has_as_many_cells_in_each_row_as_columns()
    {
        foreach (var audit in new[] { SampleAudit.Typical, SampleAudit.OfHostileTexts, SampleAudit.Bare, SampleRecords.Typical, SampleRecords.OfHostileTexts })
        {
            int? columns = null;
            foreach (var line in SummaryPage.Write(audit).Split('\n'))
            {
                if (!line.StartsWith('|'))
                {
                    columns = null;
                    continue;
                }
                columns ??= Bars(line);
                Assert.That(Bars(line), Is.EqualTo(columns), line);
            }
        }
    }

    [Test]
    public void Nothing_from_data_is_markup_html_a_link_or_a_mention()
    {
        var page = SummaryPage.Write(SampleAudit.OfHostileTexts);
        Assert.That(page.IndexOfAny(['<', '@', '\u202e', '\0']), Is.EqualTo(-1));
        Assert.That(page, Does.Not.Contain("://"));
        Assert.That(page, Does.Contain("pipe \\| and \\` tick \\*bold\\* \\_it\\_ \\[l\\](http:\\//e.vil) &#64;you"));
        Assert.That(page, Does.Contain("&lt;script&gt;"));
        Assert.That(page.Split('\n').Count(l => l.StartsWith('#')), Is.EqualTo(5), "no heading but ours");
    }

    [Test]
    public void The_largest_gaps_are_listed_with_what_chance_alone_would_give() =>
        Assert.That(SummaryPage.Write(SampleAudit.Typical), Does.Contain(
            "| ethnicity × gender | Demographic parity difference | hispanic & female − other & female | 0.130 (0.080 to 0.180) | 0.031 | other & male (fewer than 30 patients) |"
                .Replace("&", "&amp;", StringComparison.Ordinal)));

    [Test]
    public void What_matters_most_and_what_carries_each_gap_is_listed()
    {
        var page = SummaryPage.Write(SampleAudit.Typical);
        Assert.That(page, Does.Contain("| deprivation index | 0.806 (0.786 to 0.826) | 26 % |"));
        Assert.That(page, Does.Contain("| ethnicity | afam − white | log-odds | +0.413 | deprivation index | +0.527 (0.497 to 0.557) |"));
        Assert.That(page, Does.Contain("| log-odds | suppressed: 1 to 10 patients |  |  |"));
        Assert.That(SummaryPage.Write(SampleAudit.Bare), Does.Not.Contain("Why it answers so"));
    }

    [Test]
    public void A_ratio_of_the_worst_pair_is_named_in_the_order_in_which_it_is_formed()
    {
        var worst = SampleAudit.Typical.Disparities.First(d => d is { Metric: "DemographicParityRatio", Comparison: AuditHarness.Disparity.Comparison.WorstPair });
        Assert.That(Words.Pair(worst), Is.EqualTo($"{worst.Group!.Levels} / {worst.Against!.Levels}"));
    }

    [Test]
    public void An_audit_without_findings_says_so()
    {
        Assert.That(SummaryPage.Write(SampleAudit.Bare), Does.Contain("**Passed.** The config declares no expectation").And.Not.Contain("## Findings"));
        Assert.That(SampleAudit.Bare.Verdict, Is.EqualTo(Verdict.Pass));
    }

    private static int Bars(string line) => Bar().Count(line);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
