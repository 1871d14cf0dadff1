using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuditHarness.Runs;

/// <summary>The name of a run: when it began, to the second and in UTC, and eight hexadecimal digits.</summary>
internal static class RunId
{
    private static int _runsOfThisProcess;

    /// <summary>
    /// Such as "20260131T093000Z-5f0c2a9e": sorts by time and is safe as a folder name. The digits are a hash of config, tick, process
    /// and a counter, so that runs started in the same second by one process or by several get different names.
    /// </summary>
    /// <param name="started">When the run began.</param>
    /// <param name="configSha256">SHA-256 of the config.</param>
    public static string Of(DateTimeOffset started, string configSha256)
    {
        var utc = started.ToUniversalTime();
        var mark = FormattableString.Invariant(
            $"{configSha256}/{utc.Ticks}/{Environment.MachineName}/{Environment.ProcessId}/{Interlocked.Increment(ref _runsOfThisProcess)}");
        var digits = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)).AsSpan(0, 4));
        return utc.ToString("yyyyMMdd'T'HHmmss'Z-'", CultureInfo.InvariantCulture) + digits;
    }
}
