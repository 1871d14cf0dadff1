using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Audits;

namespace AuditHarness.Config;

public class ConfigSchemaTests
{
    private static readonly JsonObject s_schema = JsonNode.Parse(ConfigSchema.Json)!.AsObject();

    /// <summary>Between them they use every key: some belong to predictions, others to a model that runs, others to a generator.</summary>
    private static readonly string[] s_samples = [.. s_ofModels, .. SampleRecordsConfig.All];

    private static string[] s_ofModels => [SampleConfig.Whole, SampleConfig.Running, SampleConfig.Working, SampleConfig.Pictured, SampleConfig.Served, SampleConfig.Chatting, SampleConfig.Queried];

    private static JsonNode Parsed(string sample) =>
        JsonNode.Parse(sample, documentOptions: new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip })!;

    private static JsonNode Least() => JsonNode.Parse(SampleConfig.Least)!;

    /// <summary>Every object of the sample config with the schema that describes it, by JSON path.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> Objects(JsonNode? value, JsonNode schema, string path = "$")
    {
        if (schema["if"] is { } condition) schema = schema[TestSchema.Faults(value, condition).Count == 0 ? "then" : "else"]!;
        if (schema["anyOf"] is JsonArray choices && value is JsonObject)
            schema = choices.Single(c => (string?)c!["type"] == "object")!;
        if (value is JsonArray items && schema["items"] is { } item)
        {
            for (var i = 0; i < items.Count; i++)
                foreach (var found in Objects(items[i], item, $"{path}[{i}]")) yield return found;
        }
        if (value is not JsonObject members || schema["properties"] is not JsonObject properties) yield break;
        yield return (path, schema.AsObject());
        foreach (var (key, member) in members)
            foreach (var found in Objects(member, properties[key]!, $"{path}.{key}")) yield return found;
    }

    private static IEnumerable<(string Sample, string Path, string Key, JsonNode Schema)> Keys() =>
        from sample in s_samples
        from o in Objects(Parsed(sample), s_schema)
        from p in o.Schema["properties"]!.AsObject()
        select (sample, o.Path, p.Key, p.Value!);

    private static JsonNode At(JsonNode root, string path) => path.Split('.').Skip(1).Aggregate(root, (at, step) =>
    {
        var parts = step.TrimEnd(']').Split('[');
        return parts.Length == 1 ? at[step]! : at[parts[0]]![int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)]!;
    });

    private static JsonNode With(string sample, string path, string key, JsonNode? value)
    {
        var bent = Parsed(sample);
        At(bent, path)[key] = value;
        return bent;
    }

    /// <summary>The sample in which the path leads somewhere and no key belongs to the other kind of model.</summary>
    private static string SampleOf(string path, string key) =>
        path.StartsWith("$.generator.worker", StringComparison.Ordinal) ? SampleRecordsConfig.Working
        : path.StartsWith("$.generator.reference", StringComparison.Ordinal) ? SampleRecordsConfig.Shipped
        : path.StartsWith("$.records", StringComparison.Ordinal) || path.StartsWith("$.generator", StringComparison.Ordinal) || key is "baselines" or "learners" or "subject" ? SampleRecordsConfig.Whole
        : path == "$.model.worker" ? SampleConfig.Working
        : path == "$.model.images" || key is "images" or "positiveClasses" ? SampleConfig.Pictured
        : path == "$.model.http" ? SampleConfig.Served
        : path.StartsWith("$.model.chat", StringComparison.Ordinal) ? SampleConfig.Chatting
        : path.StartsWith("$.model.features", StringComparison.Ordinal) || path == "$.explanations" || key is "explanations" or "features" or "sha256" or "output" or "allowDomains"
            ? SampleConfig.Running : key is "query" or "tables" or "database" || path == "$.model.long" ? SampleConfig.Queried : SampleConfig.Whole;

    [Test]
    public void The_samples_reach_every_object_that_the_schema_describes()
    {
        // All entries of a model card look alike, so they count once.
        static IEnumerable<string> Described(JsonNode? node) => node switch
        {
            JsonObject o => (o["properties"] is JsonObject p && o["additionalProperties"] is not null ? [p.ToJsonString()] : Array.Empty<string>()).Concat(o.SelectMany(m => Described(m.Value))),
            JsonArray a => a.SelectMany(Described),
            _ => [],
        };
        var reached = s_samples.SelectMany(s => Objects(Parsed(s), s_schema)).Select(o => o.Schema["properties"]!.ToJsonString()).Distinct().ToList();
        Assert.That(reached, Is.EquivalentTo(Described(s_schema).Distinct()).And.Count.EqualTo(41));
    }

    [Test]
    public void The_schema_names_the_keys_of_the_config_and_no_others()
    {
        string[] Of(string path) => [.. Keys().Where(k => k.Path == path && s_ofModels.Contains(k.Sample)).Select(k => k.Key).Distinct()];
        string[] OfGenerator(string path) => [.. Keys().Where(k => k.Path == path && SampleRecordsConfig.All.Contains(k.Sample)).Select(k => k.Key).Distinct()];
        Assert.Multiple(() =>
        {
            // Literally as the issues that asked for them list them.
            Assert.That(Of("$"), Is.EqualTo(new[] { "$schema", "name", "intendedUse", "data", "model", "threshold", "subgroups", "audits", "measures", "intervals", "fairness", "explanations", "expectations", "modelCard", "evidence", "seed", "report" }));
            Assert.That(Of("$.data"), Is.EqualTo(new[] { "file", "csv", "query", "tables", "database", "schema", "zone", "id", "label", "positive", "weight", "cluster", "stratum", "time", "split" }));
            Assert.That(Of("$.model"), Is.EqualTo(new[] { "kind", "file", "id", "score", "classes", "long", "csv", "name", "version", "features", "sha256", "output", "positiveClass", "positiveClasses", "allowDomains", "images", "worker", "http", "chat" }));
            Assert.That(Of("$.model.worker"), Is.EqualTo(new[] { "command", "files", "batchRows", "startSeconds", "batchSeconds", "restarts", "memoryMegabytes", "environment" }));
            Assert.That(Of("$.model.images"), Is.EqualTo(new[] { "folder", "column", "color", "depth", "convertColor", "width", "height", "resize", "divideBy", "mean", "std", "layout" }));
            Assert.That(Of("$.model.http"), Is.EqualTo(new[] { "url", "protocol", "model", "modelVersion", "output", "batchRows", "tokenVariable", "allowPlainHttp", "proxy", "timeoutSeconds", "retries", "requestsPerSecond", "concurrency" }));
            Assert.That(Of("$.model.chat"), Is.EqualTo(new[] { "url", "model", "system", "prompt", "missing", "answers", "temperature", "seed", "maxTokens", "repeats", "unanswered", "cache", "offline", "tokenVariable", "allowPlainHttp", "proxy", "timeoutSeconds", "retries", "requestsPerSecond", "concurrency" }));
            Assert.That(Of("$.model.chat.answers"), Is.EqualTo(new[] { "words", "number", "pattern" }));
            Assert.That(Of("$.data.csv"), Is.EqualTo(new[] { "delimiter", "quote", "encoding", "decimal", "missing" }));
            Assert.That(Of("$.model.csv"), Is.EqualTo(Of("$.data.csv")));
            Assert.That(Of("$.model.long"), Is.EqualTo(new[] { "class", "probability" }));
            Assert.That(Of("$.model.features[1]"), Is.EqualTo(new[] { "column", "name", "kind", "codes" }));
            Assert.That(Of("$.explanations"), Is.EqualTo(new[] { "rows", "background", "valueFunction", "output", "players" }));
            Assert.That(Of("$.subgroups"), Is.EqualTo(new[] { "attributes", "intersections", "minimumSize", "reference", "missing" }));
            Assert.That(Of("$.modelCard"), Is.EqualTo(ModelCardCatalog.All.Select(f => f.Id).Prepend("declaredOn").Prepend("declaredBy")));
            Assert.That(Of("$.modelCard.oversight"), Is.EqualTo(new[] { "text", "by", "on" }));
            Assert.That(Of("$.evidence"), Is.EqualTo(new[] { "profiles", "testData", "attachments", "notApplicable" }));
            Assert.That(Of("$.evidence.attachments[0]"), Is.EqualTo(new[] { "file", "title", "for" }));
            Assert.That(Of("$.evidence.notApplicable[0]"), Is.EqualTo(new[] { "requirement", "why", "by", "on" }));
            Assert.That(OfGenerator("$"), Is.EqualTo(new[] { "$schema", "name", "intendedUse", "records", "generator", "baselines", "learners", "subgroups", "audits", "expectations", "modelCard", "evidence", "seed", "report" }));
            Assert.That(OfGenerator("$.records"), Is.EqualTo(new[] { "train", "holdout", "columns", "kinds", "outcome", "survival", "patient", "order", "quasiIdentifiers", "sensitive", "rules", "population" }));
            Assert.That(OfGenerator("$.records.train"), Is.EqualTo(new[] { "file", "csv", "query", "tables", "database" }));
            Assert.That(OfGenerator("$.records.outcome"), Is.EqualTo(new[] { "column", "positive" }));
            Assert.That(OfGenerator("$.records.survival"), Is.EqualTo(new[] { "time", "event", "eventLevel", "arm" }));
            Assert.That(OfGenerator("$.records.rules[0]"), Is.EqualTo(new[] { "name", "rule" }));
            Assert.That(OfGenerator("$.records.population[0]"), Is.EqualTo(new[] { "where", "share" }));
            Assert.That(OfGenerator("$.generator"), Is.EqualTo(new[] { "kind", "name", "version", "sha256", "count", "conditions", "file", "worker", "onnx", "reference" }));
            Assert.That(OfGenerator("$.generator.worker"), Is.EqualTo(Of("$.model.worker")));
            Assert.That(OfGenerator("$.generator.file"), Is.EqualTo(OfGenerator("$.records.train")));
            Assert.That(OfGenerator("$.generator.onnx"), Is.EqualTo(new[] { "columns", "noiseInput", "noise", "conditionInput", "conditions", "batchRows", "allowedDomains" }));
            Assert.That(OfGenerator("$.generator.onnx.columns[0]"), Is.EqualTo(new[] { "column", "levels", "scale", "shift", "decimals", "minimum", "maximum", "missingFlag" }));
            Assert.That(OfGenerator("$.generator.onnx.conditions[0]"), Is.EqualTo(new[] { "column", "levels" }));
            Assert.That(OfGenerator("$.generator.reference"), Is.EqualTo(new[] { "method", "noise", "flips", "copied", "drop" }));
            Assert.That(OfGenerator("$.generator.reference.drop"), Is.EqualTo(new[] { "column", "level", "share" }));
            Assert.That(OfGenerator("$.expectations[0]"), Is.EqualTo(new[] { "metric", "subject", "where", "atMost", "atLeast", "severity", "evidence", "why" }));
            Assert.That(Of("$.expectations[0]"), Is.EqualTo(new[] { "metric", "where", "feature", "compare", "against", "atMost", "atLeast", "severity", "evidence", "why" }));
        });
    }

    [Test]
    public void Every_key_says_what_it_means() => Assert.Multiple(() =>
    {
        foreach (var (_, path, key, schema) in Keys())
            Assert.That((string?)schema["description"], Is.Not.Null.And.Length.GreaterThan(10).And.EndsWith("."), $"{path}.{key}");
    });

    [Test]
    public void The_reader_reads_every_key_that_the_schema_names_and_both_refuse_null_there() => Assert.Multiple(() =>
    {
        foreach (var (sample, path, key, _) in Keys())
        {
            var bent = With(sample, path, key, null);
            Assert.That(SampleConfig.Faults(bent.ToJsonString()), Has.Some.Contains($", {path}.{key}: expected "), $"{path}.{key}");
            Assert.That(TestSchema.Faults(bent, s_schema), Is.Not.Empty, $"{path}.{key}");
        }
    });

    [Test]
    public void The_reader_and_the_schema_refuse_an_unknown_key_in_every_object() => Assert.Multiple(() =>
    {
        foreach (var (sample, path) in s_samples.SelectMany(s => Objects(Parsed(s), s_schema).Select(o => (s, o.Path))))
        {
            var bent = With(sample, path, "strange", "x");
            Assert.That(SampleConfig.Faults(bent.ToJsonString()), Has.Some.Contains($", {path}.strange: there is no key 'strange' here."), path);
            Assert.That(TestSchema.Faults(bent, s_schema), Is.Not.Empty, path);
        }
    });

    [Test]
    public void Reader_and_schema_require_the_same_keys() => Assert.Multiple(() =>
    {
        foreach (var (sample, path, key, _) in Keys())
        {
            var bent = Parsed(sample);
            At(bent, path).AsObject().Remove(key);
            var required = Objects(Parsed(sample), s_schema).First(o => o.Path == path).Schema["required"]?.AsArray().Any(r => (string?)r == key) == true;
            string[] faults = [];
            try
            {
                SampleConfig.Load(bent.ToJsonString());
            }
            catch (AuditInputException fault)
            {
                faults = fault.Message.Split('\n');
            }
            Assert.That(faults.Any(f => f.Contains($", {path}: the key '{key}' is missing. ", StringComparison.Ordinal)), Is.EqualTo(required), $"{path}.{key}");
            if (required) Assert.That(TestSchema.Faults(bent, s_schema), Is.Not.Empty, $"{path}.{key}");
        }
    });

    [Test]
    public void Good_configs_meet_the_schema()
    {
        foreach (var sample in s_samples) Assert.That(TestSchema.Faults(Parsed(sample), s_schema), Is.Empty);
        Assert.That(TestSchema.Faults(Least(), s_schema), Is.Empty);
    }

    [TestCase("$", "name", "\".hidden\"")]
    [TestCase("$", "seed", "-1")]
    [TestCase("$", "seed", "0.5")]
    [TestCase("$", "audits", "[\"performence\"]")]
    [TestCase("$", "audits", "[]")]
    [TestCase("$", "threshold", "1.1")]
    [TestCase("$", "threshold", "\"best\"")]
    [TestCase("$", "threshold", "{}")]
    [TestCase("$", "threshold", "{ \"sensitivity\": 1 }")]
    [TestCase("$.subgroups", "minimumSize", "0")]
    [TestCase("$.subgroups", "intersections", "[[\"sex\"]]")]
    [TestCase("$.subgroups.attributes[2]", "bins", "[]")]
    [TestCase("$.data", "positive", "[]")]
    [TestCase("$.data", "query", "[]")]
    [TestCase("$.data", "query", "[5]")]
    [TestCase("$.data", "tables", "{ \"t\": 5 }")]
    [TestCase("$.data", "schema", "{ \"age\": \"int\" }")]
    [TestCase("$.data.csv", "decimal", "\";\"")]
    [TestCase("$.data.csv", "missing", "[\"NA\", \"NA\"]")]
    [TestCase("$.model", "classes", "[\"risk\"]")]
    [TestCase("$.model", "classes", "[\"risk\", \"risk\"]")]
    [TestCase("$.model.long", "class", "\"\"")]
    [TestCase("$.model", "kind", "\"pmml\"")]
    [TestCase("$.model", "features", "[]")]
    [TestCase("$.model", "features", "[7]")]
    [TestCase("$.model", "sha256", "\"abc\"")]
    [TestCase("$.model", "output", "\"odds\"")]
    [TestCase("$.model", "allowDomains", "[\"a\", \"a\"]")]
    [TestCase("$.model.features[1]", "kind", "\"boolean\"")]
    [TestCase("$.model.features[1]", "codes", "{ \"m\": \"1\" }")]
    [TestCase("$.model.worker", "command", "[]")]
    [TestCase("$.model.worker", "command", "\"python3 worker.py\"")]
    [TestCase("$.model.worker", "files", "[\"a\", \"a\"]")]
    [TestCase("$.model.worker", "batchRows", "0")]
    [TestCase("$.model.worker", "startSeconds", "0")]
    [TestCase("$.model.worker", "batchSeconds", "3601")]
    [TestCase("$.model.worker", "restarts", "-1")]
    [TestCase("$.model.worker", "memoryMegabytes", "8")]
    [TestCase("$.model.worker", "environment", "[\"A=b\"]")]
    [TestCase("$.model.http", "protocol", "\"grpc\"")]
    [TestCase("$.model.http", "batchRows", "0")]
    [TestCase("$.model.http", "tokenVariable", "\"sk-123\"")]
    [TestCase("$.model.http", "allowPlainHttp", "\"yes\"")]
    [TestCase("$.model.http", "timeoutSeconds", "0")]
    [TestCase("$.model.http", "retries", "21")]
    [TestCase("$.model.http", "requestsPerSecond", "0")]
    [TestCase("$.model.http", "concurrency", "0")]
    [TestCase("$.model.chat", "prompt", "[]")]
    [TestCase("$.model.chat", "prompt", "7")]
    [TestCase("$.model.chat", "temperature", "2.5")]
    [TestCase("$.model.chat", "seed", "0.5")]
    [TestCase("$.model.chat", "maxTokens", "0")]
    [TestCase("$.model.chat", "repeats", "101")]
    [TestCase("$.model.chat", "unanswered", "1.5")]
    [TestCase("$.model.chat", "offline", "1")]
    [TestCase("$.model.chat.answers", "words", "{ \"yes\": 2, \"no\": 0 }")]
    [TestCase("$.model.chat.answers", "number", "\"odds\"")]
    [TestCase("$.explanations", "rows", "0")]
    [TestCase("$.explanations", "background", "1.5")]
    [TestCase("$.explanations", "valueFunction", "\"treeshap\"")]
    [TestCase("$.explanations", "output", "\"logit\"")]
    [TestCase("$.explanations", "players", "{ \"who\": [] }")]
    [TestCase("$.explanations", "players", "{ \"who\": [\"male\", \"male\"] }")]
    [TestCase("$", "baselines", "[]")]
    [TestCase("$", "baselines", "[\"copula\"]")]
    [TestCase("$", "learners", "[\"forest\"]")]
    [TestCase("$.records", "train", "5")]
    [TestCase("$.records", "train", "{ }")]
    [TestCase("$.records", "columns", "[]")]
    [TestCase("$.records", "columns", "[\"a\", \"a\"]")]
    [TestCase("$.records", "kinds", "{ \"age\": \"text\" }")]
    [TestCase("$.records", "quasiIdentifiers", "[\"age\", \"age\"]")]
    [TestCase("$.records", "sensitive", "\"age\"")]
    [TestCase("$.records", "rules", "[\"age > 1\"]")]
    [TestCase("$.records.outcome", "positive", "[]")]
    [TestCase("$.records.survival", "eventLevel", "{}")]
    [TestCase("$.records.population[0]", "where", "{}")]
    [TestCase("$.records.population[0]", "share", "0")]
    [TestCase("$.generator", "kind", "\"predictions\"")]
    [TestCase("$.generator", "count", "0")]
    [TestCase("$.generator", "count", "1.5")]
    [TestCase("$.generator", "conditions", "{ \"sex\": [] }")]
    [TestCase("$.generator", "sha256", "\"abc\"")]
    [TestCase("$.generator.worker", "command", "[]")]
    [TestCase("$.generator.onnx", "columns", "[]")]
    [TestCase("$.generator.onnx", "noise", "\"cauchy\"")]
    [TestCase("$.generator.onnx", "batchRows", "0")]
    [TestCase("$.generator.onnx", "allowedDomains", "[\"a\", \"a\"]")]
    [TestCase("$.generator.onnx.columns[0]", "scale", "0")]
    [TestCase("$.generator.onnx.columns[0]", "decimals", "16")]
    [TestCase("$.generator.onnx.columns[0]", "missingFlag", "1")]
    [TestCase("$.generator.onnx.columns[1]", "levels", "[]")]
    [TestCase("$.generator.onnx.conditions[0]", "levels", "[1, 1]")]
    [TestCase("$.generator.reference", "method", "\"gan\"")]
    [TestCase("$.generator.reference", "noise", "-1")]
    [TestCase("$.generator.reference", "flips", "1.5")]
    [TestCase("$.generator.reference", "copied", "1.5")]
    [TestCase("$.generator.reference.drop", "level", "[]")]
    [TestCase("$.generator.reference.drop", "share", "1.5")]
    [TestCase("$.report", "profile", "\"secret\"")]
    [TestCase("$.report", "language", "\"English\"")]
    [TestCase("$.report", "organisation", "\"\"")]
    [TestCase("$.report", "logo", "5")]
    [TestCase("$.expectations[0]", "metric", "\"Auroc\"")]
    [TestCase("$.modelCard", "declaredOn", "\"24.11.2026\"")]
    [TestCase("$.modelCard", "limits", "[]")]
    [TestCase("$.modelCard.oversight", "on", "\"2026\"")]
    [TestCase("$.evidence", "profiles", "[\"tripod\"]")]
    [TestCase("$.evidence", "profiles", "[\"b11\", \"b11\"]")]
    [TestCase("$.evidence", "testData", "\"same\"")]
    [TestCase("$.evidence.attachments[0]", "for", "[]")]
    [TestCase("$.evidence.notApplicable[0]", "on", "\"yesterday\"")]
    [TestCase("$.expectations[0]", "atMost", "0.9")]
    [TestCase("$.expectations[0]", "severity", "\"fatal\"")]
    public void What_the_schema_refuses_the_reader_refuses(string path, string key, string value)
    {
        var bent = With(SampleOf(path, key), path, key, JsonNode.Parse(value));
        Assert.That(TestSchema.Faults(bent, s_schema), Is.Not.Empty);
        // Of two limits the reader names the second.
        Assert.That(SampleConfig.Faults(bent.ToJsonString()), Has.Some.Contains(key == "atMost" ? $"{path}.atLeast" : $"{path}.{key}"));
    }

    [TestCase("$.threshold", "0.5")]
    [TestCase("$.threshold", "\"youden\"")]
    [TestCase("$.threshold", "{ \"rule\": \"youden\" }")]
    [TestCase("$.data.positive", "true")]
    [TestCase("$.subgroups.attributes", "[\"ethnicity\", { \"column\": \"gender\", \"name\": \"sex\" }, { \"column\": \"age\", \"bins\": [40, 60.5] }]")]
    public void What_the_reader_takes_in_several_forms_the_schema_takes(string path, string value)
    {
        var split = path.LastIndexOf('.');
        var config = With(SampleConfig.Whole, path[..split], path[(split + 1)..], JsonNode.Parse(value));
        Assert.That(TestSchema.Faults(config, s_schema), Is.Empty);
        Assert.That(SampleConfig.Load(config.ToJsonString()).Plan.Name, Is.EqualTo("Insurance gap 1996"));
    }

    [Test]
    public void The_defaults_of_the_schema_are_those_of_the_plan()
    {
        var plan = SampleConfig.Load(SampleConfig.LeastWith("\"expectations\": [{ \"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1 }]")).Plan.Diagnostic();
        string Default(string path, string key) => Keys().First(k => k.Path == path && k.Key == key).Schema["default"]!.ToString();
        Assert.Multiple(() =>
        {
            Assert.That(Default("$", "seed"), Is.EqualTo($"{plan.Seed}"));
            Assert.That(Default("$.model", "score"), Is.EqualTo(plan.Model.Score));
            Assert.That(Default("$.data.csv", "delimiter"), Is.EqualTo($"{plan.Data.Csv.Delimiter}"));
            Assert.That(Default("$.data.csv", "quote"), Is.EqualTo($"{plan.Data.Csv.Quote}"));
            Assert.That(Default("$.data.csv", "decimal"), Is.EqualTo($"{plan.Data.Csv.DecimalMark}"));
            Assert.That(Default("$.subgroups", "minimumSize"), Is.EqualTo($"{plan.Subgroups.MinimumSize}"));
            Assert.That(Default("$.subgroups", "missing"), Is.EqualTo(plan.Subgroups.MissingLevel));
            Assert.That(Default("$.explanations", "rows"), Is.EqualTo($"{new ExplanationPlan().Rows}"));
            Assert.That(Default("$.explanations", "background"), Is.EqualTo($"{new ExplanationPlan().Background}"));
            Assert.That(Default("$.explanations", "valueFunction"), Is.EqualTo($"{new ExplanationPlan().ValueFunction}").IgnoreCase);
            Assert.That(Default("$.explanations", "output"), Is.EqualTo($"{new ExplanationPlan().Output}").IgnoreCase);
            Assert.That(Default("$.model.features[1]", "kind"), Is.EqualTo($"{FeatureKind.Number}").IgnoreCase);
            var worker = new WorkerPlan { Command = [""] };
            Assert.That(Default("$.model.worker", "batchRows"), Is.EqualTo($"{worker.BatchRows}"));
            Assert.That(Default("$.model.worker", "startSeconds"), Is.EqualTo($"{worker.StartSeconds}"));
            Assert.That(Default("$.model.worker", "batchSeconds"), Is.EqualTo($"{worker.BatchSeconds}"));
            Assert.That(Default("$.model.worker", "restarts"), Is.EqualTo($"{worker.Restarts}"));
            Assert.That(Default("$.model.worker", "memoryMegabytes"), Is.EqualTo($"{worker.MemoryMegabytes}"));
            var http = SampleConfig.Load(SampleConfig.LeastServed).Plan.Diagnostic().Model.Http!;
            Assert.That(Default("$.model.http", "batchRows"), Is.EqualTo($"{http.BatchRows}").And.EqualTo($"{new HttpPlan { Endpoint = http.Endpoint, Protocol = http.Protocol }.BatchRows}"));
            Assert.That(http.Endpoint, Is.EqualTo(new EndpointPlan { Url = http.Endpoint.Url }));
            Assert.That(Default("$.model.http", "timeoutSeconds"), Is.EqualTo($"{http.Endpoint.TimeoutSeconds}"));
            Assert.That(Default("$.model.http", "retries"), Is.EqualTo($"{http.Endpoint.Retries}"));
            Assert.That(Default("$.model.http", "concurrency"), Is.EqualTo($"{http.Endpoint.Concurrency}"));
            Assert.That(Default("$.model.http", "allowPlainHttp"), Is.EqualTo("false"));
            var chat = SampleConfig.Load(SampleConfig.LeastChatting).Plan.Diagnostic().Model.Chat!;
            Assert.That(chat, Is.EqualTo(new ChatPlan { Endpoint = chat.Endpoint, Model = chat.Model, Prompt = chat.Prompt, Answers = chat.Answers }));
            Assert.That(Default("$.model.chat", "missing"), Is.EqualTo(chat.Missing));
            Assert.That(Default("$.model.chat", "temperature"), Is.EqualTo($"{chat.Temperature}"));
            Assert.That(Default("$.model.chat", "maxTokens"), Is.EqualTo($"{chat.MaxTokens}"));
            Assert.That(Default("$.model.chat", "repeats"), Is.EqualTo($"{chat.Repeats}"));
            Assert.That(Default("$.model.chat", "cache"), Is.EqualTo(chat.Cache));
            Assert.That(Default("$.report", "profile"), Is.EqualTo($"{plan.Report.Profile}").IgnoreCase);
            Assert.That(Default("$.report", "language"), Is.EqualTo(plan.Report.Language.Code()));
            Assert.That(Default("$.measures", "beta"), Is.EqualTo($"{plan.Measures.Beta}"));
            Assert.That(Default("$.measures", "falsePositiveLimit"), Is.EqualTo(FormattableString.Invariant($"{plan.Measures.FalsePositiveLimit}")));
            Assert.That(Default("$.measures", "sensitivityTarget"), Is.EqualTo(FormattableString.Invariant($"{plan.Measures.SensitivityTarget}")));
            Assert.That(Default("$.measures", "specificityTarget"), Is.EqualTo(FormattableString.Invariant($"{plan.Measures.SpecificityTarget}")));
            Assert.That(Default("$.measures", "topShare"), Is.EqualTo(FormattableString.Invariant($"{plan.Measures.TopShare}")));
            Assert.That(Default("$.intervals", "proportions"), Is.EqualTo($"{plan.Intervals.Proportions}").IgnoreCase);
            Assert.That(Default("$.intervals", "resamples"), Is.EqualTo($"{plan.Intervals.Resamples}"));
            Assert.That(plan.Intervals.Bootstrap, Is.Null, "no default, as its description says");
            Assert.That(Default("$.expectations[0]", "severity"), Is.EqualTo($"{plan.Expectations[0].Severity}").IgnoreCase);
            Assert.That(Default("$.expectations[0]", "evidence"), Is.EqualTo($"{plan.Expectations[0].Evidence}").IgnoreCase);
        });
    }

    [Test]
    public void The_defaults_of_a_generator_are_those_of_the_plan()
    {
        string Default(string path, string key) => Keys().First(k => k.Path == path && k.Key == key).Schema["default"]!.ToString();
        var (onnx, column, reference) = (new OnnxGeneratorPlan("", []), new DecodedColumnPlan(""), new ReferencePlan(""));
        Assert.Multiple(() =>
        {
            Assert.That(Default("$.generator.onnx", "noise"), Is.EqualTo(onnx.Uniform ? "uniform" : "normal"));
            Assert.That(Default("$.generator.onnx", "batchRows"), Is.EqualTo($"{onnx.BatchRows}"));
            Assert.That(Default("$.generator.onnx.columns[0]", "scale"), Is.EqualTo($"{column.Scale}"));
            Assert.That(Default("$.generator.onnx.columns[0]", "shift"), Is.EqualTo($"{column.Shift}"));
            Assert.That(Default("$.generator.onnx.columns[0]", "missingFlag"), Is.EqualTo($"{column.MissingFlag}").IgnoreCase);
            Assert.That(Default("$.generator.reference", "noise"), Is.EqualTo($"{reference.Noise}"));
            Assert.That(Default("$.generator.reference", "flips"), Is.EqualTo($"{reference.Flips}"));
            Assert.That(Default("$.generator.reference", "copied"), Is.EqualTo($"{reference.Copied}"));
            Assert.That(Default("$.generator.reference.drop", "share"), Is.EqualTo($"{reference.Dropped}"));
        });
    }

    /// <summary>Which kind of config it is, the reader and the schema decide alike: one refuses where the other does.</summary>
    [TestCase("{ \"model\": {}, \"generator\": {} }", "$.generator")]
    [TestCase("{ \"records\": {}, \"model\": {} }", "$.records")]
    [TestCase("{ \"records\": {}, \"data\": {} }", "$.data")]
    [TestCase("{ \"generator\": {}, \"threshold\": 0.5 }", "$.threshold")]
    [TestCase("{ \"baselines\": [] }", "$.baselines")]
    public void What_is_audited_is_told_by_the_keys(string json, string misplaced)
    {
        var key = misplaced.Split('.')[1];
        var branch = TestSchema.Faults(JsonNode.Parse(json), s_schema["if"]!).Count == 0 ? "then" : "else";
        Assert.That(s_schema[branch]!["properties"]![key], Is.Null);
        Assert.That(SampleConfig.Faults(json), Has.Some.Contains($", {misplaced}: '{key}' is of a "));
    }

    [Test]
    public void Whatever_stands_at_a_key_of_a_generator_is_refused_in_words_or_makes_a_plan_that_reads_back() => Assert.Multiple(() =>
    {
        // Any other fault than a refusal would end the test.
        static byte[]? Plan(byte[] json)
        {
            try
            {
                return Reporting.ReportFiles.Canonical(Runs.ResultsFile.ReadPlan(json, 1, "results.json"));
            }
            catch (AuditInputException)
            {
                return null;
            }
        }
        string[] values = ["5", "-1", "0.5", "\"age\"", "\"*\"", "true", "[]", "{}", "[[]]", "[{}]", "[\"sex\", 1]", "{ \"sex\": \"F\" }", "{ \"sex\": [] }"];
        var plans = 0;
        foreach (var (sample, path, key, _) in Keys().Where(k => SampleRecordsConfig.All.Contains(k.Sample)).ToList())
            foreach (var value in values)
            {
                if (Plan(System.Text.Encoding.UTF8.GetBytes(With(sample, path, key, JsonNode.Parse(value)).ToJsonString())) is not { } written) continue;
                plans++;
                Assert.That(Plan(written), Is.EqualTo(written), $"{path}.{key}: {value}");
            }
        Assert.That(plans, Is.GreaterThan(100));
    });

    [Test]
    public void Every_config_that_ships_meets_the_schema() => Assert.Multiple(() =>
    {
        string[] configs = [.. Directory.GetFiles(Repository.In("configs"), "*.json"), .. Directory.GetFiles(Repository.In("configs", "examples"), "*.json")];
        foreach (var config in configs.Where(c => !c.EndsWith("audit-config.schema.json", StringComparison.Ordinal)))
            Assert.That(TestSchema.Faults(Parsed(File.ReadAllText(config)), s_schema), Is.Empty, Path.GetFileName(config));
    });

    [Test]
    public void A_key_that_is_described_elsewhere_too_keeps_its_own_words() =>
        Assert.That((string?)s_schema["else"]!["properties"]!["model"]!["properties"]!["csv"]!["description"], Does.StartWith("Predictions only: "));

    [Test]
    public void The_schema_is_plain_text_of_the_declared_draft()
    {
        Assert.That((string?)s_schema["$schema"], Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));
        Assert.That(ConfigSchema.Json, Does.Not.Contain('\r').And.Contains("\"<40\\\""));
    }
}
