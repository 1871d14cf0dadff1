using System.Text.Json;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Explanations;

namespace AuditHarness.Simulation;

/// <summary>
/// A model with the planted proxy, as truth.json writes it down, shipped as an ONNX file and audited on the simulated cohort: what
/// carries the gap is known.
/// </summary>
public sealed class SimulatedExplanationTests
{
    private const string Proxy = "deprivation_index";
    private const string RewriteVariable = "AUDIT_REWRITE_SIMULATED_PROXY";

    [Test]
    public void The_shipped_model_is_the_formula_of_the_truth_file()
    {
        var (model, features, _) = Truth();
        var bytes = OnnxWriter.Write(model, features);
        var path = Repository.In("datasets", "models", "simulated_proxy", "model.onnx");
        if (Environment.GetEnvironmentVariable(RewriteVariable) == "1") File.WriteAllBytes(path, bytes);
        SameBytes.Expect(File.ReadAllBytes(path), bytes, $"stale: run this test once with {RewriteVariable}=1");
    }

    [Test]
    public void The_planted_proxy_is_named_first_as_proxy_and_as_cause_of_the_gap_and_the_parts_sum_to_it()
    {
        var weight = Truth().ProxyWeight;
        var result = ShippedRuns.Of("simulated_proxy.json").Result;

        var gap = result.Exhibits.OfType<Exhibit.GapDecomposition>().Single(g => g.Title.ToString().Contains("rural", StringComparison.Ordinal));
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
            Assert.That(result.Findings.Select(f => (f.Expectation.Metric, f.Subgroup?.Levels, f.Verdict)), Is.EqualTo(new (string, string?, Verdict)[]
            {
                ("ScoreGapContribution", "rural", Verdict.Fail), ("ScoreGapContribution", "town", Verdict.Pass), ("ScoreGapContribution", "male", Verdict.Pass),
                ("AttributeRecoverability", "rural", Verdict.Fail), ("AttributeRecoverability", "rural", Verdict.Fail),
                ("AttributeRecoverability", "female", Verdict.Pass), ("AttributeRecoverability", "male", Verdict.Pass),
                ("ScorerParity", "overall", Verdict.Pass), ("LocalAccuracy", "overall", Verdict.Pass),
            }));
            Assert.That(result.Findings[4].Value, Is.EqualTo(0.9831).Within(0.005), "the proxy alone");
        });
    }

    private static (ModelStructure Model, FeaturePlan[] Features, double ProxyWeight) Truth()
    {
        var truth = JsonDocument.Parse(File.ReadAllBytes(Repository.In("datasets", "simulated", "truth.json"))).RootElement;
        var (risk, proxy) = (truth.GetProperty("trueRisk"), truth.GetProperty("score").GetProperty("proxy"));
        var values = risk.GetProperty("values").EnumerateArray().Select(v => (Name: v.GetProperty("name").GetString()!, Weight: v.GetProperty("coefficient").GetDouble())).ToArray();
        var weight = proxy.GetProperty("weight").GetDouble();
        string[] names = [.. values.Select(v => v.Name), Proxy];
        return (
            new ModelStructure.Linear(FeatureEncoding.Direct(names.Length), Link.Logit,
                risk.GetProperty("intercept").GetDouble() - (weight * proxy.GetProperty("mean").GetDouble()), [.. values.Select(v => v.Weight), weight]),
            [.. names.Select(n => new FeaturePlan(n, n, FeatureKind.Number))], weight);
    }
}
