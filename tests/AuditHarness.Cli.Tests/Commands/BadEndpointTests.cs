using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AuditHarness.Cli.Commands;

/// <summary>What can be wrong with an endpoint, tried on the built program against a real server: one clear message in time, code 2, nothing written, no process left.</summary>
public sealed class BadEndpointTests
{
    /// <summary>One thing that is wrong with the answers, and what the message must say of it.</summary>
    public sealed record Fault(string Name, Func<object, object> Answer, params string[] Says)
    {
        public override string ToString() => Name;
    }

    private static Fault F(string name, Func<SeenRequest, Reply> answer, params string[] says) => new(name, request => answer((SeenRequest)request), says);

    private static IEnumerable<Fault> Faults() =>
    [
        F("it is slow", r => Good(r) with { Delay = TimeSpan.FromMinutes(5) }, "gave no whole answer within 2 seconds", "model.http.timeoutSeconds"),
        F("it sends half an answer", r => Good(r) with { Half = true }, "sent half an answer and closed the connection, also when it was asked 1 more time."),
        F("it closes the connection without a word", _ => new("") { Nothing = true }, "sent half an answer and closed the connection"),
        F("it speaks no HTTP", _ => new("\u0001\u0002 nothing of HTTP\r\n\r\n") { Raw = true }, "answers with something that is no HTTP, also when it was asked 1 more time."),
        F("its answer has no end", _ => new("{") { Endless = true }, "sent an answer of more than 64 MB", "model.http.batchRows"),
        F("its answer is cut", r => Good(r) with { Body = Good(r).Body[..^9] }, "that are no whole JSON."),
        F("it answers with a page", r => Good(r) with { Type = "text/html" }, "answered with 'text/html', where 'application/json' is expected."),
        F("it is not there any more", _ => new("{}") { Status = 404 }, "answered with status 404 (not found). Check the address"),
        F("it is out of order", _ => new("{}") { Status = 500 }, "answered with status 500 (internal error), also when it was asked 1 more time."),
        F("it gives NaN", r => Of(r, (_, k) => k == 7 ? "NaN" : "0.5"), "answered with NaN or Infinity, which are no numbers of JSON."),
        F("it gives no number", r => Of(r, (_, k) => k == 7 ? "null" : "0.5"), "gave 1 of 400 rows an answer that is no number"),
        F("it gives what is no risk", r => Of(r, (_, k) => k == 7 ? "1.5" : "0.5"), "outside [0, 1], such as 1.5"),
        F("it gives too few rows", r => Of(r, (_, k) => k == 0 ? "" : k == 1 ? "0.5" : ",0.5", raw: true), "399", "400 rows"),
        F("it says that its rows are in another order", r => Good(r) with { Body = Good(r).Body.Replace("\"ids\":[0,1,", "\"ids\":[1,0,", StringComparison.Ordinal) }, "gave the 'ids' of the rows back in another order", "in the order in which it was asked"),
        F("its rows are in another order and it does not say so", r => Of(r, (ages, k) => Risk(ages[^(k + 1)])), "gave other answers when it was asked a second time", "not in the order of the rows"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_bad_endpoint_ends_the_run_with_one_message(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        using var server = new LoopbackServer(request => (Reply)fault.Answer(request));
        Refused(server.Url, fault.Says);
    }

    [Test]
    public void An_endpoint_that_refuses_the_connection_ends_the_run_with_one_message() =>
        Refused($"http://127.0.0.1:{LoopbackServer.DeadPort()}", "cannot be reached: the connection was refused or failed, also when it was asked 1 more time.");

    [TestCase(301)]
    [TestCase(307)]
    public void An_endpoint_that_redirects_ends_the_run_and_the_other_server_sees_nothing(int status)
    {
        using var other = new LoopbackServer(Good);
        using var server = new LoopbackServer(_ => new("") { Status = status, Headers = [$"Location: http://localhost:{other.Port}/elsewhere?token=abc"] });
        Refused(server.Url, "redirects to the host 'localhost', and nothing but the declared address is contacted.");
        Assert.That(other.Seen, Is.Empty);
    }

    [Test]
    public void The_endpoint_is_fine_before_it_is_bent()
    {
        using var server = new LoopbackServer(Good);
        using var audit = new SmallAudit();
        Use(audit, server.Url);
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--fail-on", "never");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
    }

    private static void Refused(string url, params string[] says)
    {
        using var audit = new SmallAudit();
        Use(audit, url);
        var (before, token, clock) = (audit.Everything(), TokenProcesses.NewToken(), Stopwatch.StartNew());
        var ended = AuditProgram.RunIn(audit.Folder, new Dictionary<string, string> { ["AUDIT_TEST_TOKEN"] = token }, "run", "audit.json");
        TestContext.Out.WriteLine(ended.Error);
        BadInputTests.IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var words in says) Assert.That(ended.Error, Does.Contain(words));
            Assert.That(ended.Error, Does.Not.Contain("token=abc"));
            Assert.That(audit.Everything(), Is.EqualTo(before), "nothing was written");
            Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(60));
            Assert.That(TokenProcesses.With(token), Is.Empty);
        });
    }

    private static void Use(SmallAudit audit, string url) => audit.Edit("audit.json", t => t.Replace(
        """{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""",
        $$"""{ "kind": "http", "http": { "url": "{{url}}/score", "protocol": "json", "batchRows": 1000, "timeoutSeconds": 2, "retries": 1 }, "features": ["age"] }""",
        StringComparison.Ordinal));

    private static string Risk(double age) => (age / 100).ToString("R", CultureInfo.InvariantCulture);

    private static Reply Good(SeenRequest request) => Of(request, (ages, k) => Risk(ages[k]));

    /// <summary>An answer made of one text per row.</summary>
    private static Reply Of(SeenRequest request, Func<double[], int, string> answer, bool raw = false)
    {
        using var asked = JsonDocument.Parse(request.Body);
        var ages = asked.RootElement.GetProperty("rows").EnumerateArray().Select(r => r[0].GetDouble()).ToArray();
        var scores = Enumerable.Range(0, ages.Length).Select(k => answer(ages, k));
        return new($$"""{"ids":{{asked.RootElement.GetProperty("ids").GetRawText()}},"scores":[{{(raw ? string.Concat(scores) : string.Join(',', scores))}}]}""");
    }
}
