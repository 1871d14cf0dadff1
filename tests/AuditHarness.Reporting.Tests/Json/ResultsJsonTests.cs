using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Json;

public sealed class ResultsJsonTests
{
    [Test]
    public void The_top_level_holds_exactly_the_agreed_fields_in_order() =>
        Assert.That(Names(Root(SampleAudit.Typical)), Is.EqualTo(new[]
        {
            "schemaVersion", "run", "plan", "model", "inputs", "configLines", "logo", "threshold", "verdict", "measurements", "disparities", "exhibits", "records", "findings",
        }));

    [Test]
    public void A_measurement_holds_exactly_the_agreed_fields()
    {
        var root = Root(SampleAudit.Typical);
        foreach (var measurement in root.GetProperty("measurements").EnumerateArray())
        {
            string[] agreed = ["metric", "subgroup", "n", "events", "value", "interval", "reason", "suppressed"];
            var isLocal = measurement.GetProperty("metric").GetString()!.EndsWith("oess", StringComparison.Ordinal) || measurement.GetProperty("metric").GetString()!.EndsWith("owess", StringComparison.Ordinal);
            Assert.That(Names(measurement), Is.EqualTo(isLocal && measurement.GetProperty("value").ValueKind == JsonValueKind.Number ? [.. agreed, "fit"] : agreed), "where it was fitted, of a local curve alone");
            if (measurement.GetProperty("interval") is { ValueKind: JsonValueKind.Object } interval)
                Assert.That(Names(interval), Is.EqualTo(new[] { "lower", "upper", "level", "method" }));
            else
                Assert.That(measurement.GetProperty("reason").ValueKind, Is.EqualTo(JsonValueKind.String), "what is missing has a reason");
        }
        var first = root.GetProperty("measurements")[0];
        Assert.That(first.GetProperty("subgroup").EnumerateObject(), Is.Empty, "overall is {}");
        Assert.That(root.GetProperty("measurements").GetArrayLength(), Is.EqualTo(SampleAudit.Typical.Measurements.Count));
    }

    [Test]
    public void What_is_suppressed_is_null_and_no_figure_of_it_is_left()
    {
        var hidden = Root(SampleAudit.Typical).GetProperty("measurements").EnumerateArray()
            .First(m => m.GetProperty("reason").GetString() == "suppressed: 1 to 10 patients");
        foreach (var field in new[] { "n", "events", "value", "interval" })
            Assert.That(hidden.GetProperty(field).ValueKind, Is.EqualTo(JsonValueKind.Null), field);
    }

    [TestCase(0.1)]
    [TestCase(1.0 / 3)]
    [TestCase(5e-324)]
    [TestCase(1.7976931348623157e308)]
    [TestCase(-0.123456789012345678)]
    public void Every_number_comes_back_to_the_last_bit(double value)
    {
        var audit = SampleAudit.Bare with { Measurements = [new Measurement.Known("Sensitivity", Subgroup.Overall, 1, 1, value, null, Phrase.Of($"why"))] };
        Assert.That(Root(audit).GetProperty("measurements")[0].GetProperty("value").GetDouble(), Is.EqualTo(value));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_refused_wherever_it_stands(double value)
    {
        var bare = SampleAudit.Bare;
        foreach (var audit in new[]
        {
            bare with { Measurements = [new Measurement.Known("Sensitivity", Subgroup.Overall, 1, 1, value, null, null)] },
            bare with { Measurements = [new Measurement.Known("Sensitivity", Subgroup.Overall, 1, 1, 0.5, new Interval(0, value, 0.95, Phrase.Of($"x")), null)] },
            bare with { Disparities = [SampleAudit.Typical.Disparities[0] with { PValue = value }] },
            bare with { Exhibits = [new Exhibit.Table("t", Phrase.Of($"t"), ["c"], [[new Cell.Number(value)]], null)] },
            bare with { Exhibits = [new Exhibit.GapDecomposition("g", Phrase.Of($"t"), "s", SampleAudit.Group("a", "b"), SampleAudit.Group("a", "c"), 1, [new("x", value, null)], null, Phrase.Of($"f"))] },
            bare with { Findings = [SampleAudit.Typical.Findings[0] with { Value = value }] },
        })
            Assert.That(() => ResultsJson.Write(audit), Throws.ArgumentException);
    }

    [Test]
    public void Hostile_texts_come_back_and_nothing_in_the_file_could_close_a_tag()
    {
        var bytes = ResultsJson.Write(SampleAudit.OfHostileTexts);
        Assert.That(bytes, Has.No.Member((byte)'<').And.No.Member((byte)'>').And.No.Member((byte)'&'));
        Assert.That(bytes.All(b => b is (byte)'\n' or (>= 0x20 and < 0x7f)), "only printable ASCII");
        var sentences = Root(SampleAudit.OfHostileTexts).GetProperty("exhibits")[0].GetProperty("sentences").EnumerateArray().Select(s => s.GetString());
        Assert.That(sentences, Is.EqualTo(SampleAudit.Hostile.Select(t => t.Replace('\ud800', '\ufffd'))));
    }

    [Test]
    public void The_plan_speaks_the_words_of_a_config()
    {
        var plan = Root(SampleAudit.Typical).GetProperty("plan");
        Assert.That(Names(plan), Is.EqualTo(new[]
        {
            "name", "intendedUse", "data", "model", "threshold", "subgroups", "audits", "measures", "intervals", "fairness", "expectations", "seed", "report",
        }));
        Assert.That(plan.GetProperty("threshold").GetProperty("sensitivity").GetDouble(), Is.EqualTo(0.8));
        Assert.That(plan.GetProperty("subgroups").GetProperty("reference").GetProperty("ethnicity").GetString(), Is.EqualTo("white"));
        Assert.That(Names(plan.GetProperty("subgroups").GetProperty("reference")), Is.EqualTo(new[] { "ethnicity" }), "what is not pinned is not written");
        var gap = plan.GetProperty("expectations")[2];
        Assert.That(Names(gap), Is.EqualTo(new[] { "metric", "where", "compare", "atMost", "severity", "evidence", "why" }));
        Assert.That(plan.GetProperty("expectations")[1].TryGetProperty("why", out _), Is.False);
        Assert.That(gap.GetProperty("compare").GetString(), Is.EqualTo("worstPair"));
        Assert.That(gap.GetProperty("where").GetProperty("ethnicity").GetString(), Is.EqualTo("*"));
        Assert.That(plan.GetProperty("expectations")[0].GetProperty("atLeast").GetDouble(), Is.EqualTo(0.75));
        Assert.That(plan.GetProperty("expectations")[3].GetProperty("severity").GetString(), Is.EqualTo("warn"));
        Assert.That(plan.GetProperty("expectations")[3].GetProperty("evidence").GetString(), Is.EqualTo("point"));
    }

    [Test]
    public void The_largest_seed_keeps_its_digits()
    {
        var audit = SampleAudit.Bare with { Plan = SampleAudit.Bare.Plan with { Seed = ulong.MaxValue } };
        Assert.That(Root(audit).GetProperty("plan").GetProperty("seed").GetUInt64(), Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void A_finding_and_a_gap_name_what_they_are_about()
    {
        var root = Root(SampleAudit.Typical);
        var finding = root.GetProperty("findings")[1];
        Assert.That(finding.GetProperty("expectation").GetInt32(), Is.EqualTo(1));
        Assert.That(finding.GetProperty("subgroup").GetProperty("ethnicity").GetString(), Is.EqualTo("afam"));
        Assert.That(finding.GetProperty("verdict").GetString(), Is.EqualTo("fail"));
        var worst = root.GetProperty("disparities").EnumerateArray().First(d => d.GetProperty("comparison").GetString() == "worstPair");
        Assert.That(worst.GetProperty("form").GetString(), Is.EqualTo("difference"));
        Assert.That(worst.GetProperty("group").GetProperty("ethnicity").GetString(), Is.EqualTo("white"));
    }

    [TestCase("attributionBars", "bars", new[] { "kind", "id", "title", "scale", "bars", "footer" }, new[] { "feature", "subgroup", "meanAbsolute", "interval", "mean", "meanInterval", "share", "shareInterval", "monteCarloError" })]
    [TestCase("gapDecomposition", "parts", new[] { "kind", "id", "title", "scale", "group", "against", "gap", "parts", "reason", "footer" }, new[] { "feature", "contribution", "interval" })]
    [TestCase("beeswarm", "rows", new[] { "kind", "id", "title", "scale", "rows", "footer" }, new[] { "feature", "bins" })]
    [TestCase("waterfall", "steps", new[] { "kind", "id", "title", "scale", "subgroup", "baseValue", "output", "steps", "reason", "footer" }, new[] { "feature", "typicalValue", "attribution" })]
    public void An_explanation_holds_exactly_the_agreed_fields(string kind, string list, string[] fields, string[] items)
    {
        var exhibits = Root(SampleAudit.Typical).GetProperty("exhibits").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == kind).ToList();
        Assert.That(exhibits, Is.Not.Empty);
        foreach (var exhibit in exhibits)
        {
            // Beside a sentence stand its parts, when it has any.
            Assert.That(Names(exhibit).Where(n => !n.EndsWith("Parts", StringComparison.Ordinal)), Is.EqualTo(fields));
            foreach (var item in exhibit.GetProperty(list).EnumerateArray())
                Assert.That(Names(item).Where(n => !n.EndsWith("Parts", StringComparison.Ordinal)), Is.EqualTo(items));
        }
    }

    [Test]
    public void A_bin_of_a_swarm_holds_numbers_of_patients_and_no_patient()
    {
        var swarm = Root(SampleAudit.Typical).GetProperty("exhibits").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == "beeswarm");
        var bins = swarm.GetProperty("rows").EnumerateArray().SelectMany(r => r.GetProperty("bins").EnumerateArray()).ToList();
        Assert.That(bins.Select(Names), Is.All.EqualTo(new[] { "from", "to", "count", "meanFeatureRank" }));
        Assert.That(bins.Select(b => b.GetProperty("meanFeatureRank").ValueKind), Has.Member(JsonValueKind.Null).And.Member(JsonValueKind.Number));
    }

    [Test]
    public void The_parts_of_a_gap_still_sum_to_it_in_the_file()
    {
        var gaps = Root(SampleAudit.Typical).GetProperty("exhibits").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "gapDecomposition" && e.GetProperty("reason").ValueKind == JsonValueKind.Null);
        foreach (var gap in gaps)
            Assert.That(gap.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("contribution").GetDouble()), Is.EqualTo(gap.GetProperty("gap").GetDouble()).Within(1e-12));
    }

    [Test]
    public void A_profile_that_is_hidden_leaves_no_figure()
    {
        var hidden = new Exhibit.Waterfall("w", Phrase.Of($"t"), "log-odds", SampleAudit.Group("a", "b"), double.NaN, double.NaN, [], Phrase.Of($"suppressed"), Phrase.Of($"f"));
        var written = Root(SampleAudit.Bare with { Exhibits = [hidden] }).GetProperty("exhibits")[0];
        Assert.That(written.GetProperty("baseValue").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(written.GetProperty("output").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static JsonElement Root(AuditResult audit)
    {
        using var document = JsonDocument.Parse(ResultsJson.Write(audit));
        return document.RootElement.Clone();
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
