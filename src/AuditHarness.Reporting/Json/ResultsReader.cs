using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Reporting.Json;

/// <summary>Reads results.json back into the very result that it was written from, so that every output can be rendered from it again.</summary>
public static class ResultsReader
{
    private static readonly Version Newest = new(ResultsJson.SchemaVersion);

    /// <summary>Reads a result. What a file of an older 1.x does not say is as it was then: no logo, no config lines, no records.</summary>
    /// <param name="utf8">The file, with or without a byte order mark.</param>
    /// <param name="file">Its name, as messages show it.</param>
    /// <param name="readPlan">Reads the plan inside, which is a config: given its bytes and the line on which they begin, from 1.</param>
    /// <exception cref="AuditInputException">It is no results.json, of a later version, or damaged; the message says where.</exception>
    public static AuditResult Read(ReadOnlyMemory<byte> utf8, string file, Func<byte[], int, AuditPlan> readPlan)
    {
        ArgumentNullException.ThrowIfNull(readPlan);
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        using var document = Parse(utf8, file);
        var json = new ResultsNode(file, document.RootElement);
        RefuseLater(json, file);
        RefuseTwins(json);
        var plan = readPlan([.. JsonMarshal.GetRawUtf8Value(json["plan"].Json)], LineOf(utf8.Span, json["plan"].Json));
        plan = plan with { Expectations = WithLines(plan.Expectations, json) };
        var result = new AuditResult
        {
            Run = Run(json["run"]),
            Plan = plan,
            Model = Model(json["model"]),
            Inputs = json.List("inputs", Input),
            Logo = json.Find("logo") is null ? null : json.OrNull("logo", Logo),
            Threshold = json["threshold"].NumberOrNull(),
            Verdict = json["verdict"].Choice<Verdict>(),
            Measurements = json.List("measurements", Measured),
            Disparities = json.List("disparities", Gap),
            Exhibits = json.List("exhibits", ExhibitReader.Read),
            Records = json.Find("records") is null ? null : json.OrNull("records", RecordsReader.Read),
            Findings = json.List("findings", n => Found(n, plan.Expectations)),
        };
        RefuseOther(result, json);
        if (result.Inputs.Count == 0) throw json["inputs"].Fault("names no file, not even the config");
        if (result.Threshold is < 0 or > 1) throw json["threshold"].Fault("is not between 0 and 1");
        if (result.Verdict != Judgement.Overall(result.Findings)) throw json["verdict"].Fault("is not what the findings come to");
        if (result.Exhibits.DistinctBy(e => e.Id).Count() != result.Exhibits.Count) throw json["exhibits"].Fault("have the same id twice");
        return result;
    }

    // Pages ask the one kind of result for what the other does not have.
    private static void RefuseOther(AuditResult result, ResultsNode json)
    {
        if (result.Plan is SyntheticRecordsPlan)
        {
            if (result.Records is null) throw json.Fault("lacks what was measured of records ('records'), which its plan is about");
            if (result.Records.Generator.Model != result.Model) throw json["records"]["generator"].Fault("is another than the model that was audited");
            if (result.Threshold is not null) throw json["threshold"].Fault("is there, and nothing scores patients");
            if (result.Measurements.Count + result.Disparities.Count > 0) throw json["measurements"].Fault("or 'disparities' hold what is measured of scores, and nothing scores patients");
        }
        else
        {
            if (result.Records is not null) throw json["records"].Fault("is there, and the plan is about no records");
            if (result.Threshold is null) throw json["threshold"].Fault("is null, and the plan is about a model that scores patients");
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string file)
    {
        const string Mend = "Name the results.json of an audit; if it is one, it was cut short or damaged: restore it, or run the audit again.";
        if (!Utf8.IsValid(utf8.Span)) throw new AuditInputException($"'{file}' is not UTF-8 text. {Mend}");
        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"'{file}' is not valid JSON, or nested too deeply, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. {Mend}"), e);
        }
    }

    // A later version may hold what would be lost here without a word.
    private static void RefuseLater(ResultsNode json, string file)
    {
        if (json.Json.ValueKind != JsonValueKind.Object || json.Find("schemaVersion") is not { } node)
            throw new AuditInputException($"'{file}' is not a results.json of AuditHarness: it has no 'schemaVersion'. Name the results.json of an audit.");
        if (!Version.TryParse(node.Text(), out var version) || version.Build >= 0) throw node.Fault("is not a version such as \"1.2\"");
        if (version > Newest)
            throw new AuditInputException(
                $"'{file}' is a results.json of schema version {version}, and this AuditHarness reads up to {Newest}. Render it with the version that wrote it, or a later one.");
        if (version.Major < 1) throw node.Fault("is no version that there ever was");
    }

    // What stands twice reads differently in different programs.
    private static void RefuseTwins(ResultsNode json)
    {
        if (json.Json.ValueKind == JsonValueKind.Object) foreach (var (_, value) in json.Members()) RefuseTwins(value);
        if (json.Json.ValueKind == JsonValueKind.Array) foreach (var item in json.Items()) RefuseTwins(item);
    }

    private static int LineOf(ReadOnlySpan<byte> utf8, JsonElement part) =>
        utf8.Overlaps(JsonMarshal.GetRawUtf8Value(part), out var start) ? 1 + utf8[..start].Count((byte)'\n') : 1;

    private static IReadOnlyList<Expectation> WithLines(IReadOnlyList<Expectation> expectations, ResultsNode json)
    {
        if (json.Find("configLines") is not { } node) return [.. expectations.Select(e => e with { Line = null })];
        int?[] lines = [.. node.Items().Select(n => n.CountOrNull())];
        if (lines.Length != expectations.Count) throw node.Fault("has not as many lines as the plan has expectations");
        return [.. expectations.Select((e, k) => e with { Line = lines[k] })];
    }

    private static RunInfo Run(ResultsNode json)
    {
        var id = json["id"].Text();
        if (id.Length is 0 or > 100 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw json["id"].Fault("is not a name of at most 100 letters, digits, hyphens and underscores");
        var started = json["startedUtc"];
        if (started.Text().Length == 0 || !started.Json.TryGetDateTime(out var utc) || utc.Kind != DateTimeKind.Utc)
            throw started.Fault("is not a time in UTC such as \"2026-01-31T09:30:00Z\"");
        return new(id, utc, json["seconds"].Number(), json["toolVersion"].Text());
    }

    private static ModelIdentity Model(ResultsNode json) =>
        new(json["kind"].Text(), json["name"].Text(), json.OrNull("version", n => n.Text()), json["sha256"].Sha256());

    private static InputFile Input(ResultsNode json) =>
        new(json["role"].Text(), json["file"].Text(), json["bytes"].Whole(), json["sha256"].Sha256());

    private static LogoImage Logo(ResultsNode json)
    {
        var content = new byte[LogoImage.LargestBytes + 3];
        if (!Convert.TryFromBase64String(json["content"].Text(), content, out var length)) throw json["content"].Fault("is not a picture in base 64");
        try
        {
            var logo = LogoImage.Of(content.AsSpan(0, length));
            return logo.MediaType == json["mediaType"].Text() ? logo : throw json["mediaType"].Fault("is not what the picture is");
        }
        catch (FormatException e)
        {
            throw json["content"].Fault(e.Message);
        }
    }

    private static Measurement Measured(ResultsNode json)
    {
        var (metric, subgroup, n, events) = (Known(json, id => MetricCatalog.Find(id) is not null), json["subgroup"].Subgroup(), json["n"].CountOrNull(), json["events"].CountOrNull());
        var (value, interval) = (json["value"].NumberOrNull(), json.OrNull("interval", i => i.Interval()));
        var suppressed = json.Find("suppressed")?.Flag() ?? false;
        if (value is not { } known)
            return interval is null ? new Measurement.Unknown(metric, subgroup, n, events, json.Said("reason"), suppressed) : throw json["interval"].Fault("is an interval around no value");
        if (suppressed) throw json.Fault("is suppressed and has a value all the same");
        var info = MetricCatalog.Find(metric)!.Info;
        if (!Within(known, info.Min, info.Max)) throw json["value"].Fault("is no value that the figure can have");
        if (interval is not null && !Within(known, interval.Lower, interval.Upper)) throw json["value"].Fault("lies outside its interval");
        return new Measurement.Known(metric, subgroup, n, events, known, interval, json.SaidOrNull("reason")) { Fit = json.Find("fit") is null ? null : json.Said("fit") };
    }

    /// <summary>Whether a value lies within limits; what was rounded on the way may lie a little outside.</summary>
    internal static bool Within(double value, double lower, double upper) =>
        Math.Max(1, Math.Abs(value)) * 1e-9 is var little && value >= lower - little && value <= upper + little;

    private static GroupDisparity Gap(ResultsNode json) => new()
    {
        Metric = Known(json, id => DisparityCatalog.Find(id) is not null),
        Attributes = json.List("attributes", n => n.Text()) is { Count: > 0 } attributes ? attributes : throw json["attributes"].Fault("is empty"),
        Form = json["form"].Choice<DisparityForm>(),
        Comparison = json["comparison"].Choice<Comparison>(),
        Group = json.OrNull("group", n => n.Subgroup()),
        Against = json.OrNull("against", n => n.Subgroup()),
        Value = json["value"].NumberOrNull(),
        Interval = json.OrNull("interval", n => n.Interval()),
        ExpectedUnderEquality = json["expectedUnderEquality"].NumberOrNull(),
        PValue = json["pValue"].NumberOrNull(),
        PValueHolm = json["pValueHolm"].NumberOrNull(),
        PValueBenjaminiHochberg = json.Find("pValueBenjaminiHochberg")?.NumberOrNull(),
        MinimumDetectable = json.Find("minimumDetectable")?.NumberOrNull(),
        Groups = json["groups"].Count(),
        LeftOut = json.List("leftOut", n => new LeftOut(n["subgroup"].Subgroup(), n.Said("reason"))),
        Reason = json.SaidOrNull("reason"),
        Suppressed = json["suppressed"].Flag(),
    };

    private static Finding Found(ResultsNode json, IReadOnlyList<Expectation> expectations)
    {
        var index = json["expectation"].Count();
        if (index >= expectations.Count) throw json["expectation"].Fault("is about an expectation that the plan does not have");
        var expectation = expectations[index];
        if (json["metric"].Text() != expectation.Metric || json["severity"].Choice<Severity>() != expectation.Severity)
            throw json.Fault("is not about the expectation of the plan that it names");
        return new()
        {
            Expectation = expectation,
            Subgroup = json.OrNull("subgroup", n => n.Subgroup()),
            Attributes = json.List("attributes", n => n.Text()),
            Verdict = json["verdict"].Choice<Verdict>(),
            Sentence = json.Said("sentence"),
            Value = json["value"].NumberOrNull(),
            Interval = json.OrNull("interval", n => n.Interval()),
            PValue = json.Find("pValue")?.NumberOrNull(),
            MorePatients = json["morePatients"] is { Json.ValueKind: not JsonValueKind.Null } more ? more.Whole() : null,
            MorePatientsOfAllGroups = json.Find("morePatientsOfAllGroups")?.Flag() ?? false,
        };
    }

    private static string Known(ResultsNode json, Func<string, bool> isKnown) =>
        json["metric"].Text() is var id && isKnown(id) ? id : throw json["metric"].Fault("is no figure that this version knows");
}
