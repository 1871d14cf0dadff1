using System.Buffers;
using System.Globalization;
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
        WriteIfSaid(json, "intendedUse", plan.IntendedUse);
        Write(json, plan.Data);
        Write(json, plan.Model, plan.Model.File == plan.Data.File);
        json.WritePropertyName("threshold");
        Write(json, plan.Threshold);
        Write(json, plan.Subgroups);
        json.WriteList("audits", plan.Audits, static (writer, name) => writer.WriteStringValue(name));
        Write(json, plan.Measures);
        Write(json, plan.Intervals);
        Write(json, plan.Fairness);
        if (plan.Explanations is { } explanations) Write(json, explanations);
        json.WriteList("expectations", plan.Expectations, Write);
        Write(json, plan.Card);
        Write(json, plan.Evidence);
        json.WriteNumber("seed", plan.Seed);
        json.WriteStartObject("report");
        json.WriteString("title", plan.Report.Title);
        json.WriteString("profile", plan.Report.Profile.ConfigText());
        json.WriteString("language", plan.Report.Language.Code());
        WriteIfSaid(json, "organisation", plan.Report.Organisation);
        WriteIfSaid(json, "logo", plan.Report.Logo);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DataPlan data)
    {
        json.WriteStartObject("data");
        WriteIfSaid(json, "file", data.File);
        Write(json, data.Csv);
        if (data.Query is { } query) Write(json, query);
        if (data.Schema.Count > 0)
        {
            json.WriteStartObject("schema");
            foreach (var (column, type) in data.Schema) json.WriteString(column, type.ConfigText());
            json.WriteEndObject();
        }
        WriteIfSaid(json, "zone", data.Zone);
        WriteIfSaid(json, "id", data.Id);
        json.WriteString("label", data.Label);
        json.WriteString("positive", data.Positive);
        WriteIfSaid(json, "weight", data.Weight);
        WriteIfSaid(json, "cluster", data.Cluster);
        WriteIfSaid(json, "stratum", data.Stratum);
        WriteIfSaid(json, "time", data.Time);
        if (data.Split is { } split)
        {
            json.WriteStartObject("split");
            json.WriteString("column", split.Column);
            json.WriteString("evaluate", split.Evaluate);
            WriteIfSaid(json, "calibrate", split.Calibrate);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CsvPlan csv)
    {
        if (csv.IsDefault) return;
        json.WriteStartObject("csv");
        json.WriteString("delimiter", csv.Delimiter.ToString());
        json.WriteString("quote", csv.Quote?.ToString() ?? CsvPlan.NoQuote);
        WriteIfSaid(json, "encoding", csv.Encoding);
        json.WriteString("decimal", csv.DecimalMark.ToString());
        if (csv.Missing.Count > 0) json.WriteList("missing", csv.Missing, static (writer, text) => writer.WriteStringValue(text));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan query)
    {
        json.WriteList("query", query.Sql.Split('\n'), static (writer, line) => writer.WriteStringValue(line));
        if (query.Tables.Count > 0)
        {
            json.WriteStartObject("tables");
            foreach (var (name, file) in query.Tables) json.WriteString(name, file);
            json.WriteEndObject();
        }
        WriteIfSaid(json, "database", query.Database);
    }

    private static void Write(Utf8JsonWriter json, ModelPlan model, bool inData)
    {
        json.WriteStartObject("model");
        json.WriteString("kind", model.Kind);
        WriteIfSaid(json, "file", model.File);
        WriteIfSaid(json, "id", model.Id);
        WriteIfSaid(json, "score", model.Score);
        if (model.Classes.Count > 0) json.WriteList("classes", model.Classes, static (writer, column) => writer.WriteStringValue(column));
        if (model.PerClass is { } rows)
        {
            json.WriteStartObject("long");
            json.WriteString("class", rows.Class);
            json.WriteString("probability", rows.Probability);
            json.WriteEndObject();
        }
        // Of scores in the data file itself the data says how it is written.
        if (!inData) Write(json, model.Csv);
        WriteIfSaid(json, "name", model.Name);
        WriteIfSaid(json, "version", model.Version);
        // Of a model of pictures the section "images" says all that it is given.
        if (model.Features.Count > 0 && model.Images is null) json.WriteList("features", model.Features, Write);
        WriteIfSaid(json, "sha256", model.Sha256);
        if (model.Output is { } output) json.WriteString("output", output.ConfigText());
        WriteIfSaid(json, "positiveClass", model.PositiveClass);
        if (model.PositiveClasses.Count > 0) json.WriteList("positiveClasses", model.PositiveClasses, static (writer, name) => writer.WriteStringValue(name));
        if (model.AllowedDomains.Count > 0) json.WriteList("allowDomains", model.AllowedDomains, static (writer, domain) => writer.WriteStringValue(domain));
        if (model.Images is { } images) Write(json, images);
        if (model.Worker is { } worker) Write(json, worker);
        if (model.Http is { } http) Write(json, http);
        if (model.Chat is { } chat) Write(json, chat);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImagesPlan images)
    {
        json.WriteStartObject("images");
        json.WriteString("folder", images.Folder);
        json.WriteString("column", images.Column);
        json.WriteString("color", images.Color.ConfigText());
        json.WriteNumber("depth", images.Depth);
        json.WriteBoolean("convertColor", images.ConvertColor);
        json.WriteNumber("width", images.Width);
        json.WriteNumber("height", images.Height);
        json.WriteString("resize", images.Resize.ConfigText());
        json.WriteNumber("divideBy", images.DivideBy);
        json.WriteList("mean", images.Mean, static (writer, number) => writer.WriteNumberValue(number));
        json.WriteList("std", images.Std, static (writer, number) => writer.WriteNumberValue(number));
        json.WriteString("layout", images.Layout.ConfigText());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WorkerPlan worker)
    {
        json.WriteStartObject("worker");
        json.WriteList("command", worker.Command, static (writer, argument) => writer.WriteStringValue(argument));
        json.WriteList("files", worker.Files, static (writer, file) => writer.WriteStringValue(file));
        json.WriteNumber("batchRows", worker.BatchRows);
        json.WriteNumber("startSeconds", worker.StartSeconds);
        json.WriteNumber("batchSeconds", worker.BatchSeconds);
        json.WriteNumber("restarts", worker.Restarts);
        json.WriteNumber("memoryMegabytes", worker.MemoryMegabytes);
        json.WriteList("environment", worker.Environment, static (writer, name) => writer.WriteStringValue(name));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HttpPlan http)
    {
        json.WriteStartObject("http");
        json.WriteString("url", http.Endpoint.Url);
        json.WriteString("protocol", http.Protocol.ConfigText());
        WriteIfSaid(json, "model", http.Model);
        WriteIfSaid(json, "modelVersion", http.ModelVersion);
        WriteIfSaid(json, "output", http.Output);
        json.WriteNumber("batchRows", http.BatchRows);
        Write(json, http.Endpoint);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChatPlan chat)
    {
        json.WriteStartObject("chat");
        json.WriteString("url", chat.Endpoint.Url);
        json.WriteString("model", chat.Model);
        // A text of a config is one line.
        if (chat.System is { } system) json.WriteList("system", system.Split('\n'), static (writer, line) => writer.WriteStringValue(line));
        json.WriteList("prompt", chat.Prompt.Split('\n'), static (writer, line) => writer.WriteStringValue(line));
        json.WriteString("missing", chat.Missing);
        json.WriteStartObject("answers");
        if (chat.Answers.Words is { } words)
        {
            json.WriteStartObject("words");
            foreach (var (word, risk) in words) json.WriteNumber(word, risk);
            json.WriteEndObject();
        }
        if (chat.Answers.Number is { } number) json.WriteString("number", number.ConfigText());
        WriteIfSaid(json, "pattern", chat.Answers.Pattern);
        json.WriteEndObject();
        json.WriteNumber("temperature", chat.Temperature);
        if (chat.Seed is { } seed) json.WriteNumber("seed", seed);
        json.WriteNumber("maxTokens", chat.MaxTokens);
        json.WriteNumber("repeats", chat.Repeats);
        if (chat.Unanswered is { } unanswered) json.WriteNumber("unanswered", unanswered);
        json.WriteString("cache", chat.Cache);
        json.WriteBoolean("offline", chat.Offline);
        Write(json, chat.Endpoint);
        json.WriteEndObject();
    }

    // Within the section of whoever answers there; its address comes first.
    private static void Write(Utf8JsonWriter json, EndpointPlan endpoint)
    {
        WriteIfSaid(json, "tokenVariable", endpoint.TokenVariable);
        json.WriteBoolean("allowPlainHttp", endpoint.AllowPlainHttp);
        WriteIfSaid(json, "proxy", endpoint.Proxy);
        json.WriteNumber("timeoutSeconds", endpoint.TimeoutSeconds);
        json.WriteNumber("retries", endpoint.Retries);
        if (endpoint.RequestsPerSecond is { } rate) json.WriteNumber("requestsPerSecond", rate);
        json.WriteNumber("concurrency", endpoint.Concurrency);
    }

    private static void Write(Utf8JsonWriter json, FeaturePlan feature)
    {
        json.WriteStartObject();
        json.WriteString("column", feature.Column);
        json.WriteString("name", feature.Name);
        json.WriteString("kind", feature.Kind.ConfigText());
        if (feature.Codes is { } codes)
        {
            json.WriteStartObject("codes");
            foreach (var (text, number) in codes) json.WriteNumber(text, number);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributePlan attribute)
    {
        json.WriteStartObject();
        json.WriteString("column", attribute.Column);
        json.WriteString("name", attribute.Name);
        if (attribute.Bins is { } bins) json.WriteList("bins", bins, static (writer, edge) => writer.WriteNumberValue(edge));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MeasurePlan measures)
    {
        json.WriteStartObject("measures");
        json.WriteNumber("beta", measures.Beta);
        json.WriteNumber("falsePositiveLimit", measures.FalsePositiveLimit);
        json.WriteNumber("sensitivityTarget", measures.SensitivityTarget);
        json.WriteNumber("specificityTarget", measures.SpecificityTarget);
        json.WriteNumber("topShare", measures.TopShare);
        if (measures.Costs is { } costs)
        {
            json.WriteStartObject("costs");
            json.WriteNumber("truePositive", costs.TruePositive);
            json.WriteNumber("falsePositive", costs.FalsePositive);
            json.WriteNumber("trueNegative", costs.TrueNegative);
            json.WriteNumber("falseNegative", costs.FalseNegative);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IntervalPlan intervals)
    {
        json.WriteStartObject("intervals");
        json.WriteString("proportions", intervals.Proportions.ConfigText());
        json.WriteNumber("resamples", intervals.Resamples);
        json.WriteString("bootstrap", intervals.Bootstrap.ConfigText());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FairnessPlan fairness)
    {
        json.WriteStartObject("fairness");
        json.WriteList("strata", fairness.Strata, Write);
        json.WriteList("caseMix", fairness.CaseMix, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplanationPlan explanations)
    {
        json.WriteStartObject("explanations");
        json.WriteNumber("rows", explanations.Rows);
        json.WriteNumber("background", explanations.Background);
        json.WriteString("valueFunction", explanations.ValueFunction.ConfigText());
        json.WriteString("output", explanations.Output.ConfigText());
        if (explanations.Players.Count > 0)
        {
            json.WriteStartObject("players");
            foreach (var (name, features) in explanations.Players) json.WriteList(name, features, static (writer, feature) => writer.WriteStringValue(feature));
            json.WriteEndObject();
        }
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
        if (target is { } reach) json.WriteNumber(rule.ConfigText(), reach);
        else json.WriteString("rule", rule.ConfigText());
        json.WriteEndObject();
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
        foreach (var attribute in subgroups.Attributes) WriteIfSaid(json, attribute.Name, attribute.Reference);
        json.WriteEndObject();
        json.WriteString("missing", subgroups.MissingLevel);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Expectation expectation)
    {
        json.WriteStartObject();
        json.WriteString("metric", expectation.Metric);
        WriteIfSaid(json, "feature", expectation.Feature);
        json.Write("where", expectation.Where);
        if (expectation.Compare is { } compare) json.WriteString("compare", compare.ConfigText());
        if (expectation.Against != Claim.Equivalence) json.WriteString("against", expectation.Against.ConfigText());
        json.WriteNumber(expectation.Bound.ConfigText(), expectation.Limit);
        json.WriteString("severity", expectation.Severity.ConfigText());
        json.WriteString("evidence", expectation.Evidence.ConfigText());
        WriteIfSaid(json, "why", expectation.Why);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelCard card)
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

    private static void Write(Utf8JsonWriter json, EvidencePlan evidence)
    {
        if (evidence.Profiles.Count == 0 && evidence.TestData is null) return;
        json.WriteStartObject("evidence");
        json.WriteList("profiles", evidence.Profiles, static (writer, profile) => writer.WriteStringValue(profile));
        if (evidence.TestData is { } data) json.WriteString("testData", data.ConfigText());
        json.WriteList("attachments", evidence.Attachments, static (writer, attachment) =>
        {
            writer.WriteStartObject();
            writer.WriteString("file", attachment.File);
            writer.WriteString("title", attachment.Title);
            writer.WriteList("for", attachment.Requirements, static (w, requirement) => w.WriteStringValue(requirement));
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

    private static void WriteIfSaid(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }
}
