using System.Xml;
using System.Xml.Linq;
using AuditHarness.Expectations;

namespace AuditHarness.Reporting.JUnit;

public sealed class JUnitXmlTests
{
    [Test]
    public void There_is_a_suite_per_metric_and_a_case_per_finding()
    {
        var root = XDocument.Parse(JUnitXml.Write(SampleAudit.Typical)).Root!;
        Assert.That(root.Elements("testsuite").Select(s => $"{s.Attribute("name")!.Value} {s.Elements("testcase").Count()}"), Is.EqualTo(new[]
        {
            "AreaUnderRoc 1", "Sensitivity 4", "EqualOpportunityDifference 1", "DemographicParityRatio 1", "CalibrationGap 1",
        }));
        Assert.That(root.Descendants("testcase").Select(c => c.Attribute("name")!.Value), Is.Unique);
    }

    [Test]
    public void Totals_are_those_of_the_cases()
    {
        foreach (var element in XDocument.Parse(JUnitXml.Write(SampleAudit.Typical)).Descendants().Where(e => e.Name.LocalName.StartsWith("testsuite", StringComparison.Ordinal)))
        {
            Assert.That((int)element.Attribute("tests")!, Is.EqualTo(element.Descendants("testcase").Count()));
            Assert.That((int)element.Attribute("failures")!, Is.EqualTo(element.Descendants("failure").Count()));
            Assert.That((int)element.Attribute("skipped")!, Is.EqualTo(element.Descendants("skipped").Count()));
        }
    }

    [TestCase(Verdict.Pass, Severity.Error, "system-out", null)]
    [TestCase(Verdict.Fail, Severity.Error, "failure", "failed")]
    [TestCase(Verdict.Inconclusive, Severity.Error, "failure", "inconclusive")]
    [TestCase(Verdict.Pass, Severity.Warn, "system-out", null)]
    [TestCase(Verdict.Fail, Severity.Warn, "system-out", null)]
    [TestCase(Verdict.Inconclusive, Severity.Warn, "skipped", null)]
    public void Missing_evidence_never_passes_and_a_warning_never_fails(Verdict verdict, Severity severity, string outcome, string? type)
    {
        var finding = SampleAudit.Typical.Findings[0];
        var audit = SampleAudit.Typical with { Findings = [finding with { Verdict = verdict, Expectation = finding.Expectation with { Severity = severity } }] };
        var result = XDocument.Parse(JUnitXml.Write(audit)).Descendants("testcase").Single().Elements().Last();
        Assert.That(result.Name.LocalName, Is.EqualTo(outcome));
        Assert.That((string?)result.Attribute("type"), Is.EqualTo(type));
        Assert.That(result.Value + result.Attribute("message")?.Value, Does.Contain(finding.Sentence.ToString()));
        Assert.That(result.Value.StartsWith("Warning only, failed", StringComparison.Ordinal), Is.EqualTo(verdict == Verdict.Fail && severity == Severity.Warn));
    }

    [Test]
    public void Properties_hold_the_figures_in_full_and_the_line_of_the_config()
    {
        var properties = XDocument.Parse(JUnitXml.Write(SampleAudit.Typical)).Descendants("testcase").ElementAt(2).Descendants("property")
            .ToDictionary(p => p.Attribute("name")!.Value, p => p.Attribute("value")!.Value);
        Assert.That(properties["value"], Is.EqualTo("0.72"));
        Assert.That(properties["atLeast"], Is.EqualTo("0.7"));
        Assert.That(properties["configLine"], Is.EqualTo("13"));
        Assert.That(properties["morePatients"], Is.EqualTo("1900"));
    }

    [Test]
    public void Hostile_texts_leave_the_document_legal_xml()
    {
        var xml = JUnitXml.Write(SampleAudit.OfHostileTexts);
        var settings = new XmlReaderSettings { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit };
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        var document = XDocument.Load(reader);
        Assert.That(document.Descendants().Select(e => e.Name.LocalName).Distinct(),
            Is.EquivalentTo(new[] { "testsuites", "testsuite", "testcase", "properties", "property", "failure", "skipped", "system-out" }));
        var texts = document.Descendants("system-out").Select(e => e.Value).ToList();
        Assert.That(texts, Has.Member("<script>alert('a')</script>").And.Member("]]></style><!-- --").And.Member("null\uFFFDbell\uFFFDesc\uFFFD[31m").And.Member("evil\uFFFDtxt.exe\uFFFD"));
    }

    [Test]
    public void An_audit_without_findings_is_an_empty_report() =>
        Assert.That((int)XDocument.Parse(JUnitXml.Write(SampleAudit.Bare)).Root!.Attribute("tests")!, Is.Zero);
}
