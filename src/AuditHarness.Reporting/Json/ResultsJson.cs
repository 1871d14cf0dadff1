using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Json;

/// <summary>
/// results.json: the exact form of an audit result, every number with the shortest digits that give it back. The shape is
/// versioned: a field may be added within 1.x, none removed or changed in meaning.
/// </summary>
internal static class ResultsJson
{
    /// <summary>Version of the shape.</summary>
    public const string SchemaVersion = "1.6";

    /// <summary>Indented UTF-8 that ends with a newline; only ASCII, so that no tool can misread it.</summary>
    /// <param name="audit">The result.</param>
    /// <exception cref="ArgumentException">A figure is not finite.</exception>
    public static byte[] Write(AuditResult audit) => JsonText.Write(JavaScriptEncoder.Default, json => Write(json, audit));

    private static void Write(Utf8JsonWriter json, AuditResult audit)
    {
        json.WriteStartObject();
        json.WriteString("schemaVersion", SchemaVersion);
        Write(json, audit.Run);
        json.WritePropertyName("plan");
        PlanJson.Write(json, audit.Plan);
        Write(json, audit.Model);
        json.WriteList("inputs", audit.Inputs, Write);
        // The plan is a config that could be run, and has no key for the lines of another file.
        json.WriteList("configLines", audit.Plan.Expectations, static (writer, expectation) =>
        {
            if (expectation.Line is { } line) writer.WriteNumberValue(line);
            else writer.WriteNullValue();
        });
        Write(json, audit.Logo);
        json.Write("threshold", audit.Threshold);
        json.WriteString("verdict", audit.Verdict.ConfigText());
        json.WriteList("measurements", audit.Measurements, Write);
        json.WriteList("disparities", audit.Disparities, Write);
        json.WriteList("exhibits", audit.Exhibits, ExhibitJson.Write);
        RecordsJson.Write(json, audit.Records);
        json.WriteList("findings", audit.Findings, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunInfo run)
    {
        json.WriteStartObject("run");
        json.WriteString("id", run.Id);
        json.WriteString("startedUtc", run.StartedUtc.UtcDateTime);
        json.WriteNumber("seconds", run.Seconds);
        json.WriteString("toolVersion", run.ToolVersion);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelIdentity model)
    {
        json.WriteStartObject("model");
        json.WriteString("kind", model.Kind);
        json.WriteString("name", model.Name);
        json.WriteString("version", model.Version);
        json.WriteString("sha256", model.Sha256);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InputFile input)
    {
        json.WriteStartObject();
        json.WriteString("role", input.Role);
        json.WriteString("file", input.File);
        json.WriteNumber("bytes", input.Bytes);
        json.WriteString("sha256", input.Sha256);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LogoImage? logo)
    {
        if (logo is null)
        {
            json.WriteNull("logo");
            return;
        }
        json.WriteStartObject("logo");
        json.WriteString("mediaType", logo.MediaType);
        json.WriteString("content", logo.Content);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Measurement measurement)
    {
        var known = measurement as Measurement.Known;
        json.WriteStartObject();
        json.WriteString("metric", measurement.Metric);
        json.Write("subgroup", measurement.Subgroup);
        json.Write("n", measurement.N);
        json.Write("events", measurement.Events);
        json.Write("value", known?.Value);
        json.Write("interval", known?.Interval);
        json.Write("reason", known is null ? ((Measurement.Unknown)measurement).Reason : known.Reason);
        json.WriteBoolean("suppressed", measurement is Measurement.Unknown { Suppressed: true });
        if (known?.Fit is { } fit) json.Write("fit", fit);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GroupDisparity gap)
    {
        json.WriteStartObject();
        json.WriteString("metric", gap.Metric);
        json.WriteTexts("attributes", gap.Attributes);
        json.WriteString("form", gap.Form.ConfigText());
        json.WriteString("comparison", gap.Comparison.ConfigText());
        json.Write("group", gap.Group);
        json.Write("against", gap.Against);
        json.Write("value", gap.Value);
        json.Write("interval", gap.Interval);
        json.Write("expectedUnderEquality", gap.ExpectedUnderEquality);
        json.Write("pValue", gap.PValue);
        json.Write("pValueHolm", gap.PValueHolm);
        json.Write("pValueBenjaminiHochberg", gap.PValueBenjaminiHochberg);
        json.Write("minimumDetectable", gap.MinimumDetectable);
        json.WriteNumber("groups", gap.Groups);
        json.WriteList("leftOut", gap.LeftOut, static (writer, left) =>
        {
            writer.WriteStartObject();
            writer.Write("subgroup", left.Subgroup);
            writer.Write("reason", left.Reason);
            writer.WriteEndObject();
        });
        json.Write("reason", gap.Reason);
        json.WriteBoolean("suppressed", gap.Suppressed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteNumber("expectation", finding.Expectation.Index);
        json.WriteString("metric", finding.Expectation.Metric);
        json.WriteString("feature", finding.Expectation.Feature);
        if (finding.Expectation.Subject is { } subject) json.WriteString("subject", subject);
        json.Write("subgroup", finding.Subgroup);
        json.WriteTexts("attributes", finding.Attributes);
        json.WriteString("verdict", finding.Verdict.ConfigText());
        json.WriteString("severity", finding.Expectation.Severity.ConfigText());
        json.WriteString("evidence", finding.Expectation.Evidence.ConfigText());
        json.Write("sentence", finding.Sentence);
        json.Write("value", finding.Value);
        json.Write("interval", finding.Interval);
        json.Write("pValue", finding.PValue);
        json.Write("morePatients", finding.MorePatients);
        json.WriteBoolean("morePatientsOfAllGroups", finding.MorePatientsOfAllGroups);
        json.WriteEndObject();
    }
}
