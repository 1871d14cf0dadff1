using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>What was measured of made-up records, as results.json has it under "records".</summary>
internal static class RecordsJson
{
    /// <summary>Writes it, or null.</summary>
    /// <param name="json">The writer, within an object.</param>
    /// <param name="records">What was measured; null where the audit is of something else.</param>
    /// <exception cref="ArgumentException">A figure is not finite.</exception>
    public static void Write(Utf8JsonWriter json, RecordResults? records)
    {
        if (records is null)
        {
            json.WriteNull("records");
            return;
        }
        json.WriteStartObject("records");
        Generator(json, records);
        json.Write("reading", records.Reading);
        json.WriteList("draws", records.Draws, Draw);
        json.WriteList("counts", records.Counts, static (writer, count) =>
        {
            writer.WriteStartObject();
            writer.Write("group", count.Group);
            writer.Write("train", count.Train);
            writer.Write("holdout", count.Holdout);
            writer.Write("synthetic", count.Synthetic);
            writer.WriteEndObject();
        });
        json.WriteList("columns", records.Columns, static (writer, column) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("kind", column.Kind.ConfigText());
            writer.WriteEndObject();
        });
        json.WriteList("baselines", records.Baselines, static (writer, baseline) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", baseline.Name);
            writer.Write("rows", baseline.Rows);
            writer.Write("reason", baseline.Reason);
            writer.WriteEndObject();
        });
        json.WriteList("figures", records.Figures, Measured);
        json.WriteEndObject();
    }

    private static void Generator(Utf8JsonWriter json, RecordResults records)
    {
        var generator = records.Generator;
        json.WriteStartObject("generator");
        json.WriteString("kind", generator.Model.Kind);
        json.WriteString("name", generator.Model.Name);
        json.WriteString("version", generator.Model.Version);
        json.WriteString("sha256", generator.Model.Sha256);
        json.WriteString("modality", generator.Modality.ConfigText());
        json.WriteTexts("conditions", generator.Conditions);
        json.WriteBoolean("takesSeeds", generator.TakesSeeds);
        json.WriteEndObject();
    }

    private static void Draw(Utf8JsonWriter json, DrawReference draw)
    {
        json.WriteStartObject();
        json.WriteString("id", draw.Id);
        json.WriteNumber("rows", draw.Rows);
        json.WriteStartObject("conditions");
        foreach (var (column, value) in draw.Conditions) json.WriteString(column, value);
        json.WriteEndObject();
        json.WriteNumber("seed", draw.Seed);
        json.WriteNumber("repeat", draw.Repeat);
        json.WriteString("sha256", draw.Sha256);
        json.WriteEndObject();
    }

    private static void Measured(Utf8JsonWriter json, RecordMeasurement measured)
    {
        json.WriteStartObject();
        json.WriteString("metric", measured.Metric);
        json.WriteString("subject", measured.Subject);
        json.Write("group", measured.Group);
        Figure(json, measured.Figure);
        json.WriteList("baselines", measured.Baselines, static (writer, figure) =>
        {
            writer.WriteStartObject();
            Figure(writer, figure);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Figure(Utf8JsonWriter json, RecordFigureShown figure)
    {
        json.Write("value", figure.Value);
        json.Write("interval", figure.Interval);
        json.Write("n", figure.N);
        json.Write("reason", figure.Reason);
        json.WriteBoolean("suppressed", figure.Suppressed);
    }
}
