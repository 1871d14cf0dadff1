using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the scoring server of a model.</summary>
/// <param name="model">The section of the model.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class HttpReader(ConfigSection<ModelConfig> model, ConfigFaults faults)
{
    /// <summary>The plan; null when it is not said, which is a fault where the model is such a server.</summary>
    /// <param name="kind">Kind of the model, or null when that is not known.</param>
    /// <param name="isHttp">True when the kind is that of scoring servers.</param>
    public HttpPlan? Read(string? kind, bool isHttp)
    {
        if (model[nameof(ModelConfig.Http)] is not { } node)
        {
            if (isHttp && model.Node is ConfigNode.Map) faults.Add(model.Node, "the key 'http' is missing: a model of kind 'http' is a server. Give its 'url' and 'protocol'.");
            return null;
        }
        if (kind is not null && !isHttp) faults.Add(node, $"a model of kind '{kind}' is no server, so this key has nothing to say. Take it out, or give the kind 'http'.");
        var section = model.Section<HttpConfig>(nameof(ModelConfig.Http));
        var plan = new HttpPlan
        {
            Endpoint = new EndpointReader<HttpConfig>(section, nameof(HttpConfig.Url), faults).Read(),
            Protocol = section.Choice<HttpProtocol>(nameof(HttpConfig.Protocol)) ?? HttpProtocol.OpenInference,
            Model = section.Text(nameof(HttpConfig.Model)),
            ModelVersion = section.Text(nameof(HttpConfig.ModelVersion)),
            Output = section.Text(nameof(HttpConfig.Output)),
            BatchRows = section.Whole(nameof(HttpConfig.BatchRows)) ?? HttpConfig.DefaultBatchRows,
        };
        if (section[nameof(HttpConfig.Protocol)] is not ConfigNode.Text) return plan;
        if (plan.Protocol == HttpProtocol.OpenInference && section[nameof(HttpConfig.Model)] is null)
            faults.Add(node, "the key 'model' is missing: a server of the Open Inference Protocol has several. Name the one.");
        if (plan.Protocol != HttpProtocol.Json) return plan;
        foreach (var property in new[] { nameof(HttpConfig.Model), nameof(HttpConfig.ModelVersion) })
            if (section[property] is { } named) faults.Add(named, "in the plain form the address says which model is asked, so this key has nothing to say. Take it out; 'model.version' declares a version.");
        if (isHttp && model[nameof(ModelConfig.PositiveClass)] is { } positive)
            faults.Add(positive, "a server of the plain form answers with the risk itself and has no classes, so this key has nothing to say. Take it out.");
        return plan;
    }
}
