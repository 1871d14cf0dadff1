using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditHarness;

/// <summary>A whole audit, from file to files, of a cohort whose every other group is too small or too uniform for some figure.</summary>
public sealed partial class DegenerateAuditTests
{
    // Pages and texts may speak of what is infinite; no figure is.
    [GeneratedRegex(@"(?<![A-Za-z])(NaN|-?Infinity|-?∞)(?![A-Za-z])")]
    private static partial Regex NotFinite();

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [TestCase("")]
    [TestCase("weight")]
    [TestCase("cluster")]
    public void No_file_of_an_audit_of_degenerate_groups_holds_a_figure_that_is_none_and_each_that_is_missing_has_a_reason(string by)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("data.csv"), Data());
        File.WriteAllText(folder.In("audit.json"), $$"""
            {
              "name": "degenerate",
              "data": { "file": "data.csv", "id": "id", "label": "event", "positive": 1 {{(by.Length == 0 ? "" : $", \"{by}\": \"{by}\"")}} },
              "model": { "kind": "predictions", "score": "score" },
              "threshold": 0.5,
              "subgroups": { "attributes": ["kind", "sex"], "intersections": [["kind", "sex"]], "minimumSize": 1, "reference": { "kind": "ordinary" } },
              "measures": { "costs": { "truePositive": 0, "falsePositive": 1, "trueNegative": 0, "falseNegative": 9 } },
              "intervals": { "resamples": 200 },
              "fairness": { "strata": ["ward"], "caseMix": ["ward"] },
              "expectations": [
                { "metric": "AreaUnderRoc", "where": { "kind": "*" }, "atLeast": 0.6, "severity": "warn" },
                { "metric": "CalibrationSlope", "where": { "kind": "*" }, "atLeast": 0.5, "severity": "warn" },
                { "metric": "EqualOpportunityDifference", "where": { "kind": "*" }, "atMost": 0.2, "severity": "warn" },
                { "metric": "DemographicParityRatio", "where": { "kind": "*" }, "compare": "worstPair", "atLeast": 0.8, "severity": "warn" }
              ],
              "seed": 7,
              "report": { "profile": "internal" }
            }
            """);
        var run = AuditRun.Execute(folder.In("audit.json"), new() { Output = folder.In("out") });

        var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.Folder, "results.json"))).RootElement;
        Assert.Multiple(() =>
        {
            foreach (var file in run.Files)
            {
                var text = Code().Replace(File.ReadAllText(Path.Combine(run.Folder, file)), "");
                Assert.That(NotFinite().Matches(text).Select(m => text[Math.Max(0, m.Index - 80)..Math.Min(text.Length, m.Index + 40)]), Is.Empty, file);
            }
            foreach (var list in new[] { "measurements", "disparities" })
                foreach (var row in results.GetProperty(list).EnumerateArray())
                {
                    // Where there is no value there is no interval; where either is missing it says why.
                    if (IsNull(row, "value")) Assert.That(IsNull(row, "interval"), Is.True, $"{row}");
                    if (IsNull(row, "interval")) Assert.That(IsText(row, "reason"), Is.True, $"{row}");
                    foreach (var left in list == "disparities" ? row.GetProperty("leftOut").EnumerateArray() : [])
                        Assert.That(IsText(left, "reason"), Is.True, $"{row}");
                }
            foreach (var finding in results.GetProperty("findings").EnumerateArray()) Assert.That(IsText(finding, "sentence"), Is.True, $"{finding}");
            foreach (var (exhibit, cell) in results.GetProperty("exhibits").EnumerateArray().SelectMany(e => Objects(e).Select(o => ($"{e.GetProperty("id")}", o))))
            {
                if (cell.TryGetProperty("hidden", out _)) Assert.That(IsText(cell, "hidden"), Is.True, $"{exhibit} {cell}");
                if (cell.TryGetProperty("reason", out _) && cell.TryGetProperty("value", out _)) Assert.That(IsText(cell, "reason"), Is.True, $"{exhibit} {cell}");
                foreach (var points in new[] { "bins", "points" })
                    if (cell.TryGetProperty("reason", out _) && cell.TryGetProperty(points, out var shown) && shown.GetArrayLength() == 0)
                        Assert.That(IsText(cell, "reason"), Is.True, $"{exhibit} {cell}");
            }
        });
        // That the groups are what their names say, and so that there was something to get wrong.
        string[] unknown = [.. results.GetProperty("measurements").EnumerateArray().Where(m => IsNull(m, "value")).Select(m => $"{m.GetProperty("metric")} {m.GetProperty("subgroup")}")];
        foreach (var (metric, kind) in new[] { ("Sensitivity", "no positives"), ("AreaUnderRoc", "no positives"), ("Specificity", "no negatives"), ("PositivePredictiveValue", "nobody flagged"), ("CalibrationSlope", "constant score"), ("CalibrationSlope", "certain"), ("AreaUnderRoc", "one row") })
            Assert.That(unknown.Where(u => u.StartsWith(metric + " ", StringComparison.Ordinal) && u.Contains($"\"{kind}\"", StringComparison.Ordinal)), Is.Not.Empty, $"{metric} {kind}");
    }

    private static string Data()
    {
        var csv = new StringBuilder("id,event,score,kind,sex,ward,weight,cluster\n");
        var row = 0;
        void Group(string kind, int patients, Func<int, double> score, Func<int, bool> isEvent)
        {
            for (var i = 0; i < patients; i++, row++)
                csv.Append(CultureInfo.InvariantCulture, $"p{row},{(isEvent(i) ? 1 : 0)},{score(i)},{kind},{(i % 2 == 0 ? "female" : "male")},{"ab"[i / 2 % 2]},{1 + (row % 4)},c{row / 3}\n");
        }
        double Spread(int i) => Math.Round(0.02 + ((i + 1) * 0.6180339887498949 % 0.96), 3);
        bool Chance(int i) => (i + 1) * 0.7548776662466927 % 1 < Spread(i);
        Group("ordinary", 80, Spread, Chance);
        Group("no positives", 30, Spread, _ => false);
        Group("no negatives", 30, Spread, _ => true);
        Group("constant score", 30, _ => 0.3, Chance);
        Group("two scores", 30, i => i % 2 == 0 ? 0.5 : 0.25, Chance);
        Group("certain", 30, i => i % 3 == 0 ? 1 : 0, Chance);
        Group("certain and right", 30, i => i % 3 == 0 ? 1 : 0, i => i % 3 == 0);
        Group("nobody flagged", 30, i => Spread(i) / 2.1, Chance);
        Group("everybody flagged", 30, i => 0.5 + (Spread(i) / 2), Chance);
        Group("separated", 30, i => Chance(i) ? 0.6 + (i / 100.0) : 0.1 + (i / 100.0), Chance);
        Group("one event", 30, Spread, i => i == 4);
        Group("one row", 1, _ => 0.7, _ => true);
        Group("two rows", 2, i => 0.2 + (0.5 * i), i => i == 1);
        return csv.ToString();
    }

    private static bool IsNull(JsonElement row, string key) => row.GetProperty(key).ValueKind == JsonValueKind.Null;

    private static bool IsText(JsonElement row, string key) => row.GetProperty(key) is var text && (text.ValueKind == JsonValueKind.String ? text.GetString()!.Length > 0 : text.ValueKind == JsonValueKind.Object);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
