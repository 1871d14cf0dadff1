using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>Exhibits in results.json: each with its kind, id and title, and the fields of its kind.</summary>
internal static class ExhibitJson
{
    /// <summary>Writes one exhibit.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="exhibit">The exhibit.</param>
    /// <exception cref="NotSupportedException">A kind of exhibit that this version of the shape does not know.</exception>
    public static void Write(Utf8JsonWriter json, Exhibit exhibit)
    {
        json.WriteStartObject();
        json.WriteString("kind", exhibit.GetType().Name.Kind());
        json.WriteString("id", exhibit.Id);
        json.WriteString("title", exhibit.Title);
        switch (exhibit)
        {
            case Exhibit.Table table:
                json.WriteList("columns", table.Columns, static (writer, column) => writer.WriteStringValue(column));
                json.WriteList("rows", table.Rows, static (writer, row) =>
                {
                    writer.WriteStartArray();
                    foreach (var cell in row) Write(writer, cell);
                    writer.WriteEndArray();
                });
                json.WriteString("note", table.Note);
                break;
            case Exhibit.ReliabilityCurve curve:
                json.Write("subgroup", curve.Subgroup);
                json.WriteList("bins", curve.Bins, Write);
                json.WriteString("reason", curve.Reason);
                break;
            case Exhibit.Notices notices:
                json.WriteList("sentences", notices.Sentences, static (writer, sentence) => writer.WriteStringValue(sentence));
                break;
            case Exhibit.AttributionBars bars:
                json.WriteString("scale", bars.Scale);
                json.WriteList("bars", bars.Bars, Write);
                json.WriteString("footer", bars.Footer);
                break;
            case Exhibit.GapDecomposition gap:
                json.WriteString("scale", gap.Scale);
                json.Write("group", gap.Group);
                json.Write("against", gap.Against);
                json.Write("gap", gap.Gap);
                json.WriteList("parts", gap.Parts, Write);
                json.WriteString("reason", gap.Reason);
                json.WriteString("footer", gap.Footer);
                break;
            case Exhibit.Beeswarm swarm:
                json.WriteString("scale", swarm.Scale);
                json.WriteList("rows", swarm.Rows, Write);
                json.WriteString("footer", swarm.Footer);
                break;
            case Exhibit.Waterfall waterfall:
                // Without steps there is no profile, and two numbers beside a reason would look like one.
                var shown = waterfall.Reason is null;
                json.WriteString("scale", waterfall.Scale);
                json.Write("subgroup", waterfall.Subgroup);
                json.Write("baseValue", shown ? waterfall.BaseValue : null);
                json.Write("output", shown ? waterfall.Output : null);
                json.WriteList("steps", waterfall.Steps, Write);
                json.WriteString("reason", waterfall.Reason);
                json.WriteString("footer", waterfall.Footer);
                break;
            default:
                throw new NotSupportedException($"results.json has no form for an exhibit of kind {exhibit.GetType().Name}.");
        }
        json.WriteEndObject();
    }

    private static string Kind(this string typeName) => JsonNamingPolicy.CamelCase.ConvertName(typeName);

    /// <summary>A text or number as itself; what is not shown as {"hidden": reason}.</summary>
    private static void Write(Utf8JsonWriter json, Cell cell)
    {
        switch (cell)
        {
            case Cell.Text text:
                json.WriteStringValue(text.Value);
                break;
            case Cell.Count count:
                json.WriteNumberValue(count.Value);
                break;
            case Cell.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case Cell.Hidden hidden:
                json.WriteStartObject();
                json.WriteString("hidden", hidden.Reason);
                json.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"results.json has no form for a cell of kind {cell.GetType().Name}.");
        }
    }

    private static void Write(Utf8JsonWriter json, ReliabilityBin bin)
    {
        json.WriteStartObject();
        json.WriteNumber("from", bin.From);
        json.WriteNumber("to", bin.To);
        json.Write("n", bin.N);
        json.Write("meanScore", bin.MeanScore);
        json.Write("eventRate", bin.EventRate);
        json.Write("interval", bin.Interval);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributionBar bar)
    {
        json.WriteStartObject();
        json.WriteString("feature", bar.Feature);
        json.Write("subgroup", bar.Subgroup);
        json.Write("meanAbsolute", bar.MeanAbsolute);
        json.Write("interval", bar.Interval);
        json.Write("mean", bar.Mean);
        json.Write("meanInterval", bar.MeanInterval);
        json.Write("share", bar.Share);
        json.Write("shareInterval", bar.ShareInterval);
        json.Write("monteCarloError", bar.MonteCarloError);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GapPart part)
    {
        json.WriteStartObject();
        json.WriteString("feature", part.Feature);
        json.WriteNumber("contribution", part.Contribution);
        json.Write("interval", part.Interval);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BeeswarmRow row)
    {
        json.WriteStartObject();
        json.WriteString("feature", row.Feature);
        json.WriteList("bins", row.Bins, static (writer, bin) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", bin.From);
            writer.WriteNumber("to", bin.To);
            writer.WriteNumber("count", bin.Count);
            writer.Write("meanFeatureRank", bin.MeanFeatureRank);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WaterfallStep step)
    {
        json.WriteStartObject();
        json.WriteString("feature", step.Feature);
        json.WriteString("typicalValue", step.TypicalValue);
        json.WriteNumber("attribution", step.Attribution);
        json.WriteEndObject();
    }
}
