using System.Globalization;
using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>
/// Processes of the machine that a test knows by a token among their arguments or in their environment, which is handed down, whoever
/// started them and whoever took them over.
/// </summary>
internal static class TokenProcesses
{
    /// <summary>A token that no other process has.</summary>
    public static string NewToken() => "token-" + Guid.NewGuid().ToString("N");

    /// <summary>Numbers of the running ones; none on a system that does not tell.</summary>
    /// <param name="token">The token.</param>
    public static List<int> With(string token)
    {
        var found = new List<int>();
        if (!OperatingSystem.IsLinux()) return found;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                // What has ended and was not waited for has neither any more.
                if (Has(folder + "/cmdline", token) || Has(folder + "/environ", token)) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is not ours.
            }
        }
        return found;
    }

    private static bool Has(string file, string token) => Encoding.UTF8.GetString(File.ReadAllBytes(file)).Contains(token, StringComparison.Ordinal);
}
