using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>A chat model keeps to what every source of models keeps to.</summary>
public sealed class ChatContractTests : ModelContractTests
{
    private readonly List<ChatSample> _samples = [];
    private ChatSample? _good;

    protected override string Kind => ModelCatalog.Chat;

    [TearDown]
    public void NothingIsLeft()
    {
        foreach (var sample in _samples) sample.Dispose();
        _samples.Clear();
    }

    // Its answers are kept from test to test: asking 2,500 times is enough.
    [OneTimeTearDown]
    public void TheGoodOneToo() => _good?.Dispose();

    protected override IDiagnosticModel Open() => Of(_good ??= new());

    protected override double Expected(double x, double z) => ChatSample.Risk(x, z);

    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
        from answer in new[] { "NaN", "", "1.5", "-0.5", "perhaps", "0.5 or 0.6", "1e999" }
        select (answer, (Func<IDiagnosticModel>)(() =>
        {
            var sample = new ChatSample(_ => answer);
            _samples.Add(sample);
            return Of(sample);
        }));

    private static IDiagnosticModel Of(ChatSample sample)
    {
        sample.Plan = sample.Plan with { Name = "contract", Version = "7" };
        return sample.Open();
    }
}
