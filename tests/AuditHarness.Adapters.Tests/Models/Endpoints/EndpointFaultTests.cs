using System.Diagnostics;
using AuditHarness.Adapters.Models.Http;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>Every way in which an endpoint misbehaves, tried by a real server: one message, within its time, and nobody else is contacted.</summary>
[TestFixture(HttpProtocol.OpenInference)]
[TestFixture(HttpProtocol.Json)]
public sealed class EndpointFaultTests(HttpProtocol protocol)
{
    private const string Variable = "AUDIT_TEST_ENDPOINT_TOKEN";
    private const string Token = "tok-4711-SECRET";

    [TearDown]
    public void NoToken() => Environment.SetEnvironmentVariable(Variable, null);

    private static AuditInputException Refusal(HttpSample sample)
    {
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<AuditInputException>(() => sample.Score())!;
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
        Assert.That(refusal.Message, Does.Match(@"^The endpoint 'http://127\.0\.0\.1:\d+(/score)?' \('model\.http\.url'\) [^\r\n]*\.$"));
        return refusal;
    }

    [Test]
    public void An_endpoint_that_nobody_listens_at_is_refused()
    {
        using var sample = new HttpSample(protocol);
        sample.Endpoint = sample.Endpoint with { Url = $"http://127.0.0.1:{LoopbackServer.DeadPort()}", Retries = 1 };
        Assert.That(Refusal(sample).Message, Does.Contain("cannot be reached: the connection was refused or failed, also when it was asked 1 more time. Check that the server runs"));
    }

    [TestCase(400, "answered with status 400 (bad request). See in the server's log what it does not accept.")]
    [TestCase(401, "answered with status 401 (not authorized). Name the environment variable with a token for it in 'model.http.tokenVariable'.")]
    [TestCase(403, "answered with status 403 (forbidden). Name the environment variable")]
    [TestCase(404, "answered with status 404 (not found). Check the address")]
    [TestCase(413, "answered with status 413 (request too large). Ask for less at once, with a smaller 'model.http.batchRows'.")]
    public void A_status_that_no_repeat_mends_is_refused_at_once(int status, string message)
    {
        using var sample = new HttpSample(protocol, (_, _) => new("""{"error":"a patient of 63"}""") { Status = status });
        sample.Endpoint = sample.Endpoint with { Retries = 5 };
        Assert.That(Refusal(sample).Message, Does.Contain(message).And.Not.Contains("a patient"));
        Assert.That(sample.Scored.Count(), Is.EqualTo(1));
    }

    [TestCase(408), TestCase(429), TestCase(500), TestCase(503)]
    public void A_status_that_passes_is_asked_again_and_told(int status)
    {
        var asked = 0;
        using var sample = new HttpSample(protocol, (_, reply) => Interlocked.Increment(ref asked) <= 2 ? new("busy") { Status = status, Type = "text/plain" } : reply);
        sample.Endpoint = sample.Endpoint with { Retries = 3 };
        using var model = sample.Open();
        Assert.That(model.Score(HttpSample.Table(40)), Has.Length.EqualTo(40));
        Assert.That(sample.Scored.Count(), Is.EqualTo(3));
        Assert.That(model.Notices.Single().ToString(), Is.EqualTo("2 requests to the scoring server had to be repeated, because it was busy, failed or was not reached; what is reported is the answer that came."));
    }

    [TestCase(500, "answered with status 500 (internal error), also when it was asked 2 more times. See in the server's log why, or allow more 'model.http.retries'.")]
    [TestCase(429, "answered with status 429 (too many requests), also when it was asked 2 more times. Ask more slowly with 'model.http.requestsPerSecond'")]
    public void A_status_that_stays_is_refused_after_the_repeats(int status, string message)
    {
        using var sample = new HttpSample(protocol, (_, _) => new("a patient of 63") { Status = status });
        sample.Endpoint = sample.Endpoint with { Retries = 2 };
        Assert.That(Refusal(sample).Message, Does.Contain(message).And.Not.Contains("a patient"));
        Assert.That(sample.Scored.Count(), Is.EqualTo(3));
    }

    [Test]
    public void The_wait_that_an_endpoint_asks_for_is_kept_to_and_is_bounded()
    {
        var asked = 0;
        using var sample = new HttpSample(protocol, (_, reply) => Interlocked.Increment(ref asked) == 1 ? new("") { Status = 429, Headers = ["Retry-After: 2"] } : reply);
        sample.Endpoint = sample.Endpoint with { Retries = 1 };
        var clock = Stopwatch.StartNew();
        sample.Score();
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1.9)));
        using var late = new HttpSample(protocol, (_, _) => new("") { Status = 503, Headers = ["Retry-After: 3600"] });
        late.Endpoint = late.Endpoint with { Retries = 1 };
        Assert.That(Refusal(late).Message, Does.Contain("says that it is to be asked again in 3600 seconds, and at most 120 are waited for. Try later."));
    }

    [Test]
    public void Waits_grow_differ_between_requests_and_are_the_same_each_time()
    {
        double[] waits = [.. Enumerable.Range(1, 12).Select(k => EndpointPace.BackOff(1, k).TotalSeconds)];
        Assert.That(waits, Is.EqualTo(Enumerable.Range(1, 12).Select(k => EndpointPace.BackOff(1, k).TotalSeconds)));
        for (var k = 0; k < waits.Length; k++)
            Assert.That(waits[k], Is.InRange(Math.Min(0.5 * Math.Pow(2, k), 30) * 0.5, Math.Min(0.5 * Math.Pow(2, k), 30) * 1.5));
        Assert.That(Enumerable.Range(1, 50).Select(r => EndpointPace.BackOff(r, 1)).Distinct().Count(), Is.EqualTo(50));
    }

    [Test]
    public void An_endpoint_that_is_too_slow_is_refused_without_a_repeat()
    {
        using var sample = new HttpSample(protocol, (_, reply) => reply with { Delay = TimeSpan.FromMinutes(5) });
        sample.Endpoint = sample.Endpoint with { TimeoutSeconds = 1.5, Retries = 3 };
        Assert.That(Refusal(sample).Message, Does.Contain("gave no whole answer within 1.5 seconds. Give it more time in 'model.http.timeoutSeconds', or ask for less at once in 'model.http.batchRows'."));
        Assert.That(sample.Scored.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Half_an_answer_is_refused_after_the_repeats()
    {
        using var sample = new HttpSample(protocol, (_, reply) => reply with { Half = true });
        sample.Endpoint = sample.Endpoint with { Retries = 1 };
        Assert.That(Refusal(sample).Message, Does.Contain("sent half an answer and closed the connection, also when it was asked 1 more time."));
        using var once = new HttpSample(protocol, (_, reply) => reply with { Body = reply.Body[..^9] });
        Assert.That(Refusal(once).Message, Does.Match(@"answered with [\d,]+ bytes that are no whole JSON\."));
    }

    [Test]
    public void A_connection_that_is_closed_without_a_word_and_garbage_are_refused()
    {
        using var closed = new HttpSample(protocol, (_, _) => new("") { Nothing = true });
        Assert.That(Refusal(closed).Message, Does.Contain("sent half an answer and closed the connection."));
        using var garbage = new HttpSample(protocol, (_, _) => new("\u0001\u0002 nothing of HTTP\r\n\r\n") { Raw = true });
        Assert.That(Refusal(garbage).Message, Does.Contain("answers with something that is no HTTP."));
    }

    [TestCase("text/html", "answered with 'text/html', where 'application/json' is expected.")]
    [TestCase("application/octet-stream", "answered with 'application/octet-stream', where")]
    [TestCase(null, "does not say what its answer is, where 'application/json' is expected.")]
    public void Another_type_of_answer_is_refused(string? type, string message)
    {
        using var sample = new HttpSample(protocol, (_, reply) => reply with { Type = type });
        Assert.That(Refusal(sample).Message, Does.Contain(message));
    }

    [Test]
    public void An_answer_without_end_is_given_up_and_a_packed_one_is_refused()
    {
        using var endless = new HttpSample(protocol, (_, _) => new("{") { Endless = true });
        Assert.That(Refusal(endless).Message, Does.Contain("sent an answer of more than 64 MB, of which no more was read. Ask for less at once in 'model.http.batchRows'."));
        using var packed = new HttpSample(protocol, (_, reply) => reply with { Headers = ["Content-Encoding: gzip"] });
        Assert.That(Refusal(packed).Message, Does.Contain("packed its answer, which it was not asked to."));
    }

    [TestCase(301), TestCase(302), TestCase(307), TestCase(308)]
    public void A_redirect_is_refused_and_the_other_server_sees_nothing(int status)
    {
        using var other = new LoopbackServer(_ => new("{}"));
        using var sample = new HttpSample(protocol, (_, _) => new("") { Status = status, Headers = [$"Location: http://localhost:{other.Port}/elsewhere?token=abc"] });
        sample.Endpoint = sample.Endpoint with { Retries = 3 };
        Assert.That(Refusal(sample).Message, Does.Contain("redirects to the host 'localhost', and nothing but the declared address is contacted. If it is to be trusted with patients' values, declare the final address in 'model.http.url'.").And.Not.Contains("abc"));
        Assert.That(other.Seen, Is.Empty);
        Assert.That(sample.Scored.Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_proxy_is_used_only_where_it_is_declared()
    {
        using var proxy = new LoopbackServer(_ => new("{}"));
        string[] names = ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"];
        var before = names.Select(Environment.GetEnvironmentVariable).ToList();
        try
        {
            foreach (var name in names) Environment.SetEnvironmentVariable(name, proxy.Url);
            using var sample = new HttpSample(protocol);
            Assert.That(sample.Score(), Has.Length.EqualTo(40));
            Assert.That(proxy.Seen, Is.Empty);
            sample.Endpoint = sample.Endpoint with { Proxy = proxy.Url };
            Assert.That(() => sample.Score(), Throws.InstanceOf<AuditInputException>());
            Assert.That(proxy.Seen, Is.Not.Empty);
        }
        finally
        {
            for (var k = 0; k < names.Length; k++) Environment.SetEnvironmentVariable(names[k], before[k]);
        }
    }

    [Test]
    public void A_token_comes_from_the_environment_and_is_said_nowhere()
    {
        Environment.SetEnvironmentVariable(Variable, Token + "\n");
        using var sample = new HttpSample(protocol, (request, reply) => request.Headers.GetValueOrDefault("authorization") == "Bearer " + Token ? reply : new($"{{\"error\":\"not {request.Headers["authorization"]}\"}}") { Status = 401 });
        sample.Endpoint = sample.Endpoint with { TokenVariable = Variable };
        using var model = sample.Open();
        Assert.That(model.Score(HttpSample.Table(40)), Has.Length.EqualTo(40));
        Assert.That($"{model.Identity} {model.Reading} {string.Join(' ', model.Notices)} {sample.Plan}", Does.Not.Contain(Token));
        Environment.SetEnvironmentVariable(Variable, Token + "-old");
        Assert.That(Refusal(sample).Message, Does.Contain("answered with status 401 (not authorized). Check the token in the variable that 'model.http.tokenVariable' names").And.Not.Contains(Token));
    }

    [Test]
    public void A_token_that_is_not_there_or_is_none_is_refused_before_anything_is_sent()
    {
        using var sample = new HttpSample(protocol);
        sample.Endpoint = sample.Endpoint with { TokenVariable = Variable };
        foreach (var (value, message) in new[] { (null, "is not set"), (" \n", "is not set"), ("two words", "holds a space"), ("tökchen", "holds a space, a line break or a letter that no token has") })
        {
            Environment.SetEnvironmentVariable(Variable, value);
            Assert.That(() => sample.Score(), Throws.InstanceOf<AuditInputException>().With.Message.StartsWith("The environment variable that 'model.http.tokenVariable' names " + message)
                .And.Message.Not.Contains(Variable).And.Message.Not.Contains("tökchen"));
        }
        Assert.That(sample.Server.Seen, Is.Empty);
    }

    [Test]
    public void No_more_requests_leave_in_a_second_than_are_allowed()
    {
        using var sample = new HttpSample(protocol);
        sample.Http = sample.Http with { BatchRows = 10, Endpoint = sample.Endpoint with { RequestsPerSecond = 5, Concurrency = 8 } };
        var clock = Stopwatch.StartNew();
        sample.Score(100);
        Assert.That(sample.Scored.Count(), Is.EqualTo(10));
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1.7)));
    }

    [Test]
    public async Task An_endpoint_whose_encryption_cannot_be_trusted_is_refused_at_once()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("no encryption here, and nobody who could be trusted\r\n"u8.ToArray());
        });
        using var sample = new HttpSample(protocol);
        sample.Endpoint = sample.Endpoint with { Url = $"https://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}", Retries = 5 };
        Assert.That(() => sample.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains("cannot be trusted: no secure connection comes about. Its certificate must be valid"));
        await answering;
    }

    [Test]
    public void What_is_cancelled_on_the_way_ends_within_a_second()
    {
        using var source = new CancellationTokenSource();
        using var sample = new HttpSample(protocol, (_, reply) =>
        {
            source.CancelAfter(50);
            return reply with { Delay = TimeSpan.FromMinutes(5) };
        });
        using var model = sample.Open();
        var clock = Stopwatch.StartNew();
        Assert.That(() => model.Score(HttpSample.Table(40), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}

/// <summary>Which addresses may be declared.</summary>
public sealed class EndpointAddressTests
{
    [TestCase("https://models.example.org/score", false, null)]
    [TestCase("http://localhost:8123", false, null)]
    [TestCase("http://127.0.0.1:8123/v1", false, null)]
    [TestCase("http://[::1]:8123", false, null)]
    [TestCase("http://models.example.org", true, null)]
    [TestCase("http://models.example.org", false, "http sends patients' values so that anybody on the way can read them.")]
    [TestCase("http://10.0.0.5", false, "http sends patients' values")]
    [TestCase("ftp://models.example.org", false, "this is no address of a server.")]
    [TestCase("file:///etc/passwd", true, "this is no address of a server.")]
    [TestCase("models.example.org/score", false, "this is no address of a server.")]
    [TestCase("https://user:secret@models.example.org", false, "an address here has no user or password.")]
    [TestCase("https://models.example.org/?key=secret", false, "an address here ends before '?' and '#'.")]
    [TestCase("https://models.example.org/#secret", false, "an address here ends before '?' and '#'.")]
    public void An_address_is_sound_or_says_why_not(string url, bool allowPlain, string? fault)
    {
        var found = EndpointAddress.Fault(url, allowPlain);
        if (fault is null) Assert.That(found, Is.Null);
        else Assert.That(found, Does.StartWith(fault).And.Not.Contains("secret"));
    }

    [TestCase("http://proxy.example.org:3128", true)]
    [TestCase("http://user:secret@proxy.example.org:3128", false)]
    [TestCase("http://proxy.example.org/path", false)]
    [TestCase("proxy", false)]
    public void A_proxy_is_a_host(string url, bool sound) => Assert.That(EndpointAddress.ProxyFault(url) is null, Is.EqualTo(sound));
}
