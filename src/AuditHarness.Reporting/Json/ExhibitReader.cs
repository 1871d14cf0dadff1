using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>Reads what <see cref="ExhibitJson"/> writes, kind by kind.</summary>
internal static class ExhibitReader
{
    /// <summary>Reads one exhibit.</summary>
    /// <param name="json">Its object.</param>
    /// <exception cref="AuditInputException">It is of no kind that is known here, or is damaged.</exception>
    public static Exhibit Read(ResultsNode json)
    {
        var id = json["id"].Text();
        if (id.Length is 0 or > 200 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw json["id"].Fault("is not a name of letters, digits and hyphens");
        var title = json.Said("title");
        switch (json["kind"].Text())
        {
            case "table":
                return Table(json, id, title);
            case "reliabilityCurve":
                return new Exhibit.ReliabilityCurve(id, title, json["subgroup"].Subgroup(), json.List("bins", Bin), json.SaidOrNull("reason"));
            case "operatingCurve":
                // Files before 1.3 tell no thresholds, and so no net benefit at them.
                return new Exhibit.OperatingCurve(id, title, json["subgroup"].Subgroup(), json.List("points", Point), json.SaidOrNull("reason"))
                {
                    Prevalence = json.Find("prevalence")?.NumberOrNull(),
                };
            case "notices":
                return new Exhibit.Notices(id, title, json.SaidList("sentences"));
            case "attributionBars":
                return new Exhibit.AttributionBars(id, title, json["scale"].Text(), json.List("bars", Bar), json.Said("footer"));
            case "gapDecomposition":
                return new Exhibit.GapDecomposition(
                    id, title, json["scale"].Text(), json["group"].Subgroup(), json["against"].Subgroup(), json["gap"].NumberOrNull(),
                    json.List("parts", Part), json.SaidOrNull("reason"), json.Said("footer"));
            case "beeswarm":
                return new Exhibit.Beeswarm(id, title, json["scale"].Text(), json.List("rows", Swarm), json.Said("footer"));
            case "waterfall":
                return new Exhibit.Waterfall(
                    id, title, json["scale"].Text(), json["subgroup"].Subgroup(), json["baseValue"].NumberOrNull() ?? 0,
                    json["output"].NumberOrNull() ?? 0, json.List("steps", Step), json.SaidOrNull("reason"), json.Said("footer"));
            default:
                throw json["kind"].Fault("is no kind of exhibit that this version knows");
        }
    }

    private static Exhibit.Table Table(ResultsNode json, string id, Phrase title)
    {
        var columns = json.List("columns", n => n.Text());
        var texts = json["rows"].Items().Select(row => row.Items().ToArray()).ToArray();
        var cells = texts.Select(row => row.Select(ReadCell).ToArray()).ToArray();
        for (var r = 0; r < cells.Length; r++)
            if (cells[r].Length != columns.Count) throw json["rows"].Items().ElementAt(r).Fault("has not as many cells as the table has columns");
        // Files before 1.2 do not say which texts are ours; they are shown as they are.
        foreach (var said in json.Find("said")?.Items() ?? [])
        {
            var (row, column) = (said["row"].Count(), said["column"].Count());
            if (row >= cells.Length || column >= columns.Count || cells[row][column] is not Cell.Text) throw said.Fault("is about no text of the table");
            cells[row][column] = new Cell.Said(texts[row][column].Phrase(said["parts"]));
        }
        // It is drawn too: a step and its number, from where it begins to where it ends.
        if (id == "cohort-flow" && (columns.Count != 2 || cells.Length < 2)) throw json.Fault("is no cohort flow: it needs two columns, and two rows at least");
        return new(id, title, columns, cells, json.SaidOrNull("note"));
    }

    // A count is written without a decimal point, and a number with one.
    private static Cell ReadCell(ResultsNode json) => json.Json.ValueKind switch
    {
        JsonValueKind.String => new Cell.Text(json.Text()),
        JsonValueKind.Number when json.Json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') => new Cell.Number(json.Number()),
        JsonValueKind.Number when json.Json.TryGetInt64(out var count) => new Cell.Count(count),
        JsonValueKind.Number => throw json.Fault("is too large a number"),
        // Files before 1.3 hold no estimates in tables.
        JsonValueKind.Object when json.Find("value") is { } value => new Cell.Figure(
            value.Number(), json.OrNull("interval", n => n.Interval()), json.Find("reason") is null ? null : json.SaidOrNull("reason")),
        _ => new Cell.Hidden(json.Said("hidden")),
    };

    private static ReliabilityBin Bin(ResultsNode json) => new(
        json["from"].Number(), json["to"].Number(), json["n"].CountOrNull(), json["meanScore"].NumberOrNull(),
        json["eventRate"].NumberOrNull(), json.OrNull("interval", n => n.Interval()))
    {
        UnderCalibration = json.Find("underCalibration") is null ? null : json.OrNull("underCalibration", n => n.Interval()),
    };

    private static OperatingPoint Point(ResultsNode json) => new(
        json["falsePositiveRate"].Number(), json["sensitivity"].Number(), json["precision"].NumberOrNull(),
        json.OrNull("sensitivityInterval", n => n.Interval()), json.OrNull("precisionInterval", n => n.Interval()))
    {
        // Files before 1.5 tell none.
        FalsePositiveRateInterval = json.Find("falsePositiveRateInterval") is null ? null : json.OrNull("falsePositiveRateInterval", n => n.Interval()),
        Threshold = json.Find("threshold")?.NumberOrNull(), NetBenefit = json.Find("netBenefit")?.NumberOrNull(),
        NetBenefitInterval = json.Find("netBenefitInterval") is null ? null : json.OrNull("netBenefitInterval", n => n.Interval()),
    };

    private static AttributionBar Bar(ResultsNode json) => new(
        json["feature"].Text(), json["subgroup"].Subgroup(), json["meanAbsolute"].NumberOrNull(),
        json.OrNull("interval", n => n.Interval()), json["mean"].NumberOrNull(), json["share"].NumberOrNull())
    {
        MeanInterval = json.OrNull("meanInterval", n => n.Interval()),
        ShareInterval = json.OrNull("shareInterval", n => n.Interval()),
        MonteCarloError = json["monteCarloError"].NumberOrNull(),
    };

    private static GapPart Part(ResultsNode json) => new(
        json["feature"].Text(), json["contribution"].Number(), json.OrNull("interval", n => n.Interval()));

    private static BeeswarmRow Swarm(ResultsNode json) => new(json["feature"].Text(), json.List("bins", bin => new BeeswarmBin(
        bin["from"].Number(), bin["to"].Number(), bin["count"].Count(), bin["meanFeatureRank"].NumberOrNull())));

    private static WaterfallStep Step(ResultsNode json) => new(json["feature"].Text(), json.SaidOrNull("typicalValue"), json["attribution"].Number());
}
