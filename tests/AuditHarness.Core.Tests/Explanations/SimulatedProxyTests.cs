using System.Text.Json;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>What the simulator planted is named by the explanations: its proxy and the cause of its gap.</summary>
public sealed class SimulatedProxyTests
{
    private static readonly SimulationPlan Plan = new();
    private static readonly SimulatedCohort Cohort = SimulatedCohort.Create(Plan, SimulatedFiles.DefaultSeed);
    private static readonly ScoredCohort Scored = Cohort.ToScoredCohort();

    private static readonly FeatureTable Features = new([
        new FeatureColumn.Numeric("age", [.. Cohort.Patients.Select(p => (double)p.Age)]),
        .. Plan.Laboratory.Select((l, k) => new FeatureColumn.Numeric(l.Name, [.. Cohort.Patients.Select(p => p.Laboratory[k])])),
        new FeatureColumn.Numeric(Plan.Proxy.Feature, [.. Cohort.Patients.Select(p => p.Proxy)])]);

    // The formula of the file of truths: laboratory values with their coefficients, and the proxy's weight.
    private static ModelStructure.Linear Score()
    {
        var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "datasets", "simulated", "truth.json"))).RootElement;
        var risk = truth.GetProperty("trueRisk");
        var weights = risk.GetProperty("values").EnumerateArray()
            .ToDictionary(v => v.GetProperty("name").GetString()!, v => v.GetProperty("coefficient").GetDouble());
        weights[Plan.Proxy.Feature] = Plan.Proxy.Weight;
        return new(
            FeatureEncoding.Direct(Features.Columns.Count), Link.Logit,
            risk.GetProperty("intercept").GetDouble() - (Plan.Proxy.Weight * Plan.Proxy.Mean),
            [.. Features.Columns.Select(c => weights.GetValueOrDefault(c.Name))]);
    }

    private static AttributeColumn Residence => Scored.Attributes.Single(a => a.Name == "residence");

    private static Attributions Explained()
    {
        int[] rows = [.. Enumerable.Range(0, 4000)];
        return LinearShap.Explain(Score(), Features.Take(rows), Features.Take([.. Enumerable.Range(4000, 1000)]), Tables.Singles(Features), rows, Phrase.Of($"1,000 rows"));
    }

    [Test]
    public void The_structure_is_the_model_where_nothing_but_the_proxy_was_planted()
    {
        var score = Score();
        var encoded = score.Encoding.Encode(Features);
        var model = new SimulatedModel(Plan);
        var compared = 0;
        for (var i = 0; i < Cohort.Patients.Count; i++)
        {
            var mechanism = model.Mechanism([.. Cohort.Patients[i].Codes]);
            if (mechanism is not { Detection: 1, Stretch: 1 }) continue;
            var margin = score.Intercept + mechanism.Shift + Enumerable.Range(0, score.Weights.Length).Sum(s => score.Weights[s] * encoded[(i * score.Weights.Length) + s]);
            Assert.That(1 / (1 + Math.Exp(-margin)), Is.EqualTo(Cohort.Patients[i].Score).Within(2e-5));
            compared++;
        }
        Assert.That(compared, Is.GreaterThan(10_000));
    }

    [Test]
    public void The_cause_of_the_gap_between_rural_and_urban_is_named_first()
    {
        var attributions = Explained();
        var index = GroupIndex.Of([Residence]);
        var rural = index.Groups.Index().Single(g => g.Item.Levels == "rural").Index;
        var gap = GapDecomposition.Of(attributions, index, null, rural);
        Assert.That(gap.Contributions[0].Player, Is.EqualTo("deprivation_index"));
        Assert.That(gap.Contributions.Sum(c => c.Value), Is.EqualTo(gap.Gap!.Value).Within(1e-12));
        // 12 units higher, 0.045 of log-odds each.
        Assert.That(gap.Contributions[0].Interval!.Lower, Is.InRange(0.45, 0.54));
        Assert.That(gap.Contributions[0].Interval!.Upper, Is.InRange(0.54, 0.63));
        Assert.That(gap.Contributions.Skip(1).Select(c => Math.Abs(c.Value)), Is.All.LessThan(0.1));
        Assert.That(gap.Contributions.Single(c => c.Player == "age") is { Value: 0, Interval: { Lower: 0, Upper: 0 } });
    }

    [Test]
    public void Residence_is_recovered_and_its_proxy_named_first()
    {
        var recovered = AttributeRecoverability.Of(Features, Tables.Singles(Features), Residence, null, new Seed(1));
        Assert.That(recovered.Levels.Select(l => l.Level), Is.EqualTo(Residence.Levels));
        var rural = recovered.Levels.Single(l => l.Level == "rural");
        Assert.That(rural.Proxies[0].Player, Is.EqualTo("deprivation_index"));
        // Normal, 12 apart, with one deviation: the area is Φ(12 / (deviation √2)).
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, Plan.Proxy.Shift / Plan.Proxy.Deviation / Math.Sqrt(2));
        var (all, proxy) = ((Estimate.Known)rural.Area, (Estimate.Known)rural.Proxies[0].Area);
        Assert.That(proxy.Value, Is.EqualTo(truth).Within(0.012));
        Assert.That(all.Value, Is.EqualTo(truth).Within(0.012));
        Assert.That(proxy.Sampling!.Interval(0.95).Lower, Is.InRange(truth - 0.03, truth));
        foreach (var other in rural.Proxies.Skip(1)) Assert.That(((Estimate.Known)other.Area).Value, Is.EqualTo(0.5).Within(0.02), other.Player);
    }

    [Test]
    public void What_no_feature_knows_is_hidden()
    {
        var sex = AttributeRecoverability.Of(Features, Tables.Singles(Features), Scored.Attributes[0], null, new Seed(1));
        foreach (var level in sex.Levels) Assert.That(((Estimate.Known)level.Area).Value, Is.EqualTo(0.5).Within(0.015));
    }
}
