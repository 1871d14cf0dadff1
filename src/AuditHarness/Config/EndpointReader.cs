using System.Text.RegularExpressions;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves where a model answers, and how it is asked.</summary>
/// <typeparam name="TConfig">The section's type.</typeparam>
/// <param name="section">The section.</param>
/// <param name="url">Its property with the address.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class EndpointReader<TConfig>(ConfigSection<TConfig> section, string url, ConfigFaults faults) where TConfig : EndpointConfig
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    public EndpointPlan Read()
    {
        var plain = section.Flag(nameof(EndpointConfig.AllowPlainHttp)) ?? EndpointConfig.DefaultAllowPlainHttp;
        var address = section.Text(url);
        if (address is not null && EndpointAddress.Fault(address, plain) is { } fault) faults.Add(section[url]!, fault);
        var proxy = section.Text(nameof(EndpointConfig.Proxy));
        if (proxy is not null && EndpointAddress.ProxyFault(proxy) is { } wrong) faults.Add(section[nameof(EndpointConfig.Proxy)]!, wrong);
        var variable = section.Text(nameof(EndpointConfig.TokenVariable));
        // Not shown: it may be the token itself.
        if (variable is not null && !Regex.IsMatch(variable, EndpointConfig.VariablePattern))
            faults.Add(section[nameof(EndpointConfig.TokenVariable)]!, "this cannot be the name of a variable: capital letters, digits and underscores, at most 64. Give the name of an environment variable, never the token itself.");
        return new()
        {
            Url = address ?? "", TokenVariable = variable, AllowPlainHttp = plain, Proxy = proxy,
            TimeoutSeconds = section.Number(nameof(EndpointConfig.TimeoutSeconds)) ?? EndpointConfig.DefaultTimeoutSeconds,
            Retries = section.Whole(nameof(EndpointConfig.Retries)) ?? EndpointConfig.DefaultRetries,
            RequestsPerSecond = section.Number(nameof(EndpointConfig.RequestsPerSecond)),
            Concurrency = section.Whole(nameof(EndpointConfig.Concurrency)) ?? EndpointConfig.DefaultConcurrency,
        };
    }
}
