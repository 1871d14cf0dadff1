using System.Text.Json.Nodes;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>How a chat model is asked, seen from its server; how its answers are read, kept and told of.</summary>
public sealed class ChatModelTests
{
    private static readonly ChatAnswers s_words = new() { Words = new Dictionary<string, double> { ["yes"] = 1, ["no"] = 0 } };

    [Test]
    public void A_request_says_what_the_config_says()
    {
        Environment.SetEnvironmentVariable("AUDIT_TEST_CHAT_TOKEN", "tok-0815-SECRET");
        try
        {
            using var sample = new ChatSample();
            sample.Chat = sample.Chat with { System = "Be brief.", Temperature = 0.7, Seed = 41, MaxTokens = 17, Repeats = 2, Endpoint = sample.Chat.Endpoint with { TokenVariable = "AUDIT_TEST_CHAT_TOKEN", Concurrency = 1 } };
            using var model = sample.Open();
            model.Score(ChatSample.Table(1));
            var seen = sample.Server.Seen.ToArray();
            var body = JsonNode.Parse(seen[0].Body)!;
            Assert.Multiple(() =>
            {
                Assert.That(seen, Has.Length.EqualTo(2));
                Assert.That((seen[0].Method, seen[0].Path, seen[0].Headers["authorization"]), Is.EqualTo(("POST", "/v1/chat/completions", "Bearer tok-0815-SECRET")));
                Assert.That(seen[0].Headers.Keys, Is.SubsetOf(new[] { "host", "accept", "user-agent", "content-type", "content-length", "authorization" }), "nothing says more of us");
                Assert.That(seen[0].Headers["user-agent"], Is.EqualTo("AuditHarness"));
                Assert.That(body["model"]!.GetValue<string>(), Is.EqualTo("tiny-1"));
                Assert.That(body["messages"]!.AsArray().Select(m => (m!["role"]!.GetValue<string>(), ChatSample.Content(m["content"]!))), Is.EqualTo(new[] { ("system", "Be brief."), ("user", "x = -2, z = 0\nRisk?") }));
                Assert.That(body["temperature"]!.ToJsonString(), Is.EqualTo("0.7"));
                Assert.That(body["max_completion_tokens"]!.GetValue<int>(), Is.EqualTo(17));
                Assert.That(seen.Select(s => JsonNode.Parse(s.Body)!["seed"]!.GetValue<long>()), Is.EqualTo(new[] { 41L, 42L }));
                Assert.That(string.Join(' ', sample.Kept.Select(f => File.ReadAllText(sample.Folder.In(f)))) + model.Reading + model.Identity + string.Join(' ', model.Notices), Does.Not.Contain("SECRET"));
            });
        }
        finally
        {
            Environment.SetEnvironmentVariable("AUDIT_TEST_CHAT_TOKEN", null);
        }
    }

    [Test]
    public void Without_a_token_none_is_sent_and_one_that_is_absent_is_refused()
    {
        using var sample = new ChatSample();
        sample.Score(1);
        Assert.That(sample.Server.Seen.Single().Headers.ContainsKey("authorization"), Is.False);
        sample.Chat = sample.Chat with { Endpoint = sample.Chat.Endpoint with { TokenVariable = "AUDIT_TEST_ABSENT" } };
        Assert.That(() => sample.Open(), Throws.InstanceOf<AuditInputException>().With.Message.StartsWith("The environment variable that 'model.chat.tokenVariable' names is not set"));
    }

    [Test]
    public void Answers_are_kept_so_that_the_audit_runs_again_without_the_endpoint()
    {
        var asked = 0;
        using var sample = new ChatSample(null, (_, reply) => Interlocked.Increment(ref asked) == 3 ? new("") { Status = 503 } : reply with { Body = reply.Body.Replace("\"model\":\"tiny-1\"", "\"model\":\"tiny-1-2026\"", StringComparison.Ordinal) });
        sample.Chat = sample.Chat with { Repeats = 2, Endpoint = sample.Chat.Endpoint with { Retries = 2 } };
        double[] first;
        string told;
        using (var model = sample.Open())
        {
            first = model.Score(ChatSample.Table(50));
            told = string.Join('\n', model.Notices);
        }
        Assert.That(sample.Server.Seen, Has.Count.EqualTo(101));
        sample.Server.Dispose();
        foreach (var offline in new[] { false, true })
        {
            sample.Chat = sample.Chat with { Offline = offline, Endpoint = sample.Chat.Endpoint with { Concurrency = 1 } };
            using var again = sample.Open();
            Assert.That(again.Score(ChatSample.Table(50)), Is.EqualTo(first));
            Assert.That(string.Join('\n', again.Notices), Is.EqualTo(told));
        }
        Assert.That(told, Is.EqualTo(string.Join('\n',
            "The chat model was asked 50 different prompts, each 2 times, with 1,100 tokens in and 300 tokens out as the endpoint counts them.",
            "Its answers are kept and each is asked for once, so the check that a model answers the same a second time says nothing of it.",
            "0 of 50 prompts were not given the same risk in each of 2 repeats.",
            "1 request to the chat model had to be repeated, because the endpoint was busy, failed or was not reached.",
            "The endpoint says that it answered as tiny-1-2026.")));
    }

    [Test]
    public void Kept_answers_belong_to_their_owner_and_hold_no_prompt()
    {
        using var sample = new ChatSample();
        sample.Score(5);
        var files = sample.Kept.ToList();
        Assert.That(files, Has.Count.EqualTo(5).And.All.Match("^.audit/chat/[0-9a-f]{2}/[0-9a-f]{64}.json$"));
        Assert.That(sample.Folder.Everything().Where(f => f.EndsWith(".part", StringComparison.Ordinal)), Is.Empty);
        Assert.That(files.Select(f => File.ReadAllText(sample.Folder.In(f))), Has.None.Contains("z ="));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) Assert.That(File.GetUnixFileMode(sample.Folder.In(file)), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(sample.Folder.In(".audit/chat")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void An_answer_is_kept_under_all_that_it_depends_on()
    {
        var chat = new ChatSample().Chat;
        var one = new ChatRequest("p", 0);
        string[] keys =
        [
            one.Key(chat), new ChatRequest("q", 0).Key(chat), new ChatRequest("p", 1).Key(chat), one.Key(chat with { Model = "m" }), one.Key(chat with { System = "s" }), one.Key(chat with { Temperature = 0.1 }),
            one.Key(chat with { Seed = 0 }), one.Key(chat with { Seed = 1 }), one.Key(chat with { MaxTokens = 5 }), one.Key(chat with { Endpoint = chat.Endpoint with { Url = "https://b" } }),
        ];
        Assert.That(keys, Is.Unique);
        Assert.That(one.Key(chat with { Repeats = 9, Unanswered = 0.5, Cache = "c", Offline = true, Answers = s_words, Endpoint = chat.Endpoint with { Concurrency = 9, Retries = 9, TokenVariable = "T" } }), Is.EqualTo(keys[0]));
    }

    [Test]
    public void Offline_asks_nobody_and_a_damaged_file_is_asked_for_again()
    {
        using var sample = new ChatSample();
        sample.Chat = sample.Chat with { Offline = true };
        Assert.That(() => sample.Score(3), Throws.InstanceOf<AuditInputException>().With.Message.StartsWith("The chat model is offline ('model.chat.offline'), and an answer that is needed is not among those kept in '.audit/chat'"));
        Assert.That(sample.Server.Seen, Is.Empty);
        sample.Chat = sample.Chat with { Offline = false };
        var scores = sample.Score(3);
        File.WriteAllText(sample.Folder.In(sample.Kept.First()), "{ half");
        Assert.That(sample.Score(3), Is.EqualTo(scores));
        Assert.That(sample.Server.Seen, Has.Count.EqualTo(4));
        Assert.That(sample.Folder.Everything().Where(f => f.EndsWith(".part", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_same_figures_come_out_of_any_number_of_requests_at_once()
    {
        double[][] all = [.. new[] { 1, 3, 16 }.Select(concurrency =>
        {
            var random = new Random(7);
            using var sample = new ChatSample(null, (_, reply) => reply with { Delay = TimeSpan.FromMilliseconds(random.Next(10)) });
            sample.Chat = sample.Chat with { Repeats = 3, Endpoint = sample.Chat.Endpoint with { Concurrency = concurrency } };
            var scores = sample.Score(60);
            Assert.That(sample.Server.MostAtOnce, Is.LessThanOrEqualTo(concurrency));
            return scores;
        })];
        Assert.That(all, Has.All.EqualTo(all[0]));
    }

    [Test]
    public void Patients_who_are_alike_are_asked_about_once_and_progress_is_told()
    {
        using var sample = new ChatSample();
        var told = new List<AuditProgress>();
        using var model = sample.Open(new Told(told));
        var risks = model.Score(new([new FeatureColumn.Numeric("x", [1, 1, 0, 1]), new FeatureColumn.Numeric("z", [5, 5, 5, 5])]));
        Assert.That(risks, Is.EqualTo(new[] { ChatSample.Risk(1, 5), ChatSample.Risk(1, 5), ChatSample.Risk(0, 5), ChatSample.Risk(1, 5) }));
        Assert.That(sample.Server.Seen, Has.Count.EqualTo(2));
        Assert.That(told, Is.EqualTo(new AuditProgress[] { new("Asking the chat model", 1, 2), new("Asking the chat model", 2, 2) }));
    }

    [Test]
    public void The_risk_is_the_mean_of_the_repeats_and_what_varies_is_counted()
    {
        var asked = 0;
        using var sample = new ChatSample(_ => Interlocked.Increment(ref asked) % 4 == 1 ? "Yes." : "no");
        sample.Chat = sample.Chat with { Repeats = 4, Answers = s_words, Endpoint = sample.Chat.Endpoint with { Concurrency = 1 } };
        using var model = sample.Open();
        Assert.That(model.Score(ChatSample.Table(2)), Is.EqualTo(new[] { 0.25, 0.25 }));
        Assert.That(model.Notices.Select(n => n.ToString()), Has.One.EqualTo("2 of 2 prompts were not given the same risk in each of 4 repeats."));
        Assert.That(model.Reading.ToString(), Does.StartWith("Chat model tiny-1, each patient a prompt; the risk is the mean of 4 answers, read by words that the config gives a risk;"));
    }

    [Test]
    public void What_is_unanswered_stands_for_the_declared_risk_and_is_counted_by_its_kind()
    {
        using var sample = new ChatSample(p => p.Contains("z = 1\n", StringComparison.Ordinal) ? "I cannot say." : "yes", Ends);
        sample.Chat = sample.Chat with { Answers = s_words, Unanswered = 0.4 };
        using var model = sample.Open();
        Assert.That(model.Score(ChatSample.Table(5)), Is.EqualTo(new[] { 1, 0.4, 0.4, 0.4, 0.4 }));
        Assert.That(model.Notices.Select(n => n.ToString()), Has.One.EqualTo("Of 5 answers 2 were refusals, 1 could not be read and 1 were cut at the limit of tokens; each stands for a risk of 0.4, as the config says."));
    }

    [Test]
    public void What_is_unanswered_refuses_the_audit_where_no_risk_is_declared_and_costs_no_second_asking()
    {
        using var sample = new ChatSample(p => p.Contains("z = 1\n", StringComparison.Ordinal) ? "I cannot say." : "yes", Ends);
        sample.Chat = sample.Chat with { Answers = s_words };
        Assert.That(() => sample.Score(5), Throws.InstanceOf<AuditInputException>().With.Message.Contains(
            "gave 4 of 5 answers without a risk: 2 refusals, 1 that 'model.chat.answers' does not read, 1 cut at 'model.chat.maxTokens'. Mend the prompt or the pattern, or say in 'model.chat.unanswered' which risk they stand for.")
            .And.Message.Not.Contains("cannot say"));
        sample.Chat = sample.Chat with { Unanswered = 0 };
        Assert.That(sample.Score(5), Is.EqualTo(new[] { 1, 0, 0, 0, 0 }));
        Assert.That(sample.Server.Seen, Has.Count.EqualTo(5));
    }

    // Rows 2 to 4: refused by a filter, refused by the model, cut.
    private static Reply Ends(SeenRequest request, Reply reply)
    {
        var answer = JsonNode.Parse(reply.Body)!;
        var choice = answer["choices"]![0]!;
        var prompt = ChatSample.Prompt(request);
        if (prompt.Contains("z = 2\n", StringComparison.Ordinal)) choice["finish_reason"] = "content_filter";
        if (prompt.Contains("z = 3\n", StringComparison.Ordinal)) (choice["message"]!["content"], choice["message"]!["refusal"]) = (null, "I will not.");
        if (prompt.Contains("z = 4\n", StringComparison.Ordinal)) choice["finish_reason"] = "length";
        return reply with { Body = answer.ToJsonString() };
    }

    [Test]
    public void A_filter_that_stops_the_prompt_is_a_refusal_and_another_bad_request_is_none()
    {
        using var sample = new ChatSample(_ => "yes", (request, reply) => ChatSample.Prompt(request).Contains("z = 1\n", StringComparison.Ordinal) ? new("""{"error":{"code":"content_filter","message":"a patient"}}""") { Status = 400 } : reply);
        sample.Chat = sample.Chat with { Answers = s_words, Unanswered = 0.25 };
        using var model = sample.Open();
        Assert.That(model.Score(ChatSample.Table(3)), Is.EqualTo(new[] { 1, 0.25, 1 }));
        Assert.That(model.Notices.Select(n => n.ToString()), Has.One.StartsWith("Of 3 answers 1 were refusals, 0 could not be read and 0 were cut"));
        foreach (var body in new[] { """{"error":{"code":"invalid"}}""", "nothing", "[1]" })
        {
            using var bad = new ChatSample(null, (_, reply) => reply with { Status = 400, Body = body });
            Assert.That(() => bad.Score(1), Throws.InstanceOf<AuditInputException>().With.Message.Contains("answered with status 400 (bad request)."));
        }
    }

    [TestCase("{}")]
    [TestCase("""{"choices":[]}""")]
    [TestCase("""{"choices":"none"}""")]
    [TestCase("""{"error":{"message":"a patient of 63"}}""")]
    [TestCase("[1]")]
    [TestCase("{")]
    [TestCase("""{"scores":[0.5]}""")]
    public void What_is_no_chat_completion_is_refused(string body)
    {
        using var sample = new ChatSample(null, (_, reply) => reply with { Body = body });
        Assert.That(() => sample.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains("answered with JSON that is no chat completion. Check that 'model.chat.url' ends where '/chat/completions' follows").And.Message.Not.Contains("a patient"));
        Assert.That(sample.Kept, Is.Empty);
    }

    [TestCase(401, "text/plain", "answered with status 401 (not authorized). Name the environment variable with a token for it in 'model.chat.tokenVariable'.")]
    [TestCase(404, "application/json", "answered with status 404 (not found).")]
    [TestCase(500, "application/json", "answered with status 500 (internal error), also when it was asked 1 more time.")]
    [TestCase(200, "text/html", "answered with 'text/html', where 'application/json' is expected.")]
    public void The_rules_of_endpoints_hold_for_chat_too(int status, string type, string message)
    {
        using var sample = new ChatSample(null, (_, reply) => reply with { Status = status, Type = type });
        sample.Chat = sample.Chat with { Endpoint = sample.Chat.Endpoint with { Retries = 1 } };
        Assert.That(() => sample.Score(1), Throws.InstanceOf<AuditInputException>().With.Message.Contains(message));
    }

    [Test]
    public void A_chat_endpoint_that_redirects_is_slow_or_breaks_off_is_refused()
    {
        using var other = new LoopbackServer(_ => new("{}"));
        using var redirects = new ChatSample(null, (_, _) => new("") { Status = 307, Headers = [$"Location: http://localhost:{other.Port}/v1/chat/completions"] });
        Assert.That(() => redirects.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains("redirects to the host 'localhost'"));
        Assert.That(other.Seen, Is.Empty);
        using var slow = new ChatSample(null, (_, reply) => reply with { Delay = TimeSpan.FromMinutes(5) });
        slow.Chat = slow.Chat with { Endpoint = slow.Chat.Endpoint with { TimeoutSeconds = 1 } };
        Assert.That(() => slow.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains("gave no whole answer within 1 seconds. Give it more time in 'model.chat.timeoutSeconds'."));
        using var half = new ChatSample(null, (_, reply) => reply with { Half = true });
        Assert.That(() => half.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains("sent half an answer and closed the connection."));
        using var source = new CancellationTokenSource();
        using var cancelled = new ChatSample(null, (_, reply) =>
        {
            source.CancelAfter(50);
            return reply with { Delay = TimeSpan.FromMinutes(5) };
        });
        using var model = cancelled.Open();
        Assert.That(() => model.Score(ChatSample.Table(5), source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_value_is_no_template_and_a_missing_one_has_its_word()
    {
        using var sample = new ChatSample(_ => "0.5");
        sample.Plan = sample.Plan with { Features = [new("s", "s", FeatureKind.Text)] };
        sample.Chat = sample.Chat with { Prompt = "{{s}} = {s}", Missing = "not known" };
        sample.Score(new FeatureTable([new FeatureColumn.Text("s", ["{s} {x}"], [0, -1])]));
        Assert.That(sample.Server.Seen.Select(ChatSample.Prompt), Is.EquivalentTo(new[] { "{s} = {s} {x}", "{s} = not known" }));
    }

    private sealed class Told(List<AuditProgress> told) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => told.Add(value);
    }
}
