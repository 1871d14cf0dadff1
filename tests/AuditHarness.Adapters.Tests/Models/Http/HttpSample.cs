using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>A logistic regression of "x" and "z" on a real server, and the plan that asks it.</summary>
internal sealed class HttpSample : IDisposable
{
    /// <param name="bend">Changes what the server answers to a scoring request; null leaves it good.</param>
    /// <param name="describe">Changes what the server says of its model.</param>
    /// <param name="protocol">What it speaks.</param>
    public HttpSample(HttpProtocol protocol, Func<SeenRequest, Reply, Reply>? bend = null, Func<JsonObject, Reply>? describe = null)
    {
        Server = new(request =>
        {
            if (request.Method == "GET") return request.Path == "/v2/models/risk" || request.Path == "/v2/models/risk/versions/3" ? describe?.Invoke(Metadata()) ?? new(Metadata().ToJsonString()) : new("{}") { Status = 404 };
            return bend?.Invoke(request, Good(protocol, request)) ?? Good(protocol, request);
        });
        Plan = new(ModelCatalog.Http, "", null, null, "", null)
        {
            Features = [new("x", "x", FeatureKind.Number), new("z", "z", FeatureKind.Number)],
            Http = new()
            {
                Protocol = protocol, Model = protocol == HttpProtocol.Json ? null : "risk", BatchRows = 100,
                Endpoint = new() { Url = protocol == HttpProtocol.Json ? Server.Url + "/score" : Server.Url, TimeoutSeconds = 60, Retries = 0 },
            },
        };
    }

    public LoopbackServer Server { get; }

    public ModelPlan Plan { get; set; }

    public HttpPlan Http { get => Plan.Http!; set => Plan = Plan with { Http = value }; }

    public EndpointPlan Endpoint { get => Http.Endpoint; set => Http = Http with { Endpoint = value }; }

    /// <summary>The requests that were for scores.</summary>
    public IEnumerable<SeenRequest> Scored => Server.Seen.Where(r => r.Method == "POST");

    public IDiagnosticModel Open() => HttpModel.Open(Plan, new("/"));

    /// <summary>Opens it and scores some rows.</summary>
    public double[] Score(int rows = 40)
    {
        using var model = Open();
        return model.Score(Table(rows));
    }

    public static FeatureTable Table(int rows) => new(
    [
        new FeatureColumn.Numeric("x", [.. Enumerable.Range(0, rows).Select(r => (r % 41 / 10.0) - 2)]), new FeatureColumn.Numeric("z", [.. Enumerable.Range(0, rows).Select(r => (double)(r % 101))]),
    ]);

    public static double Risk(double x, double z) => 1 / (1 + Math.Exp(-(x + (0.03 * (z - 50)))));

    public static JsonObject Metadata() => JsonNode.Parse(
        """{ "name": "risk", "versions": ["3"], "platform": "p", "inputs": [{ "name": "x", "datatype": "FP64", "shape": [-1] }, { "name": "z", "datatype": "FP64", "shape": [-1, 1] }], "outputs": [{ "name": "risk", "datatype": "FP64", "shape": [-1] }] }""")!.AsObject();

    public void Dispose() => Server.Dispose();

    // Rows of other columns, which only a bent server answers, have no good reply.
    private static Reply Good(HttpProtocol protocol, SeenRequest request) =>
        !request.Body.Contains("\"z\"", StringComparison.Ordinal) && !request.Body.Contains("\"m\"", StringComparison.Ordinal) ? new("{}")
            : new(protocol == HttpProtocol.Json ? Score(request.Body) : Infer(request.Body));

    private static string Score(string body)
    {
        using var request = JsonDocument.Parse(body);
        var columns = request.RootElement.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToList();
        var (x, z) = (columns.IndexOf("x"), columns.IndexOf("z"));
        var scores = request.RootElement.GetProperty("rows").EnumerateArray().Select(r => Risk(r[x].GetDouble(), r[z].GetDouble()));
        return $$"""{"scores":[{{Join(scores)}}],"ids":{{request.RootElement.GetProperty("ids").GetRawText()}}}""";
    }

    private static string Infer(string body)
    {
        using var request = JsonDocument.Parse(body);
        var inputs = request.RootElement.GetProperty("inputs").EnumerateArray().ToList();
        double[] Column(int column)
        {
            var data = inputs[inputs.Count == 1 ? 0 : column].GetProperty("data").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            return inputs.Count == 1 ? [.. data.Where((_, k) => k % 2 == column)] : data;
        }
        var risks = Column(0).Zip(Column(1), Risk).ToArray();
        return $$"""{"id":"{{request.RootElement.GetProperty("id").GetString()}}","model_name":"risk","model_version":"3","outputs":[{"name":"{{request.RootElement.GetProperty("outputs")[0].GetProperty("name").GetString()}}","datatype":"FP64","shape":[{{risks.Length}}],"data":[{{Join(risks)}}]}]}""";
    }

    private static string Join(IEnumerable<double> numbers) => string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
}
