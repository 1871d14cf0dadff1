namespace AuditHarness.Cli;

/// <summary>The token of an endpoint, on the screen and in the files of a run, right or wrong: nowhere.</summary>
public sealed class EndpointTokenTests
{
    private const string Variable = "AUDIT_TEST_SCREEN_TOKEN";
    private const string Right = "tok-right-7391";
    private const string Wrong = "tok-wrong-7391";

    [TearDown]
    public void NoToken() => Environment.SetEnvironmentVariable(Variable, null);

    [Test]
    public void A_token_is_on_no_screen_and_in_no_file()
    {
        Environment.SetEnvironmentVariable(Variable, Right);
        using var server = new ExampleServer("--token-variable", Variable);
        using var audit = new SmallAudit();
        var rows = File.ReadAllLines(audit.In("data.csv"));
        audit.Write("data.csv", string.Join('\n', rows.Select((r, k) => r + (k == 0 ? ",family,none" : ",3,x"))) + "\n");
        audit.Edit("audit.json", text => text.Replace(
            "\"kind\": \"predictions\", \"file\": \"predictions.csv\", \"score\": \"score\"",
            $"\"kind\": \"http\", \"http\": {{ \"url\": \"{server.Url}/score\", \"protocol\": \"json\", \"tokenVariable\": \"{Variable}\" }}, \"features\": [\"age\", \"family\", {string.Join(", ", new[] { "gender", "insurance", "married", "selfemp", "region", "education" }.Select(n => $$"""{ "column": "none", "name": "{{n}}", "kind": "text" }"""))}]",
            StringComparison.Ordinal));
        var good = AuditProgram.RunIn(audit.Folder, new Dictionary<string, string> { [Variable] = Right }, "run", "audit.json", "--output", "good");
        var bad = AuditProgram.RunIn(audit.Folder, new Dictionary<string, string> { [Variable] = Wrong, ["AUDIT_DEBUG"] = "1" }, "run", "audit.json", "--output", "bad");
        var none = AuditProgram.RunIn(audit.Folder, new Dictionary<string, string> { [Variable] = "" }, "run", "audit.json", "--output", "none");
        Assert.Multiple(() =>
        {
            Assert.That(good.ExitCode, Is.Not.EqualTo(2), good.Error);
            Assert.That(File.Exists(audit.In("good/report.html")));
            Assert.That(bad.ExitCode, Is.EqualTo(2));
            Assert.That(bad.Error, Does.Contain("answered with status 401 (not authorized). Check the token in the variable that 'model.http.tokenVariable' names"));
            Assert.That(none.ExitCode, Is.EqualTo(2));
            Assert.That(none.Error, Does.Contain("The environment variable that 'model.http.tokenVariable' names is not set").And.Not.Contains("   at "));
            foreach (var ended in new[] { good, bad, none }) Assert.That(ended.Output + ended.Error, Does.Not.Contain(Right).And.Not.Contain(Wrong));
            foreach (var file in audit.Everything().Where(f => File.Exists(audit.In(f)))) Assert.That(audit.Read(file).Contains(Right, StringComparison.Ordinal) || audit.Read(file).Contains(Wrong, StringComparison.Ordinal), Is.False, file);
            Assert.That(audit.Everything(), Has.None.StartsWith("bad").And.None.StartsWith("none"));
        });
    }
}
