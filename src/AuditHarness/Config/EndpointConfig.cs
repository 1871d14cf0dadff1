using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuditHarness.Config;

/// <summary>How an endpoint is asked, whatever it answers.</summary>
internal abstract record EndpointConfig
{
    public const double DefaultTimeoutSeconds = 60;
    public const int DefaultRetries = 3;
    public const int DefaultConcurrency = 4;
    public const bool DefaultAllowPlainHttp = false;

    /// <summary>What names a variable with a token: capital letters, which most tokens that are written here by mistake have not alone.</summary>
    public const string VariablePattern = "^[A-Z_][A-Z0-9_]{0,63}$";

    [Description("Name of the environment variable that holds the token, which is sent as Bearer. The token itself is in no config, message or report. Default: no token.")]
    [RegularExpression(VariablePattern)]
    public string? TokenVariable { get; init; }

    [Description("Allows http to another machine than this one: patients' values can be read on the way, and the report says so.")]
    [DefaultValue(DefaultAllowPlainHttp)]
    public bool AllowPlainHttp { get; init; }

    [Description("Proxy to go through, such as \"http://proxy.example.org:3128\". Default: none, whatever the machine's settings say.")]
    public string? Proxy { get; init; }

    [Description("How long one request may take until its answer is whole, in seconds.")]
    [Range(0.0, 3600.0, MinimumIsExclusive = true)]
    [DefaultValue(DefaultTimeoutSeconds)]
    public double TimeoutSeconds { get; init; }

    [Description("How often one request is repeated after status 408, 429 or 5xx, or a fault of the connection; ever longer waits lie between, or the one that the endpoint asks for.")]
    [Range(0.0, 20.0)]
    [DefaultValue(DefaultRetries)]
    public int Retries { get; init; }

    [Description("Most requests per second, repeats counted. Default: no limit.")]
    [Range(0.0, 10000.0, MinimumIsExclusive = true)]
    public double? RequestsPerSecond { get; init; }

    [Description("How many requests may be under way at once. The same figures come out for any number.")]
    [Range(1.0, 64.0)]
    [DefaultValue(DefaultConcurrency)]
    public int Concurrency { get; init; }
}
