using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// The worker of these tests in one of its modes, in a folder of its own. At the end no process is left that it started: each has a token
/// among its arguments, and the processes of the machine are looked through for it.
/// </summary>
internal sealed class WorkerSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WorkerSample(string mode, Func<WorkerPlan, WorkerPlan>? change = null, params string[] more)
    {
        File.Copy(ModelFolder.Own("Worker", "worker.py"), In("worker.py"));
        var worker = new WorkerPlan { Command = [Interpreters.Python, "worker.py", mode, Token, "state", .. more] };
        Plan = new(ModelCatalog.Worker, "", null, null, "", null)
        {
            Features = [new("x", "x", FeatureKind.Number), new("z", "z", FeatureKind.Number)],
            Worker = change is null ? worker : change(worker),
        };
    }

    /// <summary>Among the arguments of every process that this worker starts.</summary>
    public string Token { get; } = TokenProcesses.NewToken();

    public ModelPlan Plan { get; set; }

    public string Folder => _folder.FullPath;

    public string In(string name) => _folder.In(name);

    public IDiagnosticModel Open(IProgress<AuditProgress>? progress = null, CancellationToken stop = default) =>
        WorkerModel.Open(Plan, new(_folder.FullPath, progress, stop));

    public WorkerClient Client() => WorkerClient.Start(WorkerProgram.Find(Plan.Worker!, _folder.FullPath, CancellationToken.None), Plan.Worker!, CancellationToken.None);

    /// <summary>What a worker of a good mode answers.</summary>
    public static double Risk(double x, double z) => 1 / (1 + Math.Exp(-((0.8 * x) - (0.02 * z) + 0.5)));

    /// <summary>Rows of x and z.</summary>
    public static FeatureTable Table(int rows) => new(
    [
        new FeatureColumn.Numeric("x", [.. Enumerable.Range(0, rows).Select(r => (r % 41 / 10.0) - 2)]),
        new FeatureColumn.Numeric("z", [.. Enumerable.Range(0, rows).Select(r => (double)(r * 7 % 101))]),
    ]);

    public static double[] Risks(FeatureTable table) =>
        [.. ((FeatureColumn.Numeric)table.Columns[0]).Values.Zip(((FeatureColumn.Numeric)table.Columns[1]).Values, Risk)];

    public void Dispose()
    {
        var left = TokenProcesses.With(Token);
        _folder.Dispose();
        Assert.That(left, Is.Empty, "processes that the worker left behind");
    }
}
