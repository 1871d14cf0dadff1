using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>
/// The one way to an endpoint, whoever builds the requests: only the declared address, no redirect, no proxy and no cookie unasked; the
/// token goes on here and is nowhere else; each request has its time, its repeats and a bound on its answer, which is JSON or refused.
/// </summary>
internal sealed class EndpointHandler : DelegatingHandler
{
    private readonly EndpointPlan _plan;
    private readonly EndpointFaults _faults;
    private readonly Uri _address;
    private readonly string? _token;
    private readonly long _longest;
    private readonly EndpointPace _pace;
    private long _requests;
    private long _repeated;

    /// <param name="plan">Where to, and how.</param>
    /// <param name="section">The config's section, "http" or "chat".</param>
    /// <param name="faults">Words the refusals.</param>
    /// <param name="longest">Most bytes of an answer.</param>
    /// <exception cref="AuditInputException">The address may not be used, or the token is not there.</exception>
    public EndpointHandler(EndpointPlan plan, string section, EndpointFaults faults, long longest) : base(Socket(plan))
    {
        (_plan, _faults, _longest, _pace) = (plan, faults, longest, new(plan.RequestsPerSecond));
        if (EndpointAddress.Fault(plan.Url, plan.AllowPlainHttp) is { } fault) throw new AuditInputException($"The address in 'model.{section}.url' cannot be used: {fault}");
        _address = new(plan.Url);
        _token = EndpointToken.Read(plan.TokenVariable, section);
    }

    /// <summary>How often requests were repeated.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Counts the repeats of what the caller awaits, where it has put a counter here.</summary>
    public AsyncLocal<RepeatCount?> Counter { get; } = new();

    /// <summary>Knows a 400 that is an answer and no fault, such as that of a filter of contents; null knows none.</summary>
    public Func<JsonElement, bool>? IsRefusal { get; init; }

    /// <summary>A client that goes this way; disposing of it disposes of this.</summary>
    public HttpClient Client() => new(this) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } to || to.Scheme != _address.Scheme || to.Authority != _address.Authority || !to.AbsolutePath.StartsWith(_address.AbsolutePath, StringComparison.Ordinal))
            throw new InvalidOperationException("A request was about to leave for another address than the declared one.");
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : null;
        var number = Interlocked.Increment(ref _requests);
        for (var attempt = 1; ; attempt++)
        {
            await _pace.Turn(cancellationToken).ConfigureAwait(false);
            var last = attempt > _plan.Retries;
            TimeSpan? asked;
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                limit.CancelAfter(TimeSpan.FromSeconds(_plan.TimeoutSeconds));
                try
                {
                    using var message = Message(request, body);
                    using var response = await base.SendAsync(message, limit.Token).ConfigureAwait(false);
                    if (response.IsSuccessStatusCode) return await Whole(response, request, limit.Token).ConfigureAwait(false);
                    var status = (int)response.StatusCode;
                    if (status is >= 300 and < 400) throw _faults.Redirect(response.Headers.Location);
                    if (status == 400 && IsRefusal is { } known && await Refuses(response, known, limit.Token).ConfigureAwait(false)) throw new AnswerRefusedException();
                    if (last || status is not (408 or 429 or >= 500)) throw _faults.Status(response.StatusCode, _token is not null, attempt - 1);
                    asked = Asked(response.Headers.RetryAfter);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw _faults.TooSlow(_plan.TimeoutSeconds);
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    if (last || e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) throw _faults.Connection(e, attempt - 1);
                    asked = null;
                }
            }
            Interlocked.Increment(ref _repeated);
            Counter.Value?.Add();
            await Task.Delay(asked ?? EndpointPace.BackOff(number, attempt), cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage Message(HttpRequestMessage request, byte[]? body)
    {
        var message = new HttpRequestMessage(request.Method, request.RequestUri);
        message.Headers.Accept.Add(new("application/json"));
        message.Headers.UserAgent.Add(new("AuditHarness", null));
        if (_token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new("application/json");
        }
        return message;
    }

    // Also a slow drip and a body without end are within the time and the bound.
    private async Task<HttpResponseMessage> Whole(HttpResponseMessage response, HttpRequestMessage request, CancellationToken stop)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))) throw _faults.ContentType(type);
        if (response.Content.Headers.ContentEncoding.Any(e => e != "identity")) throw _faults.Of("packed its answer, which it was not asked to", "Switch compression off for it.");
        var content = new ByteArrayContent(await Read(response, stop).ConfigureAwait(false));
        content.Headers.ContentType = new("application/json");
        return new(response.StatusCode) { Content = content, RequestMessage = request };
    }

    private async Task<bool> Refuses(HttpResponseMessage response, Func<JsonElement, bool> known, CancellationToken stop)
    {
        try
        {
            using var json = JsonDocument.Parse(await Read(response, stop).ConfigureAwait(false));
            return known(json.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<byte[]> Read(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength > _longest) throw _faults.TooLarge(_longest);
        var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var whole = new MemoryStream();
            var block = new byte[1 << 15];
            for (int count; (count = await stream.ReadAsync(block, stop).ConfigureAwait(false)) > 0;)
            {
                if (whole.Length + count > _longest) throw _faults.TooLarge(_longest);
                whole.Write(block, 0, count);
            }
            return whole.ToArray();
        }
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
        if (wait is { } long_ && long_ > EndpointPace.LongestWait) throw _faults.WaitsTooLong(long_, EndpointPace.LongestWait);
        return wait is { } w && w < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static SocketsHttpHandler Socket(EndpointPlan plan) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = plan.Proxy is not null,
        Proxy = plan.Proxy is { } proxy ? new WebProxy(proxy) : null,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = plan.Concurrency,
    };
}

/// <summary>The endpoint refused to answer, which is an answer too.</summary>
internal sealed class AnswerRefusedException : Exception;

/// <summary>Counts how often requests were repeated.</summary>
internal sealed class RepeatCount
{
    private int _count;

    /// <summary>How often.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}
