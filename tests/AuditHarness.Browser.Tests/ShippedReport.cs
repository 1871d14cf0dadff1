namespace AuditHarness.Browser;

/// <summary>Reports of configs that the repository ships, each audited once for all tests.</summary>
internal sealed class ShippedReport
{
    private static readonly Lock Door = new();
    private static readonly Dictionary<string, Lazy<CompletedRun>> Runs = [];
    private static TemporaryFolder? _folder;

    private ShippedReport(string name) => Name = name;

    /// <summary>The default audit: real people, almost everything open.</summary>
    public static ShippedReport Default { get; } = new("health_insurance_meps1996");

    /// <summary>The simulated cohort with what was planted in it.</summary>
    public static ShippedReport Simulated { get; } = new("simulated");

    /// <summary>Both.</summary>
    public static IEnumerable<ShippedReport> All { get; } = [Default, Simulated];

    /// <summary>Name of its config.</summary>
    public string Name { get; }

    /// <summary>The run, made when it is first asked for.</summary>
    public CompletedRun Run => Of(Name, folder => AuditRun.Execute(Repository.In("configs", Name + ".json"), new() { Output = folder }));

    /// <summary>Path of its page.</summary>
    public string Html => Path.Combine(Run.Folder, "report.html");

    /// <summary>Any other run, made once under a name and deleted with all of them.</summary>
    /// <param name="name">A name that no other run has.</param>
    /// <param name="make">Makes the run in a folder that does not exist yet.</param>
    public static CompletedRun Of(string name, Func<string, CompletedRun> make)
    {
        Lazy<CompletedRun>? run;
        lock (Door)
        {
            _folder ??= new();
            var folder = _folder.In(name);
            if (!Runs.TryGetValue(name, out run)) Runs.Add(name, run = new(() => make(folder)));
        }
        // Not within the door, where every other run would wait for it.
        return run.Value;
    }

    /// <summary>Deletes all of them.</summary>
    internal static void Delete()
    {
        lock (Door)
        {
            _folder?.Dispose();
            _folder = null;
            Runs.Clear();
        }
    }

    public override string ToString() => Name;
}
