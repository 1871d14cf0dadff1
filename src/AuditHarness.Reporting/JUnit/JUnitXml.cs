using System.Globalization;
using System.Text;
using System.Xml;
using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Reporting.JUnit;

/// <summary>
/// junit.xml: a suite per metric or disparity, a case per finding. A broken expectation fails its case, and so does one that was not
/// demonstrated, under type "inconclusive": missing evidence never passes. Of severity warn, neither turns a build red: broken
/// passes with a note, not demonstrated counts as skipped.
/// </summary>
internal static class JUnitXml
{
    /// <summary>Writes the document: UTF-8, indented, no times, so that equal results give equal bytes.</summary>
    /// <param name="audit">The result.</param>
    public static string Write(AuditResult audit)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", Clean(audit.Plan.Name));
            Totals(xml, audit.Findings);
            foreach (var suite in audit.Findings.GroupBy(f => f.Expectation.Metric))
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Clean(suite.Key));
                Totals(xml, [.. suite]);
                foreach (var finding in suite) Case(xml, audit.Plan.Name, finding);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Totals(XmlWriter xml, IReadOnlyList<Finding> findings)
    {
        Attribute(xml, "tests", findings.Count);
        Attribute(xml, "failures", findings.Count(IsFailure));
        Attribute(xml, "errors", 0);
        Attribute(xml, "skipped", findings.Count(IsSkipped));
    }

    private static bool IsFailure(Finding finding) => finding.Verdict != Verdict.Pass && finding.Expectation.Severity == Severity.Error;

    private static bool IsSkipped(Finding finding) => finding.Verdict == Verdict.Inconclusive && finding.Expectation.Severity == Severity.Warn;

    private static void Case(XmlWriter xml, string plan, Finding finding)
    {
        var expected = finding.Expectation;
        var line = expected.Line is { } number ? string.Create(CultureInfo.InvariantCulture, $", config line {number}") : "";
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean($"{plan}.{expected.Metric}"));
        xml.WriteAttributeString("name", Clean(string.Create(CultureInfo.InvariantCulture,
            $"{Words.Figure(expected)} {Words.Limit(expected)} [{Words.Who(finding)}] (expectation {expected.Index + 1}{line})")));
        Properties(xml, finding);
        if (IsFailure(finding))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", finding.Verdict == Verdict.Fail ? "failed" : "inconclusive");
            xml.WriteAttributeString("message", Clean(finding.Sentence.ToString()));
            if (expected.Why.Length > 0) xml.WriteString(Clean("Why this limit: " + expected.Why));
            xml.WriteEndElement();
        }
        else if (IsSkipped(finding))
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean("Warning only, not demonstrated: " + finding.Sentence));
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", Clean((finding.Verdict == Verdict.Fail ? "Warning only, failed: " : "") + finding.Sentence));
        }
        xml.WriteEndElement();
    }

    private static void Properties(XmlWriter xml, Finding finding)
    {
        var expected = finding.Expectation;
        xml.WriteStartElement("properties");
        Property(xml, "verdict", Words.Finding(finding.Verdict));
        Property(xml, expected.Bound == Bound.AtMost ? "atMost" : "atLeast", Number(expected.Limit));
        Property(xml, "value", Number(finding.Value));
        Property(xml, "lower", Number(finding.Interval?.Lower));
        Property(xml, "upper", Number(finding.Interval?.Upper));
        Property(xml, "severity", expected.Severity == Severity.Warn ? "warn" : "error");
        Property(xml, "evidence", expected.Evidence == Evidence.Point ? "point" : "interval");
        Property(xml, "claim", expected.Against == Claim.NonInferiority ? "nonInferiority" : null);
        Property(xml, "pValue", Number(finding.PValue));
        Property(xml, "configLine", expected.Line?.ToString(CultureInfo.InvariantCulture));
        Property(xml, "morePatients", finding.MorePatients?.ToString(CultureInfo.InvariantCulture));
        Property(xml, "morePatientsOf", finding is { MorePatients: not null, MorePatientsOfAllGroups: true } ? "allGroups" : null);
        xml.WriteEndElement();
    }

    private static void Property(XmlWriter xml, string name, string? value)
    {
        if (value is null) return;
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", value);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, int count) =>
        xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));

    private static string? Number(double? value) => value is { } number ? Figures.Exact(number) : null;

    /// <summary>XML has no way to write most control characters, nor half of a surrogate pair.</summary>
    private static string Clean(string text) => Unprintable.Replace(text);
}
