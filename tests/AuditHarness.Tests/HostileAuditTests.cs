using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using AuditHarness.Config;

namespace AuditHarness;

/// <summary>
/// Audits full of hostile texts, as far as no browser is needed: what is refused is refused in words, files for machines give the texts
/// back, pages for people hold them as text. What a browser makes of report.html is seen in the browser's tests.
/// </summary>
public sealed class HostileAuditTests : IDisposable
{
    private static readonly string[] s_audits = ["levels", "names", "texts 0", "texts 1", "records"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, CompletedRun> _runs = [];

    public void Dispose() => _folder.Dispose();

    [Test]
    public void The_corpus_is_large_and_without_repetition()
    {
        Assert.That(HostileTexts.All, Has.Count.GreaterThan(100).And.Unique);
        Assert.That(HostileTexts.OfConfigs, Has.Count.GreaterThan(90));
        Assert.That(HostileTexts.OfFiles, Has.Count.GreaterThan(40));
    }

    [TestCaseSource(typeof(HostileTexts), nameof(HostileTexts.Refused))]
    public void A_config_refuses_what_cannot_be_seen_and_says_where(string text)
    {
        using var audit = new SmallAudit();
        audit.Edit("audit.json", t => t.Replace("\"name\": \"small\"", $"\"intendedUse\": {JsonSerializer.Serialize(text)}, \"name\": \"small\"", StringComparison.Ordinal));
        var message = Assert.Throws<AuditInputException>(() => ConfigFile.Load(audit.Config))!.Message;
        Assert.That(message, Does.Contain("$.intendedUse: the text ").And.Contain("holds a control character or one that cannot be seen. Take it out"));
        Assert.That(message.EnumerateRunes().Where(Unprintable.Contains), Is.Empty);
    }

    [Test]
    public void A_config_refuses_half_of_a_surrogate_pair()
    {
        using var audit = new SmallAudit();
        audit.Edit("audit.json", t => t.Replace("\"name\": \"small\"", "\"intendedUse\": \"\\uD83D half\", \"name\": \"small\"", StringComparison.Ordinal));
        Assert.That(Assert.Throws<AuditInputException>(() => ConfigFile.Load(audit.Config))!.Message, Does.Contain("half of a surrogate pair"));
    }

    [Test]
    public void Data_with_a_zero_byte_are_refused()
    {
        using var audit = new SmallAudit();
        audit.Edit("data.csv", t => t.Replace("female", "fe\0male", StringComparison.Ordinal));
        Assert.That(Assert.Throws<AuditInputException>(() => AuditRun.Execute(audit.Config, new() { Output = audit.In("out") }))!.Message, Does.Contain("holds a zero byte"));
    }

    [Test]
    public void The_name_of_an_audit_cannot_leave_its_folder()
    {
        using var audit = new SmallAudit();
        foreach (var text in HostileTexts.OfConfigs.Where(t => t.IndexOfAny(['/', '\\', ':', '<', '"', '$']) >= 0 || t is "CON"))
        {
            File.WriteAllText(audit.In("other.json"), audit.Read("audit.json").Replace("\"small\"", JsonSerializer.Serialize(text), StringComparison.Ordinal));
            Assert.That(Assert.Throws<AuditInputException>(() => ConfigFile.Load(audit.In("other.json")), text)!.Message, Does.Contain("name a folder"));
        }
    }

    [Test]
    public void Results_give_every_text_back_exactly()
    {
        Assert.That(Strings("levels", Levels), Is.SupersetOf(HostileTexts.OfData));
        Assert.That(Strings("names", Everything), Is.SupersetOf(HostileTexts.OfConfigs));
        Assert.That(Strings("texts 0", Everything), Is.SupersetOf(HostileTexts.OfConfigs));
        Assert.That(Run("records").Result.Records!.Columns.Select(c => c.Name), Is.EqualTo(HostileTexts.OfConfigs.Take(5).Select(t => "column " + t).Append("x")));
    }

    [TestCaseSource(nameof(s_audits))]
    public void The_report_comes_out_again_from_results_alone(string name)
    {
        var run = Run(name);
        var again = ReportRun.Execute(Path.Combine(run.Folder, "results.json"), new() { Output = _folder.In(name + " again") });
        foreach (var file in run.Files)
            SameBytes.Expect(File.ReadAllBytes(Path.Combine(again.Folder, file)), File.ReadAllBytes(Path.Combine(run.Folder, file)), file);
    }

    [TestCaseSource(nameof(s_audits))]
    public void Every_XML_parses_and_has_no_doctype(string name)
    {
        foreach (var file in Run(name).Files.Where(f => f.EndsWith(".xml", StringComparison.Ordinal)))
        {
            var xml = XDocument.Parse(Read(name, file));
            Assert.That(xml.DocumentType, Is.Null);
            Assert.That(xml.DescendantNodes().Where(n => n is XProcessingInstruction or XComment), Is.Empty);
        }
    }

    [Test]
    public void The_test_report_holds_every_reason_and_level_as_text()
    {
        var reasons = string.Join('\n', XDocument.Parse(Read("texts 0", "junit.xml")).Descendants().Select(e => e.Value));
        var levels = string.Join('\n', XDocument.Parse(Read("levels", "junit.xml")).Descendants().Attributes("name").Select(a => a.Value));
        Assert.Multiple(() =>
        {
            if (Run("texts 0").Result.Findings.Any(f => f.Verdict != Expectations.Verdict.Pass))
                foreach (var text in HostileTexts.OfConfigs) Assert.That(reasons, Does.Contain(text));
            foreach (var text in HostileTexts.OfData) Assert.That(levels, Does.Contain(Unprintable.Replace(text)));
        });
    }

    // The commands of Markdown, of HTML in it, and of what hosts add; a backslash before one takes its meaning.
    [TestCaseSource(nameof(s_audits))]
    public void A_Markdown_page_holds_no_markup_that_is_not_ours(string name)
    {
        foreach (var file in Run(name).Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            var page = Read(name, file);
            Assert.That(page.EnumerateRunes().Where(Unprintable.Contains), Is.Empty, file);
            Assert.That(page.IndexOfAny(['<', '>', '@', '\r', '\t']), Is.EqualTo(-1), file);
            var escaped = false;
            for (var i = 0; i < page.Length; i++)
            {
                if (!escaped && "[]`!{}$^~".Contains(page[i], StringComparison.Ordinal))
                    Assert.Fail($"{file}: '{page[i]}' means something in {page[Math.Max(0, i - 40)..Math.Min(page.Length, i + 20)]}");
                escaped = page[i] == '\\' && !escaped;
            }
            foreach (var table in page.Split("\n\n").Where(b => b.StartsWith('|')))
                Assert.That(table.Trim('\n').Split('\n').Select(Bars).Distinct().Count(), Is.EqualTo(1), $"{file}: every row has as many cells as the head");
        }
    }

    [Test]
    public void No_id_of_a_patient_stands_in_any_output()
    {
        foreach (var file in Run("names").Files)
            Assert.That(Read("names", file), Does.Not.Match(@"\bp\d{2,3}\b"), file);
        foreach (var file in Run("texts 0").Files)
            Assert.That(Read("texts 0", file), Does.Not.Match(@"\bp\d{2,3}\b"), file);
    }

    [Test]
    public void Nothing_was_written_outside_the_report_s_folder() =>
        Assert.That(_folder.Everything().Where(f => !f.Contains('/', StringComparison.Ordinal) && !s_audits.Any(a => f.StartsWith(a, StringComparison.Ordinal))), Is.Empty);

    private CompletedRun Run(string name)
    {
        if (_runs.TryGetValue(name, out var run)) return run;
        var input = Directory.CreateDirectory(_folder.In(name + " input")).FullName;
        var config = name switch
        {
            "levels" => HostileAudits.Levels(input, t => t),
            "names" => HostileAudits.Names(input, t => t),
            "records" => HostileRecords.Write(input, t => t),
            _ => HostileAudits.Texts(input, name[^1] - '0', t => t),
        };
        return _runs[name] = AuditRun.Execute(config, new() { Output = _folder.In(name), Draws = _folder.In(name + " draws") });
    }

    private string Read(string name, string file) => File.ReadAllText(Path.Combine(Run(name).Folder, file), new UTF8Encoding(false, true));

    private static int Bars(string line)
    {
        var (bars, escaped) = (0, false);
        foreach (var c in line)
        {
            if (c == '|' && !escaped) bars++;
            escaped = c == '\\' && !escaped;
        }
        return bars;
    }

    private HashSet<string> Strings(string name, Func<JsonElement, IEnumerable<string>> which)
    {
        using var results = JsonDocument.Parse(Read(name, "results.json"));
        return [.. which(results.RootElement)];
    }

    private static IEnumerable<string> Levels(JsonElement results) => results.GetProperty("measurements").EnumerateArray()
        .SelectMany(m => m.GetProperty("subgroup").EnumerateObject()).Where(p => p.Name == "level").Select(p => p.Value.GetString()!);

    private static IEnumerable<string> Everything(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Everything(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Everything),
        _ => [],
    };
}
