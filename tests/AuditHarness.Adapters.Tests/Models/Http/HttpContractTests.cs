using System.Text.Json.Nodes;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>A scoring server of either protocol keeps to what every source of models keeps to.</summary>
[TestFixture(HttpProtocol.OpenInference)]
[TestFixture(HttpProtocol.Json)]
public sealed class HttpContractTests(HttpProtocol protocol) : ModelContractTests
{
    private readonly List<HttpSample> _samples = [];

    /// <summary>For whoever only asks for the kind.</summary>
    public HttpContractTests() : this(HttpProtocol.OpenInference) { }

    protected override string Kind => ModelCatalog.Http;

    [TearDown]
    public void NothingIsLeft()
    {
        foreach (var sample in _samples) sample.Dispose();
        _samples.Clear();
    }

    // One port for all, as the address is in the identity.
    protected override IDiagnosticModel Open() => Of(_samples.Count > 0 ? _samples[0] : new HttpSample(protocol));

    protected override double Expected(double x, double z) => HttpSample.Risk(x, z);

    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken()
    {
        var list = protocol == HttpProtocol.Json ? (Func<JsonNode, JsonArray>)(a => a["scores"]!.AsArray()) : a => a["outputs"]![0]!["data"]!.AsArray();
        foreach (var (name, change) in new (string, Action<JsonArray>)[]
        {
            ("null", a => a[3] = null), ("outside", a => a[3] = 1.5), ("few", a => a.RemoveAt(0)), ("many", a => a.Add(0.5)), ("text", a => a[3] = "0.5"),
        })
            yield return (name, () => Of(new HttpSample(protocol, (_, reply) => Changed(reply, a => change(list(a))))));
        yield return ("nan", () => Of(new HttpSample(protocol, (_, reply) => reply with { Body = reply.Body.Replace("[0.", "[NaN,0.", StringComparison.Ordinal) })));
        var asked = 0;
        yield return ("random", () => Of(new HttpSample(protocol, (_, reply) => Changed(reply, a => list(a)[3] = 0.01 * (Interlocked.Increment(ref asked) % 90)))));
    }

    private static Reply Changed(Reply reply, Action<JsonNode> change)
    {
        var answer = JsonNode.Parse(reply.Body)!;
        change(answer);
        return reply with { Body = answer.ToJsonString() };
    }

    private IDiagnosticModel Of(HttpSample sample)
    {
        if (!_samples.Contains(sample)) _samples.Add(sample);
        sample.Plan = sample.Plan with { Name = "contract", Version = "7" };
        return sample.Open();
    }
}
