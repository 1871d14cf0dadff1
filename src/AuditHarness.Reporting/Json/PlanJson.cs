using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Reporting.Json;

/// <summary>The plan in the words of a config, every default made explicit, so that the audit can be repeated from its results.</summary>
internal static class PlanJson
{
    /// <summary>The plan as text to read: letters of every script as they are, so the reader must escape it for where it is shown.</summary>
    /// <param name="plan">The plan.</param>
    public static string Readable(AuditPlan plan) =>
        Encoding.UTF8.GetString(JsonText.Write(JavaScriptEncoder.UnsafeRelaxedJsonEscaping, json => Write(json, plan))).TrimEnd('\n');

    /// <summary>The one form of a plan that is hashed: UTF-8, keys in this order, no white space, nothing escaped that need not be.</summary>
    /// <param name="plan">The plan.</param>
    public static byte[] Canonical(AuditPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(json, plan);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the plan as an object that could be saved and run as a config; what the plan does not have is left out.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(Utf8JsonWriter json, AuditPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("name", plan.Name);
        json.WriteIfSaid("intendedUse", plan.IntendedUse);
        if (plan is DiagnosticPlan diagnostic) WriteModel(json, diagnostic);
        if (plan is SyntheticRecordsPlan generated) RecordsPlanJson.Write(json, generated);
        Write(json, plan.Subgroups);
        json.WriteTexts("audits", plan.Audits);
        if (plan is DiagnosticPlan measured) WriteMeasured(json, measured);
        json.WriteList("expectations", plan.Expectations, Write);
        DeclarationsJson.Write(json, plan.Card);
        DeclarationsJson.Write(json, plan.Evidence);
        json.WriteNumber("seed", plan.Seed);
        json.WriteStartObject("report");
        json.WriteString("title", plan.Report.Title);
        json.WriteString("profile", plan.Report.Profile.ConfigText());
        json.WriteString("language", plan.Report.Language.Code());
        json.WriteIfSaid("organisation", plan.Report.Organisation);
        json.WriteIfSaid("logo", plan.Report.Logo);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, DiagnosticPlan plan)
    {
        DataJson.Write(json, plan.Data);
        ModelJson.Write(json, plan.Model, plan.Model.File == plan.Data.File);
        json.WritePropertyName("threshold");
        SettingsJson.Write(json, plan.Threshold);
    }

    private static void WriteMeasured(Utf8JsonWriter json, DiagnosticPlan plan)
    {
        SettingsJson.Write(json, plan.Measures);
        SettingsJson.Write(json, plan.Intervals);
        SettingsJson.Write(json, plan.Fairness);
        if (plan.Explanations is { } explanations) SettingsJson.Write(json, explanations);
    }

    private static void Write(Utf8JsonWriter json, SubgroupPlan subgroups)
    {
        json.WriteStartObject("subgroups");
        json.WriteList("attributes", subgroups.Attributes, Write);
        json.WriteList("intersections", subgroups.Intersections, static (writer, names) =>
        {
            writer.WriteStartArray();
            foreach (var name in names) writer.WriteStringValue(name);
            writer.WriteEndArray();
        });
        json.WriteNumber("minimumSize", subgroups.MinimumSize);
        json.WriteStartObject("reference");
        foreach (var attribute in subgroups.Attributes) json.WriteIfSaid(attribute.Name, attribute.Reference);
        json.WriteEndObject();
        json.WriteString("missing", subgroups.MissingLevel);
        json.WriteEndObject();
    }

    /// <summary>An attribute, or a column that is declared in the same form.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="attribute">What is written.</param>
    public static void Write(Utf8JsonWriter json, AttributePlan attribute)
    {
        json.WriteStartObject();
        json.WriteString("column", attribute.Column);
        json.WriteString("name", attribute.Name);
        if (attribute.Bins is { } bins) json.WriteList("bins", bins, static (writer, edge) => writer.WriteNumberValue(edge));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Expectation expectation)
    {
        json.WriteStartObject();
        json.WriteString("metric", expectation.Metric);
        json.WriteIfSaid("feature", expectation.Feature);
        json.WriteIfSaid("subject", expectation.Subject);
        json.Write("where", expectation.Where);
        if (expectation.Compare is { } compare) json.WriteString("compare", compare.ConfigText());
        if (expectation.Against != Claim.Equivalence) json.WriteString("against", expectation.Against.ConfigText());
        json.WriteNumber(expectation.Bound.ConfigText(), expectation.Limit);
        json.WriteString("severity", expectation.Severity.ConfigText());
        json.WriteString("evidence", expectation.Evidence.ConfigText());
        json.WriteIfSaid("why", expectation.Why);
        json.WriteEndObject();
    }
}
