using System.Collections.Concurrent;

namespace AuditHarness;

/// <summary>
/// The audit of every shipped config, run once for all tests that look at what it left behind. Its folder is read, never written to, and
/// deleted when all tests have ended.
/// </summary>
[SetUpFixture]
internal sealed class ShippedRuns
{
    private static readonly Lazy<TemporaryFolder> s_folder = new(() => new());

    private static readonly ConcurrentDictionary<string, Lazy<CompletedRun>> s_runs = [];

    /// <summary>The run of a config, by the name of its file.</summary>
    public static CompletedRun Of(string config) =>
        s_runs.GetOrAdd(config, name => new(() => AuditRun.Execute(Repository.In("configs", name), new() { Output = s_folder.Value.In(name) }))).Value;

    [OneTimeTearDown]
    public void Delete()
    {
        if (s_folder.IsValueCreated) s_folder.Value.Dispose();
    }
}
