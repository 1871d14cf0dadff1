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

    /// <summary>Writes the plan as an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(Utf8JsonWriter json, AuditPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("name", plan.Name);
        json.WriteString("intendedUse", plan.IntendedUse);
        Write(json, plan.Data);
        Write(json, plan.Model);
        json.WritePropertyName("threshold");
        Write(json, plan.Threshold);
        Write(json, plan.Subgroups);
        json.WriteList("audits", plan.Audits, static (writer, name) => writer.WriteStringValue(name));
        json.WriteList("expectations", plan.Expectations, Write);
        json.WriteNumber("seed", plan.Seed);
        json.WriteStartObject("report");
        json.WriteString("title", plan.Report.Title);
        json.WriteString("profile", plan.Report.Profile.ConfigText());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DataPlan data)
    {
        json.WriteStartObject("data");
        json.WriteString("file", data.File);
        json.WriteString("id", data.Id);
        json.WriteString("label", data.Label);
        json.WriteString("positive", data.Positive);
        json.WriteString("weight", data.Weight);
        json.WriteString("time", data.Time);
        if (data.Split is { } split)
        {
            json.WriteStartObject("split");
            json.WriteString("column", split.Column);
            json.WriteString("evaluate", split.Evaluate);
            json.WriteString("calibrate", split.Calibrate);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("split");
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelPlan model)
    {
        json.WriteStartObject("model");
        json.WriteString("kind", model.Kind);
        json.WriteString("file", model.File);
        json.WriteString("id", model.Id);
        json.WriteString("score", model.Score);
        json.WriteString("name", model.Name);
        json.WriteString("version", model.Version);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ThresholdPlan threshold)
    {
        if (threshold is ThresholdPlan.Fixed { Value: var value })
        {
            json.WriteNumberValue(value);
            return;
        }
        var (rule, target) = (ThresholdPlan.ByRule)threshold;
        json.WriteStartObject();
        json.WriteString("rule", rule.ConfigText());
        json.Write("target", target);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SubgroupPlan subgroups)
    {
        json.WriteStartObject("subgroups");
        json.WriteList("attributes", subgroups.Attributes, static (writer, attribute) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", attribute.Name);
            writer.WriteString("column", attribute.Column);
            if (attribute.Bins is null) writer.WriteNull("bins");
            else writer.WriteList("bins", attribute.Bins, static (w, edge) => w.WriteNumberValue(edge));
            writer.WriteString("reference", attribute.Reference);
            writer.WriteEndObject();
        });
        json.WriteList("intersections", subgroups.Intersections, static (writer, names) =>
        {
            writer.WriteStartArray();
            foreach (var name in names) writer.WriteStringValue(name);
            writer.WriteEndArray();
        });
        json.WriteNumber("minimumSize", subgroups.MinimumSize);
        json.WriteString("missing", subgroups.MissingLevel);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Expectation expectation)
    {
        json.WriteStartObject();
        json.WriteString("metric", expectation.Metric);
        json.Write("where", expectation.Where);
        if (expectation.Compare is { } compare) json.WriteString("compare", compare.ConfigText());
        json.WriteNumber(expectation.Bound.ConfigText(), expectation.Limit);
        json.WriteString("severity", expectation.Severity.ConfigText());
        json.WriteString("evidence", expectation.Evidence.ConfigText());
        json.WriteString("why", expectation.Why);
        json.WriteEndObject();
    }
}
