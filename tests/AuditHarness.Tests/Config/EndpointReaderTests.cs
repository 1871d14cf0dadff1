using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>What a config says of a scoring server and of a chat model, and every rule broken once.</summary>
public class EndpointReaderTests
{
    private const string Http = "\"url\": \"https://h/score\", \"protocol\": \"json\"";
    private const string Chat = "\"url\": \"https://h/v1\", \"model\": \"m\", \"prompt\": \"{a}\"";

    [Test, SetCulture("de-DE")]
    public void A_scoring_server_becomes_the_plan_it_says()
    {
        var model = SampleConfig.Load(SampleConfig.Served).Plan.Diagnostic().Model;
        Assert.That((model.Kind, model.File, model.Name, model.Version, model.PositiveClass), Is.EqualTo(("http", "", "", (string?)null, "1")));
        Assert.That(model.Http, Is.EqualTo(new HttpPlan
        {
            Protocol = HttpProtocol.OpenInference, Model = "sepsis", ModelVersion = "3", Output = "risk", BatchRows = 50,
            Endpoint = new() { Url = "https://models.example.org/base", TokenVariable = "MODEL_TOKEN", Proxy = "http://proxy.example.org:3128", TimeoutSeconds = 2.5, Retries = 7, RequestsPerSecond = 0.5, Concurrency = 2 },
        }));
    }

    [Test, SetCulture("de-DE")]
    public void A_chat_model_becomes_the_plan_it_says()
    {
        var model = SampleConfig.Load(SampleConfig.Chatting).Plan.Diagnostic().Model;
        var chat = model.Chat!;
        Assert.Multiple(() =>
        {
            Assert.That((model.Kind, model.File, model.Name), Is.EqualTo(("chat", "", "")));
            Assert.That(chat, Is.EqualTo(new ChatPlan
            {
                Endpoint = new() { Url = "https://models.example.org/v1", TokenVariable = "MODEL_TOKEN", TimeoutSeconds = 90, Retries = 0, Concurrency = 8 }, Model = "tiny", System = "Be brief.",
                Prompt = "Kappa {kappa}, {{sex}} {sex}.\n\nSick?", Missing = "not known", Answers = chat.Answers, Temperature = 0.7, Seed = 41, MaxTokens = 17, Repeats = 5, Unanswered = 0.5, Cache = "../kept", Offline = true,
            }));
            Assert.That(chat.Answers.Words, Is.EqualTo(new Dictionary<string, double> { ["yes"] = 1, ["No"] = 0 }));
            Assert.That((chat.Answers.Number, chat.Answers.Pattern), Is.EqualTo(((ChatNumber?)null, @"answer: (?<answer>\w+)")));
        });
    }

    [TestCase("\"kind\": \"http\", \"features\": [\"a\"]", ": the key 'http' is missing: a model of kind 'http' is a server. Give its 'url' and 'protocol'.")]
    [TestCase("\"kind\": \"http\", \"http\": { " + Http + " }", ": the key 'features' is missing")]
    [TestCase("\"kind\": \"http\", \"file\": \"m\", \"http\": { " + Http + " }, \"features\": [\"a\"]", ".file: a model of kind 'http' is no file")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m\", \"http\": { " + Http + " }, \"features\": [\"a\"]", ".http: a model of kind 'onnx' is no server")]
    [TestCase("\"kind\": \"predictions\", \"http\": { " + Http + " }", ".http: a model of kind 'predictions' is no server")]
    [TestCase("\"kind\": \"http\", \"positiveClass\": 1, \"http\": { " + Http + " }, \"features\": [\"a\"]", ".positiveClass: a server of the plain form answers with the risk itself")]
    [TestCase("\"kind\": \"http\", \"http\": { " + Http + ", \"model\": \"m\" }, \"features\": [\"a\"]", ".http.model: in the plain form the address says which model is asked")]
    [TestCase("\"kind\": \"http\", \"http\": { \"url\": \"https://h\", \"protocol\": \"openInference\" }, \"features\": [\"a\"]", ".http: the key 'model' is missing: a server of the Open Inference Protocol has several.")]
    [TestCase("\"kind\": \"http\", \"http\": { \"url\": \"http://h\", \"protocol\": \"json\" }, \"features\": [\"a\"]", ".http.url: http sends patients' values so that anybody on the way can read them.")]
    [TestCase("\"kind\": \"http\", \"http\": { \"url\": \"https://u:p4ss@h\", \"protocol\": \"json\" }, \"features\": [\"a\"]", ".http.url: an address here has no user or password.")]
    [TestCase("\"kind\": \"http\", \"http\": { \"url\": \"https://h?key=p4ss\", \"protocol\": \"json\" }, \"features\": [\"a\"]", ".http.url: an address here ends before '?' and '#'.")]
    [TestCase("\"kind\": \"http\", \"http\": { " + Http + ", \"proxy\": \"http://u:p4ss@h\" }, \"features\": [\"a\"]", ".http.proxy: this is no proxy.")]
    [TestCase("\"kind\": \"http\", \"http\": { " + Http + ", \"tokenVariable\": \"p4ss-123\" }, \"features\": [\"a\"]", ".http.tokenVariable: this cannot be the name of a variable")]
    [TestCase("\"kind\": \"http\", \"http\": { " + Http + ", \"allowPlainHttp\": 1 }, \"features\": [\"a\"]", ".http.allowPlainHttp: expected true or false, found the number 1.")]
    [TestCase("\"kind\": \"chat\", \"features\": [\"a\"]", ": the key 'chat' is missing: a model of kind 'chat' is an endpoint and a prompt.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m\", \"chat\": { " + Chat + ", \"answers\": { \"number\": \"probability\" } }, \"features\": [\"a\"]", ".chat: a model of kind 'onnx' is asked with no prompt")]
    [TestCase("\"kind\": \"chat\", \"output\": \"logit\", \"chat\": { " + Chat + ", \"answers\": { \"number\": \"probability\" } }, \"features\": [\"a\"]", ".output: 'chat.answers' says how the answers of a chat model are read")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { } }, \"features\": [\"a\"]", ".chat.answers: expected one of 'words'")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"number\": \"percentage\", \"words\": { \"y\": 1, \"n\": 0 } } }, \"features\": [\"a\"]", ".chat.answers: expected one of 'words'")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"words\": { \"y\": 1, \"Y\": 0 } } }, \"features\": [\"a\"]", ".chat.answers.words.Y: 'Y' stands here twice, for capital letters do not matter.")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"words\": { \"y\": 1, \"n\": -1 } } }, \"features\": [\"a\"]", ".chat.answers.words.n: expected a risk from 0 to 1, found the number -1.")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"words\": { \"y\": 1, \"n\": 1 } } }, \"features\": [\"a\"]", ".chat.answers.words: all words stand for the same risk")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"number\": \"percentage\", \"pattern\": \"[\" } }, \"features\": [\"a\"]", ".chat.answers.pattern: this is no regular expression of .NET.")]
    [TestCase("\"kind\": \"chat\", \"chat\": { " + Chat + ", \"answers\": { \"number\": \"percentage\" } }, \"features\": [\"a\", \"b\"]", ".chat.prompt: the feature 'b' is not in it")]
    [TestCase("\"kind\": \"chat\", \"chat\": { \"url\": \"https://h/v1\", \"model\": \"m\", \"prompt\": [\"\", \" \"], \"answers\": { \"number\": \"percentage\" } }, \"features\": [\"a\"]", ".chat.prompt[1]: the text is empty.")]
    [TestCase("\"kind\": \"chat\", \"chat\": { \"url\": \"https://h/v1\", \"model\": \"m\", \"prompt\": [\"{a} {c}\"], \"answers\": { \"number\": \"percentage\" } }, \"features\": [\"a\"]", ".chat.prompt: '{c}' is no feature of 'model.features'.")]
    public void It_says_what_it_needs_and_nothing_else(string model, string words)
    {
        PlanReaderTests.Fault(Model(model), "line 4, $.model");
        PlanReaderTests.Fault(Model(model), words);
        Assert.That(SampleConfig.Faults(Model(model)), Has.None.Contains("p4ss"));
    }

    private static string Model(string model) => SampleConfig.LeastBut("\"kind\": \"predictions\"", model);
}
