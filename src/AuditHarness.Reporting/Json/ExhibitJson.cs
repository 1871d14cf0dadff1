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
}
