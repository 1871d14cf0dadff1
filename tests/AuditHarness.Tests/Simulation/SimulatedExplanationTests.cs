using System.Globalization;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Simulation;

/// <summary>
/// A model with the planted proxy, as truth.json writes it down, put together as an ONNX file and audited on the simulated cohort: what
/// carries the gap is known.
/// </summary>
public sealed class SimulatedExplanationTests
{
    private const string Proxy = "deprivation_index";

    [Test]
    public void The_planted_proxy_is_named_first_as_proxy_and_as_cause_of_the_gap_and_the_parts_sum_to_it()
    {
        using var folder = new TemporaryFolder();
        var truth = JsonDocument.Parse(File.ReadAllBytes(Repository.In("datasets", "simulated", "truth.json"))).RootElement;
        var (weight, mean) = (truth.GetProperty("score").GetProperty("proxy").GetProperty("weight").GetDouble(), truth.GetProperty("score").GetProperty("proxy").GetProperty("mean").GetDouble());
        var values = truth.GetProperty("trueRisk").GetProperty("values").EnumerateArray().Select(v => (Name: v.GetProperty("name").GetString()!, Weight: v.GetProperty("coefficient").GetDouble())).ToArray();
        File.WriteAllBytes(folder.In("model.onnx"), new TinyOnnx
        {
            Weights = [.. values.Select(v => (float)v.Weight), (float)weight],
            Bias = (float)(truth.GetProperty("trueRisk").GetProperty("intercept").GetDouble() - (weight * mean)),
        }.ToBytes());
        File.WriteAllText(folder.In("audit.json"), $$"""
            {
              "name": "planted proxy",
              "data": { "file": {{JsonSerializer.Serialize(Repository.In("datasets", "simulated", "cohort.csv"))}}, "label": "event", "positive": 1 },
              "model": { "kind": "onnx", "file": "model.onnx", "features": {{JsonSerializer.Serialize(values.Select(v => v.Name).Append(Proxy))}} },
              "threshold": 0.3,
              "subgroups": { "attributes": ["residence", "sex"], "reference": { "residence": "urban" } },
              "explanations": { "rows": 20000 },
              "expectations": [
                { "metric": "ScoreGapContribution", "feature": "{{Proxy}}", "where": { "residence": "rural" }, "atMost": 0.1 },
                { "metric": "ScoreGapContribution", "feature": "{{Proxy}}", "where": { "residence": "town" }, "atMost": 0.1 },
                { "metric": "ScoreGapContribution", "feature": "{{Proxy}}", "where": { "sex": "*" }, "atMost": 0.1 },
                { "metric": "AttributeRecoverability", "where": { "residence": "rural" }, "atMost": 0.6 },
                { "metric": "AttributeRecoverability", "feature": "{{Proxy}}", "where": { "residence": "rural" }, "atMost": 0.6 },
                { "metric": "AttributeRecoverability", "where": { "sex": "*" }, "atMost": 0.6 },
              ],
            }
            """);
        var result = AuditRun.Execute(folder.In("audit.json"), new() { Output = folder.In("out") }).Result;

        var gap = result.Exhibits.OfType<Exhibit.GapDecomposition>().Single(g => g.Title.Contains("rural", StringComparison.Ordinal));
        var proxies = result.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "proxies");
        var rural = proxies.Rows.Single(r => r.Any(c => c is Cell.Text { Value: var text } && text.Contains("rural", StringComparison.Ordinal)));
        // 12 points higher, at 0.045 log-odds each; and a difference of normal values 3 deviations apart: Φ(12 / (4 · √2)).
        Assert.Multiple(() =>
        {
            Assert.That(gap.Parts[0].Feature, Is.EqualTo(Proxy));
            Assert.That(gap.Parts[0].Contribution, Is.EqualTo(12 * weight).Within(0.02));
            Assert.That(gap.Parts.Sum(p => p.Contribution), Is.EqualTo(gap.Gap).Within(1e-12));
            Assert.That(gap.Parts.Skip(1).Select(p => Math.Abs(p.Contribution)), Is.All.LessThan(0.1));
            Assert.That(rural.OfType<Cell.Text>().Skip(2).First().Value, Does.StartWith(Proxy), string.Join(" | ", rural));
            Assert.That(result.Findings.Select(f => (f.Expectation.Metric, f.Verdict)), Is.EqualTo(new[]
            {
                ("ScoreGapContribution", Verdict.Fail), ("ScoreGapContribution", Verdict.Pass), ("ScoreGapContribution", Verdict.Pass),
                ("AttributeRecoverability", Verdict.Fail), ("AttributeRecoverability", Verdict.Fail),
                ("AttributeRecoverability", Verdict.Pass), ("AttributeRecoverability", Verdict.Pass),
                ("ScorerParity", Verdict.Pass), ("LocalAccuracy", Verdict.Pass),
            }));
            Assert.That(result.Findings[4].Value, Is.EqualTo(0.9831).Within(0.005), "the proxy alone");
        });
        TestContext.Out.WriteLine(string.Join("\n", result.Findings.Select(f => f.Sentence)));
        TestContext.Out.WriteLine(string.Join("\n", gap.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Feature} {p.Contribution:0.0000}"))));
    }
}
