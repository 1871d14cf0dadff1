using System.Globalization;
using System.Text.Json;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>A model with what shap (v0.44.1) and an enumeration in NumPy say of its rows; see Oracles/README.md.</summary>
internal sealed class ShapOracle
{
    private readonly JsonElement _values, _logistic, _boosted;

    public ShapOracle(string name)
    {
        var folder = Path.Combine(Repository.Root, "tests", "AuditHarness.Core.Tests", "Oracles", name);
        JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file))).RootElement;
        (_values, _logistic, _boosted) = (Json("oracle_shap.json"), Json("model_lr.json"), Json("model_gb.json"));
        Rows = Table(Path.Combine(folder, "shap_rows.csv"), skip: 1);
        Background = Table(Path.Combine(folder, "shap_background.csv"), skip: 0);
    }

    public FeatureTable Rows { get; }
    public FeatureTable Background { get; }

    public bool Has(string values) => _values.TryGetProperty(values, out var node) && (!node.TryGetProperty("exact", out var exact) || exact.GetBoolean());

    public double BaseValue(string values) => _values.GetProperty(values).GetProperty("expected_value").GetDouble();

    /// <summary>Row by row.</summary>
    public double[] Values(string values) => [.. _values.GetProperty(values).GetProperty("values").EnumerateArray().SelectMany(Numbers)];

    public ModelStructure.Linear Logistic()
    {
        var (mean, scale) = (Numbers(_logistic.GetProperty("mean")), Numbers(_logistic.GetProperty("scale")));
        var encoding = new FeatureEncoding([.. mean.Select((m, k) => new FeatureSlot(k) { Offset = m, Scale = 1 / scale[k] })]);
        return new(encoding, Link.Logit, _logistic.GetProperty("intercept").GetDouble(), Numbers(_logistic.GetProperty("coef")));
    }

    public double[] LogisticRisk(FeatureTable table)
    {
        var model = Logistic();
        var encoded = model.Encoding.Encode(table);
        var slots = model.Weights.Length;
        return [.. Enumerable.Range(0, table.Count).Select(i =>
            1 / (1 + Math.Exp(-(model.Intercept + Enumerable.Range(0, slots).Sum(s => model.Weights[s] * encoded[(i * slots) + s])))))];
    }

    /// <summary>The risk of the boosted trees, by walking the arrays of the JSON.</summary>
    public Func<FeatureTable, double[]> BoostedRisk()
    {
        var trees = _boosted.GetProperty("trees").EnumerateArray().Select(t => (
            Left: Numbers(t.GetProperty("children_left")), Right: Numbers(t.GetProperty("children_right")), Feature: Numbers(t.GetProperty("feature")),
            Threshold: Numbers(t.GetProperty("threshold")), Value: Numbers(t.GetProperty("value")))).ToArray();
        var (start, rate) = (_boosted.GetProperty("init_raw").GetDouble(), _boosted.GetProperty("learning_rate").GetDouble());
        return Tables.Score(row =>
        {
            var margin = start;
            foreach (var tree in trees)
            {
                var node = 0;
                while (tree.Left[node] >= 0)
                    node = (int)((float)row[(int)tree.Feature[node]] <= tree.Threshold[node] ? tree.Left[node] : tree.Right[node]);
                margin += rate * tree.Value[node];
            }
            return 1 / (1 + Math.Exp(-margin));
        });
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static FeatureTable Table(string file, int skip)
    {
        var lines = File.ReadAllLines(file).Where(l => l.Length > 0).Select(l => l.Split(',')[skip..]).ToArray();
        return new([.. lines[0].Select((name, k) => new FeatureColumn.Numeric(
            name, [.. lines.Skip(1).Select(l => double.Parse(l[k], CultureInfo.InvariantCulture))]))]);
    }
}
