using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>The data of a plan, and tables of any kind, in the words of a config.</summary>
internal static class DataJson
{
    /// <summary>The section of the data.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="data">What is written.</param>
    public static void Write(Utf8JsonWriter json, DataPlan data)
    {
        json.WriteStartObject("data");
        json.WriteIfSaid("file", data.File);
        Write(json, data.Csv);
        if (data.Query is { } query) Write(json, query);
        if (data.Schema.Count > 0)
        {
            json.WriteStartObject("schema");
            foreach (var (column, type) in data.Schema) json.WriteString(column, type.ConfigText());
            json.WriteEndObject();
        }
        json.WriteIfSaid("zone", data.Zone);
        json.WriteIfSaid("id", data.Id);
        json.WriteString("label", data.Label);
        json.WriteString("positive", data.Positive);
        json.WriteIfSaid("weight", data.Weight);
        json.WriteIfSaid("cluster", data.Cluster);
        json.WriteIfSaid("stratum", data.Stratum);
        json.WriteIfSaid("time", data.Time);
        if (data.Split is { } split)
        {
            json.WriteStartObject("split");
            json.WriteString("column", split.Column);
            json.WriteString("evaluate", split.Evaluate);
            json.WriteIfSaid("calibrate", split.Calibrate);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>How a CSV file is written, where that is not as RFC 4180 says.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="csv">What is written.</param>
    public static void Write(Utf8JsonWriter json, CsvPlan csv)
    {
        if (csv.IsDefault) return;
        json.WriteStartObject("csv");
        json.WriteString("delimiter", csv.Delimiter.ToString());
        json.WriteString("quote", csv.Quote?.ToString() ?? CsvPlan.NoQuote);
        json.WriteIfSaid("encoding", csv.Encoding);
        json.WriteString("decimal", csv.DecimalMark.ToString());
        if (csv.Missing.Count > 0) json.WriteTexts("missing", csv.Missing);
        json.WriteEndObject();
    }

    /// <summary>A query and what it reads, within the section of its table.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="query">What is written.</param>
    public static void Write(Utf8JsonWriter json, QueryPlan query)
    {
        json.WriteTexts("query", query.Sql.Split('\n'));
        if (query.Tables.Count > 0)
        {
            json.WriteStartObject("tables");
            foreach (var (name, file) in query.Tables) json.WriteString(name, file);
            json.WriteEndObject();
        }
        json.WriteIfSaid("database", query.Database);
    }
}
