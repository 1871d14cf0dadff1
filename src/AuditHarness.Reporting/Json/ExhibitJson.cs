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
        json.Write("title", exhibit.Title);
        switch (exhibit)
        {
            case Exhibit.Table table:
                json.WriteTexts("columns", table.Columns);
                json.WriteList("rows", table.Rows, static (writer, row) =>
                {
                    writer.WriteStartArray();
                    foreach (var cell in row) Write(writer, cell);
                    writer.WriteEndArray();
                });
                json.WriteList("said", Said(table), static (writer, cell) =>
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("row", cell.Row);
                    writer.WriteNumber("column", cell.Column);
                    writer.WritePropertyName("parts");
                    PhraseJson.WritePartsOrNull(writer, cell.Text);
                    writer.WriteEndObject();
                });
                json.Write("note", table.Note);
                break;
            case Exhibit.ReliabilityCurve curve:
                json.Write("subgroup", curve.Subgroup);
                json.WriteList("bins", curve.Bins, Write);
                json.Write("reason", curve.Reason);
                break;
            case Exhibit.OperatingCurve curve:
                json.Write("subgroup", curve.Subgroup);
                json.WriteList("points", curve.Points, Write);
                json.Write("prevalence", curve.Prevalence);
                json.Write("reason", curve.Reason);
                break;
            case Exhibit.Notices notices:
                json.Write("sentences", notices.Sentences);
                break;
            case Exhibit.AttributionBars bars:
                json.WriteString("scale", bars.Scale);
                json.WriteList("bars", bars.Bars, Write);
                json.Write("footer", bars.Footer);
                break;
            case Exhibit.GapDecomposition gap:
                json.WriteString("scale", gap.Scale);
                json.Write("group", gap.Group);
                json.Write("against", gap.Against);
                json.Write("gap", gap.Gap);
                json.WriteList("parts", gap.Parts, Write);
                json.Write("reason", gap.Reason);
                json.Write("footer", gap.Footer);
                break;
            case Exhibit.Beeswarm swarm:
                json.WriteString("scale", swarm.Scale);
                json.WriteList("rows", swarm.Rows, Write);
                json.Write("footer", swarm.Footer);
                break;
            case Exhibit.Waterfall waterfall:
                // Without steps there is no profile, and two numbers beside a reason would look like one.
                var shown = waterfall.Reason is null;
                json.WriteString("scale", waterfall.Scale);
                json.Write("subgroup", waterfall.Subgroup);
                json.Write("baseValue", shown ? waterfall.BaseValue : null);
                json.Write("output", shown ? waterfall.Output : null);
                json.WriteList("steps", waterfall.Steps, Write);
                json.Write("reason", waterfall.Reason);
                json.Write("footer", waterfall.Footer);
                break;
            default:
                throw new NotSupportedException($"results.json has no form for an exhibit of kind {exhibit.GetType().Name}.");
        }
        json.WriteEndObject();
    }

    private static string Kind(this string typeName) => JsonNamingPolicy.CamelCase.ConvertName(typeName);

    // Which texts of a table are ours; all others are from data, and not to be translated.
    private static IEnumerable<(int Row, int Column, Phrase Text)> Said(Exhibit.Table table) =>
        from row in table.Rows.Index()
        from cell in row.Item.Index()
        where cell.Item is Cell.Said
        select (row.Index, cell.Index, ((Cell.Said)cell.Item).Value);

    /// <summary>A text or number as itself; an estimate as {"value", "interval"}; what is not shown as {"hidden": reason}.</summary>
    private static void Write(Utf8JsonWriter json, Cell cell)
    {
        switch (cell)
        {
            case Cell.Text text:
                json.WriteStringValue(text.Value);
                break;
            case Cell.Said said:
                json.WriteStringValue(said.Value.ToString());
                break;
            case Cell.Count count:
                json.WriteNumberValue(count.Value);
                break;
            case Cell.Number number:
                // The point tells a number from a count when it is read again.
                json.WriteRawValue(JsonText.Digits(number.Value));
                break;
            case Cell.Figure figure:
                json.WriteStartObject();
                json.WriteNumber("value", figure.Value);
                json.Write("interval", figure.Interval);
                if (figure.Interval is null) json.Write("reason", figure.Reason);
                json.WriteEndObject();
                break;
            case Cell.Hidden hidden:
                json.WriteStartObject();
                json.Write("hidden", hidden.Reason);
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
        json.Write("underCalibration", bin.UnderCalibration);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OperatingPoint point)
    {
        json.WriteStartObject();
        json.WriteNumber("falsePositiveRate", point.FalsePositiveRate);
        json.WriteNumber("sensitivity", point.Sensitivity);
        json.Write("precision", point.Precision);
        json.Write("sensitivityInterval", point.SensitivityInterval);
        json.Write("precisionInterval", point.PrecisionInterval);
        json.Write("falsePositiveRateInterval", point.FalsePositiveRateInterval);
        json.Write("threshold", point.Threshold);
        json.Write("netBenefit", point.NetBenefit);
        json.Write("netBenefitInterval", point.NetBenefitInterval);
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
        json.Write("typicalValue", step.TypicalValue);
        json.WriteNumber("attribution", step.Attribution);
        json.WriteEndObject();
    }
}
