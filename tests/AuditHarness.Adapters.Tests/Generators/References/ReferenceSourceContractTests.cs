using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators.References;

/// <summary>Generators that ship keep to what every source of generators keeps to.</summary>
public sealed class ReferenceSourceContractTests : GeneratorContractTests
{
    protected override string Kind => GeneratorCatalog.Reference;

    protected override IRecordGenerator Open() => Of(new("gaussianCopula"));

    protected override IEnumerable<(string Name, Func<IRecordGenerator> Open)> Broken()
    {
        yield return ("no such method", () => Of(new("copula")));
        yield return ("no such column", () => Of(new("bootstrap") { DroppedColumn = "sexx", DroppedLevel = "male" }));
    }

    [Test]
    public void Every_method_and_dial_opens_and_is_another_generator()
    {
        ReferencePlan[] plans =
        [
            .. ReferenceSource.Methods.Select(m => new ReferencePlan(m)), new("bootstrap") { Noise = 0.1 }, new("bootstrap") { Flips = 0.1 },
            new("gaussianCopula") { Copied = 0.2 }, new("gaussianCopula") { DroppedColumn = "sex", DroppedLevel = "male" }, new("gaussianCopula") { DroppedColumn = "sex", DroppedLevel = "male", Dropped = 0.5 },
        ];
        Assert.That(plans.Select(p => Of(p).Identity.Model.Sha256), Is.Unique);
        Assert.That(((RecordColumn.Category)Of(plans[7]).Sample(Ask(200)).Find("sex")!).Codes, Has.None.EqualTo(1));
    }

    private IRecordGenerator Of(ReferencePlan plan) => GeneratorCatalog.Open(new(Kind, "contract", "7") { Reference = plan }, Train, new("."));
}
