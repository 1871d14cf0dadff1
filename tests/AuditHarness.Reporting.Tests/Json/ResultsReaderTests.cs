using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Json;

public sealed class ResultsReaderTests
{
    private static IEnumerable<TestCaseData> Audits()
    {
        yield return new TestCaseData(SampleAudit.Typical).SetArgDisplayNames("typical");
        yield return new TestCaseData(Coherent(SampleAudit.OfHostileTexts)).SetArgDisplayNames("hostile texts");
        yield return new TestCaseData(SampleAudit.Bare).SetArgDisplayNames("bare");
        yield return new TestCaseData(Odd()).SetArgDisplayNames("odd values");
        yield return new TestCaseData(SampleAudit.Bare with { Logo = LogoImage.Of(TinyPictures.Png(3, 2)) }).SetArgDisplayNames("logo");
    }

    [TestCaseSource(nameof(Audits))]
    public void What_is_read_back_renders_every_file_with_the_same_bytes(AuditResult audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var written = ReportFiles.Render(audit);
        var again = ReportFiles.Render(Read(audit, written[0].Content));
        Assert.That(again.Select(f => f.Name), Is.EqualTo(written.Select(f => f.Name)));
        foreach (var (a, b) in again.Zip(written)) Assert.That(Encoding.UTF8.GetString(a.Content), Is.EqualTo(Encoding.UTF8.GetString(b.Content)), a.Name);
    }

    /// <summary>Bytes could agree because no file shows a thing; so every property is compared too.</summary>
    [TestCaseSource(nameof(Audits))]
    public void What_is_read_back_is_equal_part_by_part(AuditResult audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var again = Read(audit, ResultsJson.Write(audit));
        // A lone surrogate is no Unicode and is written as the character that stands for what cannot be said.
        Assert.That(Dump(again).Replace("\ud800", "\uFFFD", StringComparison.Ordinal), Is.EqualTo(Dump(audit).Replace("\ud800", "\uFFFD", StringComparison.Ordinal)));
    }

    [Test]
    public void Every_sign_and_digit_of_a_number_comes_back([Values(0.0, -0.0, 1e-300, -5e-324, 1e100, -1e100, 0.1 + 0.2, 1.0 / 3, 123456789012345680)] double value)
    {
        var interval = new Interval(value, value, 0.95, Phrase.Verbatim("m"));
        var audit = SampleAudit.Bare with { Measurements = [new Measurement.Known("CalibrationIntercept", Subgroup.Overall, 1, 1, value, interval, null)] };
        var again = (Measurement.Known)Read(audit, ResultsJson.Write(audit)).Measurements.Single();
        Assert.That(new[] { again.Value, again.Interval!.Lower }.Select(BitConverter.DoubleToInt64Bits), Is.All.EqualTo(BitConverter.DoubleToInt64Bits(value)));
    }

    [Test]
    public void A_number_without_decimals_and_a_count_are_told_apart()
    {
        Cell[] cells = [new Cell.Number(0), new Cell.Number(-0.0), new Cell.Number(5), new Cell.Number(1e20), new Cell.Count(5), new Cell.Count(long.MaxValue), new Cell.Text("5")];
        var audit = SampleAudit.Bare with { Exhibits = [new Exhibit.Table("t", Phrase.Of($"T"), [.. cells.Select(_ => "c")], [cells], null)] };
        var again = (Exhibit.Table)Read(audit, ResultsJson.Write(audit)).Exhibits.Single();
        Assert.That(again.Rows.Single(), Is.EqualTo(cells));
    }

    [Test]
    public void A_file_of_schema_version_1_1_is_read_as_it_was_then()
    {
        var json = JsonNode.Parse(ResultsJson.Write(SampleAudit.Typical))!.AsObject();
        json["schemaVersion"] = "1.1";
        json.Remove("configLines");
        json.Remove("logo");
        foreach (var measurement in json["measurements"]!.AsArray()) measurement!.AsObject().Remove("suppressed");
        var again = Read(SampleAudit.Typical, Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(again.Logo, Is.Null);
        Assert.That(again.Plan.Expectations.Select(e => e.Line), Is.All.Null);
        Assert.That(() => ReportFiles.Render(again), Throws.Nothing);
    }

    [Test]
    public void A_mark_at_the_beginning_and_another_layout_change_nothing()
    {
        var compact = JsonNode.Parse(ResultsJson.Write(SampleAudit.Typical))!.ToJsonString().Replace("\":", "\" : ", StringComparison.Ordinal);
        var again = Read(SampleAudit.Typical, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(compact)]);
        Assert.That(Dump(again), Is.EqualTo(Dump(SampleAudit.Typical)));
    }

    [Test]
    public void The_plan_is_handed_over_with_its_line()
    {
        var bytes = ResultsJson.Write(SampleAudit.Typical);
        var (text, line) = ("", 0);
        ResultsReader.Read(bytes, "results.json", (plan, at) =>
        {
            (text, line) = (Encoding.UTF8.GetString(plan), at);
            return SampleAudit.Typical.Plan;
        });
        Assert.That(text, Does.StartWith("{").And.Contain("\"sample\"").And.EndWith("}"));
        Assert.That(Encoding.UTF8.GetString(bytes).Split('\n')[line - 1], Does.Contain("\"plan\": {"));
    }

    private static IEnumerable<TestCaseData> Damages()
    {
        yield return Case("$.measurements[0].value", j => j["measurements"]![0]!["value"] = "0.5", "is a text, not a number");
        yield return Case("$.measurements[0].value", j => j["measurements"]![0]!["value"] = "NaN", "is a text, not a number");
        yield return Case("$.measurements[1].interval", j => j["measurements"]![1]!["interval"]!["lower"] = 9, "lower limit exceeds");
        yield return Case("$.measurements[1].interval.level", j => j["measurements"]![1]!["interval"]!["level"] = 95, "between 0 and 1");
        yield return Case("$.measurements[0].n", j => j["measurements"]![0]!["n"] = -1, "whole number");
        yield return Case("$.measurements[0].n", j => j["measurements"]![0]!["n"] = 0.5, "whole number");
        yield return Case("$.measurements[0].n", j => j["measurements"]![0]!["n"] = 3_000_000_000, "too large");
        yield return Case("$.measurements[1].value", j => j["measurements"]![1]!["value"] = 7.5, "is no value that the figure can have");
        yield return Case("$.measurements[1].value", j => j["measurements"]![1]!["value"] = -0.001, "is no value that the figure can have");
        yield return Case("$.measurements[1].value", j => j["measurements"]![1]!["value"] = 1, "lies outside its interval");
        yield return Case("$.measurements[1].value", j => j["measurements"]![1]!["value"] = -1.7e308, "is too large a number");
        yield return Case("$.measurements[1].interval", j => (j["measurements"]![1]!["value"], j["measurements"]![1]!["reason"]) = (null, "x"), "around no value");
        yield return Case("$.measurements[1]", j => j["measurements"]![1]!["suppressed"] = true, "is suppressed and has a value");
        yield return Case("$.exhibits[0]", j => j["exhibits"]![0] = Flow(["Rows", "Number"], []), "is no cohort flow");
        yield return Case("$.exhibits[0]", j => j["exhibits"]![0] = Flow(["Rows", "Number"], ["all", 5]), "is no cohort flow");
        yield return Case("$.exhibits[0]", j => j["exhibits"]![0] = Flow([], [], []), "is no cohort flow");
        yield return Case("$.measurements[0].metric", j => j["measurements"]![0]!["metric"] = "Luck", "no figure");
        yield return Case("$.measurements[0]", j => j["measurements"]![0] = 5, "is a number, not an object");
        yield return Case("$.measurements", j => j["measurements"] = "none", "is a text, not an array");
        yield return Case("$", j => j.Remove("measurements"), "lacks the key 'measurements'");
        yield return Case("$.measurements[0].subgroup.sex", j => j["measurements"]![0]!["subgroup"] = new JsonObject { ["sex"] = 1 }, "not a text");
        yield return Case("$.measurements[0].subgroup['a b\uFFFD']", j => j["measurements"]![0]!["subgroup"] = new JsonObject { ["a b\u001b"] = 1 }, "not a text");
        yield return Case("$.disparities[0].form", j => j["disparities"]![0]!["form"] = "quotient", "'difference', 'ratio'");
        yield return Case("$.disparities[0].form", j => j["disparities"]![0]!["form"] = 0, "not a text");
        yield return Case("$.disparities[0].suppressed", j => j["disparities"]![0]!["suppressed"] = 1, "not true or false");
        yield return Case("$.disparities[0].attributes", j => j["disparities"]![0]!["attributes"] = new JsonArray(), "is empty");
        yield return Case("$.exhibits[0].kind", j => j["exhibits"]![0]!["kind"] = "hologram", "no kind of exhibit");
        yield return Case("$.exhibits[0].id", j => j["exhibits"]![0]!["id"] = "x\" onclick=\"", "letters, digits and hyphens");
        yield return Case("$.exhibits", j => j["exhibits"]![0]!["id"] = (string?)j["exhibits"]![1]!["id"], "same id twice");
        yield return Case("$.exhibits[0].rows[0]", j => j["exhibits"]![0]!["rows"]![0]!.AsArray().Add("more"), "as many cells");
        yield return Case("$.exhibits[0].rows[0][0]", j => j["exhibits"]![0]!["rows"]![0]![0] = new JsonArray(), "is an array, not an object");
        yield return Case("$.findings[0].expectation", j => j["findings"]![0]!["expectation"] = 99, "does not have");
        yield return Case("$.findings[0]", j => j["findings"]![0]!["metric"] = "Sensitivity", "not about the expectation");
        yield return Case("$.verdict", j => j["verdict"] = "pass", "not what the findings come to");
        yield return Case("$.threshold", j => j["threshold"] = 2, "between 0 and 1");
        yield return Case("$.run.id", j => j["run"]!["id"] = "../../etc", "is not a name");
        yield return Case("$.run.startedUtc", j => j["run"]!["startedUtc"] = "yesterday", "not a time");
        yield return Case("$.run.startedUtc", j => j["run"]!["startedUtc"] = "2026-01-05T08:15:00+01:00", "not a time");
        yield return Case("$.model.sha256", j => j["model"]!["sha256"] = "abc", "not a SHA-256");
        yield return Case("$.inputs", j => j["inputs"] = new JsonArray(), "names no file");
        yield return Case("$.configLines", j => j["configLines"] = new JsonArray(1), "as many lines");
        yield return Case("$.logo.content", j => j["logo"] = new JsonObject { ["mediaType"] = "image/png", ["content"] = "%%%" }, "base 64");
        yield return Case("$.logo.content", j => j["logo"] = new JsonObject { ["mediaType"] = "image/svg+xml", ["content"] = Convert.ToBase64String("<svg onload=alert(1)>"u8) }, "neither a PNG nor a JPEG");
        yield return Case("$.logo.mediaType", j => j["logo"] = new JsonObject { ["mediaType"] = "image/svg+xml", ["content"] = Convert.ToBase64String(TinyPictures.Png(1, 1)) }, "not what the picture is");
        yield return Case("$.schemaVersion", j => j["schemaVersion"] = "one", "not a version");
        yield return Case("$.schemaVersion", j => j["schemaVersion"] = 1.2, "not a text");
        yield return Case("$.schemaVersion", j => j["schemaVersion"] = "0.9", "no version that there ever was");

        static JsonObject Flow(JsonArray columns, params JsonArray[] rows) => new()
        {
            ["kind"] = "table", ["id"] = "cohort-flow", ["title"] = "t", ["columns"] = columns, ["rows"] = new JsonArray([.. rows]), ["note"] = null,
        };
        static TestCaseData Case(string path, Action<JsonObject> damage, string says) => new TestCaseData(path, damage, says).SetArgDisplayNames(path, says);
    }

    [TestCaseSource(nameof(Damages))]
    public void Damage_is_told_with_its_path(string path, Action<JsonObject> damage, string says)
    {
        ArgumentNullException.ThrowIfNull(damage);
        var json = JsonNode.Parse(ResultsJson.Write(SampleAudit.Typical))!.AsObject();
        damage(json);
        Assert.That(() => Read(SampleAudit.Typical, Encoding.UTF8.GetBytes(json.ToJsonString())),
            Throws.TypeOf<AuditInputException>().With.Message.Contains($"'results.json' cannot be rendered: {path} ").And.Message.Contains(says));
    }

    [TestCase("", "not valid JSON")]
    [TestCase("{", "not valid JSON")]
    [TestCase("{} {}", "not valid JSON")]
    [TestCase("[]", "no 'schemaVersion'")]
    [TestCase("null", "no 'schemaVersion'")]
    [TestCase("{}", "no 'schemaVersion'")]
    [TestCase("{\"schemaVersion\": \"2.0\"}", "schema version 2.0")]
    [TestCase("{\"schemaVersion\": \"1.99\"}", "schema version 1.99")]
    [TestCase("{\"schemaVersion\": \"1.1\", \"x\": {\"a\": 1, \"a\": 2}}", "$.x has the key 'a' twice")]
    [TestCase("{\"schemaVersion\": \"1.1\", \"x\": [{\"a\": 1, \"\\u0061\": 2}]}", "$.x[0] has the key 'a' twice")]
    [TestCase("{\"schemaVersion\": \"\\ud800\"}", "$.schemaVersion holds a text that is not Unicode")]
    [TestCase("{\"schemaVersion\": \"1.1\", \"threshold\": NaN}", "not valid JSON")]
    public void What_is_no_results_file_is_told_in_one_sentence(string text, string says) =>
        Assert.That(() => Read(SampleAudit.Bare, Encoding.UTF8.GetBytes(text)), Throws.TypeOf<AuditInputException>().With.Message.Contains(says));

    [Test]
    public void Deep_nesting_is_refused_and_not_followed()
    {
        var deep = "{\"schemaVersion\": \"1.1\", \"x\": " + new string('[', 1_000_000) + "}";
        Assert.That(() => Read(SampleAudit.Bare, Encoding.UTF8.GetBytes(deep)), Throws.TypeOf<AuditInputException>().With.Message.Contains("nested too deeply"));
    }

    [Test]
    public void A_number_beyond_all_numbers_is_refused()
    {
        var text = Encoding.UTF8.GetString(ResultsJson.Write(SampleAudit.Bare)).Replace("\"threshold\": 0.31", "\"threshold\": 1e999", StringComparison.Ordinal);
        Assert.That(() => Read(SampleAudit.Bare, Encoding.UTF8.GetBytes(text)), Throws.TypeOf<AuditInputException>().With.Message.Contains("$.threshold is too large a number"));
    }

    [Test]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Assert.That(() => Read(SampleAudit.Bare, new byte[] { 0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D }), Throws.TypeOf<AuditInputException>().With.Message.Contains("not UTF-8"));

    /// <summary>Any one value of a file changed to another kind or to an extreme is either still a result that can be rendered, or refused.</summary>
    [Test]
    public void No_single_change_brings_the_program_down()
    {
        var pristine = ResultsJson.Write(Small());
        JsonNode?[] others = [null, "", -1, 1e308, -1e308, 0, true, new JsonObject(), new JsonArray(), int.MaxValue];
        var (rendered, refused) = (0, 0);
        var leaves = Leaves(JsonNode.Parse(pristine)!).Count();
        // Every seventh is enough to come by every kind of place, and takes seconds.
        for (var leaf = 0; leaf < leaves; leaf += 7)
        {
            var json = JsonNode.Parse(pristine)!;
            var node = Leaves(json).ElementAt(leaf);
            if (node.GetPath().StartsWith("$.plan", StringComparison.Ordinal)) continue;
            var path = node.GetPath();
            var other = others[leaf % others.Length]?.DeepClone();
            node.ReplaceWith(other);
            try
            {
                ReportFiles.Render(Read(Small(), Encoding.UTF8.GetBytes(json.ToJsonString())));
                rendered++;
            }
            catch (AuditInputException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{path} = {other?.ToJsonString() ?? "null"}: {e}");
            }
        }
        Assert.That(Math.Min(rendered, refused), Is.GreaterThan(5), $"{rendered} rendered, {refused} refused: both happen");
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>().SelectMany(Leaves).Prepend(o),
        JsonArray a => a.OfType<JsonNode>().SelectMany(Leaves).Prepend(a),
        _ => [node],
    };

    /// <summary>A little of everything.</summary>
    private static AuditResult Small() => SampleAudit.Typical with
    {
        Measurements = [.. SampleAudit.Typical.Measurements.Where(m => m.Metric is "Sensitivity" or "AreaUnderRoc" or "BrierScore" && m.Subgroup.Conditions.Count < 2)],
        Disparities = [.. SampleAudit.Typical.Disparities.Where(d => d.Metric is "EqualOpportunityDifference" or "DemographicParityRatio" && d.Attributes.Count == 1)],
        Exhibits = [.. SampleAudit.Typical.Exhibits.GroupBy(e => e.GetType()).SelectMany(g => g.Take(3)).Select(Short)],
    };

    private static Exhibit Short(Exhibit exhibit) => exhibit switch
    {
        Exhibit.AttributionBars bars => bars with { Bars = [.. bars.Bars.Where(b => b.Feature == bars.Bars[0].Feature)] },
        Exhibit.Beeswarm swarm => swarm with { Rows = [swarm.Rows[0] with { Bins = [.. swarm.Rows[0].Bins.Take(3)] }] },
        Exhibit.GapDecomposition gap => gap with { Parts = [.. gap.Parts.Take(2)] },
        Exhibit.Waterfall fall => fall with { Steps = [.. fall.Steps.Take(2)] },
        _ => exhibit,
    };

    private static AuditResult Read(AuditResult audit, byte[] bytes) => ResultsReader.Read(bytes, "results.json", (_, _) => audit.Plan);

    /// <summary>As an audit makes it: a finding's expectation is the plan's.</summary>
    private static AuditResult Coherent(AuditResult audit) => audit with
    {
        Findings = [.. audit.Findings.Select(f => f with { Expectation = audit.Plan.Expectations[f.Expectation.Index] })],
    };

    private static AuditResult Odd()
    {
        var group = new Subgroup(new AttributeLevel("k\u0308\u2028\"\\", "\U0001F469\u200D\u2695\uFE0F"), new AttributeLevel("", "\u0000\uFFFF"));
        var interval = new Interval(-1e-300, double.Epsilon, 0.999999, Phrase.Verbatim("\u00e9/e\u0301"));
        return SampleAudit.Bare with
        {
            Run = SampleAudit.Run with { Id = "x", StartedUtc = DateTimeOffset.MaxValue.ToUniversalTime(), Seconds = double.Epsilon, ToolVersion = "" },
            Threshold = -0.0,
            Measurements =
            [
                new Measurement.Known("Sensitivity", Subgroup.Overall, null, 0, -0.0, interval, Phrase.Of($"and {0.1:figure} a reason")),
                new Measurement.Known("Sensitivity", group, int.MaxValue, null, 1, null, null),
                new Measurement.Unknown("AreaUnderRoc", group, 0, 0, Phrase.Verbatim(""), true),
                new Measurement.Unknown("BrierScore", group, null, null, Phrase.Of($"never translated {-0.0:0.00} {new string('x', 3)} {Phrase.Of($"within {1:count}")}"), false),
            ],
            Disparities =
            [
                new() { Metric = "EqualOpportunityDifference", Attributes = ["a", ""], Form = DisparityForm.Ratio, Comparison = Comparison.WorstPair, Groups = 0, LeftOut = [], Suppressed = true },
                new() { Metric = "EqualOpportunityDifference", Attributes = ["a"], Form = DisparityForm.Difference, Comparison = Comparison.Reference, Group = Subgroup.Overall, Against = group, Value = 0, PValue = -0.0, PValueHolm = 1e-300, ExpectedUnderEquality = 0.1, Groups = 2, LeftOut = [new(group, Phrase.Of($"x"))], Reason = Phrase.Of($"{{}}"), Interval = interval },
            ],
            Exhibits =
            [
                new Exhibit.Table("t-0", Phrase.Verbatim(""), [], [], null),
                new Exhibit.Table("t-1", Phrase.Of($"x"), ["a"], [[new Cell.Hidden(Phrase.Verbatim(""))], [new Cell.Number(-0.0)], [new Cell.Text("said")], [new Cell.Said(Phrase.Of($"said"))], [new Cell.Said(Phrase.Of($"{5:count} said"))]], Phrase.Verbatim("")),
                new Exhibit.ReliabilityCurve("r", Phrase.Of($"x"), group, [new(0, 1, null, null, null, null), new(0, 1e-300, 1, -0.0, 1, interval) { UnderCalibration = interval with { Lower = -0.0 } }], null),
                new Exhibit.Notices("n", Phrase.Of($"x"), []),
                new Exhibit.Notices("n2", Phrase.Of($"x"), [Phrase.Of($"a"), Phrase.Verbatim("b"), Phrase.Of($"{1e300:R}")]),
                new Exhibit.OperatingCurve("o", Phrase.Of($"x"), group, [new(0, -0.0, null, null, interval), new(1, 1, 0.5, interval, null)], null),
            ],
        };
    }

    /// <summary>Every property of every part, in order, numbers to the bit.</summary>
    private static string Dump(object? value)
    {
        var text = new StringBuilder();
        Add(value);
        return text.ToString();

        void Add(object? part)
        {
            switch (part)
            {
                case null: text.Append("null\n"); break;
                case string s: text.Append('"').Append(s).Append("\"\n"); break;
                case double d: text.Append("double ").Append(BitConverter.DoubleToInt64Bits(d)).Append('\n'); break;
                case System.Collections.IEnumerable many:
                    text.Append("[\n");
                    foreach (var one in many) Add(one);
                    text.Append("]\n");
                    break;
                case var _ when part.GetType() is { IsPrimitive: true } or { IsEnum: true } || part is DateTimeOffset or DateOnly: text.Append(part.GetType().Name).Append(' ').Append(FormattableString.Invariant($"{part}\n")); break;
                default:
                    text.Append(part.GetType().Name).Append(" {\n");
                    foreach (var property in part.GetType().GetProperties().Where(p => p.GetMethod!.GetParameters().Length == 0 && !p.GetMethod.IsStatic))
                    {
                        text.Append(property.Name).Append(": ");
                        Add(property.GetValue(part));
                    }
                    text.Append("}\n");
                    break;
            }
        }
    }
}
