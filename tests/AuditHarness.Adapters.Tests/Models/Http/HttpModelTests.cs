using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>How a scoring server is asked, seen from the server, and how its answers are read.</summary>
public sealed class HttpModelTests
{
    private static double[] Expected(int rows)
    {
        var table = HttpSample.Table(rows);
        return [.. ((FeatureColumn.Numeric)table.Columns[0]).Values.Zip(((FeatureColumn.Numeric)table.Columns[1]).Values, HttpSample.Risk)];
    }

    [Test]
    public void A_request_of_the_plain_form_is_as_its_page_says()
    {
        using var sample = new HttpSample(HttpProtocol.Json, (_, _) => new("""{"scores":[0.5,0.25]}"""));
        sample.Plan = sample.Plan with { Features = [new("x", "x", FeatureKind.Number), new("s", "s", FeatureKind.Text)] };
        using var model = sample.Open();
        var scores = model.Score(new([new FeatureColumn.Numeric("x", [1.5, double.NaN]), new FeatureColumn.Text("s", ["a \"b\"", "ä"], [1, -1])]));
        Assert.That(scores, Is.EqualTo(new[] { 0.5, 0.25 }));
        var seen = sample.Server.Seen.Single();
        Assert.Multiple(() =>
        {
            Assert.That((seen.Method, seen.Path), Is.EqualTo(("POST", "/score")));
            Assert.That(seen.Body, Is.EqualTo("""{"columns":["x","s"],"ids":[0,1],"rows":[[1.5,"ä"],[null,null]]}"""));
            Assert.That(seen.Headers["content-type"], Is.EqualTo("application/json"));
            Assert.That(seen.Headers.Keys, Is.SubsetOf(new[] { "host", "accept", "user-agent", "content-type", "content-length" }), "nothing says more of us");
        });
    }

    [Test]
    public void A_request_of_the_open_inference_protocol_has_a_tensor_for_each_feature()
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference);
        sample.Http = sample.Http with { ModelVersion = "3" };
        Assert.That(sample.Score(2), Is.EqualTo(Expected(2)));
        var seen = sample.Scored.Single();
        Assert.Multiple(() =>
        {
            Assert.That(seen.Path, Is.EqualTo("/v2/models/risk/versions/3/infer"));
            Assert.That(seen.Body, Is.EqualTo("""{"id":"0","inputs":[{"name":"x","shape":[2],"datatype":"FP64","data":[-2,-1.9]},{"name":"z","shape":[2,1],"datatype":"FP64","data":[0,1]}],"outputs":[{"name":"risk"}]}"""));
        });
    }

    [TestCase("FP64", "[-2,0,-1.9,1]")]
    [TestCase("FP32", "[-2,0,-1.9,1]")]
    public void Features_become_one_matrix_where_the_server_takes_one(string type, string data)
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, null, metadata => With(metadata, "inputs", $$"""[{ "name": "m", "datatype": "{{type}}", "shape": [-1, 2] }]"""));
        Assert.That(sample.Score(2), Is.EqualTo(Expected(2)).Within(1e-12));
        Assert.That(sample.Scored.Single().Body, Does.Contain($$"""[{"name":"m","shape":[2,2],"datatype":"{{type}}","data":{{data}}}]"""));
        using var model = sample.Open();
        Assert.That(model.Reading.ToString(), Does.Contain("in the order of its one matrix, output risk"));
    }

    [Test]
    public void Whole_numbers_and_texts_go_as_their_types()
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, (_, _) => new(Answer("[1]", "[0.5]")), metadata =>
            With(metadata, "inputs", """[{ "name": "s", "datatype": "BYTES", "shape": [-1] }, { "name": "n", "datatype": "INT64", "shape": [-1] }]"""));
        sample.Plan = sample.Plan with { Features = [new("n", "n", FeatureKind.Number), new("s", "s", FeatureKind.Text)] };
        using var model = sample.Open();
        Assert.That(model.Score(new([new FeatureColumn.Numeric("n", [7]), new FeatureColumn.Text("s", ["ä"], [0])])), Is.EqualTo(new[] { 0.5 }));
        Assert.That(sample.Scored.Single().Body, Does.Contain("""[{"name":"n","shape":[1],"datatype":"INT64","data":[7]},{"name":"s","shape":[1],"datatype":"BYTES","data":["ä"]}]"""));
        Assert.That(() => model.Score(new([new FeatureColumn.Numeric("n", [7.5]), new FeatureColumn.Text("s", ["ä"], [0])])), Throws.InstanceOf<AuditInputException>().With.Message.Contains("takes 'n' as INT64, which 1 of 1 values are not"));
        Assert.That(() => model.Score(new([new FeatureColumn.Numeric("n", [7]), new FeatureColumn.Text("s", ["ä"], [-1])])), Throws.InstanceOf<AuditInputException>().With.Message.Contains("'s' of 1 rows, of which 1 have no value"));
        Assert.That(sample.Scored.Count(), Is.EqualTo(1), "neither was sent");
    }

    [TestCase("[2, 1]", "[0.1, 0.2]", null, new[] { 0.1, 0.2 })]
    [TestCase("[2, 2]", "[0.9, 0.1, 0.8, 0.2]", null, new[] { 0.1, 0.2 })]
    [TestCase("[2, 2]", "[[0.9, 0.1], [0.8, 0.2]]", "0", new[] { 0.9, 0.8 })]
    [TestCase("[2, 3]", "[0.5, 0.4, 0.1, 0.3, 0.5, 0.2]", "2", new[] { 0.1, 0.2 })]
    public void The_risk_may_be_one_of_the_classes(string shape, string data, string? positive, double[] expected)
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, (_, _) => new(Answer(shape, data)));
        sample.Plan = sample.Plan with { PositiveClass = positive };
        Assert.That(sample.Score(2), Is.EqualTo(expected));
    }

    [TestCase("[2, 3]", "[0.5, 0.4, 0.1, 0.3, 0.5, 0.2]", null, "gives each row 3 numbers, one for each class. Say in 'model.positiveClass' which of them is the risk, from 0 to 2.")]
    [TestCase("[2, 2]", "[0.9, 0.1, 0.8, 0.3]", null, "gave 1 of 2 rows 2 probabilities that do not sum to one.")]
    [TestCase("[2, 2]", "[0.9, 0.1, 0.8, 0.2]", "sick", "has no names for its classes. Say in 'model.positiveClass' the number of the column, from 0, in place of 'sick'.")]
    [TestCase("[2, 2]", "[0.9, 0.1, 0.8]", null, "gave 3 numbers for 2 rows of 2.")]
    [TestCase("[1]", "[0.9]", null, "gave 1 answers for 2 rows.")]
    [TestCase("[2, 1, 1]", "[0.9, 0.1]", null, "in a shape that is neither [rows] nor [rows, classes].")]
    [TestCase("\"2\"", "[0.9, 0.1]", null, "in a shape that is neither [rows] nor [rows, classes].")]
    public void Classes_that_do_not_fit_are_refused(string shape, string data, string? positive, string message)
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, (_, _) => new(Answer(shape, data)));
        sample.Plan = sample.Plan with { PositiveClass = positive };
        Assert.That(() => sample.Score(2), Throws.InstanceOf<AuditInputException>().With.Message.Contains(message));
    }

    [TestCase("""{"id":"7","outputs":[]}""", "answered another request than it was asked")]
    [TestCase("""{"outputs":[]}""", "gave an answer without the output 'risk'")]
    [TestCase("""{"outputs":[{"name":"other","shape":[40],"data":[]}]}""", "gave an answer without the output 'risk'")]
    [TestCase("[1]", "answered with JSON that is no object")]
    [TestCase("{", "answered with 1 bytes that are no whole JSON")]
    public void An_answer_of_the_open_inference_protocol_that_is_none_is_refused(string body, string message)
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, (_, _) => new(body));
        Assert.That(() => sample.Score(), Throws.InstanceOf<AuditInputException>().With.Message.Contains(message));
    }

    [TestCase("""{"risks":[0.5,0.5]}""", "gave an answer without a list 'scores'. It must answer with such a list, or 'model.http.output' must name")]
    [TestCase("""{"scores":[0.5,0.4],"ids":[1,0]}""", "gave the 'ids' of the rows back in another order, or other ones.")]
    [TestCase("""{"scores":[0.5,0.4],"ids":[0]}""", "gave the 'ids' of the rows back in another order, or other ones.")]
    [TestCase("""{"scores":[0.5]}""", "gave 1 answers for 2 rows.")]
    [TestCase("""{"scores":[0.5,null]}""", "gave 1 of 2 rows an answer that is no number.")]
    [TestCase("""{"scores":[0.5,NaN]}""", "answered with NaN or Infinity, which are no numbers of JSON.")]
    [TestCase("""{"scores":[0.5,1.25]}""", "gave 1 of 2 rows an answer outside [0, 1], such as 1.25. If its answer is log-odds")]
    [TestCase("""{"scores":[0.5,1e999]}""", "gave 1 of 2 rows an answer that is no number.")]
    public void An_answer_of_the_plain_form_that_is_none_is_refused(string body, string message)
    {
        using var sample = new HttpSample(HttpProtocol.Json, (_, _) => new(body));
        Assert.That(() => sample.Score(2), Throws.InstanceOf<AuditInputException>().With.Message.Contains(message));
    }

    [Test]
    public void The_key_of_the_scores_may_be_another_and_log_odds_become_risks()
    {
        using var sample = new HttpSample(HttpProtocol.Json, (_, _) => new("""{"margin":[0,-800]}"""));
        sample.Plan = sample.Plan with { Output = ModelOutput.Logit, Http = sample.Http with { Output = "margin" } };
        Assert.That(sample.Score(2), Is.EqualTo(new[] { 0.5, 0 }).Within(1e-300));
    }

    [Test]
    public void The_same_figures_come_out_of_any_number_of_requests_at_once_and_any_batch()
    {
        var random = new Random(5);
        double[][] all = [.. new[] { (1, 100), (8, 100), (4, 7), (3, 1000) }.Select(run =>
        {
            using var sample = new HttpSample(HttpProtocol.OpenInference, (_, reply) => reply with { Delay = TimeSpan.FromMilliseconds(random.Next(20)) });
            sample.Http = sample.Http with { BatchRows = run.Item2, Endpoint = sample.Endpoint with { Concurrency = run.Item1 } };
            var scores = sample.Score(700);
            Assert.That(sample.Server.MostAtOnce, Is.LessThanOrEqualTo(run.Item1));
            return scores;
        })];
        Assert.That(all, Has.All.EqualTo(Expected(700)));
    }

    [Test]
    public void The_identity_is_what_the_server_says_of_its_model_whatever_the_order_of_its_keys()
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference);
        using var turned = new HttpSample(HttpProtocol.OpenInference, null, m => new(new JsonObject(m.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString()));
        using var other = new HttpSample(HttpProtocol.OpenInference, null, m => With(m, "platform", "\"q\""));
        using IDiagnosticModel one = sample.Open(), two = turned.Open(), three = other.Open();
        Assert.Multiple(() =>
        {
            Assert.That((one.Identity.Name, one.Identity.Version), Is.EqualTo(("risk", "3")));
            Assert.That(two.Identity, Is.EqualTo(one.Identity));
            Assert.That(three.Identity.Sha256, Is.Not.EqualTo(one.Identity.Sha256));
            Assert.That(one.Reading.ToString(), Is.EqualTo("Asked over HTTP: Open Inference Protocol, features as tensors by name, output risk; its answer is read as the risk as it stands; the SHA-256 is that of what the server says of its model, not of the model itself."));
            Assert.That(one.Notices, Is.Empty);
        });
        sample.Plan = sample.Plan with { Sha256 = three.Identity.Sha256 };
        Assert.That(sample.Open, Throws.InstanceOf<AuditInputException>().With.Message.Contains("but 'model.sha256' says " + three.Identity.Sha256));
    }

    [Test]
    public void The_identity_of_the_plain_form_is_its_address_and_version()
    {
        using var sample = new HttpSample(HttpProtocol.Json);
        using var one = sample.Open();
        sample.Plan = sample.Plan with { Version = "2" };
        using var two = sample.Open();
        Assert.That(two.Identity.Sha256, Is.Not.EqualTo(one.Identity.Sha256));
        Assert.That(one.Reading.ToString(), Does.EndWith("the SHA-256 is that of its address alone, for the server says nothing of the model and the config declares no version."));
        Assert.That(two.Reading.ToString(), Does.EndWith("the SHA-256 is that of its address and the version that the config declares, for the server says nothing of the model."));
    }

    [TestCase("inputs", """[{ "name": "x", "datatype": "FP64", "shape": [-1] }]""", "The inputs that the scoring server describes are not those of 'model.features'")]
    [TestCase("inputs", """[{ "name": "x", "datatype": "FP64", "shape": [-1] }, { "name": "zz", "datatype": "FP64", "shape": [-1] }]""", "'z' is no input of the model. Did you mean 'zz'?")]
    [TestCase("inputs", """[{ "name": "x", "datatype": "FP64", "shape": [-1] }, { "name": "z", "datatype": "BYTES", "shape": [-1] }]""", "'z' is a text for the server, and a number in the config.")]
    [TestCase("inputs", """[{ "name": "x", "datatype": "FP64", "shape": [-1] }, { "name": "z", "datatype": "FP64", "shape": [-1, 3] }]""", "takes 'z' in the shape [-1, 3].")]
    [TestCase("inputs", """[{ "name": "x", "datatype": "FP64", "shape": [-1] }, { "name": "z", "datatype": "UINT8", "shape": [-1] }]""", "has a tensor 'z' of the type 'UINT8'.")]
    [TestCase("inputs", """[{ "name": "m", "datatype": "FP64", "shape": [-1, 3] }]""", "takes a matrix 'm' of 3 columns, but 'model.features' lists 2.")]
    [TestCase("inputs", """[{ "name": "m", "datatype": "BYTES", "shape": [-1, 2] }]""", "takes a matrix of texts, but 'model.features' lists otherwise: 'x', 'z'.")]
    [TestCase("inputs", "[]", "does not say in its metadata which 'inputs' its model has")]
    [TestCase("outputs", """[{ "name": "a", "datatype": "FP64", "shape": [-1] }, { "name": "b", "datatype": "FP64", "shape": [-1] }]""", "has several outputs: 'a', 'b'. Name the one with the risk in 'model.http.output'.")]
    [TestCase("outputs", """[{ "name": "a", "datatype": "BYTES", "shape": [-1] }]""", "gives its output 'a' as BYTES")]
    [TestCase("name", "\"other\"", "describes another model than 'risk'")]
    public void A_model_that_takes_or_gives_something_else_is_refused_before_a_row_is_sent(string key, string value, string message)
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, null, m => With(m, key, value));
        Assert.That(sample.Open, Throws.InstanceOf<AuditInputException>().With.Message.Contains(message));
        Assert.That(sample.Scored, Is.Empty);
    }

    [Test]
    public void A_version_that_is_not_there_or_changes_on_the_way_is_refused()
    {
        using var sample = new HttpSample(HttpProtocol.OpenInference, (request, reply) => request.Body.StartsWith("{\"id\":\"0\"", StringComparison.Ordinal) ? reply : reply with { Body = reply.Body.Replace("\"model_version\":\"3\"", "\"model_version\":\"4\"", StringComparison.Ordinal) });
        sample.Endpoint = sample.Endpoint with { Concurrency = 1 };
        Assert.That(() => sample.Score(300), Throws.InstanceOf<AuditInputException>().With.Message.Contains("answered with version '3' of the model, and then with '4'."));
        using var none = new HttpSample(HttpProtocol.OpenInference);
        none.Http = none.Http with { ModelVersion = "9" };
        Assert.That(none.Open, Throws.InstanceOf<AuditInputException>().With.Message.Contains("answered with status 404 (not found). Check the address, and the model's name and version."));
    }

    private static string Answer(string shape, string data) => $$"""{"outputs":[{"name":"risk","datatype":"FP64","shape":{{shape}},"data":{{data}}}]}""";

    private static Reply With(JsonObject metadata, string key, string value)
    {
        metadata[key] = JsonNode.Parse(value);
        return new(metadata.ToJsonString());
    }
}
