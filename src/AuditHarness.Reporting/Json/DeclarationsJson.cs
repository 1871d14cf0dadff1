using System.Globalization;
using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>What people declare and attach, in the words of a config.</summary>
internal static class DeclarationsJson
{
    /// <summary>The section of the model card; nothing of an empty one.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="card">What is written.</param>
    public static void Write(Utf8JsonWriter json, ModelCard card)
    {
        if (card.Entries.Count == 0) return;
        json.WriteStartObject("modelCard");
        foreach (var entry in card.Entries)
        {
            json.WriteStartObject(entry.Field);
            json.WriteString("text", entry.Text);
            json.WriteString("by", entry.By);
            json.WriteString("on", Day(entry.On));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The section of the evidence; nothing where there is none.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="evidence">What is written.</param>
    public static void Write(Utf8JsonWriter json, EvidencePlan evidence)
    {
        if (evidence.Profiles.Count == 0 && evidence.TestData is null) return;
        json.WriteStartObject("evidence");
        json.WriteTexts("profiles", evidence.Profiles);
        if (evidence.TestData is { } data) json.WriteString("testData", data.ConfigText());
        json.WriteList("attachments", evidence.Attachments, static (writer, attachment) =>
        {
            writer.WriteStartObject();
            writer.WriteString("file", attachment.File);
            writer.WriteString("title", attachment.Title);
            writer.WriteTexts("for", attachment.Requirements);
            writer.WriteEndObject();
        });
        json.WriteList("notApplicable", evidence.NotApplicable, static (writer, not) =>
        {
            writer.WriteStartObject();
            writer.WriteString("requirement", not.Requirement);
            writer.WriteString("why", not.Why);
            writer.WriteString("by", not.By);
            writer.WriteString("on", Day(not.On));
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
