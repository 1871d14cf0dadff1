using System.Globalization;
using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>Synthetic audits at the edges: each writes its data and its config into a folder, the same ones everywhere, for ever.</summary>
internal static class GeneratedAudits
{
    /// <summary>Twelve attributes, and sixty pairs of them: more groups than anybody looks at. Only performance is audited, for every audit makes its page longer and none of them makes it other.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Path of the config.</returns>
    public static string SixtyIntersections(string folder)
    {
        string[] names = ["sex", "age", "ethnicity", "language", "region", "residence", "insurance", "income", "education", "disability", "smoker", "ward"];
        var pairs = names.SelectMany((a, i) => names.Skip(i + 1), (a, b) => $"[\"{a}\", \"{b}\"]").Take(60);
        return Write(folder, "sixty-intersections", names, 3000, (i, a) => Digit(i, a, 2) == 0 ? "no" : "yes",
            (_, risk, draw) => draw < risk, Text(names), string.Join(", ", pairs), "internal", 30, string.Join(",\n    ", names.Select(n =>
                $$"""{ "metric": "EqualOpportunityDifference", "where": { "{{n}}": "*" }, "atMost": 0.15, "why": "Events must be found alike, whatever the {{n}}." }""")
                .Append("""{ "metric": "EqualOpportunityDifference", "where": { "sex": "*", "age": "*" }, "atMost": 0.15, "why": "Also where they meet." }""")
                .Append("""{ "metric": "AreaUnderRoc", "atLeast": 0.7, "why": "Below this it is of no use." }""")), """["performance", "disparity"]""");
    }

    /// <summary>Forty wards with at most ten patients each beside one that is large, for anybody to read: almost nothing may be shown.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Path of the config.</returns>
    public static string AlmostAllSuppressed(string folder) => Write(
        folder, "almost-all-suppressed", ["ward", "sex"], 420,
        (i, a) => a == 1 ? Digit(i, a, 2) == 0 ? "female" : "male" : i < 280 ? $"ward {(i % 40) + 1:00}" : "ward 41",
        (_, risk, draw) => draw < risk * 0.3, Text("ward", "sex"), """["ward", "sex"]""", "public", 1, """
            { "metric": "Sensitivity", "where": { "ward": "*" }, "atLeast": 0.5, "why": "Half of the events must be found on each ward." },
                { "metric": "EqualOpportunityDifference", "where": { "ward": "*" }, "compare": "worstPair", "atMost": 0.2, "why": "No ward may be left behind." },
                { "metric": "CalibrationGap", "where": { "sex": "*" }, "atMost": 0.2 }
            """);

    /// <summary>One event among 200 patients, higher placed than most, and expectations of what takes many: nothing can be judged.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Path of the config.</returns>
    public static string NothingJudged(string folder) => Write(
        folder, "nothing-judged", ["sex", "age"], 200,
        (i, a) => a == 0 ? Digit(i, a, 2) == 0 ? "female" : "male" : (20 + (i * 7 % 60)).ToString(CultureInfo.InvariantCulture),
        (i, _, _) => i == 18, """ "sex", { "column": "age", "bins": [40, 60] } """, """["sex", "age"]""", "internal", 30, """
            { "metric": "AreaUnderRoc", "atLeast": 0.7, "why": "Below this it is of no use." },
                { "metric": "Sensitivity", "where": { "sex": "*" }, "atLeast": 0.6, "why": "Events must be found." },
                { "metric": "AreaUnderRoc", "where": { "sex": "*" }, "atLeast": 0.7 },
                { "metric": "EqualOpportunityDifference", "where": { "age": "*" }, "atMost": 0.1, "why": "Young and old alike." },
                { "metric": "EqualOpportunityDifference", "where": { "sex": "*", "age": "*" }, "compare": "worstPair", "atMost": 0.1 },
                { "metric": "CalibrationGap", "where": { "sex": "*" }, "atMost": 0.2, "severity": "warn" }
            """);

    /// <summary>A copula that makes up no patient of one site of three, measured beside all that can stand beside it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Path of the config.</returns>
    public static string MadeUpRecords(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "train.csv"), SmallRecords.Rows("t", 240, 0));
        File.WriteAllText(Path.Combine(folder, "holdout.csv"), SmallRecords.Rows("h", 200, 5000));
        var config = Path.Combine(folder, "made-up-records.json");
        File.WriteAllText(config, """
            {
              "name": "made-up-records",
              "records": {
                "train": "train.csv", "holdout": "holdout.csv", "kinds": { "id": "key", "ill": "category" },
                "outcome": { "column": "ill", "positive": "1" }, "quasiIdentifiers": ["age", "sex", "site"], "sensitive": ["systolic", "ill"],
                "rules": [{ "name": "pressures in order", "rule": "systolic > diastolic" }]
              },
              "generator": { "kind": "reference", "name": "copula", "reference": { "method": "gaussianCopula", "drop": { "column": "site", "level": "c", "share": 1 } } },
              "baselines": ["real", "memoriser", "independentMarginals", "bootstrapWithNoise", "gaussianCopula"],
              "subgroups": { "attributes": ["sex", "site"], "intersections": [["sex", "site"]] },
              "expectations": [
                { "metric": "RepresentationRatio", "where": { "site": "*" }, "atLeast": 0.7, "why": "No site may be lost." },
                { "metric": "ExactCopyRate", "atMost": 0.05, "why": "Nobody may be given back." }
              ]
            }
            """);
        return config;
    }

    private static string Write(
        string folder, string name, string[] attributes, int patients, Func<int, int, string> level, Func<int, double, double, bool> hasEvent,
        string declared, string intersections, string profile, int minimum, string expectations, string? audits = null)
    {
        var data = new StringBuilder($"id,event,score,{string.Join(',', attributes)}\n");
        for (var i = 0; i < patients; i++)
        {
            // Low-discrepancy sequences stand in for chance.
            var risk = Math.Round((i + 1) * 0.6180339887498949 % 1, 4);
            var outcome = hasEvent(i, risk, (i + 1) * 0.7548776662466927 % 1) ? 1 : 0;
            data.Append(CultureInfo.InvariantCulture, $"p{i},{outcome},{risk},{string.Join(',', attributes.Select((_, a) => level(i, a)))}\n");
        }
        File.WriteAllText(Path.Combine(folder, name + ".csv"), data.ToString());
        var config = Path.Combine(folder, name + ".json");
        File.WriteAllText(config, $$"""
            {
              "name": "{{name}}",
              "intendedUse": "Shows what the report does at an edge. No patient is real.",
              "data": { "file": "{{name}}.csv", "id": "id", "label": "event", "positive": 1 },
              "model": { "kind": "predictions", "name": "Made up", "version": "1" },
              "threshold": 0.5,{{(audits is null ? "" : $" \"audits\": {audits},")}}
              "subgroups": { "attributes": [{{declared}}], "intersections": [{{intersections}}], "minimumSize": {{minimum}} },
              "expectations": [
                {{expectations}}
              ],
              "seed": 7,
              "report": { "title": "An audit at the edge: {{name}}", "profile": "{{profile}}" }
            }
            """);
        return config;
    }

    private static string Text(params string[] names) => string.Join(", ", names.Select(n => $"\"{n}\""));

    // A hash that spreads patients over the levels of each attribute, independently of each other and of the risk.
    private static int Digit(int patient, int attribute, int levels)
    {
        var mixed = (((uint)patient * 2654435761u) ^ ((uint)(attribute + 1) * 2246822519u)) * 3266489917u;
        mixed ^= mixed >> 15;
        mixed *= 668265263u;
        return (int)((mixed >> 16) % (uint)levels);
    }
}
