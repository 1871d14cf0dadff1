using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

public sealed class RecordsJsonTests
{
    private static IEnumerable<TestCaseData> Audits =>
        [new TestCaseData(SampleRecords.Typical).SetArgDisplayNames("typical"), new TestCaseData(SampleRecords.OfHostileTexts).SetArgDisplayNames("hostile")];

    [TestCaseSource(nameof(Audits))]
    public void What_is_read_again_renders_to_the_same_bytes(AuditResult audit)
    {
        // Half of a surrogate pair has no form in JSON; what stands for it then stays.
        var once = Read(audit, ResultsJson.Write(audit));
        var again = Read(once, ResultsJson.Write(once));
        foreach (var (first, second) in ReportFiles.Render(once).Zip(ReportFiles.Render(again)))
            Assert.That(second.Content.AsSpan().SequenceEqual(first.Content), Is.True, first.Name);
    }

    [Test]
    public void Every_figure_comes_back() => Assert.Multiple(() =>
    {
        var records = SampleRecords.Typical.Records!;
        var again = Read(SampleRecords.Typical, ResultsJson.Write(SampleRecords.Typical)).Records!;
        Assert.That(again.Figures.Select(f => (f.Metric, f.Subject, f.Group, f.Figure.Value, f.Figure.N, f.Figure.Suppressed, f.Baselines.Count)), Is.EqualTo(records.Figures.Select(f => (f.Metric, f.Subject, f.Group, f.Figure.Value, f.Figure.N, f.Figure.Suppressed, f.Baselines.Count))));
        Assert.That(again.Draws.Single().Seed, Is.EqualTo(ulong.MaxValue));
        Assert.That(again.Counts, Is.EqualTo(records.Counts));
    });

    [Test]
    public void An_audit_of_scores_has_null_there_and_an_older_file_nothing()
    {
        var json = JsonNode.Parse(ResultsJson.Write(SampleAudit.Typical))!.AsObject();
        Assert.That(json.ContainsKey("records") && json["records"] is null, Is.True);
        json.Remove("records");
        json["schemaVersion"] = "1.3";
        Assert.That(Read(SampleAudit.Typical, Encoding.UTF8.GetBytes(json.ToJsonString())).Records, Is.Null);
    }

    private static IEnumerable<TestCaseData> Damaged()
    {
        static JsonNode Figure(JsonObject r, Func<JsonNode, bool> of) => r["figures"]!.AsArray().First(f => of(f!))!;
        static JsonNode Known(JsonObject r) => Figure(r, f => f["value"] is not null && f["interval"] is not null && (string?)f["metric"] == "NearCopyRate");
        TestCaseData Case(string path, Action<JsonObject> damage, string says) => new TestCaseData(path, damage, says).SetArgDisplayNames($"{path} {says}");
        yield return Case("metric", r => Known(r)["metric"] = "Sensitivity", "no figure that this version knows");
        yield return Case("value", r => Known(r)["value"] = 1.5, "no value that the figure can have");
        yield return Case("value", r => Known(r)["value"] = 0.9999, "outside its interval");
        yield return Case("n", r => (Known(r)["suppressed"], Known(r)["value"], Known(r)["interval"]) = (true, null, null), "told of what is suppressed");
        yield return Case("n", r => Known(r)["n"] = null, "is null, and there is a value");
        yield return Case("interval", r => Known(r)["interval"]!["upper"] = 1.2, "reaches beyond what the figure can be");
        yield return Case("interval", r => Known(r)["interval"]!["level"] = 0.5, "another level");
        yield return Case("counts", r => r["counts"]![1]!["synthetic"] = 1_000_000, "of a group more than of everybody");
        yield return Case("generator", r => r["generator"]!["name"] = "another", "another than the model");
        yield return Case("value", r => Known(r)["value"] = 1e200, "too large a number");
        yield return Case("interval", r => Known(r)["value"] = null, "around no value");
        yield return Case("figures", r => Known(r)["suppressed"] = true, "suppressed and has a value");
        yield return Case("group", r => Known(r)["group"] = new JsonObject { ["planet"] = "Mars" }, "none of the groups");
        yield return Case("baselines", r => Known(r)["baselines"]!.AsArray().RemoveAt(0), "not as many");
        yield return Case("n", r => Known(r)["n"] = -1, "not a whole number");
        yield return Case("figures", r => r["figures"]!.AsArray().Add(Known(r).DeepClone()), "there twice");
        yield return Case("counts", r => r["counts"]!.AsArray().RemoveAt(0), "do not begin with those of everybody");
        yield return Case("baselines", r => r["baselines"]![0]!["name"] = "oracle", "nothing that this version knows");
        yield return Case("baselines", r => r["baselines"]![0]!["rows"] = null, "either rows or a reason");
        yield return Case("columns", r => r["columns"]![0]!["name"] = (string?)r["columns"]![1]!["name"], "name a column twice");
        yield return Case("seed", r => r["draws"]![0]!["seed"] = -1, "not a whole number");
        yield return Case("id", r => r["draws"]![0]!["id"] = "../../etc", "not a SHA-256");
    }

    [TestCaseSource(nameof(Damaged))]
    public void What_no_audit_wrote_is_refused_with_its_place(string path, Action<JsonObject> damage, string says)
    {
        var json = JsonNode.Parse(ResultsJson.Write(SampleRecords.Typical))!.AsObject();
        damage(json["records"]!.AsObject());
        Assert.That(() => Read(SampleRecords.Typical, Encoding.UTF8.GetBytes(json.ToJsonString())),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("$.records").And.Message.Contains(path).And.Message.Contains(says));
    }

    [Test]
    public void Records_and_scores_do_not_stand_in_one_result()
    {
        var json = JsonNode.Parse(ResultsJson.Write(SampleRecords.Typical))!.AsObject();
        json["threshold"] = 0.5;
        Assert.That(() => Read(SampleRecords.Typical, Encoding.UTF8.GetBytes(json.ToJsonString())), Throws.TypeOf<AuditInputException>().With.Message.Contains("nothing scores patients"));
        json.Remove("records");
        json["threshold"] = null;
        Assert.That(() => Read(SampleRecords.Typical, Encoding.UTF8.GetBytes(json.ToJsonString())), Throws.TypeOf<AuditInputException>().With.Message.Contains("'records'"));
        var scores = JsonNode.Parse(ResultsJson.Write(SampleAudit.Typical))!.AsObject();
        scores["threshold"] = null;
        Assert.That(() => Read(SampleAudit.Typical, Encoding.UTF8.GetBytes(scores.ToJsonString())), Throws.TypeOf<AuditInputException>().With.Message.Contains("$.threshold"));
    }

    private static AuditResult Read(AuditResult audit, byte[] json) => ResultsReader.Read(json, "results.json", (_, _) => audit.Plan);
}
