using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Metrics;

/// <summary>Predictions with what established tools say about them; see Oracles/README.md.</summary>
internal sealed class OracleFolder
{
    private static readonly Dictionary<string, OracleFolder> Loaded = [];
    private readonly string[] _header;
    private readonly string[][] _rows;
    private readonly ConcurrentDictionary<string, double[]> _numbers = [];

    private OracleFolder(string name)
    {
        var folder = Path.Combine(Repository.Root, "tests", "AuditHarness.Core.Tests", "Oracles", name);
        var lines = File.ReadAllLines(Path.Combine(folder, "predictions.csv"));
        _header = lines[0].Split(',');
        _rows = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))];
        Name = name;
        Metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "oracle_metrics.json"))).RootElement;
        R = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "oracle_r.json"))).RootElement;
    }

    /// <summary>Every folder with every model in it.</summary>
    public static IEnumerable<TestCaseData> Models =>
        from folder in new[] { "flchain", "health_insurance", "nhanes_weighted" }
        from model in new[] { "lr", "gb", "rf" }
        select new TestCaseData(folder, model);

    public string Name { get; }
    public JsonElement Metrics { get; }
    public JsonElement R { get; }
    public double Threshold => Metrics.GetProperty("threshold").GetDouble();
    public double[] Weights => Numbers("weight");

    public static OracleFolder Of(string name)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(name, out var folder)) Loaded[name] = folder = new(name);
            return folder;
        }
    }

    public string[] Texts(string column)
    {
        var at = Array.IndexOf(_header, column);
        return at < 0 ? throw new ArgumentException($"No column {column} in {Name}.") : Array.ConvertAll(_rows, r => r[at]);
    }

    /// <summary>A column of numbers, parsed once; each caller has its own copy.</summary>
    public double[] Numbers(string column) =>
        (double[])_numbers.GetOrAdd(column, name => Array.ConvertAll(Texts(name), t => double.Parse(t, CultureInfo.InvariantCulture))).Clone();

    public byte[] Labels => Array.ConvertAll(Numbers("label"), y => (byte)y);

    public AttributeColumn Attribute(string name)
    {
        var texts = Texts(name);
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), 0, false);
    }

    /// <summary>The evidence of each group, by its levels joined with " &amp; ", or of everybody as "overall".</summary>
    /// <param name="model">lr, gb or rf.</param>
    /// <param name="attributes">Names joined with " &amp; "; empty for everybody.</param>
    /// <param name="weighted">Use the sample weights.</param>
    /// <param name="intervals">How intervals are made; by default as everywhere.</param>
    public Dictionary<string, SubgroupEvidence> Evidence(string model, string attributes, bool weighted = false, IntervalPlan? intervals = null)
    {
        var index = attributes.Length == 0
            ? GroupIndex.Overall(_rows.Length)
            : GroupIndex.Of([.. attributes.Split(" & ").Select(Attribute)]);
        var order = new ScoreOrder(Numbers("score_" + model), Labels, weighted ? Weights : null);
        return order.Split(index)
            .Select((ranked, g) => new SubgroupEvidence(index.Groups[g], ranked, Threshold, order.IsWeighted) { Intervals = intervals ?? IntervalPlan.Default })
            .ToDictionary(e => e.Subgroup.Levels);
    }

    /// <summary>The plain rows of a subgroup, without weights.</summary>
    public Rows Rows(string model, Subgroup subgroup)
    {
        var conditions = subgroup.Conditions.Select(c => (Column: Texts(c.Attribute), c.Level)).ToArray();
        return new Rows(Numbers("score_" + model), Labels, null, Threshold)
            .Take(Enumerable.Range(0, _rows.Length).Where(i => conditions.All(c => c.Column[i] == c.Level)));
    }

    /// <summary>The oracle's node of everybody and of each group of each single attribute, with our evidence.</summary>
    public IEnumerable<(string Who, JsonElement Theirs, SubgroupEvidence Ours)> Groups(
        JsonElement oracle, string model, bool weighted = false, IntervalPlan? intervals = null)
    {
        var node = oracle.GetProperty("models").GetProperty(model);
        yield return ("overall", node.GetProperty("overall"), Evidence(model, "", weighted, intervals)["overall"]);
        foreach (var attribute in node.GetProperty("groups").EnumerateObject())
        {
            var evidence = Evidence(model, attribute.Name, weighted, intervals);
            foreach (var group in attribute.Value.EnumerateObject()) yield return (group.Name, group.Value, evidence[group.Name]);
        }
    }
}

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AuditHarness.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("AuditHarness.sln is in no folder above the tests.");
    }
}
