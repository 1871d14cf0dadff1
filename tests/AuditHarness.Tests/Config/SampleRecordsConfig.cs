namespace AuditHarness.Config;

/// <summary>Configs of generators that between them use every key.</summary>
internal static class SampleRecordsConfig
{
    /// <summary>All that is said of records, and of a generator in an ONNX file.</summary>
    public const string Whole = """
        {
          "$schema": "audit.schema.json",
          "name": "Made-up residents",
          "intendedUse": "Teach without the data of real people.",
          "records": {
            "train": { "file": "../data/train.csv", "csv": { "delimiter": ";", "quote": "none", "encoding": "windows-1252", "decimal": ",", "missing": ["NA"] } },
            "holdout": { "query": ["SELECT *", "FROM h"], "tables": { "h": "h.parquet" }, "database": "clinic.duckdb" },
            "columns": ["age", "sex", "death", "futime", "creatinine", "systolic", "diastolic", "id", "visit"],
            "kinds": { "age": "number", "sex": "category", "death": "category", "visit": "date" },
            "outcome": { "column": "death", "positive": 1 },
            "survival": { "time": "futime", "event": "death", "eventLevel": true, "arm": "sex" },
            "patient": "id", "order": "visit",
            "quasiIdentifiers": ["age", "sex"], "sensitive": ["creatinine"],
            "rules": [{ "name": " pressures in order ", "rule": "systolic > diastolic" }, { "rule": "age >= 0" }],
            "population": [{ "where": { "sex": "F" }, "share": 0.51 }, { "where": { "age": "<40", "sex": "F" }, "share": 0.2 }],
          },
          "generator": {
            "kind": "onnx", "name": "gan", "version": "2", "sha256": "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
            "count": 5000, "conditions": { "sex": "F", "death": 1 }, "file": "models/gan.v2.onnx",
            "onnx": {
              "columns": [
                { "column": "age", "scale": 10, "shift": 50.5, "decimals": 0, "minimum": 0, "maximum": 120, "missingFlag": true },
                { "column": "death", "levels": [0, 1] },
              ],
              "noiseInput": "z", "noise": "uniform", "conditionInput": "c",
              "conditions": [{ "column": "death", "levels": [0, 1] }, { "column": "sex", "levels": ["F", "M"] }], "batchRows": 500, "allowedDomains": ["com.microsoft"],
            },
          },
          "baselines": ["gaussianCopula", "real"],
          "learners": ["fastTree", "logisticRegression"],
          "subgroups": {
            "attributes": ["sex", { "column": "age", "name": "age", "bins": [40, 60.5] }], "intersections": [["age", "sex"]],
            "minimumSize": 20, "reference": { "sex": "M" }, "missing": "not said"
          },
          "audits": ["privacy", "utility", "structure", "fidelity"],
          "expectations": [
            { "metric": "KolmogorovSmirnovComplement", "subject": "age", "where": { "sex": "*" }, "atLeast": 0.9, "severity": "warn", "evidence": "point", "why": "As good." },
            { "metric": "MixedPairSimilarity", "subject": "sex × age", "atLeast": 0.9 },
            { "metric": "RuleViolationRate", "subject": "pressures in order", "where": { "sex": "F", "age": "<40" }, "atMost": 0.01 },
            { "metric": "UtilityAurocDifference", "subject": "logisticRegression", "atLeast": -0.05 },
          ],
          "modelCard": { "declaredBy": "A. Person", "declaredOn": "2026-11-24", "developer": "A hospital", "oversight": { "text": "A person looks.", "by": "B. Person", "on": "2026-01-02" } },
          "evidence": {
            "profiles": ["ai-act"], "testData": "sameSource",
            "attachments": [{ "file": "docs/protocol.pdf", "title": "The protocol", "for": ["ai-act/IV.2(g)"] }],
            "notApplicable": [{ "requirement": "ai-act/IV.1(f)", "why": "No product.", "by": "A. Person", "on": "2026-11-24" }],
          },
          "seed": 7,
          "report": { "title": "A title", "profile": "public", "language": "de", "organisation": "Clinic & Sons", "logo": "../logo.png" },
        }
        """;

    /// <summary>A generator that is a program.</summary>
    public const string Working = """
        {
          "name": "Sampled live", "records": { "train": "train.csv" },
          "generator": {
            "kind": "worker", "conditions": { "sex": "F" },
            "worker": {
              "command": ["python3", "make.py"], "files": ["weights.json"], "batchRows": 500, "startSeconds": 90, "batchSeconds": 2.5, "restarts": 3,
              "memoryMegabytes": 512, "environment": ["MODEL_TOKEN"]
            }
          },
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>Records that were made elsewhere.</summary>
    public const string Filed = """
        {
          "name": "Made elsewhere", "records": { "train": "train.csv", "holdout": "holdout.csv" },
          "generator": { "kind": "file", "file": { "file": "made.csv.gz", "csv": { "delimiter": "\t" } } },
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>A generator that ships.</summary>
    public const string Shipped = """
        {
          "name": "Ships", "records": { "train": "train.csv" },
          "generator": { "kind": "reference", "reference": { "method": "gaussianCopula", "noise": 0.5, "flips": 0.1, "copied": 0.2, "drop": { "column": "sex", "level": 1, "share": 0.5 } } },
          "subgroups": { "attributes": ["sex"] }
        }
        """;

    /// <summary>What every fault is written into: one thing to a line.</summary>
    public const string Least = """
        {
          "name": "least",
          "records": { "train": "train.csv" },
          "generator": { "kind": "file", "file": "made.csv" },
          "subgroups": { "attributes": ["sex", { "column": "age", "bins": [40, 60] }], "intersections": [["sex", "age"]] }
        }
        """;

    /// <summary>All of them.</summary>
    public static string[] All { get; } = [Whole, Working, Filed, Shipped, Least];

    /// <summary>The least config with more of its last lines.</summary>
    public static string LeastWith(string more) => Least[..Least.LastIndexOf('}')].TrimEnd() + ",\n  " + more + "\n}";

    /// <summary>The least config with more said of its records.</summary>
    public static string Records(string more) => But("\"train.csv\"", $"\"train.csv\", {more}");

    /// <summary>The least config with another generator.</summary>
    public static string Generator(string generator) => But("\"kind\": \"file\", \"file\": \"made.csv\"", generator);

    private static string But(string part, string by)
    {
        Assert.That(Least, Does.Contain(part), "the sample has changed");
        return Least.Replace(part, by, StringComparison.Ordinal);
    }
}
