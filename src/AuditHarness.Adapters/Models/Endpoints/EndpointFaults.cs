using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>
/// Refusals of an endpoint in words, one message each. What it sent is never shown: it may hold patients' values, or say the token back.
/// </summary>
/// <param name="url">The declared address.</param>
/// <param name="section">The config's section, "http" or "chat".</param>
internal sealed class EndpointFaults(string url, string section)
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private string Endpoint => $"The endpoint {Quoted.Text(url)} ('model.{section}.url')";

    /// <summary>A key of the section, in quotes.</summary>
    public string Key(string name) => $"'model.{section}.{name}'";

    /// <summary>Something is wrong.</summary>
    /// <param name="what">What, without a full stop.</param>
    /// <param name="mend">The next move, in sentences.</param>
    /// <param name="cause">What the reader need not see.</param>
    public AuditInputException Of(string what, string mend, Exception? cause = null) => new($"{Endpoint} {what}. {mend}", cause!);

    /// <summary>It answered with a status that is no success.</summary>
    public AuditInputException Status(HttpStatusCode status, bool sentToken, int retries) => Of(
        Invariant($"answered with status {(int)status}{Meaning((int)status)}{After(retries)}"),
        (int)status switch
        {
            401 or 403 when sentToken => $"Check the token in the variable that {Key("tokenVariable")} names, and what it may be used for.",
            401 or 403 => $"Name the environment variable with a token for it in {Key("tokenVariable")}.",
            404 or 405 => $"Check the address, and the model's name and version.",
            413 => $"Ask for less at once, with a smaller {Key("batchRows")}.",
            429 => $"Ask more slowly with {Key("requestsPerSecond")}, or allow more {Key("retries")}.",
            408 or >= 500 => $"See in the server's log why, or allow more {Key("retries")}. What it sent is not shown, as it may hold patients' values.",
            _ => "See in the server's log what it does not accept. What it sent is not shown, as it may hold patients' values.",
        });

    /// <summary>It wants somebody else to be asked.</summary>
    /// <param name="location">Where; only its host is shown, for the rest may hold a secret.</param>
    public AuditInputException Redirect(Uri? location)
    {
        var host = location is { IsAbsoluteUri: true, Host.Length: > 0 } ? $"to the host {Quoted.Text(location.Host)}" : "to another address of its own";
        return Of($"redirects {host}, and nothing but the declared address is contacted", $"If it is to be trusted with patients' values, declare the final address in {Key("url")}.");
    }

    /// <summary>It was not reached, or broke off.</summary>
    public AuditInputException Connection(Exception cause, int retries) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            Of("cannot be trusted: no secure connection comes about", "Its certificate must be valid, for this host, and signed by somebody whom this machine trusts.", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Of($"has a host name that is not known{After(retries)}", "Check the address, and the network.", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Of($"cannot be reached: the connection was refused or failed{After(retries)}", "Check that the server runs, the address and port, and the network.", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => Of($"cannot be reached through the proxy{After(retries)}", $"Check {Key("proxy")}.", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            Of($"sent half an answer and closed the connection{After(retries)}", "See in the server's log why it broke off.", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            Of($"answers with something that is no HTTP{After(retries)}", "Check the address and port.", cause),
        _ => Of($"broke the connection off{After(retries)}", "See in the server's log why, and check the network.", cause),
    };

    /// <summary>It took too long.</summary>
    public AuditInputException TooSlow(double seconds) => Of(
        Invariant($"gave no whole answer within {seconds:0.###} seconds"), $"Give it more time in {Key("timeoutSeconds")}{(section == "http" ? $", or ask for less at once in {Key("batchRows")}" : "")}.");

    /// <summary>It wants to be asked again too late.</summary>
    public AuditInputException WaitsTooLong(TimeSpan wait, TimeSpan most) => Of(
        Invariant($"says that it is to be asked again in {wait.TotalSeconds:0} seconds, and at most {most.TotalSeconds:0} are waited for"), "Try later.");

    /// <summary>It sent more than is taken.</summary>
    public AuditInputException TooLarge(long most) => Of(Invariant($"sent an answer of more than {most / (1024 * 1024):N0} MB, of which no more was read"), section == "http" ? $"Ask for less at once in {Key("batchRows")}." : $"Ask for less in {Key("maxTokens")}.");

    /// <summary>It sent no JSON.</summary>
    public AuditInputException ContentType(string? type) => Of(
        type is null ? "does not say what its answer is, where 'application/json' is expected" : $"answered with {Quoted.Text(type)}, where 'application/json' is expected",
        "Check the address: a page for people, or a proxy's, may be what answers.");

    /// <summary>Its answer as JSON.</summary>
    /// <param name="body">What it sent.</param>
    /// <exception cref="AuditInputException">It is none.</exception>
    public JsonDocument Parse(byte[] body)
    {
        try
        {
            var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0), s_options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException e)
        {
            var text = Encoding.UTF8.GetString(body);
            throw text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? Of("answered with NaN or Infinity, which are no numbers of JSON", "Check its inputs in 'model.features': a model may not take missing values, or not these units.", e)
                : Of(Invariant($"answered with {body.Length:N0} bytes that are no whole JSON"), "See in the server's log what it sent. It is not shown here, as it may hold patients' values.", e);
        }
        throw Of("answered with JSON that is no object", "Check the address, and what it speaks.");
    }

    private static string After(int retries) => retries == 0 ? "" : Invariant($", also when it was asked {retries} more {(retries == 1 ? "time" : "times")}");

    private static string Meaning(int status) => status switch
    {
        400 => " (bad request)",
        401 => " (not authorized)",
        403 => " (forbidden)",
        404 => " (not found)",
        408 => " (request timed out)",
        413 => " (request too large)",
        429 => " (too many requests)",
        500 => " (internal error)",
        502 => " (bad gateway)",
        503 => " (unavailable)",
        504 => " (gateway timed out)",
        _ => "",
    };

    /// <summary>A text whose numbers are those of the invariant culture.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
