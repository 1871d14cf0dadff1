namespace AuditHarness.Config;

/// <summary>A config that uses every key, and a folder of its own for each that is loaded.</summary>
internal static class SampleConfig
{
    public const string Whole = """
        {
          // Every key there is.
          "$schema": "audit.schema.json",
          "name": "Insurance gap 1996",
          "intendedUse": "Rank adults for outreach.",
          "data": {
            "file": "../datasets/meps/test.csv", "csv": { "delimiter": ";", "quote": "'", "encoding": "windows-1252", "decimal": ",", "missing": ["NA", "?"] }, "schema": { "age": "integer", "visit": "time" }, "zone": "Europe/Berlin", "id": "row", "label": "insured", "positive": 1,
            "weight": "w", "cluster": "site", "stratum": "region", "time": "months",
            "split": { "column": "part", "evaluate": "test", "calibrate": "tune" },
          },
          "model": { "kind": "predictions", "file": "scores.csv", "id": "row_id", "score": "risk", "classes": ["risk", "none"], "csv": { "delimiter": "\t", "quote": "none" }, "name": "logit", "version": "2.1" },
          "threshold": { "sensitivity": 0.9 },
          "subgroups": {
            "attributes": [ "ethnicity", { "column": "gender", "name": "sex" }, { "column": "age", "bins": [40, 60.5] } ],
            "intersections": [ ["sex", "ethnicity"] ],
            "minimumSize": 50,
            "reference": { "ethnicity": "cauc", "age": "40-<60.5" },
            "missing": "not said"
          },
          "audits": ["disparity", "performance"],
          "measures": {
            "beta": 0.5, "falsePositiveLimit": 0.2, "sensitivityTarget": 0.8, "specificityTarget": 0.95, "topShare": 0.05, "logitEpsilon": 0.001,
            "costs": { "truePositive": -2, "falsePositive": 1, "trueNegative": 0, "falseNegative": 9.5 },
          },
          "intervals": { "proportions": "clopperPearson", "resamples": 500, "bootstrap": "percentile" },
          "fairness": { "strata": ["triage"], "caseMix": [{ "column": "age", "bins": [50] }, { "column": "severity", "name": "acuity" }] },
          "expectations": [
            { "metric": "AreaUnderRoc", "atLeast": 0.7, "why": "Below this the ranking is of no use." },
            { "metric": "Sensitivity", "where": { "ethnicity": "*", "sex": "*" }, "atLeast": 0.6, "severity": "warn" },
            { "metric": "EqualOpportunityDifference", "where": { "age": "<40" },
              "compare": "reference", "against": "nonInferiority", "atMost": 0.1, "evidence": "point" },
            { "metric": "DemographicParityRatio", "where": { "sex": "*" }, "compare": "worstPair", "atLeast": 0.8 },
          ],
          "modelCard": {
            "declaredBy": "A. Person", "declaredOn": "2026-11-24",
            "developer": "A hospital", "oversight": { "text": "The physician decides.", "by": "B. Person", "on": "2026-01-02" },
          },
          "evidence": {
            "profiles": ["tripod-ai", "ai-act"], "testData": "sameSource",
            "attachments": [{ "file": "docs/protocol.pdf", "title": "The protocol", "for": ["tripod-ai/18c", "ai-act/IV.2(g)"] }],
            "notApplicable": [{ "requirement": "ai-act/IV.1(f)", "why": "No product.", "by": "A. Person", "on": "2026-11-24" }],
          },
          "seed": 18446744073709551615, /* the largest */
          "report": { "title": "A title", "profile": "public", "language": "de", "organisation": "Clinic & Sons", "logo": "../logo.png" },
        }
        """;

    /// <summary>The keys of a model that runs.</summary>
    public const string Running = """
        {
          "name": "Ran",
          "data": { "file": "data.csv", "label": "died", "positive": 1 },
          "model": {
            "kind": "onnx", "file": "models/net.v3.onnx", "version": "3",
            "features": [
              "kappa",
              { "column": "gender", "name": "male", "kind": "number", "codes": { "m": 1, "f": 0 } },
              { "column": "region", "kind": "text" },
            ],
            "sha256": "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
            "output": "logit", "positiveClass": 1, "allowDomains": ["com.microsoft"]
          },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex", { "column": "age", "bins": [40, 60] }], "intersections": [["sex", "age"]], "reference": { "sex": "male" } },
          "explanations": {
            "rows": 200, "background": 300, "valueFunction": "interventional", "output": "probability", "players": { "who": ["male", "region"] }
          },
          "expectations": [
            { "metric": "AttributionShare", "feature": "who", "where": { "sex": "*" }, "atMost": 0.3 },
          ]
        }
        """;

    /// <summary>The keys of a query, and of predictions with a row per class.</summary>
    public const string Queried = """
        {
          "name": "Asked",
          "data": {
            "query": ["SELECT *", "FROM visits JOIN patients USING (id)"], "tables": { "visits": "visits.parquet", "patients": "../p.csv.gz" }, "database": "clinic.duckdb",
            "id": "id", "label": "died", "positive": true
          },
          "model": { "kind": "predictions", "file": "scores.parquet", "long": { "class": "outcome", "probability": "p" }, "positiveClass": "death" },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>The keys of a model that is a worker.</summary>
    public const string Working = """
        {
          "name": "Worked",
          "data": { "file": "data.csv", "label": "died", "positive": 1 },
          "model": {
            "kind": "worker", "features": ["kappa"],
            "worker": {
              "command": ["python3", "models/worker.py", "--depth", "3"], "files": ["models/weights.json"], "batchRows": 500, "startSeconds": 90, "batchSeconds": 2.5,
              "restarts": 3, "memoryMegabytes": 512, "environment": ["MODEL_TOKEN"]
            }
          },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>The keys of a model of pictures.</summary>
    public const string Pictured = """
        {
          "name": "Pictured",
          "data": { "file": "data.csv", "label": "died", "positive": 1 },
          "model": {
            "kind": "images", "file": "net.onnx", "positiveClasses": ["mel", "bcc", 1],
            "images": {
              "folder": "pictures", "column": "file", "color": "rgb", "depth": 16, "convertColor": true, "width": 224, "height": 192, "resize": "bilinear",
              "divideBy": 1000, "mean": [0.5, 0.25, -0.5], "std": [0.25, 0.5, 2], "layout": "nhwc"
            }
          },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>The keys of a model on a scoring server.</summary>
    public const string Served = """
        {
          "name": "Served",
          "data": { "file": "data.csv", "label": "died", "positive": 1 },
          "model": {
            "kind": "http", "features": ["kappa", { "column": "sex", "kind": "text" }], "positiveClass": 1,
            "http": {
              "url": "https://models.example.org/base", "protocol": "openInference", "model": "sepsis", "modelVersion": "3", "output": "risk", "batchRows": 50, "tokenVariable": "MODEL_TOKEN",
              "allowPlainHttp": false, "proxy": "http://proxy.example.org:3128", "timeoutSeconds": 2.5, "retries": 7, "requestsPerSecond": 0.5, "concurrency": 2
            }
          },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>The least that a model on a scoring server says.</summary>
    public const string LeastServed = """
        { "name": "a", "data": { "file": "data.csv", "label": "died", "positive": 1 }, "threshold": 0.5, "subgroups": { "attributes": ["sex"] },
          "model": { "kind": "http", "features": ["kappa"], "http": { "url": "http://127.0.0.1:8123/score", "protocol": "json" } } }
        """;

    /// <summary>The keys of a chat model.</summary>
    public const string Chatting = """
        {
          "name": "Chatting",
          "data": { "file": "data.csv", "label": "died", "positive": 1 },
          "model": {
            "kind": "chat", "features": ["kappa", { "column": "sex", "kind": "text" }],
            "chat": {
              "url": "https://models.example.org/v1", "model": "tiny", "system": "Be brief.", "prompt": ["Kappa {kappa}, {{sex}} {sex}.", "", "Sick?"], "missing": "not known",
              "answers": { "words": { "yes": 1, "No": 0 }, "pattern": "answer: (?<answer>\\w+)" }, "temperature": 0.7, "seed": 41, "maxTokens": 17, "repeats": 5, "unanswered": 0.5,
              "cache": "../kept", "offline": true, "tokenVariable": "MODEL_TOKEN", "timeoutSeconds": 90, "retries": 0, "concurrency": 8
            }
          },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>The least that a chat model says.</summary>
    public const string LeastChatting = """
        { "name": "a", "data": { "file": "data.csv", "label": "died", "positive": 1 }, "threshold": 0.5, "subgroups": { "attributes": ["sex"] },
          "model": { "kind": "chat", "features": ["kappa"], "chat": { "url": "https://models.example.org/v1", "model": "tiny", "prompt": "{kappa}?", "answers": { "number": "probability" } } } }
        """;

    /// <summary>The running config with one piece of text replaced.</summary>
    public static string RunningBut(string part, string by)
    {
        Assert.That(Running, Does.Contain(part), "the sample has changed");
        return Running.Replace(part, by, StringComparison.Ordinal);
    }

    public const string Least = """
        {
          "name": "least",
          "data": { "file": "data.csv", "label": "y", "positive": "yes" },
          "model": { "kind": "predictions" },
          "threshold": 0.5,
          "subgroups": { "attributes": ["sex", "race", { "column": "age", "bins": [40, 60] }], "intersections": [["sex", "race"]], "reference": { "sex": "male" } }
        }
        """;

    /// <summary>The least config with more of its last lines: the text is put in before the closing bracket.</summary>
    public static string LeastWith(string more) => Least[..Least.LastIndexOf('}')].TrimEnd() + ",\n  " + more + "\n}";

    /// <summary>The least config with one piece of text replaced.</summary>
    public static string LeastBut(string part, string by)
    {
        Assert.That(Least, Does.Contain(part), "the sample has changed");
        return Least.Replace(part, by, StringComparison.Ordinal);
    }

    public static LoadedConfig Load(string json) => Load(System.Text.Encoding.UTF8.GetBytes(json));

    public static LoadedConfig Load(byte[] bytes)
    {
        var folder = Directory.CreateTempSubdirectory("audit-config-");
        try
        {
            var path = Path.Combine(folder.FullName, "config.json");
            File.WriteAllBytes(path, bytes);
            return ConfigFile.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The lines of the message that the config is refused with.</summary>
    public static string[] Faults(string json) => Faults(System.Text.Encoding.UTF8.GetBytes(json));

    public static string[] Faults(byte[] bytes) =>
        Assert.Throws<AuditInputException>(() => Load(bytes))!.Message.Split('\n').Select(l => l.Trim()).ToArray();
}
