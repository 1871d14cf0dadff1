using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>A worker keeps to what every source of models keeps to.</summary>
public sealed class WorkerContractTests : ModelContractTests
{
    private readonly List<WorkerSample> _samples = [];

    protected override string Kind => ModelCatalog.Worker;

    [TearDown]
    public void NothingIsLeft()
    {
        foreach (var sample in _samples) sample.Dispose();
        _samples.Clear();
    }

    protected override IDiagnosticModel Open() => Of("good");

    protected override double Expected(double x, double z) => WorkerSample.Risk(x, z);

    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
        from mode in new[] { "nan", "null", "outside", "few", "many", "random", "backwards", "sorted", "text-risks", "wrong-id", "error" }
        select (mode, (Func<IDiagnosticModel>)(() => Of(mode)));

    private IDiagnosticModel Of(string mode)
    {
        var sample = new WorkerSample(mode);
        _samples.Add(sample);
        sample.Plan = sample.Plan with { Name = "contract", Version = "7" };
        return sample.Open();
    }
}
